"""Risks of a plan with their scores. A score changes by a new fact with what shows it; the old one stays."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from lippen.improvement.models.facts import person
from lippen.improvement.models.keeping import OfPlanQuery, OnPlan
from lippen.improvement.models.plans import Action, Plan, known
from lippen.improvement.vocabulary import RiskStep


class Risk(OnPlan):
    """Something that may go wrong. What it is called and how it scores are facts apart."""

    ref = models.CharField(max_length=40, unique=True)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="risks")
    number = models.PositiveIntegerField()

    objects = OfPlanQuery.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="risk_numbered_once")]


class RiskFact(OnPlan):
    """One thing that happened to a risk. Numbered, so that two people cannot both add the next one."""

    risk = models.ForeignKey(Risk, on_delete=models.PROTECT, related_name="facts")
    number = models.PositiveIntegerField()
    step = models.CharField(max_length=10)
    title = models.TextField(blank=True)
    details = models.TextField(blank=True)
    likelihood = models.PositiveSmallIntegerField(null=True)
    impact = models.PositiveSmallIntegerField(null=True)
    reason = models.TextField(blank=True)
    evidence = models.ForeignKey("improvement.Evidence", on_delete=models.PROTECT, null=True, related_name="+")
    update = models.ForeignKey("improvement.Update", on_delete=models.PROTECT, null=True, related_name="+")
    owner = person()
    owner_words = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            known(RiskStep, "step", "risk_step_known"),
            models.UniqueConstraint(fields=["risk", "number"], name="risk_fact_numbered_once"),
            models.CheckConstraint(
                condition=Q(number=1, step=RiskStep.RAISED.value) | (Q(number__gt=1) & ~Q(step=RiskStep.RAISED.value)),
                name="risk_is_raised_once_and_first",
            ),
            models.CheckConstraint(
                condition=Q(likelihood__isnull=True, impact__isnull=True)
                | Q(likelihood__gte=1, likelihood__lte=5, impact__gte=1, impact__lte=5),
                name="risk_score_is_on_the_scale",
            ),
            models.CheckConstraint(
                condition=~Q(step__in=[RiskStep.RAISED.value, RiskStep.SCORED.value])
                | Q(likelihood__isnull=False, impact__isnull=False),
                name="risk_has_a_score",
            ),
            models.CheckConstraint(
                condition=Q(step__in=[RiskStep.RAISED.value, RiskStep.SCORED.value]) | Q(likelihood__isnull=True),
                name="risk_score_changes_by_being_scored",
            ),
            models.CheckConstraint(
                condition=~Q(step=RiskStep.SCORED.value)
                | (~Q(reason="") & (Q(evidence__isnull=False) | Q(update__isnull=False))),
                name="risk_score_changes_with_evidence_and_reason",
            ),
            models.CheckConstraint(
                condition=~Q(step__in=[RiskStep.RAISED.value, RiskStep.REWORDED.value]) | ~Q(title=""),
                name="risk_has_words",
            ),
            models.CheckConstraint(
                condition=~Q(step__in=[RiskStep.CLOSED.value, RiskStep.REOPENED.value]) | ~Q(reason=""),
                name="risk_ends_for_a_reason",
            ),
        ]


class RiskTie(OnPlan):
    """That a risk hangs on an action, or no longer does; the latest counts."""

    risk = models.ForeignKey(Risk, on_delete=models.PROTECT, related_name="ties")
    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="risk_ties")
    is_ended = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["risk", "action", "-id"], name="risk_tie_latest")]
