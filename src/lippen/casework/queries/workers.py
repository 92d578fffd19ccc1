"""Who has a child, for the rooms above."""

from __future__ import annotations

from collections.abc import Collection

from lippen.casework.models import Involvement
from lippen.casework.vocabulary import InvolvementKind

HAS_THE_CHILD = (InvolvementKind.ALLOCATED.value, InvolvementKind.HOLDING.value)


def works_with(person_id: int, officer_id: int | None) -> bool:
    """Whether an officer has a part in work with this child now."""
    rows = Involvement.objects.filter(person_id=person_id, ends_on__isnull=True, worker_id=officer_id or 0)
    return rows.exclude(kind=InvolvementKind.OFFERED.value).exists()


def holders_of_all(person_ids: Collection[int]) -> dict[int, tuple[int, ...]]:
    """Who has each of these children: the allocated worker, else whoever holds the child meanwhile."""
    rows = Involvement.objects.filter(person_id__in=person_ids, ends_on__isnull=True, kind__in=HAS_THE_CHILD)
    found: dict[int, dict[str, int]] = {}
    for person_id, kind, worker_id in rows.order_by("-id").values_list("person_id", "kind", "worker_id"):
        found.setdefault(person_id, {})[kind] = worker_id
    return {
        person_id: (next(kinds[kind] for kind in HAS_THE_CHILD if kind in kinds),) for person_id, kinds in found.items()
    }


def everybody_with(person_id: int) -> frozenset[int]:
    """Every officer who has a part in work with this child now."""
    rows = Involvement.objects.filter(person_id=person_id, ends_on__isnull=True)
    return frozenset(rows.exclude(kind=InvolvementKind.OFFERED.value).values_list("worker_id", flat=True))


def teams_of(person_ids: Collection[int]) -> dict[int, int]:
    """In which team each of these children is now: that of whoever has them."""
    rows = Involvement.objects.filter(person_id__in=person_ids, ends_on__isnull=True, kind__in=HAS_THE_CHILD)
    told = rows.filter(team_id__isnull=False).order_by("kind", "-id").values_list("person_id", "team_id")
    found: dict[int, int] = {}
    for person_id, team_id in told:  # "allocated" stands before "holding"
        found.setdefault(person_id, team_id)
    return found
