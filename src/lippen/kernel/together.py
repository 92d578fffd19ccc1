"""Several tables read in one statement: a page that rests on a dozen kinds of fact asks the database once."""

from __future__ import annotations

from collections.abc import Mapping
from operator import attrgetter
from typing import Any

from django.db.models import F, JSONField, Model, QuerySet, Value
from django.db.models.functions import JSONObject

Columns = Mapping[str, Any]


def read_together(*wanted: QuerySet[Any]) -> list[list[Any]]:
    """The rows of each query, in its own order, from one statement; what a query annotates becomes an attribute.

    Each row travels as JSON, so that tables of different shapes fit into one UNION ALL. Orders go upward, by columns
    that are never empty.
    """
    columns = [_columns(query) for query in wanted]
    first, *others = (_as_json(place, query, columns[place]) for place, query in enumerate(wanted))
    found: list[list[Any]] = [[] for _ in wanted]
    for place, kept in first.union(*others, all=True) if others else first:
        found[place].append(_row(wanted[place].model, columns[place], kept))
    return [_ordered(rows, query) for rows, query in zip(found, wanted, strict=True)]


def _columns(query: QuerySet[Any]) -> Columns:
    """Each column and annotation of a query with what reads its values."""
    own = {field.attname: getattr(field, "output_field", field) for field in query.model._meta.concrete_fields}
    added = {name: made.output_field for name, made in query.query.annotations.items()}
    return own | added


def _as_json(place: int, query: QuerySet[Any], columns: Columns) -> QuerySet[Any]:
    whole = JSONObject(**{name: F(name) for name in columns})
    return query.order_by().values_list(Value(place), whole)


def _row(model: type[Model], columns: Columns, kept: Mapping[str, Any]) -> Any:
    read = {
        name: kept[name] if isinstance(field, JSONField) else field.to_python(kept[name])
        for name, field in columns.items()
    }
    own = [field.attname for field in model._meta.concrete_fields]
    row = model.from_db("default", own, [read.pop(name) for name in own])
    for name, value in read.items():
        setattr(row, name, value)
    return row


def _ordered(rows: list[Any], query: QuerySet[Any]) -> list[Any]:
    order = query.query.order_by
    return sorted(rows, key=attrgetter(*map(str, order))) if order else rows
