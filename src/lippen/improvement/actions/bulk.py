"""Thousands of new rows by COPY: about ten times quicker than INSERT, under the same grants and constraints."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db import connection
from django.db.models import AutoField, Field, JSONField, Model


def keep(model: type[Model], rows: Sequence[Model]) -> None:
    """Insert new rows of one table; each gets its id as bulk_create would give it."""
    if not rows:
        return
    if isinstance(model._meta.pk, AutoField):
        for row, new_id in zip(rows, new_ids(model, len(rows)), strict=True):
            row.pk = new_id
    fields = [field for field in model._meta.concrete_fields if not field.generated]
    copy_in(model._meta.db_table, [field.column for field in fields], _values(fields, rows))


def new_ids(model: type[Model], count: int) -> list[int]:
    """The next ids of a table, for rows whose id must be known before they are there."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
            [model._meta.db_table, model._meta.pk.column, count],
        )
        return [row[0] for row in cursor.fetchall()]


def _values(fields: Sequence[Field], rows: Iterable[Model]) -> Iterable[tuple[Any, ...]]:
    readers = [_reader(field) for field in fields]
    return (tuple(read(row) for read in readers) for row in rows)


def _reader(field: Field) -> Callable[[Model], Any]:
    name = field.attname
    if isinstance(field, JSONField):
        return lambda row: json.dumps(getattr(row, name))
    return lambda row: getattr(row, name)


def copy_in(table: str, columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> int:
    """COPY rows into a table; says how many."""
    count = 0
    named = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor, cursor.copy(f'COPY "{table}" ({named}) FROM STDIN') as copy:
        for row in rows:
            copy.write_row(row)
            count += 1
    return count


def allow_long_work() -> None:
    """Let this transaction think for minutes: the site's short limits are for pages."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = '10min'")
        cursor.execute("SET LOCAL statement_timeout = '5min'")
