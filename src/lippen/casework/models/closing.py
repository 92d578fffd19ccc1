"""Work with a child is closed: asked for with its reason and a summary, and agreed by somebody else, or not."""

from __future__ import annotations

from django.db import models

from lippen.casework.models.sight import OfPerson, known, said
from lippen.casework.vocabulary import ClosingReason, ClosingSaid


class Closing(OfPerson):
    """Somebody asks that work with a child is closed, or closes it; `so_on` is the last day."""

    ref = models.CharField(max_length=40, unique=True)
    reason = models.CharField(max_length=12)
    words = models.TextField()

    class Meta:
        constraints = [
            known(ClosingReason, "reason", "closing_reason_known"),
            said("words", "a_closing_has_its_summary"),
        ]
        indexes = [models.Index(fields=["person", "-id"], name="closings_of_a_person")]


class ClosingStep(OfPerson):
    """What somebody else who leads or manages said to it; or that whoever leads closed it in one step."""

    closing = models.OneToOneField(Closing, on_delete=models.PROTECT, related_name="step")
    kind = models.CharField(max_length=8)
    words = models.TextField(blank=True)

    class Meta:
        constraints = [
            known(ClosingSaid, "kind", "closing_step_known"),
            models.CheckConstraint(
                condition=~models.Q(kind="refused") | ~models.Q(words=""), name="a_closing_is_refused_with_a_reason"
            ),
        ]
        indexes = [models.Index(fields=["person", "-id"], name="closing_steps_of_a_person")]
