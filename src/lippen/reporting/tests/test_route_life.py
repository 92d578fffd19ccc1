"""A paper's way along a defined route, walked at random: consultee, approvers, pre-agenda, proper officer, issue."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any
from unittest.mock import patch

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from lippen.kernel.errors import CannotDo, NotAllowed, NotVisible
from lippen.reporting.tests.routes import routed
from lippen.reporting.tests.screens import quick_files
from lippen.reporting.vocabulary import Consulted

pytestmark = pytest.mark.django_db
READY: dict[str, Any] = {}
REFUSALS = (CannotDo, NotAllowed, NotVisible)
OPEN = {"drafting", "returned"}
BEFORE_SIGNING = OPEN | {"in_approval"}


class RouteLife(RuleBasedStateMachine):
    """Where the paper should stand on its route, beside where it does."""

    def __init__(self) -> None:
        super().__init__()
        self.block = transaction.atomic()
        self.block.__enter__()
        self.at, self.ref = READY["at"], READY["ref"]
        self.there = self.at.there
        self.there.steps = READY["steps"]
        self.state, self.approved, self.verdict = "drafting", 0, ""
        self.asked = self.answered = self.held = False

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)

    def attempt(self, expected: bool, do: object, *given: object) -> bool:
        """Do it; whether it was done must be what was expected."""
        READY["reached"].add((self.state, self.verdict))
        try:
            with transaction.atomic():
                do(*given)  # type: ignore[operator]
            done = True
        except REFUSALS:
            done = False
        where = f"{self.state}, asked {self.asked}, answered {self.answered}, held {self.held}, {self.verdict}"
        assert done is expected, f"{do} ({where}): expected {expected}, was {done}"
        return done

    @rule()
    def ask(self) -> None:
        if self.attempt(not self.asked and self.state in BEFORE_SIGNING, self.at.ask, self.ref):
            self.asked = True

    @rule(words=st.sampled_from(["The money is there.", ""]))
    def comment(self, words: str) -> None:
        if self.attempt(self.asked and self.state in BEFORE_SIGNING, self.at.comment, self.ref, words):
            self.answered = True

    @rule()
    def send(self) -> None:
        if self.attempt(self.state in OPEN and self.answered, self.there.send, self.ref):
            self.state, self.approved = "in_approval", 0

    @rule(steps=st.integers(1, 6))
    def go_on(self, steps: int) -> None:
        """The next steps of a paper that nobody holds up."""
        for _ in range(steps):
            self.next_step()

    def next_step(self) -> None:
        if not self.asked and self.state in OPEN:
            self.ask()
        elif not self.answered and self.state in OPEN:
            self.comment("The money is there.")
        elif self.state in OPEN:
            self.send()
        elif self.state == "in_approval":
            self.approve(["head", "chief"][self.approved])
        elif not self.held:
            self.hold_the_pre_agenda()
        elif not self.verdict:
            self.accept()
        else:
            self.issue()

    @rule(who=st.sampled_from(["head", "chief", "author", "clerk"]))
    def approve(self, who: str) -> None:
        turn = ["head", "chief", ""][self.approved]
        is_fit = self.state == "in_approval" and who == turn
        if self.attempt(is_fit, self.there.approve, getattr(self.there, who), self.ref):
            self.approved += 1
            self.state = "signed" if self.approved == 2 else "in_approval"

    @rule()
    def give_back(self) -> None:
        who = ["head", "chief", "chief"][self.approved]
        if self.attempt(self.state == "in_approval", self.there.give_back, getattr(self.there, who), self.ref):
            self.state, self.approved = "returned", 0

    @rule(who=st.sampled_from(["author", "clerk"]), reason=st.sampled_from(["The chief is ill.", " "]))
    def take_back(self, who: str, reason: str) -> None:
        is_fit = self.state == "in_approval" and who == "author" and bool(reason.strip())
        if self.attempt(is_fit, self.there.take_back, self.ref, getattr(self.there, who), reason):
            self.state, self.approved = "returned", 0

    @rule()
    def hold_the_pre_agenda(self) -> None:
        if self.attempt(True, self.at.hold_pre_agenda, date(2012, 10, 16)):
            self.held = True

    @rule()
    def accept(self) -> None:
        if self.attempt(self.state == "signed" and not self.verdict, self.at.accept, self.ref):
            self.verdict = "accepted"

    @rule()
    def accept_as_somebody_else(self) -> None:
        self.attempt(False, self.at.accept, self.ref, self.there.clerk)

    @rule()
    def reject(self) -> None:
        if self.attempt(self.state == "signed" and self.verdict != "rejected", self.at.reject, self.ref):
            self.verdict = "rejected"

    @rule()
    def issue(self) -> None:
        may = self.state == "signed" and self.held and self.verdict == "accepted"
        if self.attempt(may, self.there.issue, self.ref):
            self.state = "issued"

    @rule()
    def look(self) -> None:
        course = self.at.course(self.ref)
        (consultee,) = course.consultees
        wanted = {Consulted.PLANNED} if not self.asked else {Consulted.ASKED}
        assert consultee.standing in ({Consulted.COMMENTED, Consulted.NO_COMMENT} if self.answered else wanted)
        assert (course.verdict, course.pre_agenda is not None) == (self.verdict, self.held)


@pytest.fixture(autouse=True)
def ready() -> Iterator[None]:
    """One paper on a route with every kind of step, everything written: each walk begins there and is undone."""
    with quick_files():
        at = routed()
        at.define(at.steps(waits=True, pre_agenda=True))
        ref = at.there.opened().ref
        at.ready(ref)
        READY.update(at=at, ref=ref, steps=at.there.steps, reached=set())
        yield


def walk(examples: int, steps: int) -> None:
    run_state_machine_as_test(
        RouteLife,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            phases=[Phase.generate],
            database=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_a_papers_way_along_its_route_keeps_to_its_rules_however_it_is_walked() -> None:
    walk(examples=12, steps=22)
    wanted = {"in_approval", "signed", "issued"}
    if not {state for state, _ in READY["reached"]} >= wanted:
        walk(examples=36, steps=22)
    reached = {state for state, _ in READY["reached"]}
    assert reached >= wanted, "the walks were too short to mean anything"


PLANTS = {
    "issue asks no officer": ("lippen.reporting.route_rules.why_not_issue", lambda **given: None),
    "the officer decides at any time": ("lippen.reporting.route_rules.why_not_decide", lambda *given: None),
    "a consultee holds nothing up": ("lippen.reporting.rules.route_faults", lambda ready: ()),
}


@pytest.mark.parametrize("fault", PLANTS)
def test_a_planted_fault_in_the_route_is_caught(fault: str) -> None:
    with patch(*PLANTS[fault]), pytest.raises(AssertionError):
        walk(examples=40, steps=30)
