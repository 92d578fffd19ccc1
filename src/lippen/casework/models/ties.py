"""Who is who to a child: ties between people, each written once and read both ways."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F, Q

from lippen.casework.models.people import KnownPerson
from lippen.casework.models.sight import OfPerson, OfPersonQuery, known, seen_by
from lippen.casework.vocabulary import Rights, TieKind
from lippen.kernel.access import Actor
from lippen.kernel.records import RecordedQuery


class TieQuery(RecordedQuery):
    """Reads of ties."""

    def visible_to(self, actor: Actor) -> Self:
        """Ties between two people whom the actor sees; row-level security asks the same."""
        return self.filter(seen_by(actor), seen_by(actor, "other_id"))


class Tie(OfPerson):
    """What `person` is to `other`, whether they hold parental rights, and who of the two must not know an address.

    `must_not_know_address`: the person must not know where the other lives; `other_must_not_know_address`: the other
    must not know where the person lives.
    """

    other = models.ForeignKey(KnownPerson, on_delete=models.PROTECT, related_name="ties_to")
    kind = models.CharField(max_length=16)
    rights = models.CharField(max_length=10, blank=True)
    rights_source = models.CharField(max_length=160, blank=True)
    must_not_know_address = models.BooleanField(default=False)
    other_must_not_know_address = models.BooleanField(default=False)

    objects = TieQuery.as_manager()

    class Meta:
        constraints = [
            known(TieKind, "kind", "family_tie_kind_known"),
            known(Rights, "rights", "tie_rights_known", blank=True),
            models.CheckConstraint(condition=~Q(person=F("other")), name="nobody_is_tied_to_themselves"),
        ]
        indexes = [
            models.Index(fields=["person"], name="ties_of_a_person"),
            models.Index(fields=["other"], name="ties_to_a_person"),
        ]


class TieEnd(OfPerson):
    """A tie that is over, or that was a mistake."""

    tie = models.OneToOneField(Tie, on_delete=models.PROTECT, related_name="ended")
    is_mistake = models.BooleanField(default=False)

    objects = OfPersonQuery.as_manager()
