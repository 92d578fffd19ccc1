"""Promises and their commitments, walked at random: what was promised and signed is a commitment, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any
from unittest.mock import patch

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from lippen.improvement import queries as plans
from lippen.improvement.queries import CommitmentFilters
from lippen.kernel.errors import CannotDo, NotAllowed, NotVisible
from lippen.reporting import actions, queries
from lippen.reporting.tests.world import NOW, world
from lippen.reporting.vocabulary import PromiseVerdict

pytestmark = pytest.mark.django_db
READY: dict[str, Any] = {}
REFUSALS = (CannotDo, NotAllowed, NotVisible)
SENTENCES = (
    "A report will be brought to a later meeting of the committee.",
    "We will tell members how many children waited.",
)


class PromiseLife(RuleBasedStateMachine):
    """What a paper says and what was decided of it, beside what it lets happen and what becomes of it."""

    def __init__(self) -> None:
        super().__init__()
        self.block = transaction.atomic()
        self.block.__enter__()
        self.there, self.ref = READY["there"], READY["ref"]
        self.there.steps = READY["steps"]
        self.says: frozenset[str] = frozenset()
        self.decided: dict[str, bool] = {}
        self.state, self.approved, self.version = "drafting", 0, READY["version"]

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)

    def attempt(self, expected: bool, do: Any) -> bool:
        """Do it; whether it was done must be what was expected."""
        try:
            with transaction.atomic():
                do()
            done = True
        except REFUSALS:
            done = False
        assert done is expected, f"{self.state}: expected {expected}, was {done}"
        return done

    @initialize()
    def begins_with_a_promise(self) -> None:
        self.author_writes(frozenset(SENTENCES[:1]))
        self.author_decides(SENTENCES[0], True)

    @rule(says=st.frozensets(st.sampled_from(SENTENCES)))
    def author_writes(self, says: frozenset[str]) -> None:
        def do() -> None:
            with self.there.as_(self.there.author) as author:
                words = ("One post is empty.", *sorted(says))
                self.there.write(author, self.ref, "workforce", *words, version=self.version)

        if self.attempt(self.state in {"drafting", "returned"}, do):
            self.says, self.version = says, self.version + 1

    @rule(sentence=st.sampled_from(SENTENCES), is_promise=st.booleans())
    def author_decides(self, sentence: str, is_promise: bool) -> None:
        def do() -> None:
            with self.there.as_(self.there.author) as author:
                actions.decide_promise(
                    actor=author,
                    paper_ref=self.ref,
                    sentence=sentence,
                    verdict=PromiseVerdict.PROMISE if is_promise else PromiseVerdict.NONE,
                    owner_id=self.there.lead.person_id,
                    due_on=date(2012, 12, 20),
                    reason="Another body does it.",
                    at=self.there.at(),
                )

        if self.attempt(self.state in {"drafting", "returned"} and sentence in self.says, do):
            self.decided[sentence] = is_promise

    @rule()
    def send(self) -> None:
        ready = self.state in {"drafting", "returned"} and self.says <= self.decided.keys()
        if self.attempt(ready, lambda: self.there.send(self.ref)):
            self.state, self.approved = "in_approval", 0

    @precondition(lambda self: self.state in {"drafting", "returned"} and self.promises())
    @rule()
    def goes_all_the_way(self) -> None:
        self.send()
        while self.state == "in_approval":
            self.approve()
        self.look()

    @precondition(lambda self: self.state == "in_approval")
    @rule()
    def approve(self) -> None:
        who = (self.there.head, self.there.chief)[min(self.approved, 1)]
        if self.attempt(self.state == "in_approval", lambda: self.there.approve(who, self.ref)):
            self.approved += 1
            self.state = "signed" if self.approved == 2 else self.state
            READY["reached"].add((self.state, len(self.promises())))

    @precondition(lambda self: self.state == "in_approval")
    @rule()
    def give_back(self) -> None:
        who = (self.there.head, self.there.chief)[min(self.approved, 1)]
        if self.attempt(self.state == "in_approval", lambda: self.there.give_back(who, self.ref)):
            self.state = "returned"

    def promises(self) -> set[str]:
        """What the paper promises now."""
        return {sentence for sentence in self.says if self.decided.get(sentence)}

    @rule()
    def look(self) -> None:
        wanted = CommitmentFilters(source_kind="reporting.paper", source_keys=[self.ref])
        with self.there.as_(self.there.author) as author:
            made = plans.commitments(author, filters=wanted, today=date(2012, 10, 17))
        signed = self.promises() if self.state == "signed" else set()
        assert sorted(row.words for row in made) == sorted(signed)


@pytest.fixture(autouse=True)
def ready() -> Iterator[None]:
    """One paper, ready to be sent: each walk begins there and is undone."""
    with patch("lippen.reporting.actions.signing.rendered", lambda content, kind, at: str(kind).encode()):
        there = world(actions_in_each_theme=1)
        ref = there.opened().ref
        there.fill(ref)
        with there.as_(there.author) as author:
            sections = queries.paper(author, ref, at=NOW).sections
        version = next(section.version for section in sections if section.key == "workforce")
        READY.update(there=there, ref=ref, steps=there.steps, version=max(version, 1), reached=set())
        yield


def walk(examples: int, steps: int) -> None:
    run_state_machine_as_test(
        PromiseLife,
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


def test_signed_promises_become_commitments_and_nothing_else_does_however_it_is_walked() -> None:
    walk(examples=8, steps=16)
    assert {state for state, _ in READY["reached"]} >= {"signed"}, "the walks were too short to mean anything"
    assert max(count for _, count in READY["reached"]) > 0, "no promise was ever signed"


PLANTS = {
    "undecided sentences do not block": ("lippen.reporting.rules.promise_faults", lambda undecided: ()),
    "a promise is never made": ("lippen.reporting.actions.signing.make_promises", lambda *given: 0),
}


@pytest.mark.parametrize("fault", PLANTS)
def test_a_planted_fault_in_the_promises_is_caught(fault: str) -> None:
    with patch(*PLANTS[fault]), pytest.raises(AssertionError):
        walk(examples=10, steps=10)
