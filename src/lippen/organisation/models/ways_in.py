"""What is done about ways in: changes, recoveries, links to enter by, reviews of access, sessions."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F, Q, Value

from lippen.kernel.access import Actor, Permission
from lippen.organisation.models.people import Account, Authority
from lippen.organisation.vocabulary import (
    BY_PEOPLE,
    OF_ONE_COUNCIL,
    Change,
    Checked,
    Lost,
    Purpose,
    RecoveryAnswered,
    Verdict,
)


class AccountChange(models.Model):
    """What happened to a way in: opened, closed, opened again; stopped or given back in one council. Insert-only."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=12)
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, null=True, related_name="+")
    why = models.CharField(max_length=20, blank=True)
    so_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=[each.value for each in Change]), name="account_change_known"),
            models.CheckConstraint(
                condition=Q(kind__in=[each.value for each in OF_ONE_COUNCIL], authority__isnull=False)
                | (~Q(kind__in=[each.value for each in OF_ONE_COUNCIL]) & Q(authority__isnull=True)),
                name="stopped_in_a_council_closed_in_all",
            ),
        ]
        indexes = [models.Index(fields=["account", "authority"], name="account_changes")]


def of_recoveries(actor: Actor) -> Q:
    """Those of a council for whoever may confirm them there, and one's own; row-level security asks the same."""
    mine = Q(account_id=actor.account_id) if actor.account_id is not None else Q(pk__in=[])
    return Q(authority_id__in=actor.reach_of(Permission.CONFIRM_RECOVERY)) | mine


class RecoveryQuery(models.QuerySet["Recovery"]):
    """Reads of recoveries."""

    def visible_to(self, actor: Actor) -> Self:
        """Those that the actor may confirm, or that are about the actor."""
        return self.filter(of_recoveries(actor))


class Recovery(models.Model):
    """That somebody asked for another to be let back in: the first of two words. It waits a day for the second."""

    ref = models.CharField(max_length=40, unique=True)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="recoveries")
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")
    lost = models.CharField(max_length=12)
    checked = models.CharField(max_length=12)
    expires_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")

    objects = RecoveryQuery.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(lost__in=[each.value for each in Lost]), name="recovery_says_what_is_lost"
            ),
            models.CheckConstraint(
                condition=Q(checked__in=[c.value for c in BY_PEOPLE]), name="recovery_checked_first"
            ),
            models.CheckConstraint(condition=~Q(recorded_by=F("account")), name="nobody_asks_for_their_own_recovery"),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("recorded_at")), name="recovery_ends_after_it_is_asked"
            ),
            models.UniqueConstraint(fields=["id", "authority", "account", "recorded_by"], name="recovery_is_of_these"),
        ]
        indexes = [models.Index(fields=["account"], name="recoveries_of_an_account")]


class RecoveryAnswerQuery(models.QuerySet["RecoveryAnswer"]):
    """Reads of what became of recoveries."""

    def visible_to(self, actor: Actor) -> Self:
        """Of those that the actor may confirm, or that are about the actor."""
        return self.filter(of_recoveries(actor))


class RecoveryAnswer(models.Model):
    """What became of a recovery: the second of two words, or that it was withdrawn. Once, whatever happens at once.

    Whose it is and who asked stand here again, bound to the recovery by one key of all of them, so that the database
    itself refuses a second word from whoever spoke the first and from whoever it is about.
    """

    recovery = models.OneToOneField(Recovery, on_delete=models.PROTECT, related_name="answer")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    answered = models.CharField(max_length=10)
    checked = models.CharField(max_length=12, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")

    objects = RecoveryAnswerQuery.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(answered=RecoveryAnswered.CONFIRMED.value, checked__in=[each.value for each in BY_PEOPLE])
                | Q(answered=RecoveryAnswered.WITHDRAWN.value, checked=""),
                name="recovery_answer_known",
            ),
            models.CheckConstraint(
                condition=~Q(answered=RecoveryAnswered.CONFIRMED.value)
                | (~Q(recorded_by=F("asked_by")) & ~Q(recorded_by=F("account"))),
                name="recovery_takes_two_other_people",
            ),
            models.UniqueConstraint(fields=["id", "answered", "account"], name="recovery_answer_is_of_these"),
        ]


class EntryLink(models.Model):
    """A one-time code for somebody invited, or who lost their way in. Only its hash is kept."""

    ref = models.CharField(max_length=40, unique=True)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="links")
    purpose = models.CharField(max_length=10)
    checked = models.CharField(max_length=12, blank=True)
    confirmed = models.OneToOneField(RecoveryAnswer, on_delete=models.PROTECT, null=True, related_name="link")
    confirmed_word = models.GeneratedField(  # so that one key can hold the link to an answer that says yes
        expression=Value(RecoveryAnswered.CONFIRMED.value),
        output_field=models.CharField(max_length=10),
        db_persist=True,
    )
    code_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(purpose__in=[each.value for each in Purpose]), name="link_purpose_known"
            ),
            models.CheckConstraint(condition=Q(expires_at__gt=F("recorded_at")), name="link_ends_after_it_is_made"),
            models.CheckConstraint(
                condition=~Q(purpose=Purpose.RECOVER.value) | ~Q(checked=""), name="recovery_says_how_it_was_checked"
            ),
            models.CheckConstraint(
                condition=~Q(purpose=Purpose.RECOVER.value)
                | Q(confirmed__isnull=False)
                | Q(checked=Checked.AT_SERVER.value),
                name="recovery_was_confirmed_by_two",
            ),
        ]


class EntryLinkEnd(models.Model):
    """That a one-time link was used, replaced or withdrawn: once, whatever two people do at the same time."""

    link = models.OneToOneField(EntryLink, on_delete=models.PROTECT, related_name="end")
    how = models.CharField(max_length=10)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")


class AccessReview(models.Model):
    """A council's look through everybody's access in one quarter."""

    ref = models.CharField(max_length=40, unique=True)
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")
    quarter_starts_on = models.DateField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["authority", "quarter_starts_on"], name="one_access_review_a_quarter")
        ]


class AccessVerdict(models.Model):
    """What a reviewer said about one person's access. The last one of a review counts; none is changed."""

    review = models.ForeignKey(AccessReview, on_delete=models.PROTECT, related_name="verdicts")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=12)
    why = models.CharField(max_length=20, blank=True)
    so_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(verdict__in=[each.value for each in Verdict]), name="access_verdict_known"
            )
        ]
        indexes = [models.Index(fields=["review", "account"], name="verdicts_of_a_review")]


class OpenSession(models.Model):
    """Where somebody is signed in: theirs alone to see, and to end."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    session_key = models.CharField(max_length=40, unique=True)
    device = models.CharField(max_length=80)
    how = models.CharField(max_length=12)
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField()
