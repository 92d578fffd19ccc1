"""The cycle counts back from issue, a meeting keeps its dates, and the forward plan says what is late."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from lippen.kernel.clear_days import Notice
from lippen.kernel.errors import NotAllowed, NotVisible
from lippen.organisation.roles import Role
from lippen.organisation.tests import factories
from lippen.reporting import actions, queries
from lippen.reporting.committee_rows import CycleDays
from lippen.reporting.route_rules import cycle_days, what_is_late
from lippen.reporting.tests.routes import CYCLE, Routed, routed
from lippen.reporting.tests.screens import quick_files
from lippen.reporting.tests.world import TODAY, refused
from lippen.reporting.vocabulary import PaperStep

pytestmark = pytest.mark.django_db
WEEKDAYS = Notice(counts_weekends=False)
MEETS_ON = date(2012, 11, 29)  # a Thursday
COUNTED = CycleDays(  # by hand, in working days before Friday 23 November
    drafts_due_on=date(2012, 11, 2),
    consultees_due_on=date(2012, 11, 9),
    pre_agenda_on=date(2012, 11, 13),
    final_due_on=date(2012, 11, 20),
    issue_on=date(2012, 11, 23),
)


@pytest.fixture
def at() -> Routed:
    with quick_files():
        yield routed()


def called(at: Routed, on: date = MEETS_ON, **given: date) -> str:
    with at.there.as_(at.there.clerk) as actor:
        return actions.call_meeting(actor=actor, committee_ref=at.committee, meets_on=on, at=at.there.at(), **given)


def set_up(at: Routed) -> None:
    with at.there.as_(at.there.clerk) as actor:
        actions.set_notice(
            actor=actor,
            authority_id=at.there.authority.pk,
            notice=WEEKDAYS,
            source="Standing order 4",
            at=at.there.at(),
        )
        actions.set_cycle(actor=actor, committee_ref=at.committee, cycle=CYCLE, at=at.there.at())


def days_of(at: Routed, meeting: str) -> CycleDays | None:
    with at.there.as_(at.there.clerk) as actor:
        (row,) = queries.forward_plan(actor, on=TODAY, meeting_ref=meeting)
    return row.days


def test_dates_are_counted_back_from_the_day_of_issue_that_the_notice_gives() -> None:
    assert cycle_days(MEETS_ON, CYCLE, WEEKDAYS) == COUNTED
    with_spare = cycle_days(MEETS_ON, replace(CYCLE, spare_days=2), WEEKDAYS)
    assert with_spare.issue_on == date(2012, 11, 21)
    in_days = cycle_days(MEETS_ON, replace(CYCLE, in_working_days=False), Notice())
    assert in_days.issue_on == date(2012, 11, 23), "the last day is a Sunday, when nobody issues papers"
    assert in_days.drafts_due_on == date(2012, 11, 8)


def test_a_meeting_that_is_called_keeps_its_dates_when_the_cycle_changes(at: Routed) -> None:
    set_up(at)
    meeting = called(at)
    assert days_of(at, meeting) == COUNTED
    with at.there.as_(at.there.clerk) as actor:
        assert "Say why" in refused(
            actions.set_cycle, actor=actor, committee_ref=at.committee, cycle=CYCLE, at=at.there.at()
        )
        shorter = replace(CYCLE, drafts_days=5, consultees_days=4)
        given = {"committee_ref": at.committee, "cycle": shorter, "reason": "Too long.", "at": at.there.at()}
        assert actions.set_cycle(actor=actor, **given) == 2
        rows = {row.ref: row for row in queries.meetings(actor)}
    assert days_of(at, meeting) == COUNTED
    assert (rows[meeting].drafts_due_on, rows[meeting].papers_due_on) == (COUNTED.drafts_due_on, COUNTED.final_due_on)


def test_a_meetings_dates_move_only_for_a_reason_in_order_and_with_their_clear_days(at: Routed) -> None:
    set_up(at)
    meeting = called(at)
    later = replace(COUNTED, drafts_due_on=date(2012, 11, 6))

    def move(days: CycleDays, reason: str) -> None:
        with at.there.as_(at.there.clerk) as actor:
            actions.move_meeting_dates(actor=actor, meeting_ref=meeting, days=days, reason=reason, at=at.there.at())

    assert "Say why" in refused(move, later, "")
    assert "later than final" in refused(move, replace(COUNTED, drafts_due_on=date(2012, 11, 21)), "Late.")
    short = refused(move, replace(COUNTED, issue_on=date(2012, 11, 26)), "The printer is late.")
    assert "2 clear days" in short and "23 November 2012" in short
    assert "after the papers are issued" in refused(move, replace(COUNTED, pre_agenda_on=date(2012, 11, 27)), "Away.")
    move(later, "The author is ill.")
    assert days_of(at, meeting) == later
    with at.there.as_(at.there.clerk) as actor:
        assert [row.reason for row in queries.moved_days(actor, meeting)] == ["The author is ill.", ""]
        (row,) = (row for row in queries.meetings(actor) if row.ref == meeting)
    assert row.drafts_due_on == date(2012, 11, 6)


def test_dates_that_the_clerk_gives_count_more_than_the_cycle(at: Routed) -> None:
    set_up(at)
    assert days_of(at, called(at, drafts_due_on=date(2012, 11, 1))).drafts_due_on == date(2012, 11, 1)
    assert "Drafts are due after" in refused(called, at, date(2012, 12, 13), drafts_due_on=date(2012, 12, 10))


def test_an_offset_that_no_paper_can_keep_is_refused(at: Routed) -> None:
    with at.there.as_(at.there.clerk) as actor:
        given = {"actor": actor, "committee_ref": at.committee, "at": at.there.at()}
        wrong = replace(CYCLE, drafts_days=1, consultees_days=1)
        assert "after the final papers" in refused(actions.set_cycle, cycle=wrong, **given)
    with at.there.as_(at.there.author) as actor, pytest.raises(NotAllowed):
        actions.set_cycle(actor=actor, committee_ref=at.committee, cycle=CYCLE, at=at.there.at())


def test_how_a_council_counts_is_a_setting_with_its_source(at: Routed) -> None:
    with at.there.as_(at.there.clerk) as actor:
        before = queries.notice(actor, at.there.authority.pk)
        assert before.is_default and before.notice.clear_days == 3 and "50B" in before.source
        given = {"actor": actor, "authority_id": at.there.authority.pk, "at": at.there.at()}
        assert "Say where" in refused(actions.set_notice, notice=WEEKDAYS, source=" ", **given)
        assert "between 1 and 30" in refused(actions.set_notice, notice=Notice(clear_days=0), source="x", **given)
    set_up(at)
    with at.there.as_(at.there.clerk) as actor:
        after = queries.notice(actor, at.there.authority.pk)
    assert (after.notice, after.source) == (WEEKDAYS, "Standing order 4")
    stranger = factories.actor(factories.authority(), Role.COMMITTEE_CLERK)
    with at.there.as_(stranger) as actor, pytest.raises(NotVisible):
        queries.notice(actor, at.there.authority.pk)


# --- the forward plan ---


def planned(at: Routed, meeting: str, who: object = None, on: date = TODAY) -> list[tuple[str, str, str]]:
    with at.there.as_(who or at.there.author) as actor:  # type: ignore[arg-type]
        (row,) = queries.forward_plan(actor, on=on, meeting_ref=meeting)
    return [(paper.subject, paper.standing, paper.late) for paper in row.papers]


def test_an_expected_paper_stands_on_the_plan_until_somebody_opens_it_or_takes_it_off(at: Routed) -> None:
    set_up(at)
    meeting = called(at)
    with at.there.as_(at.there.author) as actor:
        ref = actions.expect_paper(
            actor=actor, meeting_ref=meeting, subject="Fostering", writer_id=actor.person_id, at=at.there.at()
        )
        other = actions.expect_paper(actor=actor, meeting_ref=meeting, subject="Kinship", at=at.there.at())
    assert planned(at, meeting) == [("Fostering", "Not begun", ""), ("Kinship", "Not begun", "")]
    late = planned(at, meeting, on=date(2012, 11, 6))[0][2]
    assert late == "The draft was due 2 November 2012: 4 days late"
    with at.there.as_(at.there.author) as actor:
        given = {"actor": actor, "expected_ref": other, "at": at.there.at()}
        assert "Say why" in refused(actions.drop_expected, reason=" ", **given)
        actions.drop_expected(reason="It waits for the audit.", **given)
        assert "already" in refused(actions.drop_expected, reason="Again.", **given)
    assert [subject for subject, _, _ in planned(at, meeting)] == ["Fostering"]
    at.there.meeting = meeting
    opened = at.there.opened(expected_ref=ref, text_closed_on=date(2012, 11, 20), issue_on=date(2012, 11, 23))
    assert planned(at, meeting) == [(opened.subject, "Being written", "")]


def test_the_clerk_sees_that_a_paper_is_prepared_and_no_more_of_it_until_it_is_signed(at: Routed) -> None:
    row = at.there.opened()
    assert planned(at, at.there.meeting) == [(row.subject, "Being written", "")]
    assert planned(at, at.there.meeting, at.there.clerk) == [(row.subject, "Being prepared", "")]
    with at.there.as_(at.there.clerk) as actor:
        (meeting,) = queries.forward_plan(actor, on=TODAY, meeting_ref=at.there.meeting)
        assert meeting.papers[0].paper_ref == ""
        given = {"actor": actor, "expected_ref": meeting.papers[0].ref, "at": at.there.at()}
        assert "being written" in refused(actions.drop_expected, reason="No.", **given)
    at.there.fill(row.ref)
    at.there.send(row.ref)
    at.there.approve(at.there.head, row.ref)
    at.there.approve(at.there.chief, row.ref)
    assert planned(at, at.there.meeting, at.there.clerk) == [(row.subject, "Signed", "")]


def test_a_paper_that_moves_to_another_meeting_moves_on_the_plan(at: Routed) -> None:
    row = at.there.opened()
    meeting = called(at)
    with at.there.as_(at.there.author) as actor:
        actions.move_dates(
            actor=actor,
            paper_ref=row.ref,
            meeting_ref=meeting,
            period_starts_on=row.days.period_starts_on,
            period_ends_on=row.days.period_ends_on,
            data_as_at=row.days.data_as_at,
            text_closed_on=row.days.text_closed_on,
            issue_on=row.days.issue_on,
            at=at.there.at(),
        )
    assert planned(at, at.there.meeting) == []
    assert [subject for subject, _, _ in planned(at, meeting)] == [row.subject]


def test_councillors_and_other_councils_see_no_forward_plan(at: Routed) -> None:
    at.there.opened()
    councillor = factories.actor(at.there.authority, Role.COUNCILLOR_ON_COMMITTEE)
    for who in (councillor, factories.actor(factories.authority(), Role.COMMITTEE_CLERK)):
        with at.there.as_(who) as actor:
            assert queries.forward_plan(actor, on=TODAY) == ()


LATE = [
    (None, date(2012, 11, 2), ""),
    (None, date(2012, 11, 3), "The draft was due 2 November 2012: 1 day late"),
    (PaperStep.IN_APPROVAL, date(2012, 11, 5), ""),
    (PaperStep.IN_APPROVAL, date(2012, 11, 21), "The final paper was due 20 November 2012: 1 day late"),
    (PaperStep.SIGNED, date(2012, 11, 23), ""),
    (PaperStep.SIGNED, date(2012, 11, 26), "To be issued 23 November 2012: 3 days late"),
    (PaperStep.ISSUED, date(2012, 11, 28), ""),
]


@pytest.mark.parametrize(("step", "on", "words"), LATE)
def test_what_is_late_follows_how_far_the_paper_has_come(step, on, words) -> None:
    assert what_is_late(step=step, days=COUNTED, on=on) == words
    assert what_is_late(step=step, days=None, on=on) == ""
