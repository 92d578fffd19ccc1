"""How a write to something that is part of a plan begins: seen, allowed, the plan locked, the moment settled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Max, Model

from lippen.improvement.actions.writing import check_day, locked, moment, require_for
from lippen.improvement.models import Action, Plan
from lippen.kernel.access import Actor, Permission, require
from lippen.kernel.errors import CannotDo, NotVisible

T = TypeVar("T", bound=Model)
MEANWHILE = "Somebody has changed this meanwhile. Look at it again before you say what you wanted to say."


@dataclass(frozen=True)
class OnPlanWriting:
    """A write to a part of a plan: the plan is locked, and `recorded_at` lies after every signed moment."""

    actor: Actor
    plan: Plan
    recorded_at: datetime

    def fact(self, so_on: date, token: UUID | str | None = None) -> dict[str, Any]:
        """What every fact carries."""
        return {
            "so_on": so_on,
            "token": token,
            "recorded_at": self.recorded_at,
            "recorded_by_id": self.actor.account_id,
        }

    def action(self, ref: str) -> Action:
        """An action of the same plan."""
        found = Action.objects.filter(plan=self.plan, ref=ref).first()
        if found is None:
            raise CannotDo("That action is not in this plan. Choose one that is.", field="action")
        return found


def begin_on(actor: Actor, plan_ref: str, permission: Permission, *, at: datetime) -> OnPlanWriting:
    """Begin to add something to a plan."""
    require(actor, permission)
    found = Plan.objects.visible_to(actor).filter(ref=plan_ref).values_list("id", flat=True).first()
    if found is None:
        raise NotVisible
    plan = locked(found)
    require_for(plan, actor, permission)
    return OnPlanWriting(actor, plan, moment(plan, at))


def begin_part(
    actor: Actor, model: type[T], ref: str, permission: Permission, *, at: datetime
) -> tuple[T, OnPlanWriting]:
    """Begin to write to a part of a plan that the actor sees."""
    require(actor, permission)
    found = model._default_manager.visible_to(actor).filter(ref=ref).first()  # type: ignore[attr-defined]
    if found is None:
        raise NotVisible
    plan = locked(found.plan_id)
    require_for(plan, actor, permission)
    return found, OnPlanWriting(actor, plan, moment(plan, at))


def check_follows(so_on: date, at: datetime, facts: Any, since: date) -> None:
    """Refuse a day that has not come, or that lies before what is already recorded."""
    check_day(so_on, at, after=facts.aggregate(last=Max("so_on"))["last"] or since)
