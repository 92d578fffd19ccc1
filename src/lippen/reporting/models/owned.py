"""What every row about papers carries: the authority that answers for it, which row-level security reads too."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q

from lippen.kernel.access import Actor, Permission
from lippen.kernel.records import Recorded, RecordedQuery


def known(words: type, field: str, name: str) -> models.CheckConstraint:
    """Only words of the closed list."""
    return models.CheckConstraint(condition=Q(**{f"{field}__in": [word.value for word in words]}), name=name)


class OwnedQuery(RecordedQuery):
    """Rows that one authority answers for."""

    def visible_to(self, actor: Actor) -> Self:
        """Only rows of the authorities in which this actor may read papers."""
        return self.filter(authority_id__in=actor.reach_of(Permission.READ_PAPER))


class Owned(Recorded):
    """A fact that one authority answers for; row-level security reads the same column."""

    authority = models.ForeignKey("organisation.Authority", on_delete=models.PROTECT, related_name="+")

    objects = OwnedQuery.as_manager()

    class Meta:
        abstract = True
