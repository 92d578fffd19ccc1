"""What the agency decides of a child's line, by whom it is decided, and what a hearing advised of the application."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from lippen.care.models.carers import OfCouncilQuery
from lippen.care.vocabulary.meetings import Advice, AgencyOutcome
from lippen.casework.models.sight import OfPerson, known, officer
from lippen.kernel.records import Recorded

HAS_VIEW = ~Q(child_view="") | ~Q(no_view_why="") | Q(picture__isnull=False)
"""The child's view stands there, in words or in a picture of theirs, or why it is not known."""


def viewed(name: str) -> models.CheckConstraint:
    """A decision has the child's view, or why it is not known."""
    return models.CheckConstraint(condition=HAS_VIEW, name=name)


def picture() -> models.ForeignKey:
    """A photograph or drawing by the child that says what they think."""
    return models.ForeignKey("casework.Picture", on_delete=models.PROTECT, null=True, related_name="+")


class DecisionMaker(Recorded):
    """That an officer decides for the agency from a day on, or no longer; of each officer the last one said stands."""

    ref = models.CharField(max_length=40, unique=True)
    authority = models.ForeignKey("organisation.Authority", on_delete=models.PROTECT, related_name="+")
    officer = officer()
    is_named = models.BooleanField()
    so_on = models.DateField()

    objects = OfCouncilQuery.as_manager()

    class Meta:
        indexes = [models.Index(fields=["authority", "officer", "-id"], name="decision_makers_of_a_council")]


class AgencyDecision(OfPerson):
    """
    What the agency's decision maker decided on `so_on` about a panel's recommendation on a line.

    It is an event of the way at once (`event`; `also` with it), and counts as long as that event is not wrong. `nth`
    counts the decisions on one recommendation: one that was recorded wrongly leaves room for another.
    """

    line = models.ForeignKey("care.PermanenceLine", on_delete=models.PROTECT, related_name="agency_decisions")
    panel = models.ForeignKey("care.CareEvent", on_delete=models.PROTECT, related_name="agency_decisions")
    nth = models.PositiveSmallIntegerField()
    event = models.OneToOneField("care.CareEvent", on_delete=models.PROTECT, related_name="decided")
    also = models.OneToOneField("care.CareEvent", on_delete=models.PROTECT, null=True, related_name="decided_with")
    said_before = models.ForeignKey("care.WaitsOn", on_delete=models.PROTECT, null=True, related_name="+")
    """What had been said last, that the line waits for the panel: with the decision it counts no more."""
    outcome = models.CharField(max_length=12)
    words = models.TextField(blank=True)
    maker = officer()
    child_view = models.TextField(blank=True)
    picture = picture()
    no_view_why = models.TextField(blank=True)
    changed = models.TextField(blank=True)

    class Meta:
        constraints = [
            known(AgencyOutcome, "outcome", "agency_outcome_known"),
            viewed("an_agency_decision_has_the_childs_view_or_why_not"),
            models.CheckConstraint(
                condition=Q(outcome=AgencyOutcome.AGREES.value) | ~Q(words=""),
                name="an_agency_that_does_not_agree_says_why",
            ),
            models.UniqueConstraint(fields=["line", "panel", "nth"], name="a_recommendation_is_decided_once"),
        ]
        indexes = [models.Index(fields=["person"], name="agency_decisions_of_a_person")]


class HearingAdvice(OfPerson):
    """What a children's hearing advised of an application on a line; it counts as long as its event is not wrong."""

    line = models.ForeignKey("care.PermanenceLine", on_delete=models.PROTECT, related_name="advice")
    event = models.OneToOneField("care.CareEvent", on_delete=models.PROTECT, related_name="advised")
    advice = models.CharField(max_length=16)
    words = models.TextField(blank=True)

    class Meta:
        constraints = [
            known(Advice, "advice", "hearing_advice_known"),
            models.CheckConstraint(
                condition=Q(advice=Advice.SUPPORTS.value) | ~Q(words=""), name="advice_that_differs_says_what"
            ),
        ]
        indexes = [models.Index(fields=["person"], name="hearing_advice_of_a_person")]
