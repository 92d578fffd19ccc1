"""Somebody asks what is held about them: the request, what was gathered, what is withheld and why, what went out."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from lippen.casework.models.sight import OfPerson, known, said
from lippen.casework.vocabulary import AccessStepKind, AskedBy, WithheldWhy


class AccessRequest(OfPerson):
    """A request for what is held about somebody. `so_on` is the day on which it was received."""

    ref = models.CharField(max_length=40, unique=True)
    asked_by = models.CharField(max_length=10)
    who = models.CharField(max_length=160)
    shown_by = models.TextField()

    class Meta:
        constraints = [
            known(AskedBy, "asked_by", "access_asked_by_known"),
            said("who", "access_is_asked_by_somebody"),
            said("shown_by", "access_says_who_they_are"),
        ]
        indexes = [models.Index(fields=["person", "-id"], name="access_to_a_person")]


class AccessStep(OfPerson):
    """What became of a request, one step after the other."""

    request = models.ForeignKey(AccessRequest, on_delete=models.PROTECT, related_name="steps")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=12)
    words = models.TextField(blank=True)

    class Meta:
        constraints = [
            known(AccessStepKind, "kind", "access_step_known"),
            models.UniqueConstraint(fields=["request", "number"], name="access_goes_step_by_step"),
            models.CheckConstraint(
                condition=~Q(kind__in=["extended", "returned", "agreed", "closed"]) | ~Q(words=""),
                name="an_access_step_says_why",
            ),
        ]


class AccessEntry(OfPerson):
    """One thing that is held about somebody, as it was gathered. `about_on`: the day that it is about."""

    request = models.ForeignKey(AccessRequest, on_delete=models.PROTECT, related_name="entries")
    number = models.PositiveIntegerField()
    about_on = models.DateField(null=True)
    heading = models.TextField()
    words = models.TextField(blank=True)
    picture = models.ForeignKey("casework.Picture", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            said("heading", "an_access_entry_has_a_heading"),
            models.UniqueConstraint(fields=["request", "number"], name="access_entries_in_order"),
        ]


class AccessMark(OfPerson):
    """Words of an entry that are withheld, and why; without words the whole entry."""

    entry = models.ForeignKey(AccessEntry, on_delete=models.PROTECT, related_name="marks")
    words = models.TextField(blank=True)
    why = models.CharField(max_length=14)
    note = models.TextField(blank=True)

    class Meta:
        constraints = [known(WithheldWhy, "why", "withheld_for_a_known_reason")]


class AccessMarkEnd(OfPerson):
    """What was withheld is withheld no more."""

    mark = models.OneToOneField(AccessMark, on_delete=models.PROTECT, related_name="end")


class AccessBundle(OfPerson):
    """What was released: the file, and its hash."""

    request = models.OneToOneField(AccessRequest, on_delete=models.PROTECT, related_name="bundle")
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    entries = models.PositiveIntegerField()
    withheld = models.PositiveIntegerField()

    class Meta:
        constraints = [said("sha256", "a_released_file_has_its_hash")]
