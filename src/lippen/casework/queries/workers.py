"""Who has a child, for the rooms above."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from lippen.casework.models import Involvement, PersonNow
from lippen.casework.vocabulary import InvolvementKind

HAS_THE_CHILD = (InvolvementKind.ALLOCATED.value, InvolvementKind.HOLDING.value)


def works_with(person_id: int, officer_id: int | None) -> bool:
    """Whether an officer has a part in work with this child now, on this record or one put together with it."""
    return _parts(person_id).filter(worker_id=officer_id or 0).exists()


def _parts(person_id: int, *, alone: bool = False) -> QuerySet[Involvement]:
    """The parts in work with a child that go on, on every record of theirs."""
    whose = Q(person_id=person_id)
    if not alone:
        stays = PersonNow.objects.filter(pk=person_id).values(stays=Coalesce("same_as_id", "person_id"))
        whose |= Q(person_id__in=PersonNow.objects.filter(Q(pk__in=stays) | Q(same_as__in=stays)).values("pk"))
    return Involvement.objects.filter(whose, ends_on__isnull=True).exclude(kind=InvolvementKind.OFFERED.value)


def holders_of_all(person_ids: Collection[int]) -> dict[int, tuple[int, ...]]:
    """Who has each of these children: the allocated worker, else whoever holds the child meanwhile."""
    rows = Involvement.objects.filter(person_id__in=person_ids, ends_on__isnull=True, kind__in=HAS_THE_CHILD)
    found: dict[int, dict[str, int]] = {}
    for person_id, kind, worker_id in rows.order_by("-id").values_list("person_id", "kind", "worker_id"):
        found.setdefault(person_id, {})[kind] = worker_id
    return {
        person_id: (next(kinds[kind] for kind in HAS_THE_CHILD if kind in kinds),) for person_id, kinds in found.items()
    }


def everybody_with(person_id: int, *, alone: bool = False) -> frozenset[int]:
    """Every officer who has a part in work with this child now; `alone`: on this record and no other of theirs."""
    return frozenset(_parts(person_id, alone=alone).values_list("worker_id", flat=True))


def teams_of(person_ids: Collection[int]) -> dict[int, int]:
    """In which team each of these children is now: that of whoever has them, on the record that stays."""
    together = PersonNow.objects.filter(pk__in=person_ids, same_as__isnull=False)
    stays = {each: each for each in person_ids} | dict(together.values_list("pk", "same_as_id"))
    rows = Involvement.objects.filter(person_id__in=stays.values(), ends_on__isnull=True, kind__in=HAS_THE_CHILD)
    told = rows.filter(team_id__isnull=False).order_by("kind", "-id").values_list("person_id", "team_id")
    found: dict[int, int] = {}
    for person_id, team_id in told:  # "allocated" stands before "holding"
        found.setdefault(person_id, team_id)
    return {each: found[kept] for each, kept in stays.items() if kept in found}
