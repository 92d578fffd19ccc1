"""Who else works with a family: from which service, who, since when, and the last contact. No detail of their work."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from lippen.casework.models.sight import OfPerson, known, said
from lippen.casework.vocabulary import ConsentBy, ConsentStep, HelperKind, HelperStep


class Helper(OfPerson):
    """Somebody of another service who works with a child or the family, and how they are reached."""

    ref = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=14)
    name = models.CharField(max_length=160)
    reach = models.CharField(max_length=160, blank=True)

    class Meta:
        constraints = [known(HelperKind, "kind", "helper_kind_known"), said("name", "a_helper_has_a_name")]
        indexes = [models.Index(fields=["person", "-id"], name="helpers_of_a_person")]


class HelperFact(OfPerson):
    """A contact with them on a day, or that their work ended then."""

    helper = models.ForeignKey(Helper, on_delete=models.PROTECT, related_name="facts")
    step = models.CharField(max_length=8)
    words = models.CharField(max_length=240, blank=True)

    class Meta:
        constraints = [
            known(HelperStep, "step", "helper_step_known"),
            models.UniqueConstraint(fields=["helper"], condition=Q(step="ended"), name="help_ends_once"),
        ]
        indexes = [models.Index(fields=["helper", "-id"], name="facts_of_a_helper")]


class HelperConsent(OfPerson):
    """What such a helper may be told, who said so, and until when (that day included). The last word counts."""

    helper = models.ForeignKey(Helper, on_delete=models.PROTECT, related_name="consents")
    step = models.CharField(max_length=10)
    given_by = models.CharField(max_length=8)
    who = models.CharField(max_length=160)
    scope = models.TextField(blank=True)
    until = models.DateField(null=True)

    class Meta:
        constraints = [
            known(ConsentStep, "step", "consent_step_known"),
            known(ConsentBy, "given_by", "consent_giver_known"),
            said("who", "a_consent_says_whose"),
            models.CheckConstraint(
                condition=Q(step="given", until__isnull=False, until__gte=F("so_on")) & ~Q(scope="")
                | ~Q(step="given") & Q(until__isnull=True),
                name="a_consent_has_scope_and_end",
            ),
        ]
        indexes = [models.Index(fields=["helper", "-id"], name="consents_of_a_helper")]
