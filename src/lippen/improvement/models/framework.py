"""The strategic framework: what each strand and partner is for, how it goes, who answers; and what is offered."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from lippen.improvement.models.facts import person
from lippen.improvement.models.partners import Partner
from lippen.improvement.models.plans import Action, Plan
from lippen.kernel.records import Recorded


class Strand(Recorded):
    """One line of a plan's framework: a strand of the work, or the work with one partner."""

    ref = models.CharField(max_length=40, unique=True)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="strands")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, null=True, related_name="+")
    token = models.UUIDField(null=True, unique=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "partner"], name="partner_has_one_line")]


class StrandWording(Recorded):
    """What a strand is called, what it is for and who answers for it from a day on, or that it ended."""

    strand = models.ForeignKey(Strand, on_delete=models.PROTECT, related_name="wordings")
    so_on = models.DateField()
    title = models.CharField(max_length=240)
    intent = models.TextField()
    accountable = person()
    accountable_words = models.CharField(max_length=200, blank=True)
    is_ended = models.BooleanField(default=False)
    token = models.UUIDField(null=True, unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="strand_has_a_title"),
            models.CheckConstraint(condition=~Q(intent=""), name="strand_has_an_intent"),
        ]
        indexes = [models.Index(fields=["strand", "-so_on", "-id"], name="strand_latest")]


class StrandProgress(Recorded):
    """How a strand goes, as somebody said on a day. Never edited: the next word is a new one."""

    strand = models.ForeignKey(Strand, on_delete=models.PROTECT, related_name="progress")
    so_on = models.DateField()
    words = models.TextField()
    token = models.UUIDField(null=True, unique=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="progress_says_something")]
        indexes = [models.Index(fields=["strand", "-so_on", "-id"], name="progress_latest")]


class Contribution(Recorded):
    """Something that a partner does for a plan."""

    ref = models.CharField(max_length=40, unique=True)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="contributions")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="contributions")
    token = models.UUIDField(null=True, unique=True)


class ContributionTerms(Recorded):
    """On what terms a partner contributes from a day on: for an action, or for work on children's records with consent.

    `ends_on` is the day after the last, as everywhere.
    """

    contribution = models.ForeignKey(Contribution, on_delete=models.PROTECT, related_name="terms")
    so_on = models.DateField()
    offered = models.TextField()
    expected = models.TextField()
    action = models.ForeignKey(Action, on_delete=models.PROTECT, null=True, related_name="contributions")
    is_for_records = models.BooleanField(default=False)
    consent = models.TextField(blank=True)
    scope = models.TextField(blank=True)
    accountable = person()
    accountable_words = models.CharField(max_length=200, blank=True)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    is_ended = models.BooleanField(default=False)
    reason = models.TextField(blank=True)
    token = models.UUIDField(null=True, unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(offered=""), name="contribution_offers_something"),
            models.CheckConstraint(condition=~Q(expected=""), name="contribution_expects_a_result"),
            models.CheckConstraint(
                condition=Q(action__isnull=False, is_for_records=False) | Q(action__isnull=True, is_for_records=True),
                name="contribution_is_for_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(is_for_records=False) | (~Q(consent="") & ~Q(scope="")),
                name="work_on_records_has_consent_and_scope",
            ),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gt=F("starts_on")),
                name="contribution_ends_after_it_starts",
            ),
            models.CheckConstraint(condition=Q(is_ended=False) | ~Q(reason=""), name="contribution_ended_for_a_reason"),
        ]
        indexes = [models.Index(fields=["contribution", "-so_on", "-id"], name="terms_latest")]


class Delivery(Recorded):
    """What a contribution has brought by a day. Never edited: the next word is a new one."""

    contribution = models.ForeignKey(Contribution, on_delete=models.PROTECT, related_name="deliveries")
    so_on = models.DateField()
    words = models.TextField()
    token = models.UUIDField(null=True, unique=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="delivery_says_something")]
        indexes = [models.Index(fields=["contribution", "-so_on", "-id"], name="delivery_latest")]
