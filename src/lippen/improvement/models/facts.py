"""Facts about an action, each with the day it was so and the moment it was recorded. Insert-only."""

from __future__ import annotations

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce, Mod

from lippen.improvement.models.plans import Action, known
from lippen.improvement.vocabulary import Audience, Colour, Kind, Priority, RiskLevel, State, Which
from lippen.kernel.calendar import Precision
from lippen.kernel.records import Recorded

SET_ASIDE = (State.POSTPONED.value, State.BLOCKED.value)
GONE = (State.SUPERSEDED.value, State.MERGED.value)
TO_DO = (State.NOT_STARTED.value, State.UNDER_WAY.value)
WAITING = (*SET_ASIDE, *TO_DO)


def person(null: bool = True) -> models.ForeignKey:
    """Somebody named in a fact."""
    return models.ForeignKey("organisation.Person", on_delete=models.PROTECT, null=null, related_name="+")


class Fact(Recorded):
    """A fact about one action."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="%(class)ss")
    so_on = models.DateField()
    token = models.UUIDField(null=True, unique=True)

    class Meta:
        abstract = True


class ActionWording(Fact):
    """What the action is, what it is for, who answers for it. No authorities means all of the plan's."""

    text = models.TextField()
    intent = models.TextField(blank=True)
    priority = models.CharField(max_length=10, blank=True)
    kind = models.CharField(max_length=12, default=Kind.FINISH.value)
    accountable = person()
    authorities = ArrayField(models.BigIntegerField(), default=list)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="action_has_words"),
            known(Kind, "kind", "action_kind_known"),
            known(Priority, "priority", "action_priority_known", blank=True),
        ]
        indexes = [models.Index(fields=["action", "-so_on", "-id"], name="wording_latest")]


class ActionLeads(Fact):
    """Who leads from a day on: the set as a whole, so that joint leads stay joint."""

    class Meta:
        indexes = [models.Index(fields=["action", "-so_on", "-id"], name="leads_latest")]


class ActionLead(models.Model):
    """One of a set of leads: a known person, or the words of the document."""

    leads = models.ForeignKey(ActionLeads, on_delete=models.PROTECT, related_name="members")
    order = models.PositiveIntegerField()
    person = person()
    words = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["leads", "order"], name="lead_has_its_place"),
            models.UniqueConstraint(fields=["leads", "person"], name="lead_named_once"),
            models.CheckConstraint(condition=Q(person__isnull=False) | ~Q(words=""), name="lead_is_somebody"),
        ]


class ActionDate(Fact):
    """
    A start, target or review date as somebody gave it. The earliest is first; each later one that differs is a slip.

    `is_first` says that nothing earlier was known when it was recorded: an older edition of a document can bring an
    earlier one in afterwards, which is then first. A slip that a document gives says in its reason that there is none.
    """

    which = models.CharField(max_length=8)
    text = models.CharField(max_length=120)
    precision = models.CharField(max_length=8)
    starts_on = models.DateField()
    ends_on = models.DateField()
    is_first = models.BooleanField()
    reason = models.TextField(blank=True)
    agreed_by = person()
    agreed_by_words = models.CharField(max_length=200, blank=True)
    reported_in = models.CharField(max_length=240, blank=True)

    class Meta:
        constraints = [
            known(Which, "which", "date_kind_known"),
            known(Precision, "precision", "date_precision_known"),
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="date_ends_after_it_starts"),
            models.UniqueConstraint(
                fields=["action", "which", "so_on"], condition=Q(is_first=True), name="one_first_date"
            ),
            models.CheckConstraint(
                condition=Q(is_first=True) | (~Q(reason="") & (Q(agreed_by__isnull=False) | ~Q(agreed_by_words=""))),
                name="slip_has_reason_and_agreement",
            ),
        ]
        indexes = [models.Index(fields=["action", "which", "-so_on", "-id"], name="date_latest")]


class ActionState(Fact):
    """A state that an action came into, and on what terms."""

    state = models.CharField(max_length=12)
    reason = models.TextField(blank=True)
    agreed_by = person()
    agreed_by_words = models.CharField(max_length=200, blank=True)
    risk_accepted = models.TextField(blank=True)
    risk_level = models.CharField(max_length=30, blank=True)
    cover = models.TextField(blank=True)
    revisit_on = models.DateField(null=True)
    waits_on = models.ForeignKey(Action, on_delete=models.PROTECT, null=True, related_name="+")
    since_on = models.DateField(null=True)
    """Since when it is in this state, where the row says only what it waits on now."""
    into = models.ForeignKey(Action, on_delete=models.PROTECT, null=True, related_name="+")
    reported_in = models.CharField(max_length=240, blank=True)

    @property
    def state_on(self) -> date:
        """The day on which it came into this state."""
        return self.since_on or self.so_on

    class Meta:
        constraints = [
            known(State, "state", "state_known"),
            known(RiskLevel, "risk_level", "risk_level_known", blank=True),
            models.CheckConstraint(
                condition=~Q(state__in=SET_ASIDE)
                | (
                    ~Q(reason="")
                    & (Q(agreed_by__isnull=False) | ~Q(agreed_by_words=""))
                    & ~Q(risk_accepted="")
                    & ~Q(risk_level="")
                    & ~Q(cover="")
                    & Q(revisit_on__isnull=False)
                ),
                name="set_aside_on_full_terms",
            ),
            models.CheckConstraint(condition=~Q(state__in=GONE) | ~Q(reason=""), name="gone_for_a_reason"),
            models.CheckConstraint(
                condition=~Q(state=State.MERGED.value) | Q(into__isnull=False), name="merged_into_an_action"
            ),
            models.CheckConstraint(
                condition=(Q(waits_on__isnull=True) | ~Q(waits_on=F("action")))
                & (Q(into__isnull=True) | ~Q(into=F("action"))),
                name="action_does_not_wait_on_itself",
            ),
            models.CheckConstraint(
                condition=Q(waits_on__isnull=True) | Q(state__in=WAITING), name="only_what_is_still_to_do_waits"
            ),
            models.CheckConstraint(
                condition=Q(since_on__isnull=True) | (Q(since_on__lte=F("so_on")) & Q(state__in=TO_DO)),
                name="state_began_before_what_it_waits_on",
            ),
        ]
        indexes = [models.Index(fields=["action", "-so_on", "-id"], name="state_latest")]


class StandingOverride(Fact):
    """Someone's word against the rule, or its end: odd numbers begin, even numbers end, so one is open at most."""

    number = models.PositiveIntegerField()
    standing = models.CharField(max_length=8, blank=True)
    reason = models.TextField()
    ended = models.BooleanField(default=False)
    odd = models.GeneratedField(
        expression=Mod("number", 2), output_field=models.PositiveSmallIntegerField(), db_persist=True
    )

    class Meta:
        constraints = [
            known(Colour, "standing", "override_standing_known", blank=True),
            models.UniqueConstraint(fields=["action", "number"], name="one_open_override"),
            models.CheckConstraint(
                condition=Q(ended=False, odd=1) | Q(ended=True, odd=0), name="override_begins_then_ends"
            ),
            models.CheckConstraint(
                condition=(Q(ended=False) & ~Q(standing="")) | Q(ended=True, standing=""),
                name="open_override_has_a_standing",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="override_has_a_reason"),
        ]


class Update(Recorded):
    """What somebody said about an action. Never edited: a correction is a new one."""

    ref = models.CharField(max_length=40, unique=True)
    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="updates")
    so_on = models.DateField(null=True)
    reported_in = models.CharField(max_length=240, blank=True)
    reported_on = models.DateField(null=True)
    counts_on = models.GeneratedField(
        expression=Coalesce("so_on", "reported_on"), output_field=models.DateField(), db_persist=True
    )
    paragraphs = models.JSONField()
    audience = models.CharField(max_length=12, default=Audience.INTERNAL.value)
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="corrections")
    token = models.UUIDField(null=True, unique=True)

    class Meta:
        constraints = [
            known(Audience, "audience", "update_audience_known"),
            models.CheckConstraint(
                condition=Q(so_on__isnull=False) | (Q(reported_on__isnull=False) & ~Q(reported_in="")),
                name="update_has_a_day_or_a_document",
            ),
            models.CheckConstraint(condition=~Q(paragraphs=[]), name="update_says_something"),
            models.UniqueConstraint(fields=["corrects"], name="update_corrected_once"),
        ]
        indexes = [models.Index(fields=["action", "-counts_on", "-id"], name="update_latest")]
