"""Evidence that is asked for, given and sent on: by whom, of whom, to whom. Insert-only."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from lippen.improvement.models.evidence import Evidence
from lippen.improvement.models.facts import person
from lippen.improvement.models.keeping import Kept
from lippen.improvement.models.plans import Action, Plan, known
from lippen.improvement.vocabulary import RequestAnswerKind


class EvidenceRequest(Kept):
    """Somebody asks for evidence: a body such as an inspectorate, of one person, by a day."""

    ref = models.CharField(max_length=40, unique=True)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="+")
    words = models.TextField()
    asked_by = models.CharField(max_length=160)
    asked_by_key = models.CharField(max_length=160)
    asked_of = person(null=False)
    wanted_on = models.DateField()
    again_because = models.TextField(blank=True)
    """Why the same body asks once more for what it was given."""

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="request_has_words"),
            models.CheckConstraint(condition=~Q(asked_by_key=""), name="request_says_who_asks"),
        ]


class RequestAction(Kept):
    """An action that evidence is asked for."""

    request = models.ForeignKey(EvidenceRequest, on_delete=models.PROTECT, related_name="asked_for")
    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["request", "action"], name="action_asked_for_once_a_request")]


class RequestAnswer(Kept):
    """How a request ended: with evidence, or with words on why not. Once."""

    request = models.OneToOneField(EvidenceRequest, on_delete=models.PROTECT, related_name="answer")
    kind = models.CharField(max_length=10)
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, null=True, related_name="+")
    words = models.TextField(blank=True)

    class Meta:
        constraints = [
            known(RequestAnswerKind, "kind", "request_answer_known"),
            models.CheckConstraint(
                condition=Q(kind=RequestAnswerKind.GIVEN.value, evidence__isnull=False)
                | (~Q(kind=RequestAnswerKind.GIVEN.value) & ~Q(words="") & Q(evidence__isnull=True)),
                name="request_ends_with_evidence_or_words",
            ),
        ]


class EvidenceSent(Kept):
    """Evidence that was sent to a body. Nothing is sent to the same body twice."""

    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="sent")
    body = models.CharField(max_length=160)
    body_key = models.CharField(max_length=160)
    how = models.CharField(max_length=240, blank=True)
    request = models.ForeignKey(EvidenceRequest, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["evidence", "body_key"], name="evidence_sent_once_to_a_body"),
            models.CheckConstraint(condition=~Q(body_key=""), name="evidence_is_sent_to_somebody"),
        ]
