"""Reviews are planned, moved, held and followed through: who chairs, what the child said, what was decided.

A review that is held is an event of its kind, which stops and starts the child's clocks (`queries.clocks.life_of`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.transaction import atomic

from lippen.care.actions.days import check_event
from lippen.care.actions.following import follow
from lippen.care.actions.views import View, view_given
from lippen.care.models import DecisionEnd, Invited, Review, ReviewDecision, ReviewHeld, ReviewStep
from lippen.care.queries import reviews as queries
from lippen.care.queries.spans import lives_in
from lippen.care.vocabulary import Event, Setting
from lippen.care.vocabulary.reviews import (
    HEARD,
    HOME_REVIEWS,
    REVIEWS,
    DecisionOutcome,
    InvitedKind,
    LateCause,
    ReviewStepKind,
    TookPart,
)
from lippen.casework.actions.dying import refuse_after_death
from lippen.casework.actions.writing import Writing, begin, begin_of, check_ahead, check_day, needed, reason_given
from lippen.casework.queries.people import twins
from lippen.design.words import day_words
from lippen.kernel import audit
from lippen.kernel.access import Actor
from lippen.kernel.clock import day_of
from lippen.kernel.errors import CannotDo, refusal
from lippen.kernel.ids import new_ref

LONGEST_AHEAD = 400
MEANWHILE = "Somebody has just said this. Look at the review again."
OVER = "This review was held, or called off, already. Look at it again."
IN_LINE = "{name} works with this child, or leads those who do. Choose a chair from outside that line."
NOBODY = "Nobody is chosen and nobody is written. Choose somebody, or write who it is."
TWO_OF_THEM = "Somebody is chosen, and somebody is written too. Leave one of the two empty."
TOO_YOUNG = "Here are the child’s own words or picture: say how the child took part, or take them out."
AT_HOME = (
    "The child lives away from home: {where}. Choose a review away from home, or record first that the child moved."
)
IS_PLANNED = "This review is planned already, for {day}. Move that one to another day, or call it off first."


@dataclass(frozen=True)
class Guest:
    """Somebody who is asked to come."""

    kind: InvitedKind
    words: str = ""


@dataclass(frozen=True)
class Who:
    """Somebody who works for the council, or in words somebody who does not."""

    officer_id: int | None = None
    words: str = ""

    def one(self, field: str) -> tuple[int | None, str]:
        """The one of the two that was given."""
        words = self.words.strip()[:160]
        if self.officer_id and words:
            raise CannotDo(TWO_OF_THEM, field=f"{field}_words")
        if not self.officer_id and not words:
            raise CannotDo(NOBODY, field=field)
        return self.officer_id, words


@dataclass(frozen=True)
class Decided:
    """Something that a review decides."""

    words: str
    owner: Who
    due_on: date


@dataclass(frozen=True)
class Told:
    """What is told of a review that was held."""

    took_part: TookPart
    minute: str
    child_view: str = ""
    picture_ref: str = ""
    """A photograph or drawing by the child that says it, by its reference."""
    no_view_why: str = ""
    changed: str = ""
    parents_view: str = ""
    carers_view: str = ""
    others_view: str = ""
    came: Sequence[int] = ()
    late_cause: LateCause | None = None
    late_words: str = ""
    decided: Sequence[Decided] = ()


@atomic
def plan_review(
    *, actor: Actor, person_ref: str, kind: Event, planned_on: date, chair: Who, guests: Sequence[Guest], at: datetime
) -> Review:
    """Plan a review: for which day, who chairs it from outside the line, and who is asked to come."""
    writing = begin(actor, person_ref, at=at)
    refuse_after_death(writing)
    today = day_of(at)
    if kind not in REVIEWS:
        raise CannotDo("Choose which review it is.", field="kind")
    check_ahead(planned_on, today, field="planned_on")
    if (planned_on - today).days > LONGEST_AHEAD:
        raise CannotDo("Give a day within the next year.", field="planned_on")
    _check_kind(writing, Event(kind))
    chair_id, words = chair.one("chair")
    _check_chair(writing, chair_id, today)
    made = Review.objects.create(
        ref=new_ref("lacreview"),
        kind=Event(kind).value,
        planned_on=planned_on,
        chair_id=chair_id,
        chair_words=words,
        **writing.fact(today),
    )
    _invite(writing, made, guests, today)
    audit.record(actor, "care.review_planned", made, keys={"person": writing.person.ref, "kind": made.kind})
    return made


def _check_kind(writing: Writing, kind: Event) -> None:
    """Refuse a review at home of a child who lives away from home, and one that is planned already."""
    whose = [writing.person.pk, *twins(writing.person.pk)]
    lives = lives_in(writing.actor, whose) if kind in HOME_REVIEWS else None
    if lives is not None and lives[1] is not Setting.HOME:
        raise CannotDo(AT_HOME.format(where=lives[0]), field="kind")
    if day := queries.planned_for(whose, kind):
        raise CannotDo(IS_PLANNED.format(day=day_words(day)), field="kind")


def _check_chair(writing: Writing, chair_id: int | None, today: date) -> None:
    if chair_id is not None and chair_id in queries.line_of(writing.person.pk, on=today):
        raise CannotDo(IN_LINE.format(name=queries.name_of(chair_id)), field="chair")


def _invite(writing: Writing, review: Review, guests: Sequence[Guest], today: date) -> None:
    Invited.objects.bulk_create(
        Invited(review=review, kind=InvitedKind(each.kind).value, words=each.words.strip()[:160], **writing.fact(today))
        for each in guests
    )


@atomic
def move_review(*, actor: Actor, review_ref: str, planned_on: date, why: str, at: datetime) -> ReviewStep:
    """Move a planned review to another day, and say why."""
    review, writing = _open(actor, review_ref, at=at)
    check_ahead(planned_on, day_of(at), field="planned_on")
    return _step(writing, review, ReviewStepKind.MOVED, why, planned_on)


@atomic
def end_review(*, actor: Actor, review_ref: str, kind: ReviewStepKind, why: str, at: datetime) -> ReviewStep:
    """Call a planned review off, or say of one that it was recorded by mistake: then it counts in nothing."""
    review, writing = _held(actor, review_ref, at=at)
    if kind is ReviewStepKind.MOVED:
        raise CannotDo("Choose what became of it.", field="kind")
    if kind is ReviewStepKind.CALLED_OFF and queries.is_held(review.pk):
        raise CannotDo("It was held: say that it was recorded by mistake instead.", field="kind")
    made = _step(writing, review, kind, why, None)
    follow(writing)
    return made


def _step(writing: Writing, review: Review, kind: ReviewStepKind, why: str, planned_on: date | None) -> ReviewStep:
    reason = reason_given(why, "why", "Say why: it stands with the review.")
    with refusal("a_review_ends_once", MEANWHILE):
        made = ReviewStep.objects.create(
            review=review,
            kind=ReviewStepKind(kind).value,
            planned_on=planned_on,
            why=reason,
            **writing.fact(day_of(writing.at)),
        )
    keys = {"person": writing.person.ref, "kind": made.kind}
    audit.record(writing.actor, "care.review_changed", review, keys=keys)
    return made


@atomic
def hold_review(*, actor: Actor, review_ref: str, so_on: date, told: Told, at: datetime) -> ReviewHeld:
    """Record a review as it was held: what the child said or why that is not known, what was decided, who does it.

    One that was held after its last day names its cause. What was decided comes on the desk of whoever does it.
    """
    review, writing = _open(actor, review_ref, at=at)
    check_event(writing, Event(review.kind), so_on)
    if TookPart(told.took_part) in HEARD and not told.picture_ref:
        needed(told.child_view, "child_view", "Say what the child thinks, in the child's own words where you can.")
    if TookPart(told.took_part) is TookPart.TOO_YOUNG and (told.child_view.strip() or told.picture_ref):
        raise CannotDo(TOO_YOUNG, field="took_part")
    last_day = queries.last_day_of(actor, review, today=day_of(at))
    guests = set(Invited.objects.filter(review=review).values_list("pk", flat=True))
    made = held_as(writing, review, so_on, told, last_day=last_day, came=sorted(guests & set(told.came)))
    is_late = made.is_late
    with refusal("care_reviewheld_review_id_key", MEANWHILE):
        made.save(force_insert=True)
    for each in told.decided:
        _decide(writing, review, each, so_on)
    keys = {"person": writing.person.ref, "kind": review.kind, "decisions": len(told.decided), "late": is_late}
    audit.record(actor, "care.review_held", review, keys=keys)
    follow(writing)
    return made


def held_as(
    writing: Writing, review: Review, so_on: date, told: Told, *, last_day: date | None, came: Sequence[int] = ()
) -> ReviewHeld:
    """A review as it was held, not yet written; one that was held after its last day names its cause."""
    is_late = last_day is not None and so_on > last_day
    if is_late and told.late_cause is None:
        raise CannotDo("It was held after its last day. Say why.", field="late_cause")
    return ReviewHeld(
        review=review,
        came=list(came),
        took_part=TookPart(told.took_part).value,
        **view_given(writing, View(told.child_view, told.picture_ref, told.no_view_why, told.changed)),
        parents_view=told.parents_view.strip(),
        carers_view=told.carers_view.strip(),
        others_view=told.others_view.strip(),
        minute=needed(told.minute, "minute", "Write what was talked about."),
        is_outside=_is_outside(writing, review, so_on),
        is_late=is_late,
        late_cause=LateCause(told.late_cause).value if is_late and told.late_cause else "",
        late_words=told.late_words.strip() if is_late else "",
        **writing.fact(so_on),
    )


def _is_outside(writing: Writing, review: Review, so_on: date) -> bool:
    return review.chair_id is None or review.chair_id not in queries.line_of(writing.person.pk, on=so_on)


@atomic
def add_decision(*, actor: Actor, review_ref: str, decided: Decided, at: datetime) -> ReviewDecision:
    """Record something more that a review decided."""
    review, writing = _held(actor, review_ref, at=at)
    held = ReviewHeld.objects.filter(review=review).first()
    if held is None or queries.ended(review.pk):
        raise CannotDo("Record the review first: who was there and what was said.")
    made = _decide(writing, review, decided, held.so_on)
    follow(writing)
    return made


def _decide(writing: Writing, review: Review, decided: Decided, so_on: date) -> ReviewDecision:
    owner_id, words = decided.owner.one("owner")
    if decided.due_on < so_on:
        raise CannotDo("Give a day on or after the review.", field="due_on")
    made = ReviewDecision.objects.create(
        ref=new_ref("caredecision"),
        review=review,
        words=needed(decided.words, "words", "Say what was decided."),
        owner_id=owner_id,
        owner_words=words,
        due_on=decided.due_on,
        **writing.fact(so_on),
    )
    audit.record(writing.actor, "care.review_decided", made, keys={"person": writing.person.ref})
    return made


@atomic
def end_decision(
    *, actor: Actor, decision_ref: str, outcome: DecisionOutcome, so_on: date, at: datetime, words: str = ""
) -> DecisionEnd:
    """Say that what a review decided is done, or why it will not be."""
    decision = queries.decision_of(actor, decision_ref)
    writing = begin_of(actor, decision.person, at=at, carries_on=True)
    check_day(so_on, at)
    if outcome is DecisionOutcome.NOT_DONE:
        reason_given(words, "words", "Say why it will not be done.")
    with refusal("care_decisionend_decision_id_key", "Somebody has said this already. Look at the review again."):
        made = DecisionEnd.objects.create(
            decision=decision,
            outcome=DecisionOutcome(outcome).value,
            words=words.strip(),
            **writing.fact(so_on),
        )
    keys = {"person": writing.person.ref, "outcome": made.outcome}
    audit.record(actor, "care.decision_ended", decision, keys=keys)
    follow(writing)
    return made


def _held(actor: Actor, ref: str, *, at: datetime) -> tuple[Review, Writing]:
    """Begin to write to a review, the child's record held."""
    review = queries.review_of(actor, ref)
    return review, begin_of(actor, review.person, at=at, carries_on=True)


def _open(actor: Actor, ref: str, *, at: datetime) -> tuple[Review, Writing]:
    """The same of a review that waits to be held."""
    review, writing = _held(actor, ref, at=at)
    if queries.is_held(review.pk) or queries.ended(review.pk):
        raise CannotDo(OVER)
    return review, writing
