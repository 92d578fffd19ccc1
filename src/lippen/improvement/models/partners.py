"""Bodies that a council works with. What they are called is a fact: it may change, and the old name stays known."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q

from lippen.improvement.models.plans import known
from lippen.improvement.vocabulary import PartnerKind
from lippen.kernel.access import Actor, Permission
from lippen.kernel.records import Recorded, RecordedQuery


class OfAuthorityQuery(RecordedQuery):
    """Reads of what belongs to one council and is seen by those who read its plans."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of the authorities in which the actor may read plans."""
        return self.filter(authority_id__in=actor.reach_of(Permission.READ_PLAN))


class Partner(Recorded):
    """A body outside the service that a council works with, under the name by which it was first recorded."""

    ref = models.CharField(max_length=40, unique=True)
    authority = models.ForeignKey("organisation.Authority", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=24)
    token = models.UUIDField(null=True, unique=True)

    objects = OfAuthorityQuery.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["authority", "name"], name="partner_named_once"),
            models.CheckConstraint(condition=~Q(name=""), name="partner_has_a_name"),
            known(PartnerKind, "kind", "partner_kind_known"),
        ]


class PartnerNaming(Recorded):
    """What a partner is called and is from a day on, or that the council no longer works with it. The latest counts."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="namings")
    so_on = models.DateField()
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=24)
    is_retired = models.BooleanField(default=False)
    token = models.UUIDField(null=True, unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="partner_keeps_a_name"),
            known(PartnerKind, "kind", "partner_naming_kind_known"),
        ]
        indexes = [models.Index(fields=["partner", "-so_on", "-id"], name="partner_naming_latest")]
