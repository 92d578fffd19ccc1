"""Steps of migrations done as one, and the statements of the migrations that a squashed one stands for.

Django draws every model anew after each change of one, which for many tables that point at each other costs most of a
first start. Here they are drawn once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib import import_module
from itertools import groupby
from typing import Any

from django.db.migrations import (
    AddConstraint,
    AddField,
    AddIndex,
    AlterField,
    CreateModel,
    RemoveConstraint,
    RunPython,
    RunSQL,
)
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

OF_TABLES = (AddConstraint, AddField, AddIndex, AlterField, CreateModel, RemoveConstraint)


class Together(Operation):
    """Make and change several tables as one step, whichever of them points at which: their keys are tied at the end.

    A table that is made here is made as it stands at the end of the step, with what the step adds to it afterwards.
    """

    reduces_to_sql = True
    reversible = True

    def __init__(self, steps: Sequence[Operation]) -> None:
        self.steps = list(steps)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return type(self).__name__, [self.steps], {}

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        state.__dict__.pop("apps", None)  # drawn again when somebody asks, and not for each of the steps
        for step in self.steps:
            step.state_forwards(app_label, state)

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for step in self.left_to_do():
            step.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for step in reversed(self.left_to_do()):
            step.database_backwards(app_label, schema_editor, from_state, to_state)

    def left_to_do(self) -> list[Operation]:
        """The steps without those that change a table made here."""
        made = {step.name_lower for step in self.steps if isinstance(step, CreateModel)}
        return [
            step
            for step in self.steps
            if isinstance(step, CreateModel) or getattr(step, "model_name", "").lower() not in made
        ]

    def describe(self) -> str:
        return f"{len(self.steps)} changes of tables together"


def together(steps: Sequence[Operation]) -> list[Operation]:
    """The steps in their order: the changes of tables between two statements as one, anything else by itself."""
    done: list[Operation] = []
    for of_tables, found in groupby(steps, lambda step: type(step) in OF_TABLES):
        run = list(found)
        done += [Together(run)] if of_tables else run
    return done


def statements_of(package: str, *names: str) -> Iterator[Operation]:
    """Row-level security, triggers, functions and data of some migrations; their tables are made beforehand."""
    for name in names:
        migration = import_module(f"lippen.{package}.migrations.{name}").Migration
        yield from (each for each in migration.operations if isinstance(each, (RunSQL, RunPython)))
