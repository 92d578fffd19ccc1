"""Visits: planned, made, tried again; brothers and sisters who were seen too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import BigIntegerField, F, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.db.transaction import atomic

from lippen.casework import rules
from lippen.casework.actions import first_visit
from lippen.casework.actions.dying import refuse_after_death
from lippen.casework.actions.given import follow_given
from lippen.casework.actions.work import NOT_HERE, check_open_to
from lippen.casework.actions.writing import (
    Pin,
    Writing,
    begin,
    check_ahead,
    check_day,
    close_duties,
    pin_duties,
    reason_given,
)
from lippen.casework.models import Visit, VisitDone, VisitHanded
from lippen.casework.queries import numbers
from lippen.casework.queries.closing import still_planned
from lippen.casework.queries.days import closed_days
from lippen.casework.queries.people import twins
from lippen.casework.vocabulary import VISIT_SUBJECT, DeskWork, Duty, Place
from lippen.kernel import audit
from lippen.kernel.access import Actor
from lippen.kernel.clock import day_of
from lippen.kernel.errors import CannotDo, NotVisible, refusal
from lippen.kernel.ids import new_ref
from lippen.organisation import queries as organisation

DAY = timedelta(days=1)


@dataclass(frozen=True)
class AlsoSeen:
    """A brother or sister who was seen on the same visit: alone or not, what they said, what is for them alone."""

    person_ref: str
    is_seen_alone: bool
    view: str = ""
    own_words: str = ""


@atomic
def plan_visit(
    *, actor: Actor, person_ref: str, planned_on: date, worker_id: int, so_on: date, at: datetime, purpose: str = ""
) -> Visit:
    """Plan a visit: it stands on the desk of whoever makes it."""
    writing = begin(actor, person_ref, at=at)
    refuse_after_death(writing)
    if planned_on < so_on:
        raise CannotDo("A visit is planned for a day to come. One that was made is recorded.", field="planned_on")
    check_ahead(planned_on, so_on, field="planned_on")
    if worker_id not in {row.id for row in organisation.people_of([writing.person.authority_id], on=so_on)}:
        raise CannotDo(NOT_HERE, field="worker")
    check_open_to(writing, worker_id)
    made = _visit_to_make(writing, worker_id, planned_on, so_on, purpose)
    audit.record(actor, "visit.planned", made)
    return made


def _visit_to_make(writing: Writing, worker_id: int, planned_on: date, so_on: date, purpose: str) -> Visit:
    """A visit on the desk of whoever makes it."""
    own = numbers.numbers(writing.actor, writing.person.authority_id, on=so_on)
    made = Visit.objects.create(
        ref=new_ref("visit"),
        worker_id=worker_id,
        planned_on=planned_on,
        purpose=purpose.strip()[:240],
        **writing.fact(so_on),
    )
    pin_duties(
        [
            Pin(
                Duty.VISIT.value,
                VISIT_SUBJECT,
                made.ref,
                worker_id,
                planned_on,
                planned_on + DAY,
                rules.VISIT_DUE.key,
                float(rules.hours_for(DeskWork.VISIT, own)),
            )
        ],
        at=writing.at,
    )
    return made


@atomic
def record_visit(
    *,
    actor: Actor,
    person_ref: str,
    is_seen: bool,
    so_on: date,
    at: datetime,
    is_seen_alone: bool = False,
    place: Place | None = None,
    view: str = "",
    words: str = "",
    own_words: str = "",
    visit_ref: str = "",
    also: Sequence[AlsoSeen] = (),
    again_on: date | None = None,
) -> VisitDone:
    """Record a visit: was the child seen, alone, where, and what they said; or why they were not seen.

    Brothers and sisters who were seen too have the visit on their own records: with the same words, and with what was
    said of each alone. What the same worker had planned for one of them by that day is thereby made.
    A visit that was due and at which the child was not seen is due again, on `again_on` or the next working day.
    """
    writing = begin(actor, person_ref, at=at, when_opened=True)
    check_day(so_on, at)
    if (is_seen or also) and place is None:
        raise CannotDo("Say where the child was seen.", field="place")
    if not is_seen:
        reason_given(words or own_words, "words", "Say why the child was not seen, and what you will do.")
    own = {
        "is_seen": is_seen,
        "is_seen_alone": is_seen and is_seen_alone,
        "place": place.value if place and is_seen else "",
        "view": view.strip(),
        "words": _together(words, own_words),
    }
    visit = _planned(writing, visit_ref) if visit_ref else _not_planned(writing, so_on)
    visits = [(writing, visit, own)]
    theirs = [begin(actor, each.person_ref, at=at) for each in also]
    waits = _waits_for(theirs, so_on)
    for their, each in zip(theirs, also, strict=True):
        told = {
            "is_seen": True,
            "is_seen_alone": each.is_seen_alone,
            "place": place.value if place else "",
            "view": each.view.strip(),
            "words": _together(words, each.own_words),
        }
        visits.append((their, waits.get(their.person.pk) or _not_planned(their, so_on), told))
    made = _made(visits, so_on)[0]
    if not is_seen and (visit_ref or again_on):
        _try_again(writing, made.visit, again_on, so_on)
    follow_given(actor, [writing.person, *(their.person for their in theirs)], at=at)
    return made


def _try_again(writing: Writing, visit: Visit, again_on: date | None, so_on: date) -> None:
    """Plan the visit anew for whoever makes it: a child who was not seen is still to be seen."""
    today = day_of(writing.at)
    if again_on is not None and again_on < today:
        raise CannotDo("Say when you will try again: today or a day to come.", field="again_on")
    if again_on is not None:
        check_ahead(again_on, today, field="again_on")
    closed = closed_days(writing.actor, writing.person.authority_id, around=so_on)
    planned_on = again_on or max(today, rules.working_days_after(so_on, 1, closed))
    handed = visit.handed.order_by("-id").values_list("worker_id", flat=True).first()
    made = _visit_to_make(writing, handed or visit.worker_id, planned_on, today, visit.purpose)
    audit.record(writing.actor, "visit.planned", made)


def _together(words: str, own_words: str) -> str:
    return "\n".join(each for each in (words.strip(), own_words.strip()) if each)


def _waits_for(writings: Sequence[Writing], so_on: date) -> dict[int, Visit]:
    """The first visit that the writer had planned for each of these children by that day, and nobody made."""
    if not writings:
        return {}
    actor, handed = writings[0].actor, VisitHanded.objects.filter(visit=OuterRef("pk")).order_by("-id")
    whose = [writing.person.pk for writing in writings]
    planned = Visit.objects.visible_to(actor).filter(still_planned(), person_id__in=whose, planned_on__lte=so_on)
    makes = Coalesce(Subquery(handed.values("worker_id")[:1]), F("worker_id"), output_field=BigIntegerField())
    mine = planned.annotate(makes=makes).filter(makes=actor.person_id).select_related("person")
    found: dict[int, Visit] = {}
    for visit in mine.order_by("planned_on", "id"):
        found.setdefault(visit.person_id, visit)
    return found


def _made(visits: Sequence[tuple[Writing, Visit, dict[str, Any]]], so_on: date) -> list[VisitDone]:
    """Visits as they were made, of one child or of brothers and sisters together; those not planned are new."""
    planned = [visit.ref for _, visit, _ in visits if visit.pk is not None]
    Visit.objects.bulk_create([visit for _, visit, _ in visits if visit.pk is None])
    rows = [
        VisitDone(visit=visit, **told, **{**writing.fact(so_on), "person": visit.person})
        for writing, visit, told in visits
    ]
    with refusal("casework_visitdone_visit_id_key", "Somebody has recorded this visit already."):
        made = VisitDone.objects.bulk_create(rows)
    writing = visits[0][0]
    if planned:
        close_duties(kind=Duty.VISIT.value, subject_kind=VISIT_SUBJECT, subject_keys=planned, at=writing.at)
    first_visit.make([(each, done) for (each, _, _), done in zip(visits, made, strict=True)])
    said = [{"seen": done.is_seen, "alone": done.is_seen_alone} for done in made]
    told_of = [("visit.recorded", done.visit, keys) for done, keys in zip(made, said, strict=True)]
    audit.record_all(writing.actor, told_of)
    return made


def _not_planned(writing: Writing, so_on: date) -> Visit:
    """A visit that was made without having been planned, to be written."""
    worker = {"worker_id": writing.actor.person_id, "planned_on": so_on}
    return Visit(ref=new_ref("visit"), **worker, **writing.fact(so_on))


def _planned(writing: Writing, visit_ref: str) -> Visit:
    whose = [writing.person.pk, *twins(writing.person.pk)]
    found = Visit.objects.visible_to(writing.actor).filter(ref=visit_ref, person_id__in=whose).first()
    if found is None:
        raise NotVisible
    return found
