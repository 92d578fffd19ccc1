"""What a plan answers to: sources, each with its own recommendations, and the actions that answer them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from lippen.improvement.models.partners import OfAuthorityQuery
from lippen.improvement.models.plans import Action, Plan, Theme, known
from lippen.improvement.models.toggles import Toggle, toggled
from lippen.improvement.vocabulary import SourceKind
from lippen.kernel.records import Recorded


def in_own_words(name: str) -> models.CheckConstraint:
    """A source of another kind than the known ones says which, and only such a source does."""
    other = Q(kind=SourceKind.OTHER.value)
    return models.CheckConstraint(condition=(other & ~Q(kind_words="")) | (~other & Q(kind_words="")), name=name)


class Source(Recorded):
    """A review, decision, audit, inspection or concern that asked for something, as it was first recorded."""

    ref = models.CharField(max_length=40, unique=True)
    authority = models.ForeignKey("organisation.Authority", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=24)
    kind_words = models.CharField(max_length=80, blank=True)
    title = models.CharField(max_length=240)
    dated_on = models.DateField(null=True)
    batch = models.ForeignKey("improvement.ImportBatch", on_delete=models.PROTECT, null=True, related_name="+")
    token = models.UUIDField(null=True, unique=True)

    objects = OfAuthorityQuery.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["authority", "title"], name="source_titled_once"),
            models.CheckConstraint(condition=~Q(title=""), name="source_has_a_title"),
            known(SourceKind, "kind", "source_kind_known"),
            in_own_words("source_of_another_kind_says_which"),
        ]


class SourceNaming(Recorded):
    """What a source is called and is from a day on, or that nothing more is drawn from it. The latest counts."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="namings")
    so_on = models.DateField()
    kind = models.CharField(max_length=24)
    kind_words = models.CharField(max_length=80, blank=True)
    title = models.CharField(max_length=240)
    dated_on = models.DateField(null=True)
    is_retired = models.BooleanField(default=False)
    token = models.UUIDField(null=True, unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="source_keeps_a_title"),
            known(SourceKind, "kind", "source_naming_kind_known"),
            in_own_words("source_naming_of_another_kind_says_which"),
        ]
        indexes = [models.Index(fields=["source", "-so_on", "-id"], name="source_naming_latest")]


class Recommendation(Recorded):
    """One thing that a source asked for, under the number or reference that it has there."""

    ref = models.CharField(max_length=40, unique=True)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="recommendations")
    number = models.CharField(max_length=40)
    position = models.PositiveIntegerField()
    so_on = models.DateField()
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, null=True, related_name="+")
    token = models.UUIDField(null=True, unique=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "number"], name="recommendation_numbered_once"),
            models.CheckConstraint(condition=~Q(number=""), name="recommendation_has_a_number"),
        ]


class RecommendationWording(Recorded):
    """A recommendation's words from a day on, or that it was withdrawn and why. The latest counts."""

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="wordings")
    so_on = models.DateField()
    text = models.TextField()
    is_withdrawn = models.BooleanField(default=False)
    reason = models.TextField(blank=True)
    token = models.UUIDField(null=True, unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="recommendation_has_words"),
            models.CheckConstraint(
                condition=Q(is_withdrawn=False) | ~Q(reason=""), name="recommendation_withdrawn_for_a_reason"
            ),
        ]
        indexes = [models.Index(fields=["recommendation", "-so_on", "-id"], name="recommendation_latest")]


class PlanSource(Toggle):
    """That a plan draws from a source, or no longer does."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="sources")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="plans")

    class Meta:
        constraints = toggled("drawing", "plan", "source")


class ActionAnswer(Toggle):
    """That an action answers a recommendation, or no longer does."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="answers")
    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="answers")

    class Meta:
        constraints = toggled("answer", "action", "recommendation")
        indexes = [models.Index(fields=["recommendation"], name="answers_of_recommendation")]


class PlanCarrier(Toggle):
    """That an action is carried by a plan of its own, or no longer is: one at a time, never round in a circle."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="carriers")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="carries")

    class Meta:
        constraints = toggled("carrier", "action")
