"""Plans for permanence at random beside a small model: orders that end them, the agency's decisions, co-workers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from django.db.models import Exists
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from lippen.care.actions import agency, co_working, living, meetings, mending, permanence
from lippen.care.actions.living import LegalGiven, PlacementGiven
from lippen.care.actions.meetings import Member
from lippen.care.actions.reviews import Who
from lippen.care.actions.views import View
from lippen.care.queries import agency as waits_for
from lippen.care.queries import permanence as lines_of
from lippen.care.vocabulary import PlacementKind, SpanKind
from lippen.care.vocabulary.meetings import AgencyOutcome, MeetingKind, MemberPart
from lippen.care.vocabulary.permanence import OF_PANEL, LineEndKind, Route
from lippen.casework.models import Involvement
from lippen.casework.queries import people
from lippen.casework.tests.factories import NOW, TODAY, cast
from lippen.casework.tests.walking import READY, Walk, caught, reached, walk, walk_until
from lippen.kernel import access

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
BABY = View(no_view_why="She is a baby")
BEGAN = TODAY - 200 * DAY
WHO = ("manager", "manager", "manager", "head")
SELDOM = st.sampled_from([True, False, False])
ROUTES = (Route.PO, Route.PO, Route.ADOPTION, Route.HOME)


@dataclass
class Line:
    """A plan as the model keeps it."""

    ref: str
    route: Route
    began: date
    ended_on: date | None = None
    is_reached: bool = False
    """Whether an order ended it: then it goes on where the order was wrong."""
    for_agency: bool = False
    helped: bool = False


class Plans(Walk):
    """One child in care with plans on several routes."""

    def __init__(self) -> None:
        super().__init__()
        self.child = READY["child"]
        self.lines: list[Line] = []
        self.orders: list[tuple[str, date]] = []
        """Permanence orders that were granted and are not wrong, the last one last."""

    @rule(days=st.integers(1, 20))
    def time_passes(self, days: int) -> None:
        self.go_to(self.today + days * DAY)

    @property
    def going(self) -> list[Line]:
        """The plans that go on."""
        return [each for each in self.lines if each.ended_on is None]

    def one(self, which: int) -> Line:
        """One of those that go on, now and then one that has ended."""
        able = self.going if self.going and which % 8 else self.lines
        return able[which % len(able)]

    @precondition(lambda self: len(self.going) < 2)
    @rule(route=st.sampled_from(ROUTES))
    def begin(self, route: Route) -> None:
        fits = route not in {each.route for each in self.going}
        given = {"route": route, "so_on": self.today, "words": "As the review said", "view": BABY}
        made = self.attempt(fits, permanence.begin_line, "worker", person_ref=self.child.ref, **given)
        if made:
            self.lines.append(Line(made.ref, route, self.today))
            self.follow_orders()
            reached("parallel" if len(self.going) > 1 else "began")

    @precondition(lambda self: self.lines)
    @rule(which=st.integers(0, 99), route=st.sampled_from(ROUTES))
    def change(self, which: int, route: Route) -> None:
        it = self.one(which)
        fits = it.ended_on is None and route not in {each.route for each in self.going}
        given = {"route": route, "so_on": self.today, "words": "It failed", "view": BABY}
        made = self.attempt(fits, permanence.change_route, "worker", line_ref=it.ref, **given)
        if made:
            it.ended_on = self.today
            self.lines.append(Line(made.ref, route, self.today, helped=it.helped))
            it.helped = False
            if self.lines[-1].helped:
                reached("went along")
            self.follow_orders()
            reached("changed")

    @precondition(lambda self: self.lines)
    @rule(which=st.integers(0, 99), kind=st.sampled_from([LineEndKind.REACHED, LineEndKind.CEASED]), really=SELDOM)
    def end(self, which: int, kind: LineEndKind, really: bool) -> None:
        if not really:
            return
        it = self.one(which)
        given = {"line_ref": it.ref, "kind": kind, "so_on": self.today, "words": "Enough was done", "view": BABY}
        if self.attempt(it.ended_on is None, permanence.end_line, "worker", **given):
            it.ended_on, it.helped = self.today, False
            reached("ended")

    def follow_orders(self) -> None:
        """Plans for a permanence order end by the first one since they began, and go on where there was none."""
        for it in self.lines:
            days = [on for _, on in self.orders if on >= it.began]
            if it.route is not Route.PO or (it.ended_on and not it.is_reached):
                continue
            if days:
                it.ended_on, it.is_reached, it.helped = min(days), True, False
                continue
            others = [each for each in self.going if each.route is Route.PO and each is not it]
            if it.is_reached and others:
                it.ended_on = max(it.began, others[0].began)
                reached("gave way")
            elif it.is_reached:
                it.ended_on = None
                reached("goes on")
            it.is_reached = False

    @precondition(lambda self: self.going and (not self.orders or self.orders[-1][1] < self.today))
    @rule(really=SELDOM)
    def grant(self, really: bool) -> None:
        if not really:
            return
        given = {"person_ref": self.child.ref, "so_on": self.today, "legal": LegalGiven("PO")}
        made = self.attempt(True, living.change_legal, "worker", **given)
        self.orders.append((made.ref, self.today))
        self.follow_orders()
        reached("granted")
        self.look()

    @precondition(lambda self: self.orders)
    @rule()
    def grant_was_wrong(self) -> None:
        ref, _ = self.orders.pop()
        about = {"what": SpanKind.LEGAL, "span_ref": ref, "why": "It was her brother's"}
        self.attempt(True, mending.take_back, "worker", **about)
        self.follow_orders()

    @precondition(lambda self: self.lines)
    @rule(which=st.integers(0, 99), says=st.sampled_from([True, True, False]))
    def a_panel(self, which: int, says: bool) -> None:
        it = self.one(which)
        sits = [Member(MemberPart.MEMBER, Who(words=f"Member {number}")) for number in range(3)]
        at = {"authority_id": self.cast.council.pk, "meets_on": self.today, "members": sits}
        met = self.attempt(True, meetings.plan_meeting, "leader", kind=MeetingKind.PANEL, **at)
        told = {"decision": "It is right", "view": View("I like it" if says else ""), "so_on": self.today}
        about = {"meeting_ref": met.ref, "line_ref": it.ref, **told}
        if self.attempt(says and it.ended_on is None, meetings.discuss, "worker", **about):
            it.for_agency = it.route in OF_PANEL

    @precondition(lambda self: any(each.for_agency for each in self.lines))
    @rule(
        which=st.integers(0, 99),
        outcome=st.sampled_from(AgencyOutcome),
        who=st.sampled_from(WHO),
    )
    def the_agency(self, which: int, outcome: AgencyOutcome, who: str) -> None:
        able = [each for each in self.going if each.for_agency] or [each for each in self.lines if each.for_agency]
        it = able[which % len(able)]
        told = {"words": "As the panel said", "view": BABY, "so_on": self.today}
        fits = it.ended_on is None and who == "manager"
        outcome = next((each for each in AgencyOutcome if each.value not in READY["reached"]), outcome)
        if self.attempt(fits, agency.decide, who, line_ref=it.ref, outcome=outcome, **told):
            it.for_agency = False
            reached(outcome.value)
            self.look()

    @precondition(lambda self: self.lines)
    @rule(which=st.integers(0, 99), days=st.integers(0, 40))
    def give_co_worker(self, which: int, days: int) -> None:
        it = self.one(which)
        fits = it.ended_on is None and not any(each.helped for each in self.lines)  # one who works there is no outsider
        until = self.today + days * DAY
        about = {"line_ref": it.ref, "what_for": "Papers", "so_on": self.today, "until": until}
        outsider = Who(self.cast.other_worker.person_id)

        def give(**given: Any) -> Any:
            return co_working.give_co_worker(who=outsider, **given)

        if self.attempt(fits, give, "leader", **about):
            it.helped = True
            reached("helped")

    @precondition(lambda self: self.lines)
    @rule(which=st.integers(0, 99))
    def end_co_worker(self, which: int) -> None:
        it = next((each for each in self.lines if each.helped and which % 8), self.one(which))
        told = {"line_ref": it.ref, "so_on": self.today, "words": "All is written"}
        if self.attempt(it.helped, co_working.end_co_worker, "leader", **told):
            it.helped = False
            reached("helped no more")
            self.look()

    @rule()
    def look(self) -> None:
        """What is read is what the model says: how each plan stands, who works on it, which wait for the agency."""
        worker = self.actor("worker")
        person = people.head(worker, self.child.ref)
        told = {row.ref: row for row in lines_of.lines_about(worker, person, today=self.today)}
        assert set(told) == {each.ref for each in self.lines}
        for line in self.lines:
            row = told[line.ref]
            assert (row.ended_on, row.began_on) == (line.ended_on, line.began)
            assert (row.co_worker is not None) == line.helped
        assert lines_of.board(worker, today=self.today).count == len(self.going)
        waiting = {row.line.ref for row in waits_for.waiting(worker, today=self.today).rows}
        assert waiting == {each.ref for each in self.going if each.for_agency}
        beside = Involvement.objects.filter(person_id=person.id, kind="co_working", ends_on__isnull=True)
        assert beside.exists() == any(each.helped for each in self.lines)

    def teardown(self) -> None:
        try:
            self.look()
        finally:
            super().teardown()


WANTED = {"began", "parallel", "changed", "ended", "granted", "goes on", "helped", "helped no more", *AgencyOutcome}


@pytest.fixture(autouse=True)
def ready(settings, db) -> None:
    settings.LIPPEN_TODAY = TODAY
    c = cast()
    child = c.add(c.worker, "Isla", "Balfour")
    c.allocate(child, c.worker)
    access.identify(c.worker, today=TODAY)
    given = {"placement": PlacementGiven(PlacementKind.KINSHIP), "legal": LegalGiven("S25"), "so_on": BEGAN}
    living.begin_care(actor=c.worker, person_ref=child.ref, at=NOW, **given)
    access.identify(c.head, today=TODAY)
    named = {"authority_id": c.council.pk, "officer_id": c.manager.person_id, "is_named": True, "so_on": BEGAN}
    agency.name_maker(actor=c.head, at=NOW, **named)
    READY.update(cast=c, child=child, reached=set())


def test_plans_end_wait_and_are_helped_as_they_were_told_in_any_order() -> None:
    walk_until(Plans, WANTED, examples=12, steps=50)


@pytest.mark.prove
def test_the_same_holds_on_long_walks() -> None:
    walk(Plans, examples=150, steps=60)
    wanted = WANTED | {"gave way", "went along"}
    assert READY["reached"] >= wanted, wanted - READY["reached"]


@pytest.mark.prove
@pytest.mark.parametrize(
    ("place", "instead"),
    [
        ("lippen.care.actions.following.ending.settle", lambda *given: []),
        ("lippen.care.actions.ending.leave", lambda *given: None),
        ("lippen.care.queries.deciding.standing", lambda line_id, panel_id: Exists(Involvement.objects.none())),
        ("lippen.care.actions.agency.check_maker", lambda *given: None),
    ],
    ids=["an order ends no plan", "works on it for ever", "decided and waits still", "anybody decides"],
)
def test_a_planted_fault_is_caught(place, instead) -> None:
    with caught(place, instead):
        walk(Plans, examples=48, steps=60)
