"""A paper's course: its origin, its consultees, the pre-agenda and the proper officer, from one statement."""

from __future__ import annotations

from datetime import date
from typing import Any

from lippen.kernel.access import Actor, Permission, may
from lippen.kernel.together import read_together
from lippen.organisation import queries as organisation
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
    of_paper = {"paper_id": row.id if keeps else 0}
    of_route = {"paper_id": row.id if sees_plan else 0}
    of_meeting = {"meeting_id": row.meeting_id if keeps else 0}
    routes, steps, asked, said, officers, dates, held, exempts, confirmed = read_together(
        with_origin(PaperRoute.objects.filter(**of_paper)).order_by("id"),
        RouteStep.objects.filter(**of_route).order_by("id"),
        ConsulteeAsked.objects.filter(**of_route).order_by("id"),
        ConsulteeComment.objects.filter(**of_route).order_by("id"),
        OfficerDecision.objects.filter(**of_paper).order_by("number"),
        MeetingDates.objects.filter(**of_meeting).order_by("version"),
        PreAgenda.objects.filter(**of_meeting).order_by("id"),
        ExemptProposal.objects.filter(**of_paper).order_by("version"),
        PaperConfirmation.objects.filter(**of_paper).order_by("id"),
    )
    written = Written({RouteStep: steps, ConsulteeAsked: asked, ConsulteeComment: said})
    origin = origin_row(routes[-1]) if routes else None
    exempt = exempt_row(exempts[-1]) if exempts and exempts[-1].marks else None
    needs_officer = bool(origin and origin.needs_officer) or exempt is not None
    waits = keeps and needs_officer and not officers and row.state is PaperStep.SIGNED
    return Course(
        origin=origin,
        consultees=tuple(_standing(each, on) for each in written.consultees),
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


def _standing(row: ConsulteeRow, on: date) -> ConsultedRow:
    asked = row.asked_at is not None
    return ConsultedRow(row, consulted(asked=asked, due_on=row.due_on, answered=row.answered, on=on))


def _officer(row: Any) -> OfficerRow:
    return OfficerRow(row.number, row.verdict, row.reason, row.name, row.designation, row.recorded_at)
