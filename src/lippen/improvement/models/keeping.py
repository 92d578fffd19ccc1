"""What an authority keeps about its promises, partners, risks and groups: seen by its own people who read plans."""

from __future__ import annotations

from typing import Self

from django.db import models

from lippen.improvement.models.plans import Plan
from lippen.kernel.access import Actor, Permission
from lippen.kernel.records import Recorded, RecordedQuery


class KeptQuery(RecordedQuery):
    """Reads of what an authority keeps."""

    def visible_to(self, actor: Actor) -> Self:
        """Rows of the authorities in which the actor may read plans; row-level security asks the same."""
        return self.filter(authority_id__in=actor.reach_of(Permission.READ_PLAN))


class Kept(Recorded):
    """An insert-only row that belongs to one authority."""

    authority = models.ForeignKey("organisation.Authority", on_delete=models.PROTECT, related_name="+")
    so_on = models.DateField()
    token = models.UUIDField(null=True, unique=True)

    objects = KeptQuery.as_manager()

    class Meta:
        abstract = True


class OnPlan(Recorded):
    """An insert-only row that is part of a plan, and seen by those who see the plan."""

    so_on = models.DateField()
    token = models.UUIDField(null=True, unique=True)

    class Meta:
        abstract = True


class OfPlanQuery(RecordedQuery):
    """Reads of what is part of a plan."""

    def visible_to(self, actor: Actor) -> Self:
        """Rows of the plans that the actor sees."""
        return self.filter(plan__in=Plan.objects.visible_to(actor))
