"""Which papers there are, and each one's facts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import CharField, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, NullIf

from lippen.kernel.access import Actor, Permission
from lippen.kernel.errors import NotVisible
from lippen.kernel.prepared import read_prepared
from lippen.organisation.roles import Role
from lippen.reporting.facts import PaperDays
from lippen.reporting.models import (
    Committee,
    ExemptProposal,
    Meeting,
    MeetingChange,
    MeetingDates,
    Paper,
    PaperDates,
    PaperState,
    PaperTurn,
    PublicIssue,
    TemplateVersion,
)
from lippen.reporting.rows import MeetingChangeRow, MeetingRow, PaperRow
from lippen.reporting.vocabulary import FROZEN, PaperStep

ON_THE_COMMITTEE = frozenset({Role.COUNCILLOR_ON_COMMITTEE, Role.APPOINTED_MEMBER})


def meetings(actor: Actor, *, from_on: date | None = None) -> tuple[MeetingRow, ...]:
    """The meetings that papers may be written for, the earliest first."""
    latest = MeetingDates.objects.filter(meeting=OuterRef("pk")).order_by("-version")
    found = Meeting.objects.visible_to(actor).select_related("committee").order_by("meets_on", "id")
    found = found.annotate(
        is_changed=Exists(MeetingChange.objects.filter(meeting=OuterRef("pk"))),
        moved_drafts_on=Subquery(latest.values("drafts_due_on")[:1]),
        moved_papers_on=Subquery(latest.values("final_due_on")[:1]),
        issue_on=Subquery(latest.values("issue_on")[:1]),
    )
    if from_on is not None:
        found = found.filter(meets_on__gte=from_on)
    return tuple(_meeting_row(row) for row in found)


def _meeting_row(row: Meeting) -> MeetingRow:
    """A meeting with the dates that count: those that were moved, else those of the day on which it was called."""
    drafts, papers = row.moved_drafts_on, row.moved_papers_on  # type: ignore[attr-defined]
    return MeetingRow(
        row.pk,
        row.ref,
        row.committee.name,
        row.authority_id,
        row.meets_on,
        drafts or row.drafts_due_on,
        papers or row.papers_due_on,
        row.issue_on,  # type: ignore[attr-defined]
        row.committee.ref,
        row.is_changed,  # type: ignore[attr-defined]
    )


def meetings_to_choose(actor: Actor, *, from_on: date | None = None) -> tuple[MeetingRow, ...]:
    """The meetings that something new may be arranged for: none that was moved or called off."""
    return tuple(row for row in meetings(actor, from_on=from_on) if not row.is_changed)


def with_change(found: QuerySet[Any], path: str = "", *, known_at: datetime | None = None) -> QuerySet[Any]:
    """Rows with what last changed their meeting, if anything did; `path` leads to the meeting."""
    latest = MeetingChange.objects.filter(meeting=OuterRef(path or "pk")).known_at(known_at).order_by("-version")
    given = {"reason": "reason", "at": "recorded_at", "to": "moved_to_id", "ref": "moved_to__ref"}
    given |= {"on": "moved_to__meets_on"}
    return found.annotate(**{f"change_{name}": Subquery(latest.values(field)[:1]) for name, field in given.items()})


def change_row(row: Any, was_on: date) -> MeetingChangeRow | None:
    """What changed a meeting, from a row that was read with it."""
    if row.change_reason is None:
        return None
    return MeetingChangeRow(was_on, row.change_reason, row.change_at, row.change_ref or "", row.change_on)


def paper_states(actor: Actor, ids: Iterable[int]) -> dict[int, tuple[str, PaperStep]]:
    """Reference and state of those of these papers that this actor may read."""
    wanted = list(ids)
    rows = visible_papers(actor).filter(id__in=wanted).values_list("id", "ref", "state") if wanted else ()
    return {id_: (ref, PaperStep(state)) for id_, ref, state in rows}


def subjects(actor: Actor, refs: Iterable[str]) -> dict[str, str]:
    """What papers are about, by reference, for desks, letters and calendars; only those that this actor may read."""
    found = visible_papers(actor).filter(ref__in=list(refs)).annotate(told=told_title())
    return dict(found.values_list("ref", "told"))


def told_title(paper: str = "", *, otherwise: str = "") -> Coalesce:
    """A paper's title where it may leave the council: of an exempt one the title that the public reads.

    `paper` leads from the row that is read to its paper; `otherwise` is what else it may be called.
    """
    path = f"{paper}__" if paper else ""
    issued = PublicIssue.objects.filter(paper_ref=OuterRef(f"{path}ref")).order_by("id")
    proposed = ExemptProposal.objects.filter(paper_id=OuterRef(f"{paper}_id" if paper else "pk")).order_by("-version")
    return Coalesce(
        Subquery(issued.values("title")[:1]),
        NullIf(Subquery(proposed.values("public_title")[:1]), Value("")),
        otherwise or f"{path}subject",
        output_field=CharField(),
    )


def committees(actor: Actor, authority_id: int) -> dict[str, str]:
    """References of a council's committees by name."""
    found = Committee.objects.visible_to(actor).filter(authority_id=authority_id)
    return dict(found.values_list("name", "ref"))


def visible_papers(actor: Actor, *, known_at: datetime | None = None) -> QuerySet[Paper]:
    """The papers that this actor may read, with their state: staff all, clerks the signed ones, members the issued."""
    found = _with_state(Paper.objects.visible_to(actor), known_at)
    issued = Q(state=PaperStep.ISSUED)
    return found.filter(
        Q(authority_id__in=actor.reach_of(Permission.READ_PLAN))
        | Q(authority_id__in=actor.reach_of(Permission.ISSUE_PAPER), state__in=FROZEN)
        | issued & Q(authority_id__in=actor.seated_as(ON_THE_COMMITTEE))
        | issued & (Q(signed__exempt=False) | Q(signed__issue__is_open_to_members=True))
    )


def _with_state(found: QuerySet[Paper], known_at: datetime | None) -> QuerySet[Paper]:
    latest = PaperState.objects.filter(paper=OuterRef("pk")).known_at(known_at).order_by("-number")
    sent = Q(states__state=PaperStep.IN_APPROVAL)
    days = PaperDates.objects.filter(paper=OuterRef("pk")).known_at(known_at).order_by("-id")
    turn = with_change(PaperTurn.objects.filter(paper=OuterRef("pk")).known_at(known_at), "meeting", known_at=known_at)
    turn = turn.annotate(
        then_ref=Coalesce("change_ref", "meeting__ref"), then_on=Coalesce("change_on", "meeting__meets_on")
    ).order_by("-id")
    if known_at is not None:
        sent &= Q(states__recorded_at__lte=known_at)
    return found.annotate(
        then_meeting_ref=Subquery(turn.values("then_ref")[:1]),
        then_committee_name=Subquery(turn.values("meeting__committee__name")[:1]),
        then_meets_on=Subquery(turn.values("then_on")[:1]),
        state=Subquery(latest.values("state")[:1]),
        state_number=Subquery(latest.values("number")[:1]),
        rounds=Count("states", filter=sent),
        dates_id=Subquery(days.values("id")[:1]),
    )


def papers(actor: Actor) -> tuple[PaperRow, ...]:
    """Every paper that this actor may read, the next meeting first."""
    rows = _rows(visible_papers(actor))
    return tuple(sorted(rows, key=lambda row: (row.days.meets_on, row.id), reverse=True))


def papers_on(actor: Actor, *, plan_ref: str) -> tuple[PaperRow, ...]:
    """The papers on a plan that this actor may read, the next meeting first."""
    rows = _rows(visible_papers(actor).filter(plan_ref=plan_ref))
    return tuple(sorted(rows, key=lambda row: (row.days.meets_on, row.id), reverse=True))


def paper_row(actor: Actor, ref: str, *, known_at: datetime | None = None) -> PaperRow:
    """One paper's facts, or NotVisible."""
    found, days, meetings, of_committees = read_prepared(_one_with_its_days, actor, ref, known_at)
    if not found or not found[0].state:
        raise NotVisible
    kept = next(each for each in days if each.pk == found[0].dates_id)
    kept.meeting = next(each for each in meetings if each.pk == kept.meeting_id)
    kept.meeting.committee = next(each for each in of_committees if each.pk == kept.meeting.committee_id)
    return _row(found[0], kept)


def _one_with_its_days(actor: Actor, ref: str, known_at: datetime | None) -> tuple[QuerySet[Any], ...]:
    """A paper with its form, its days, and the meetings and committees that these name."""
    form = TemplateVersion.objects.filter(
        authority_id=OuterRef("authority_id"),
        template__key=OuterRef("template_key"),
        version=OuterRef("template_version"),
    )
    found = visible_papers(actor, known_at=known_at).filter(ref=ref)
    days = PaperDates.objects.filter(paper__ref=ref).known_at(known_at)
    return (
        found.annotate(form_text=Subquery(form.values("content")[:1])).order_by("id"),
        with_change(days, "meeting", known_at=known_at).order_by("id"),
        Meeting.objects.filter(pk__in=days.values("meeting")).order_by("id"),
        Committee.objects.filter(pk__in=days.values("meeting__committee")).order_by("id"),
    )


def paper_for(actor: Actor, *, plan_ref: str, as_at: date, form: str) -> PaperRow | None:
    """The paper on a plan and a form whose data are as at a day: of several the last opened."""
    found = visible_papers(actor).filter(plan_ref=plan_ref, template_key=form)
    rows = [row for row in _rows(found) if row.days.data_as_at == as_at]
    return max(rows, key=lambda row: row.id, default=None)


def paper_of(actor: Actor, *, plan_ref: str, meeting_ref: str, days: PaperDays, form: str) -> PaperRow | None:
    """The paper on a plan for a meeting and a period, on one form, if there is one."""
    period = days.period_starts_on, days.period_ends_on
    for row in _rows(visible_papers(actor).filter(plan_ref=plan_ref, template_key=form)):
        if row.meeting_ref == meeting_ref and (row.days.period_starts_on, row.days.period_ends_on) == period:
            return row
    return None


def _rows(found: QuerySet[Paper], *, known_at: datetime | None = None) -> list[PaperRow]:
    rows = [paper for paper in found.order_by("id") if paper.state]  # type: ignore[attr-defined]
    days = _days((paper.dates_id for paper in rows), known_at)  # type: ignore[attr-defined]
    return [_row(paper, days[paper.dates_id]) for paper in rows]  # type: ignore[attr-defined]


def _days(ids: Iterable[int], known_at: datetime | None) -> dict[int, PaperDates]:
    found = PaperDates.objects.filter(id__in=list(ids)).select_related("meeting__committee")
    return {row.pk: row for row in with_change(found, "meeting", known_at=known_at)}


def _row(paper: Paper, dates: PaperDates) -> PaperRow:
    return PaperRow(
        id=paper.pk,
        ref=paper.ref,
        plan_id=paper.plan_id,
        plan_ref=paper.plan_ref,
        authority_id=paper.authority_id,
        authority_name=paper.authority_name,
        template_key=paper.template_key,
        template_version=paper.template_version,
        subject=paper.subject,
        report_by=paper.report_by_words,
        report_by_person_id=paper.report_by_person_id,
        committee_name=dates.meeting.committee.name,
        meeting_ref=dates.change_ref or dates.meeting.ref,  # type: ignore[attr-defined]
        days=_paper_days(dates),
        state=PaperStep(paper.state),  # type: ignore[attr-defined]
        opened_at=paper.recorded_at,
        state_number=paper.state_number,  # type: ignore[attr-defined]
        rounds=paper.rounds,  # type: ignore[attr-defined]
        form_text=getattr(paper, "form_text", None) or "",
        meeting_id=dates.change_to or dates.meeting_id,  # type: ignore[attr-defined]
        meeting_change=change_row(dates, dates.meeting.meets_on),
        committee_id=dates.meeting.committee_id,
        then_meeting_ref=paper.then_meeting_ref or "",  # type: ignore[attr-defined]
        then_committee_name=paper.then_committee_name or "",  # type: ignore[attr-defined]
        then_meets_on=paper.then_meets_on,  # type: ignore[attr-defined]
    )


def _paper_days(dates: PaperDates) -> PaperDays:
    return PaperDays(
        period_starts_on=dates.period_starts_on,
        period_ends_on=dates.period_ends_on,
        data_as_at=dates.data_as_at,
        text_closed_on=dates.text_closed_on,
        issue_on=dates.issue_on,
        meets_on=dates.change_on or dates.meeting.meets_on,  # type: ignore[attr-defined]
    )


@dataclass(frozen=True)
class SignedBefore:
    """A paper on the same plan that was signed: its data day and its meeting's."""

    id: int
    ref: str
    authority_id: int
    data_as_at: date
    meets_on: date
    exempt: bool = False
    public_content: bytes | None = None
    """Of an exempt one what its public edition says."""


def signed_on_the_plan(actor: Actor, row: PaperRow, *, known_at: datetime | None) -> tuple[SignedBefore, ...]:
    """The other papers on a paper's plan that were signed, as known at a moment."""
    latest = PaperDates.objects.filter(paper=OuterRef("pk")).order_by("-id").values("id")[:1]
    signed = (
        Paper.objects.visible_to(actor)
        .filter(plan_id=row.plan_id, signed__isnull=False)
        .exclude(pk=row.id)
        .annotate(dates_id=Subquery(latest))
        .filter(dates__id=F("dates_id"))
    )
    if known_at is not None:
        signed = signed.filter(signed__recorded_at__lte=known_at)
    names = ("id", "ref", "authority_id", "dates__data_as_at", "dates__meeting__meets_on")
    found = signed.values_list(*names, "signed__exempt", "signed__public_edition__content")
    return tuple(SignedBefore(*values) for values in found)


def last_day_of(signed: Iterable[SignedBefore], row: PaperRow) -> date | None:
    """The data day of the last paper that was signed before this one."""
    days = [one.data_as_at for one in signed if one.data_as_at < row.days.data_as_at]
    return max(days, default=None)


def before_meeting(signed: Iterable[SignedBefore], row: PaperRow) -> dict[int, str]:
    """Id and reference of the council's own papers on the plan for earlier meetings."""
    return {
        one.id: one.ref for one in signed if one.authority_id == row.authority_id and one.meets_on < row.days.meets_on
    }
