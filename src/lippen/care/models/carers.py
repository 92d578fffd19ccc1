"""Those with whom looked-after children live, and what was decided of them."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F, Q

from lippen.care.vocabulary import ApprovalStep, CarerKind
from lippen.casework.models.sight import known, said
from lippen.kernel.access import Actor, Permission
from lippen.kernel.records import Recorded, RecordedQuery


class OfCouncilQuery(RecordedQuery):
    """Reads of what a council keeps beside its records."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of councils in which the actor reads records; row-level security asks the same."""
        return self.filter(authority_id__in=actor.reach_of(Permission.READ_RECORDS))


class Carer(Recorded):
    """Carers of one household, or a house, school or unit, as a council knows them."""

    ref = models.CharField(max_length=40, unique=True)
    authority = models.ForeignKey("organisation.Authority", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12)
    name = models.CharField(max_length=120)
    agency = models.CharField(max_length=120, blank=True)
    """Whose carers they are, where they are not the council's own."""

    objects = OfCouncilQuery.as_manager()

    class Meta:
        constraints = [known(CarerKind, "kind", "carer_kind_known"), said("name", "carers_have_a_name")]
        indexes = [models.Index(fields=["authority", "name"], name="carers_of_a_council")]


class CarerApproval(Recorded):
    """What was decided of carers, from a day on; the newest stands."""

    authority = models.ForeignKey("organisation.Authority", on_delete=models.PROTECT, related_name="+")
    carer = models.ForeignKey(Carer, on_delete=models.PROTECT, related_name="approvals")
    step = models.CharField(max_length=12)
    so_on = models.DateField()
    review_on = models.DateField(null=True)
    most_children = models.PositiveSmallIntegerField(null=True)
    words = models.TextField(blank=True)

    objects = OfCouncilQuery.as_manager()

    class Meta:
        constraints = [
            known(ApprovalStep, "step", "approval_step_known"),
            models.CheckConstraint(
                condition=Q(review_on__isnull=True) | Q(review_on__gte=F("so_on")), name="an_approval_is_reviewed_later"
            ),
            models.CheckConstraint(condition=~Q(step="ended") | ~Q(words=""), name="an_approval_ends_with_a_reason"),
        ]
        indexes = [models.Index(fields=["carer", "-so_on", "-id"], name="approvals_of_carers")]
