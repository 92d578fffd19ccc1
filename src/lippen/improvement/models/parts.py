"""Each council's own part of a plan that several share, and the arrangements by which another may see it."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from lippen.improvement.models.facts import Fact
from lippen.improvement.models.plans import Plan
from lippen.kernel.access import Actor, Permission
from lippen.kernel.records import Recorded, RecordedQuery


class Arrangement(Recorded):
    """From a day to a day, one council's part of a plan is shown to those of another who read its plans."""

    ref = models.CharField(max_length=40, unique=True)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="arrangements")
    shows = models.ForeignKey("organisation.Authority", on_delete=models.PROTECT, related_name="+")
    shown_to = models.ForeignKey("organisation.Authority", on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    agreed_by_words = models.CharField(max_length=200)
    reason = models.TextField()
    token = models.UUIDField(null=True, unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(shows=F("shown_to")), name="arrangement_is_between_two"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gt=F("starts_on")),
                name="arrangement_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=~Q(agreed_by_words="") & ~Q(reason=""), name="arrangement_says_why_and_who_agreed"
            ),
        ]
        indexes = [models.Index(fields=["shown_to", "plan"], name="arrangements_for")]


class ArrangementEnd(Recorded):
    """An arrangement ended before its time, or one that had no end: the day it ends is not included."""

    arrangement = models.OneToOneField(Arrangement, on_delete=models.PROTECT, related_name="end")
    ends_on = models.DateField()
    reason = models.TextField()
    token = models.UUIDField(null=True, unique=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="arrangement_ends_for_a_reason")]


def in_force(on: date) -> Q:
    """Arrangements that hold on a day."""
    not_over = Q(ends_on__isnull=True) | Q(ends_on__gt=on)
    return Q(starts_on__lte=on) & not_over & (Q(end__isnull=True) | Q(end__ends_on__gt=on))


class PartQuery(RecordedQuery):
    """Reads of parts."""

    def visible_to(self, actor: Actor) -> Self:
        """The parts of the actor's own councils."""
        return self.filter(authority_id__in=actor.reach_of(Permission.READ_PLAN))

    def shown_to(self, actor: Actor, *, on: date) -> Self:
        """Those, and other councils' parts that an arrangement shows on a day; row-level security asks the same."""
        reach = actor.reach_of(Permission.READ_PLAN)
        shown = Arrangement.objects.filter(
            in_force(on), plan_id=OuterRef("plan_id"), shows_id=OuterRef("authority_id"), shown_to_id__in=reach
        )
        return self.filter(Q(authority_id__in=reach) | Exists(shown))


class Part(Fact):
    """How an action goes in one council: in words, as a result, or both. A team's result names the team."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="+")
    authority = models.ForeignKey("organisation.Authority", on_delete=models.PROTECT, related_name="+")
    words = models.TextField(blank=True)
    measure = models.CharField(max_length=200, blank=True)
    value = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    unit = models.CharField(max_length=40, blank=True)
    team = models.ForeignKey("organisation.Team", on_delete=models.PROTECT, null=True, related_name="+")

    objects = PartQuery.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(words="") | ~Q(measure=""), name="part_says_something"),
            models.CheckConstraint(
                condition=Q(measure="", value__isnull=True, unit="", team__isnull=True)
                | (~Q(measure="") & Q(value__isnull=False)),
                name="part_result_is_whole",
            ),
        ]
        indexes = [models.Index(fields=["plan", "action", "-so_on", "-id"], name="part_latest")]
