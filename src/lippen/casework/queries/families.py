"""A family on a day: everybody whom the reader sees within two ties of somebody, and who is what to whom."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from lippen.casework.genogram import BLOOD, Bond, holds_on
from lippen.casework.marks import Mark, marked
from lippen.casework.matching import is_one_place
from lippen.casework.models import PersonAddress, Tie, TieEnd
from lippen.casework.queries.people import head, people_rows
from lippen.casework.queries.wrong import wrong_about
from lippen.casework.rows import PersonRow, Record
from lippen.casework.vocabulary import FactKind, TieKind, tie_word
from lippen.kernel.access import Actor
from lippen.kernel.prepared import read_prepared

MOST = 40


@dataclass(frozen=True)
class Family:
    """Somebody, their family by id, who is what to whom, who lives where they live, and how many more there are."""

    person: PersonRow
    people: dict[int, PersonRow]
    bonds: tuple[Bond, ...]
    at_home: frozenset[int]
    kept_from: frozenset[int]
    """Who must not know where that somebody lives."""
    keeps_address: frozenset[int]
    """Where who lives that somebody must not know."""
    more: int


def family(actor: Actor, ref: str, *, on: date) -> Family:
    """Somebody's family as it was on a day, by what is known now; nobody who was born later.

    Of those tied to the family's own people only relations by birth and partners are told, 40 people at most.
    """
    person = head(actor, ref)
    every = _every_tie(actor, [person.id])
    near = _on_day(every, on)
    first = _ends(near) | {person.id}
    ties = {row.pk: row for row in (*near, *_on_day(_every_tie(actor, first), on)) if _belongs(row, first)}
    near_first = [person.id, *sorted(first - {person.id}), *sorted(_ends(ties.values()) - first)]
    known = people_rows(actor, near_first)
    people = {key: known[key] for key in near_first if key in known and _is_born(known[key], on)}
    shown = dict(list(people.items())[:MOST])
    told = [row for row in ties.values() if row.person_id in shown and row.other_id in shown]
    return Family(
        person,
        shown,
        tuple(Bond(row.person_id, row.other_id, TieKind(row.kind)) for row in sorted(told, key=lambda row: row.pk)),
        _at_home(actor, person, shown, on),
        _kept_from(every, person.id),
        _keeping_address(every, person.id),
        len(people) - len(shown),
    )


def at_same_place(found: Record) -> tuple[PersonRow, ...]:
    """Who of the family lives openly where somebody's protected address is; nobody for whoever does not see that."""
    if found.protected is None:
        return ()
    kept = {row.id for row in found.kept_from}
    near = {tie.person.id: tie.person for tie in found.ties if not tie.ended_on and not tie.person.died_on}
    return tuple(
        row
        for row in near.values()
        if row.id not in kept and not row.is_protected and is_one_place(found.protected[0], row.place)
    )


@dataclass(frozen=True)
class Relative:
    """Somebody tied to a person now, what they are to them, and which of the two must not know an address."""

    person: PersonRow
    is_what: str
    is_kept_from: bool
    """Whether they must not know where the person lives."""
    keeps_address: bool
    """Whether the person must not know where they live."""


def relatives(actor: Actor, person: PersonRow, *, on: date) -> tuple[Relative, ...]:
    """Those tied to somebody on a day, as far as the reader sees them, in the order in which they were recorded."""
    every = _every_tie(actor, [person.id])
    ties = _on_day(every, on)
    known = people_rows(actor, sorted(_ends(ties) - {person.id}))
    kept, keeping = _kept_from(every, person.id), _keeping_address(every, person.id)
    found: dict[int, Relative] = {}
    for row in ties:
        is_second = row.other_id == person.id
        other = known.get(row.person_id if is_second else row.other_id)
        if other and other.id not in found:
            what = tie_word(TieKind(row.kind), other.gender, is_second=not is_second)
            found[other.id] = Relative(other, what, other.id in kept, other.id in keeping)
    return tuple(found.values())


def _every_tie(actor: Actor, ids: Collection[int]) -> list[tuple[Tie, TieEnd | None]]:
    """The ties of these people with their ends, without those that never were."""
    ties, ends = read_prepared(_tied, actor, tuple(sorted(ids)))
    over = {row.tie_id: row for row in ends}
    return [(row, over.get(row.pk)) for row in ties if not (row.pk in over and over[row.pk].is_mistake)]


def _on_day(ties: Iterable[tuple[Tie, TieEnd | None]], on: date) -> list[Tie]:
    return [row for row, end in ties if _holds(row, end, on)]


def _kept_from(ties: Iterable[tuple[Tie, TieEnd | None]], key: int) -> frozenset[int]:
    """Who must not know where somebody lives, by their own ties."""
    return marked(
        Mark(row.person_id, row.pk, row.must_not_know_address, end is not None)
        if row.other_id == key
        else Mark(row.other_id, row.pk, row.other_must_not_know_address, end is not None)
        for row, end in ties
    )


def _keeping_address(ties: Iterable[tuple[Tie, TieEnd | None]], key: int) -> frozenset[int]:
    """Where who lives somebody must not know, by their own ties."""
    return marked(
        Mark(row.person_id, row.pk, row.other_must_not_know_address, end is not None)
        if row.other_id == key
        else Mark(row.other_id, row.pk, row.must_not_know_address, end is not None)
        for row, end in ties
    )


def _tied(actor: Actor, ids: Collection[int]) -> tuple[QuerySet[Any], ...]:
    ties = Tie.objects.visible_to(actor).filter(Q(person_id__in=ids) | Q(other_id__in=ids))
    return ties.order_by("id"), TieEnd.objects.filter(tie__in=ties.values("pk")).order_by("id")


def _holds(row: Tie, end: TieEnd | None, on: date) -> bool:
    return holds_on(TieKind(row.kind), so_on=row.so_on, ended_on=end.so_on if end else None, on=on)


def _belongs(row: Tie, first: Collection[int]) -> bool:
    """Whether a tie is between the nearest, or leads on from them by birth or partnership."""
    both = row.person_id in first and row.other_id in first
    return both or TieKind(row.kind) in BLOOD or TieKind(row.kind) is TieKind.PARTNER


def _ends(ties: Iterable[Tie]) -> set[int]:
    return {each for row in ties for each in (row.person_id, row.other_id)}


def _is_born(row: PersonRow, on: date) -> bool:
    return row.born_on is None or row.born_on <= on or row.born_precision == "expected"


def _at_home(actor: Actor, person: PersonRow, people: dict[int, PersonRow], on: date) -> frozenset[int]:
    """Who lived at the same address on that day; nobody is told of an address that is protected now."""
    open_ones = [key for key, row in people.items() if not row.is_protected]
    if person.is_protected or not open_ones:
        return frozenset()
    rows, words = read_prepared(_lived, actor, tuple(sorted(open_ones)), on)
    wrong = {word.fact for word in words}
    homes = {row.person_id: _as_written(row) for row in rows if row.pk not in wrong}
    home = homes.get(person.id)
    return frozenset(key for key, each in homes.items() if home and each == home)


def _lived(actor: Actor, ids: Collection[int], on: date) -> tuple[QuerySet[Any], ...]:
    lived = PersonAddress.objects.visible_to(actor).filter(person_id__in=ids, so_on__lte=on)
    return lived.order_by("so_on", "id"), wrong_about(ids, FactKind.ADDRESS).order_by("id")


def _as_written(row: PersonAddress) -> str:
    return " ".join(f"{row.lines} {row.postcode}".casefold().replace(",", " ").split())


def standing_ties(ids: Collection[int]) -> set[tuple[frozenset[int], str]]:
    """What stands between these people: which two, and what they are to each other."""
    rows = Tie.objects.filter(person_id__in=ids, other_id__in=ids, ended__isnull=True)
    return {(frozenset((one, other)), kind) for one, other, kind in rows.values_list("person_id", "other_id", "kind")}
