"""Lines to permanence: milestones by the rule of their day, on whom one waits, drift, routes that change."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from lippen.care import jobs
from lippen.care.actions import events, living, permanence
from lippen.care.actions.following import follow_all
from lippen.care.actions.living import LegalGiven, PlacementGiven
from lippen.care.actions.views import View
from lippen.care.jobs import follow_clocks
from lippen.care.queries import clocks, drifting
from lippen.care.queries import permanence as queries
from lippen.care.rules import milestones as rules
from lippen.care.vocabulary import Destination, Event, PlacementKind
from lippen.care.vocabulary.permanence import AnswerKind, LineEndKind, Route, Waits
from lippen.casework.models import KnownPerson
from lippen.casework.queries import people
from lippen.casework.tests.factories import NOW, TODAY, Cast, cast
from lippen.kernel import access
from lippen.kernel.errors import CannotDo, NotVisible
from lippen.kernel.standards import Happened
from lippen.organisation.models import Duty, Post

pytestmark = pytest.mark.django_db
NOT_KNOWN = View(no_view_why="She is two weeks old")
DAY = timedelta(days=1)
BEGAN = date(2012, 1, 9)


@pytest.fixture(autouse=True)
def on_a_day(settings, monkeypatch) -> None:
    """Today, with records that have been kept here for long: what is past its last day is late."""
    settings.LIPPEN_TODAY = TODAY
    monkeypatch.setattr(clocks, "known_since", lambda person: None)


@pytest.fixture
def c() -> Cast:
    made = cast()
    (leads,) = made.leader.post_ids
    Post.objects.filter(pk__in=made.worker.post_ids).update(reports_to_id=leads)
    return made


def looked_after(c: Cast, given: str = "Isla", so_on: date = BEGAN) -> KnownPerson:
    found = c.add(c.worker, given, "Balfour")
    c.allocate(found, c.worker)
    access.identify(c.worker, today=TODAY)
    lives = {"placement": PlacementGiven(PlacementKind.FOSTER_COUNCIL), "legal": LegalGiven("S25")}
    living.begin_care(actor=c.worker, person_ref=found.ref, so_on=so_on, at=NOW, **lives)
    return found


@pytest.fixture
def child(c) -> KnownPerson:
    return looked_after(c)


def begun(c: Cast, child: KnownPerson, route: Route = Route.PO, so_on: date = date(2012, 6, 1)):
    given = {"route": route, "so_on": so_on, "words": "She cannot go home", "view": NOT_KNOWN, "at": NOW}
    return permanence.begin_line(actor=c.worker, person_ref=child.ref, **given)


def happens(c: Cast, child: KnownPerson, kind: Event, so_on: date) -> None:
    events.record_event(actor=c.worker, person_ref=child.ref, kind=kind, so_on=so_on, view=NOT_KNOWN, at=NOW)


def row(c: Cast, line):
    return queries.one(c.worker, line.ref, today=TODAY)[1]


def waits(c: Cast, line, on_whom: Waits = Waits.LEGAL, **given: object):
    said = {"why": "Advice was asked for", "so_on": date(2012, 7, 2), "next_step": "Advice", "next_on": TODAY + DAY}
    return permanence.say_waiting(actor=c.worker, line_ref=line.ref, on_whom=on_whom, at=NOW, **{**said, **given})


def test_a_line_says_where_since_when_what_is_late_on_whom_it_waits_and_what_comes_next(c, child) -> None:
    happens(c, child, Event.RECOMMENDED_AWAY, date(2012, 6, 1))
    happens(c, child, Event.PANEL, date(2012, 9, 3))
    line = begun(c, child)
    waits(c, line, Waits.PANEL, why="The minute is not signed", next_step="Minute")
    found = row(c, line)
    assert (found.place, found.since) == ("Panel", date(2012, 9, 3))
    assert "Agency decision: 30 days late" in found.late  # fourteen days after the panel of 3 September
    assert (found.waits.on_whom, found.waits.why) == ("The panel", "The minute is not signed.")
    assert (found.next_step, found.next_on) == ("Minute", TODAY + DAY)
    assert found.drifts and found.days_still == (TODAY - date(2012, 9, 3)).days


def test_a_milestone_has_its_last_day_by_the_rule_of_its_clock_and_none_where_no_rule_was_in_force(c, child) -> None:
    happens(c, child, Event.PANEL, date(2012, 9, 3))
    told = {each.title: each for each in row(c, begun(c, child)).milestones}
    assert told["Agency decided"].target == date(2012, 9, 17) and told["Agency decided"].rule
    assert told["Agency decided"].late_words == "30 days late"
    assert told["Lodged in court"].target is None, "the national aims are of 2014 on"
    assert told["Looked after"].reached_on == BEGAN and told["Has a social worker"].reached_on == TODAY
    assert told["First review"].target == date(2012, 2, 20) and "late" in told["First review"].late_words


def test_the_agency_s_decision_is_in_the_hand_of_its_decision_maker_and_the_panel_s_in_that_of_the_panel(
    c, child
) -> None:
    told = {each.title: each.who for each in row(c, begun(c, child)).milestones}
    assert (told["Agency decided"], told["Panel"]) == ("The agency’s decision maker", "The panel")


def test_a_parallel_plan_is_two_lines_and_one_route_is_taken_once(c: Cast, child: KnownPerson) -> None:
    one, two = begun(c, child, Route.HOME), begun(c, child, Route.KINSHIP)
    assert row(c, one).is_parallel and row(c, two).is_parallel
    with pytest.raises(CannotDo, match="on this route goes on already"):
        begun(c, child, Route.HOME)
    assert [each.route for each in queries.lines_about(c.worker, people.head(c.worker, child.ref), today=TODAY)] == [
        "Kinship care order",
        "Home",
    ]


def test_another_route_ends_one_line_and_begins_the_next_and_erases_nothing(c: Cast, child: KnownPerson) -> None:
    line = begun(c, child, Route.HOME)
    waits(c, line)
    changed = {
        "route": Route.POA,
        "so_on": date(2012, 9, 3),
        "words": "The assessment failed",
        "view": NOT_KNOWN,
        "at": NOW,
    }
    after = permanence.change_route(actor=c.worker, line_ref=line.ref, **changed)
    before = row(c, line)
    assert (before.ended, before.ended_on) == ("The plan changed to another route", date(2012, 9, 3))
    assert before.waited[0].why == "Advice was asked for." and not before.drifts
    assert row(c, after).words == "The assessment failed" and not row(c, after).is_parallel
    with pytest.raises(CannotDo, match="This plan has ended already"):
        waits(c, line)


def test_sent_back_refused_and_appealed_are_events_that_stay_told(c: Cast, child: KnownPerson) -> None:
    line = begun(c, child)
    happens(c, child, Event.PANEL, date(2012, 7, 2))
    happens(c, child, Event.SENT_BACK, date(2012, 7, 2))
    happens(c, child, Event.PANEL, date(2012, 9, 3))
    found = row(c, line)
    assert [each.words for each in found.setbacks] == ["Sent back by the panel or the agency"]
    assert (found.place, found.since) == ("Panel", date(2012, 9, 3)), "the later panel counts"


def test_what_was_reached_before_a_line_began_does_not_reach_it_anew(c: Cast, child: KnownPerson) -> None:
    happens(c, child, Event.PANEL, date(2012, 3, 5))
    found = row(c, begun(c, child))
    assert {each.title: each.reached_on for each in found.milestones}["Panel"] is None


def test_a_line_drifts_after_ninety_days_without_a_milestone_and_not_on_the_ninetieth() -> None:
    today = date(2012, 10, 17)
    assert not rules.drifts(today - 90 * DAY, (), today)
    assert rules.drifts(today - 91 * DAY, (), today)
    assert rules.drifts(today, ["late"], today)


def test_the_last_step_is_the_latest_milestone_of_the_way_since_the_line_began() -> None:
    told = [
        Happened(Event.RECOMMENDED.value, date(2012, 1, 1), "a"),
        Happened(Event.VISIT.value, date(2012, 8, 1), "b"),
        Happened(Event.PANEL.value, date(2012, 5, 1), "c"),
        Happened(Event.LODGED.value, date(2013, 5, 1), "d"),
    ]
    assert rules.last_step(told, since=date(2012, 3, 1), today=date(2012, 10, 17)) == date(2012, 5, 1)
    assert rules.last_step([], since=date(2012, 3, 1), today=date(2012, 10, 17)) == date(2012, 3, 1)


def test_what_will_be_late_counts_each_last_day_within_two_four_and_eight_weeks() -> None:
    today = date(2012, 10, 17)
    days = [
        today - DAY,
        today,
        today + 13 * DAY,
        today + 14 * DAY,
        today + 27 * DAY,
        today + 55 * DAY,
        today + 56 * DAY,
    ]
    assert rules.ahead(days, today) == {2: 2, 4: 4, 8: 5}


def test_the_drift_list_gives_plain_reasons_and_is_answered(c: Cast, child: KnownPerson) -> None:
    line = begun(c, child, so_on=date(2012, 6, 1))
    fresh = looked_after(c, "Una", date(2012, 9, 3))
    begun(c, fresh, so_on=date(2012, 10, 1))
    found = drifting.drift(c.worker, today=TODAY)
    assert [each.person_name for each in found.rows] == ["Isla Balfour"] and found.count == 1
    assert found.rows[0].days_still == (TODAY - date(2012, 6, 1)).days and found.answered == 0
    with pytest.raises(CannotDo, match="Say what is done"):
        answered(c, line, words=" ")
    answered(c, line)
    found = drifting.drift(c.worker, today=TODAY)
    assert found.answered == 1 and found.rows[0].answer.words == "Legal was rung."
    assert drifting.drift(c.worker, today=TODAY + 9 * DAY).answered == 0, "it is looked at again on its day"


def answered(c: Cast, line, kind: AnswerKind = AnswerKind.ACTION, words: str = "Legal was rung"):
    given = {"kind": kind, "words": words, "look_on": TODAY + 7 * DAY, "at": NOW}
    return permanence.answer_drift(actor=c.worker, line_ref=line.ref, **given)


def test_drift_that_is_raised_names_whoever_is_above(c: Cast, child: KnownPerson) -> None:
    line = begun(c, child)
    made = answered(c, line, AnswerKind.RAISED, "Nobody answers us")
    assert made.raised_with_id == c.leader.person_id
    assert row(c, line).answers[0].raised_with


def test_what_fell_due_in_the_last_eight_weeks_is_counted_with_what_was_late(c: Cast, child: KnownPerson) -> None:
    begun(c, child)
    happens(c, child, Event.PANEL, date(2012, 9, 3))
    found = drifting.drift(c.worker, today=TODAY)
    assert (found.warned, found.came_true) == (1, 1)
    happens(c, child, Event.AGENCY_DECIDED, date(2012, 10, 16))
    found = drifting.drift(c.worker, today=TODAY)
    assert (found.warned, found.came_true) == (1, 1), "it was late, and what follows on it is not due yet"


def test_the_board_counts_on_whom_lines_wait_and_is_asked_by_it(c: Cast, child: KnownPerson) -> None:
    one = begun(c, child)
    waits(c, one)
    begun(c, child, Route.ADOPTION)
    board = queries.board(c.worker, today=TODAY)
    assert board.count == 2 and board.waits == {"legal": 1, "": 1}
    only = queries.board(c.worker, today=TODAY, on_whom="legal")
    assert [each.ref for each in only.rows] == [one.ref]
    assert queries.board(c.worker, today=TODAY, route="adoption").count == 1
    access.identify(c.other_worker, today=TODAY)
    assert queries.board(c.other_worker, today=TODAY).count == 0
    with pytest.raises(NotVisible):
        queries.one(c.other_worker, one.ref, today=TODAY)


def test_an_order_an_adoption_and_a_return_home_follow_from_the_record(c: Cast) -> None:
    granted = looked_after(c, "Una")
    line = begun(c, granted, Route.PO)
    given = {"actor": c.worker, "person_ref": granted.ref, "at": NOW}
    living.change_legal(so_on=date(2012, 9, 3), legal=LegalGiven("PO"), **given)
    assert (row(c, line).place, row(c, line).since) == ("Order granted", date(2012, 9, 3))
    home = looked_after(c, "Fergus")
    line = begun(c, home, Route.HOME)
    given = {"so_on": date(2012, 9, 10), "destination": Destination.HOME, "at": NOW}
    living.end_care(actor=c.worker, person_ref=home.ref, **given)
    assert (row(c, line).place, row(c, line).since) == ("Home again", date(2012, 9, 10))
    assert (row(c, line).ended, row(c, line).ended_on) == ("It was reached", date(2012, 9, 10))
    ended = {"kind": LineEndKind.REACHED, "so_on": date(2012, 9, 10), "at": NOW}
    with pytest.raises(CannotDo, match="This plan has ended already"):
        permanence.end_line(actor=c.worker, line_ref=line.ref, **ended)


def test_a_line_ends_no_earlier_than_it_began_and_with_a_reason_where_it_was_not_reached(c, child) -> None:
    line = begun(c, child)
    for kind, so_on, sentence in (
        (LineEndKind.REACHED, date(2012, 5, 1), "began later than that"),
        (LineEndKind.CEASED, TODAY, "Say why"),
    ):
        with pytest.raises(CannotDo, match=sentence):
            permanence.end_line(actor=c.worker, line_ref=line.ref, kind=kind, so_on=so_on, at=NOW)


def test_every_night_duties_follow_from_clocks_of_those_in_care_once(c: Cast, child: KnownPerson) -> None:
    about = Duty.objects.filter(subject_kind="care.child", subject_key=child.ref, closed_at__isnull=True)
    before = {(duty.kind, duty.ends_on) for duty in about}
    about.update(ends_on=TODAY)
    assert follow_all(actor=c.worker, person_ids=[child.pk], at=NOW) > 0
    assert {(duty.kind, duty.ends_on) for duty in about} == before
    assert follow_all(actor=c.worker, person_ids=[child.pk], at=NOW) == 0, "again is the same"
    about.update(closed_at=NOW)
    follow_clocks(timestamp=0)
    access.identify(c.worker, today=TODAY)
    assert {(duty.kind, duty.ends_on) for duty in about} == before


def test_a_night_that_was_missed_is_made_good_by_a_worker_that_begins(c: Cast, child: KnownPerson) -> None:
    asked = ProcrastinateJob.objects.filter(task_name=jobs.FOLLOW)
    before = asked.count()
    jobs.ask_where_missed()
    assert asked.count() == before + 1
    jobs.ask_where_missed()
    assert asked.count() == before + 1, "it waits already"
    with connection.cursor() as cursor:
        cursor.execute("update procrastinate_jobs set status = 'doing' where task_name = %s", [jobs.FOLLOW])
        cursor.execute("update procrastinate_jobs set status = 'succeeded' where task_name = %s", [jobs.FOLLOW])
    jobs.ask_where_missed()
    assert asked.count() == before + 1, "it was done"


def test_an_order_that_was_granted_is_a_step_for_the_list_of_drift_as_for_the_page(c: Cast, child) -> None:
    line = begun(c, child, so_on=date(2012, 3, 1))
    given = {"actor": c.worker, "person_ref": child.ref, "at": NOW}
    living.change_legal(so_on=date(2012, 9, 3), legal=LegalGiven("PO"), **given)
    Duty.objects.filter(subject_key=child.ref).update(closed_at=NOW)
    drifts, _ = drifting.drifting(c.worker, today=TODAY)
    assert (line.pk in {pk for _, _, pk in drifts}) == (row(c, line).days_still > rules.DRIFT_DAYS)
