"""What is known about somebody, fact by fact: since when, who said it, whether it still is so, what was wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

from django.db.models import QuerySet

from lippen.casework import rules
from lippen.casework.models import (
    ChronologyEntry,
    FactWord,
    OutsideId,
    PersonAddress,
    PersonBirth,
    PersonContact,
    PersonDeath,
    PersonGender,
    PersonName,
    Picture,
    StatusFact,
    VisitDone,
)
from lippen.casework.queries.people import head, of_people, twins
from lippen.casework.queries.wrong import wrong_of
from lippen.casework.rows import FactRow, PersonRow
from lippen.casework.vocabulary import (
    BIRTH_WORDS,
    CONTACT_WORDS,
    FACT_WORDS,
    GENDER_WORDS,
    NAME_KIND_WORDS,
    PLACE_WORDS,
    SCHEME_WORDS,
    STATUS_WORDS,
    BirthPrecision,
    ContactKind,
    FactKind,
    FactStep,
    Gender,
    IdScheme,
    NameKind,
    Place,
    Status,
)
from lippen.kernel.access import Actor
from lippen.kernel.clock import day_of
from lippen.kernel.errors import NotVisible
from lippen.kernel.prepared import read_prepared
from lippen.organisation import queries as organisation

TABLES: dict[FactKind, Any] = {
    FactKind.NAME: PersonName,
    FactKind.BIRTH: PersonBirth,
    FactKind.DEATH: PersonDeath,
    FactKind.GENDER: PersonGender,
    FactKind.ADDRESS: PersonAddress,
    FactKind.CONTACT: PersonContact,
    FactKind.NUMBER: OutsideId,
    FactKind.STATUS: StatusFact,
    FactKind.ENTRY: ChronologyEntry,
    FactKind.VISIT: VisitDone,
    FactKind.PICTURE: Picture,
}
STANDING = tuple(kind for kind in FactKind if kind not in {FactKind.ENTRY, FactKind.VISIT, FactKind.PICTURE})
"""Facts that hold until another takes their place; entries, visits and pictures are of their day."""


def facts(actor: Actor, ref: str, *, on: date) -> tuple[PersonRow, tuple[FactRow, ...]]:
    """Somebody, and every fact that is held of them from that day or before: of each kind the latest first.

    Where an address is protected, no earlier one is told either: it may be the same.
    """
    person = head(actor, ref)
    return person, _rows(actor, person, on, STANDING)


def fact(actor: Actor, ref: str, kind: FactKind, number: int, *, on: date) -> tuple[PersonRow, FactRow]:
    """One fact about somebody, or NotVisible; on the record that stays one of the record put together with it too."""
    person = head(actor, ref)
    every = (person, *(replace(person, id=each) for each in twins(person.id)))
    found = next((row for each in every for row in _rows(actor, each, on, (kind,)) if row.number == number), None)
    if found is None:
        raise NotVisible
    return person, found


def to_confirm(actor: Actor, person: PersonRow, *, on: date) -> tuple[FactRow, ...]:
    """What was said of somebody so long ago that it is worth asking whether it still is so."""
    rows = _rows(actor, person, on, (FactKind.ADDRESS, FactKind.CONTACT, FactKind.STATUS))
    return tuple(row for row in rows if row.is_now and rules.is_long_ago(row.known_on, on))


def _rows(actor: Actor, person: PersonRow, on: date, kinds: Sequence[FactKind]) -> tuple[FactRow, ...]:
    wanted = tuple(kind for kind in kinds if not (kind is FactKind.ADDRESS and person.is_protected))
    *found, words = read_prepared(_told(wanted), actor, person.id, on)
    by_kind = dict(zip(wanted, found, strict=True))
    names = organisation.account_names({row.recorded_by_id for rows in (*found, words) for row in rows})
    return tuple(row for kind in wanted for row in _of_kind(kind, by_kind[kind], words, names))


@cache
def _told(kinds: tuple[FactKind, ...]) -> Callable[[Actor, int, date], tuple[QuerySet[Any], ...]]:
    """The facts of these kinds about somebody whom the reader was found to see, and what was said of them later."""

    def wanted(actor: Actor, person_id: int, on: date) -> tuple[QuerySet[Any], ...]:
        tables = (
            of_people(TABLES[kind], actor).filter(person_id=person_id, so_on__lte=on).order_by("so_on", "id")
            for kind in kinds
        )
        return *tables, FactWord.objects.filter(person_id=person_id).order_by("id")

    return wanted


def _of_kind(
    kind: FactKind, facts: Sequence[Any], words: Sequence[FactWord], names: Mapping[int, str]
) -> list[FactRow]:
    wrong = wrong_of(words)
    rows = [_row(kind, each, words, wrong.get((kind, each.pk)), names) for each in facts]
    lasting: dict[str, int] = {}
    for place, row in enumerate(rows):
        if not row.wrong_why and kind in STANDING:
            lasting[row.label] = place
    told = [replace(row, is_now=place in lasting.values()) for place, row in enumerate(rows)]
    return list(reversed(told))


def _row(
    kind: FactKind, row: Any, words: Sequence[FactWord], wrong: FactWord | None, names: Mapping[int, str]
) -> FactRow:
    label, value = SAID[kind](row)
    still = [word.so_on for word in words if (word.kind, word.fact, word.step) == (kind, row.pk, FactStep.STILL_SO)]
    return FactRow(
        kind.value,
        row.pk,
        label,
        value,
        row.so_on,
        day_of(row.recorded_at),
        names.get(row.recorded_by_id or 0, ""),
        max(still, default=None),
        wrong.why if wrong else "",
        names.get(wrong.recorded_by_id or 0, "") if wrong else "",
    )


def _visit(row: VisitDone) -> str:
    return f"Seen {PLACE_WORDS[Place(row.place)].lower()}. {row.words}" if row.is_seen else f"Not seen. {row.words}"


def _born(row: PersonBirth) -> str:
    exact = row.precision == BirthPrecision.EXACT
    return f"{row.born_on:%-d %B %Y}{'' if exact else f' ({BIRTH_WORDS[BirthPrecision(row.precision)].lower()})'}"


SAID: dict[FactKind, Callable[[Any], tuple[str, str]]] = {
    FactKind.NAME: lambda row: (NAME_KIND_WORDS[NameKind(row.kind)], f"{row.given_name} {row.family_name}".strip()),
    FactKind.BIRTH: lambda row: (FACT_WORDS[FactKind.BIRTH], _born(row)),
    FactKind.DEATH: lambda row: (FACT_WORDS[FactKind.DEATH], f"{row.died_on:%-d %B %Y}"),
    FactKind.GENDER: lambda row: (FACT_WORDS[FactKind.GENDER], GENDER_WORDS[Gender(row.gender)]),
    FactKind.ADDRESS: lambda row: (
        FACT_WORDS[FactKind.ADDRESS],
        ", ".join(each for each in (row.lines, row.postcode) if each),
    ),
    FactKind.CONTACT: lambda row: (CONTACT_WORDS[ContactKind(row.kind)], row.value),
    FactKind.NUMBER: lambda row: (SCHEME_WORDS[IdScheme(row.scheme)], row.value),
    FactKind.STATUS: lambda row: (FACT_WORDS[FactKind.STATUS], STATUS_WORDS[Status(row.status)]),
    FactKind.ENTRY: lambda row: (FACT_WORDS[FactKind.ENTRY], row.words),
    FactKind.VISIT: lambda row: (FACT_WORDS[FactKind.VISIT], _visit(row)),
    FactKind.PICTURE: lambda row: (FACT_WORDS[FactKind.PICTURE], f"{row.made_by}: {row.alt}"),
}
"""What each fact is called, and what it says."""
