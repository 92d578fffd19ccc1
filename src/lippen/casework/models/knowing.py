"""What was said later of a fact about somebody: it still is so, or it was wrong. The fact itself stays."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from lippen.casework.models.sight import OfPerson, known
from lippen.casework.vocabulary import FactKind, FactStep


class FactWord(OfPerson):
    """What somebody said of one fact, by its table and its number there. Wrong is said once, with its reason."""

    kind = models.CharField(max_length=8)
    fact = models.BigIntegerField()
    step = models.CharField(max_length=8)
    why = models.TextField(blank=True)

    class Meta:
        constraints = [
            known(FactKind, "kind", "fact_kind_known"),
            known(FactStep, "step", "fact_step_known"),
            models.CheckConstraint(condition=Q(step="still_so") | ~Q(why=""), name="what_is_wrong_has_its_reason"),
            models.UniqueConstraint(fields=["kind", "fact"], condition=Q(step="wrong"), name="a_fact_is_wrong_once"),
        ]
        indexes = [models.Index(fields=["person", "-id"], name="words_on_facts_of_a_person")]
