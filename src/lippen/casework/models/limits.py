"""What a council keeps for all who work with children: the limit and who is past it, figures in question, its days."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F, Q

from lippen.casework.models.sight import officer, said
from lippen.kernel.access import Actor, Permission
from lippen.kernel.records import Recorded, RecordedQuery


class OfCouncilQuery(RecordedQuery):
    """Reads of what concerns all who work with children in a council."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of councils in which the actor reads records; row-level security asks the same."""
        return self.filter(authority_id__in=actor.reach_of(Permission.READ_RECORDS))


class OfCouncil(Recorded):
    """An insert-only fact of one council that everybody reads there who reads records."""

    ref = models.CharField(max_length=40, unique=True)
    authority = models.ForeignKey("organisation.Authority", on_delete=models.PROTECT, related_name="+")
    so_on = models.DateField()

    objects = OfCouncilQuery.as_manager()

    class Meta:
        abstract = True


class OverLimit(OfCouncil):
    """That somebody has more children than the limit from a day on, or has so no longer. The last word counts."""

    worker = officer()
    is_over = models.BooleanField()
    children = models.PositiveIntegerField()
    limit = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(is_over=False) | Q(children__gt=F("limit")), name="over_means_more_than_the_limit"
            )
        ]
        indexes = [models.Index(fields=["authority", "worker", "-id"], name="over_the_limit")]


class LimitDecision(OfCouncil):
    """A decision of the head of service that stands for a team's reasons, until a day. The last counts."""

    team = models.ForeignKey("organisation.Team", on_delete=models.PROTECT, null=True, related_name="+")
    words = models.TextField()
    valid_until = models.DateField()

    class Meta:
        constraints = [
            said("words", "a_decision_past_the_limit_has_words"),
            models.CheckConstraint(condition=Q(valid_until__gte=F("so_on")), name="a_decision_holds_from_its_day_on"),
        ]
        indexes = [models.Index(fields=["authority", "team", "-id"], name="decisions_past_the_limit")]


class FigureChallenge(OfCouncil):
    """Somebody who works by a figure of the council asks for another, and says why."""

    key = models.CharField(max_length=40)
    words = models.TextField()

    class Meta:
        constraints = [said("words", "a_challenge_has_words")]
        indexes = [models.Index(fields=["authority", "-id"], name="challenges_of_figures")]


class FigureAnswer(Recorded):
    """What somebody who manages answered."""

    authority = models.ForeignKey("organisation.Authority", on_delete=models.PROTECT, related_name="+")
    challenge = models.OneToOneField(FigureChallenge, on_delete=models.PROTECT, related_name="answer")
    words = models.TextField()
    so_on = models.DateField()

    objects = OfCouncilQuery.as_manager()

    class Meta:
        constraints = [said("words", "an_answer_to_a_challenge_has_words")]


class CouncilDay(OfCouncil):
    """A day on which a council does not work, or works although it is a bank holiday. The last word on a day counts."""

    day = models.DateField()
    is_closed = models.BooleanField()
    name = models.CharField(max_length=80)
    source = models.CharField(max_length=160)

    class Meta:
        constraints = [said("name", "a_councils_day_has_a_name"), said("source", "a_councils_day_has_its_source")]
        indexes = [models.Index(fields=["authority", "day", "-id"], name="days_of_a_council")]
