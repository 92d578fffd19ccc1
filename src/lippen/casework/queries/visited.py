"""On which days children were seen, for the rooms above."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from lippen.casework.models import VisitDone
from lippen.casework.queries.wrong import is_wrong
from lippen.casework.vocabulary import FactKind
from lippen.kernel.access import Actor


def days_seen(actor: Actor, person_ids: Collection[int]) -> dict[int, list[tuple[date, str]]]:
    """Of each of these people: on which days they were seen on a visit, with the visit's reference, in order."""
    rows = VisitDone.objects.visible_to(actor).filter(person_id__in=person_ids, is_seen=True)
    found: dict[int, list[tuple[date, str]]] = {}
    told = rows.exclude(is_wrong(FactKind.VISIT)).order_by("so_on", "id")
    for person_id, on, ref in told.values_list("person_id", "so_on", "visit__ref"):
        found.setdefault(person_id, []).append((on, ref))
    return found
