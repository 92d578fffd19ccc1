"""A paper's course: its origin, its consultees, the pre-agenda and the proper officer, from one statement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import F, QuerySet

from lippen.kernel.access import Actor, Permission, may
from lippen.kernel.prepared import read_prepared
from lippen.organisation import queries as organisation
from lippen.organisation.queries import cover
from lippen.organisation.roles import Role
from lippen.reporting.committee_rows import PreAgendaRow
from lippen.reporting.course_rows import ConsultedRow, Course, OfficerRow
from lippen.reporting.models import (
    ConsulteeAsked,
    ConsulteeComment,
    ExemptProposal,
    MeetingDates,
    OfficerDecision,
    PaperConfirmation,
    PaperRoute,
    PreAgenda,
    RouteStep,
)
from lippen.reporting.queries.committees import cycle_days_of, keeps_at
from lippen.reporting.queries.written import Written, confirmation_rows, exempt_row, origin_row, with_origin
from lippen.reporting.route_rules import consulted
from lippen.reporting.rows import ConsulteeRow, PaperRow
from lippen.reporting.vocabulary import PaperStep


def course(actor: Actor, row: PaperRow, *, on: date) -> Course:
    """What there is beside authors and approvers, as far as this actor may see it: comments are for those who write."""
    sees_plan = may(actor, Permission.READ_PLAN, at=[row.authority_id])
    keeps = row.authority_id in keeps_at(actor)
    of_paper, of_meeting = (row.id, row.meeting_id) if keeps else (0, 0)
    routes, steps, asked, said, officers, dates, held, exempts, confirmed, away = read_prepared(
        _wanted, actor, of_paper, row.id if sees_plan else 0, of_meeting, on
    )
    written = Written({RouteStep: steps, ConsulteeAsked: asked, ConsulteeComment: said})
    origin = origin_row(routes[-1]) if routes else None
    by = _given_by(said, {step.pk: step for step in steps})
    exempt = exempt_row(exempts[-1]) if exempts and exempts[-1].marks else None
    needs_officer = bool(origin and origin.needs_officer) or exempt is not None
    waits = keeps and needs_officer and not officers and row.state is PaperStep.SIGNED
    return Course(
        origin=origin,
        consultees=tuple(_standing(each, on, by) for each in written.consultees),
        covered=frozenset(each.person_id for each in away),
        officer=_officer(officers[-1]) if officers else None,
        days=cycle_days_of(dates[-1]) if dates else None,
        pre_agendas=tuple(
            PreAgendaRow(each.held_on, each.convener_name, each.words, each.recorded_at) for each in reversed(held)
        ),
        needs_officer=needs_officer,
        exempt=exempt,
        confirmations=confirmation_rows(confirmed),
        lacks_officer=waits and not organisation.holders_by_role(row.authority_id, on=on).get(Role.PROPER_OFFICER),
    )


def _wanted(actor: Actor, of_paper: int, of_route: int, of_meeting: int, on: date) -> tuple[QuerySet[Any], ...]:
    """What there is beside a paper, along its route and about its meeting; of 0 there is nothing."""
    return (
        with_origin(PaperRoute.objects.filter(paper_id=of_paper)).order_by("id"),
        RouteStep.objects.filter(paper_id=of_route).order_by("id"),
        ConsulteeAsked.objects.filter(paper_id=of_route).order_by("id"),
        ConsulteeComment.objects.filter(paper_id=of_route)
        .annotate(by_person_id=F("recorded_by__person_id"))
        .order_by("id"),
        OfficerDecision.objects.filter(paper_id=of_paper).order_by("number"),
        MeetingDates.objects.filter(meeting_id=of_meeting).order_by("version"),
        PreAgenda.objects.filter(meeting_id=of_meeting).order_by("id"),
        ExemptProposal.objects.filter(paper_id=of_paper).order_by("version"),
        PaperConfirmation.objects.filter(paper_id=of_paper).order_by("id"),
        cover.covering(actor, on=on).order_by("id"),
    )


def _standing(row: ConsulteeRow, on: date, by: Mapping[tuple[int, str], str]) -> ConsultedRow:
    standing = consulted(asked=row.asked_at is not None, due_on=row.due_on, answered=row.answered, on=on)
    return ConsultedRow(row, standing, by.get((row.person_id, row.subject), ""))


def _given_by(comments: Sequence[Any], steps: Mapping[int, RouteStep]) -> dict[tuple[int, str], str]:
    """Who gave a consultee's last comment, by person and subject, where it was somebody who covers for them."""
    last = {_place(steps[each.route_step_id]): each.by_person_id for each in comments}
    others = {place: who for place, who in last.items() if who and who != place[0]}
    names = organisation.person_names(others.values()) if others else {}
    return {place: names.get(who, "") for place, who in others.items()}


def _place(step: RouteStep) -> tuple[int, str]:
    return step.person_id, step.subject


def _officer(row: Any) -> OfficerRow:
    return OfficerRow(row.number, row.verdict, row.reason, row.name, row.designation, row.recorded_at)
