"""Groups that steer a plan: members by date, meetings, agendas that settle, what came of each line; schedules."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from lippen.improvement.models.commitments import Commitment
from lippen.improvement.models.decisions import CouncilDecision
from lippen.improvement.models.facts import person
from lippen.improvement.models.keeping import OfPlanQuery, OnPlan
from lippen.improvement.models.plans import Action, Plan, known
from lippen.improvement.vocabulary import (
    GroupKind,
    LineOutcome,
    MeetingStep,
    MemberPart,
    ScheduleKind,
    ScheduleStep,
)


class GovernanceGroup(OnPlan):
    """A forum, a board or another group round a plan. Its name is a fact apart."""

    ref = models.CharField(max_length=40, unique=True)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="groups")
    kind = models.CharField(max_length=20)

    objects = OfPlanQuery.as_manager()

    class Meta:
        constraints = [known(GroupKind, "kind", "group_kind_known")]


class GroupNaming(OnPlan):
    """What a group is called and what for, from a day on; or that it meets no longer."""

    group = models.ForeignKey(GovernanceGroup, on_delete=models.PROTECT, related_name="namings")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=200)
    purpose = models.TextField(blank=True)
    is_ended = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "number"], name="group_naming_numbered_once"),
            models.CheckConstraint(condition=~Q(name=""), name="group_has_a_name"),
        ]


class GroupPlan(OnPlan):
    """That a group looks after another plan beside its own from a day on, or no longer; the latest of each counts."""

    group = models.ForeignKey(GovernanceGroup, on_delete=models.PROTECT, related_name="other_plans")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="looked_after")
    is_ended = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["group", "id"], name="group_plans")]


class GroupMember(OnPlan):
    """That somebody belongs to a group from a day on, in which part, or no longer; the latest of each counts."""

    group = models.ForeignKey(GovernanceGroup, on_delete=models.PROTECT, related_name="members")
    person = person()
    words = models.CharField(max_length=200, blank=True)
    part = models.CharField(max_length=8)
    is_ended = models.BooleanField(default=False)

    class Meta:
        constraints = [
            known(MemberPart, "part", "member_part_known"),
            models.CheckConstraint(condition=Q(person__isnull=False) | ~Q(words=""), name="member_is_somebody"),
        ]
        indexes = [models.Index(fields=["group", "id"], name="group_members")]


class GroupMeeting(OnPlan):
    """A meeting of a group. When it is, and whether it was held, are facts apart."""

    ref = models.CharField(max_length=40, unique=True)
    group = models.ForeignKey(GovernanceGroup, on_delete=models.PROTECT, related_name="meetings")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="+")

    objects = OfPlanQuery.as_manager()


class GroupMeetingFact(OnPlan):
    """A meeting planned, moved, held or called off. Numbered, so that two people cannot both add the next one."""

    meeting = models.ForeignKey(GroupMeeting, on_delete=models.PROTECT, related_name="facts")
    number = models.PositiveIntegerField()
    step = models.CharField(max_length=10)
    meets_on = models.DateField()
    place = models.CharField(max_length=200, blank=True)
    words = models.TextField(blank=True)

    class Meta:
        constraints = [
            known(MeetingStep, "step", "group_meeting_step_known"),
            models.UniqueConstraint(fields=["meeting", "number"], name="group_meeting_fact_numbered_once"),
            models.CheckConstraint(
                condition=Q(step__in=[MeetingStep.PLANNED.value, MeetingStep.HELD.value]) | ~Q(words=""),
                name="group_meeting_moves_for_a_reason",
            ),
        ]


class GroupCame(OnPlan):
    """Somebody who came to a meeting of a group."""

    meeting = models.ForeignKey(GroupMeeting, on_delete=models.PROTECT, related_name="came")
    person = person()
    words = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(person__isnull=False) | ~Q(words=""), name="group_came_is_somebody")
        ]


class DecisionWanted(OnPlan):
    """That a group is asked to decide something, on an action or on the plan; answered by what came of its line."""

    ref = models.CharField(max_length=40, unique=True)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="wanted")
    action = models.ForeignKey(Action, on_delete=models.PROTECT, null=True, related_name="+")
    words = models.TextField()
    asked_by = person()

    objects = OfPlanQuery.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="wanted_decision_has_words")]


class WantedWithdrawal(OnPlan):
    """That a decision is wanted no longer, and why."""

    wanted = models.OneToOneField(DecisionWanted, on_delete=models.PROTECT, related_name="withdrawal")
    reason = models.TextField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="wanted_withdrawn_for_a_reason")]


class AgendaEdit(OnPlan):
    """How the chair arranged an agenda; the latest counts. Numbered, so that two people cannot both be the last."""

    meeting = models.ForeignKey(GroupMeeting, on_delete=models.PROTECT, related_name="edits")
    number = models.PositiveIntegerField()
    arrangement = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "number"], name="agenda_edit_numbered_once")]


class Agenda(OnPlan):
    """An agenda as it was settled, with the board pack of the same moment. `recorded_at` is that moment."""

    meeting = models.OneToOneField(GroupMeeting, on_delete=models.PROTECT, related_name="agenda")
    lines = models.JSONField()
    pack = models.JSONField()


class LineMinute(OnPlan):
    """What came of a line: in words, as a decision, a commitment or an action. Each is added to the last."""

    meeting = models.ForeignKey(GroupMeeting, on_delete=models.PROTECT, related_name="minutes")
    key = models.CharField(max_length=80)
    outcome = models.CharField(max_length=10)
    words = models.TextField()
    wanted = models.ForeignKey(DecisionWanted, on_delete=models.PROTECT, null=True, related_name="minutes")
    decision = models.ForeignKey(CouncilDecision, on_delete=models.PROTECT, null=True, related_name="+")
    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, null=True, related_name="+")
    action = models.ForeignKey(Action, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            known(LineOutcome, "outcome", "line_outcome_known"),
            models.CheckConstraint(condition=~Q(words="") & ~Q(key=""), name="minute_has_line_and_words"),
        ]


class MeetingSchedule(OnPlan):
    """What is to be held again and again: a team's meeting, supervision. Only that it was held; never what was said."""

    ref = models.CharField(max_length=40, unique=True)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="schedules")
    action = models.ForeignKey(Action, on_delete=models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=14)
    name = models.CharField(max_length=200)
    every_days = models.PositiveIntegerField()
    holder = person(null=False)

    objects = OfPlanQuery.as_manager()

    class Meta:
        constraints = [
            known(ScheduleKind, "kind", "schedule_kind_known"),
            models.CheckConstraint(condition=~Q(name=""), name="schedule_has_a_name"),
            models.CheckConstraint(condition=Q(every_days__gte=1, every_days__lte=366), name="schedule_rhythm"),
        ]


class ScheduleFact(OnPlan):
    """That it was set, held, not held or ended, and by when the next is due."""

    schedule = models.ForeignKey(MeetingSchedule, on_delete=models.PROTECT, related_name="facts")
    number = models.PositiveIntegerField()
    step = models.CharField(max_length=6)
    next_on = models.DateField(null=True)
    words = models.TextField(blank=True)

    class Meta:
        constraints = [
            known(ScheduleStep, "step", "schedule_step_known"),
            models.UniqueConstraint(fields=["schedule", "number"], name="schedule_fact_numbered_once"),
            models.CheckConstraint(
                condition=~Q(step__in=[ScheduleStep.MISSED.value, ScheduleStep.ENDED.value]) | ~Q(words=""),
                name="schedule_stops_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(step=ScheduleStep.ENDED.value, next_on__isnull=True)
                | (~Q(step=ScheduleStep.ENDED.value) & Q(next_on__isnull=False) & Q(next_on__gte=F("so_on"))),
                name="schedule_has_a_next_day_until_it_ends",
            ),
        ]
