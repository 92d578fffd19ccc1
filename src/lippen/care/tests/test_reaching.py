"""A plan ends by itself as its route is reached, and goes on where that was wrong."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from lippen.care.actions import events, living, meetings, mending, permanence
from lippen.care.actions.following import follow_all
from lippen.care.actions.living import LegalGiven, PlacementGiven
from lippen.care.actions.views import View
from lippen.care.models import LegalReason, LineEnd, PermanenceLine, Placement
from lippen.care.queries import permanence as queries
from lippen.care.queries import spans
from lippen.care.rules.reaching import Reaching, reached
from lippen.care.tests.test_lines import BEGAN, begun, c, child, on_a_day, row  # noqa: F401 - fixtures
from lippen.care.tests.test_pages import signed_in
from lippen.care.vocabulary import Destination, Event, MoveReason, PlacementKind, SpanKind
from lippen.care.vocabulary.meetings import CourtStepKind
from lippen.care.vocabulary.permanence import LineEndKind, Route
from lippen.casework.tests.factories import NOW, TODAY, Cast
from lippen.kernel import access
from lippen.kernel.errors import CannotDo
from lippen.kernel.models import AuditEntry

pytestmark = pytest.mark.django_db
GRANTED = date(2012, 9, 3)
NOT_KNOWN = View(no_view_why="She is two weeks old")
WRONG = {"why": "It was her brother's", "at": NOW}


def grant(c: Cast, child, code: str = "PO", so_on: date = GRANTED):  # noqa: F811
    given = {"person_ref": child.ref, "so_on": so_on, "legal": LegalGiven(code), "at": NOW}
    return living.change_legal(actor=c.worker, **given)


def leaves(c: Cast, child, destination: Destination, so_on: date = GRANTED):  # noqa: F811
    given = {"person_ref": child.ref, "so_on": so_on, "destination": destination, "at": NOW}
    return living.end_care(actor=c.worker, **given)


def happens(c: Cast, child, kind: Event, so_on: date = GRANTED):  # noqa: F811
    return events.record_event(actor=c.worker, person_ref=child.ref, kind=kind, so_on=so_on, view=NOT_KNOWN, at=NOW)


def ends(c: Cast, line) -> tuple[str, date | None]:  # noqa: F811
    found = row(c, line)
    return found.ended, found.ended_on


REACHED = ("It was reached", GRANTED)
GOES_ON = ("", None)


def test_what_reaches_a_route_first_from_the_lines_first_day_on() -> None:
    early, late = (Reaching(frozenset({Route.PO}), date(2012, month, 1), f"legal-{month}", "x") for month in (3, 9))
    home = Reaching(frozenset({Route.HOME}), date(2012, 1, 1), "episode-1", "x")
    assert reached(Route.PO, date(2012, 1, 1), [late, home, early]) == early
    assert reached(Route.PO, date(2012, 3, 1), [late, early]) == early
    assert reached(Route.PO, date(2012, 3, 2), [late, early]) == late
    assert reached(Route.POA, date(2012, 1, 1), [late, early, home]) is None


@pytest.mark.parametrize(
    ("code", "ended"),
    [("PO", {Route.PO}), ("POA", {Route.PO, Route.POA}), ("CP51", set())],
)
def test_an_order_ends_the_plan_that_it_reaches_in_the_same_act(c, child, code, ended) -> None:  # noqa: F811
    lines = {route: begun(c, child, route) for route in Route}
    grant(c, child, code)
    assert {route for route, line in lines.items() if ends(c, line) == REACHED} == ended
    assert {route for route, line in lines.items() if ends(c, line) == GOES_ON} == set(Route) - ended


def test_an_order_beside_the_legal_reason_reaches_it_too(c, child) -> None:  # noqa: F811
    line = begun(c, child)
    given = {"person_ref": child.ref, "so_on": GRANTED, "legal": LegalGiven("PO"), "at": NOW}
    living.add_order(actor=c.worker, **given)
    assert ends(c, line) == REACHED


@pytest.mark.parametrize(
    ("destination", "route"), [(Destination.HOME, Route.HOME), (Destination.ADOPTED, Route.ADOPTION)]
)
def test_how_care_ends_reaches_home_and_adoption(c, child, destination, route) -> None:  # noqa: F811
    lines = {each: begun(c, child, each) for each in Route}
    leaves(c, child, destination)
    assert {each for each, line in lines.items() if ends(c, line) == REACHED} == {route}


@pytest.mark.parametrize(
    ("kind", "route"), [(Event.KINSHIP_ORDER, Route.KINSHIP), (Event.FINAL_PLACEMENT, Route.LONG_TERM)]
)
def test_a_kinship_order_and_a_placement_that_lasts_reach_theirs(c, child, kind, route) -> None:  # noqa: F811
    lines = {each: begun(c, child, each) for each in Route}
    made = happens(c, child, kind)
    assert {each for each, line in lines.items() if ends(c, line) == REACHED} == {route}
    events.event_was_wrong(actor=c.worker, event_ref=made.ref, **WRONG)
    assert {ends(c, line) for line in lines.values()} == {GOES_ON}


def test_a_placement_at_home_ends_no_plan_as_the_child_is_looked_after_still(c, child) -> None:  # noqa: F811
    line = begun(c, child, Route.HOME)
    placement = PlacementGiven(PlacementKind.HOME, moved_why=MoveReason.HOME)
    living.move(actor=c.worker, person_ref=child.ref, so_on=GRANTED, placement=placement, at=NOW)
    assert row(c, line).place == "Home again" and ends(c, line) == GOES_ON


def test_the_end_says_who_and_why_and_is_written_down(c, child) -> None:  # noqa: F811
    line = begun(c, child)
    made = grant(c, child)
    found = row(c, line)
    assert (found.ended_words, found.ended_by) == ("Granted: Permanence order", c.worker.name)
    end = LineEnd.objects.get(line=line)
    assert (end.by_ref, end.kind, end.recorded_by_id) == (made.thread, "reached", c.worker.account_id)
    assert AuditEntry.objects.filter(verb="care.line_ended", subject_key=line.ref).exists()
    assert found.place == "Order granted", "and its milestone is on that day as before"


def test_what_was_before_the_plan_began_reaches_nothing(c, child) -> None:  # noqa: F811
    grant(c, child)
    assert ends(c, begun(c, child, so_on=date(2012, 9, 4))) == GOES_ON


def test_a_plan_told_afterwards_ends_with_what_reached_it_then(c, child) -> None:  # noqa: F811
    grant(c, child)
    assert ends(c, begun(c, child, so_on=date(2012, 6, 1))) == REACHED


def test_an_order_that_never_was_lets_the_plan_go_on_with_the_reason(c, child) -> None:  # noqa: F811
    line = begun(c, child)
    made = grant(c, child)
    mending.take_back(actor=c.worker, what=SpanKind.LEGAL, span_ref=made.ref, **WRONG)
    assert ends(c, line) == GOES_ON
    assert row(c, line).goes_on == ((TODAY, "It was her brother's."),)
    assert queries.board(c.worker, today=TODAY).count == 1
    told = signed_in(c.worker).get(reverse("casework:chronology", args=[child.ref])).content.decode()
    assert "It was her brother" in told[told.index("A plan for permanence ended: it was reached") :]
    access.identify(c.worker, today=TODAY)
    grant(c, child, so_on=date(2012, 10, 1))
    assert ends(c, line) == ("It was reached", date(2012, 10, 1))


def test_a_corrected_day_moves_the_end_as_it_moves_the_milestone(c, child) -> None:  # noqa: F811
    line = begun(c, child)
    made = grant(c, child)
    day = date(2012, 9, 10)
    mending.correct_day(actor=c.worker, what=SpanKind.LEGAL, span_ref=made.ref, so_on=day, **WRONG)
    assert ends(c, line) == ("It was reached", day)
    assert row(c, line).since == day
    mending.correct_day(actor=c.worker, what=SpanKind.LEGAL, span_ref=made.ref, so_on=date(2012, 5, 1), **WRONG)
    assert ends(c, line) == GOES_ON, "the plan had not begun yet"


def test_an_end_of_care_or_an_episode_that_was_wrong_lets_the_plan_go_on(c, child) -> None:  # noqa: F811
    line = begun(c, child, Route.HOME)
    made = leaves(c, child, Destination.HOME)
    mending.end_was_wrong(actor=c.worker, episode_ref=made.ref, **WRONG)
    assert ends(c, line) == GOES_ON
    leaves(c, child, Destination.HOME)
    assert ends(c, line) == REACHED
    mending.episode_was_wrong(actor=c.worker, episode_ref=made.ref, **WRONG)
    assert ends(c, line) == GOES_ON


def test_what_changes_beside_it_leaves_the_end_as_it_is(c, child) -> None:  # noqa: F811
    line = begun(c, child)
    grant(c, child)
    (placement,) = spans.current(c.worker, Placement, [child.pk])
    mending.correct_day(
        actor=c.worker, what=SpanKind.PLACEMENT, span_ref=placement.ref, so_on=date(2012, 1, 2), **WRONG
    )
    grant(c, child, "S25", date(2012, 10, 1))
    assert ends(c, line) == REACHED and row(c, line).goes_on == ()
    assert LineEnd.objects.filter(line=line).count() == 1, "an order that ended was granted all the same"


def test_what_somebody_ended_by_hand_stays_ended(c, child) -> None:  # noqa: F811
    line = begun(c, child)
    given = {
        "kind": LineEndKind.CEASED,
        "so_on": date(2012, 8, 1),
        "words": "She is with kin",
        "view": NOT_KNOWN,
        "at": NOW,
    }
    permanence.end_line(actor=c.worker, line_ref=line.ref, **given)
    made = grant(c, child)
    mending.take_back(actor=c.worker, what=SpanKind.LEGAL, span_ref=made.ref, **WRONG)
    assert ends(c, line) == ("It is no longer pursued", date(2012, 8, 1))


def test_of_two_plans_on_one_route_the_one_begun_since_goes_on(c, child) -> None:  # noqa: F811
    line = begun(c, child)
    made = grant(c, child)
    since = begun(c, child, so_on=date(2012, 10, 1))
    mending.take_back(actor=c.worker, what=SpanKind.LEGAL, span_ref=made.ref, **WRONG)
    assert ends(c, since) == GOES_ON
    assert ends(c, line) == ("It is no longer pursued", date(2012, 10, 1))
    assert row(c, line).ended_words == "Another plan on this route was begun meanwhile"


def test_a_court_still_tells_of_a_plan_that_was_reached_and_of_no_other_that_ended(c, child) -> None:  # noqa: F811
    line = begun(c, child)
    grant(c, child)
    told = {"actor": c.worker, "line_ref": line.ref, "so_on": TODAY, "at": NOW}
    meetings.court_step(kind=CourtStepKind.GRANTED, **told)
    meetings.court_step(kind=CourtStepKind.APPEALED, **told)
    with pytest.raises(CannotDo, match="This plan has ended already"):
        meetings.court_step(kind=CourtStepKind.LODGED, **told)
    other = begun(c, child, Route.HOME)
    ended = {"kind": LineEndKind.CEASED, "words": "She is with kin", "view": NOT_KNOWN, "so_on": TODAY, "at": NOW}
    permanence.end_line(actor=c.worker, line_ref=other.ref, **ended)
    with pytest.raises(CannotDo, match="This plan has ended already"):
        meetings.court_step(**{**told, "line_ref": other.ref}, kind=CourtStepKind.APPEALED)


def test_what_was_recorded_before_plans_ended_by_themselves_is_brought_after_at_night(c, child, monkeypatch) -> None:  # noqa: F811
    line = begun(c, child)
    with monkeypatch.context() as without:
        without.setattr("lippen.care.actions.following.ending.settle", lambda *given: [])
        grant(c, child)
    assert ends(c, line) == GOES_ON
    follow_all(actor=c.worker, person_ids=[child.pk], at=NOW)
    assert ends(c, line) == REACHED
    assert LegalReason.objects.filter(code="PO").exists() and PermanenceLine.objects.count() == 1
    assert BEGAN < GRANTED
