"""A paper's life, walked at random: what may happen does, what may not is refused, and a planted fault is caught."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from unittest.mock import patch

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test

from lippen.kernel.access import Actor
from lippen.kernel.errors import CannotDo, NotAllowed, NotVisible
from lippen.reporting import queries
from lippen.reporting.papers.canonical import content_hash
from lippen.reporting.tests.world import world

pytestmark = pytest.mark.django_db
READY: dict[str, Any] = {}
REFUSALS = (CannotDo, NotAllowed, NotVisible)


class PaperLife(RuleBasedStateMachine):
    """What a paper's state, text and approvals should be, beside what they are."""

    def __init__(self) -> None:
        super().__init__()
        self.block = transaction.atomic()
        self.block.__enter__()
        self.there, self.ref = READY["there"], READY["ref"]
        self.there.steps = READY["steps"]
        self.state = "drafting"
        self.approved = 0
        self.hash = ""
        self.versions = 0
        self.writers: set[int | None] = set()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)

    def attempt(self, expected: bool, do: object, *given: object) -> bool:
        """Do it; whether it was done must be what was expected."""
        READY["reached"].add(self.state)
        try:
            with transaction.atomic():
                do(*given)  # type: ignore[operator]
            done = True
        except REFUSALS:
            done = False
        assert done is expected, f"{do} in {self.state}: expected {expected}, was {done}"
        return done

    @rule()
    def author_writes(self) -> None:
        self.write("author")

    @precondition(lambda self: self.versions > 1)
    @rule()
    def head_writes(self) -> None:
        self.write("head")

    def write(self, who: str) -> None:
        actor: Actor = getattr(self.there, who)

        def do() -> None:
            with self.there.as_(actor):
                self.there.write(actor, self.ref, "purpose", f"Text {self.versions}", version=self.versions)

        if self.attempt(self.state in {"drafting", "returned"}, do):
            self.versions += 1
            self.writers.add(actor.person_id)

    @rule()
    def write_over_another_tab(self) -> None:
        def do() -> None:
            with self.there.as_(self.there.author) as actor:
                self.there.write(actor, self.ref, "purpose", "Stale", version=self.versions + 1)

        self.attempt(False, do)

    @rule()
    def send(self) -> None:
        fit = self.there.head.person_id not in self.writers
        if self.attempt(self.state in {"drafting", "returned"} and fit, self.there.send, self.ref):
            self.state, self.approved = "in_approval", 0

    @precondition(lambda self: self.state == "in_approval")
    @rule()
    def approve_in_turn(self) -> None:
        self.approve(["head", "chief"][self.approved])

    @rule(who=st.sampled_from(["head", "chief", "author", "lead", "clerk"]))
    def approve_out_of_the_blue(self, who: str) -> None:
        self.approve(who)

    def approve(self, who: str) -> None:
        turn = ["head", "chief"][self.approved] if self.approved < 2 else ""
        if self.attempt(
            self.state == "in_approval" and who == turn, self.there.approve, getattr(self.there, who), self.ref
        ):
            self.approved += 1
            self.state = "signed" if self.approved == 2 else "in_approval"

    @rule(who=st.sampled_from(["head", "chief", "author"]))
    def give_back(self, who: str) -> None:
        turn = ["head", "chief"][self.approved] if self.approved < 2 else ""
        if self.attempt(
            self.state == "in_approval" and who == turn, self.there.give_back, getattr(self.there, who), self.ref
        ):
            self.state, self.approved = "returned", 0

    @precondition(lambda self: self.state == "signed")
    @rule()
    def issue_what_is_signed(self) -> None:
        self.issue()

    @rule()
    def issue_out_of_the_blue(self) -> None:
        self.issue()

    def issue(self) -> None:
        if self.attempt(self.state == "signed", self.there.issue, self.ref):
            self.state = "issued"

    @rule()
    def look(self) -> None:
        with self.there.as_(self.there.author) as actor:
            view = queries.paper(actor, self.ref, at=self.there.at())
            assert view.paper.state == self.state
            signed = queries.signed_paper(actor, self.ref)
            assert (signed is not None) == (self.state in {"signed", "issued"})

    @precondition(lambda self: self.state in {"signed", "issued"})
    @rule()
    def rebuild(self) -> None:
        with self.there.as_(self.there.author) as actor:
            signed = queries.signed_paper(actor, self.ref)
            again = content_hash(queries.content(actor, self.ref, known_at=signed.known_at))
        assert signed.sha256 == again == (self.hash or again)
        self.hash = again


@pytest.fixture(autouse=True)
def quick_files() -> Iterator[None]:
    """The renderers have their own tests; here a file is a few bytes."""
    with patch("lippen.reporting.actions.signing.rendered", lambda content, kind, at: str(kind).encode()):
        yield


@pytest.fixture(autouse=True)
def ready(quick_files: None) -> None:
    """One paper, ready to be sent: each walk begins there and is undone."""
    there = world(actions_in_each_theme=1)
    ref = there.opened().ref
    there.fill(ref)
    READY.update(there=there, ref=ref, steps=there.steps, reached=set())


def walk(examples: int, steps: int) -> None:
    run_state_machine_as_test(
        PaperLife,
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


def test_a_papers_life_keeps_to_its_rules_however_it_is_walked() -> None:
    walk(examples=10, steps=30)
    assert READY["reached"] >= {"in_approval", "signed", "issued"}, "the walks were too short to mean anything"


PLANTS = {
    "approvals in any order": ("lippen.kernel.approval.next_step", lambda steps, approved: None),
    "authors may approve": ("lippen.reporting.rules.unfit_route", lambda steps, writers: ()),
    "text stays open": ("lippen.reporting.rows.WRITABLE", frozenset({"drafting", "returned", "in_approval"})),
}


@pytest.mark.parametrize("fault", PLANTS)
def test_a_planted_fault_in_the_life_is_caught(fault: str) -> None:
    with patch(*PLANTS[fault]), pytest.raises(AssertionError):
        walk(examples=12, steps=15)
