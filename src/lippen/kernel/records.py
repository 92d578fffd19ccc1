"""What every fact carries: when it was recorded and by whom. Facts are added, never overwritten."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import connection, models


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
    with connection.cursor() as cursor:
        cursor.execute("select nextval(pg_get_serial_sequence(%s, 'id'))", [model._meta.db_table])
        return int(cursor.fetchone()[0])


def put(row: models.Model) -> None:
    """Write a row without reading it back: it is what lets its writer see it, or it is not theirs to see."""
    fields = [field for field in row._meta.concrete_fields if not (field.primary_key and row.pk is None)]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    values = [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(f"insert into {quote(row._meta.db_table)} ({columns}) values ({places})", values)
