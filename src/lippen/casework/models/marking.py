"""Warnings: what whoever meets somebody, or goes where they live, has to know."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from lippen.casework.models.sight import OfPerson, known, said
from lippen.casework.vocabulary import MarkerKind, MarkerStep


class Marker(OfPerson):
    """A warning on somebody's record: what is known, what shows it, and by when it is looked at again."""

    ref = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=10)
    words = models.TextField()
    shown_by = models.TextField()
    review_on = models.DateField()

    class Meta:
        constraints = [
            known(MarkerKind, "kind", "marker_kind_known"),
            said("words", "a_marker_has_words"),
            said("shown_by", "a_marker_has_its_evidence"),
            models.CheckConstraint(condition=Q(review_on__gt=F("so_on")), name="a_marker_is_looked_at_later"),
        ]
        indexes = [models.Index(fields=["person", "-id"], name="markers_of_a_person")]


class MarkerFact(OfPerson):
    """What somebody who leads or manages said of a warning. The last word counts."""

    marker = models.ForeignKey(Marker, on_delete=models.PROTECT, related_name="facts")
    number = models.PositiveIntegerField()
    step = models.CharField(max_length=8)
    words = models.TextField()
    review_on = models.DateField(null=True)

    class Meta:
        constraints = [
            known(MarkerStep, "step", "marker_step_known"),
            said("words", "a_word_on_a_marker_has_its_reason"),
            models.CheckConstraint(
                condition=Q(step__in=["agreed", "kept"], review_on__isnull=False, review_on__gt=F("so_on"))
                | Q(step__in=["refused", "ended"], review_on__isnull=True),
                name="what_stays_is_looked_at_again",
            ),
            models.UniqueConstraint(fields=["marker", "number"], name="a_marker_is_looked_at_one_by_one"),
        ]
        indexes = [models.Index(fields=["marker", "-number"], name="facts_of_a_marker")]
