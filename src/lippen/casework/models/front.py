"""The front door: referrals step by step, and children who wait for a social worker."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from lippen.casework.models.sight import OfPerson, known, officer, said
from lippen.casework.models.work import Involvement
from lippen.casework.vocabulary import (
    Level,
    Outcome,
    ReferralFrom,
    ReferralWhy,
    SignOffAnswer,
    Stage,
    WaitingEndKind,
)


class Referral(OfPerson):
    """Somebody told us of a child: who, why, when. `so_on` is the day on which it was received.

    `is_open` is the database's own mark, which follows from the steps: whether it has still to be decided.
    """

    ref = models.CharField(max_length=40, unique=True)
    source = models.CharField(max_length=14)
    source_words = models.CharField(max_length=240, blank=True)
    why = models.CharField(max_length=14)
    words = models.TextField()
    is_immediate = models.BooleanField(default=False)
    is_open = models.BooleanField(db_default=True, editable=False)

    class Meta:
        constraints = [
            known(ReferralFrom, "source", "referral_source_known"),
            known(ReferralWhy, "why", "referral_reason_known"),
            said("words", "a_referral_has_words"),
        ]
        indexes = [
            models.Index(fields=["person", "-so_on", "-id"], name="referrals_of_a_person"),
            models.Index(
                fields=["authority", "so_on", "id"],
                include=["person"],
                condition=Q(is_open=True),
                name="referrals_to_be_decided",
            ),
        ]


class ReferralStep(OfPerson):
    """A stage of a referral that ended: how, and why in words. Each stage ends once."""

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="steps")
    stage = models.CharField(max_length=10)
    outcome = models.CharField(max_length=10)
    words = models.TextField()
    due_on = models.DateField()

    class Meta:
        constraints = [
            known(Stage, "stage", "referral_stage_known"),
            known(Outcome, "outcome", "referral_outcome_known"),
            said("words", "a_step_has_words"),
            models.UniqueConstraint(fields=["referral", "stage"], name="each_stage_ends_once"),
        ]
        indexes = [
            models.Index(
                fields=["referral"], condition=~Q(outcome__in=["assess", "assessed"]), name="referrals_that_are_decided"
            ),
            models.Index(fields=["person", "-so_on"], name="steps_of_a_person"),
        ]


class SignOff(OfPerson):
    """What a manager said about an immediate risk. The last word counts."""

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="sign_offs")
    answer = models.CharField(max_length=10)
    words = models.TextField()

    class Meta:
        constraints = [known(SignOffAnswer, "answer", "sign_off_known"), said("words", "a_sign_off_has_words")]


class Waiting(OfPerson):
    """A child waits for a social worker, since a day. How it stands is said by its facts; it ends once.

    `is_open` and `place` are the database's own marks: no end is written, and where the last level puts the child.
    """

    ref = models.CharField(max_length=40, unique=True)
    referral = models.OneToOneField(Referral, on_delete=models.PROTECT, related_name="waiting")
    due_on = models.DateField()
    is_open = models.BooleanField(db_default=True, editable=False)
    place = models.PositiveSmallIntegerField(null=True, editable=False)

    class Meta:
        indexes = [
            models.Index(fields=["person"], name="waits_of_a_person"),
            models.Index(
                fields=["authority", "place", "so_on", "id"],
                include=["person", "due_on"],
                condition=Q(is_open=True),
                name="who_waits_in_order",
            ),
        ]


class WaitingFact(OfPerson):
    """How a child who waits stands from a day on, complete: holder, level and why, plan, next contact."""

    waiting = models.ForeignKey(Waiting, on_delete=models.PROTECT, related_name="facts")
    holder = officer()
    level = models.CharField(max_length=10)
    why = models.TextField()
    plan = models.TextField()
    next_contact_on = models.DateField()

    class Meta:
        constraints = [
            known(Level, "level", "level_known"),
            said("why", "a_level_has_its_reason"),
            said("plan", "a_child_who_waits_has_a_plan"),
            models.CheckConstraint(condition=Q(next_contact_on__gte=F("so_on")), name="next_contact_is_to_come"),
        ]
        indexes = [models.Index(fields=["waiting", "-id"], name="facts_of_a_wait")]


class NewInformation(OfPerson):
    """Something that came to be known while a child waits: the level is looked at that same day."""

    waiting = models.ForeignKey(Waiting, on_delete=models.PROTECT, related_name="news")
    words = models.TextField()

    class Meta:
        constraints = [said("words", "news_has_words")]


class WaitingEnd(OfPerson):
    """How a child left the queue: by allocation, or by a recorded ending with its reason."""

    waiting = models.OneToOneField(Waiting, on_delete=models.PROTECT, related_name="end")
    kind = models.CharField(max_length=16)
    words = models.TextField(blank=True)
    involvement = models.ForeignKey(Involvement, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            known(WaitingEndKind, "kind", "waiting_end_known"),
            models.CheckConstraint(
                condition=Q(kind="allocated", involvement__isnull=False)
                | (~Q(kind="allocated") & ~Q(words="") & Q(involvement__isnull=True)),
                name="a_wait_ends_by_allocation_or_with_words",
            ),
        ]
