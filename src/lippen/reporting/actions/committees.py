"""What a clerk arranges for a committee: how days are counted, its cycle, its meetings' dates, the expected papers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db.transaction import atomic

from lippen.kernel import audit
from lippen.kernel.access import Actor, Permission, may, require
from lippen.kernel.clear_days import Notice, latest_issue
from lippen.kernel.clock import day_of
from lippen.kernel.errors import CannotDo, NotAllowed, NotVisible, refusal
from lippen.kernel.ids import new_ref
from lippen.reporting import queries, route_rules
from lippen.reporting.actions.guard import owned, refuse
from lippen.reporting.committee_rows import CycleDays, CycleRow
from lippen.reporting.models import (
    Committee,
    CommitteeCycle,
    ExpectedPaper,
    Meeting,
    MeetingDates,
    NoticeRule,
    PreAgenda,
)
from lippen.reporting.queries.committees import cycle_of, expected, notice_of
from lippen.reporting.rows import PaperRow
from lippen.reporting.rules import printed

MOVED_MEANWHILE = "Somebody has changed these dates since you opened them. Open the page again."


def arranges(actor: Actor, authority_id: int) -> None:
    """Clerks arrange meetings; so do those who write papers."""
    either = (Permission.ISSUE_PAPER, Permission.WRITE_PAPER)
    if not any(may(actor, permission) for permission in either):
        raise NotAllowed(Permission.ISSUE_PAPER)
    if authority_id not in actor.authority_ids:
        raise NotVisible
    if not any(may(actor, permission, at=[authority_id]) for permission in either):
        raise NotAllowed(Permission.ISSUE_PAPER)


def clerks(actor: Actor, authority_id: int) -> None:
    """What binds everybody who writes for a committee is set by those who issue its papers."""
    require(actor, Permission.ISSUE_PAPER)
    if authority_id not in actor.authority_ids:
        raise NotVisible
    require(actor, Permission.ISSUE_PAPER, at=[authority_id])


def committee_for(actor: Actor, ref: str) -> Committee:
    """A committee that this actor sees, or NotVisible."""
    found = Committee.objects.visible_to(actor).filter(ref=ref).first()
    if found is None:
        raise NotVisible
    return found


def meeting_for(actor: Actor, ref: str) -> Meeting:
    """A meeting that this actor sees, with its committee, or NotVisible."""
    found = Meeting.objects.visible_to(actor).select_related("committee").filter(ref=ref).first()
    if found is None:
        raise NotVisible
    return found


def standing_meeting_for(actor: Actor, ref: str) -> Meeting:
    """The same, refused where it was moved or called off: nothing new is arranged for it."""
    meeting = meeting_for(actor, ref)
    if meeting.changes.exists():
        day = printed(meeting.meets_on)
        raise CannotDo(f"The meeting on {day} was moved or called off. Choose another.", field="meeting")
    return meeting


@atomic
def set_notice(*, actor: Actor, authority_id: int, notice: Notice, source: str, at: datetime) -> None:
    """Say how a council counts clear days, and where that stands."""
    clerks(actor, authority_id)
    if not source.strip():
        raise CannotDo("Say where this stands: the Act, or the standing order by number.", field="source")
    if not 1 <= notice.clear_days <= 30:
        raise CannotDo("Give between 1 and 30 clear days.", field="clear_days")
    _countable(notice, day_of(at))
    NoticeRule.objects.create(
        clear_days=notice.clear_days,
        counts_weekends=notice.counts_weekends,
        counts_holidays=notice.counts_holidays,
        counts_day_of_issue=notice.counts_day_of_issue,
        counts_day_of_meeting=notice.counts_day_of_meeting,
        holidays=sorted(day.isoformat() for day in notice.holidays),
        source=source.strip(),
        **owned(actor, authority_id, at),
    )
    audit.record(actor, "notice.set", ("organisation.authority", str(authority_id)))


def _countable(notice: Notice, on: date) -> None:
    try:
        latest_issue(on, notice)
    except ValueError:
        raise CannotDo("With these holidays no day gives that many clear days.", field="holidays") from None


@atomic
def set_cycle(*, actor: Actor, committee_ref: str, cycle: CycleRow, reason: str = "", at: datetime) -> int:
    """Say how a committee's drafting dates are counted back from issue; gives the version."""
    committee = committee_for(actor, committee_ref)
    clerks(actor, committee.authority_id)
    refuse(route_rules.cycle_faults(cycle))
    before = cycle_of(committee.pk)
    if before and not reason.strip():
        raise CannotDo("Say why the cycle changes.", field="reason")
    version = before.version + 1 if before else 1
    with refusal("cycle_set_once_a_version", MOVED_MEANWHILE):
        CommitteeCycle.objects.create(
            committee=committee,
            version=version,
            drafts_days=cycle.drafts_days,
            consultees_days=cycle.consultees_days,
            pre_agenda_days=cycle.pre_agenda_days,
            final_days=cycle.final_days,
            spare_days=cycle.spare_days,
            in_working_days=cycle.in_working_days,
            reason=reason.strip(),
            **owned(actor, committee.authority_id, at),
        )
    audit.record(actor, "committee.cycle_set", committee, keys={"version": version})
    return version


def days_for(committee: Committee, meets_on: date) -> CycleDays | None:
    """A new meeting's dates by its committee's cycle, if it has one."""
    cycle = cycle_of(committee.pk)
    return route_rules.cycle_days(meets_on, cycle, notice_of(committee.authority_id).notice) if cycle else None


def keep_days(actor: Actor, meeting: Meeting, days: CycleDays, version: int, reason: str, at: datetime) -> None:
    """Keep a meeting's dates as a fact."""
    with refusal("meeting_dates_set_once_a_version", MOVED_MEANWHILE):
        MeetingDates.objects.create(
            meeting=meeting,
            version=version,
            drafts_due_on=days.drafts_due_on,
            consultees_due_on=days.consultees_due_on,
            pre_agenda_on=days.pre_agenda_on,
            final_due_on=days.final_due_on,
            issue_on=days.issue_on,
            reason=reason,
            **owned(actor, meeting.authority_id, at),
        )


@atomic
def move_meeting_dates(*, actor: Actor, meeting_ref: str, days: CycleDays, reason: str, at: datetime) -> None:
    """Move a meeting's drafting dates, with the reason; the dates before stay on record."""
    meeting = standing_meeting_for(actor, meeting_ref)
    clerks(actor, meeting.authority_id)
    before = queries.moved_days(actor, meeting_ref)
    if before and not reason.strip():
        raise CannotDo("Say why the dates move.", field="reason")
    refuse(route_rules.dates_faults(days, meeting.meets_on, notice_of(meeting.authority_id).notice))
    keep_days(actor, meeting, days, before[0].version + 1 if before else 1, reason.strip(), at)
    audit.record(actor, "meeting.dates_moved", meeting)


@atomic
def hold_pre_agenda(
    *, actor: Actor, meeting_ref: str, held_on: date, convener_name: str, words: str, at: datetime
) -> None:
    """Record the convener's pre-agenda of a meeting: on which day, with whom, and what was said."""
    meeting = standing_meeting_for(actor, meeting_ref)
    clerks(actor, meeting.authority_id)
    if held_on > day_of(at):
        raise CannotDo(f"{printed(held_on)} has not come yet. Record the pre-agenda once it was held.", field="held_on")
    if held_on >= meeting.meets_on:
        raise CannotDo(f"The pre-agenda comes before the meeting on {printed(meeting.meets_on)}.", field="held_on")
    for field, given in (("convener_name", convener_name), ("words", words)):
        if not given.strip():
            raise CannotDo("Say who convened it." if field == "convener_name" else "Say what was decided.", field=field)
    PreAgenda.objects.create(
        meeting=meeting,
        held_on=held_on,
        convener_name=convener_name.strip(),
        words=words.strip(),
        **owned(actor, meeting.authority_id, at),
    )
    audit.record(actor, "meeting.pre_agenda_held", meeting)


@atomic
def expect_paper(*, actor: Actor, meeting_ref: str, subject: str, writer_id: int | None = None, at: datetime) -> str:
    """Put a paper on the forward plan of a meeting; gives its reference there."""
    meeting = standing_meeting_for(actor, meeting_ref)
    arranges(actor, meeting.authority_id)
    if not subject.strip():
        raise CannotDo("Say what the paper will be about.", field="subject")
    if meeting.meets_on <= day_of(at):
        raise CannotDo(f"That meeting was on {printed(meeting.meets_on)}. Choose one to come.", field="meeting")
    row = ExpectedPaper.objects.create(
        ref=new_ref("expected"),
        version=1,
        meeting=meeting,
        subject=subject.strip(),
        writer_id=writer_id,
        **owned(actor, meeting.authority_id, at),
    )
    audit.record(actor, "paper.expected", ("reporting.expected", row.ref))
    return row.ref


@atomic
def drop_expected(*, actor: Actor, expected_ref: str, reason: str, at: datetime) -> None:
    """Take a paper that nobody has begun off the forward plan, with the reason."""
    row = expected(actor, expected_ref)
    arranges(actor, row.authority_id)
    if row.is_dropped:
        raise CannotDo("This paper is off the forward plan already.")
    if row.paper_id:
        raise CannotDo("This paper is being written. Give it another meeting, or take it back where it is written.")
    if not reason.strip():
        raise CannotDo("Say why the meeting does not get this paper.", field="reason")
    say_again(actor, row, at, is_dropped=True, reason=reason.strip())
    audit.record(actor, "paper.not_expected", ("reporting.expected", row.ref))


def say_again(actor: Actor, row: ExpectedPaper, at: datetime, **changed: object) -> None:
    """What is said of an expected paper from now on."""
    given = {
        "meeting_id": row.meeting_id,
        "subject": row.subject,
        "writer_id": row.writer_id,
        "paper_id": row.paper_id,
        **changed,
    }
    with refusal("expected_paper_said_once_a_version", "Somebody has just changed this. Open the forward plan again."):
        ExpectedPaper.objects.create(
            ref=row.ref, version=row.version + 1, **given, **owned(actor, row.authority_id, at)
        )


def link_expected(actor: Actor, row: PaperRow, *, expected_ref: str, writers: Iterable[int], at: datetime) -> None:
    """An opened paper takes its place on the forward plan, or gets one; moved to another meeting it moves there."""
    mine = ExpectedPaper.objects.visible_to(actor).filter(authority_id=row.authority_id)
    known = mine.filter(ref=expected_ref) if expected_ref else mine.filter(paper_id=row.id)
    last = known.order_by("-version").first()
    writer = next(iter(writers), None)
    if last is None:
        ExpectedPaper.objects.create(
            ref=new_ref("expected"),
            version=1,
            meeting_id=row.meeting_id,
            subject=row.subject,
            writer_id=writer,
            paper_id=row.id,
            **owned(actor, row.authority_id, at),
        )
    elif (last.meeting_id, last.paper_id) != (row.meeting_id, row.id):
        subject = {"subject": row.subject, "paper_id": row.id, "meeting_id": row.meeting_id}
        say_again(actor, last, at, **subject, writer_id=last.writer_id or writer)
