"""What a squashed migration is made of: all tables at once, then the statements of the migrations it stands for.

Django draws every model anew after each change of one, which for many tables that point at each other costs most of a
first start. Here they are drawn once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib import import_module
from typing import Any

from django.db.migrations import CreateModel, RunPython, RunSQL
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class CreateTogether(Operation):
    """Make several tables as one step, whichever of them points at which: their keys are tied at the end."""

    reduces_to_sql = True
    reversible = True

    def __init__(self, tables: Sequence[CreateModel]) -> None:
        self.tables = list(tables)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return type(self).__name__, [self.tables], {}

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        state.__dict__.pop("apps", None)  # drawn again when somebody asks, and not for each of the tables
        for table in self.tables:
            table.state_forwards(app_label, state)

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for table in self.tables:
            table.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for table in reversed(self.tables):
            table.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return f"Make {len(self.tables)} tables together"


def statements_of(package: str, *names: str) -> Iterator[Operation]:
    """Row-level security, triggers, functions and data of some migrations; their tables are made beforehand."""
    for name in names:
        migration = import_module(f"lippen.{package}.migrations.{name}").Migration
        yield from (each for each in migration.operations if isinstance(each, (RunSQL, RunPython)))
