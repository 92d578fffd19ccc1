"""What is due by processes that are not held here yet: typed in, done, or not needed."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.transaction import atomic

from lippen.casework import rules
from lippen.casework.actions.work import NOT_HERE, check_open_to
from lippen.casework.actions.writing import (
    Pin,
    begin,
    check_day,
    close_duties,
    found_of,
    needed,
    pin_duties,
    reason_given,
)
from lippen.casework.models import TypedDuty, TypedDutyEnd
from lippen.casework.queries import numbers
from lippen.casework.vocabulary import TYPED_SUBJECT, TypedEnd, TypedKind
from lippen.kernel import audit
from lippen.kernel.access import Actor
from lippen.kernel.errors import CannotDo, refusal
from lippen.kernel.ids import new_ref
from lippen.organisation import queries as organisation

DAY = timedelta(days=1)
YEAR = timedelta(days=366)
MOST_HOURS = Decimal(100)


@atomic
def type_duty(
    *,
    actor: Actor,
    person_ref: str,
    kind: TypedKind,
    worker_id: int,
    due_on: date,
    so_on: date,
    at: datetime,
    hours: Decimal | None = None,
    words: str = "",
) -> TypedDuty:
    """Type in what is due for a child, by which day, and who does it. Without hours the council's own figure counts."""
    writing = begin(actor, person_ref, at=at)
    check_day(so_on, at)
    if not so_on - YEAR <= due_on <= so_on + 2 * YEAR:
        raise CannotDo("Give a day within two years, or within the year before where it is late.", field="due_on")
    authority_id = writing.person.authority_id
    if worker_id not in {row.id for row in organisation.people_of([authority_id], on=so_on)}:
        raise CannotDo(NOT_HERE, field="worker")
    check_open_to(writing, worker_id)
    if hours is None:
        hours = numbers.numbers(actor, authority_id, on=so_on)[f"hours_{kind.value}"]
    if not 0 <= hours <= MOST_HOURS:
        raise CannotDo("Give hours from 0 to 100.", field="hours")
    if kind is TypedKind.OTHER_DUTY:
        needed(words, "words", "Say what is due.")
    made = TypedDuty.objects.create(
        ref=new_ref("typed"),
        kind=kind.value,
        worker_id=worker_id,
        due_on=due_on,
        hours=hours,
        words=words.strip()[:240],
        **writing.fact(so_on),
    )
    begins = min(so_on, due_on)
    pin = Pin(kind.value, TYPED_SUBJECT, made.ref, worker_id, begins, due_on + DAY, rules.TYPED.key, float(hours))
    pin_duties([pin], at=at)
    audit.record(actor, "typed.written", made, keys={"kind": kind.value})
    return made


@atomic
def end_typed(
    *, actor: Actor, typed_ref: str, end: TypedEnd, so_on: date, at: datetime, words: str = ""
) -> TypedDutyEnd:
    """Say that it is done, or why it need not be."""
    found, writing = found_of(actor, TypedDuty, typed_ref, at=at)
    check_day(so_on, at)
    if end is TypedEnd.CANCELLED:
        reason_given(words, "words", "Say why it need not be done.")
    with refusal("casework_typeddutyend_duty_id_key", "Somebody has said already what became of this."):
        made = TypedDutyEnd.objects.create(duty=found, end=end.value, words=words.strip(), **writing.fact(so_on))
    close_duties(kind=found.kind, subject_kind=TYPED_SUBJECT, subject_keys=[found.ref], at=at)
    audit.record(actor, f"typed.{end.value}", found)
    return made
