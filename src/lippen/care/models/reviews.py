"""Reviews of looked-after children: planned, moved, held; who was asked, what was said, what was decided."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from lippen.care.models.agency import picture, viewed
from lippen.care.vocabulary.reviews import (
    REVIEWS,
    DecisionOutcome,
    InvitedKind,
    LateCause,
    ReviewStepKind,
    TookPart,
)
from lippen.casework.models.sight import OfPerson, known, officer, said


class Review(OfPerson):
    """A review that is planned: which of the child's reviews it is, for which day, and who chairs it."""

    ref = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=32)
    planned_on = models.DateField()
    """The first day for which it was planned; it may have been moved since."""
    chair = officer(null=True)
    chair_words = models.CharField(max_length=160, blank=True)
    """Who chairs it, where it is nobody who works for the council."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=sorted(each.value for each in REVIEWS)), name="review_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(chair__isnull=False, chair_words="") | Q(chair__isnull=True) & ~Q(chair_words=""),
                name="a_review_has_a_chair",
            ),
        ]
        indexes = [models.Index(fields=["person", "-id"], name="reviews_of_a_person")]


class ReviewStep(OfPerson):
    """That a review was moved to another day, called off, or never was; what ends it stands once."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=12)
    planned_on = models.DateField(null=True)
    why = models.TextField()

    class Meta:
        constraints = [
            known(ReviewStepKind, "kind", "review_step_known"),
            said("why", "a_review_step_says_why"),
            models.CheckConstraint(
                condition=Q(kind=ReviewStepKind.MOVED.value, planned_on__isnull=False)
                | ~Q(kind=ReviewStepKind.MOVED.value) & Q(planned_on__isnull=True),
                name="a_moved_review_has_its_new_day",
            ),
            models.UniqueConstraint(
                fields=["review"], condition=~Q(kind=ReviewStepKind.MOVED.value), name="a_review_ends_once"
            ),
        ]
        indexes = [models.Index(fields=["person"], name="review_steps_of_a_person")]


class Invited(OfPerson):
    """Somebody who was asked to come to a review."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="invited")
    kind = models.CharField(max_length=12)
    words = models.CharField(max_length=160, blank=True)

    class Meta:
        constraints = [known(InvitedKind, "kind", "invited_kind_known")]
        indexes = [models.Index(fields=["person"], name="invited_about_a_person")]


class ReviewHeld(OfPerson):
    """A review as it was held, on `so_on`: who came, how the child took part, what each said, what changed by it."""

    review = models.OneToOneField(Review, on_delete=models.PROTECT, related_name="held")
    came = ArrayField(models.BigIntegerField(), default=list)
    """The numbers of those invited who came."""
    took_part = models.CharField(max_length=12)
    child_view = models.TextField(blank=True)
    picture = picture()
    """A photograph or drawing by the child that says what they think."""
    no_view_why = models.TextField(blank=True)
    changed = models.TextField(blank=True)
    """What changed because of what the child said."""
    parents_view = models.TextField(blank=True)
    carers_view = models.TextField(blank=True)
    others_view = models.TextField(blank=True)
    minute = models.TextField()
    is_outside = models.BooleanField()
    """Whether the chair stood outside the line of those who work with the child, on that day."""
    is_late = models.BooleanField()
    late_cause = models.CharField(max_length=12, blank=True)
    late_words = models.TextField(blank=True)

    class Meta:
        constraints = [
            known(TookPart, "took_part", "took_part_known"),
            known(LateCause, "late_cause", "late_cause_known", blank=True),
            said("minute", "a_review_has_its_minute"),
            viewed("a_review_has_the_childs_view_or_why_not"),
            models.CheckConstraint(
                condition=Q(is_late=False, late_cause="") | Q(is_late=True) & ~Q(late_cause=""),
                name="a_late_review_names_its_cause",
            ),
        ]
        indexes = [models.Index(fields=["person"], name="reviews_held_of_a_person")]


class ReviewDecision(OfPerson):
    """Something that a review decided: what, who does it, by when."""

    ref = models.CharField(max_length=40, unique=True)
    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="decisions")
    words = models.TextField()
    owner = officer(null=True)
    owner_words = models.CharField(max_length=160, blank=True)
    """Who does it, where it is nobody who works for the council."""
    due_on = models.DateField()

    class Meta:
        constraints = [
            said("words", "a_review_decision_says_what"),
            models.CheckConstraint(
                condition=Q(owner__isnull=False, owner_words="") | Q(owner__isnull=True) & ~Q(owner_words=""),
                name="a_review_decision_has_an_owner",
            ),
        ]
        indexes = [models.Index(fields=["person"], name="decisions_about_a_person")]


class DecisionEnd(OfPerson):
    """What became of a decision, on `so_on`; of what will not be done, why."""

    decision = models.OneToOneField(ReviewDecision, on_delete=models.PROTECT, related_name="ended")
    outcome = models.CharField(max_length=12)
    words = models.TextField(blank=True)

    class Meta:
        constraints = [
            known(DecisionOutcome, "outcome", "decision_outcome_known"),
            models.CheckConstraint(
                condition=Q(outcome=DecisionOutcome.DONE.value) | ~Q(words=""), name="what_is_not_done_says_why"
            ),
        ]
        indexes = [models.Index(fields=["person"], name="decision_ends_of_a_person")]
