"""Who has a child, for the rooms above."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from lippen.casework.models import Involvement, KnownPerson, PersonNow
from lippen.casework.queries.own_family import shut_out_of_all
from lippen.casework.queries.standing_in import leaders_of_each
from lippen.casework.vocabulary import InvolvementKind

HAS_THE_CHILD = (InvolvementKind.ALLOCATED.value, InvolvementKind.HOLDING.value)
TOOK_IN = InvolvementKind.DUTY.value


def works_with(person_id: int, officer_id: int | None) -> bool:
    """Whether an officer has a part in work with this child now, on this record or one put together with it."""
    return _parts(person_id).filter(worker_id=officer_id or 0).exists()


def _parts(person_id: int) -> QuerySet[Involvement]:
    """The parts in work with a child that go on, on every record of theirs."""
    stays = PersonNow.objects.filter(pk=person_id).values(stays=Coalesce("same_as_id", "person_id"))
    every = PersonNow.objects.filter(Q(pk__in=stays) | Q(same_as__in=stays)).values("pk")
    return _going_on(Q(person_id=person_id) | Q(person_id__in=every))


def _going_on(whose: Q) -> QuerySet[Involvement]:
    return Involvement.objects.filter(whose, ends_on__isnull=True).exclude(kind=InvolvementKind.OFFERED.value)


def holders_of_all(
    person_ids: Collection[int], *, on: date, leaving: Collection[int] = ()
) -> dict[int, tuple[int, ...]]:
    """Who has each of these children: the allocated worker, else whoever holds the child meanwhile or took them in.

    Where nobody has a child it is whoever leads the team of those who work along, else who manages the council's
    records, so that what is owed for the child stands with somebody. `leaving`: parts that end as this is written.
    """
    kinds = (*HAS_THE_CHILD, TOOK_IN)
    rows = Involvement.objects.filter(person_id__in=person_ids, ends_on__isnull=True).exclude(pk__in=leaving)
    found: dict[int, dict[str, int]] = {}
    teams: dict[int, list[int]] = {}
    for person_id, kind, worker_id, team_id in rows.order_by("-id").values_list(
        "person_id", "kind", "worker_id", "team_id"
    ):
        if kind in kinds:
            found.setdefault(person_id, {}).setdefault(kind, worker_id)
        if team_id is not None:
            teams.setdefault(person_id, []).append(team_id)
    held = {person_id: (next(has[kind] for kind in kinds if kind in has),) for person_id, has in found.items()}
    nobodys = [person_id for person_id in person_ids if person_id not in held]
    return {**held, **_answering(nobodys, teams, on=on)} if nobodys else held


def _answering(person_ids: Collection[int], teams: dict[int, list[int]], *, on: date) -> dict[int, tuple[int, ...]]:
    """Who answers for each of these children whom nobody has: the first to whom the record is not closed."""
    councils = dict(KnownPerson.objects.filter(pk__in=person_ids).values_list("pk", "authority_id"))
    asked = leaders_of_each({each: teams.get(each, ()) for each in councils}, councils, on=on)
    shut = shut_out_of_all(asked)
    may = {each: [officer for officer in found if officer not in shut[each]] for each, found in asked.items()}
    return {each: (found[0],) for each, found in may.items() if found}


def everybody_with(person_id: int) -> frozenset[int]:
    """Every officer who has a part in work with this child now, on this record or one put together with it."""
    return frozenset(_parts(person_id).values_list("worker_id", flat=True))


def everybody_with_all(
    person_ids: Collection[int], *, alone: bool = False, leaving: Collection[int] = ()
) -> dict[int, frozenset[int]]:
    """The same of many, each on the record that stays; `alone`: on these records and no other of theirs.

    `leaving`: parts that end as this is written.
    """
    whose = Q(person_id__in=person_ids)
    if not alone:
        whose |= Q(person__now__same_as__in=person_ids)
    parts = _going_on(whose).exclude(pk__in=leaving).values_list("person_id", "person__now__same_as_id", "worker_id")
    found: dict[int, set[int]] = {each: set() for each in person_ids}
    for person_id, kept_id, worker_id in parts:
        found[person_id if person_id in found else kept_id].add(worker_id)
    return {each: frozenset(workers) for each, workers in found.items()}


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
