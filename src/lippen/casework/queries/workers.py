"""Who has a child, for the rooms above."""

from __future__ import annotations

from lippen.casework.models import Involvement
from lippen.casework.vocabulary import InvolvementKind

HAS_THE_CHILD = (InvolvementKind.ALLOCATED.value, InvolvementKind.HOLDING.value)


def holders_of(person_id: int) -> tuple[int, ...]:
    """The officer who has a child: the allocated worker, else whoever holds the child meanwhile."""
    rows = Involvement.objects.filter(person_id=person_id, ends_on__isnull=True, kind__in=HAS_THE_CHILD)
    found = dict(rows.order_by("-id").values_list("kind", "worker_id"))
    first = next((found[kind] for kind in HAS_THE_CHILD if kind in found), None)
    return () if first is None else (first,)


def works_with(person_id: int, officer_id: int | None) -> bool:
    """Whether an officer has a part in work with this child now."""
    rows = Involvement.objects.filter(person_id=person_id, ends_on__isnull=True, worker_id=officer_id or 0)
    return rows.exclude(kind=InvolvementKind.OFFERED.value).exists()
