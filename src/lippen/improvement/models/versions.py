"""Versions of a plan: a name for how it stood on a day, as known at a moment; and when a plan was agreed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from lippen.improvement.models.keeping import OnPlan
from lippen.improvement.models.plans import Plan
from lippen.kernel.records import Recorded


class PlanVersion(Recorded):
    """A plan as it stood by the end of `as_at`, as known at `known_at`, under the name it was first given."""

    ref = models.CharField(max_length=40, unique=True)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="versions")
    name = models.CharField(max_length=120)
    as_at = models.DateField()
    known_at = models.DateTimeField()
    note = models.TextField(blank=True)
    token = models.UUIDField(null=True, unique=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "name"], name="version_named_once"),
            models.CheckConstraint(condition=~Q(name=""), name="version_has_a_name"),
        ]


class PlanVersionNaming(Recorded):
    """What a version is called from a day on, or that it is no longer offered. The latest counts."""

    version = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="namings")
    so_on = models.DateField()
    name = models.CharField(max_length=120)
    is_retired = models.BooleanField(default=False)
    token = models.UUIDField(null=True, unique=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="version_keeps_a_name")]
        indexes = [models.Index(fields=["version", "-so_on", "-id"], name="version_naming_latest")]


class PlanAgreement(OnPlan):
    """That a plan was agreed, on `so_on`. What was said last counts; a trigger holds the plan's own day to it."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="agreements")
    body = models.CharField(max_length=200, blank=True)
