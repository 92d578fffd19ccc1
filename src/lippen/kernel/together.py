"""Several tables read in one statement: a page that rests on a dozen kinds of fact asks the database once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from operator import attrgetter
from typing import Any

from django.db.models import Expression, F, JSONField, Model, QuerySet, Value
from django.db.models.functions import Cast, JSONObject

Reader = Callable[[Any], Any]
Readers = tuple[list[Reader | None], dict[str, Reader | None]]


def read_together(*wanted: QuerySet[Any]) -> list[list[Any]]:
    """The rows of each query, in its own order, from one statement; what a query annotates becomes an attribute.

    Each row travels as JSON, so that tables of different shapes fit into one UNION ALL. Orders go upward, by columns
    that are never empty.
    """
    first, *others = (_as_json(place, query) for place, query in enumerate(wanted))
    readers = [_readers(query) for query in wanted]
    found: list[list[Any]] = [[] for _ in wanted]
    for place, own, added in first.union(*others, all=True) if others else first:
        found[place].append(_row(wanted[place].model, readers[place], own, added or {}))
    return [_ordered(rows, query) for rows, query in zip(found, wanted, strict=True)]


def _readers(query: QuerySet[Any]) -> Readers:
    """What reads each column's values out of JSON; None where JSON holds them as they are."""
    return [_reader(field) for field in query.model._meta.concrete_fields], {
        name: _reader(made) for name, made in query.query.annotations.items()
    }


def _reader(field: Any) -> Reader | None:
    kind = getattr(field, "output_field", field)
    return None if isinstance(kind, JSONField) else kind.to_python


class _WholeRow(Expression):
    """A row of the query's own table as JSON, by its columns' names: quicker to write down than column by column."""

    output_field = JSONField()

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        """The row as PostgreSQL writes it."""
        return f"to_jsonb({connection.ops.quote_name(compiler.query.get_initial_alias())})", []


def _as_json(place: int, query: QuerySet[Any]) -> QuerySet[Any]:
    """Each row as its place among the queries, its table's columns, and what was annotated."""
    added = (
        JSONObject(**{name: F(name) for name in query.query.annotations}) if query.query.annotations else Value(None)
    )
    return query.order_by().values_list(Value(place), _WholeRow(), Cast(added, JSONField()))


def _row(model: type[Model], readers: Readers, own: Mapping[str, Any], added: Mapping[str, Any]) -> Any:
    fields = model._meta.concrete_fields
    values = [_read(reader, own[field.column]) for reader, field in zip(readers[0], fields, strict=True)]
    row = model.from_db("default", [field.attname for field in fields], values)
    for name, value in added.items():
        setattr(row, name, _read(readers[1][name], value))
    return row


def _read(reader: Reader | None, value: Any) -> Any:
    return value if reader is None else reader(value)


def _ordered(rows: list[Any], query: QuerySet[Any]) -> list[Any]:
    order = query.query.order_by
    return sorted(rows, key=attrgetter(*map(str, order))) if order else rows
