"""What fills the tables before many tests is made once by each process, and put back afterwards row by row."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from typing import TypeVar

from psycopg import sql

from lippen.server import flush
from lippen.server.flush import Connection, filled

T = TypeVar("T")
NUMBERS = """
    SELECT format('%I.%I', schemaname, sequencename), last_value FROM pg_sequences WHERE last_value IS NOT NULL
"""
NUMBER_ON = "SELECT setval(name::regclass, last) FROM unnest(%s::text[], %s::bigint[]) AS begun (name, last)"
COLUMNS = """
    SELECT attname FROM pg_attribute
    WHERE attrelid = quote_ident(%s)::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
    ORDER BY attnum
"""


@dataclass(frozen=True)
class Kept:
    """What a maker gave, the rows that it wrote by their table (with its columns), and where numbering stood."""

    made: object
    rows: dict[str, tuple[sql.Composed, bytes]]
    numbers: list[tuple[str, int]]


_kept: dict[str, Kept] = {}


def made_once(make: Callable[[], T]) -> T:
    """What `make` gives, with the rows that it commits: made at the first asking, and put back at every other.

    The tables are empty at every asking but the first; RuntimeError where they are not. `make` is a named function
    that depends on nothing but the code: what it gives is copied each time.
    """
    past_triggers = flush.past_triggers()
    if past_triggers is None:
        return make()
    name = f"{make.__module__}.{make.__qualname__}"
    with past_triggers as connection:
        if name not in _kept:
            made = make()
            _kept[name] = Kept(deepcopy(made), read_rows(connection), numbers(connection))
            return made
        if left := filled(connection):
            raise RuntimeError(f"Rows are put back into empty tables; these are not: {', '.join(left)}.")
        put_back(connection, _kept[name])
    return deepcopy(_kept[name].made)  # type: ignore[return-value]


def read_rows(connection: Connection) -> dict[str, tuple[sql.Composed, bytes]]:
    """Every row there is: by table, its columns and the rows in COPY's binary format."""
    rows = {}
    for name in filled(connection):
        columns = _columns(connection, name)
        query = sql.SQL("COPY (SELECT {} FROM {}) TO STDOUT (FORMAT binary)")
        with connection.cursor().copy(query.format(columns, sql.Identifier(name))) as copy:
            rows[name] = (columns, b"".join(copy))
    return rows


def numbers(connection: Connection) -> list[tuple[str, int]]:
    """Every numbering of rows that has begun, with its last number."""
    return [(str(name), int(str(last))) for name, last in connection.execute(NUMBERS)]


def put_back(connection: Connection, kept: Kept) -> None:
    """Write the rows as replication would: no trigger fires, since what triggers wrote is among the rows."""
    for name, (columns, rows) in kept.rows.items():
        query = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT binary)")
        with connection.cursor().copy(query.format(sql.Identifier(name), columns)) as copy:
            copy.write(rows)
    names, lasts = [name for name, _ in kept.numbers], [last for _, last in kept.numbers]
    connection.execute(NUMBER_ON, [names, lasts])


def _columns(connection: Connection, table: str) -> sql.Composed:
    """Those that are written, not generated from others."""
    return sql.SQL(", ").join(sql.Identifier(str(name)) for (name,) in connection.execute(COLUMNS, [table]))
