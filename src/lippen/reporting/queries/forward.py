"""What lies ahead of each committee, for calendars: meetings, drafting dates, papers expected and on their way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce

from lippen.kernel.access import Actor
from lippen.reporting.committee_rows import PlannedMeeting
from lippen.reporting.models import Meeting, PaperDates
from lippen.reporting.queries.committees import forward_plan
from lippen.reporting.queries.papers import change_row, told_title, visible_papers, with_change
from lippen.reporting.rows import MeetingChangeRow

DATES = (
    ("drafts", "drafts_due_on"),
    ("consultees", "consultees_due_on"),
    ("pre_agenda", "pre_agenda_on"),
    ("papers", "final_due_on"),
    ("out", "issue_on"),
)


@dataclass(frozen=True)
class ComingRow:
    """A day that matters for a committee. `kind` says how: the meeting itself, a drafting date, a paper's day.

    `to_on` is the day to which a meeting was moved.
    """

    kind: str
    ref: str
    on: date
    committee: str
    subject: str
    recorded_at: datetime
    meeting_ref: str = ""
    to_on: date | None = None


def coming(actor: Actor, *, from_on: date, today: date) -> tuple[ComingRow, ...]:
    """Every day ahead of the committees whose papers this actor may read, the earliest first.

    Those who work on papers or issue them see the forward plan in it: drafting dates as they were last moved, and the
    papers that are expected. Everybody else sees the meetings, and the papers that they may read.
    """
    planned = forward_plan(actor, on=today, from_on=from_on)
    rows = [row for meeting in planned for row in _planned(meeting)]
    rows += _meetings(actor, from_on, known={meeting.ref for meeting in planned})
    rows += _papers(actor, from_on)
    return tuple(sorted(rows, key=lambda row: (row.on, row.kind, row.ref)))


def _planned(meeting: PlannedMeeting) -> Iterator[ComingRow]:
    at = meeting.recorded_at
    assert at is not None  # a meeting of the forward plan was recorded
    yield _meeting(meeting.ref, meeting.meets_on, meeting.committee_name, meeting.change, at)
    if meeting.change is not None:
        return
    days = [(kind, getattr(meeting.days, name)) for kind, name in DATES] if meeting.days else list(meeting.given_days)
    for kind, on in days:
        yield ComingRow(kind, meeting.ref, on, meeting.committee_name, "", at, meeting.ref)
    due_on = meeting.days.final_due_on if meeting.days else dict(meeting.given_days).get("papers", meeting.meets_on)
    for paper in meeting.papers:
        if not paper.paper_ref:  # one that this actor may read stands in the calendar by its own days
            said_at = paper.recorded_at or at
            yield ComingRow(
                "expected", paper.ref, due_on, meeting.committee_name, paper.told, max(at, said_at), meeting.ref
            )


def _meeting(ref: str, on: date, committee: str, change: MeetingChangeRow | None, at: datetime) -> ComingRow:
    kind = "meeting" if change is None else "called_off" if change.is_called_off else "moved"
    return ComingRow(kind, ref, on, committee, "", at, ref, change.moved_to_on if change else None)


def _meetings(actor: Actor, from_on: date, *, known: set[str]) -> list[ComingRow]:
    """The meetings of those who see no more of a committee's workings than that it meets."""
    found = Meeting.objects.visible_to(actor).select_related("committee").filter(meets_on__gte=from_on)
    rows = []
    for row in with_change(found.exclude(ref__in=known)):
        change = change_row(row, row.meets_on)
        at = max(filter(None, (row.recorded_at, change.recorded_at if change else None)))
        rows.append(_meeting(row.ref, row.meets_on, row.committee.name, change, at))
    return rows


def _papers(actor: Actor, from_on: date) -> list[ComingRow]:
    latest = PaperDates.objects.filter(paper=OuterRef("paper_id")).order_by("-id").values("id")[:1]
    found = with_change(PaperDates.objects.filter(pk=Subquery(latest)), "meeting").annotate(
        told=told_title("paper"), meets=Coalesce("change_on", "meeting__meets_on")
    )
    found = found.filter(meets__gte=from_on, paper__in=visible_papers(actor).values("pk"))
    return [
        ComingRow(kind, dates.paper.ref, on, dates.meeting.committee.name, dates.told, dates.recorded_at)
        for dates in found.select_related("paper", "meeting__committee")
        for kind, on in (("text", dates.text_closed_on), ("issue", dates.issue_on))
    ]
