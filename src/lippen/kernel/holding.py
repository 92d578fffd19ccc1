"""Writers to one record wait for each other, where its facts are insert-only and no row of it may be locked."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection
from django.db.models import Model


def hold(record: Model) -> None:
    """Until this transaction ends nobody else holds the record; whoever comes meanwhile waits, then sees what was done.

    The app may not update these tables, and PostgreSQL locks no row for whoever may not: so it is a lock by name.
    """
    hold_all([record])


def hold_all(records: Iterable[Model]) -> None:
    """The same of several, always in one order, so that two who hold the same ones wait and never block each other."""
    names = sorted({f"{record._meta.label}:{record.pk}" for record in records})
    if names:
        sql = "select pg_advisory_xact_lock(hashtextextended(name, 0)) from unnest(%s::text[]) name"
        with connection.cursor() as cursor:
            cursor.execute(sql, [names])
