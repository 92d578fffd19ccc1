"""Family support that is assigned to a child: who helps, and how many hours a week of the worker that frees."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from lippen.casework.models.sight import OfPerson, said


class FamilyHelp(OfPerson):
    """Somebody of family support helps a child and their family from a day on."""

    ref = models.CharField(max_length=40, unique=True)
    helper = models.CharField(max_length=120)
    words = models.TextField()
    freed_hours = models.DecimalField(max_digits=4, decimal_places=1)

    class Meta:
        constraints = [
            said("helper", "help_says_who_helps"),
            said("words", "help_says_with_what"),
            models.CheckConstraint(
                condition=Q(freed_hours__gte=0) & Q(freed_hours__lte=35), name="help_frees_at_most_a_week_of_work"
            ),
        ]
        indexes = [models.Index(fields=["person", "-id"], name="help_of_a_person")]


class FamilyHelpEnd(OfPerson):
    """The help has ended, and why."""

    help = models.OneToOneField(FamilyHelp, on_delete=models.PROTECT, related_name="end")
    words = models.TextField()

    class Meta:
        constraints = [said("words", "help_ends_with_a_reason")]
