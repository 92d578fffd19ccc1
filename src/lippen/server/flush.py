"""Empties the tables between transactional tests. The app may not delete or truncate: the owner does it."""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import cache
from graphlib import TopologicalSorter
from itertools import count

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from lippen.server.setup import as_owner

KEPT = ("django_migrations", "django_content_type", "auth_permission")
TABLES = """
    SELECT relname FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
      AND NOT relname = ANY(%s)
    ORDER BY relname
"""
POINTS_AT = """
    SELECT DISTINCT child.relname, parent.relname FROM pg_constraint
    JOIN pg_class child ON child.oid = conrelid JOIN pg_class parent ON parent.oid = confrelid
    WHERE contype = 'f' AND conrelid <> confrelid
"""
NUMBERED = """
    SELECT setval(pg_get_serial_sequence(quote_ident(relname), attname), 1, false)
    FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid
    WHERE relname = ANY(%s) AND relnamespace = 'public'::regnamespace AND attidentity <> ''
"""
ADMIN: dict[str, str] = {}
"""The address of a superuser of the tests' server, under "url"; nothing on a server that others prepared."""
WHOLLY = 25  # deleted rows keep their room until a table is truncated
_times = count(1)

Connection = psycopg.Connection[tuple[object, ...]]


def empty_tables() -> None:
    """Remove every row that a test may have left, and begin numbering anew.

    To truncate a table takes every table that points at it along, which is nearly all of them: longer than most
    tests. So rows are deleted, the pointing ones first, and only now and then everything is truncated. Whoever may
    write past triggers does so: to ask of each row whether others point at it takes longer than all the rest.
    """
    with past_triggers() or as_owner() as connection:
        connection.execute("SET LOCAL lock_timeout = '10s'")
        names = filled(connection)
        if not names:
            return
        if next(_times) % WHOLLY == 0:
            _truncate(connection, names)
        else:
            _delete(connection, names)


def past_triggers() -> Connection | None:
    """A connection to this process's database on which no trigger fires; None where nobody may have one."""
    if not ADMIN:
        return None
    address = make_conninfo(ADMIN["url"], dbname=conninfo_to_dict(os.environ["DATABASE_URL"])["dbname"])
    return psycopg.connect(address, options="-c session_replication_role=replica")


def let_write_past_triggers(admin_url: str) -> None:
    """From here on the tables are emptied as this administrator, if they are a superuser."""
    with psycopg.connect(admin_url) as connection:
        if connection.info.parameter_status("is_superuser") == "on":
            ADMIN["url"] = admin_url


def _truncate(connection: Connection, names: Iterable[str]) -> None:
    listed = sql.SQL(", ").join(map(sql.Identifier, names))
    connection.execute(sql.SQL("TRUNCATE {} RESTART IDENTITY CASCADE").format(listed))


def _delete(connection: Connection, names: list[str]) -> None:
    wanted = set(names)
    order = [name for name in _pointing_first(tuple(_pointing(connection))) if name in wanted]
    for name in [*order, *sorted(wanted.difference(order))]:
        connection.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(name)))
    connection.execute(NUMBERED, [names])


def _pointing(connection: Connection) -> list[tuple[str, str]]:
    return [(str(child), str(parent)) for child, parent in connection.execute(POINTS_AT)]


@cache
def _pointing_first(pairs: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    """Every table after those that point at it."""
    sorter: TopologicalSorter[str] = TopologicalSorter()
    for child, parent in pairs:
        sorter.add(parent, child)
    return tuple(sorter.static_order())


def filled(connection: Connection) -> list[str]:
    """The tables that hold rows."""
    found = [str(row[0]) for row in connection.execute(TABLES, [list(KEPT)])]
    parts = [
        sql.SQL("SELECT {} WHERE EXISTS (SELECT 1 FROM {})").format(sql.Literal(name), sql.Identifier(name))
        for name in found
    ]
    if not parts:
        return []
    return [str(row[0]) for row in connection.execute(sql.SQL(" UNION ALL ").join(parts))]
