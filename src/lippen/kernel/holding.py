"""Writers to one record wait for each other, where its facts are insert-only and no row of it may be locked."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection
from django.db.models import Model


def hold(record: Model) -> None:
    """Until this transaction ends nobody else holds the record; whoever comes meanwhile waits, then sees what was done.

    The app may not update these tables, and PostgreSQL locks no row for whoever may not: so it is a lock by name.
    """
    hold_named(name_of(record._meta.label, record.pk))


def hold_all(records: Iterable[Model]) -> None:
    """The same of several, always in one order, so that two who hold the same ones wait and never block each other."""
    hold_named(*{name_of(record._meta.label, record.pk) for record in records})


def name_of(label: str, key: object) -> str:
    """The name by which a record is held."""
    return f"{label}:{key}"


def hold_named(*names: str) -> None:
    """The same where the records themselves are not at hand; in one order, so that no two wait for each other."""
    if not names:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "select pg_advisory_xact_lock(hashtextextended(name, 0)) from unnest(%s::text[]) as name", [sorted(names)]
        )
