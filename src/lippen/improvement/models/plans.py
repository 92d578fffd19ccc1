"""Plan, theme, action: the frame that facts hang on."""

from __future__ import annotations

from enum import StrEnum
from typing import Self

from django.db import models
from django.db.models import Q

from lippen.kernel.access import Actor, Permission
from lippen.kernel.records import Recorded, RecordedQuery


def known(words: type[StrEnum], field: str, name: str, *, blank: bool = False) -> models.CheckConstraint:
    """Only words of the closed list."""
    allowed = [word.value for word in words] + [""] * blank
    return models.CheckConstraint(condition=Q(**{f"{field}__in": allowed}), name=name)


class PlanQuery(RecordedQuery):
    """Reads of plans."""

    def visible_to(self, actor: Actor) -> Self:
        """Plans of the authorities in which the actor may read plans."""
        reach = actor.reach_of(Permission.READ_PLAN)
        if not reach:
            return self.none()
        joint = self.model.authorities.through.objects.filter(authority_id__in=reach)
        return self.filter(Q(authority_id__in=reach) | Q(pk__in=joint.values("plan_id")))


class Plan(Recorded):
    """An improvement plan of one or several authorities, one of which answers for it.

    `rhythm_days` is given with the plan and never changes: it has no time of its own, so a change would alter the
    standing of past days and of what signed papers rest on. A trigger, `plan_rhythm_stays`, holds it. A council that
    wants another rhythm brings the plan in anew.
    """

    ref = models.CharField(max_length=40, unique=True)
    title = models.CharField(max_length=240)
    origin = models.TextField(blank=True)
    authority = models.ForeignKey("organisation.Authority", on_delete=models.PROTECT, related_name="+")
    authorities = models.ManyToManyField("organisation.Authority", related_name="+")
    agreed_on = models.DateField(null=True)
    rhythm_days = models.PositiveIntegerField(default=92)
    closed_through = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)
    token = models.UUIDField(null=True, unique=True)

    objects = PlanQuery.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["authority", "title"], name="plan_titled_once"),
            models.CheckConstraint(condition=~Q(title=""), name="plan_has_a_title"),
            models.CheckConstraint(condition=Q(rhythm_days__gt=0), name="plan_rhythm_is_some_days"),
        ]


class Theme(Recorded):
    """A theme or recommendation of a plan."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="themes")
    number = models.PositiveIntegerField()
    title = models.TextField()
    position = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="theme_numbered_once"),
            models.CheckConstraint(condition=~Q(title=""), name="theme_has_a_title"),
        ]


class ActionQuery(RecordedQuery):
    """Reads of actions."""

    def visible_to(self, actor: Actor) -> Self:
        """Actions of the plans that the actor sees."""
        return self.filter(plan__in=Plan.objects.visible_to(actor))


class Action(Recorded):
    """One action of a plan. All that is said of it is a fact apart. `so_on`: since when it is in the plan."""

    ref = models.CharField(max_length=40, unique=True)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="actions")
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="actions")
    position = models.PositiveIntegerField()
    number = models.CharField(max_length=20)
    so_on = models.DateField()
    batch = models.ForeignKey("improvement.ImportBatch", on_delete=models.PROTECT, null=True, related_name="+")
    source_place = models.CharField(max_length=240, blank=True)
    token = models.UUIDField(null=True, unique=True)

    objects = ActionQuery.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="action_numbered_once"),
            models.UniqueConstraint(fields=["theme", "position"], name="action_has_its_place"),
        ]
