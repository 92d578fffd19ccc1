"""What drifts: lines past a last day or without a milestone for long, what will be late, whether warnings came true."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from lippen.care.models import CareEvent, DriftAnswer, PermanenceLine
from lippen.care.queries import co_working
from lippen.care.queries.permanence import KEYS, PAGE, open_lines, rows_of
from lippen.care.rows.permanence import LineRow
from lippen.care.rules import milestones as rules
from lippen.care.vocabulary import CHILD_SUBJECT, Event
from lippen.kernel.access import Actor
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
    lines = list(open_lines(actor).order_by("so_on", "id").values_list("pk", "person_id", "so_on", "person__ref"))
    last = _last_steps(actor, {row[1] for row in lines})
    overdue = organisation.keys_overdue(KEYS, CHILD_SUBJECT, on=today)
    looked = set(DriftAnswer.objects.visible_to(actor).filter(look_on__gte=today).values_list("line_id", flat=True))
    found = []
    for pk, person_id, so_on, ref in lines:
        step = max((on for on in last.get(person_id, ()) if on >= so_on), default=so_on)
        if ref in overdue or (today - step).days > rules.DRIFT_DAYS:
            found.append((pk in looked, step, pk))
    return sorted(found), {row[3] for row in lines}


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


def _last_steps(actor: Actor, person_ids: Collection[int]) -> dict[int, list[date]]:
    """The days of milestones of the way of these children."""
    kinds = sorted({kind for each in rules.OF_THE_WAY for kind in each.kinds} & {each.value for each in Event})
    rows = CareEvent.objects.visible_to(actor).filter(person_id__in=person_ids, kind__in=kinds, wrong__isnull=True)
    found: dict[int, list[date]] = defaultdict(list)
    for person_id, on in rows.values_list("person_id", "so_on"):
        found[person_id].append(on)
    return found
