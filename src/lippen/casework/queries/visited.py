"""On which days children were seen, for the rooms above."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from django.db.models import F, QuerySet

from lippen.casework.models import VisitDone
from lippen.casework.queries.wrong import is_wrong
from lippen.casework.vocabulary import FactKind
from lippen.kernel.access import Actor


def days_seen(actor: Actor, person_ids: Collection[int]) -> dict[int, list[tuple[date, str]]]:
    """Of each of these people: on which days they were seen on a visit, with the visit's reference, in order."""
    return of_visits(visits_seen(actor, person_ids))


def visits_seen(actor: Actor, person_ids: Collection[int]) -> QuerySet[VisitDone]:
    """The visits on which these people were seen, to be read together with something else; then `of_visits`."""
    rows = VisitDone.objects.visible_to(actor).filter(person_id__in=person_ids, is_seen=True)
    return rows.exclude(is_wrong(FactKind.VISIT)).annotate(visit_ref=F("visit__ref")).order_by("so_on", "id")


def of_visits(rows: Iterable[Any]) -> dict[int, list[tuple[date, str]]]:
    """By person the days of these visits, with their references, in order."""
    found: dict[int, list[tuple[date, str]]] = {}
    for row in rows:
        found.setdefault(row.person_id, []).append((row.so_on, row.visit_ref))
    return found
