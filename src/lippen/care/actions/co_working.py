"""Somebody from outside works on a child's plan too, from a day until a day, for something; and ends."""

from __future__ import annotations

from datetime import date, datetime

from django.db.transaction import atomic

from lippen.care.actions import ending
from lippen.care.actions.days import check_of_line
from lippen.care.actions.following import follow
from lippen.care.actions.permanence import open_line
from lippen.care.actions.reviews import Who
from lippen.care.models import CoWorker, CoWorkerEnd, PermanenceLine
from lippen.care.queries import co_working as queries
from lippen.care.queries.reviews import name_of
from lippen.casework.actions.beside import begin_beside
from lippen.casework.actions.writing import Writing, check_ahead, check_day, needed, reason_given
from lippen.kernel import audit
from lippen.kernel.access import Actor, Permission
from lippen.kernel.clock import day_of
from lippen.kernel.errors import CannotDo, refusal

HAS_ONE = "Somebody from outside works on this plan already. End that first."
MEANWHILE = "Somebody has just given this plan a co-worker. Look at it again."
NOT_OUTSIDE = "{name} works with this child, leads those who do, or is of their team. Choose somebody from outside."


@atomic
def give_co_worker(
    *, actor: Actor, line_ref: str, who: Who, so_on: date, until: date, what_for: str, at: datetime
) -> CoWorker:
    """Give a plan a co-worker from outside the line and the team; an officer works with the child by it, as others do.

    Somebody of another organisation is written in words, and sees nothing here.
    """
    line, writing = open_line(actor, line_ref, at=at, permission=Permission.ALLOCATE)
    today = day_of(at)
    check_day(so_on, at)
    check_of_line(line, so_on)
    if until < max(so_on, today):
        raise CannotDo("Give a last day to come.", field="until")
    check_ahead(until, today, field="until")
    if queries.standing(line.pk):
        raise CannotDo(HAS_ONE)
    officer_id, words = who.one("who")
    if officer_id and queries.is_of_line(writing.person.pk, officer_id, writing.person.authority_id, on=today):
        raise CannotDo(NOT_OUTSIDE.format(name=name_of(officer_id)), field="who")
    what_for = needed(what_for, "what_for", "Say what for.")
    part_id = begin_beside(writing, officer_id, so_on) if officer_id else None
    about = {"officer_id": officer_id, "words": words, "part_id": part_id, "what_for": what_for, "until": until}
    made = _given(writing, line, so_on, **about)
    audit.record(actor, "care.co_worker_given", line, keys={"person": writing.person.ref})
    if part_id is not None:
        follow(writing)
    return made


def _given(writing: Writing, line: PermanenceLine, so_on: date, **about: object) -> CoWorker:
    nth = CoWorker.objects.filter(line=line).count() + 1
    with refusal("a_line_has_one_co_worker_at_a_time", MEANWHILE):
        return CoWorker.objects.create(line=line, nth=nth, **about, **writing.fact(so_on))


@atomic
def end_co_worker(*, actor: Actor, line_ref: str, so_on: date, words: str, at: datetime) -> CoWorkerEnd:
    """Say that a co-worker's part in a plan ended, and what came of it; an officer sees the child by it no longer."""
    line, writing = open_line(actor, line_ref, at=at, permission=Permission.ALLOCATE)
    check_day(so_on, at)
    found = queries.standing(line.pk)
    if found is None:
        raise CannotDo("Nobody from outside works on this plan now. Look at it again.")
    if so_on < found.so_on:
        raise CannotDo("They began later than that. Give a later day.", field="so_on")
    reason = reason_given(words, "words", "Say what came of it.")
    audit.record(actor, "care.co_worker_ended", line, keys={"person": writing.person.ref})
    if found.part_id is not None:
        follow(writing, leaving=[found.part_id])
    made = ending.leave(writing, line, so_on, reason)
    assert made is not None
    return made
