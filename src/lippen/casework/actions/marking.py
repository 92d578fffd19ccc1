"""Warnings on a record: written down, agreed by somebody else, looked at again, over."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db.transaction import atomic

from lippen.casework import rules
from lippen.casework.actions.front import leaders_of_work, own_refused
from lippen.casework.actions.writing import (
    Pin,
    Writing,
    begin,
    check_day,
    close_duties,
    found_of,
    needed,
    pin_duties,
    reason_given,
)
from lippen.casework.models import Marker, MarkerFact
from lippen.casework.vocabulary import MARKER_SUBJECT, Duty, MarkerKind, MarkerStep
from lippen.kernel import audit
from lippen.kernel.access import Actor, Permission
from lippen.kernel.clock import day_of
from lippen.kernel.errors import CannotDo, refusal
from lippen.kernel.ids import new_ref

DAY = timedelta(days=1)
STAYS = frozenset({MarkerStep.AGREED, MarkerStep.KEPT})
MEANWHILE = "Somebody has just said something of this warning. Open it again."
SAID = {
    MarkerStep.AGREED: "Say why it is agreed, for those who read it.",
    MarkerStep.REFUSED: "Say why it is not agreed.",
    MarkerStep.KEPT: "Say what you looked at.",
    MarkerStep.ENDED: "Say why it is over.",
}


@atomic
def mark(
    *,
    actor: Actor,
    person_ref: str,
    kind: MarkerKind,
    words: str,
    shown_by: str,
    review_on: date,
    so_on: date,
    at: datetime,
) -> Marker:
    """Write a warning down. It stands at once; somebody else who leads or manages is asked to agree it."""
    writing = begin(actor, person_ref, at=at)
    check_day(so_on, at)
    _check_review(review_on, day_of(at))
    made = Marker.objects.create(
        ref=new_ref("marker"),
        kind=MarkerKind(kind).value,
        words=needed(words, "words", "Say what whoever meets them has to know."),
        shown_by=needed(shown_by, "shown_by", "Say what shows it: who saw or wrote it, and when."),
        review_on=review_on,
        **writing.fact(so_on),
    )
    today = day_of(at)
    _ask(writing, made, Duty.AGREE_MARKER, today, today + rules.MARKER_AGREED_IN, but=actor.person_id)
    audit.record(actor, "marker.written", made, keys={"kind": made.kind})
    return made


@atomic
def look_at_marker(
    *,
    actor: Actor,
    marker_ref: str,
    step: MarkerStep,
    words: str,
    so_on: date,
    at: datetime,
    review_on: date | None = None,
) -> MarkerFact:
    """Agree a warning or not; later look at it again: it stays until another day, or it is over.

    It is for those who lead or manage. Nobody agrees their own.
    """
    marker, writing = found_of(actor, Marker, marker_ref, at=at, permission=Permission.ALLOCATE)
    check_day(so_on, at)
    last = marker.facts.order_by("-number").first()
    if not rules.may_follow(MarkerStep(last.step) if last else None, step):
        raise CannotDo("This was decided already. Open the warning again.")
    if last is None and marker.recorded_by_id == actor.account_id:
        others = leaders_of_work(writing, but=actor.person_id)
        raise own_refused(writing, "You wrote this warning yourself: somebody else agrees it.", others)
    if step in STAYS:
        if review_on is None:
            raise CannotDo("Say by when it is looked at again.", field="review_on")
        _check_review(review_on, day_of(at))
    with refusal("a_marker_is_looked_at_one_by_one", MEANWHILE):
        made = MarkerFact.objects.create(
            marker=marker,
            number=last.number + 1 if last else 1,
            step=step.value,
            words=reason_given(words, "words", SAID[step]),
            review_on=review_on if step in STAYS else None,
            **writing.fact(so_on),
        )
    _clear(marker, at)
    if made.review_on:
        _ask(writing, marker, Duty.REVIEW_MARKER, max(day_of(at), made.review_on - 14 * DAY), made.review_on)
    audit.record(actor, f"marker.{step.value}", marker)
    return made


def _check_review(review_on: date, today: date) -> None:
    if not today < review_on <= today + rules.MARKER_LONGEST:
        raise CannotDo("Give a day to come, a year from now at most.", field="review_on")


def _ask(writing: Writing, marker: Marker, duty: Duty, starts_on: date, until: date, *, but: int | None = None) -> None:
    """Put it on the desks of those who lead whoever works there, else of those who manage the council's records."""
    about = (duty.value, MARKER_SUBJECT, marker.ref)
    holders = leaders_of_work(writing, but=but)
    pin_duties([Pin(*about, each, starts_on, until + DAY, rules.MARKER.key) for each in holders], at=writing.at)


def _clear(marker: Marker, at: datetime) -> None:
    for duty in (Duty.AGREE_MARKER, Duty.REVIEW_MARKER):
        close_duties(kind=duty.value, subject_kind=MARKER_SUBJECT, subject_keys=[marker.ref], at=at)
