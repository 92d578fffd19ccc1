"""Whose files and evidence are whose, where councils share a plan."""

from __future__ import annotations

from lippen.improvement.models import Plan
from lippen.kernel.access import Actor, Permission
from lippen.kernel.errors import NotAllowed, NotVisible


def keeper_of(actor: Actor, plan_id: int, *, permission: Permission = Permission.READ_PLAN) -> int:
    """The authority that keeps what this actor adds to a plan by a permission.

    The plan's own where the actor has the permission there, or else the first where they have it of those sharing it.
    """
    plan = Plan.objects.visible_to(actor).filter(pk=plan_id).first()
    if plan is None:
        raise NotVisible
    reach = actor.reach_of(permission)
    if plan.authority_id in reach:
        return plan.authority_id
    if shared := reach.intersection(plan.authorities.values_list("id", flat=True)):
        return min(shared)
    raise NotAllowed(permission)
