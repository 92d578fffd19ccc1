"""What each edition of a document says of an action: a fact of that edition, whatever was made of it in the plan."""

from __future__ import annotations

from django.db import models

from lippen.improvement.models.imports import ImportBatch
from lippen.improvement.models.plans import Action
from lippen.kernel.records import Recorded


class EditionLine(Recorded):
    """
    An action as one edition has it: where it stands there, in which words, and what of that came into the plan.

    `so_on` is the edition's own date. `said` holds, for each kind of fact that was accepted, what the edition says: an
    older edition that is brought in later changes nothing from that day on.
    """

    batch = models.ForeignKey(ImportBatch, on_delete=models.PROTECT, related_name="lines")
    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="edition_lines")
    so_on = models.DateField()
    number = models.CharField(max_length=20)
    theme_title = models.TextField(blank=True)
    text = models.TextField()
    place = models.CharField(max_length=240, blank=True)
    said = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "action"], name="edition_says_an_action_once"),
            models.CheckConstraint(condition=~models.Q(text=""), name="edition_line_has_words"),
        ]
        indexes = [models.Index(fields=["action", "so_on"], name="edition_lines_of_action")]
