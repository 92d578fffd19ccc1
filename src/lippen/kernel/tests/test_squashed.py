"""Changes of tables done as one step: in their order, and once."""

from __future__ import annotations

from django.db import models
from django.db.migrations import AddConstraint, AddField, AddIndex, AlterField, CreateModel, RenameField, RunSQL
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

from lippen.kernel.squashed import DrawnWhenAsked, Together, all_together, together

MADE = CreateModel("Made", [("id", models.BigAutoField(primary_key=True))])
KEYED = AddField("made", "older", models.ForeignKey("things.Older", models.CASCADE))
INDEXED = AddIndex("made", models.Index(fields=["older"], name="made_older"))
CHANGED = AddField("older", "note", models.TextField(default=""))
CHECKED = AddConstraint("older", models.CheckConstraint(condition=models.Q(note=""), name="no_note"))
STATEMENT = RunSQL("SELECT 1", "SELECT 1")


def test_statements_stay_where_they_stood_between_the_changes_of_tables() -> None:
    first, statement, second = together([MADE, KEYED, STATEMENT, CHANGED])
    assert statement is STATEMENT
    assert isinstance(first, Together) and first.steps == [MADE, KEYED]
    assert isinstance(second, Together) and second.steps == [CHANGED]


def test_a_step_of_a_kind_of_its_own_stands_by_itself() -> None:
    class NotValid(AddConstraint):
        """Reads the models as they stood before it."""

    own = NotValid("older", models.CheckConstraint(condition=models.Q(note=""), name="later"))
    assert [type(step) for step in together([CHANGED, own, CHECKED])] == [Together, NotValid, Together]


def test_a_table_made_here_is_not_changed_again_and_an_older_one_is() -> None:
    assert Together([MADE, KEYED, INDEXED, CHANGED, CHECKED]).left_to_do() == [MADE, CHANGED, CHECKED]


def test_a_column_added_here_is_added_as_it_stands_at_the_end() -> None:
    altered = AlterField("older", "note", models.CharField(max_length=9))
    assert Together([CHANGED, altered]).left_to_do() == [CHANGED]
    assert Together([altered]).left_to_do() == [altered]


def test_the_models_are_what_the_steps_one_by_one_say() -> None:
    older = CreateModel("Older", [("id", models.BigAutoField(primary_key=True))])
    steps = [MADE, KEYED, INDEXED, CHANGED, CHECKED]
    by_one, at_once = ProjectState(), ProjectState()
    for step in [older, *steps]:
        step.state_forwards("things", by_one)
    for step in [older, *together(steps)]:
        step.state_forwards("things", at_once)
    assert at_once == by_one
    made = at_once.models["things", "made"]
    assert list(made.fields) == ["id", "older"] and made.options["indexes"] == [INDEXED.index]


def state_of(*steps) -> ProjectState:
    """Two models of which one points at the other, and one by itself; drawn from the start, as where tables change."""
    state = ProjectState()
    assert state.apps.get_models() == []
    names = [CreateModel(name, [("id", models.BigAutoField(primary_key=True))]) for name in ("Older", "Apart")]
    for step in [*names, *together([MADE, KEYED]), *steps]:
        step.state_forwards("things", state)
    return state


def test_a_model_is_drawn_when_it_is_asked_for_with_what_it_points_at() -> None:
    apps = state_of().apps
    assert isinstance(apps, DrawnWhenAsked) and len(apps.left) == 3
    made = apps.get_model("things", "Made")
    assert made._meta.get_field("older").related_model is apps.get_model("things.Older")
    assert list(apps.left) == [("things", "apart")]


def test_models_that_nobody_drew_are_not_drawn_by_a_step() -> None:
    state = ProjectState()
    CreateModel("Older", [("id", models.BigAutoField(primary_key=True))]).state_forwards("things", state)
    Together([MADE, KEYED]).state_forwards("things", state)
    assert "apps" not in state.__dict__


def test_what_points_at_a_model_is_found_though_nobody_asked_for_it() -> None:
    older = state_of().apps.get_model("things", "Older")
    assert [each.related_model.__name__ for each in older._meta.related_objects] == ["Made"]


def test_a_step_by_itself_changes_what_was_not_drawn_yet() -> None:
    state = state_of()
    before = state.clone()
    RenameField("made", "older", "elder").state_forwards("things", state)
    assert [each.name for each in state.apps.get_model("things", "Made")._meta.fields] == ["id", "elder"]
    assert [each.name for each in before.apps.get_model("things", "Made")._meta.fields] == ["id", "older"]


def test_migrations_are_taken_together_for_a_new_database_alone() -> None:
    def kinds() -> set[type]:
        read = MigrationLoader(None).disk_migrations["organisation", "0001_initial"]
        return {type(step) for step in read.operations}

    with all_together():
        assert CreateModel not in kinds() and Together in kinds()
    assert CreateModel in kinds()
