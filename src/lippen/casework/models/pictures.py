"""Photographs and drawings by a child: what it is, what they said about it, and the picture itself apart."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q

from lippen.casework.models.sight import OfPerson, OfPersonQuery, known, said
from lippen.casework.vocabulary import PictureKind, PictureShown
from lippen.kernel.access import Actor, Permission


class PictureQuery(OfPersonQuery):
    """Reads of pictures by children."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of people whom the actor sees by their own work; row-level security asks the same."""
        return super().visible_to(actor).filter(authority_id__in=actor.reach_of(Permission.READ_RECORDS))


class Picture(OfPerson):
    """Something that a child made. `so_on` is the day on which they made it; `alt` says in words what is on it."""

    ref = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=10)
    made_by = models.CharField(max_length=160)
    alt = models.CharField(max_length=400)
    child_words = models.TextField(blank=True)
    shown = models.CharField(max_length=10)

    objects = PictureQuery.as_manager()

    class Meta:
        constraints = [
            known(PictureKind, "kind", "picture_kind_known"),
            known(PictureShown, "shown", "picture_agreement_known"),
            said("made_by", "a_picture_says_who_made_it"),
            said("alt", "a_picture_is_told_in_words"),
        ]
        indexes = [models.Index(fields=["person", "-id"], name="pictures_of_a_person")]


class PictureFile(OfPerson):
    """The picture, made anew from what was sent and so without what cameras add; large and small."""

    picture = models.OneToOneField(Picture, on_delete=models.PROTECT, related_name="file")
    full = models.BinaryField()
    small = models.BinaryField()
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)

    objects = PictureQuery.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(width__gt=0, height__gt=0), name="a_picture_has_a_size")]
