"""Dated duties of processes that are not held here yet: typed in, done, or not needed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from lippen.casework.models.sight import OfPerson, known, officer
from lippen.casework.vocabulary import TypedEnd, TypedKind


class TypedDuty(OfPerson):
    """Something that is due for a child on a day, and who does it: it stands on their desk."""

    ref = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=20)
    worker = officer()
    due_on = models.DateField()
    hours = models.DecimalField(max_digits=4, decimal_places=1)
    words = models.CharField(max_length=240, blank=True)

    class Meta:
        constraints = [
            known(TypedKind, "kind", "typed_kind_known"),
            models.CheckConstraint(condition=Q(hours__gte=0), name="typed_hours_are_not_below_nothing"),
            models.CheckConstraint(condition=~Q(kind="other_duty") | ~Q(words=""), name="something_else_says_what"),
        ]
        indexes = [models.Index(fields=["person", "due_on"], name="typed_of_a_person")]


class TypedDutyEnd(OfPerson):
    """It is done, or it is said why it need not be."""

    duty = models.OneToOneField(TypedDuty, on_delete=models.PROTECT, related_name="end")
    end = models.CharField(max_length=10)
    words = models.TextField(blank=True)

    class Meta:
        constraints = [
            known(TypedEnd, "end", "typed_end_known"),
            models.CheckConstraint(condition=Q(end="done") | ~Q(words=""), name="what_need_not_be_done_says_why"),
        ]
