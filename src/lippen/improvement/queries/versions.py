"""Versions of a plan, and what is different between two points in its life."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from lippen.improvement.differences import differences
from lippen.improvement.models import Plan, PlanAgreement, PlanVersion, PlanVersionNaming
from lippen.improvement.queries.for_papers import plan_records
from lippen.improvement.rows import PlanRow
from lippen.improvement.source_rows import DifferenceRow, VersionRow
from lippen.kernel.access import Actor
from lippen.kernel.errors import NotVisible
from lippen.organisation import queries as organisation

FAR = datetime.fromisoformat("9000-01-01T00:00:00+00:00")


def plan_versions(actor: Actor, plan_id: int) -> tuple[VersionRow, ...]:
    """The versions of a plan by their names of today, the oldest first; retired ones are marked."""
    found = PlanVersion.objects.filter(plan_id=plan_id, plan__in=Plan.objects.visible_to(actor))
    kept = list(found.order_by("as_at", "known_at", "id"))
    names = organisation.account_names({each.recorded_by_id for each in kept})
    latest = _latest([each.pk for each in kept])
    return tuple(_row(each, latest.get(each.pk), names) for each in kept)


def version(actor: Actor, ref: str) -> tuple[str, VersionRow]:
    """One version and its plan's reference, or NotVisible."""
    seen = PlanVersion.objects.filter(plan__in=Plan.objects.visible_to(actor), ref=ref)
    found = seen.select_related("plan").first()
    if found is None:
        raise NotVisible
    names = organisation.account_names([found.recorded_by_id])
    return found.plan.ref, _row(found, _latest([found.pk]).get(found.pk), names)


def _latest(ids: list[int]) -> dict[int, PlanVersionNaming]:
    namings = PlanVersionNaming.objects.filter(version_id__in=ids)
    ordered = namings.order_by("version_id", "-so_on", "-id").distinct("version_id")
    return {naming.version_id: naming for naming in ordered}


def _row(found: PlanVersion, naming: PlanVersionNaming | None, names: Mapping[int, str]) -> VersionRow:
    return VersionRow(
        ref=found.ref,
        name=naming.name if naming else found.name,
        as_at=found.as_at,
        known_at=found.known_at,
        note=found.note,
        by_name=names.get(found.recorded_by_id or 0, ""),
        is_retired=naming is not None and naming.is_retired,
    )


@dataclass(frozen=True)
class AgreementRow:
    """That somebody said when a plan was agreed."""

    on: date
    body: str
    by_name: str
    recorded_at: datetime


def plan_agreements(actor: Actor, plan: PlanRow) -> tuple[AgreementRow, ...]:
    """What was said of when a plan that the actor has read was agreed, the latest first."""
    found = list(PlanAgreement.objects.filter(plan_id=plan.id).order_by("-recorded_at", "-id"))
    names = organisation.account_names({each.recorded_by_id for each in found if each.recorded_by_id})
    return tuple(
        AgreementRow(each.so_on, each.body, names.get(each.recorded_by_id or 0, ""), each.recorded_at) for each in found
    )


def agreed_by(plan: PlanRow, *, as_at: date, known_at: datetime | None = None) -> date | None:
    """On what day a plan was agreed, as known at a moment; None where that day was still to come."""
    said = PlanAgreement.objects.filter(plan_id=plan.id, recorded_at__lte=known_at or FAR)
    last = said.order_by("-recorded_at", "-id").values_list("so_on", flat=True).first()
    return last if last is not None and last <= as_at else None


@dataclass(frozen=True)
class Point:
    """A point in a plan's life: by the end of a day, as known at a moment; None means all that is known."""

    as_at: date
    known_at: datetime | None = None


def differences_between(actor: Actor, plan: PlanRow, before: Point, after: Point) -> tuple[DifferenceRow, ...]:
    """What came, went, moved, was reworded or led anew between two points of a plan that the actor has read."""
    rows = [
        plan_records(actor, plan, as_at=point.as_at, since=point.as_at, known_at=point.known_at or FAR).actions
        for point in (before, after)
    ]
    return differences(*rows)
