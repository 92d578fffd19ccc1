"""What a council or committee decided: stored once, here. Options, delivery and ties to actions are facts apart."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from lippen.improvement.models.keeping import OfPlanQuery, OnPlan
from lippen.improvement.models.plans import Action, Plan, known
from lippen.improvement.vocabulary import Delivery


def money() -> models.DecimalField:
    """An amount in pounds."""
    return models.DecimalField(max_digits=14, decimal_places=2, null=True)


class CouncilDecision(OnPlan):
    """One decision: by which body, when (`so_on`), what was agreed, with what money and posts, from which record."""

    ref = models.CharField(max_length=40, unique=True)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="decisions")
    body = models.CharField(max_length=240)
    agreed = models.TextField()
    amount = money()
    amount_period = models.CharField(max_length=120, blank=True)
    posts = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    posts_words = models.CharField(max_length=240, blank=True)
    source_kind = models.CharField(max_length=60, blank=True)
    source_key = models.CharField(max_length=60, blank=True)

    objects = OfPlanQuery.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(body="") & ~Q(agreed=""), name="decision_has_body_and_words"),
            models.CheckConstraint(condition=Q(amount__isnull=True) | Q(amount__gte=0), name="decision_amount_counts"),
            models.CheckConstraint(condition=Q(posts__isnull=True) | Q(posts__gte=0), name="decision_posts_count"),
        ]
        indexes = [models.Index(fields=["source_kind", "source_key"], name="decisions_by_source")]


class DecisionOption(OnPlan):
    """An option of the business case: cost, benefit, what moving to it takes. The latest number of a place counts."""

    decision = models.ForeignKey(CouncilDecision, on_delete=models.PROTECT, related_name="options")
    place = models.PositiveIntegerField()
    number = models.PositiveIntegerField(default=1)
    title = models.CharField(max_length=240)
    cost = money()
    cost_period = models.CharField(max_length=120, blank=True)
    benefit = models.TextField(blank=True)
    migration = models.TextField(blank=True)
    is_chosen = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["decision", "place", "number"], name="option_has_its_place"),
            models.CheckConstraint(condition=~Q(title=""), name="option_has_a_title"),
            models.CheckConstraint(condition=Q(cost__isnull=True) | Q(cost__gte=0), name="option_cost_counts"),
        ]


class DecisionStatus(OnPlan):
    """How far the delivery of a decision has come. Numbered, so that two people cannot both add the next one."""

    decision = models.ForeignKey(CouncilDecision, on_delete=models.PROTECT, related_name="statuses")
    number = models.PositiveIntegerField()
    status = models.CharField(max_length=12)
    words = models.TextField(blank=True)

    class Meta:
        constraints = [
            known(Delivery, "status", "decision_status_known"),
            models.UniqueConstraint(fields=["decision", "number"], name="decision_status_numbered_once"),
            models.CheckConstraint(
                condition=~Q(status__in=[Delivery.STOPPED.value, Delivery.IN_ERROR.value]) | ~Q(words=""),
                name="decision_stops_for_a_reason",
            ),
        ]


class DecisionTie(OnPlan):
    """That an action carries out a decision, or no longer does; the latest counts."""

    decision = models.ForeignKey(CouncilDecision, on_delete=models.PROTECT, related_name="ties")
    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="decision_ties")
    is_ended = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["decision", "action", "-id"], name="decision_tie_latest")]
