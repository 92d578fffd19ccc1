"""Reviews and plans for permanence, at random beside a small model; planted faults are caught."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from lippen.care.actions import living, permanence, reviews
from lippen.care.actions.living import LegalGiven, PlacementGiven
from lippen.care.actions.reviews import Decided, Told, Who
from lippen.care.actions.views import View
from lippen.care.queries import permanence as lines_of
from lippen.care.queries import reviews as reviews_of
from lippen.care.vocabulary import CHILD_SUBJECT, Event, PlacementKind
from lippen.care.vocabulary.permanence import LineEndKind, Route, Waits
from lippen.care.vocabulary.reviews import (
    DECISION_DUTY,
    DecisionOutcome,
    LateCause,
    ReviewStepKind,
    TookPart,
)
from lippen.casework.queries import people
from lippen.casework.tests.factories import NOW, TODAY, cast
from lippen.casework.tests.walking import READY, Walk, caught, reached, walk, walk_until
from lippen.kernel import access
from lippen.organisation.models import Duty

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
BABY = View(no_view_why="She is a baby")
BEGAN = TODAY - 200 * DAY


@dataclass
class Planned:
    """A review as the model keeps it."""

    ref: str
    planned_on: date
    held_on: date | None = None
    ended: bool = False
    open: dict[str, date] = field(default_factory=dict)
    """What it decided and nobody has ended, by reference: its last day."""


@dataclass
class Line:
    """A plan as the model keeps it."""

    ref: str
    route: Route
    began: date
    ended_on: date | None = None
    waits: list[Waits] = field(default_factory=list)


class Ways(Walk):
    """One child in care: reviews with their decisions, and plans on several routes."""

    def __init__(self) -> None:
        super().__init__()
        self.child = READY["child"]
        self.reviews: list[Planned] = []
        self.lines: list[Line] = []

    @rule(days=st.integers(1, 20))
    def time_passes(self, days: int) -> None:
        self.go_to(self.today + days * DAY)

    @rule(ahead=st.sampled_from([0, 10, -1, 5, 500]), by_worker=st.sampled_from([False, False, False, True]))
    def plan(self, ahead: int, by_worker: bool) -> None:
        chair = Who(self.cast.worker.person_id) if by_worker else Who(words="Ms Quill")
        on = self.today + ahead * DAY
        given = {"kind": Event.LATER_REVIEW, "planned_on": on, "chair": chair, "guests": ()}
        waits = any(each.held_on is None and not each.ended for each in self.reviews)
        fits = 0 <= ahead <= 366 and not by_worker and not waits
        made = self.attempt(fits, reviews.plan_review, "worker", person_ref=self.child.ref, **given)
        if made:
            self.reviews.append(Planned(made.ref, on))

    def one(self, which: int) -> Planned:
        return self.reviews[which % len(self.reviews)]

    @precondition(lambda self: self.reviews)
    @rule(which=st.integers(0, 99), ahead=st.integers(0, 30))
    def move(self, which: int, ahead: int) -> None:
        it, on = self.one(which), self.today + ahead * DAY
        fits = it.held_on is None and not it.ended
        given = {"review_ref": it.ref, "planned_on": on, "why": "Snow"}
        if self.attempt(fits, reviews.move_review, "worker", **given):
            it.planned_on = on
            reached("moved")

    @precondition(lambda self: self.reviews)
    @rule(which=st.integers(0, 99), says=st.sampled_from([True, True, True, False]), due=st.integers(0, 9))
    def hold(self, which: int, says: bool, due: int) -> None:
        it = self.one(which)
        told = Told(
            TookPart.SPOKE,
            "All came",
            child_view="I like it" if says else "",
            late_cause=LateCause.CHAIR,
            decided=[Decided("Ring", Who(self.cast.worker.person_id), self.today + due * DAY)],
        )
        fits = says and it.held_on is None and not it.ended
        if self.attempt(fits, reviews.hold_review, "worker", review_ref=it.ref, so_on=self.today, told=told):
            it.held_on = self.today
            (ref,) = reviews_of.decisions_of(self.actor("worker"), it.ref)
            it.open[ref] = self.today + due * DAY
            reached("held")

    @precondition(lambda self: self.reviews)
    @rule(which=st.integers(0, 99), kind=st.sampled_from([ReviewStepKind.CALLED_OFF, ReviewStepKind.MISTAKE]))
    def off(self, which: int, kind: ReviewStepKind) -> None:
        it = self.one(which)
        fits = not it.ended and (kind is ReviewStepKind.MISTAKE or it.held_on is None)
        if self.attempt(fits, reviews.end_review, "worker", review_ref=it.ref, kind=kind, why="It was another's"):
            it.ended = True
            reached("mistake" if it.held_on else "off")
            it.open.clear()

    @precondition(lambda self: any(each.open for each in self.reviews))
    @rule(which=st.integers(0, 99), outcome=st.sampled_from(DecisionOutcome), says=st.booleans())
    def end_decision(self, which: int, outcome: DecisionOutcome, says: bool) -> None:
        able = [each for each in self.reviews if each.open]
        it = able[which % len(able)]
        ref = sorted(it.open)[which % len(it.open)]
        fits = says or outcome is DecisionOutcome.DONE
        given = {"decision_ref": ref, "outcome": outcome, "so_on": self.today, "words": "No need" if says else ""}
        if self.attempt(fits, reviews.end_decision, "worker", **given):
            del it.open[ref]
            reached("decision ended")

    @property
    def going(self) -> list[Line]:
        """The plans that go on."""
        return [each for each in self.lines if each.ended_on is None]

    @rule(route=st.sampled_from(Route))
    def begin(self, route: Route) -> None:
        fits = route not in {each.route for each in self.going}
        given = {"route": route, "so_on": self.today, "words": "As the review said", "view": BABY}
        made = self.attempt(fits, permanence.begin_line, "worker", person_ref=self.child.ref, **given)
        if made:
            self.lines.append(Line(made.ref, route, self.today))
            reached("parallel" if len(self.going) > 1 else "began")

    @precondition(lambda self: self.lines)
    @rule(which=st.integers(0, 99), on_whom=st.sampled_from(Waits))
    def wait(self, which: int, on_whom: Waits) -> None:
        it = self.lines[which % len(self.lines)]
        given = {"on_whom": on_whom, "why": "Asked", "so_on": self.today, "next_step": "An answer"}
        coming = {"next_on": self.today + 7 * DAY}
        if self.attempt(it.ended_on is None, permanence.say_waiting, "worker", line_ref=it.ref, **given, **coming):
            it.waits.append(on_whom)

    @precondition(lambda self: self.lines)
    @rule(which=st.integers(0, 99), route=st.sampled_from(Route))
    def change(self, which: int, route: Route) -> None:
        it = self.lines[which % len(self.lines)]
        fits = it.ended_on is None and route not in {each.route for each in self.going}
        given = {"route": route, "so_on": self.today, "words": "It failed", "view": BABY}
        made = self.attempt(fits, permanence.change_route, "worker", line_ref=it.ref, **given)
        if made:
            it.ended_on = self.today
            self.lines.append(Line(made.ref, route, self.today))
            reached("changed")

    @precondition(lambda self: self.lines)
    @rule(which=st.integers(0, 99), kind=st.sampled_from([LineEndKind.REACHED, LineEndKind.CEASED]))
    def end(self, which: int, kind: LineEndKind) -> None:
        it = self.lines[which % len(self.lines)]
        given = {"line_ref": it.ref, "kind": kind, "so_on": self.today, "words": "Enough was done", "view": BABY}
        if self.attempt(it.ended_on is None, permanence.end_line, "worker", **given):
            it.ended_on = self.today
            reached("ended")

    @rule()
    def look(self) -> None:
        """What is read is what the model says: reviews, decisions, the duty of the first, plans, on whom they wait."""
        worker = self.actor("worker")
        person = people.head(worker, self.child.ref)
        found = {
            row.ref: row for row in reviews_of.reviews_about(worker, [person], today=self.today).get(person.id, ())
        }
        assert set(found) == {each.ref for each in self.reviews}
        for each in self.reviews:
            row = found[each.ref]
            assert (row.planned_on, row.held_on, bool(row.ended)) == (each.planned_on, each.held_on, each.ended)
        due = [day for each in self.reviews for day in each.open.values()]
        about = Duty.objects.filter(kind=DECISION_DUTY, subject_kind=CHILD_SUBJECT, subject_key=self.child.ref)
        duties = [duty.ends_on - DAY for duty in about.filter(closed_at__isnull=True)]
        assert duties == ([min(due)] if due else [])
        told = {row.ref: row for row in lines_of.lines_about(worker, person, today=self.today)}
        assert set(told) == {each.ref for each in self.lines}
        for line in self.lines:
            row = told[line.ref]
            assert (row.ended_on, row.began_on) == (line.ended_on, line.began)
            assert (row.waits.key if row.waits else None) == (line.waits[-1] if line.waits else None)
            assert row.is_parallel == (line.ended_on is None and len(self.going) > 1)
        assert lines_of.board(worker, today=self.today).count == len(self.going)

    def teardown(self) -> None:
        try:
            self.look()
        finally:
            super().teardown()


WANTED = {"moved", "held", "off", "mistake", "decision ended", "began", "parallel", "changed", "ended"}


@pytest.fixture(autouse=True)
def ready(settings, db) -> None:
    settings.LIPPEN_TODAY = TODAY
    c = cast()
    child = c.add(c.worker, "Isla", "Balfour")
    c.allocate(child, c.worker)
    access.identify(c.worker, today=TODAY)
    given = {"placement": PlacementGiven(PlacementKind.KINSHIP), "legal": LegalGiven("S25"), "so_on": BEGAN}
    living.begin_care(actor=c.worker, person_ref=child.ref, at=NOW, **given)
    READY.update(cast=c, child=child, reached=set())


def test_reviews_and_plans_read_as_they_were_told_in_any_order() -> None:
    walk_until(Ways, WANTED, examples=15, steps=35)


@pytest.mark.prove
def test_the_same_holds_on_long_walks() -> None:
    walk(Ways, examples=150, steps=60)
    assert READY["reached"] >= WANTED, WANTED - READY["reached"]


def no_duties(*given: Any) -> list[Any]:
    """A planted fault: what is asked stands on no desk."""
    return []


@pytest.mark.parametrize(
    ("place", "instead"),
    [
        ("lippen.care.actions.following._pins", no_duties),
        ("lippen.care.actions.reviews.follow", lambda writing: None),
        ("lippen.care.actions.permanence.queries.open_routes", lambda person_id: frozenset()),
        ("lippen.care.actions.permanence.end_line", lambda **given: None),
        ("lippen.care.actions.reviews.queries.ended", lambda review_id: False),
    ],
    ids=["no desk", "not followed", "one route twice", "a changed plan goes on", "off and held"],
)
def test_a_planted_fault_is_caught(place, instead) -> None:
    with caught(place, instead):
        walk(Ways, examples=8, steps=25)
