"""Referrals of one child from contact to closure, walked at random beside a small model; planted faults are caught."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from lippen.casework.actions import closing, front, work
from lippen.casework.actions.front import Wait
from lippen.casework.models import Closing, Involvement, Referral, Waiting, WaitingEnd
from lippen.casework.queries import lists
from lippen.casework.tests.factories import NOW, TODAY, cast
from lippen.casework.tests.walking import READY, Walk, caught, reached, walk, walk_until
from lippen.casework.vocabulary import (
    ENDINGS,
    ClosingReason,
    Duty,
    Level,
    Outcome,
    ReferralFrom,
    ReferralWhy,
    SignOffAnswer,
)
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
        self.door = "worker"
        self.holds = ""
        self.asked = ""
        self.is_closed = False

    def waiting(self) -> list[Told]:
        return [each for each in self.told if each.wait]

    @precondition(lambda self: len(self.told) < 4 and not self.is_closed)
    @rule(by=st.sampled_from(WORKERS), is_immediate=st.booleans())
    def refer(self, by: str, is_immediate: bool) -> None:
        words = {"source": ReferralFrom.EDUCATION, "why": ReferralWhy.NEGLECT, "words": "Hungry again"}
        given = {"person_ref": self.child.ref, "received_on": self.today, "is_immediate": is_immediate}
        made = self.attempt(True, front.refer, by, **words, **given)
        self.told.append(Told(made.ref, by, is_immediate, last_by=by))

    @precondition(lambda self: self.told and not self.is_closed)
    @rule(which=st.integers(0, 9), by=st.sampled_from(LEADERS + WORKERS), answer=st.sampled_from(SignOffAnswer))
    def sign_off(self, which: int, by: str, answer: SignOffAnswer) -> None:
        it = self.told[which % len(self.told)]
        fits = it.is_immediate and by in LEADERS
        self.attempt(fits, front.sign_off, by, referral_ref=it.ref, answer=answer, words="Seen", so_on=self.today)
        if fits:
            it.agreed = answer is SignOffAnswer.AGREED
            reached(answer.value)

    @precondition(lambda self: any(each.is_immediate for each in self.told) and not self.is_closed)
    @rule(by=st.sampled_from(LEADERS), answer=st.sampled_from(SignOffAnswer))
    def answer_a_risk(self, by: str, answer: SignOffAnswer) -> None:
        self.sign_off([each.is_immediate for each in self.told].index(True), by, answer)

    @precondition(lambda self: self.told and not self.is_closed)
    @rule(which=st.integers(0, 9), by=st.sampled_from(WORKERS), outcome=st.sampled_from(Outcome))
    def any_step(self, which: int, by: str, outcome: Outcome) -> None:
        self.step(self.told[which % len(self.told)], by, outcome)

    @precondition(lambda self: any(each.stage != "closed" for each in self.told))
    @rule(which=st.integers(0, 9), by=st.sampled_from(WORKERS))
    def step_on(self, which: int, by: str) -> None:
        going = [each for each in self.told if each.stage != "closed"]
        it = going[which % len(going)]
        self.step(it, by, OFFERED[it.stage][0])

    @precondition(lambda self: len(self.told) < 4 and not self.is_closed)
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
            self.holds = by
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
        self.holds = to

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
            if not self.waiting() and (self.has or self.door):
                self.holds = ""
            reached("ended" if not self.holds else "ended and kept")

    @precondition(lambda self: self.waiting())
    @rule(which=st.integers(0, 9), to=st.sampled_from(WORKERS))
    def allocate_waiting(self, which: int, to: str) -> None:
        it = self.waiting()[which % len(self.waiting())]
        fits = self.has != to
        given = {"waiting_ref": it.wait, "worker_id": getattr(self.cast, to).person_id, "so_on": self.today}
        self.attempt(fits, front.allocate_waiting, "leader", **given)
        if fits:
            self.allocated(to, "from the queue")

    @precondition(lambda self: not self.is_closed)
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
        self.has, self.door, self.holds = to, "", ""
        for each in self.waiting():
            each.wait = ""
        self.look()

    @precondition(lambda self: self.door and not self.is_closed)
    @rule()
    def end_the_part_of_the_front_door(self) -> None:
        self.actor("manager")
        part = Involvement.objects.get(person=self.child, kind="duty", ends_on=None)
        fits = bool(self.waiting())
        self.attempt(fits, work.end_work, "leader", work_ref=part.ref, so_on=self.today)
        self.door = "" if fits else self.door
        reached("let go" if fits else "kept")

    def waits_for_a_decision(self) -> bool:
        return any(each.stage != "closed" for each in self.told)

    @precondition(lambda self: not self.is_closed)
    @rule(by=st.sampled_from((*WORKERS, *WORKERS, *LEADERS)), reason=st.sampled_from(ClosingReason))
    def ask_to_close(self, by: str, reason: ClosingReason) -> None:
        has_it = by in {self.has, self.door, self.holds} - {""}
        fits = (by in LEADERS or has_it) and not self.asked and not self.waits_for_a_decision()
        fits = fits and reason is not ClosingReason.DIED
        said = {"reason": reason, "words": "Safe with the aunt", "has_seen": True, "so_on": self.today}
        self.attempt(fits, closing.close_work, by, person_ref=self.child.ref, **said)
        if fits and by in LEADERS:
            self.closed("at once")
        elif fits:
            self.asked = by

    @precondition(lambda self: self.asked and not self.is_closed)
    @rule(by=st.sampled_from((*LEADERS, *WORKERS)), is_agreed=st.booleans())
    def answer_closing(self, by: str, is_agreed: bool) -> None:
        fits = by in LEADERS and not (is_agreed and self.waits_for_a_decision())
        said = {"is_agreed": is_agreed, "words": "As it stands"}
        self.attempt(fits, closing.answer_closing, by, person_ref=self.child.ref, **said)
        if fits and is_agreed:
            self.closed("agreed to close")
        elif fits:
            self.asked = ""
            reached("goes on")

    @precondition(lambda self: self.waiting() and not self.asked and not self.is_closed)
    @rule(by=st.sampled_from(LEADERS))
    def close_while_the_child_waits(self, by: str) -> None:
        while self.waits_for_a_decision():
            it = next(each for each in self.told if each.stage != "closed")
            if it.is_immediate and not it.agreed:
                self.attempt(
                    True,
                    front.sign_off,
                    "manager",
                    referral_ref=it.ref,
                    answer=SignOffAnswer.AGREED,
                    words="Seen",
                    so_on=self.today,
                )
                it.agreed = True
            self.step(it, it.by, OFFERED[it.stage][-1])
        self.ask_to_close(by, ClosingReason.ELSEWHERE)
        reached("closed while waiting")

    def closed(self, how: str) -> None:
        """Nobody works with the child any more, and nothing is owed."""
        reached(how)
        self.has = self.door = self.holds = self.asked = ""
        self.is_closed = True
        for each in self.told:
            each.wait = ""
        self.look()

    @precondition(lambda self: self.is_closed)
    @rule(to=st.sampled_from(WORKERS))
    def open_again(self, to: str) -> None:
        about = {"person_ref": self.child.ref, "so_on": self.today}
        self.attempt(True, work.allocate, "manager", worker_id=getattr(self.cast, to).person_id, **about)
        for who in WORKERS:
            also = {"worker_id": getattr(self.cast, who).person_id, "kind": work.InvolvementKind.CO_WORKING}
            self.attempt(True, work.involve, "manager", **also, **about)
        self.has, self.is_closed = to, False
        reached("opened again")

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
        self.who_has_the_child()
        ends = WaitingEnd.objects.filter(kind="allocated")
        assert not ends.exclude(involvement__kind="allocated").exists()

    def who_has_the_child(self) -> None:
        """By name: nobody once it is closed, and else always somebody, of whom one holds whoever waits."""
        parts = Involvement.objects.filter(person=self.child, ends_on=None).exclude(kind="co_working")
        wanted = {"allocated": self.has, "duty": self.door, "holding": self.holds}
        found = {(kind, worker) for kind, worker in parts.values_list("kind", "worker_id")}
        assert found == {(kind, getattr(self.cast, who).person_id) for kind, who in wanted.items() if who}
        assert bool(found) is not self.is_closed, "a child is lost"
        assert bool(self.holds) or not self.waiting(), "a child who waits is held by one"
        asked = Closing.objects.filter(person=self.child, step=None)
        assert asked.count() == bool(self.asked)
        if self.is_closed:
            every = Involvement.objects.filter(person=self.child, ends_on=None)
            assert not every.exists(), "who works alongside has let go"

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
CLOSED = {"at once", "agreed to close", "goes on", "opened again", "let go", "kept", "ended and kept"}


def test_no_child_is_lost_between_contact_and_closure_however_it_is_walked() -> None:
    walk_until(Front, WAYS | CLOSED | {"past the queue", "allocated"}, examples=16, steps=30)


@pytest.mark.prove
def test_the_same_holds_on_long_walks() -> None:
    walk(Front, examples=120, steps=60)


PLANTS = {
    "an immediate risk goes on alone": ("lippen.casework.rules.may_go_on", lambda **given: True),
    "a clock runs on": ("lippen.casework.actions.front._pin_stage", lambda *given: None),
    "news reopens nothing": ("lippen.casework.actions.front.pin_duties", lambda *given, **more: None),
    "nobody has the child": ("lippen.casework.rules.has_somebody", lambda parts, **given: True),
    "closed while it waits": ("lippen.casework.actions.closing.first_of", lambda *given: {}),
    "the wait outlives the work": ("lippen.casework.actions.ending._open", lambda writing: ([], [], [], [])),
    "one alone closes it": (
        "lippen.casework.actions.closing._ask",
        lambda *given: closing._close(*given),
    ),
    "anything may follow": ("lippen.casework.rules.stage_after", lambda outcome: front.Stage.CONTACT),
}


@pytest.mark.parametrize("fault", PLANTS)
def test_a_planted_fault_at_the_front_door_is_caught(fault: str) -> None:
    with caught(*PLANTS[fault]):
        walk(Front, examples=24, steps=30)
