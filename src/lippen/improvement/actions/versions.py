"""Versions of a plan are named, renamed and let go."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db.models import Max
from django.db.transaction import atomic

from lippen.improvement.actions.writing import already, begin_plan, check_day, needed
from lippen.improvement.models import Plan, PlanVersion, PlanVersionNaming
from lippen.kernel import audit
from lippen.kernel.access import Actor, Permission, require
from lippen.kernel.errors import CannotDo, NotVisible, refusal
from lippen.kernel.ids import new_ref


@atomic
def name_version(
    *,
    actor: Actor,
    plan_ref: str,
    name: str,
    as_at: date,
    at: datetime,
    note: str = "",
    token: UUID | str | None = None,
) -> PlanVersion:
    """Give a name to how a plan stood by the end of a day, as known now; what is recorded later does not change it."""
    plan, recorded_at = begin_plan(actor, Permission.EDIT_PLAN, plan_ref, at=at)
    if made := already(PlanVersion, token, actor):
        return made
    check_day(as_at, at)
    if not plan.actions.filter(so_on__lte=as_at).exists():
        raise CannotDo("The plan had no actions on that day. Choose a later one.", field="as_at")
    name = needed(name, "name", "Give the version a name, such as “initial plan”.")[:120]
    with refusal("version_named_once", f"There is already a version called “{name}”. Choose another.", field="name"):
        made = PlanVersion.objects.create(
            ref=new_ref("version"),
            plan=plan,
            name=name,
            as_at=as_at,
            known_at=recorded_at,
            note=note.strip(),
            token=token,
            recorded_at=recorded_at,
            recorded_by_id=actor.account_id,
        )
    closed = recorded_at if plan.closed_through is None else max(recorded_at, plan.closed_through)
    Plan.objects.filter(pk=plan.pk).update(closed_through=closed)
    audit.record(actor, "version.named", made)
    return made


@atomic
def rename_version(
    *,
    actor: Actor,
    version_ref: str,
    name: str,
    so_on: date,
    at: datetime,
    is_retired: bool = False,
    token: UUID | str | None = None,
) -> PlanVersionNaming:
    """Call a version otherwise from a day on, or offer it no longer."""
    require(actor, Permission.EDIT_PLAN)
    seen = PlanVersion.objects.filter(plan__in=Plan.objects.visible_to(actor))
    found = seen.filter(ref=version_ref).select_related("plan").first()
    if found is None:
        raise NotVisible
    _, recorded_at = begin_plan(actor, Permission.EDIT_PLAN, found.plan.ref, at=at)
    if made := already(PlanVersionNaming, token, actor):
        return made
    check_day(so_on, at, after=found.namings.aggregate(last=Max("so_on"))["last"])
    made = PlanVersionNaming.objects.create(
        version=found,
        so_on=so_on,
        name=needed(name, "name", "Give the version a name.")[:120],
        is_retired=is_retired,
        token=token,
        recorded_at=recorded_at,
        recorded_by_id=actor.account_id,
    )
    audit.record(actor, "version.retired" if is_retired else "version.renamed", found)
    return made
