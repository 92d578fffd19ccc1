"""What drifts: lines past a last day or without a milestone for long, what will be late, whether warnings came true."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

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
from lippen.care.rows.permanence import LineRow
from lippen.care.rules import milestones as rules
from lippen.care.vocabulary import CHILD_SUBJECT, Event
from lippen.casework.queries.people import kept_for, people_rows
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
    drifts, refs, _ = _drifting(actor, today=today)
    return drifts, refs


def _drifting(actor: Actor, *, today: date) -> tuple[list[tuple[bool, date, int]], set[str], set[int]]:
    """The same, and on which lines somebody from outside works."""
    answered = Exists(DriftAnswer.objects.visible_to(actor).filter(line_id=OuterRef("pk"), look_on__gte=today))
    told = open_lines(actor).annotate(is_answered=answered, is_helped=co_working.has_one()).order_by("so_on", "id")
    named = ("pk", "person_id", "so_on", "person__ref", "person__now__same_as_id", "is_answered", "is_helped")
    lines = list(told.values_list(*named))
    refs = {person_id: ref for _, person_id, _, ref, kept_id, *_ in lines if not kept_id}
    kept = {row[4] for row in lines if row[4]} - set(refs)
    refs |= {row.id: row.ref for row in people_rows(actor, kept).values()} if kept else {}
    ways = _ways(actor, refs)
    overdue = organisation.keys_overdue(KEYS, CHILD_SUBJECT, on=today)
    found, helped = [], set()
    for pk, person_id, so_on, _, kept_id, is_answered, is_helped in lines:
        stays = kept_id or person_id
        if stays not in refs:
            continue
        step = rules.last_step(ways[stays], since=so_on, today=today)
        if rules.drifts(step, {refs[stays]} & overdue, today):
            found.append((is_answered, step, pk))
            helped |= {pk} if is_helped else set()
    return sorted(found), set(refs.values()), helped


def drift(actor: Actor, *, today: date, page: int = 1, without: bool = False) -> Drift:
    """Lines past a last day, or without a milestone for ninety days: the unanswered first, then the longest still.

    `without`: only those on which nobody from outside works.
    """
    drifts, refs, helped = _drifting(actor, today=today)
    every = [pk for _, _, pk in drifts]
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


def _ways(actor: Actor, stay: Collection[int]) -> dict[int, list[Happened]]:
    """What happened on the way of each of these children, by the record that stays: as the page of a line reads it."""
    if not stay:
        return {}
    whose = {**kept_for(stay), **{each: each for each in stay}}
    events, *others = read_prepared(_steps, actor, tuple(whose))
    spans: dict[int, dict[Any, list[Any]]] = {each: {} for each in stay}
    for model, rows in zip((AfterCare, *OF_SPANS), others, strict=True):
        for row in rows:
            spans[whose[row.person_id]].setdefault(model, []).append(row)
    found = {each: from_spans(of_model) for each, of_model in spans.items()}
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
