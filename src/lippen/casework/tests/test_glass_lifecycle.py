"""One record opened from outside, told of, looked at and closed to some, at random beside a small model."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from lippen.casework.actions import chronology, guarding, own_family, people, work
from lippen.casework.models import BreakGlass
from lippen.casework.queries import records, searching
from lippen.casework.tests.factories import TODAY, cast
from lippen.casework.tests.walking import READY, Walk, caught, reached, walk, walk_until
from lippen.casework.vocabulary import Duty, GlassReason, GlassVerdict, OwnTieKind, Significance
from lippen.kernel.clock import real_now
from lippen.kernel.errors import NotVisible
from lippen.organisation.models import Duty as Owed

pytestmark = pytest.mark.django_db
OUTSIDE = ("worker", "colleague", "leader")
INSIDE = ("other_worker", "other_leader", "manager")
REVIEWERS = ("other_leader", "manager")


@dataclass
class Opened:
    """An opening: by whom, who was told, whether somebody looked at it."""

    ref: str
    by: str
    waits: set[str] = field(default_factory=lambda: {"other_worker"})
    is_reviewed: bool = False
    is_wrong: bool = False


class Glass(Walk):
    """A child of the other team: who sees the record, beside who should."""

    def __init__(self) -> None:
        super().__init__()
        self.child: Any = READY["child"]
        self.opened: list[Opened] = []
        self.family: set[str] = set()
        self.named: set[str] = set()

    def sees(self, who: str) -> bool:
        """Those who work there, and who opened it, unless that was wrong; not the family; restricted, those named."""
        works = who in INSIDE or any(each.by == who and not each.is_wrong for each in self.opened)
        return works and who not in self.family and (not self.named or who in self.named)

    @rule(by=st.sampled_from(OUTSIDE))
    def break_glass(self, by: str) -> None:
        may = not self.sees(by) and by not in self.family and not self.named
        actor = self.actor(by)
        terms = {"given_name": "Rory", "family_name": "Drummond", "born_on": ""}
        run = people.search(
            actor=actor, authority_id=self.cast.council.pk, terms=terms, today=self.today, at=real_now()
        )
        why = {"reason": GlassReason.DANGER, "words": "Found alone", "so_on": self.today}
        self.attempt(may, self.opens, by, search_ref=run.ref, number=1, **why)
        if may:
            self.actor("manager")
            self.opened.append(Opened(BreakGlass.objects.order_by("-id")[0].ref, by))
            reached("opened")
        else:
            reached("closed to family" if by in self.family else "closed to all" if self.named else "open already")

    @staticmethod
    def opens(*, at: Any, **given: Any) -> Any:
        """By the real clock, which break-glass goes by."""
        shown = searching.code_at(given["actor"], given["search_ref"], given["number"])
        return guarding.break_glass(at=real_now(), shown=shown, **given)

    @rule(by=st.sampled_from(OUTSIDE + INSIDE))
    def read(self, by: str) -> None:
        actor = self.actor(by)
        try:
            records.record(actor, self.child.ref, real_at=real_now())
            is_shown = True
        except NotVisible:
            is_shown = False
        assert is_shown is self.sees(by), f"{by} sees the record: {is_shown}"

    @rule(by=st.sampled_from(OUTSIDE + INSIDE))
    def write_down(self, by: str) -> None:
        said = {"words": "Seen at the door", "source": "", "significance": Significance.HIGH, "so_on": self.today}
        self.attempt(self.sees(by), chronology.write_entry, by, person_ref=self.child.ref, **said)

    @rule()
    def come_to_stay(self) -> None:
        """What was opened makes nobody part of a record for good."""
        given = {"worker_id": self.cast.leader.person_id, "kind": work.InvolvementKind.CO_WORKING}
        self.attempt(False, work.involve, "leader", person_ref=self.child.ref, so_on=self.today, **given)

    @precondition(lambda self: self.opened)
    @rule(which=st.integers(0, 9), by=st.sampled_from(OUTSIDE + INSIDE))
    def see(self, which: int, by: str) -> None:
        it = self.opened[which % len(self.opened)]
        fits = by in INSIDE and self.sees(by)
        self.attempt(fits, guarding.see_glass, by, glass_ref=it.ref)
        if fits:
            it.waits.discard(by)
            reached("seen")

    @precondition(lambda self: self.opened)
    @rule(which=st.integers(0, 9), by=st.sampled_from(OUTSIDE + REVIEWERS * 4), verdict=st.sampled_from(GlassVerdict))
    def review(self, which: int, by: str, verdict: GlassVerdict) -> None:
        it = self.opened[which % len(self.opened)]
        fits = by in REVIEWERS and self.sees(by) and not it.is_reviewed
        given = {"glass_ref": it.ref, "verdict": verdict, "words": "Rang the school", "so_on": self.today}
        self.attempt(fits, guarding.review_glass, by, **given)
        if fits:
            it.is_reviewed, it.is_wrong = True, verdict is GlassVerdict.NOT_RIGHT
            reached("found wrong" if it.is_wrong else "looked at")

    @rule(who=st.sampled_from(("worker", "colleague")), is_family=st.sampled_from([True, False, False]))
    def say_family(self, who: str, is_family: bool) -> None:
        kind = OwnTieKind.FAMILY if is_family else OwnTieKind.NONE
        given = {"person_ref": self.child.ref, "officer_id": getattr(self.cast, who).person_id, "kind": kind}
        given["why"] = "Told by the school"
        self.attempt(self.sees("manager"), own_family.say_own_tie, "manager", so_on=self.today, **given)
        (self.family.add if is_family else self.family.discard)(who)
        self.break_glass(who)

    @rule(is_restricted=st.sampled_from([True, False, False]))
    def restrict(self, is_restricted: bool) -> None:
        named = {"manager", "other_worker"} if is_restricted else set()
        officers = [getattr(self.cast, who).person_id for who in named]
        given = {"person_ref": self.child.ref, "officers": officers, "why": "A threat"}
        self.attempt(True, guarding.restrict, "manager", so_on=self.today, **given)
        self.named = named
        self.break_glass("colleague")

    @rule()
    def look(self) -> None:
        self.actor("manager")
        owed = Owed.objects.filter(closed_at=None)
        told = set(owed.filter(kind=Duty.GLASS_TOLD).values_list("subject_key", "holder_id"))
        expected = {(it.ref, getattr(self.cast, who).person_id) for it in self.opened for who in it.waits}
        assert told == expected, "whoever works with the child is told, until they say they saw it"
        waits = set(owed.filter(kind=Duty.GLASS_REVIEW).values_list("subject_key", flat=True))
        assert waits == {it.ref for it in self.opened if not it.is_reviewed}, "somebody else looks at each opening"


@pytest.fixture(autouse=True)
def ready(settings: Any) -> None:
    """A child of the other team."""
    settings.LIPPEN_TODAY = TODAY
    c = cast()
    READY.update(cast=c, child=c.add(c.other_worker, "Rory", "Drummond"), reached=set())


def test_a_record_is_seen_by_whom_it_should_be_however_it_is_opened_and_closed() -> None:
    wanted = {"opened", "open already", "closed to family", "closed to all", "seen", "looked at", "found wrong"}
    walk_until(Glass, wanted, examples=12, steps=30)


@pytest.mark.prove
def test_the_same_holds_on_long_walks() -> None:
    walk(Glass, examples=120, steps=60)


PLANTS = {
    "nobody is told": ("lippen.casework.actions.guarding._tell", lambda *given: None),
    "anybody may write": ("lippen.casework.actions.writing._of_own_work", lambda actor, person_id: _anybody(person_id)),
    "family is not asked about": ("lippen.casework.actions.own_family.put", lambda row: None),
    "it stays to be looked at": ("lippen.casework.actions.guarding.close_duties", lambda **given: None),
}


def _anybody(person_id: int) -> Any:
    return (guarding.KnownPerson.objects.filter(pk=person_id).order_by("id"),)


@pytest.mark.parametrize("fault", PLANTS)
def test_a_planted_fault_in_opening_a_record_is_caught(fault: str) -> None:
    with caught(*PLANTS[fault]):
        walk(Glass, examples=48, steps=30)
