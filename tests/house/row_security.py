"""Row-level security: which tables have it, and switching it off for as long as a proof needs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections

from lippen.server.setup import as_owner


def locked_tables() -> list[str]:
    """Every table with row-level security, asked of the database itself."""
    found = "select relname from pg_class where relrowsecurity and relnamespace = 'public'::regnamespace"
    with as_owner() as owner:
        return sorted(name for (name,) in owner.execute(found))


@contextmanager
def switched_off() -> Iterator[None]:
    """No table is locked for the app, as if every policy had been forgotten."""
    connections.close_all()
    tables = locked_tables()
    with as_owner(autocommit=True) as owner:
        for table in tables:
            owner.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
        try:
            yield
        finally:
            connections.close_all()
            for table in tables:
                owner.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
