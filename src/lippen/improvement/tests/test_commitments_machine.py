"""Whatever is done to a commitment in whatever order, it keeps its rules; and a broken rule would be found."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from lippen.improvement import actions, promises, queries
from lippen.improvement.actions import Owner
from lippen.improvement.models import CommitmentFact
from lippen.improvement.promises import Given
from lippen.improvement.rules import Lack
from lippen.improvement.tests.factories import AGREED, Cast, cast, moment, on
from lippen.improvement.vocabulary import CommitmentStatus, CommitmentStep, Direction
from lippen.kernel import access
from lippen.kernel.errors import CannotDo
from lippen.organisation.queries import duties_of

QUICK = settings(
    max_examples=4,
    stateful_step_count=8,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate],
)
MAYBE = st.sampled_from(["", "Because it is so"])


class CommitmentMachine(RuleBasedStateMachine):
    """The real actions on the database, as the app's role, beside a promise told in a few plain words."""

    here: Cast

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        access.identify(self.here.editor, today=AGREED)
        self.day, self.status, self.steps = AGREED, "open", 1
        self.dates: list[date] = []
        self.owner = self.here.worker
        self.ref = actions.make_commitment(
            actor=self.here.worker,
            direction=Direction.OURS,
            words="A report comes to the committee",
            owner=Owner(self.here.worker.person_id),
            authority_id=self.here.council.pk,
            **self.when(),
        ).ref

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    def when(self) -> dict[str, Any]:
        return {"so_on": self.day, "at": moment(self.day)}

    def attempt(self, allowed: bool, act: Callable[..., object], **given: object) -> bool:
        """Do it; it must be refused exactly where the promise says so."""
        try:
            act(actor=self.here.editor, commitment_ref=self.ref, **self.when(), **given)
        except CannotDo as refused:
            assert not allowed, refused.sentence
            return False
        assert allowed, (self.status, act.__name__, given)
        self.steps += 1
        return True

    @rule(days=st.integers(1, 40))
    def time_passes(self, days: int) -> None:
        self.day += timedelta(days=days)

    @rule(days=st.integers(0, 300), reason=MAYBE, agreed=MAYBE)
    def move(self, days: int, reason: str, agreed: str) -> None:
        to = AGREED + timedelta(days=days)
        is_new = not self.dates or self.dates[-1] != to
        allowed = self.status == "open" and is_new and (not self.dates or bool(reason and agreed))
        if self.attempt(allowed, actions.move_commitment, period=on(to), reason=reason, agreed_by=agreed):
            self.dates.append(to)

    @rule(words=MAYBE)
    def keep(self, words: str) -> None:
        if self.attempt(self.status == "open" and bool(words), actions.keep_commitment, shown_by=words):
            self.status = "kept"

    @rule(words=MAYBE)
    def withdraw(self, words: str) -> None:
        if self.attempt(self.status == "open" and bool(words), actions.withdraw_commitment, reason=words):
            self.status = "withdrawn"

    @rule(words=MAYBE)
    def reopen(self, words: str) -> None:
        if self.attempt(self.status != "open" and bool(words), actions.reopen_commitment, reason=words):
            self.status = "open"

    @rule(to_boss=st.booleans())
    def hand_over(self, to_boss: bool) -> None:
        to = self.here.boss if to_boss else self.here.worker
        allowed = self.status == "open" and to != self.owner
        if self.attempt(allowed, actions.hand_over_commitment, owner=Owner(to.person_id)):
            self.owner = to

    @invariant()
    def it_stands_as_it_was_told(self) -> None:
        row = queries.commitment(self.here.editor, self.ref, today=self.day).row
        assert (row.status, row.owner.person_id) == (self.status, self.owner.person_id)
        assert row.slips == max(0, len(self.dates) - 1)
        assert [p.starts_on for p in (row.first_due, row.due) if p] == [*self.dates[:1], *self.dates[-1:]]

    @invariant()
    def its_facts_are_only_added(self) -> None:
        numbers = (
            CommitmentFact.objects.filter(commitment__ref=self.ref).order_by("id").values_list("number", flat=True)
        )
        assert list(numbers) == list(range(1, self.steps + 1))

    @invariant()
    def one_desk_has_it_while_it_is_open_and_no_desk_after(self) -> None:
        found = [(who, duty.kind) for who in (self.here.worker, self.here.boss) for duty in duties_of(who)]
        kind = "commitment_keep" if self.dates else "commitment_date"
        assert found == ([(self.owner, kind)] if self.status == "open" else [])


def run(here: Cast, examples: int = 4) -> None:
    machine = type("OnDatabase", (CommitmentMachine,), {"here": here})
    run_state_machine_as_test(machine, settings=settings(QUICK, max_examples=examples))


@pytest.mark.django_db
def test_a_commitment_keeps_its_promises_in_any_order() -> None:
    run(cast())


@pytest.mark.prove
@pytest.mark.django_db
def test_a_commitment_keeps_its_promises_in_any_order_for_long() -> None:
    run(cast(), 300)


def anything_may_follow(status: CommitmentStatus | None, step: CommitmentStep) -> bool:
    return True


def no_lacks(given: Given) -> tuple[Lack, ...]:
    return ()


def stays_on_the_desk(*given: object) -> Any:
    direction, _, due, made_on = given
    return RIGHT_DUTY(direction, CommitmentStatus.OPEN, due, made_on)


RIGHT_DUTY = promises.duty_of
FAULTS: dict[str, tuple[str, Callable[..., Any]]] = {
    "anything may follow": ("may_follow", anything_may_follow),
    "nothing is needed": ("lacks", no_lacks),
    "the duty stays": ("duty_of", stays_on_the_desk),
}


@pytest.mark.django_db
@pytest.mark.parametrize("fault", FAULTS)
def test_a_broken_rule_is_found(monkeypatch: pytest.MonkeyPatch, fault: str) -> None:
    monkeypatch.setattr(promises, *FAULTS[fault])
    with pytest.raises((AssertionError, IntegrityError)):  # what a rule lets through, the tables may still refuse
        run(cast(), 12)
