"""Empties the tables between transactional tests. The app may not truncate: the migrator does it."""

from __future__ import annotations

import psycopg
from psycopg import sql

from lippen.server.setup import as_owner

KEPT = ("django_migrations", "django_content_type", "auth_permission")
TABLES = """
    SELECT relname FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
      AND NOT relname = ANY(%s)
    ORDER BY relname
"""


def empty_tables() -> None:
    """Remove every row that a test may have left, and begin numbering anew."""
    with as_owner() as connection:
        connection.execute("SET LOCAL lock_timeout = '10s'")
        if names := filled(connection):
            listed = sql.SQL(", ").join(map(sql.Identifier, names))
            connection.execute(sql.SQL("TRUNCATE {} RESTART IDENTITY CASCADE").format(listed))


def filled(connection: psycopg.Connection[tuple[object, ...]]) -> list[str]:
    """The tables that hold rows: truncating all of them would take longer than most tests."""
    found = [str(row[0]) for row in connection.execute(TABLES, [list(KEPT)])]
    parts = [
        sql.SQL("SELECT {} WHERE EXISTS (SELECT 1 FROM {})").format(sql.Literal(name), sql.Identifier(name))
        for name in found
    ]
    if not parts:
        return []
    return [str(row[0]) for row in connection.execute(sql.SQL(" UNION ALL ").join(parts))]
