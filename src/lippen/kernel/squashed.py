"""Steps of migrations done as one, and the statements of the migrations that a squashed one stands for.

Django draws every model anew after each change of one, which for many tables that point at each other costs most of a
first start. Here a model is drawn when a change asks for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
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
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ModelState, ProjectState, StateApps
from django.db.migrations.utils import resolve_relation  # type: ignore[attr-defined]

OF_TABLES = (AddConstraint, AddField, AddIndex, AlterField, CreateModel, RemoveConstraint)
Key = tuple[str, str]


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
        was_drawn = state.__dict__.pop("apps", None) is not None
        for step in self.steps:
            step.state_forwards(app_label, state)
        if was_drawn:
            state.apps = DrawnWhenAsked(state.real_apps, state.models)

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for step in self.left_to_do():
            step.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for step in reversed(self.left_to_do()):
            step.database_backwards(app_label, schema_editor, from_state, to_state)

    def left_to_do(self) -> list[Operation]:
        """The steps without those that change what is made here: that is made as it stands at the end."""
        made: set[tuple[str, ...]] = set()
        left: list[Operation] = []
        for step in self.steps:
            if isinstance(step, CreateModel):
                made.add((step.name_lower,))
            elif {_changed(step), _changed(step)[:1]} & made:
                continue
            elif isinstance(step, AddField):
                made.add(_changed(step))
            left.append(step)
        return left

    def describe(self) -> str:
        return f"{len(self.steps)} changes of tables together"


def _changed(step: Operation) -> tuple[str, ...]:
    """The table that a step changes, and its column."""
    return getattr(step, "model_name", "").lower(), getattr(step, "name", "").lower()


class DrawnWhenAsked(StateApps):
    """The models of a state as it stands; each is drawn when somebody asks for it, with those that it points at."""

    def __init__(self, real_apps: Any, models: Mapping[Key, ModelState]) -> None:
        self.left: dict[Key, ModelState] = {}
        super().__init__(real_apps, {})
        self.of_apps, self.all_states = real_apps, {key: each.clone() for key, each in models.items()}
        self.left = dict(self.all_states)

    def clone(self) -> StateApps:
        return DrawnWhenAsked(self.of_apps, self.all_states) if self.left else super().clone()

    def get_model(self, app_label: str, model_name: str | None = None, require_ready: bool = True) -> Any:
        """The model, drawn now if it was not before."""
        app, _, name = app_label.partition(".")
        self.draw([(app, (model_name or name).lower())])
        return super().get_model(app_label, model_name, require_ready)

    def get_models(self, include_auto_created: bool = False, include_swapped: bool = False) -> Any:
        """Every model: who asks for all of them looks for those that point at one."""
        self.draw(list(self.left))
        return super().get_models(include_auto_created, include_swapped)

    get_models.cache_clear = StateApps.get_models.cache_clear  # type: ignore[attr-defined]

    def unregister_model(self, app_label: str, model_name: str) -> None:
        """Forget a model that changes: from here on this is a registry as Django's own."""
        self.draw(list(self.left))
        super().unregister_model(app_label, model_name)

    def clear_cache(self) -> None:
        """What is not drawn yet remembers nothing."""
        left, self.left = self.left, {}
        super().clear_cache()
        self.left = left

    def draw(self, keys: Iterable[Key]) -> None:
        """Draw these models and all that they point at, as far as that was not done."""
        found, asked = [], list(keys)
        while asked:
            if state := self.left.pop(asked.pop(), None):
                found.append(state)
                asked += _points_at(state)
        self.render_multiple(found)


def _points_at(state: ModelState) -> Iterator[Key]:
    related = [field.remote_field for field in state.fields.values() if field.remote_field]
    named = [*state.bases, *(each.model for each in related), *(getattr(each, "through", None) for each in related)]
    for name in named:
        if isinstance(name, str):
            yield resolve_relation(name, state.app_label, state.name_lower)


@contextmanager
def all_together() -> Iterator[None]:
    """Every migration that is read meanwhile changes tables together: for a database that holds nothing yet."""
    read = MigrationLoader.load_disk

    def load(loader: MigrationLoader) -> None:
        read(loader)
        for migration in loader.disk_migrations.values():
            migration.operations = together(migration.operations)  # type: ignore[misc]

    MigrationLoader.load_disk = load  # type: ignore[assignment, method-assign]
    try:
        yield
    finally:
        MigrationLoader.load_disk = read  # type: ignore[method-assign]


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
