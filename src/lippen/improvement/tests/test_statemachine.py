"""Whatever is done to an action in whatever order, its states follow the rules; and a broken rule would be found."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from lippen.improvement import actions, queries, rules
from lippen.improvement.models import ActionNow, ActionState
from lippen.improvement.queries import now as facts
from lippen.improvement.queries.scope import Scope
from lippen.improvement.rules import Lack, StateGiven
from lippen.improvement.tests.factories import AGREED, TERMS, Cast, cast, moment
from lippen.improvement.vocabulary import EvidenceVerdict, State
from lippen.kernel import access
from lippen.kernel.errors import CannotDo

STATES = st.sampled_from(list(State))
TERMS_GIVEN = st.sets(st.sampled_from([*TERMS, "into"])).map(frozenset)
WAITS = {"postponed", "blocked"}
GONE = {"superseded", "merged"}
QUICK = settings(
    max_examples=60, stateful_step_count=20, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)


def may_be(before: str, after: str, terms: frozenset[str], evidence: bool) -> bool:
    """The promise in its own words, apart from the rules' tables: what may follow what, and on what terms."""
    if before in {*GONE, "shown_done"} and (after != "under_way" or "reason" not in terms):
        return False
    if after == "shown_done":
        return before == "says_done" and evidence
    if after == "not_started":
        return before in WAITS
    if after in WAITS:
        return terms >= set(TERMS)
    if after in GONE:
        return "reason" in terms and (after == "superseded" or "into" in terms)
    return before != after or (after == "under_way" and before in GONE)


class RuleMachine(RuleBasedStateMachine):
    """The rules alone."""

    def __init__(self) -> None:
        super().__init__()
        self.state, self.evidence = State.NOT_STARTED, False

    @rule(accepted=st.booleans())
    def decide_evidence(self, accepted: bool) -> None:
        self.evidence = accepted

    @rule(state=STATES, terms=TERMS_GIVEN)
    def change_state(self, state: State, terms: frozenset[str]) -> None:
        given = {name: value for name, value in TERMS.items() if name in terms}
        asked = StateGiven(state, evidence_accepted=self.evidence, into="into" in terms, **given)
        allowed = rules.may_follow(self.state, state) and not rules.lacks(self.state, asked)
        assert allowed == may_be(self.state, state, terms, self.evidence), (self.state, state, sorted(terms))
        if allowed:
            self.state = state


def test_improvement_state_change_keeps_its_promises_in_any_order() -> None:
    run_state_machine_as_test(RuleMachine, settings=settings(QUICK, max_examples=200))


def no_lacks(before: State | None, given: StateGiven) -> tuple[Lack, ...]:
    return ()


def anything_may_follow(before: State | None, after: State) -> bool:
    return True


def forgets_the_cover(before: State | None, given: StateGiven) -> tuple[Lack, ...]:
    return tuple(lack for lack in RIGHT_LACKS(before, given) if lack.field != "cover")


def done_without_saying_so(before: State | None, after: State) -> bool:
    return RIGHT_MAY_FOLLOW(before, after) or (before, after) == (State.UNDER_WAY, State.SHOWN_DONE)


RIGHT_LACKS, RIGHT_MAY_FOLLOW = rules.lacks, rules.may_follow
FAULTS: dict[str, tuple[str, Callable[..., Any]]] = {
    "nothing is needed": ("lacks", no_lacks),
    "anything may follow": ("may_follow", anything_may_follow),
    "cover is forgotten": ("lacks", forgets_the_cover),
    "shown done without says done": ("may_follow", done_without_saying_so),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_broken_rule_is_found(monkeypatch: pytest.MonkeyPatch, fault: str) -> None:
    name, broken = FAULTS[fault]
    monkeypatch.setattr(rules, name, broken)
    searching = settings(QUICK, max_examples=400, phases=[Phase.generate])
    with pytest.raises(AssertionError):
        run_state_machine_as_test(RuleMachine, settings=searching)


class ActionMachine(RuleBasedStateMachine):
    """The real actions on the database, as the app's role; each run is undone at its end."""

    here: Cast

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        access.identify(self.here.editor, today=AGREED)
        self.other, self.action = self.here.action("Other"), self.here.action()
        self.day, self.expected, self.evidence = AGREED, ["not_started"], False
        self.offered: str = ""

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    def when(self) -> dict[str, object]:
        return {"so_on": self.day, "at": moment(self.day)}

    @rule(days=st.integers(1, 60))
    def time_passes(self, days: int) -> None:
        self.day += timedelta(days=days)

    @rule(state=STATES, terms=TERMS_GIVEN)
    def change_state(self, state: State, terms: frozenset[str]) -> None:
        given = {name: value for name, value in TERMS.items() if name in terms}
        if "revisit_on" in given:
            given["revisit_on"] = self.day + timedelta(days=30)
        given |= {"into": self.other.ref} if "into" in terms else {}
        allowed = may_be(self.expected[-1], state, terms, self.evidence)
        ref = self.action.ref
        try:
            actions.change_state(actor=self.here.worker, action_ref=ref, state=state, **self.when(), **given)
        except CannotDo as refused:
            assert not allowed, (self.expected[-1], state, refused.sentence)
        else:
            assert allowed, (self.expected[-1], state, sorted(terms))
            self.expected.append(state.value)

    @rule()
    def offer_evidence(self) -> None:
        made = actions.offer_evidence(
            actor=self.here.worker, action_ref=self.action.ref, title="Audit", note="Read", **self.when()
        )
        self.offered = made.ref

    @precondition(lambda self: self.offered)
    @rule(accepted=st.booleans())
    def decide_evidence(self, accepted: bool) -> None:
        verdict = EvidenceVerdict.ACCEPTED if accepted else EvidenceVerdict.REFUSED
        actions.decide_evidence(
            actor=self.here.boss, evidence_ref=self.offered, verdict=verdict, reason="Looked at", **self.when()
        )
        accepted_now = queries.action_story(self.here.editor, self.action.ref, today=self.day).action.evidence_accepted
        assert accepted_now or not accepted
        self.evidence = accepted_now

    @rule()
    def look_back(self) -> None:
        """A state recorded by the day looked at is never lost or changed by what came later."""
        told = queries.action_story(self.here.editor, self.action.ref, as_at=AGREED, today=self.day)
        assert [row.state for row in told.states][:1] == ["not_started"]

    @invariant()
    def states_are_added_and_never_overwritten(self) -> None:
        kept = ActionState.objects.filter(action=self.action).order_by("id").values_list("state", flat=True)
        assert list(kept) == self.expected

    @invariant()
    def present_equals_facts(self) -> None:
        worked = facts.worked_out([self.action], Scope(action_ids=(self.action.pk,)))[0]
        kept = ActionNow.objects.get(pk=self.action.pk)
        assert (kept.state, kept.state_on, kept.evidence_accepted) == (
            worked.state,
            worked.state_on,
            worked.evidence_accepted,
        )


def run_on_database(examples: int) -> None:
    machine = type("OnDatabase", (ActionMachine,), {"here": cast()})
    limits = settings(QUICK, max_examples=examples, stateful_step_count=10, phases=[Phase.generate])
    run_state_machine_as_test(machine, settings=limits)


@pytest.mark.django_db
def test_the_real_actions_keep_the_promises_in_any_order() -> None:
    run_on_database(6)


@pytest.mark.prove
@pytest.mark.django_db
def test_the_real_actions_keep_the_promises_in_any_order_for_long() -> None:
    run_on_database(300)


@pytest.mark.django_db
def test_a_broken_rule_is_found_through_the_real_actions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "may_follow", anything_may_follow)
    with pytest.raises(AssertionError):
        run_on_database(12)


def test_the_promise_itself_is_not_empty() -> None:
    every = frozenset([*TERMS, "into"])
    assert may_be("under_way", "postponed", every, False)
    assert not may_be("under_way", "postponed", every - {"cover"}, False)
