"""Reads of records that are unusual: each day looked through, what was found there, and what came of it.

It is information governance's alone. Nothing here says who a record is about: the reference leads to the trail.
"""

from __future__ import annotations

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from lippen.casework.models.sight import known, officer, said
from lippen.casework.unusual import Sign
from lippen.casework.vocabulary import LookOutcome
from lippen.kernel.access import Actor, Permission
from lippen.kernel.records import Recorded, RecordedQuery


class OfGovernanceQuery(RecordedQuery):
    """Reads of what information governance keeps."""

    def visible_to(self, actor: Actor) -> Self:
        """Rows of councils whose trail the actor reads; row-level security asks the same."""
        return self.filter(authority_id__in=actor.reach_of(Permission.READ_AUDIT))


class OfGovernance(Recorded):
    """An insert-only fact that information governance of one council keeps."""

    authority = models.ForeignKey("organisation.Authority", on_delete=models.PROTECT, related_name="+")

    objects = OfGovernanceQuery.as_manager()

    class Meta:
        abstract = True


class OfficerStreet(OfGovernance):
    """The street in which an officer lives, from a day on, so that reads about neighbours are seen. Empty: no more."""

    officer = officer()
    street = models.CharField(max_length=120, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    so_on = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["officer", "-id"], name="streets_of_an_officer")]


class ReadDay(OfGovernance):
    """A day whose reads were looked through, once: how many records were read, by how many people."""

    ref = models.CharField(max_length=40, unique=True)
    day = models.DateField()
    reads = models.PositiveIntegerField()
    readers = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["authority", "day"], name="a_day_is_looked_through_once")]


class UnusualRead(OfGovernance):
    """Reads of one record, or of many in a short time, by one person on one day, and what is unusual about them."""

    ref = models.CharField(max_length=40, unique=True)
    day = models.ForeignKey(ReadDay, on_delete=models.PROTECT, related_name="found")
    reader = models.ForeignKey("organisation.Account", on_delete=models.PROTECT, related_name="+")
    record = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()
    times = models.PositiveIntegerField()
    records = models.PositiveIntegerField()
    signs = ArrayField(models.CharField(max_length=12))

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(signs__contained_by=[sign.value for sign in Sign]) & ~Q(signs=[]),
                name="signs_of_a_read_known",
            )
        ]
        indexes = [models.Index(fields=["reader", "record"], name="unusual_by_reader")]


class UnusualLook(OfGovernance):
    """What came of looking at such a read. The last word counts."""

    unusual = models.ForeignKey(UnusualRead, on_delete=models.PROTECT, related_name="looks")
    outcome = models.CharField(max_length=10)
    words = models.TextField()
    so_on = models.DateField()

    class Meta:
        constraints = [
            known(LookOutcome, "outcome", "look_outcome_known"),
            said("words", "an_outcome_has_its_words"),
        ]
        indexes = [models.Index(fields=["unusual", "-id"], name="looks_at_a_read")]
