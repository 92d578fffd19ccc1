"""How a write to what one authority keeps begins: seen, allowed there, nobody else writing, the moment settled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Max, Model

from lippen.improvement.actions.holding import hold
from lippen.improvement.actions.writing import check_day, locked, moment
from lippen.improvement.models import StakeholderGroup
from lippen.kernel.access import Actor, Permission, require
from lippen.kernel.errors import NotVisible

T = TypeVar("T", bound=Model)


@dataclass(frozen=True)
class Keeping:
    """A write to something of one group of partners: the group is held."""

    actor: Actor
    group: StakeholderGroup
    recorded_at: datetime

    def fact(self, so_on: date, token: UUID | str | None = None) -> dict[str, Any]:
        """What every row carries."""
        return {
            "authority_id": self.group.authority_id,
            "so_on": so_on,
            "token": token,
            "recorded_at": self.recorded_at,
            "recorded_by_id": self.actor.account_id,
        }


def begin_group(actor: Actor, ref: str, *, at: datetime) -> Keeping:
    """Begin to write about a group of partners that the actor sees."""
    require(actor, Permission.WRITE_UPDATE)
    return _held(actor, StakeholderGroup.objects.visible_to(actor).filter(ref=ref).first(), at)


def begin_of(actor: Actor, model: type[T], ref: str, *, at: datetime) -> tuple[T, Keeping]:
    """Begin to write to something of a group, such as a contact or a meeting."""
    require(actor, Permission.WRITE_UPDATE)
    seen = model._default_manager.visible_to(actor)  # type: ignore[attr-defined]
    found = seen.filter(ref=ref).select_related("group").first()
    if found is None:
        raise NotVisible
    return found, _held(actor, found.group, at)


def _held(actor: Actor, group: StakeholderGroup | None, at: datetime) -> Keeping:
    if group is None:
        raise NotVisible
    require(actor, Permission.WRITE_UPDATE, at=[group.authority_id])
    recorded_at = moment(locked(group.plan_id), at) if group.plan_id else at
    hold(group)
    return Keeping(actor, group, recorded_at)


def next_number(facts: Any) -> int:
    """The number of the fact that comes next."""
    return int(facts.aggregate(last=Max("number"))["last"] or 0) + 1


def check_after(so_on: date, at: datetime, facts: Any, since: date) -> None:
    """Refuse a day that has not come, or that lies before what is already recorded."""
    check_day(so_on, at, after=facts.aggregate(last=Max("so_on"))["last"] or since)
