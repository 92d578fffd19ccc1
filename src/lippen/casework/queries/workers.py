"""Who has a child, for the rooms above."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from lippen.casework.models import Involvement, KnownPerson, PersonNow
from lippen.casework.queries.own_family import shut_out
from lippen.casework.queries.standing_in import leaders_of_teams
from lippen.casework.vocabulary import InvolvementKind

HAS_THE_CHILD = (InvolvementKind.ALLOCATED.value, InvolvementKind.HOLDING.value)
TOOK_IN = InvolvementKind.DUTY.value


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
    known: dict[tuple[int, frozenset[int]], tuple[int, ...]] = {}
    found = {}
    for person_id, authority_id in councils.items():
        which = authority_id, frozenset(teams.get(person_id, ()))
        if which not in known:
            known[which] = leaders_of_teams(which[1], authority_id, on=on)
        shut = shut_out(person_id, known[which]) if known[which] else frozenset()
        if may := [each for each in known[which] if each not in shut]:
            found[person_id] = (may[0],)
    return found


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
