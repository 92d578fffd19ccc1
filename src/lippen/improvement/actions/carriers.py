"""An action is carried by a plan of its own, such as a team plan; never round in a circle."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db.transaction import atomic

from lippen.improvement.actions.ties import tie
from lippen.improvement.actions.writing import Writing, already, begin
from lippen.improvement.models import Plan, PlanCarrier
from lippen.kernel import audit
from lippen.kernel.access import Actor, Permission
from lippen.kernel.errors import CannotDo, NotVisible, refusal


@atomic
def carry_by(
    *, actor: Actor, action_ref: str, plan_ref: str, so_on: date, at: datetime, token: UUID | str | None = None
) -> PlanCarrier:
    """Say that an action is carried by a plan of its own from a day on; an earlier carrier ends first."""
    writing = begin(actor, Permission.EDIT_PLAN, action_ref, at=at)
    if made := already(PlanCarrier, token, actor):
        return made
    plan = Plan.objects.visible_to(actor).filter(ref=plan_ref).first()
    if plan is None:
        raise NotVisible
    last = writing.action.carriers.order_by("-number").first()
    if last is not None and not last.ended and last.plan_id != plan.pk:
        _ended(writing, so_on, at)
    circle = (
        "An action cannot be carried by the plan that it stands in. Choose another plan."
        if plan.pk == writing.plan.pk
        else f"“{plan.title}” is itself carried by this plan, directly or through others. Choose another plan."
    )
    with refusal("plans_carry_no_circle", circle, field="plan"):
        made = tie(
            PlanCarrier,
            between={"action": writing.action},
            plan=plan,
            so_on=so_on,
            at=at,
            recorded={"recorded_at": writing.recorded_at, "recorded_by_id": actor.account_id},
            name="carrier",
            already=f"“{plan.title}” carries this action already.",
            token=token,
        )
    audit.record(actor, "action.carried", writing.action, keys={"plan": plan.ref})
    return made


@atomic
def carry_no_longer(
    *, actor: Actor, action_ref: str, so_on: date, at: datetime, token: UUID | str | None = None
) -> PlanCarrier:
    """Say that an action is no longer carried by a plan of its own."""
    writing = begin(actor, Permission.EDIT_PLAN, action_ref, at=at)
    if made := already(PlanCarrier, token, actor):
        return made
    made = _ended(writing, so_on, at, token)
    audit.record(actor, "action.carried_no_longer", writing.action)
    return made


def _ended(writing: Writing, so_on: date, at: datetime, token: UUID | str | None = None) -> PlanCarrier:
    last = writing.action.carriers.order_by("-number").first()
    if last is None:
        raise CannotDo("No plan carries this action.")
    return tie(
        PlanCarrier,
        between={"action": writing.action},
        plan=last.plan,
        so_on=so_on,
        at=at,
        recorded={"recorded_at": writing.recorded_at, "recorded_by_id": writing.actor.account_id},
        name="carrier",
        ended=True,
        already="No plan carries this action.",
        token=token,
    )
