"""People outside the service: groups, contacts, meetings, themes, what was said and done. Personal data, two locks."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from lippen.improvement.models.commitments import Commitment
from lippen.improvement.models.facts import person
from lippen.improvement.models.keeping import Kept
from lippen.improvement.models.plans import Action, Plan, known
from lippen.improvement.vocabulary import GivenTo, MeetingStep, Mood, StakeholderKind, Voice


class StakeholderGroup(Kept):
    """Those whom the service talks with. What they are called, and who looks after them, are facts apart."""

    ref = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=16)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, null=True, related_name="stakeholders")
    partner = models.ForeignKey("improvement.Partner", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [known(StakeholderKind, "kind", "stakeholder_kind_known")]


class StakeholderNaming(Kept):
    """What a group is called, what we want with it and who looks after it, from a day on; or that it has ended."""

    group = models.ForeignKey(StakeholderGroup, on_delete=models.PROTECT, related_name="namings")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=200)
    why = models.TextField(blank=True)
    lead = person()
    is_ended = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "number"], name="stakeholder_naming_numbered_once"),
            models.CheckConstraint(condition=~Q(name=""), name="stakeholder_has_a_name"),
        ]


class Contact(Kept):
    """Somebody in a group whom one can reach."""

    ref = models.CharField(max_length=40, unique=True)
    group = models.ForeignKey(StakeholderGroup, on_delete=models.PROTECT, related_name="contacts")


class ContactDetails(Kept):
    """A contact's name, role and how to reach them, from a day on; or that they are a contact no longer."""

    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="details")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=160)
    role = models.CharField(max_length=200, blank=True)
    reach = models.CharField(max_length=300, blank=True)
    is_ended = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contact", "number"], name="contact_details_numbered_once"),
            models.CheckConstraint(condition=~Q(name=""), name="contact_has_a_name"),
        ]


class StakeholderMeeting(Kept):
    """A meeting with a group. When it is, and whether it was held, are facts apart."""

    ref = models.CharField(max_length=40, unique=True)
    group = models.ForeignKey(StakeholderGroup, on_delete=models.PROTECT, related_name="meetings")


class StakeholderMeetingFact(Kept):
    """A meeting planned, moved, held or called off. Numbered, so that two people cannot both add the next one."""

    meeting = models.ForeignKey(StakeholderMeeting, on_delete=models.PROTECT, related_name="facts")
    number = models.PositiveIntegerField()
    step = models.CharField(max_length=10)
    meets_on = models.DateField()
    place = models.CharField(max_length=200, blank=True)
    words = models.TextField(blank=True)

    class Meta:
        constraints = [
            known(MeetingStep, "step", "stakeholder_meeting_step_known"),
            models.UniqueConstraint(fields=["meeting", "number"], name="stakeholder_meeting_fact_numbered_once"),
            models.CheckConstraint(
                condition=Q(step__in=[MeetingStep.PLANNED.value, MeetingStep.HELD.value]) | ~Q(words=""),
                name="stakeholder_meeting_moves_for_a_reason",
            ),
        ]


class StakeholderCame(Kept):
    """Somebody who came to a meeting: a contact, one of ours, or words."""

    meeting = models.ForeignKey(StakeholderMeeting, on_delete=models.PROTECT, related_name="came")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, null=True, related_name="+")
    person = person()
    words = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(contact__isnull=False) | Q(person__isnull=False) | ~Q(words=""),
                name="who_came_is_somebody",
            )
        ]


class EngagementTheme(Kept):
    """What a group and the service work on together."""

    ref = models.CharField(max_length=40, unique=True)
    group = models.ForeignKey(StakeholderGroup, on_delete=models.PROTECT, related_name="themes")
    title = models.CharField(max_length=240)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(title=""), name="engagement_theme_has_a_title")]


class ThemeSign(Kept):
    """The sign of progress that was agreed on a theme, and with whom; the latest counts."""

    theme = models.ForeignKey(EngagementTheme, on_delete=models.PROTECT, related_name="signs")
    number = models.PositiveIntegerField()
    sign = models.TextField()
    agreed_with = models.CharField(max_length=240, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["theme", "number"], name="theme_sign_numbered_once"),
            models.CheckConstraint(condition=~Q(sign=""), name="theme_sign_has_words"),
        ]


class ThemeReading(Kept):
    """How near the sign of progress was on a day."""

    theme = models.ForeignKey(EngagementTheme, on_delete=models.PROTECT, related_name="readings")
    mood = models.CharField(max_length=8)
    words = models.TextField(blank=True)
    read_by = models.CharField(max_length=240, blank=True)

    class Meta:
        constraints = [known(Mood, "mood", "theme_mood_known")]
        indexes = [models.Index(fields=["theme", "so_on", "id"], name="theme_readings")]


class Said(Kept):
    """What somebody said: at a meeting, under a theme, or between two meetings."""

    ref = models.CharField(max_length=40, unique=True)
    group = models.ForeignKey(StakeholderGroup, on_delete=models.PROTECT, related_name="said")
    theme = models.ForeignKey(EngagementTheme, on_delete=models.PROTECT, null=True, related_name="said")
    meeting = models.ForeignKey(StakeholderMeeting, on_delete=models.PROTECT, null=True, related_name="said")
    voice = models.CharField(max_length=8)
    words = models.TextField()

    class Meta:
        constraints = [
            known(Voice, "voice", "said_voice_known"),
            models.CheckConstraint(condition=~Q(words=""), name="said_has_words"),
        ]


class SaidAnswer(Kept):
    """What we did about what was said: in words, by an action, by a commitment. Each is added to the last."""

    said = models.ForeignKey(Said, on_delete=models.PROTECT, related_name="answers")
    words = models.TextField(blank=True)
    action = models.ForeignKey(Action, on_delete=models.PROTECT, null=True, related_name="+")
    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(words="") | Q(action__isnull=False) | Q(commitment__isnull=False),
                name="said_is_answered_with_something",
            )
        ]


class GivenBack(Kept):
    """That people were told what they had said and what was done: to whom, how, and the page exactly as given."""

    ref = models.CharField(max_length=40, unique=True)
    group = models.ForeignKey(StakeholderGroup, on_delete=models.PROTECT, null=True, related_name="given_back")
    audience = models.CharField(max_length=10)
    to_words = models.CharField(max_length=240)
    how = models.CharField(max_length=240, blank=True)
    content = models.JSONField()

    class Meta:
        constraints = [
            known(GivenTo, "audience", "given_back_audience_known"),
            models.CheckConstraint(condition=~Q(to_words=""), name="given_back_to_somebody"),
        ]
