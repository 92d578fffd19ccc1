"""Each action as it stands now, worked out from the facts in the same transaction, so that lists are quick."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models

from lippen.improvement.models.plans import Action, Plan


def day() -> models.DateField:
    """A day that may be unknown."""
    return models.DateField(null=True)


def words(length: int = 0) -> models.Field:
    """Words that may be empty."""
    return models.CharField(max_length=length, blank=True) if length else models.TextField(blank=True)


class ActionNow(models.Model):
    """The latest facts of one action. Nothing is true because it stands here: the facts decide."""

    action = models.OneToOneField(Action, on_delete=models.PROTECT, primary_key=True, related_name="now")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="+")
    text = words()
    intent = words()
    priority = words(10)
    kind = words(12)
    accountable_id = models.BigIntegerField(null=True)
    authorities = ArrayField(models.BigIntegerField(), default=list)
    leads = models.JSONField(default=list)
    state = words(12)
    state_on = day()
    state_id = models.BigIntegerField(null=True)
    dates = models.JSONField(default=dict)
    first_target_ends_on = day()
    target_ends_on = day()
    review_ends_on = day()
    target_slips = models.PositiveIntegerField(default=0)
    review_slips = models.PositiveIntegerField(default=0)
    override = words(8)
    override_reason = words()
    last_update_on = day()
    last_update_text = words()
    updates_count = models.PositiveIntegerField(default=0)
    evidence_accepted = models.BooleanField(default=False)
    evidence_outside_line = models.BooleanField(default=False)
    doubts_open = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [
            GinIndex(SearchVector("text", "intent", "last_update_text", config="english"), name="actions_by_words")
        ]
