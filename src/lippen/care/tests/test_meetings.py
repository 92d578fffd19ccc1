"""Clinics, panels and peer reviews: agendas follow from the plans; decisions; put off with cover; steps in court."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from lippen.care.actions import meetings, permanence
from lippen.care.actions.meetings import Member
from lippen.care.actions.reviews import Who
from lippen.care.actions.views import View
from lippen.care.models import CareEvent, CourtStep, Discussed
from lippen.care.queries import meetings as queries
from lippen.care.tests.test_lines import begun, c, child, looked_after, on_a_day, waits  # noqa: F401 - fixtures
from lippen.care.vocabulary import Event
from lippen.care.vocabulary.meetings import AdjournCause, CourtStepKind, MeetingKind, MemberPart, Rating
from lippen.care.vocabulary.permanence import AnswerKind, Route, Waits
from lippen.casework.tests.factories import NOW, TODAY, Cast
from lippen.kernel import access
from lippen.kernel.errors import CannotDo, NotAllowed

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
THREE = [Member(MemberPart.MEMBER, Who(words=f"Panel member {number}")) for number in range(3)]


def planned(c: Cast, kind: MeetingKind, meets_on: date = TODAY, members=THREE):  # noqa: F811
    access.identify(c.leader, today=TODAY)
    given = {"authority_id": c.council.pk, "kind": kind, "meets_on": meets_on, "members": members, "at": NOW}
    made = meetings.plan_meeting(actor=c.leader, **given)
    access.identify(c.worker, today=TODAY)
    return made


def agenda(c: Cast, meeting) -> list[str]:  # noqa: F811
    return [row.ref for row in queries.agenda(c.worker, queries.one(c.worker, meeting.ref), today=TODAY)]


def decided(c: Cast, meeting, line, **given: object):  # noqa: F811
    said = {"decision": "Advice by Friday", "view": View("I like it"), "so_on": TODAY, "at": NOW, **given}
    return meetings.discuss(actor=c.worker, meeting_ref=meeting.ref, line_ref=line.ref, **said)


def test_a_clinics_agenda_has_what_waits_for_legal_or_a_court_and_what_drifts_unanswered(c, child) -> None:  # noqa: F811
    legal = begun(c, child, so_on=date(2012, 10, 1))
    waits(c, legal, so_on=date(2012, 10, 1))
    drifts = begun(c, looked_after(c, "Una", date(2012, 6, 1)), so_on=date(2012, 6, 1))
    calm = begun(c, looked_after(c, "Fergus", date(2012, 9, 24)), so_on=date(2012, 10, 1))
    waits(c, calm, Waits.HEALTH, so_on=date(2012, 10, 1))
    clinic = planned(c, MeetingKind.CLINIC)
    assert agenda(c, clinic) == [drifts.ref, legal.ref]
    answer = {"kind": AnswerKind.REASON, "words": "Kin are being looked at", "look_on": TODAY + DAY, "at": NOW}
    permanence.answer_drift(actor=c.worker, line_ref=drifts.ref, **answer)
    assert agenda(c, clinic) == [legal.ref]


def test_what_was_talked_about_stays_off_the_next_clinic_for_four_weeks_unless_its_day_has_come(c, child) -> None:  # noqa: F811
    line = begun(c, child)
    waits(c, line)
    first = planned(c, MeetingKind.CLINIC)
    decided(c, first, line)
    assert agenda(c, planned(c, MeetingKind.CLINIC, TODAY + 27 * DAY)) == []
    assert agenda(c, planned(c, MeetingKind.CLINIC, TODAY + 28 * DAY)) == [line.ref]
    other = begun(c, child, Route.ADOPTION)
    waits(c, other)
    decided(c, first, other, next_on=TODAY + 7 * DAY)
    assert agenda(c, planned(c, MeetingKind.CLINIC, TODAY + 7 * DAY)) == [other.ref]


def test_a_decision_of_clinic_or_panel_reaches_that_milestone(c, child) -> None:  # noqa: F811
    line = begun(c, child)
    decided(c, planned(c, MeetingKind.CLINIC), line)
    decided(c, planned(c, MeetingKind.PANEL), line)
    kinds = CareEvent.objects.filter(person=child).order_by("id").values_list("kind", flat=True)
    assert list(kinds) == [Event.CLINIC, Event.PANEL]


def test_a_panel_needs_three_who_sit_and_a_plan_is_talked_about_once(c, child) -> None:  # noqa: F811
    line = begun(c, child)
    panel = planned(c, MeetingKind.PANEL, members=THREE[:2])
    with pytest.raises(CannotDo, match="At least 3 members have to sit"):
        decided(c, panel, line)
    access.identify(c.leader, today=TODAY)
    meetings.add_member(actor=c.leader, meeting_ref=panel.ref, member=THREE[2], at=NOW)
    access.identify(c.worker, today=TODAY)
    decided(c, panel, line)
    with pytest.raises(CannotDo, match="talked about at this meeting already"):
        decided(c, panel, line)


def test_peers_draw_those_longest_on_their_way_rate_them_and_do_not_draw_them_again_for_a_year(c, child) -> None:  # noqa: F811
    later = begun(c, child, so_on=date(2012, 9, 3))
    longest = begun(c, looked_after(c, "Una"), so_on=date(2012, 3, 5))
    peers = planned(c, MeetingKind.PEER)
    assert agenda(c, peers) == [longest.ref, later.ref]
    with pytest.raises(CannotDo, match="Say how the plan goes on"):
        decided(c, peers, longest)
    decided(c, peers, longest, rating=Rating.STUCK)
    assert agenda(c, planned(c, MeetingKind.PEER, TODAY + 364 * DAY)) == [later.ref]
    assert agenda(c, planned(c, MeetingKind.PEER, TODAY + 365 * DAY)) == [longest.ref, later.ref]
    assert queries.discussed(c.worker, queries.one(c.worker, peers.ref), today=TODAY)[0].rating == "Is stuck"


def test_a_meeting_is_put_off_with_the_cover_and_keeps_its_first_day(c, child) -> None:  # noqa: F811
    peers = planned(c, MeetingKind.PEER)
    access.identify(c.leader, today=TODAY)
    off = {"meets_on": TODAY + 7 * DAY, "why": "Two are ill", "at": NOW}
    with pytest.raises(CannotDo, match="covered meanwhile"):
        meetings.put_off(actor=c.leader, meeting_ref=peers.ref, cover=" ", **off)
    meetings.put_off(actor=c.leader, meeting_ref=peers.ref, cover="The leader looks at each child", **off)
    row = queries.one(c.leader, peers.ref)
    assert (row.meets_on, row.first_on) == (TODAY + 7 * DAY, TODAY)
    assert row.moves == ((TODAY + 7 * DAY, "Two are ill", "The leader looks at each child"),)
    access.identify(c.worker, today=TODAY)
    with pytest.raises(NotAllowed):
        meetings.put_off(actor=c.worker, meeting_ref=peers.ref, cover="Nobody", **off)


def test_a_court_puts_off_with_a_cause_and_its_days_are_tracked(c, child) -> None:  # noqa: F811
    line = begun(c, child)
    given = {"actor": c.worker, "line_ref": line.ref, "at": NOW}
    lodged = {"so_on": date(2012, 9, 3), "solicitor": "Ms Quill"}
    meetings.court_step(kind=CourtStepKind.LODGED, **lodged, **given)
    meetings.court_step(kind=CourtStepKind.SET_DOWN, so_on=date(2012, 9, 10), set_for=date(2012, 10, 1), **given)
    with pytest.raises(CannotDo, match="Say why it was put off"):
        meetings.court_step(kind=CourtStepKind.ADJOURNED, so_on=date(2012, 10, 1), set_for=TODAY + DAY, **given)
    with pytest.raises(CannotDo, match="Give the day that was set"):
        meetings.court_step(kind=CourtStepKind.SET_DOWN, so_on=TODAY, **given)
    cause = {"cause": AdjournCause.REPORTS, "set_for": TODAY + 9 * DAY}
    meetings.court_step(kind=CourtStepKind.ADJOURNED, so_on=date(2012, 10, 1), **cause, **given)
    (row,) = queries.in_court(c.worker, today=TODAY)
    assert (row.lodged_on, row.next_on, row.put_off) == (date(2012, 9, 3), TODAY + 9 * DAY, 1)
    assert (row.causes, row.solicitor) == ("Reports were not ready", "Ms Quill")
    assert [each.kind for each in queries.court_of(c.worker, line.ref)] == [
        "Put off to another day",
        "The sheriff set a day",
        "The petition was lodged",
    ]
    assert CareEvent.objects.get(person=child).kind == Event.LODGED


def test_the_tables_refuse_a_delay_without_cause_a_set_day_without_a_day_and_a_decision_without_words(c, child) -> None:  # noqa: F811
    line = begun(c, child)
    row = {"line": line, "person": child, "authority": child.authority, "so_on": TODAY, "recorded_at": NOW}
    for name, more in (
        ("what_is_put_off_names_its_cause", {"kind": "adjourned", "set_for": TODAY}),
        ("a_day_that_is_set_is_named", {"kind": "set_down"}),
    ):
        with pytest.raises(DatabaseError, match=name), transaction.atomic():
            CourtStep.objects.create(**row, **more)
    clinic = planned(c, MeetingKind.CLINIC)
    with pytest.raises(DatabaseError, match="what_was_discussed_has_its_decision"), transaction.atomic():
        Discussed.objects.create(meeting=clinic, **row)


def test_whoever_does_not_see_the_child_finds_no_line_of_theirs_on_an_agenda(c, child) -> None:  # noqa: F811
    line = begun(c, child)
    waits(c, line)
    clinic = planned(c, MeetingKind.CLINIC)
    assert agenda(c, clinic) == [line.ref]
    access.identify(c.other_worker, today=TODAY)
    row = queries.one(c.other_worker, clinic.ref)
    assert (
        queries.agenda(c.other_worker, row, today=TODAY) == () and queries.in_court(c.other_worker, today=TODAY) == ()
    )
