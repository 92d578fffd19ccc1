"""What standards read beside spans of days: events that are typed in, a council's own figures, other days agreed."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from lippen.care.models.agency import picture
from lippen.care.models.carers import OfCouncilQuery
from lippen.care.vocabulary import FROM_RETURNS, TYPED, Event
from lippen.casework.models.sight import OfPerson, officer, said
from lippen.kernel.records import Recorded
from lippen.kernel.standards import Unit


class CareEvent(OfPerson):
    """
    Something that happened on the way through care: a review, a hearing, a decision, a step of an assessment.

    A decision has the child's view, or why it is not known, in its own row or in that of the act that made it (a
    discussion, the agency's decision): `a_decision_has_the_childs_view_or_why_not` asks at the end of the transaction.
    """

    ref = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=32)
    words = models.TextField(blank=True)
    child_view = models.TextField(blank=True)
    picture = picture()
    no_view_why = models.TextField(blank=True)
    changed = models.TextField(blank=True)
    """What changed because of what the child said."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=sorted(each.value for each in TYPED | FROM_RETURNS)), name="care_event_kind_known"
            )
        ]
        indexes = [models.Index(fields=["person", "so_on", "id"], name="care_events_of_a_person")]


class CareEventWrong(OfPerson):
    """That such an event was recorded wrongly, and why; it stays, and counts no more."""

    event = models.OneToOneField(CareEvent, on_delete=models.PROTECT, related_name="wrong")
    why = models.TextField()

    class Meta:
        constraints = [said("why", "a_wrong_care_event_says_why")]
        indexes = [models.Index(fields=["person"], name="wrong_care_events_of_a_person")]


class AgreedDay(OfPerson):
    """
    Another last day that somebody who leads or manages agreed for one clock: why, and what is done meanwhile.

    The clock is named by its standard and by the record that started it.
    """

    ref = models.CharField(max_length=40, unique=True)
    standard_key = models.CharField(max_length=40)
    trigger_key = models.CharField(max_length=40)
    until = models.DateField()
    why = models.TextField()
    cover = models.TextField()
    approver = officer()

    class Meta:
        constraints = [
            said("why", "an_agreed_day_has_its_reason"),
            said("cover", "an_agreed_day_says_what_is_done_meanwhile"),
            models.CheckConstraint(condition=Q(until__gte=F("so_on")), name="an_agreed_day_is_to_come"),
        ]
        indexes = [models.Index(fields=["person", "standard_key", "-id"], name="agreed_days_of_a_person")]


class OwnStandard(Recorded):
    """
    A council's own figure for a practice standard, from a day on, and where it was decided.

    Without a number the council goes by what is shipped again from that day.
    """

    ref = models.CharField(max_length=40, unique=True)
    authority = models.ForeignKey("organisation.Authority", on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=40)
    number = models.PositiveSmallIntegerField(null=True)
    unit = models.CharField(max_length=16, blank=True)
    so_on = models.DateField()
    source = models.TextField()

    objects = OfCouncilQuery.as_manager()

    class Meta:
        constraints = [
            said("source", "an_own_standard_says_where_it_was_decided"),
            models.CheckConstraint(
                condition=Q(number__isnull=True, unit="")
                | Q(number__isnull=False, unit__in=[each.value for each in Unit]),
                name="an_own_standard_counts_in_a_unit",
            ),
        ]
        indexes = [models.Index(fields=["authority", "key", "so_on", "id"], name="own_standards_of_a_council")]


assert max(len(each.value) for each in Event) <= 32
