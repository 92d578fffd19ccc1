"""The duty board, what is raised from it, and how it reaches whoever owes something."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from lippen.kernel.records import Recorded
from lippen.organisation.models.people import Account, Person, Post
from lippen.organisation.vocabulary import DigestState, Rhythm


class Duty(models.Model):
    """Who owes what by when. No words about a person: the subject's own package knows the words."""

    kind = models.CharField(max_length=40)
    subject_kind = models.CharField(max_length=60)
    subject_key = models.CharField(max_length=60)
    holder = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="duties")
    starts_on = models.DateField()
    ends_on = models.DateField()
    hours = models.DecimalField(max_digits=6, decimal_places=2, default=0)
    again_days = models.PositiveSmallIntegerField(null=True)
    """In how many days it is owed again once it is done, where it comes again by itself."""
    again_hours = models.DecimalField(max_digits=6, decimal_places=2, default=0, db_default=0)
    """The hours of each time after this one."""
    rule_key = models.CharField(max_length=80)
    pinned_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="duty_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(again_days__isnull=False, again_days__gte=1) | Q(again_days__isnull=True, again_hours=0),
                name="what_comes_again_says_in_how_many_days",
            ),
            models.UniqueConstraint(
                fields=["kind", "subject_kind", "subject_key", "holder"],
                condition=Q(closed_at__isnull=True),
                name="one_open_duty_of_a_kind",
            ),
        ]
        indexes = [
            models.Index(
                fields=["holder", "ends_on"],
                include=["subject_kind", "hours", "again_days", "again_hours"],
                condition=Q(closed_at__isnull=True),
                name="open_duties",
            ),
            models.Index(
                fields=["ends_on"],
                include=["holder", "kind"],
                condition=Q(closed_at__isnull=True),
                name="open_duties_by_their_end",
            ),
        ]


class Escalation(Recorded):
    """A duty that was so late that the manager of whoever owed it was told. It holds while that very duty is open."""

    kind = models.CharField(max_length=40)
    subject_kind = models.CharField(max_length=60)
    subject_key = models.CharField(max_length=60)
    holder = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    manager = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="escalations")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    ends_on = models.DateField()
    so_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject_kind", "subject_key", "holder", "ends_on"], name="duty_raised_once"
            ),
            models.CheckConstraint(condition=~Q(holder=F("manager")), name="raised_with_somebody_else"),
        ]
        indexes = [
            models.Index(fields=["subject_kind", "subject_key"], name="raised_about"),
            models.Index(fields=["manager"], name="raised_with"),
        ]


class DigestChoice(models.Model):
    """How often somebody wants their duties by e-mail. Whoever has not chosen gets them once a week."""

    account = models.OneToOneField(Account, on_delete=models.PROTECT, primary_key=True, related_name="+")
    rhythm = models.CharField(max_length=8)
    chosen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(rhythm__in=[rhythm.value for rhythm in Rhythm]), name="digest_rhythm_known"
            )
        ]


class Digest(models.Model):
    """An e-mail of somebody's duties: for which spell, how many, what became of it. The words are not kept."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    rhythm = models.CharField(max_length=8)
    spell_on = models.DateField()
    message_id = models.CharField(max_length=120, unique=True)
    address = models.EmailField(blank=True)
    duties = models.PositiveIntegerField(default=0)
    late = models.PositiveIntegerField(default=0)
    keys = models.JSONField(default=list)
    state = models.CharField(max_length=8, default=DigestState.PLANNED.value)
    tries = models.PositiveIntegerField(default=0)
    planned_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "spell_on", "rhythm"], name="one_digest_a_spell"),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in DigestState]), name="digest_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state=DigestState.SENT.value) | Q(sent_at__isnull=False), name="sent_digest_has_its_moment"
            ),
        ]


class CalendarLink(models.Model):
    """A secret address of somebody's own calendar. Only a hash of the secret is kept, so nobody can read it here."""

    ref = models.CharField(max_length=40, unique=True)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    secret_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    last_read_at = models.DateTimeField(null=True)
