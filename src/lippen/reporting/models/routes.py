"""The route as a clerk defines it for a committee, and as one paper goes along it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from lippen.reporting.models.owned import Owned, known
from lippen.reporting.models.papers import Committee, Meeting, Paper, RouteStep
from lippen.reporting.vocabulary import (
    CommentKind,
    ConfirmedBefore,
    ConfirmedSubject,
    ConsulteeSubject,
    OfficerVerdict,
    StepKind,
)


class RouteDefinition(Owned):
    """The steps that papers for a committee go through; the highest version counts for papers opened from then on."""

    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="routes")
    version = models.PositiveIntegerField()
    then_committee = models.ForeignKey(Committee, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "version"], name="route_defined_once_a_version"),
            models.CheckConstraint(condition=Q(version=1) | ~Q(reason=""), name="route_changed_for_a_reason"),
            models.CheckConstraint(
                condition=Q(then_committee__isnull=True) | ~Q(then_committee=F("committee")),
                name="route_goes_to_two_bodies",
            ),
        ]


class DefinedStep(Owned):
    """One step of a defined route, by post: it is filled by whoever holds the post when a paper's route is made."""

    definition = models.ForeignKey(RouteDefinition, on_delete=models.PROTECT, related_name="steps")
    order = models.PositiveIntegerField()
    kind = models.CharField(max_length=12)
    post = models.ForeignKey("organisation.Post", on_delete=models.PROTECT, null=True, related_name="+")
    subject = models.CharField(max_length=12, blank=True)
    is_waited_for = models.BooleanField(default=False)
    before = models.CharField(max_length=8, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["definition", "order"], name="defined_step_has_its_place"),
            known(StepKind, "kind", "defined_step_kind_known"),
            models.CheckConstraint(
                condition=Q(kind__in=[StepKind.PRE_AGENDA.value, StepKind.OFFICER.value]) | Q(post__isnull=False),
                name="defined_step_names_a_post",
            ),
            models.CheckConstraint(
                condition=~Q(kind=StepKind.CONSULTEE.value) | Q(subject__in=[s.value for s in ConsulteeSubject]),
                name="consultee_has_a_subject",
            ),
            models.CheckConstraint(
                condition=~Q(kind=StepKind.CONFIRMATION.value)
                | Q(subject__in=[s.value for s in ConfirmedSubject], before__in=[b.value for b in ConfirmedBefore]),
                name="confirmation_has_subject_and_time",
            ),
        ]


class PaperRoute(Owned):
    """From which definition a paper's route was made, and why it was adjusted; the latest row counts."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="+")
    definition = models.ForeignKey(RouteDefinition, on_delete=models.PROTECT, related_name="+")
    route_version = models.PositiveIntegerField()
    is_adjusted = models.BooleanField()
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(is_adjusted=False) | ~Q(reason=""), name="route_adjusted_for_a_reason")
        ]


class PaperTurn(Owned):
    """The meeting of the second body that a paper goes to, after the first; the latest row counts."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="turns")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="+")


class ConsulteeAsked(Owned):
    """A consultee of a paper's route was asked for a comment, and by when."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="+")
    route_step = models.ForeignKey(RouteStep, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()


class ConsulteeComment(Owned):
    """What a consultee said of a paper, or that they have no comment; the latest counts."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="+")
    route_step = models.ForeignKey(RouteStep, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12)
    words = models.TextField(blank=True)

    class Meta:
        constraints = [
            known(CommentKind, "kind", "consultee_comment_kind_known"),
            models.CheckConstraint(
                condition=Q(kind=CommentKind.NO_COMMENT.value) | ~Q(words=""), name="consultee_comment_is_not_blank"
            ),
        ]


class OfficerDecision(Owned):
    """The proper officer accepted a signed paper for its meeting, or rejected it with a reason; the highest counts."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="officer_decisions")
    number = models.PositiveIntegerField()
    verdict = models.CharField(max_length=12)
    reason = models.TextField(blank=True)
    person = models.ForeignKey("organisation.Person", on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=180)
    designation = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["paper", "number"], name="officer_decides_once_at_a_time"),
            known(OfficerVerdict, "verdict", "officer_verdict_known"),
            models.CheckConstraint(
                condition=Q(verdict=OfficerVerdict.ACCEPTED.value, number=1) | ~Q(reason=""),
                name="rejected_with_a_reason",
            ),
        ]
