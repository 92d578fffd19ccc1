"""Clinics, panels and peer reviews of a council, what was said there of a child's line, and the steps of a court."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from lippen.care.models.agency import picture, viewed
from lippen.care.models.carers import OfCouncilQuery
from lippen.care.vocabulary.meetings import AdjournCause, CourtStepKind, MeetingKind, MemberPart, Rating
from lippen.casework.models.sight import OfPerson, known, officer, said
from lippen.kernel.records import Recorded


class CareMeeting(Recorded):
    """A clinic, panel or peer review of a council, and the day for which it was first planned."""

    ref = models.CharField(max_length=40, unique=True)
    authority = models.ForeignKey("organisation.Authority", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12)
    meets_on = models.DateField()
    words = models.CharField(max_length=160, blank=True)
    """Where, or whose children."""

    objects = OfCouncilQuery.as_manager()

    class Meta:
        constraints = [known(MeetingKind, "kind", "care_meeting_kind_known")]
        indexes = [models.Index(fields=["authority", "-meets_on"], name="care_meetings_of_a_council")]


class MeetingMoved(Recorded):
    """That a meeting was put off to another day, why, and how the children are covered meanwhile."""

    authority = models.ForeignKey("organisation.Authority", on_delete=models.PROTECT, related_name="+")
    meeting = models.ForeignKey(CareMeeting, on_delete=models.PROTECT, related_name="moves")
    meets_on = models.DateField()
    why = models.TextField()
    cover = models.TextField()

    objects = OfCouncilQuery.as_manager()

    class Meta:
        constraints = [
            said("why", "a_meeting_put_off_says_why"),
            said("cover", "a_meeting_put_off_says_how_it_is_covered"),
        ]
        indexes = [models.Index(fields=["meeting", "-id"], name="moves_of_a_meeting")]


class MeetingMember(Recorded):
    """Somebody who sits at a meeting."""

    authority = models.ForeignKey("organisation.Authority", on_delete=models.PROTECT, related_name="+")
    meeting = models.ForeignKey(CareMeeting, on_delete=models.PROTECT, related_name="members")
    part = models.CharField(max_length=12)
    officer = officer(null=True)
    words = models.CharField(max_length=160, blank=True)

    objects = OfCouncilQuery.as_manager()

    class Meta:
        constraints = [
            known(MemberPart, "part", "care_member_part_known"),
            models.CheckConstraint(
                condition=Q(officer__isnull=False, words="") | Q(officer__isnull=True) & ~Q(words=""),
                name="a_member_is_one_person",
            ),
        ]
        indexes = [models.Index(fields=["meeting", "id"], name="members_of_a_meeting")]


class Discussed(OfPerson):
    """
    What a meeting said of a child's line, on `so_on`: decided what, and what comes next by when.

    `event` is the milestone that was reached by it, where the meeting is one (a clinic, a panel).
    """

    meeting = models.ForeignKey(CareMeeting, on_delete=models.PROTECT, related_name="discussed")
    line = models.ForeignKey("care.PermanenceLine", on_delete=models.PROTECT, related_name="discussed")
    words = models.TextField()
    decision = models.TextField()
    next_on = models.DateField(null=True)
    rating = models.CharField(max_length=8, blank=True)
    event = models.OneToOneField("care.CareEvent", on_delete=models.PROTECT, null=True, related_name="discussed")
    child_view = models.TextField(blank=True)
    picture = picture()
    no_view_why = models.TextField(blank=True)
    changed = models.TextField(blank=True)
    """What changed because of what the child said."""

    class Meta:
        constraints = [
            said("decision", "what_was_discussed_has_its_decision"),
            viewed("what_was_discussed_has_the_childs_view_or_why_not"),
            known(Rating, "rating", "rating_known", blank=True),
            models.UniqueConstraint(fields=["meeting", "line"], name="a_line_is_discussed_once_at_a_meeting"),
        ]
        indexes = [models.Index(fields=["line", "-id"], name="discussions_of_a_line")]


class CourtStep(OfPerson):
    """A step in court of a line, on `so_on`: what happened, the day that was set, why it was put off, who acts."""

    line = models.ForeignKey("care.PermanenceLine", on_delete=models.PROTECT, related_name="court_steps")
    kind = models.CharField(max_length=12)
    words = models.TextField(blank=True)
    set_for = models.DateField(null=True)
    cause = models.CharField(max_length=12, blank=True)
    solicitor = models.CharField(max_length=160, blank=True)

    class Meta:
        constraints = [
            known(CourtStepKind, "kind", "court_step_known"),
            known(AdjournCause, "cause", "adjourn_cause_known", blank=True),
            models.CheckConstraint(
                condition=Q(kind__in=["set_down", "adjourned"], set_for__isnull=False)
                | ~Q(kind__in=["set_down", "adjourned"]) & Q(set_for__isnull=True),
                name="a_day_that_is_set_is_named",
            ),
            models.CheckConstraint(
                condition=Q(kind="adjourned") & ~Q(cause="") | ~Q(kind="adjourned") & Q(cause=""),
                name="what_is_put_off_names_its_cause",
            ),
        ]
        indexes = [models.Index(fields=["line", "-id"], name="court_steps_of_a_line")]
