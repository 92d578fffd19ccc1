"""What the database itself says about its tables: their locks. What the code says about them: purpose, keeping."""

from __future__ import annotations

import importlib
import inspect
import re
from dataclasses import dataclass
from typing import Any

from lippen.server.grants import GRANTED_ROLES, Connection, grant_for

POLICIES = """
    SELECT tablename, roles::text[], qual, with_check FROM pg_policies
    WHERE schemaname = 'public' AND NOT 'lippen_owner' = ANY (roles) ORDER BY tablename, policyname
"""
RIGHTS = {"SELECT": "read", "INSERT": "add", "UPDATE": "change", "DELETE": "delete"}


@dataclass(frozen=True)
class Lock:
    """One policy of row-level security: for whom, and which rows."""

    roles: tuple[str, ...]
    rows: str
    new_rows: str


@dataclass(frozen=True)
class Table:
    """A table of ours: what it holds, how long, who may do what to it, and its locks."""

    name: str
    purpose: str
    keeping: tuple[tuple[str, int], ...]
    rights: tuple[tuple[str, str], ...]
    locks: tuple[Lock, ...]


def tables(connection: Connection) -> list[Table]:
    """Every table of our packages, by name."""
    from django.apps import apps

    locks = locks_of(connection)
    ours = [model for model in apps.get_models(include_auto_created=True) if model.__module__.startswith("lippen.")]
    made = [table_of(model, locks.get(model._meta.db_table, ())) for model in ours]
    return sorted(made, key=lambda table: table.name)


def table_of(model: type[Any], locks: tuple[Lock, ...]) -> Table:
    """One model as the handbook tells it."""
    name = model._meta.db_table
    return Table(name, purpose_of(model), keeping_of(model), rights_to(name), locks)


def purpose_of(model: type[Any]) -> str:
    """The model's own words, or what a table between two others joins."""
    if model._meta.auto_created:
        joined = [field.related_model._meta.db_table for field in model._meta.fields if field.related_model]
        return f"Joins {' and '.join(f'`{name}`' for name in joined)}."
    return " ".join(inspect.cleandoc(model.__doc__ or "").split())


def keeping_of(model: type[Any]) -> tuple[tuple[str, int], ...]:
    """What becomes of the table's fields when their time is up, and of how many."""
    package = model.__module__.split(".")[1]
    declared = importlib.import_module(f"lippen.{package}.retention").FIELDS if has_retention(package) else {}
    words = [declared.get(f"{model.__name__}.{field.name}", "keep") for field in model._meta.local_fields]
    return tuple(sorted((word, words.count(word)) for word in set(words)))


def has_retention(package: str) -> bool:
    """Whether the package declares what becomes of its fields."""
    return importlib.util.find_spec(f"lippen.{package}.retention") is not None


def rights_to(table: str) -> tuple[tuple[str, str], ...]:
    """Each role that holds any right, and its rights in words."""
    grant = grant_for(table)
    held = ((role, ", ".join(RIGHTS[right] for right in grant.to(role))) for role in GRANTED_ROLES)
    return tuple((role, words) for role, words in held if words)


def locks_of(connection: Connection) -> dict[str, tuple[Lock, ...]]:
    """The policies of each table, without the owner's own."""
    found: dict[str, tuple[Lock, ...]] = {}
    for table, roles, rows, new_rows in connection.execute(POLICIES):
        lock = Lock(tuple(roles), tidied(rows), tidied(new_rows))  # type: ignore[arg-type]
        found[str(table)] = (*found.get(str(table), ()), lock)
    return found


def tidied(expression: object) -> str:
    """A policy's expression in one line, without what PostgreSQL adds to every name and value."""
    words = re.sub(r"::[a-z]+( varying)?(\[\])?", "", str(expression or ""))
    words = re.sub(r" AS [a-z_]+", "", " ".join(words.split()))
    return words.replace("( SELECT", "(SELECT")
