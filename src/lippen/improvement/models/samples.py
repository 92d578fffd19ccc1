"""A sample of a plan's actions, drawn by a stated rule, that an inspector reads for stated days. Insert-only."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q

from lippen.improvement.models.facts import person
from lippen.improvement.models.plans import Action, Plan
from lippen.kernel.access import Actor, Permission
from lippen.kernel.records import Recorded, RecordedQuery


class SampleQuery(RecordedQuery):
    """Reads of samples."""

    def visible_to(self, actor: Actor) -> Self:
        """Those that the actor may draw; an inspector asks `open_to`."""
        return self.filter(authority_id__in=actor.reach_of(Permission.DRAW_SAMPLE))

    def open_to(self, actor: Actor, *, on: date) -> Self:
        """Those that were drawn for this inspector and are open on a day; row-level security asks the same."""
        reach = actor.reach_of(Permission.READ_SAMPLE)
        is_open = Q(opens_on__lte=on, closes_on__gt=on) & (Q(end__isnull=True) | Q(end__ends_on__gt=on))
        return self.filter(is_open, authority_id__in=reach, inspectors__person_id=actor.person_id)


class Sample(Recorded):
    """Some of a plan's actions as they stood at the end of a day, and until when they may be read.

    `words` are what the draw went by: whoever knows them can draw again and see that nobody chose.
    """

    ref = models.CharField(max_length=40, unique=True)
    authority = models.ForeignKey("organisation.Authority", on_delete=models.PROTECT, related_name="+")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="samples")
    as_at = models.DateField()
    words = models.CharField(max_length=120)
    drawn_from = models.PositiveIntegerField()
    purpose = models.TextField()
    opens_on = models.DateField()
    closes_on = models.DateField()
    token = models.UUIDField(null=True, unique=True)

    objects = SampleQuery.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(closes_on__gt=F("opens_on")), name="sample_closes_after_it_opens"),
            models.CheckConstraint(condition=~Q(words="") & ~Q(purpose=""), name="sample_says_how_and_what_for"),
        ]


class SampleInspector(models.Model):
    """Somebody who may read a sample."""

    sample = models.ForeignKey(Sample, on_delete=models.PROTECT, related_name="inspectors")
    person = person(null=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sample", "person"], name="inspector_named_once")]


class SampleItem(models.Model):
    """One of the actions drawn, in the order of the draw."""

    sample = models.ForeignKey(Sample, on_delete=models.PROTECT, related_name="items")
    order = models.PositiveIntegerField()
    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sample", "order"], name="sampled_in_order"),
            models.UniqueConstraint(fields=["sample", "action"], name="sampled_once"),
        ]


class SampleEnd(Recorded):
    """A sample closed before its day. The day is not included."""

    sample = models.OneToOneField(Sample, on_delete=models.PROTECT, related_name="end")
    ends_on = models.DateField()
    reason = models.TextField()
    token = models.UUIDField(null=True, unique=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="sample_ends_for_a_reason")]
