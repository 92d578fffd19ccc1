"""What bears a claim out, and who accepted it. Seen by the authority's own people only."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q

from lippen.improvement.models.facts import Fact, person
from lippen.improvement.models.plans import known
from lippen.improvement.vocabulary import EvidenceVerdict
from lippen.kernel.access import Actor, Permission
from lippen.kernel.records import RecordedQuery


class EvidenceQuery(RecordedQuery):
    """Reads of evidence."""

    def visible_to(self, actor: Actor) -> Self:
        """Evidence of the authorities in which the actor may read plans; row-level security asks the same."""
        return self.filter(authority_id__in=actor.reach_of(Permission.READ_PLAN))


class Evidence(Fact):
    """A document, a link or a note that bears out what an action claims."""

    ref = models.CharField(max_length=40, unique=True)
    authority = models.ForeignKey("organisation.Authority", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=240)
    note = models.TextField(blank=True)
    link = models.CharField(max_length=500, blank=True)
    file = models.ForeignKey("kernel.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    offered_by = person()
    same_as = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="uses")
    """The item that this is, where it was offered for another action first: the same words and file, decided apart."""

    objects = EvidenceQuery.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="evidence_has_a_title"),
            models.CheckConstraint(
                condition=Q(file__isnull=False) | ~Q(link="") | ~Q(note=""), name="evidence_shows_something"
            ),
            models.UniqueConstraint(fields=["same_as", "action"], name="evidence_serves_an_action_once"),
        ]


class EvidenceDecision(Fact):
    """Whether a piece of evidence was accepted, by whom, and whether they stood outside the lead's line then."""

    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="decisions")
    verdict = models.CharField(max_length=10)
    reason = models.TextField(blank=True)
    outside_line = models.BooleanField()
    decided_by = person()

    class Meta:
        constraints = [
            known(EvidenceVerdict, "verdict", "evidence_verdict_known"),
            models.CheckConstraint(
                condition=~Q(verdict=EvidenceVerdict.REFUSED.value) | ~Q(reason=""),
                name="evidence_refused_for_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["evidence", "-so_on", "-id"], name="evidence_decided_last")]
