"""The search box over people: names, beginnings of names and what sounds alike, among those whom the asker sees."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from django.db import connection

from lippen.casework import matching
from lippen.casework.models import PersonNow, SearchRun
from lippen.casework.queries.people import also_recorded, people_rows
from lippen.casework.queries.searching import BOX
from lippen.casework.rows import PersonRow
from lippen.casework.vocabulary import IdScheme
from lippen.kernel.access import Actor, Permission
from lippen.kernel.errors import NotVisible
from lippen.kernel.searching import words_of

PAGE_SIZE = 20
MOST = 500
"""Of whom the box tells: nobody pages through more, and a longer name finds fewer."""
LONG_ENOUGH = 5
"""Letters from which a name one letter apart is found too: of short names too many are."""
NUMBER = re.compile(r"[\d\s+()-]{6,}")
DAY = re.compile(r"\b(\d{1,2})[./-](\d{1,2})[./-](\d{4})\b")


@dataclass(frozen=True)
class Part:
    """Something that has to be found of a person: the beginning of a name, or any of these keys."""

    begins: str
    keys: tuple[str, ...]


@dataclass(frozen=True)
class Found:
    """One page of those who were found, and how many there are."""

    rows: tuple[PersonRow, ...]
    count: int
    also: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    has_more: bool = False
    """Of those with more than one record: the other names, by the id of the record that stays."""

    @property
    def told(self) -> tuple[tuple[PersonRow, tuple[str, ...]], ...]:
        """Each with their other names."""
        return tuple((row, self.also.get(row.id, ())) for row in self.rows)


NOBODY_FOUND = Found((), 0)


def parts_of(text: str) -> tuple[Part, ...]:
    """What the words of the box ask for: all of it has to be found of one person."""
    if NUMBER.fullmatch(text.strip()) and not DAY.search(text):
        return (Part("", tuple(sorted(_number_keys(text)))),)
    days = [day for day in map(_day, DAY.findall(text)) if day]
    born = [Part("", (f"b={day.isoformat()}",)) for day in days]
    return (*born, *(Part(word, tuple(sorted(_name_keys(word)))) for word in words_of(DAY.sub(" ", text))))


def _day(found: tuple[str, str, str]) -> date | None:
    try:
        return date(int(found[2]), int(found[1]), int(found[0]))
    except ValueError:
        return None


def _number_keys(text: str) -> set[str]:
    ids = {f"i={scheme.value}:{matching.folded(text)}" for scheme in IdScheme}
    return {matching.phone_key(text), *ids} - {""}


def _name_keys(word: str) -> set[str]:
    plain, heard = matching.folded(word), matching.sound(word)
    found = {f"{part}={plain}" for part in "gf"} | ({f"{part}~{heard}" for part in "gf"} if len(heard) > 1 else set())
    if len(plain) >= LONG_ENOUGH:
        found |= {f"{part}-{each}" for part in "gf" for each in matching.spellings(word)}
    return found


def found(actor: Actor, text: str, *, page: int = 1) -> Found:
    """Those of whom everything asked for is true, as written first, then by name; the asker's own view alone."""
    parts = parts_of(text)
    councils = sorted(actor.reach_of(Permission.READ_RECORDS))
    if not parts or not councils:
        return NOBODY_FOUND
    asked = json.dumps([{"begins": _escaped(part.begins), "keys": part.keys} for part in parts])
    with connection.cursor() as cursor:
        cursor.execute("select person_id, given_name, family_name from visible_found(%s, %s)", [councils, asked])
        told_of = cursor.fetchall()
    names = {row[0]: row[1:] for row in told_of[:MOST]}
    seen = PersonNow.objects.visible_to(actor).filter(pk__in=names).values_list("pk", "same_as_id")
    folded = cache(matching.folded)  # for this search alone: many have a name in common
    far = cache(lambda told: _distance(parts, told, folded))
    near = sorted(seen, key=lambda each: (far(names[each[0]]), *reversed(names[each[0]]), each[0]))
    ordered = list(dict.fromkeys(kept or each for each, kept in near))
    page = max(1, min(page, -(-len(ordered) // PAGE_SIZE)))
    shown = ordered[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    rows = people_rows(actor, shown)
    told = tuple(rows[each] for each in shown if each in rows)
    return Found(told, len(ordered), also_recorded([row.id for row in told]), len(told_of) > MOST)


def _escaped(word: str) -> str:
    return re.sub(r"([\\%_])", r"\\\1", word.lower())


def _distance(parts: Iterable[Part], names: tuple[str, ...], folded: Callable[[str], str]) -> int:
    """How far the names are from what was written: a name itself, its beginning, what is like it."""
    said = {folded(each) for name in names for each in (name, *name.split())}
    far = 0
    for part in parts:
        plain = folded(part.begins)
        far += 0 if not plain or plain in said else 1 if any(each.startswith(plain) for each in said) else 2
    return far


def words_asked(actor: Actor, ref: str) -> str:
    """What the asker wrote in the box, of a search of their own."""
    run = SearchRun.objects.visible_to(actor).filter(ref=ref, terms__has_key=BOX).first()
    if run is None:
        raise NotVisible
    return str(run.terms[BOX])
