"""Lines to permanence: the route, on whom a child waits, how drift is answered, how a line ends. All are facts."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from lippen.care.models.agency import HAS_VIEW, picture, viewed
from lippen.care.vocabulary.permanence import AnswerKind, LineEndKind, Route, Waits
from lippen.casework.models.sight import OfPerson, known, officer, said


class PermanenceLine(OfPerson):
    """
    One plan for a child's permanence, since `so_on`; a parallel plan is a second line beside it.

    Choosing it is a decision: what the child thinks stands with it, or why that is not known.
    """

    ref = models.CharField(max_length=40, unique=True)
    route = models.CharField(max_length=12)
    words = models.TextField()
    child_view = models.TextField(blank=True)
    picture = picture()
    no_view_why = models.TextField(blank=True)
    changed = models.TextField(blank=True)
    """What changed because of what the child said."""

    class Meta:
        constraints = [
            known(Route, "route", "route_known"),
            said("words", "a_line_says_why_this_route"),
            viewed("a_line_has_the_childs_view_or_why_not"),
        ]
        indexes = [
            models.Index(fields=["person", "-id"], name="lines_of_a_person"),
            models.Index(fields=["authority", "so_on"], name="lines_of_a_council"),
        ]


class LineEnd(OfPerson):
    """
    That a line ended: reached, changed to another route, or no longer pursued.

    `by_ref` names the span or event that reached the line's route and ended it thereby; where that was wrong the end is
    undone with it. `nth` counts the ends of a line: one that was undone leaves room for another. Giving a plan up is a
    decision: what the child thinks stands with it, or why that is not known; of a change it stands with the new plan.
    """

    line = models.ForeignKey(PermanenceLine, on_delete=models.PROTECT, related_name="ends")
    nth = models.PositiveSmallIntegerField(default=1)
    kind = models.CharField(max_length=12)
    words = models.TextField(blank=True)
    by_ref = models.CharField(max_length=40, blank=True)
    child_view = models.TextField(blank=True)
    picture = picture()
    no_view_why = models.TextField(blank=True)
    changed = models.TextField(blank=True)
    """What changed because of what the child said."""

    class Meta:
        constraints = [
            known(LineEndKind, "kind", "line_end_known"),
            models.CheckConstraint(
                condition=Q(kind=LineEndKind.REACHED.value) | ~Q(words=""), name="a_line_that_ends_says_why"
            ),
            models.CheckConstraint(
                condition=~Q(kind=LineEndKind.CEASED.value) | HAS_VIEW,
                name="a_plan_given_up_has_the_childs_view_or_why_not",
            ),
            models.UniqueConstraint(fields=["line", "nth"], name="a_line_ends_once"),
        ]
        indexes = [models.Index(fields=["person"], name="line_ends_of_a_person")]


class LineEndUndone(OfPerson):
    """That a line goes on after all: what had ended it was wrong, or of another day."""

    end = models.OneToOneField(LineEnd, on_delete=models.PROTECT, related_name="undone")
    why = models.TextField()

    class Meta:
        constraints = [said("why", "an_end_that_is_undone_says_why")]
        indexes = [models.Index(fields=["person"], name="line_ends_undone_of_a_person")]


class CoWorker(OfPerson):
    """
    Somebody from outside the line who works on a child's plan too since `so_on`, up to a last day, and what for.

    An officer works with the child thereby (`part`): what they see follows from that. Of each line `nth` counts them.
    """

    line = models.ForeignKey(PermanenceLine, on_delete=models.PROTECT, related_name="co_workers")
    nth = models.PositiveSmallIntegerField()
    officer = officer(null=True)
    words = models.CharField(max_length=160, blank=True)
    part = models.ForeignKey("casework.Involvement", on_delete=models.PROTECT, null=True, related_name="+")
    what_for = models.TextField()
    until = models.DateField()

    class Meta:
        constraints = [
            said("what_for", "a_co_worker_has_something_to_do"),
            models.CheckConstraint(
                condition=Q(officer__isnull=False, part__isnull=False, words="")
                | Q(officer__isnull=True, part__isnull=True) & ~Q(words=""),
                name="a_co_worker_is_one_person",
            ),
            models.CheckConstraint(condition=Q(until__gte=F("so_on")), name="a_co_worker_stays_until_later"),
            models.UniqueConstraint(fields=["line", "nth"], name="a_line_has_one_co_worker_at_a_time"),
        ]
        indexes = [models.Index(fields=["person"], name="co_workers_of_a_person")]


class CoWorkerEnd(OfPerson):
    """That a co-worker's part in a plan ended, and what came of it."""

    co_worker = models.OneToOneField(CoWorker, on_delete=models.PROTECT, related_name="ended")
    words = models.TextField()

    class Meta:
        constraints = [said("words", "what_a_co_worker_did_is_said")]
        indexes = [models.Index(fields=["person"], name="co_worker_ends_of_a_person")]


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
