"""What lies ahead of each committee: its meetings, when drafts and papers are due, which papers are on their way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import OuterRef, Subquery

from lippen.kernel.access import Actor
from lippen.reporting.models import Meeting, PaperDates
from lippen.reporting.queries.papers import told_title, visible_papers


@dataclass(frozen=True)
class ComingRow:
    """A day that matters for a committee: `kind` is meeting, drafts, papers, text or issue."""

    kind: str
    ref: str
    on: date
    committee: str
    subject: str
    recorded_at: datetime


def coming(actor: Actor, *, from_on: date) -> tuple[ComingRow, ...]:
    """Every day ahead of the committees whose papers this actor may read, the earliest first, in two statements."""
    rows = [*_meetings(actor, from_on), *_papers(actor, from_on)]
    return tuple(sorted(rows, key=lambda row: (row.on, row.kind, row.ref)))


def _meetings(actor: Actor, from_on: date) -> list[ComingRow]:
    found = Meeting.objects.visible_to(actor).select_related("committee").filter(meets_on__gte=from_on)
    days = (("meeting", "meets_on"), ("drafts", "drafts_due_on"), ("papers", "papers_due_on"))
    return [
        ComingRow(kind, meeting.ref, on, meeting.committee.name, "", meeting.recorded_at)
        for meeting in found
        for kind, name in days
        if (on := getattr(meeting, name)) is not None
    ]


def _papers(actor: Actor, from_on: date) -> list[ComingRow]:
    latest = PaperDates.objects.filter(paper=OuterRef("paper_id")).order_by("-id").values("id")[:1]
    found = PaperDates.objects.filter(
        pk=Subquery(latest), meeting__meets_on__gte=from_on, paper__in=visible_papers(actor).values("pk")
    )
    return [
        ComingRow(kind, dates.paper.ref, on, dates.meeting.committee.name, dates.told, dates.recorded_at)
        for dates in found.select_related("paper", "meeting__committee").annotate(told=told_title("paper"))
        for kind, on in (("text", dates.text_closed_on), ("issue", dates.issue_on))
    ]
