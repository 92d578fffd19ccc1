"""A reading of several tables whose SQL is written down once, however often it is asked with other values.

Writing down what a page reads takes the ORM longer than PostgreSQL takes to read it, and to plan it takes PostgreSQL
longer than to do it. So the queries are built once with stand-ins for what is given: numbers and days that nothing
real can be. Afterwards the real values take their places, in a statement that the connection's server process keeps
with its plan: it is prepared by name, which outlasts a rollback, as the driver's own way does not.

What the queries look like may depend on which values are missing, on whether there are any numbers, and on what the
actor may do; never on a value itself. Of several numbers the last may come more than once.

A query of ids that stands in many of the tables' conditions alike, such as whom the reader sees, is asked once for the
whole statement where it is marked so (`found_once`).
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

import psycopg
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from lippen.kernel.access import Actor
from lippen.kernel.together import Sorting, as_one, sorting_of

T = TypeVar("T")
Given = Actor | Collection[int] | int | str | date | datetime | None
NUMBERS_FROM = 2_100_000_000
DAYS_FROM = date(9000, 1, 1)
WORDS_FROM = "\ue000"
MOMENTS_FROM = datetime(9000, 1, 1, tzinfo=UTC)
A_YEAR = timedelta(days=366)
MOST_KEPT = 2000
MOST_PLANNED = 100
_KEPT: dict[object, Prepared] = {}
_PARTS: dict[object, tuple[str, tuple[object, ...]]] = {}
_PLANNED: WeakKeyDictionary[psycopg.Connection[Any], OrderedDict[str, str]] = WeakKeyDictionary()
_NUMBERS = count(1)


class NotForStandIns(Exception):
    """Queries that look at the values given, or change them, cannot be written down beforehand."""


@dataclass(frozen=True)
class Prepared:
    """SQL with a numbered place for each stand-in that is in it, and the stand-ins in that order."""

    sql: str
    stand_ins: tuple[object, ...]
    sorting: tuple[Sorting, ...]

    def bound(self, real: Mapping[object, object]) -> list[object]:
        """What is given now, in the order of the places."""
        return [real[value] for value in self.stand_ins]


def read_prepared(build: Callable[..., Collection[QuerySet[Any]]], *given: Given) -> list[list[Any]]:
    """The rows of each query that `build` makes of what is given, as `read_together` gives them."""
    kept = _written_down(build, given)
    found: list[list[Any]] = [[] for _ in kept.sorting]
    for place, own, added in _asked(kept, given):
        found[place].append(kept.sorting[place].row(own, added))
    return [sorting.ordered(rows) for rows, sorting in zip(found, kept.sorting, strict=True)]


def count_prepared(build: Callable[..., Collection[QuerySet[Any]]], *given: Given) -> int:
    """How many rows `read_prepared` would give of all its queries together; none of them is read."""
    kept = _written_down(build, given)
    counting = replace(kept, sql=f"SELECT count(*) FROM ({kept.sql}) counted") if kept.sql else kept
    return sum(int(row[0]) for row in _asked(counting, given))


def part_of_statement(build: Callable[..., QuerySet[Any]], *given: Given) -> tuple[str, list[object]]:
    """The SQL of a query that stands inside others, and its parameters; no words where it can find nothing.

    It is written down once for each shape of what is given, as for `read_prepared`, and may be part of such a reading.
    """
    sql, params = _once(_PARTS, _part, build, given)
    real = dict(_pairs(given))
    return sql, [real.get(value, value) for value in params]


def _part(build: Callable[..., QuerySet[Any]], given: Collection[Given]) -> tuple[str, tuple[object, ...]]:
    with connection.execute_wrapper(_no_asking):
        query = build(*(_stand_in(place, value) for place, value in enumerate(given)))
    try:
        sql, params = query.query.get_compiler("default").as_sql()
    except EmptyResultSet:
        return "", ()
    known = {each for each, _ in _pairs(given)}
    for value in params:
        _stands_for_one(value, known)
    return sql, tuple(params)


ONCE, OVER = "/*once*/", "/*over*/"


def found_once(sql: str) -> str:
    """A query of ids, marked so that a reading in which it stands several times, word for word, asks it once.

    It rests on nothing that stands round it: no column of the rows for which the ids are found.
    """
    return f"{ONCE}{sql}{OVER}"


def _asked_once(sql: str) -> str:
    """The statement with each marked query at its beginning, and its name wherever it stood."""
    first, *others = sql.split(ONCE)
    names: dict[str, str] = {}
    parts = [first]
    for other in others:
        query, after = other.split(OVER)
        parts += [f"SELECT id FROM {names.setdefault(query, f'once_{len(names) + 1}')}", after]
    begun = ", ".join(f"{name} (id) AS MATERIALIZED ({query})" for query, name in names.items())
    return f"WITH {begun} {''.join(parts)}" if begun else sql


def _written_down(build: Callable[..., Collection[QuerySet[Any]]], given: Collection[Given]) -> Prepared:
    return _once(_KEPT, _prepare, build, given)


def _once(kept: dict[object, T], make: Callable[..., T], build: Callable[..., object], given: Collection[Given]) -> T:
    """What is made of the queries, for each shape of what is given the first time alone."""
    key = (build, *map(_shape, given))
    found = kept.get(key)
    if found is None:
        if len(kept) >= MOST_KEPT:
            kept.clear()
        found = kept[key] = make(build, given)
    return found


def _asked(kept: Prepared, given: Collection[Given]) -> list[Any]:
    if not kept.sql:
        return []
    with connection.cursor() as cursor:
        bound: Any = kept.bound(dict(_pairs(given)))
        places = f" ({', '.join(['%s'] * len(bound))})" if bound else ""
        cursor.execute(f"EXECUTE {_planned(kept)}{places}", bound)
        return list(cursor.fetchall())


def _planned(kept: Prepared) -> str:
    """The name under which this connection's server process keeps a statement; of too many it lets the oldest go."""
    connection.ensure_connection()
    session: psycopg.Connection[Any] = connection.connection
    names = _PLANNED.setdefault(session, OrderedDict())
    name = names.get(kept.sql)
    if name is None:
        name = f"lippen_{next(_NUMBERS)}"
        kinds = ", ".join(_kind(value) for value in kept.stand_ins)
        with connection.wrap_database_errors, session.cursor() as cursor:
            cursor.execute(f"PREPARE {name}{f' ({kinds})' if kinds else ''} AS {kept.sql}".encode())
            names[kept.sql] = name
            if len(names) > MOST_PLANNED:
                cursor.execute(f"DEALLOCATE {names.popitem(last=False)[1]}".encode())
    names.move_to_end(kept.sql)
    return name


def _kind(stand_in: object) -> str:
    """PostgreSQL's type of what takes the place of a stand-in."""
    if isinstance(stand_in, datetime):
        return "timestamptz"
    if isinstance(stand_in, date):
        return "date"
    return "bigint" if isinstance(stand_in, int) else "text"


def write_anew() -> None:
    """Forget what was written down, for tests that change what a query is made of."""
    _KEPT.clear()
    _PARTS.clear()


# --- what is given, its shape and its stand-ins ---


def _shape(value: Given) -> object:
    """What of a value the queries may depend on."""
    if isinstance(value, Actor):
        return _shape_of_actor(value)
    if value is None or isinstance(value, int | str | date):
        return type(value)
    return (tuple, _room_for(value))


def _room_for(values: Collection[int]) -> int:
    """How many places are kept for some numbers: their count, rounded up so that few shapes serve every count."""
    return 1 << (len(values) - 1).bit_length() if values else 0


def _shape_of_actor(actor: Actor) -> object:
    nth = {number: place for place, number in enumerate(_councils_of(actor))}
    return (
        len(nth),
        frozenset(nth[number] for number in actor.authority_ids),
        len(actor.post_ids),
        actor.account_id is None,
        actor.person_id is None,
        actor.roles,
        actor.permissions,
        None if actor.reach is None else frozenset((may, nth[number]) for may, number in actor.reach),
        None if actor.seats is None else frozenset((role, nth[number]) for role, number in actor.seats),
    )


def _councils_of(actor: Actor) -> list[int]:
    """Every council that an actor names: those in sight, and those in which they may do something or hold a post."""
    rights = {number for _, number in (*(actor.reach or ()), *(actor.seats or ()))}
    return sorted(actor.authority_ids | rights)


def _pairs(given: Collection[Given]) -> Iterator[tuple[object, object]]:
    """Each stand-in with the value it stands for, in one order for one shape."""
    for place, value in enumerate(given):
        at = place * 1_000_000
        if isinstance(value, Actor):
            numbers = (value.account_id, value.person_id, *_councils_of(value), *sorted(value.post_ids))
            yield from zip(range(NUMBERS_FROM + at, NUMBERS_FROM + at + len(numbers)), numbers, strict=True)
        elif isinstance(value, datetime):
            yield MOMENTS_FROM + timedelta(hours=place), value
        elif isinstance(value, date):
            yield DAYS_FROM + timedelta(days=place), value
        elif isinstance(value, int):
            yield NUMBERS_FROM + at, value
        elif isinstance(value, str):
            yield f"{WORDS_FROM}{place}", value
        elif value:
            wanted = [*value]
            wanted += wanted[-1:] * (_room_for(value) - len(wanted))
            yield from enumerate(wanted, NUMBERS_FROM + at)


def _stand_in(place: int, value: Given) -> Given:
    stands = [each for each, _ in _pairs((*(None,) * place, value))]
    if isinstance(value, Actor):
        return _actor_of_stand_ins(value, stands)
    if value is None or isinstance(value, int | str | date):
        return stands[0] if stands else None  # type: ignore[return-value]
    return tuple(stands)  # type: ignore[arg-type]


def _actor_of_stand_ins(actor: Actor, stands: list[Any]) -> Actor:
    account, person, *numbers = stands
    named = dict(zip(_councils_of(actor), numbers, strict=False))
    return replace(
        actor,
        account_id=None if actor.account_id is None else account,
        person_id=None if actor.person_id is None else person,
        name="",
        post_title="",
        council="",
        authority_ids=frozenset(named[number] for number in actor.authority_ids),
        post_ids=frozenset(numbers[len(named) :]),
        reach=None if actor.reach is None else frozenset((may, named[number]) for may, number in actor.reach),
        seats=None if actor.seats is None else frozenset((role, named[number]) for role, number in actor.seats),
    )


# --- writing down ---


def _prepare(build: Callable[..., Collection[QuerySet[Any]]], given: Collection[Given]) -> Prepared:
    stands_in = [_stand_in(place, value) for place, value in enumerate(given)]
    with connection.execute_wrapper(_no_asking):
        wanted = tuple(build(*stands_in))
    sorting = tuple(map(sorting_of, wanted))
    try:
        sql, params = as_one(wanted).query.get_compiler("default").as_sql()
    except EmptyResultSet:
        return Prepared("", (), sorting)
    return Prepared(*_with_places(sql, params, {each for each, _ in _pairs(given)}), sorting)


def _with_places(sql: str, params: Collection[Any], known: Collection[object]) -> tuple[str, tuple[object, ...]]:
    """The statement with `$1`, `$2` and so on for the stand-ins and with its constants written out."""
    places: dict[object, int] = {}
    constants = []
    first, *others = sql.split("%s")
    parts = [first]
    for value, part in zip(params, others, strict=True):
        if _stands_for_one(value, known):
            parts.append(f"${places.setdefault(value, len(places) + 1)}{part}")
        else:
            constants.append(value)
            parts.append(f"%s{part}")
    connection.ensure_connection()
    written = psycopg.ClientCursor(connection.connection).mogrify("".join(parts), constants)
    return _asked_once(written), tuple(places)


def _no_asking(*asked: object) -> object:
    raise NotForStandIns("A query is asked while the statement is being written down.")


def _stands_for_one(value: Any, known: Collection[object]) -> bool:
    """Whether a parameter is a stand-in as it was given; one that was changed on the way is a fault of the queries."""
    if isinstance(value, list | tuple):
        raise NotForStandIns(f"A parameter is a list: {value!r}")
    if isinstance(value, datetime):
        is_ours = value >= MOMENTS_FROM - A_YEAR
    elif isinstance(value, date):
        is_ours = value >= DAYS_FROM - A_YEAR
    elif isinstance(value, str):
        is_ours = WORDS_FROM in value
    else:
        is_ours = isinstance(value, int) and value >= NUMBERS_FROM  # the driver's own numbers are numbers too
    if is_ours and value not in known:
        raise NotForStandIns(f"A stand-in was changed on the way: {value!r}")
    return is_ours
