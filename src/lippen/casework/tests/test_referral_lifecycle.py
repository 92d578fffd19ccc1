"""Referrals of one child from contact to closure, walked at random beside a small model; planted faults are caught."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from lippen.casework.actions import front, work
from lippen.casework.actions.front import Wait
from lippen.casework.models import Involvement, Referral, Waiting, WaitingEnd
from lippen.casework.queries import lists
from lippen.casework.tests.factories import NOW, TODAY, cast
from lippen.casework.tests.walking import READY, Walk, caught, reached, walk, walk_until
from lippen.casework.vocabulary import ENDINGS, Duty, Level, Outcome, ReferralFrom, ReferralWhy, SignOffAnswer
from lippen.organisation.models import Duty as Owed

pytestmark = pytest.mark.django_db
WORKERS = ("worker", "colleague")
LEADERS = ("leader", "manager")
OFFERED = {
    "contact": (Outcome.ASSESS, Outcome.ADVICE, Outcome.PASSED_ON, Outcome.NO_ACTION),
    "assessment": (Outcome.ASSESSED,),
    "decision": (Outcome.ALLOCATE, Outcome.ADVICE, Outcome.PASSED_ON, Outcome.NO_ACTION),
}
ON = {Outcome.ASSESS: "assessment", Outcome.ASSESSED: "decision"}
CLOCK = {"contact": Duty.SCREEN, "assessment": Duty.ASSESS, "decision": Duty.DECIDE}


@dataclass
class Told:
    """A referral: where it stands, whose it is, and how the child waits who waits by it."""

    ref: str
    by: str
    is_immediate: bool
    stage: str = "contact"
    agreed: bool = False
    last_by: str = ""
    wait: str = ""
    holder: str = ""
    level: Level = Level.LOW
    has_news: bool = False


class Front(Walk):
    """One child of whom others tell us, perhaps more than once."""

    def __init__(self) -> None:
        super().__init__()
        self.child: Any = READY["child"]
        self.told: list[Told] = []
        self.has = ""

    def waiting(self) -> list[Told]:
        return [each for each in self.told if each.wait]

    @precondition(lambda self: len(self.told) < 4)
    @rule(by=st.sampled_from(WORKERS), is_immediate=st.booleans())
    def refer(self, by: str, is_immediate: bool) -> None:
        words = {"source": ReferralFrom.EDUCATION, "why": ReferralWhy.NEGLECT, "words": "Hungry again"}
        given = {"person_ref": self.child.ref, "received_on": self.today, "is_immediate": is_immediate}
        made = self.attempt(True, front.refer, by, **words, **given)
        self.told.append(Told(made.ref, by, is_immediate, last_by=by))

    @precondition(lambda self: self.told)
    @rule(which=st.integers(0, 9), by=st.sampled_from(LEADERS + WORKERS), answer=st.sampled_from(SignOffAnswer))
    def sign_off(self, which: int, by: str, answer: SignOffAnswer) -> None:
        it = self.told[which % len(self.told)]
        fits = it.is_immediate and by in LEADERS
        self.attempt(fits, front.sign_off, by, referral_ref=it.ref, answer=answer, words="Seen", so_on=self.today)
        if fits:
            it.agreed = answer is SignOffAnswer.AGREED
            reached(answer.value)

    @precondition(lambda self: any(each.is_immediate for each in self.told))
    @rule(by=st.sampled_from(LEADERS), answer=st.sampled_from(SignOffAnswer))
    def answer_a_risk(self, by: str, answer: SignOffAnswer) -> None:
        self.sign_off([each.is_immediate for each in self.told].index(True), by, answer)

    @precondition(lambda self: self.told)
    @rule(which=st.integers(0, 9), by=st.sampled_from(WORKERS), outcome=st.sampled_from(Outcome))
    def any_step(self, which: int, by: str, outcome: Outcome) -> None:
        self.step(self.told[which % len(self.told)], by, outcome)

    @precondition(lambda self: any(each.stage != "closed" for each in self.told))
    @rule(which=st.integers(0, 9), by=st.sampled_from(WORKERS))
    def step_on(self, which: int, by: str) -> None:
        going = [each for each in self.told if each.stage != "closed"]
        it = going[which % len(going)]
        self.step(it, by, OFFERED[it.stage][0])

    @precondition(lambda self: len(self.told) < 4)
    @rule(by=st.sampled_from(WORKERS))
    def wait_from_today(self, by: str) -> None:
        self.refer(by, is_immediate=False)
        for outcome in (Outcome.ASSESS, Outcome.ASSESSED, Outcome.ALLOCATE):
            self.step(self.told[-1], by, outcome)

    @precondition(lambda self: any(each.stage != "closed" for each in self.told))
    @rule(which=st.integers(0, 9), by=st.sampled_from(WORKERS))
    def close(self, which: int, by: str) -> None:
        going = [each for each in self.told if each.stage != "closed"]
        it = going[which % len(going)]
        self.step(it, by, OFFERED[it.stage][-1])

    def step(self, it: Told, by: str, outcome: Outcome) -> None:
        may = not it.is_immediate or it.agreed
        fits = may and outcome in OFFERED.get(it.stage, ())
        holder = getattr(self.cast, by).person_id
        wait = Wait(holder, Level.HIGH, "Twice", "The school rings", self.today + timedelta(3))
        given = {"referral_ref": it.ref, "outcome": outcome, "words": "Seen", "so_on": self.today, "wait": wait}
        self.attempt(fits, front.take_step, by, **given)
        if not fits:
            reached("held back" if not may else "refused")
            return
        it.stage, it.last_by = ON.get(outcome, "closed"), by
        if outcome is Outcome.ALLOCATE:
            self.actor("manager")
            it.wait, it.holder, it.level = Waiting.objects.get(referral__ref=it.ref).ref, by, Level.HIGH
            reached("waits")
        elif it.stage == "closed":
            reached("closed")

    @precondition(lambda self: self.waiting())
    @rule(which=st.integers(0, 9), to=st.sampled_from(WORKERS), level=st.sampled_from(Level))
    def look_again(self, which: int, to: str, level: Level) -> None:
        it = self.waiting()[which % len(self.waiting())]
        wait = Wait(getattr(self.cast, to).person_id, level, "As said", "A visit", self.today + timedelta(2))
        self.attempt(True, front.look_again, "leader", waiting_ref=it.wait, wait=wait, so_on=self.today)
        it.holder, it.level, it.has_news = to, level, False

    @precondition(lambda self: self.waiting())
    @rule(which=st.integers(0, 9))
    def tell_news(self, which: int) -> None:
        it = self.waiting()[which % len(self.waiting())]
        self.attempt(True, front.tell_news, "leader", waiting_ref=it.wait, words="Rang again", so_on=self.today)
        it.has_news = True
        reached("news")

    @precondition(lambda self: self.waiting())
    @rule(
        which=st.integers(0, 9),
        by=st.sampled_from((*LEADERS, *LEADERS, *LEADERS, "worker")),
        kind=st.sampled_from(ENDINGS),
    )
    def end_waiting(self, which: int, by: str, kind: Any) -> None:
        it = self.waiting()[which % len(self.waiting())]
        fits = by in LEADERS
        given = {"waiting_ref": it.wait, "kind": kind, "words": "So it is", "so_on": self.today}
        self.attempt(fits, front.end_waiting, by, **given)
        if fits:
            it.wait = ""
            reached("ended")

    @precondition(lambda self: self.waiting())
    @rule(which=st.integers(0, 9), to=st.sampled_from(WORKERS))
    def allocate_waiting(self, which: int, to: str) -> None:
        it = self.waiting()[which % len(self.waiting())]
        fits = self.has != to
        given = {"waiting_ref": it.wait, "worker_id": getattr(self.cast, to).person_id, "so_on": self.today}
        self.attempt(fits, front.allocate_waiting, "leader", **given)
        if fits:
            self.allocated(to, "from the queue")

    @rule(to=st.sampled_from(WORKERS))
    def allocate(self, to: str) -> None:
        fits = self.has != to
        given = {"person_ref": self.child.ref, "worker_id": getattr(self.cast, to).person_id, "so_on": self.today}
        self.attempt(fits, work.allocate, "leader", **given)
        if fits:
            self.allocated(to, "past the queue" if self.waiting() else "allocated")

    def allocated(self, to: str, how: str) -> None:
        """Whoever has a social worker waits no longer, by whatever referral and whichever way it was done."""
        reached(how)
        self.has = to
        for each in self.waiting():
            each.wait = ""
        self.look()

    @rule()
    def a_day_passes(self) -> None:
        self.go_to(self.today + timedelta(1))

    @rule()
    def look(self) -> None:
        manager = self.actor("manager")
        waits = {each.wait: each for each in self.waiting()}
        queue = lists.queue(manager, today=self.today)
        assert {row.wait.ref for row in queue} == set(waits), "who waits stands in the queue, and nobody else"
        for row in queue:
            it = waits[row.wait.ref]
            assert (row.wait.level, bool(row.wait.plan)) == (it.level, True)
            assert row.wait.next_contact_on is not None
        assert [row.wait.ref for row in queue] == [
            row.wait.ref for row in sorted(queue, key=lambda row: ([*Level].index(row.wait.level), -row.days))
        ]
        self.owed()
        holding = Involvement.objects.filter(person=self.child, kind="holding", ends_on=None)
        assert holding.count() == (1 if waits else holding.count()), "a child who waits is held by one"
        ends = WaitingEnd.objects.filter(kind="allocated")
        assert not ends.exclude(involvement__kind="allocated").exists()

    def owed(self) -> None:
        """One clock runs for a referral that goes on, and none for another; so for a wait."""
        owed = Owed.objects.filter(closed_at=None)
        for it in self.told:
            clocks = set(owed.filter(subject_key=it.ref, kind__in=CLOCK.values()).values_list("kind", flat=True))
            assert clocks == ({CLOCK[it.stage].value} if it.stage in CLOCK else set()), it
        waits = {each.wait for each in self.waiting()}
        contact = owed.filter(kind=Duty.NEXT_CONTACT)
        assert sorted(contact.values_list("subject_key", flat=True)) == sorted(waits), "somebody makes the next contact"
        news = set(owed.filter(kind=Duty.LOOK_AGAIN).values_list("subject_key", flat=True))
        assert news == {each.wait for each in self.waiting() if each.has_news}
        assert set(owed.filter(kind=Duty.ALLOCATE).values_list("subject_key", flat=True)) == waits
        stages = {row.ref: front.stage_of(row)[0].value for row in Referral.objects.filter(person=self.child)}
        assert stages == {each.ref: each.stage for each in self.told}


@pytest.fixture(autouse=True)
def ready(settings: Any) -> None:
    """A child whom two of a team work with: each walk begins there."""
    settings.LIPPEN_TODAY = TODAY
    c = cast()
    child = c.add(c.worker)
    work_with = {"person_ref": child.ref, "kind": work.InvolvementKind.CO_WORKING, "so_on": TODAY}
    with c.as_(c.leader):
        for who in (c.worker, c.colleague):
            work.involve(actor=c.leader, worker_id=who.person_id, at=NOW, **work_with)
    READY.update(cast=c, child=child, reached=set())


WAYS = {"agreed", "not_agreed", "held back", "refused", "waits", "closed", "news", "ended", "from the queue"}


def test_no_child_is_lost_between_contact_and_closure_however_it_is_walked() -> None:
    walk_until(Front, WAYS | {"past the queue", "allocated"}, examples=16, steps=30)


@pytest.mark.prove
def test_the_same_holds_on_long_walks() -> None:
    walk(Front, examples=120, steps=60)


PLANTS = {
    "an immediate risk goes on alone": ("lippen.casework.rules.may_go_on", lambda **given: True),
    "a clock runs on": ("lippen.casework.actions.front._pin_stage", lambda *given: None),
    "news reopens nothing": ("lippen.casework.actions.front.pin_duties", lambda *given, **more: None),
    "anything may follow": ("lippen.casework.rules.stage_after", lambda outcome: front.Stage.CONTACT),
}


@pytest.mark.parametrize("fault", PLANTS)
def test_a_planted_fault_at_the_front_door_is_caught(fault: str) -> None:
    with caught(*PLANTS[fault]):
        walk(Front, examples=24, steps=30)
