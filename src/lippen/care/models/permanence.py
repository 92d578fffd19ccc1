"""Lines to permanence: the route, on whom a child waits, how drift is answered, how a line ends. All are facts."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from lippen.care.vocabulary.permanence import AnswerKind, LineEndKind, Route, Waits
from lippen.casework.models.sight import OfPerson, known, officer, said


class PermanenceLine(OfPerson):
    """One plan for a child's permanence, since `so_on`; a parallel plan is a second line beside it."""

    ref = models.CharField(max_length=40, unique=True)
    route = models.CharField(max_length=12)
    words = models.TextField()

    class Meta:
        constraints = [known(Route, "route", "route_known"), said("words", "a_line_says_why_this_route")]
        indexes = [
            models.Index(fields=["person", "-id"], name="lines_of_a_person"),
            models.Index(fields=["authority", "so_on"], name="lines_of_a_council"),
        ]


class LineEnd(OfPerson):
    """That a line ended: reached, changed to another route, or no longer pursued."""

    line = models.OneToOneField(PermanenceLine, on_delete=models.PROTECT, related_name="ended")
    kind = models.CharField(max_length=12)
    words = models.TextField(blank=True)

    class Meta:
        constraints = [
            known(LineEndKind, "kind", "line_end_known"),
            models.CheckConstraint(
                condition=Q(kind=LineEndKind.REACHED.value) | ~Q(words=""), name="a_line_that_ends_says_why"
            ),
        ]
        indexes = [models.Index(fields=["person"], name="line_ends_of_a_person")]


class WaitsOn(OfPerson):
    """On whom a child waits since `so_on`, and why; what comes next, and by when. The last one said stands."""

    line = models.ForeignKey(PermanenceLine, on_delete=models.PROTECT, related_name="waits")
    on_whom = models.CharField(max_length=12)
    why = models.TextField()
    next_step = models.CharField(max_length=240)
    next_on = models.DateField()

    class Meta:
        constraints = [
            known(Waits, "on_whom", "waits_known"),
            said("why", "a_wait_on_somebody_says_why"),
            said("next_step", "a_wait_on_somebody_says_what_comes_next"),
        ]
        indexes = [models.Index(fields=["line", "-id"], name="waits_of_a_line")]


class DriftAnswer(OfPerson):
    """How somebody answered that a line drifts: what is done, why it waits, or with whom it was raised."""

    line = models.ForeignKey(PermanenceLine, on_delete=models.PROTECT, related_name="answers")
    kind = models.CharField(max_length=12)
    words = models.TextField()
    look_on = models.DateField()
    """When somebody looks at it again."""
    raised_with = officer(null=True)

    class Meta:
        constraints = [
            known(AnswerKind, "kind", "drift_answer_known"),
            said("words", "a_drift_answer_has_its_words"),
            models.CheckConstraint(
                condition=Q(kind=AnswerKind.RAISED.value, raised_with__isnull=False)
                | ~Q(kind=AnswerKind.RAISED.value) & Q(raised_with__isnull=True),
                name="what_was_raised_names_with_whom",
            ),
        ]
        indexes = [models.Index(fields=["line", "-id"], name="answers_of_a_line")]
