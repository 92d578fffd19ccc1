"""How councils count, what committees' routes and cycles say, and which papers their meetings expect."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import Exists, Max, Min, OuterRef, Subquery

from lippen.kernel.access import Actor, Permission
from lippen.kernel.clear_days import Notice
from lippen.kernel.errors import NotVisible
from lippen.organisation import queries as organisation
from lippen.reporting.committee_rows import (
    CommitteeRow,
    CycleDays,
    CycleRow,
    DefinitionRow,
    ExpectedRow,
    MovedDays,
    NoticeRow,
    PlannedMeeting,
    PreAgendaRow,
    StepRow,
)
from lippen.reporting.models import (
    Committee,
    CommitteeCycle,
    DefinedStep,
    ExpectedPaper,
    Issue,
    Meeting,
    MeetingDates,
    NoticeRule,
    PaperDates,
    PreAgenda,
    RouteDefinition,
)
from lippen.reporting.queries.papers import change_row, paper_states, told_title, with_change
from lippen.reporting.route_rules import what_is_late
from lippen.reporting.rows import PaperRow
from lippen.reporting.vocabulary import STEP_WORDS, PaperStep

DEFAULT_SOURCE = "Local Government (Scotland) Act 1973, section 50B: three clear days"
KEEPERS = (Permission.READ_PLAN, Permission.ISSUE_PAPER)
DAYS = ("drafts_due_on", "consultees_due_on", "pre_agenda_on", "final_due_on", "issue_on")


def keeps_at(actor: Actor) -> frozenset[int]:
    """The councils in which this actor works on papers or issues them: where its committees' workings are seen."""
    return frozenset().union(*(actor.reach_of(permission) for permission in KEEPERS))


def notice_of(authority_id: int) -> NoticeRow:
    """How a council counts clear days: as it was last recorded, or as the Act says."""
    found = NoticeRule.objects.filter(authority_id=authority_id).order_by("-id").first()
    if found is None:
        return NoticeRow(Notice(), DEFAULT_SOURCE)
    notice = Notice(
        clear_days=found.clear_days,
        counts_weekends=found.counts_weekends,
        counts_holidays=found.counts_holidays,
        counts_day_of_issue=found.counts_day_of_issue,
        counts_day_of_meeting=found.counts_day_of_meeting,
        holidays=frozenset(date.fromisoformat(day) for day in found.holidays),
    )
    return NoticeRow(notice, found.source, found.recorded_at)


def notice(actor: Actor, authority_id: int) -> NoticeRow:
    """How a council counts, for those who work on its papers or issue them; NotVisible otherwise."""
    if authority_id not in keeps_at(actor):
        raise NotVisible
    return notice_of(authority_id)


def all_committees(actor: Actor) -> tuple[CommitteeRow, ...]:
    """The committees whose workings this actor sees, by council and name, with how far each is arranged."""
    found = Committee.objects.visible_to(actor).filter(authority_id__in=keeps_at(actor)).select_related("authority")
    rows = found.annotate(
        version=Max("routes__version"), has_cycle=Exists(CommitteeCycle.objects.filter(committee=OuterRef("pk")))
    ).order_by("authority__name", "name")
    return tuple(
        CommitteeRow(
            row.pk,
            row.ref,
            row.name,
            row.authority_id,
            row.authority.ref,
            row.authority.name,
            row.version or 0,
            row.has_cycle,
        )
        for row in rows
    )


def committee(actor: Actor, ref: str) -> CommitteeRow:
    """One committee, or NotVisible."""
    found = [row for row in all_committees(actor) if row.ref == ref]
    if not found:
        raise NotVisible
    return found[0]


def cycle_of(committee_id: int) -> CycleRow | None:
    """How a committee's dates are counted back, if anybody has said."""
    row = CommitteeCycle.objects.filter(committee_id=committee_id).order_by("-version").first()
    if row is None:
        return None
    return CycleRow(
        row.version,
        row.drafts_days,
        row.consultees_days,
        row.pre_agenda_days,
        row.final_days,
        row.spare_days,
        row.in_working_days,
        row.reason,
    )


def definitions(actor: Actor, committee_id: int, *, on: date) -> tuple[DefinitionRow, ...]:
    """Every version of a committee's route, the one that counts first; posts with their holders on a day."""
    found = (
        RouteDefinition.objects.visible_to(actor)
        .filter(committee_id=committee_id, authority_id__in=keeps_at(actor))
        .select_related("then_committee")
        .prefetch_related("steps")
        .order_by("-version")
    )
    rows = list(found)
    posts = organisation.posts_by_id({s.post_id for row in rows for s in row.steps.all() if s.post_id}, on=on)
    names = organisation.account_names({row.recorded_by_id for row in rows})
    return tuple(_definition(row, posts, names) for row in rows)


def _definition(
    row: RouteDefinition, posts: Mapping[int, organisation.PostRow], names: Mapping[int, str]
) -> DefinitionRow:
    then = row.then_committee
    return DefinitionRow(
        row.pk,
        row.version,
        then.ref if then else "",
        then.name if then else "",
        tuple(_step(step, posts) for step in sorted(row.steps.all(), key=lambda step: step.order)),
        row.reason,
        row.recorded_at,
        names.get(row.recorded_by_id or 0, ""),
    )


def _step(step: DefinedStep, posts: Mapping[int, organisation.PostRow]) -> StepRow:
    post = posts.get(step.post_id or 0)
    title, holder = (post.title, post.holder) if post else ("", "")
    return StepRow(step.kind, step.post_id, title, holder, step.subject, step.is_waited_for, step.before)


def definition_of(committee_id: int) -> RouteDefinition | None:
    """The version of a committee's route that papers opened now are made with."""
    found = RouteDefinition.objects.filter(committee_id=committee_id).select_related("then_committee")
    return found.order_by("-version").first()


def cycle_days_of(row: object) -> CycleDays:
    """The five dates of a meeting, from whatever carries them."""
    return CycleDays(*(getattr(row, name) for name in DAYS))


def moved_days(actor: Actor, meeting_ref: str) -> tuple[MovedDays, ...]:
    """A meeting's drafting dates as they were set and moved, the ones that count first."""
    found = MeetingDates.objects.visible_to(actor).filter(meeting__ref=meeting_ref).order_by("-version")
    return tuple(MovedDays(row.version, cycle_days_of(row), row.reason, row.recorded_at) for row in found)


def meeting_issued_on(row: PaperRow) -> date | None:
    """The day on which the papers of a paper's meeting go out: as its dates say, else when the first of them did."""
    planned = MeetingDates.objects.filter(meeting_id=row.meeting_id).order_by("-version").values_list("issue_on")
    if found := planned.first():
        return found[0]
    latest = PaperDates.objects.filter(paper=OuterRef("signed__paper")).order_by("-id").values("meeting_id")[:1]
    issued = Issue.objects.annotate(for_meeting=Subquery(latest)).filter(for_meeting=row.meeting_id)
    return issued.aggregate(first=Min("issued_on"))["first"]


def pre_agendas(actor: Actor, meeting_ref: str) -> tuple[PreAgendaRow, ...]:
    """The convener's pre-agendas of a meeting, the latest first."""
    found = PreAgenda.objects.visible_to(actor).filter(meeting__ref=meeting_ref, authority_id__in=keeps_at(actor))
    return tuple(
        PreAgendaRow(row.held_on, row.convener_name, row.words, row.recorded_at) for row in found.order_by("-id")
    )


def forward_plan(
    actor: Actor, *, on: date, from_on: date | None = None, meeting_ref: str = ""
) -> tuple[PlannedMeeting, ...]:
    """The meetings to come with their dates, and of each the papers that it expects and what is late on a day."""
    found = Meeting.objects.visible_to(actor).filter(authority_id__in=keeps_at(actor))
    if from_on is not None:
        found = found.filter(meets_on__gte=from_on)
    if meeting_ref:
        found = found.filter(ref=meeting_ref)
    latest = MeetingDates.objects.filter(meeting=OuterRef("pk")).order_by("-version")
    given = found.annotate(
        dates_id=Subquery(latest.values("id")[:1]), dates_at=Subquery(latest.values("recorded_at")[:1])
    ).select_related("committee", "authority")
    given = with_change(given)
    meetings = list(given.order_by("meets_on", "id"))
    days = _days_by_id(row.dates_id for row in meetings)  # type: ignore[attr-defined]
    papers = _expected(actor, [row.pk for row in meetings])
    steps = paper_states(actor, {row.paper_id for rows in papers.values() for row in rows if row.paper_id})
    names = organisation.person_names({row.writer_id for rows in papers.values() for row in rows if row.writer_id})
    return tuple(
        _planned(row, days.get(row.dates_id), papers.get(row.pk, []), steps, names, on)  # type: ignore[attr-defined]
        for row in meetings
    )


def _days_by_id(ids: Iterable[int | None]) -> dict[int | None, CycleDays]:
    found = MeetingDates.objects.filter(id__in=[one for one in ids if one])
    return {row.pk: cycle_days_of(row) for row in found}


def _expected(actor: Actor, meeting_ids: list[int]) -> dict[int, list[ExpectedPaper]]:
    """Of each expected paper what was said last, by the meeting that it names now."""
    found = ExpectedPaper.objects.visible_to(actor).filter(authority_id__in=keeps_at(actor))
    newer = ExpectedPaper.objects.filter(ref=OuterRef("ref"), version__gt=OuterRef("version"))
    rows: dict[int, list[ExpectedPaper]] = {}
    found = found.filter(~Exists(newer), meeting_id__in=meeting_ids, is_dropped=False)
    for row in found.annotate(told=told_title("paper", otherwise="subject")).order_by("id"):
        rows.setdefault(row.meeting_id, []).append(row)
    return rows


def expected(actor: Actor, ref: str) -> ExpectedPaper:
    """What was said last about an expected paper, or NotVisible."""
    found = ExpectedPaper.objects.visible_to(actor).filter(ref=ref, authority_id__in=keeps_at(actor))
    row = found.select_related("meeting__committee").order_by("-version").first()
    if row is None:
        raise NotVisible
    return row


def expected_row(actor: Actor, ref: str) -> ExpectedRow:
    """An expected paper as a page shows it, or NotVisible."""
    row = expected(actor, ref)
    names = organisation.person_names([row.writer_id] if row.writer_id else [])
    return ExpectedRow(row.ref, row.version, row.meeting.ref, row.subject, names.get(row.writer_id or 0, ""))


def _planned(
    row: Meeting,
    days: CycleDays | None,
    papers: list[ExpectedPaper],
    steps: Mapping[int, tuple[str, PaperStep]],
    names: Mapping[int, str],
    on: date,
) -> PlannedMeeting:
    return PlannedMeeting(
        row.ref,
        row.committee.ref,
        row.committee.name,
        row.authority_id,
        row.authority.name,
        row.meets_on,
        days,
        tuple(_expected_row(paper, row.ref, days, steps, names, on) for paper in papers),
        change_row(row, row.meets_on),
        tuple((name, day) for name, day in (("drafts", row.drafts_due_on), ("papers", row.papers_due_on)) if day),
        max(filter(None, (row.recorded_at, row.dates_at, row.change_at))),  # type: ignore[attr-defined]
    )


def _expected_row(
    row: ExpectedPaper,
    meeting_ref: str,
    days: CycleDays | None,
    steps: Mapping[int, tuple[str, PaperStep]],
    names: Mapping[int, str],
    on: date,
) -> ExpectedRow:
    """Where a paper stands: by the paper itself where this actor may see it, else that it is being prepared."""
    ref, step = steps.get(row.paper_id or 0, ("", None))
    hidden = PaperStep.RETURNED if row.paper_id else None
    standing = STEP_WORDS[step] if step else ("Being prepared" if row.paper_id else "Not begun")
    late = what_is_late(step=step or hidden, days=days, on=on)
    return ExpectedRow(
        row.ref,
        row.version,
        meeting_ref,
        row.subject,
        names.get(row.writer_id or 0, ""),
        ref,
        standing,
        late,
        row.told,  # type: ignore[attr-defined]
        row.recorded_at,
    )
