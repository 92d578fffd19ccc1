"""How a council counts days, when a committee's papers are due, and which papers are expected at its meetings."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from lippen.reporting.models.owned import Owned
from lippen.reporting.models.papers import Committee, Meeting, Paper


class NoticeRule(Owned):
    """How a council counts the clear days before a meeting; the latest counts. `holidays` are days as text."""

    clear_days = models.PositiveSmallIntegerField()
    counts_weekends = models.BooleanField()
    counts_holidays = models.BooleanField()
    counts_day_of_issue = models.BooleanField()
    counts_day_of_meeting = models.BooleanField()
    holidays = models.JSONField(default=list)
    source = models.CharField(max_length=240)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(clear_days__gte=1, clear_days__lte=30), name="notice_is_1_to_30_days"),
            models.CheckConstraint(condition=~Q(source=""), name="notice_names_its_source"),
        ]


class CommitteeCycle(Owned):
    """How many days before issue each step of a committee's papers is due; the highest version counts."""

    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="cycles")
    version = models.PositiveIntegerField()
    drafts_days = models.PositiveSmallIntegerField()
    consultees_days = models.PositiveSmallIntegerField()
    pre_agenda_days = models.PositiveSmallIntegerField()
    final_days = models.PositiveSmallIntegerField()
    spare_days = models.PositiveSmallIntegerField()
    in_working_days = models.BooleanField()
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "version"], name="cycle_set_once_a_version"),
            models.CheckConstraint(
                condition=Q(drafts_days__gte=F("final_days"), consultees_days__gte=F("final_days")),
                name="cycle_drafts_before_final",
            ),
        ]


class MeetingDates(Owned):
    """The drafting dates of one meeting; the highest version counts, and every move has its reason."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="dates")
    version = models.PositiveIntegerField()
    drafts_due_on = models.DateField()
    consultees_due_on = models.DateField()
    pre_agenda_on = models.DateField()
    final_due_on = models.DateField()
    issue_on = models.DateField()
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "version"], name="meeting_dates_set_once_a_version"),
            models.CheckConstraint(condition=Q(version=1) | ~Q(reason=""), name="meeting_dates_moved_for_a_reason"),
            models.CheckConstraint(
                condition=Q(drafts_due_on__lte=F("final_due_on"), final_due_on__lte=F("issue_on")),
                name="meeting_dates_in_order",
            ),
        ]


class MeetingChange(Owned):
    """A committee's meeting was moved to another of its days, or called off; the highest version counts."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="changes")
    version = models.PositiveIntegerField()
    moved_to = models.ForeignKey(Meeting, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=500)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "version"], name="meeting_changed_once_a_version"),
            models.CheckConstraint(condition=~Q(reason=""), name="meeting_changed_for_a_reason"),
            models.CheckConstraint(
                condition=Q(moved_to__isnull=True) | ~Q(moved_to=F("meeting")), name="meeting_moves_to_another_day"
            ),
        ]


class PreAgenda(Owned):
    """The convener's pre-agenda of a meeting: on which day it was held and what was said."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="pre_agendas")
    held_on = models.DateField()
    convener_name = models.CharField(max_length=180)
    words = models.TextField()


class ExpectedPaper(Owned):
    """A paper that a meeting expects, and who writes it; of one reference the highest version counts."""

    ref = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="+")
    subject = models.CharField(max_length=240)
    writer = models.ForeignKey("organisation.Person", on_delete=models.PROTECT, null=True, related_name="+")
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, null=True, related_name="+")
    is_dropped = models.BooleanField(default=False)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ref", "version"], name="expected_paper_said_once_a_version"),
            models.CheckConstraint(
                condition=Q(is_dropped=False) | ~Q(reason=""), name="expected_paper_dropped_for_a_reason"
            ),
        ]
