"""What happened on the way through care is recorded, said to be wrong, and another last day is agreed for a clock."""

from __future__ import annotations

from datetime import date, datetime

from django.db.transaction import atomic

from lippen.care.actions.following import follow
from lippen.care.models import AgreedDay, CareEvent, CareEventWrong, OwnStandard
from lippen.care.queries.clocks import clocks_of
from lippen.care.queries.events import event_of
from lippen.care.rules import STANDARDS
from lippen.care.vocabulary import TYPED, Event
from lippen.casework.actions.writing import begin, begin_of, check_ahead, check_day, needed, reason_given
from lippen.casework.queries.workers import works_with
from lippen.kernel import audit
from lippen.kernel.access import Actor, Permission, require
from lippen.kernel.clock import day_of
from lippen.kernel.errors import CannotDo, NotVisible, refusal
from lippen.kernel.ids import new_ref
from lippen.kernel.standards import Limit, Standing, Unit

STILL = frozenset({Standing.OPEN, Standing.OVERDUE, Standing.EXCUSED})
LIMIT_MOST = 400


@atomic
def record_event(
    *, actor: Actor, person_ref: str, kind: Event, so_on: date, at: datetime, words: str = ""
) -> CareEvent:
    """Record something that happened on the way through care, with its day."""
    writing = begin(actor, person_ref, at=at)
    check_day(so_on, at)
    if kind not in TYPED:
        raise CannotDo("This follows from what is recorded already. Choose something else.", field="kind")
    made = CareEvent.objects.create(
        ref=new_ref("careevent"), kind=Event(kind).value, words=words.strip(), **writing.fact(so_on)
    )
    audit.record(actor, "care.event_recorded", made, keys={"person": writing.person.ref, "kind": made.kind})
    follow(writing)
    return made


@atomic
def event_was_wrong(*, actor: Actor, event_ref: str, why: str, at: datetime) -> CareEventWrong:
    """Say that an event was recorded wrongly: it stays with its reason, and starts and stops no clock any more."""
    event = event_of(actor, event_ref)
    writing = begin_of(actor, event.person, at=at, carries_on=True)
    with refusal("care_careeventwrong_event_id_key", "Somebody has said this already. Look at the page again."):
        made = CareEventWrong.objects.create(
            event=event, why=reason_given(why, "why", "Say what was wrong."), **writing.fact(day_of(at))
        )
    audit.record(actor, "care.event_wrong", event, keys={"person": writing.person.ref})
    follow(writing)
    return made


@atomic
def agree_day(
    *,
    actor: Actor,
    person_ref: str,
    standard_key: str,
    trigger_key: str,
    until: date,
    why: str,
    cover: str,
    at: datetime,
) -> AgreedDay:
    """Agree another last day for one clock of a child, with the reason and what is done meanwhile.

    Whoever leads or manages agrees it, and never for a child whom they work with themselves.
    """
    writing = begin(actor, person_ref, at=at, permission=Permission.ALLOCATE)
    today = day_of(at)
    if works_with(writing.person.pk, actor.person_id):
        raise CannotDo("You work with this child: somebody else who leads or manages agrees another day.")
    found = clocks_of(actor, [writing.person.pk], today=today).get(writing.person.pk, [])
    clock = next(
        (each for each in found if each.standard.key == standard_key and each.trigger.key == trigger_key), None
    )
    if clock is None:
        raise NotVisible
    if clock.standing not in STILL:
        raise CannotDo("This was done meanwhile, or is no longer asked. Look at the child's page.")
    if until <= max(clock.last_day, today):
        raise CannotDo("Give a day after the one that stands, and to come.", field="until")
    check_ahead(until, today, field="until")
    made = AgreedDay.objects.create(
        ref=new_ref("agreed"),
        standard_key=standard_key,
        trigger_key=trigger_key,
        until=until,
        why=reason_given(why, "why", "Say why it takes longer."),
        cover=reason_given(cover, "cover", "Say what is done for the child meanwhile."),
        approver_id=actor.person_id,
        **writing.fact(today),
    )
    audit.record(actor, "care.day_agreed", made, keys={"person": writing.person.ref, "standard": standard_key})
    follow(writing)
    return made


def limit_given(number: int | None, unit: str) -> Limit:
    """A figure with what it counts; refused where one of the two is missing."""
    if number is None:
        raise CannotDo("Give a figure, or go by what is shipped.", field="number")
    if not unit:
        raise CannotDo("Choose what the figure counts.", field="unit")
    return Limit(number, Unit(unit))


@atomic
def set_standard(
    *, actor: Actor, authority_id: int, key: str, limit: Limit | None, so_on: date, source: str, at: datetime
) -> OwnStandard:
    """Set a council's own figure for a standard from a day on; none: it goes by what is shipped again.

    What began before that day goes on by the figure of its own day.
    """
    require(actor, Permission.AGREE_RISK, at=[authority_id])
    standard = STANDARDS.get(key)
    if standard is None or not standard.has_clock:
        raise NotVisible
    if limit is not None and not 0 < limit.number <= LIMIT_MOST:
        raise CannotDo(f"Give a figure from 1 to {LIMIT_MOST}.", field="number")
    made = OwnStandard.objects.create(
        ref=new_ref("standard"),
        authority_id=authority_id,
        key=key,
        number=limit.number if limit else None,
        unit=limit.unit.value if limit else "",
        so_on=so_on,
        source=needed(source, "source", "Say where this was decided."),
        recorded_at=at,
        recorded_by_id=actor.account_id,
    )
    audit.record(actor, "care.standard_set", made, keys={"key": key})
    return made
