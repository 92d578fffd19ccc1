"""What drifts: lines past a last day or without a milestone for long, what will be late, whether warnings came true."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet

from lippen.care.models import (
    AfterCare,
    CareEvent,
    DriftAnswer,
    Episode,
    LegalReason,
    PermanenceLine,
    Placement,
)
from lippen.care.queries import co_working
from lippen.care.queries.permanence import KEYS, PAGE, open_lines, rows_of
from lippen.care.queries.reaching import from_spans
from lippen.care.queries.reading import Record
from lippen.care.rows.permanence import LineRow
from lippen.care.rules import milestones as rules
from lippen.care.vocabulary import CHILD_SUBJECT, Event
from lippen.casework.queries.people import kept_for, people_who_stay
from lippen.casework.rows import PersonRow
from lippen.kernel.access import Actor
from lippen.kernel.prepared import read_prepared
from lippen.kernel.standards import Happened
from lippen.organisation import queries as organisation

WARNED = timedelta(weeks=max(rules.AHEAD_WEEKS))


@dataclass(frozen=True)
class Drift:
    """The lines that drift, one page of them; what will be late if nothing changes; whether past warnings came true."""

    rows: tuple[LineRow, ...]
    count: int
    answered: int
    ahead: Mapping[int, int]
    warned: int
    came_true: int
    helped: int
    """How many of those that drift somebody from outside works on."""
    shown: int
    """How many there are to page through: all, or those on which nobody from outside works."""


def drifting(actor: Actor, *, today: date) -> tuple[list[tuple[bool, date, int]], set[str]]:
    """The lines that drift: whether somebody answered, the last milestone, which; and whose lines go on, by reference.

    What is late is read from the duty board, where every clock puts what it asks for.
    """
    lines = list(open_lines(actor).order_by("so_on", "id").values_list("pk", "person_id", "so_on"))
    people = people_who_stay(actor, {person_id for _, person_id, _ in lines})
    ways = _ways(actor, people)
    overdue = organisation.keys_overdue(KEYS, CHILD_SUBJECT, on=today)
    looked = set(DriftAnswer.objects.visible_to(actor).filter(look_on__gte=today).values_list("line_id", flat=True))
    found = []
    for pk, person_id, so_on in lines:
        if person_id not in people:
            continue
        person = people[person_id]
        step = rules.last_step(ways[person.id], since=so_on, today=today)
        if rules.drifts(step, {person.ref} & overdue, today):
            found.append((pk in looked, step, pk))
    return sorted(found), {person.ref for person in people.values()}


def drift(actor: Actor, *, today: date, page: int = 1, without: bool = False) -> Drift:
    """Lines past a last day, or without a milestone for ninety days: the unanswered first, then the longest still.

    `without`: only those on which nobody from outside works.
    """
    drifts, refs = drifting(actor, today=today)
    every = [pk for _, _, pk in drifts]
    helped = set(open_lines(actor).filter(co_working.has_one(), pk__in=every).values_list("pk", flat=True))
    listed = [pk for pk in every if not (without and pk in helped)]
    shown = listed[(page - 1) * PAGE : page * PAGE]
    found = {row.pk: row for row in PermanenceLine.objects.visible_to(actor).filter(pk__in=shown)}
    due_on = organisation.last_days_of(KEYS, CHILD_SUBJECT, refs, since=today, until=today + WARNED)
    warned, true = organisation.came_late(KEYS, CHILD_SUBJECT, refs, since=today - WARNED, until=today)
    return Drift(
        rows_of(actor, [found[pk] for pk in shown if pk in found], today=today),
        len(drifts),
        sum(is_answered for is_answered, _, _ in drifts),
        rules.ahead(due_on, today),
        warned,
        true,
        len(helped),
        len(listed),
    )


OF_SPANS: tuple[Any, ...] = (Episode, Placement, LegalReason)


def _ways(actor: Actor, people: Mapping[int, PersonRow]) -> dict[int, list[Happened]]:
    """What happened on the way of each of these children, by the record that stays: as the page of a line reads it."""
    records = {person.id: Record(person) for person in people.values()}
    if not records:
        return {}
    whose = {**kept_for(records), **{each: each for each in records}}
    events, *others = read_prepared(_steps, actor, tuple(whose))
    for model, rows in zip((AfterCare, *OF_SPANS), others, strict=True):
        for row in rows:
            records[whose[row.person_id]].rows.setdefault(model, []).append(row)
    found = {person_id: from_spans(record) for person_id, record in records.items()}
    for row in events:
        found[whose[row.person_id]].append(Happened(row.kind, row.so_on, row.ref))
    return found


def _steps(actor: Actor, ids: Collection[int]) -> tuple[QuerySet[Any], ...]:
    """The milestones of the way that were told of these children, and the spans from which others follow."""
    kinds = sorted({kind for each in rules.OF_THE_WAY for kind in each.kinds} & {each.value for each in Event})
    stands = {"person_id__in": ids, "is_current": True, "is_wrong": False}
    told = CareEvent.objects.visible_to(actor).filter(person_id__in=ids, kind__in=kinds, wrong__isnull=True)
    after = AfterCare.objects.visible_to(actor).filter(person_id__in=ids)
    spans = (model.objects.visible_to(actor).filter(**stands).order_by("so_on", "id") for model in OF_SPANS)
    return (told.order_by("id"), after.order_by("so_on", "id"), *spans)
