"""Whatever is done about what is exempt, in whatever order, it keeps its rules; and a broken rule would be found."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any
from unittest.mock import patch

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from lippen.kernel.errors import CannotDo, NotAllowed, NotVisible
from lippen.organisation.roles import Role
from lippen.organisation.tests import factories
from lippen.reporting import actions, queries
from lippen.reporting.actions.guard import held
from lippen.reporting.models import PublicEdition, PublicIssue, Resolution, SignedPaper
from lippen.reporting.papers.canonical import content_hash
from lippen.reporting.papers.exempting import SUFFIX, whole_content
from lippen.reporting.queries.searching import found_papers
from lippen.reporting.schedule_7a import is_open_to_members
from lippen.reporting.tests.screens import quick_files
from lippen.reporting.tests.world import world
from lippen.reporting.vocabulary import ResolutionKind

pytestmark = pytest.mark.django_db
READY: dict[str, Any] = {}
REFUSALS = (CannotDo, NotAllowed, NotVisible)
SAID = {
    "text:workforce": "The curlewword was told of a family.",
    "text:scrutiny": "The siskinword was told of a contract.",
}
OPEN = {"drafting", "returned"}
FROZEN = {"signed", "issued"}
MAYBE = st.sampled_from(["", "Because it is so"])
PLACE = st.sampled_from(list(SAID))
# Paragraph 6 is open to members who are not on the committee, paragraph 5 is not.
PARAGRAPHS = st.sampled_from([(), (5,), (6,), (5, 6)])


class Exemption(RuleBasedStateMachine):
    """The real actions on the database, as the app's role, beside what should be so, told in a few plain words."""

    def __init__(self) -> None:
        super().__init__()
        self.block = transaction.atomic()
        self.block.__enter__()
        self.there, self.ref = READY["there"], READY["ref"]
        self.there.steps = READY["steps"]
        self.state, self.approved, self.verdict, self.resolved = "drafting", 0, "", 0
        self.marks: dict[str, tuple[int, ...]] = {}
        self.withdrawn = False

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)

    def attempt(self, allowed: bool, do: Callable[..., object], *given: object, **more: object) -> bool:
        """Do it; it must be refused exactly where it should be."""
        READY["reached"].add((self.state, bool(self.marks), self.verdict, self.resolved > 0, self.withdrawn))
        try:
            with transaction.atomic():
                do(*given, **more)
            done = True
        except REFUSALS:
            done = False
        assert done is allowed, f"{do} {given} {more} ({self.state}, {self.marks}, {self.verdict}): {done}"
        return done

    def acting(self, who: str, act: Callable[..., object], **given: object) -> None:
        with self.there.as_(getattr(self.there, who)) as actor:
            act(actor=actor, paper_ref=self.ref, at=self.there.at(), **given)

    @property
    def is_exempt(self) -> bool:
        return bool(self.marks)

    @rule(place=PLACE, paragraphs=PARAGRAPHS, reason=MAYBE)
    def propose(self, place: str, paragraphs: tuple[int, ...], reason: str) -> None:
        given = {"place": place, "paragraphs": paragraphs, "reason": reason}
        allowed = self.state in OPEN and bool(paragraphs) and bool(reason)
        if self.attempt(allowed, self.acting, "author", actions.propose_exemption, **given):
            self.marks[place] = paragraphs

    @rule(who=st.sampled_from(["clerk", "officer", "stranger"]), place=PLACE)
    def propose_without_writing_it(self, who: str, place: str) -> None:
        given = {"place": place, "paragraphs": (5,), "reason": "So"}
        self.attempt(False, self.acting, who, actions.propose_exemption, **given)

    @rule(place=PLACE)
    def take_off(self, place: str) -> None:
        allowed = self.state in OPEN and place in self.marks
        if self.attempt(allowed, self.acting, "author", actions.take_marks_off, marked=[place]):
            del self.marks[place]

    @rule()
    def send(self) -> None:
        if self.attempt(self.state in OPEN, self.there.send, self.ref):
            self.state, self.approved = "in_approval", 0

    @rule(who=st.sampled_from(["head", "chief", "officer"]))
    def approve(self, who: str) -> None:
        turn = ["head", "chief", ""][self.approved]
        if self.attempt(
            self.state == "in_approval" and who == turn, self.there.approve, getattr(self.there, who), self.ref
        ):
            self.approved += 1
            self.state = "signed" if self.approved == 2 else "in_approval"

    @rule()
    def give_back(self) -> None:
        who = getattr(self.there, ["head", "chief", "chief"][self.approved])
        if self.attempt(self.state == "in_approval", self.there.give_back, who, self.ref):
            self.state, self.approved = "returned", 0

    @rule(reason=MAYBE)
    def accept(self, reason: str) -> None:
        allowed = self.state == "signed" and (not self.verdict or (self.verdict == "rejected" and bool(reason)))
        if self.attempt(allowed, self.acting, "officer", actions.accept_paper, reason=reason):
            self.verdict = "accepted"

    @rule(reason=MAYBE)
    def reject(self, reason: str) -> None:
        allowed = self.state == "signed" and self.verdict != "rejected" and bool(reason)
        if self.attempt(allowed, self.acting, "officer", actions.reject_paper, reason=reason):
            self.verdict = "rejected"

    @rule(who=st.sampled_from(["clerk", "author", "chief"]))
    def decide_in_the_officers_place(self, who: str) -> None:
        self.attempt(False, self.acting, who, actions.accept_paper, reason="So")

    @rule()
    def issue(self) -> None:
        needed = {"accepted"} if self.is_exempt else {"", "accepted"}
        if self.attempt(self.state == "signed" and self.verdict in needed, self.there.issue, self.ref):
            self.state = "issued"

    @rule(kind=st.sampled_from(list(ResolutionKind)), words=MAYBE)
    def resolve(self, kind: ResolutionKind, words: str) -> None:
        allowed = self.state == "issued" and self.is_exempt and bool(words)
        if self.attempt(allowed, self.acting, "clerk", actions.record_resolution, kind=kind, words=words):
            self.resolved += 1

    @rule(reason=MAYBE)
    def withdraw(self, reason: str) -> None:
        allowed = self.state == "issued" and not self.withdrawn and bool(reason)
        if self.attempt(allowed, self.acting, "clerk", actions.withdraw_paper, reason=reason):
            self.withdrawn = True

    @rule(steps=st.integers(2, 9))
    def go_on(self, steps: int) -> None:
        """The next steps of a paper that nobody holds up, each tried too early first."""
        for _ in range(steps):
            self.next_step()

    def next_step(self) -> None:
        if not self.is_exempt and self.state in OPEN:
            self.propose("text:workforce", (5,), "Because it is so")
        elif self.state in OPEN:
            self.send()
        elif self.state == "in_approval":
            self.approve(["head", "chief"][self.approved])
        elif self.state == "signed" and not self.verdict:
            self.take_off("text:workforce")
            if self.is_exempt:
                self.issue()
            self.accept("")
            self.accept("")
        elif self.state == "signed":
            self.issue()
        elif not self.resolved:
            self.resolve(ResolutionKind.EXCLUDED, "Because it is so")
        else:
            self.withdraw("Because it is so")

    @invariant()
    def each_edition_says_what_it_should(self) -> None:
        """The whole has every word; the public one none that is marked, and all that is not."""
        with self.there.as_(self.there.author) as author:
            row = queries.paper_row(author, self.ref)
            if self.state in FROZEN:
                signed = SignedPaper.objects.get(paper_ref=self.ref)
                whole, edition = json.loads(bytes(signed.content)), PublicEdition.objects.filter(signed=signed).first()
                assert (signed.exempt, edition is not None) == (self.is_exempt, self.is_exempt)
                public = json.loads(bytes(edition.content)) if edition else whole
                if edition:
                    assert edition.sha256 == content_hash(public) != signed.sha256 == content_hash(whole)
                    assert edition.paragraphs == sorted({number for given in self.marks.values() for number in given})
            else:
                whole = queries.content(author, self.ref, known_at=self.there.at())
                public = queries.public_edition_of(author, row, at=self.there.at()) if self.is_exempt else whole
        for place, words in SAID.items():
            assert words in json.dumps(whole)
            assert (words in json.dumps(public)) is (place not in self.marks), place

    @invariant()
    def who_is_not_on_the_committee_finds_it_only_where_the_law_opens_it(self) -> None:
        opened = not self.is_exempt or is_open_to_members(
            sorted({number for given in self.marks.values() for number in given})
        )
        for who, sees in (("seated", self.state == "issued"), ("other", self.state == "issued" and opened)):
            with self.there.as_(READY[who]) as member:
                assert [row.ref for row in queries.papers(member)] == ([self.ref] if sees else []), who
                found = [each.key for each in found_papers(member, ("curlewword",), most=5)]
                assert found == ([self.ref] if sees else []), who

    @invariant()
    def its_resolutions_and_its_public_issue_are_those_of_an_exempt_issued_paper(self) -> None:
        with self.there.as_(self.there.author):
            assert Resolution.objects.filter(issue__signed__paper_ref=self.ref).count() == self.resolved
            given_out = PublicIssue.objects.filter(paper_ref=self.ref).count()
        assert given_out == (1 if self.state == "issued" and self.is_exempt else 0)


@pytest.fixture(autouse=True)
def ready() -> Iterator[None]:
    """One paper with everything written, in words that are told apart: each walk begins there and is undone."""
    with quick_files():
        there = world(actions_in_each_theme=1)
        ref = there.opened().ref
        there.fill(ref)
        with there.as_(there.author) as author:
            for place, words in SAID.items():
                there.write(author, ref, place.removeprefix("text:"), words, version=1)
        seated = factories.actor(there.authority, Role.COUNCILLOR_ON_COMMITTEE)
        other = factories.actor(there.authority, Role.OTHER_COUNCILLOR)
        READY.update(there=there, ref=ref, steps=there.steps, seated=seated, other=other, reached=set())
        yield


def walk(examples: int, steps: int) -> None:
    run_state_machine_as_test(
        Exemption,
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


def reached_all_of_its_life() -> bool:
    """Whether the walks met an exempt paper open, decided, issued, resolved and withdrawn."""
    exempt = {(state, verdict, resolved, gone) for state, marked, verdict, resolved, gone in READY["reached"] if marked}
    wanted = {("drafting", "", False, False), ("signed", "", False, False), ("issued", "accepted", True, False)}
    return wanted <= exempt and any(gone for *_, gone in exempt)


def test_what_is_exempt_keeps_to_its_rules_in_any_order() -> None:
    walk(examples=4, steps=8)
    assert reached_all_of_its_life(), "the walks were too short to mean anything"


@pytest.mark.prove
def test_what_is_exempt_keeps_to_its_rules_in_any_order_for_long() -> None:
    walk(examples=200, steps=30)
    assert reached_all_of_its_life()


def whole_under_the_public_name(records: Any) -> dict[str, Any]:
    """A public edition that is the whole one under its own reference."""
    content = whole_content(records)
    return {**content, "paper": {**content["paper"], "ref": content["paper"]["ref"] + SUFFIX}}


def held_at_any_time(actor: Any, ref: str, at: Any, **given: Any) -> Any:
    return held(actor, ref, **given)


FAULTS: dict[str, tuple[str, Any]] = {
    "issue asks no officer": ("lippen.reporting.actions.issuing.route_rules.why_not_issue", lambda **given: None),
    "the public edition hides nothing": (
        "lippen.reporting.actions.signing.public_content",
        whole_under_the_public_name,
    ),
    "marks come and go after signing": ("lippen.reporting.actions.exempting.writable", held_at_any_time),
    "every paragraph is open to every member": (
        "lippen.reporting.actions.issuing.is_open_to_members",
        lambda numbers: True,
    ),
    "the officer decides twice": (
        "lippen.reporting.actions.accepting.route_rules.why_not_decide",
        lambda *given: None,
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_broken_rule_is_found(fault: str) -> None:
    with patch(*FAULTS[fault]), pytest.raises((AssertionError, IntegrityError)):
        walk(examples=8, steps=10)
