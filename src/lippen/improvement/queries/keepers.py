"""Whose files and evidence are whose, where councils share a plan."""

from __future__ import annotations

from lippen.improvement.models import Plan
from lippen.kernel.access import Actor
from lippen.kernel.errors import NotVisible


def keeper_of(actor: Actor, plan_id: int) -> int:
    """The authority that keeps what this actor adds to a plan: the plan's own, or the actor's where they share it."""
    plan = Plan.objects.visible_to(actor).filter(pk=plan_id).first()
    if plan is None:
        raise NotVisible
    if plan.authority_id in actor.authority_ids:
        return plan.authority_id
    return min(set(plan.authorities.values_list("id", flat=True)) & actor.authority_ids)
