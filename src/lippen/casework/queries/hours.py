"""What work for children is reckoned to take, for the rooms above: the council's figures, what is on desks already."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from lippen.casework.models import Involvement, TypedDuty, Visit
from lippen.casework.queries import numbers
from lippen.casework.queries.closing import still_planned
from lippen.casework.vocabulary import WORK_SUBJECT, DeskWork, Duty, InvolvementKind, TypedKind
from lippen.kernel.access import Actor
from lippen.kernel.prepared import read_prepared
from lippen.organisation import queries as organisation

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Reckoned:
    """Hours by the council's figures, and which work for whom has a duty of its own already.

    `there`: by child, of each kind of work the first day on which it is to be done.
    """

    figures: dict[str, Decimal]
    there: dict[int, dict[DeskWork | TypedKind, date]] = field(default_factory=dict)


def reckoned(
    actor: Actor, authority_id: int, person_ids: Collection[int], *, on: date, leaving: Collection[int] = ()
) -> Reckoned:
    """What is reckoned for work with these children of a council on a day: visits planned and first, what is typed.

    `leaving`: parts that end as this is written, of which no first visit is asked any more.
    """
    own, typed, planned, allocated, first = read_prepared(_on_desks, actor, authority_id, on, tuple(person_ids))
    found = Reckoned(numbers.of_figures(own))
    whose = {row.ref: row.person_id for row in allocated if row.pk not in leaving}
    told: list[tuple[int, DeskWork | TypedKind, date]] = [
        *((row.person_id, TypedKind(row.kind), row.due_on) for row in typed),
        *((row.person_id, DeskWork.VISIT, row.planned_on) for row in planned),
        *((whose[row.subject_key], DeskWork.VISIT, row.ends_on - DAY) for row in first if row.subject_key in whose),
    ]
    for person_id, work, day in told:
        days = found.there.setdefault(person_id, {})
        days[work] = min(day, days.get(work, day))
    return found


def _on_desks(actor: Actor, authority_id: int, on: date, ids: Collection[int]) -> tuple[Any, ...]:
    allocated = Involvement.objects.visible_to(actor).filter(
        person_id__in=ids, kind=InvolvementKind.ALLOCATED.value, ends_on__isnull=True
    )
    return (
        numbers.figures(actor, authority_id, on=on),
        TypedDuty.objects.visible_to(actor).filter(person_id__in=ids, end__isnull=True).order_by("id"),
        Visit.objects.visible_to(actor).filter(still_planned(), person_id__in=ids).order_by("id"),
        allocated.order_by("id"),
        organisation.duties_among(Duty.FIRST_VISIT.value, WORK_SUBJECT, allocated.values("ref")),
    )
