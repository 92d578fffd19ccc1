"""What every fact carries: when it was recorded and by whom. Facts are added, never overwritten."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Self

from django.db import connection, models

TOGETHER = 500


class RecordedQuery(models.QuerySet["Recorded"]):
    """Reads of insert-only facts."""

    def known_at(self, moment: datetime | None) -> Self:
        """Drop what was recorded after the moment; no moment means all that is known."""
        return self if moment is None else self.filter(recorded_at__lte=moment)


class Recorded(models.Model):
    """An insert-only fact. `recorded_at` is given by the action that writes it."""

    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("organisation.Account", on_delete=models.PROTECT, null=True, related_name="+")

    objects = RecordedQuery.as_manager()

    class Meta:
        abstract = True


def next_id(model: type[models.Model]) -> int:
    """A number for a row that is written later: what it is seen by is written first, and names it."""
    return next_ids(model, 1)[0]


def next_ids(model: type[models.Model], count: int) -> list[int]:
    """As many such numbers."""
    with connection.cursor() as cursor:
        sql = "select nextval(pg_get_serial_sequence(%s, 'id')) from generate_series(1, %s)"
        cursor.execute(sql, [model._meta.db_table, count])
        return [int(number) for (number,) in cursor.fetchall()]


def put(row: models.Model) -> None:
    """Write a row without reading it back: it is what lets its writer see it, or it is not theirs to see."""
    put_all([row])


def put_all(rows: Sequence[models.Model]) -> None:
    """Write rows of one table so, some hundred in a statement."""
    for start in range(0, len(rows), TOGETHER):
        _put(rows[start : start + TOGETHER])


def _put(rows: Sequence[models.Model]) -> None:
    first = rows[0]
    fields = [field for field in first._meta.concrete_fields if not (field.primary_key and first.pk is None)]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in fields)
    places = ", ".join([f"({', '.join(['%s'] * len(fields))})"] * len(rows))
    values = [field.get_db_prep_save(getattr(row, field.attname), connection) for row in rows for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(f"insert into {quote(first._meta.db_table)} ({columns}) values {places}", values)
