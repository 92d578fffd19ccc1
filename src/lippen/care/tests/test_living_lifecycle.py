"""Time in care, begun, moved, ended and mended at random beside a small model; planted faults are caught."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import assume
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from lippen.care.actions import living, mending
from lippen.care.actions.living import LegalGiven, PlacementGiven
from lippen.care.models import Episode, LegalReason, Placement
from lippen.care.queries import spans
from lippen.care.rules.spans import Span, faults
from lippen.care.vocabulary import Destination, MoveReason, PlacementKind, SpanKind
from lippen.casework.tests.factories import TODAY, cast
from lippen.casework.tests.walking import READY, Walk, caught, reached, walk, walk_until
from lippen.kernel import access

pytestmark = pytest.mark.django_db
KINDS = (PlacementKind.HOME, PlacementKind.KINSHIP, PlacementKind.FOSTER_COUNCIL, PlacementKind.COUNCIL_HOME)
CODES = ("S25", "SRH", "SRA", "CPO95")
DAYS = st.sampled_from([-9, 1, 2, 5, 9, 20])
"""How long after what was last, or before it."""
FIRST = TODAY - timedelta(days=400)


@dataclass
class Part:
    """A placement or legal reason as the model keeps it."""

    code: str
    start: date
    end: date | None
    ref: str


@dataclass
class Time:
    """A time in care as the model keeps it."""

    ref: str
    start: date
    end: date | None = None
    parts: dict[SpanKind, list[Part]] = field(default_factory=dict)


class Living(Walk):
    """One child: where they lived, by which law, and what was mended."""

    def __init__(self) -> None:
        super().__init__()
        self.child = READY["child"]
        self.times: list[Time] = []

    @property
    def open(self) -> Time | None:
        """The time in care that goes on."""
        return next((each for each in self.times if each.end is None), None)

    def last(self, chain: list[Part] | None = None) -> date:
        """The last day on which something began or ended; of one chain the last on which something began."""
        if chain is not None:
            return chain[-1].start
        return max((each.end or each.start for each in self.times), default=FIRST)

    @rule(day=DAYS, kind=st.sampled_from(KINDS), code=st.sampled_from(CODES))
    def begin(self, day: int, kind: PlacementKind, code: str) -> None:
        on = self.last() + timedelta(day)
        fits = on <= TODAY and all(each.end is not None and each.end <= on for each in self.times)
        given = {"placement": PlacementGiven(kind), "legal": LegalGiven(code), "so_on": on, "is_at_odds": True}
        made = self.attempt(fits, living.begin_care, "worker", person_ref=self.child.ref, **given)
        if made:
            found = [
                spans.current(self.actor("worker"), model, [self.child.pk])[-1] for model in (Placement, LegalReason)
            ]
            placed, legal = ([Part(row.code, on, None, row.thread)] for row in found)
            self.times.append(Time(made.thread, on, parts={SpanKind.PLACEMENT: placed, SpanKind.LEGAL: legal}))
            reached("began again" if len(self.times) > 1 else "began")

    @precondition(lambda self: self.open)
    @rule(day=DAYS, kind=st.sampled_from(KINDS))
    def move(self, day: int, kind: PlacementKind) -> None:
        chain = self.open.parts[SpanKind.PLACEMENT]
        on = self.last(chain) + timedelta(day)
        assume(on <= TODAY)
        given = {"placement": PlacementGiven(kind, moved_why=MoveReason.PLAN), "so_on": on, "is_at_odds": True}
        made = self.attempt(on > chain[-1].start, living.move, "worker", person_ref=self.child.ref, **given)
        self.added(chain, made, on)

    @precondition(lambda self: self.open)
    @rule(day=DAYS, code=st.sampled_from(CODES))
    def change_law(self, day: int, code: str) -> None:
        chain = self.open.parts[SpanKind.LEGAL]
        on = self.last(chain) + timedelta(day)
        assume(on <= TODAY)
        given = {"legal": LegalGiven(code), "so_on": on, "is_at_odds": True}
        made = self.attempt(on > chain[-1].start, living.change_legal, "worker", person_ref=self.child.ref, **given)
        self.added(chain, made, on)

    def added(self, chain: list[Part], made: Any, on: date) -> None:
        if made:
            chain[-1].end = on
            chain.append(Part(made.code, on, None, made.thread))
            reached("went on")

    @precondition(lambda self: self.open)
    @rule(day=DAYS)
    def end(self, day: int) -> None:
        it = self.open
        last = max(chain[-1].start for chain in it.parts.values())
        on = last + timedelta(day)
        assume(on <= TODAY)
        given = {"destination": Destination.HOME, "so_on": on}
        if self.attempt(on > last, living.end_care, "worker", person_ref=self.child.ref, **given):
            it.end = on
            for chain in it.parts.values():
                chain[-1].end = on
            reached("ended")

    @precondition(lambda self: self.times)
    @rule(which=st.integers(0, 99), what=st.sampled_from(SpanKind), day=st.sampled_from([-7, -3, -1, 1, 3]))
    def correct(self, which: int, what: SpanKind, day: int) -> None:
        it = self.times[which % len(self.times)]
        chain = it.parts[what]
        place = which % len(chain)
        on = chain[place].start + timedelta(day)
        assume(on <= TODAY)
        part, other = chain[place], next(chain for kind, chain in it.parts.items() if kind is not what)
        before = chain[place - 1] if place else None
        assume(on not in {part.end, before.start if before else None, other[0].end if not place else None})
        fits = (part.end is None or on < part.end) and (before is None or on > before.start)
        if before is None:
            others = [each for each in self.times if each is not it]
            clash = any(Span(each.start, each.end).overlaps(Span(on, it.end)) for each in others)
            fits = fits and (other[0].end is None or on < other[0].end) and not clash
        given = {"what": what, "span_ref": part.ref, "so_on": on, "why": "The form was wrong"}
        if self.attempt(fits, mending.correct_day, "worker", **given):
            part.start = on
            if before:
                before.end = on
            else:
                it.start = other[0].start = on
            reached("corrected" if before else "corrected the first day")

    @precondition(lambda self: self.times)
    @rule(which=st.integers(0, 99), what=st.sampled_from(SpanKind))
    def take_back(self, which: int, what: SpanKind) -> None:
        chain = self.times[which % len(self.times)].parts[what]
        place = which % len(chain)
        given = {"what": what, "span_ref": chain[place].ref, "why": "It never was"}
        if self.attempt(place > 0, mending.take_back, "worker", **given):
            chain[place - 1].end = chain.pop(place).end
            reached("taken back")

    @precondition(lambda self: self.times)
    @rule(which=st.integers(0, 99))
    def never(self, which: int) -> None:
        it = self.times[which % len(self.times)]
        assume(which % 3 == 0)
        self.attempt(True, mending.episode_was_wrong, "worker", episode_ref=it.ref, why="Another child")
        self.times.remove(it)
        reached("never was")

    @precondition(lambda self: self.times)
    @rule(which=st.integers(0, 99))
    def goes_on(self, which: int) -> None:
        it = self.times[which % len(self.times)]
        fits = it.end is not None and not any(each.start >= it.end for each in self.times if each is not it)
        if self.attempt(fits, mending.end_was_wrong, "worker", episode_ref=it.ref, why="A visit home only"):
            it.end = None
            for chain in it.parts.values():
                chain[-1].end = None
            reached("went on after all")

    @rule()
    def look(self) -> None:
        """What stands is what the model says, without gap or overlap, and what is known now is what stands."""
        worker, times = self.actor("worker"), sorted(self.times, key=lambda each: each.start)
        rows = spans.current(worker, Episode, [self.child.pk])
        assert [(row.thread, row.so_on, row.ends_on) for row in rows] == [(t.ref, t.start, t.end) for t in times]
        for what, model in mending.MODELS.items():
            found = spans.current(worker, model, [self.child.pk])
            wanted = [part for each in times for part in each.parts[what]]
            assert [(row.code, row.so_on, row.ends_on) for row in found] == [(p.code, p.start, p.end) for p in wanted]
            assert [row.pk for row in spans.known_at(worker, model, [self.child.pk], self.now)] == [r.pk for r in found]
            for each in times:
                own = [Span(row.so_on, row.ends_on) for row in found if row.thread in {p.ref for p in each.parts[what]}]
                assert faults(Span(each.start, each.end), own) == []

    def teardown(self) -> None:
        try:
            self.look()
        finally:
            super().teardown()


WANTED = {"began", "began again", "went on", "ended", "corrected", "corrected the first day", "taken back"} | {
    "never was",
    "went on after all",
}


@pytest.fixture(autouse=True)
def ready(settings, db) -> None:
    settings.LIPPEN_TODAY = TODAY
    c = cast()
    child = c.add(c.worker, "Isla", "Balfour")
    c.allocate(child, c.worker)
    access.identify(c.worker, today=TODAY)
    READY.update(cast=c, child=child, reached=set())


def test_what_stands_is_what_was_said_in_any_order() -> None:
    walk_until(Living, WANTED, examples=12, steps=25)


@pytest.mark.prove
def test_the_same_holds_on_long_walks() -> None:
    walk(Living, examples=150, steps=60)
    assert READY["reached"] >= WANTED


def keeps(writing: Any, row: Any, **changes: Any) -> Any:
    """A planted fault: what was before does not end."""
    return row


def first_known(actor: Any, model: Any, person_ids: Any, moment: Any) -> list[Any]:
    """A planted fault: of each span the version that was recorded first."""
    return list(model.objects.filter(person_id__in=person_ids, first=None, is_wrong=False).order_by("so_on", "id"))


@pytest.mark.parametrize(
    ("place", "instead"),
    [
        ("lippen.care.actions.living.further", keeps),
        ("lippen.care.actions.mending.further", keeps),
        ("lippen.care.queries.spans.known_at", first_known),
        ("lippen.care.actions.mending._before", lambda row, episode: None),
    ],
    ids=["a move ends nothing", "nothing is mended", "what was known first", "a corrected day leaves a gap"],
)
def test_a_planted_fault_is_caught(place, instead) -> None:
    with caught(place, instead):
        walk(Living, examples=8, steps=25)
