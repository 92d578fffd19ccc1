"""What partners' systems are let in by, and what is sent to them."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from lippen.organisation.models.people import Account, Authority
from lippen.organisation.vocabulary import DeliveryState, Event, Scope


class PartnerToken(models.Model):
    """The way in of a partner's system, for one council and for stated things. Only a hash of the secret is kept.

    `stands_as` holds the classes of post whose rows the locks show it: none, or that of a councillor who is not on the
    committee, who finds issued papers alone.
    """

    ref = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")
    account = models.OneToOneField(Account, on_delete=models.PROTECT, related_name="token")
    scopes = ArrayField(models.CharField(max_length=20), default=list)
    stands_as = ArrayField(models.CharField(max_length=40), default=list)
    secret_hash = models.CharField(max_length=64, unique=True)
    hint = models.CharField(max_length=8)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    expires_on = models.DateField()
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="token_has_a_name"),
            models.CheckConstraint(
                condition=Q(scopes__contained_by=[scope.value for scope in Scope]) & ~Q(scopes=[]),
                name="token_scopes_known",
            ),
        ]


class Subscription(models.Model):
    """What a partner's system wants to be told of, and where. Its signing secret is made from its reference."""

    ref = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")
    url = models.CharField(max_length=400)
    events = ArrayField(models.CharField(max_length=40), default=list)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(events__contained_by=[event.value for event in Event]) & ~Q(events=[]),
                name="subscription_events_known",
            )
        ]


class Delivery(models.Model):
    """One thing that one system is told: keys alone. Noted where it happens, sent by a job, tried again."""

    ref = models.CharField(max_length=40, unique=True)
    subscription = models.ForeignKey(Subscription, on_delete=models.PROTECT, related_name="deliveries")
    event = models.CharField(max_length=40)
    subject_key = models.CharField(max_length=60)
    payload = models.JSONField(default=dict)
    made_at = models.DateTimeField()
    state = models.CharField(max_length=10, default=DeliveryState.WAITING.value)
    tries = models.PositiveIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    tried_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in DeliveryState]), name="delivery_state_known"
            ),
        ]
        indexes = [
            models.Index(fields=["next_try_at"], condition=Q(state="waiting"), name="deliveries_that_wait"),
        ]
