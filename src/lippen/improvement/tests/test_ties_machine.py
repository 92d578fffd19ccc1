"""Whatever answers and carries what, begun and ended in any order: each day shows what was so; faults are found."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from lippen.improvement import actions, queries
from lippen.improvement.actions import carriers as carrying
from lippen.improvement.actions import others
from lippen.improvement.actions import sources as answering
from lippen.improvement.tests.asked import asked, other_plan, source
from lippen.improvement.tests.factories import AGREED, TODAY, Cast, cast, moment
from lippen.improvement.vocabulary import State as Standing
from lippen.kernel import access
from lippen.kernel.errors import CannotDo
from lippen.kernel.prepared import write_anew

reading = sys.modules["lippen.improvement.queries.sources"]  # the name of the module is a query's name too
QUICK = settings(
    max_examples=5,
    stateful_step_count=8,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate],
)
TWO = st.integers(0, 1)
THREE = st.integers(0, 2)
Pairs = frozenset[tuple[int, int]]
State = tuple[Pairs, Pairs, Pairs]


class TiesMachine(RuleBasedStateMachine):
    """The real actions on the database, as the app's role, beside sets of pairs."""

    here: Cast

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        access.identify(self.here.editor, today=TODAY)
        review = source(self.here)
        self.wanted = [asked(self.here, review, str(number)) for number in (1, 2)]
        second = other_plan(self.here, "Second plan")
        self.plans = [self.here.plan, second]
        self.actions = [self.here.action("Write the rota"), second.actions.get()]
        self.day = AGREED
        self.answers: set[tuple[int, int]] = set()
        self.carriers: set[tuple[int, int]] = set()
        self.inside = [self.here.action(words, state=Standing.UNDER_WAY) for words in ("One", "Two", "Three")]
        self.waits: dict[int, int] = {}
        self.past: dict[date, State] = {}

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    def attempt(self, allowed: bool, act: Callable[..., object], **given: object) -> bool:
        """Do it; it must be refused exactly where the sets say so."""
        try:
            act(actor=self.here.editor, so_on=self.day, at=moment(self.day), **given)
        except CannotDo as refused:
            assert not allowed, refused.sentence
            return False
        assert allowed, (act.__name__, given)
        return True

    @rule(days=st.integers(1, 9))
    def time_passes(self, days: int) -> None:
        self.past[self.day] = (frozenset(self.answers), frozenset(self.carriers), frozenset(self.waits.items()))
        self.day += timedelta(days=days)

    @rule(both=st.sets(TWO))
    def answer(self, both: set[int]) -> None:
        now = {(0, each) for each in both}
        refs = [self.wanted[each].ref for each in sorted(both)]
        given = {"action_ref": self.actions[0].ref, "recommendation_refs": refs}
        if self.attempt(now != self.answers, actions.change_answers, **given):
            self.answers = now

    @rule(which=TWO, by=TWO)
    def carry(self, which: int, by: int) -> None:
        is_circle = which == by or (by, which) in self.carriers
        allowed = not is_circle and (which, by) not in self.carriers
        given = {"action_ref": self.actions[which].ref, "plan_ref": self.plans[by].ref}
        if self.attempt(allowed, actions.carry_by, **given):
            self.carriers.add((which, by))

    @rule(which=TWO)
    def carry_no_longer(self, which: int) -> None:
        open_now = {pair for pair in self.carriers if pair[0] == which}
        if self.attempt(bool(open_now), actions.carry_no_longer, action_ref=self.actions[which].ref):
            self.carriers -= open_now

    @rule(which=THREE, on=THREE)
    def wait(self, which: int, on: int) -> None:
        above, circle = on, on == which
        while not circle and above in self.waits:
            above = self.waits[above]
            circle = above == which
        given = {"action_ref": self.inside[which].ref, "waits_on": self.inside[on].ref}
        if self.attempt(not circle and self.waits.get(which) != on, actions.wait_on, **given):
            self.waits[which] = on

    @rule(which=THREE)
    def wait_no_longer(self, which: int) -> None:
        if self.attempt(which in self.waits, actions.wait_on, action_ref=self.inside[which].ref, waits_on=""):
            del self.waits[which]

    def told(self, day: date) -> State:
        """What the queries say of a day."""
        numbers = {each.ref: place for place, each in enumerate(self.wanted)}
        answered: set[tuple[int, int]] = set()
        carried: set[tuple[int, int]] = set()
        for place, plan in enumerate(self.plans):
            row = queries.plan(self.here.worker, plan.ref)
            ties = queries.plan_ties(self.here.worker, row, as_at=day, today=TODAY).by_action
            found = ties.get(self.actions[place].pk)
            answered |= {(place, numbers[label.recommendation_ref]) for label in (found.answers if found else ())}
            if found and found.carrier:
                carried.add((place, [each.ref for each in self.plans].index(found.carrier.plan_ref)))
        row = queries.plan(self.here.worker, self.here.plan.ref)
        ties = queries.plan_ties(self.here.worker, row, as_at=day, today=TODAY).by_action
        refs = [each.ref for each in self.inside]
        found = {place: ties[each.pk].waits_on for place, each in enumerate(self.inside) if each.pk in ties}
        waiting = {(place, refs.index(above.ref)) for place, above in found.items() if above}
        return frozenset(answered), frozenset(carried), frozenset(waiting)

    @invariant()
    def the_day_and_each_day_before_show_what_was_so(self) -> None:
        assert self.told(self.day) == (self.answers, self.carriers, set(self.waits.items()))
        for day in list(self.past)[-2:]:
            assert self.told(day) == self.past[day]


def run(here: Cast, examples: int = 5) -> None:
    machine = type("OnDatabase", (TiesMachine,), {"here": here})
    run_state_machine_as_test(machine, settings=settings(QUICK, max_examples=examples))


@pytest.mark.django_db
def test_ties_show_what_was_so_in_any_order() -> None:
    run(cast())


@pytest.mark.prove
@pytest.mark.django_db
def test_ties_show_what_was_so_in_any_order_for_long() -> None:
    run(cast(), 300)


def nothing_is_open(writing: Any) -> set[int]:
    return set()


def the_first_word_counts(found: Any, *between: str) -> Any:
    return found.order_by(*between, "number").distinct(*between)


def nothing_is_refused(constraint: str, sentence: str, **given: object) -> Any:
    return transaction.atomic()


FAULTS: dict[str, tuple[Any, str, Callable[..., Any]]] = {
    "no answer counts as open": (answering, "_open_answers", nothing_is_open),
    "the first word counts": (reading, "last_of_each", the_first_word_counts),
    "a circle is not refused in words": (carrying, "refusal", nothing_is_refused),
    "any action may be waited on": (others, "_chain", lambda first, tied, **given: [first]),
}


@pytest.mark.django_db
@pytest.mark.parametrize("fault", FAULTS)
def test_a_broken_rule_is_found(monkeypatch: pytest.MonkeyPatch, fault: str) -> None:
    monkeypatch.setattr(*FAULTS[fault])
    write_anew()
    try:
        with pytest.raises((AssertionError, DatabaseError)):
            run(cast(), 40)
    finally:
        write_anew()
