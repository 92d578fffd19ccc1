"""Several tables read in one statement: a page that rests on a dozen kinds of fact asks the database once."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from operator import attrgetter
from typing import Any

from django.db.models import Expression, F, JSONField, Model, QuerySet, Value
from django.db.models.base import ModelState
from django.db.models.functions import Cast, JSONObject

Reader = Callable[[Any], Any]


@dataclass(frozen=True)
class Sorting:
    """How one query's rows are read out of JSON, and in which order they come."""

    model: type[Model]
    columns: tuple[tuple[str, str], ...]
    """The attribute of each column that JSON holds as it is, and its name in JSON."""
    read: tuple[tuple[str, str, Reader], ...]
    """The same of the other columns, and what reads their value."""
    added: Mapping[str, Reader | None]
    order: tuple[str, ...]

    def row(self, own: str, added: str | None) -> Any:
        """One row, from its own columns and from what was annotated.

        It is made as `Model.from_db` makes it, but for the signals, which nobody listens to, and without a descriptor
        for each column: of ten thousand rows that took longer than to read them.
        """
        kept = json.loads(own)
        values = {name: kept[column] for name, column in self.columns}
        for name, column, reader in self.read:
            value = kept[column]
            values[name] = None if value is None else reader(value)
        row = self.model.__new__(self.model)
        row.__dict__.update(values, _state=_from_database())
        for name, value in (json.loads(added) or {}).items() if added else ():
            setattr(row, name, _read(self.added[name], value))
        return row

    def ordered(self, rows: list[Any]) -> list[Any]:
        """The rows in the query's own order: upward, by columns that are never empty."""
        return sorted(rows, key=attrgetter(*self.order)) if self.order else rows


def read_together(*wanted: QuerySet[Any]) -> list[list[Any]]:
    """The rows of each query, in its own order, from one statement; what a query annotates becomes an attribute.

    Each row travels as JSON, so that tables of different shapes fit into one UNION ALL. Orders go upward, by columns
    that are never empty.
    """
    sorting = [sorting_of(query) for query in wanted]
    found: list[list[Any]] = [[] for _ in wanted]
    for place, own, added in as_one(wanted):
        found[place].append(sorting[place].row(own, added))
    return [each.ordered(rows) for each, rows in zip(sorting, found, strict=True)]


def as_one(wanted: Sequence[QuerySet[Any]]) -> QuerySet[Any]:
    """One statement for all of them: each row as its place among the queries, its columns, and what was annotated."""
    first, *others = (_as_json(place, query) for place, query in enumerate(wanted))
    return first.union(*others, all=True) if others else first


def sorting_of(query: QuerySet[Any]) -> Sorting:
    """How the rows of a query are read."""
    found = [(field.attname, field.column, _reader(field)) for field in query.model._meta.concrete_fields]
    return Sorting(
        query.model,
        tuple((name, column) for name, column, reader in found if reader is None),
        tuple((name, column, reader) for name, column, reader in found if reader is not None),
        {name: _reader(made) for name, made in query.query.annotations.items()},
        tuple(map(str, query.query.order_by)),
    )


AS_THEY_ARE = {"BigAutoField", "BigIntegerField", "BooleanField", "CharField", "IntegerField", "JSONField", "TextField"}
"""Kinds of column whose values JSON holds as Python has them."""
FROM_WORDS: dict[str, Reader] = {"DateField": date.fromisoformat, "DateTimeField": datetime.fromisoformat}


def _reader(field: Any) -> Reader | None:
    """What reads a column's values out of JSON; None where JSON holds them as they are."""
    kind = getattr(field, "output_field", field)
    kind = getattr(kind, "target_field", kind) if kind.is_relation else kind
    name = kind.get_internal_type()
    return None if name in AS_THEY_ARE else FROM_WORDS.get(name, kind.to_python)


class _Words(JSONField):
    """JSON as PostgreSQL writes it, to be read once it is known what is in it."""

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        """The words themselves."""
        return value


class _WholeRow(Expression):
    """A row of the query's own table as JSON, by its columns' names: quicker to write down than column by column."""

    output_field = _Words()

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        """The row as PostgreSQL writes it."""
        return f"to_jsonb({connection.ops.quote_name(compiler.query.get_initial_alias())})", []


def _as_json(place: int, query: QuerySet[Any]) -> QuerySet[Any]:
    """Each row as its place among the queries, its table's columns, and what was annotated."""
    added = (
        JSONObject(**{name: F(name) for name in query.query.annotations}) if query.query.annotations else Value(None)
    )
    return query.order_by().values_list(Value(place), _WholeRow(), Cast(added, _Words()))


def _from_database() -> ModelState:
    """The state of a row that the database holds."""
    state = ModelState()
    state.adding, state.db = False, "default"
    return state


def _read(reader: Reader | None, value: Any) -> Any:
    return value if reader is None or value is None else reader(value)
