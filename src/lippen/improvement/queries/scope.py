"""Which facts count: those of some actions, so by a day, known by a moment."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from django.db.models import Model, QuerySet

T = TypeVar("T", bound=Model)


@dataclass(frozen=True)
class Scope:
    """The actions of a plan, or some by id; a day; a moment. None means no bound."""

    plan_id: int | None = None
    action_ids: Collection[int] | None = None
    as_at: date | None = None
    known_at: datetime | None = None

    def of(self, facts: QuerySet[T], *, day: str = "so_on", action: str = "action") -> QuerySet[T]:
        """Only the facts that count."""
        if self.plan_id is not None:
            facts = facts.filter(**{f"{action}__plan_id": self.plan_id})
        if self.action_ids is not None:
            facts = facts.filter(**{f"{action}_id__in": list(self.action_ids)})
        if self.as_at is not None:
            facts = facts.filter(**{f"{day}__lte": self.as_at})
        if self.known_at is not None:
            facts = facts.filter(recorded_at__lte=self.known_at)
        return facts

    def latest(self, facts: QuerySet[T], *, day: str = "so_on") -> QuerySet[T]:
        """The latest fact of each action: by the day it was so, then by the order of recording."""
        return self.of(facts, day=day).order_by("action_id", f"-{day}", "-id").distinct("action_id")
