"""A child is offered to another worker: the offer, what came of it, and who makes a planned visit from then on."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from lippen.casework.models.sight import OfPerson, known, officer, said
from lippen.casework.models.work import Involvement, Visit
from lippen.casework.vocabulary import SAYS_WHY, HandoverStep


class Handover(OfPerson):
    """An allocated child is offered to another worker, from a day on, with what they have to know."""

    ref = models.CharField(max_length=40, unique=True)
    work = models.ForeignKey(Involvement, on_delete=models.PROTECT, related_name="offers")
    part = models.OneToOneField(Involvement, on_delete=models.PROTECT, related_name="offered_by")
    number = models.PositiveIntegerField()
    worker = officer()
    note = models.TextField()
    from_on = models.DateField()
    over_limit_why = models.TextField(blank=True)

    class Meta:
        constraints = [
            said("note", "a_handover_has_its_note"),
            models.CheckConstraint(condition=Q(from_on__gte=F("so_on")), name="a_handover_is_not_for_a_day_before"),
            models.UniqueConstraint(fields=["work", "number"], name="a_child_is_offered_one_by_one"),
        ]
        indexes = [models.Index(fields=["person", "-id"], name="handovers_of_a_person")]


class HandoverFact(OfPerson):
    """What came of an offer. The last word counts."""

    handover = models.ForeignKey(Handover, on_delete=models.PROTECT, related_name="facts")
    number = models.PositiveIntegerField()
    step = models.CharField(max_length=9)
    words = models.TextField(blank=True)

    class Meta:
        constraints = [
            known(HandoverStep, "step", "handover_step_known"),
            models.CheckConstraint(
                condition=~Q(step__in=sorted(each.value for each in SAYS_WHY)) | ~Q(words=""),
                name="who_does_not_take_over_says_why",
            ),
            models.UniqueConstraint(fields=["handover", "number"], name="a_handover_is_answered_one_by_one"),
        ]
        indexes = [models.Index(fields=["handover", "-number"], name="facts_of_a_handover")]


class VisitHanded(OfPerson):
    """Who makes a planned visit from now on, in the place of whoever it was planned for. The last word counts."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="handed")
    worker = officer()

    class Meta:
        indexes = [models.Index(fields=["visit", "-id"], name="visits_handed")]
