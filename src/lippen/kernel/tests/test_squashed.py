"""Changes of tables done as one step: in their order, and once."""

from __future__ import annotations

from django.db import models
from django.db.migrations import AddConstraint, AddField, AddIndex, CreateModel, RunSQL
from django.db.migrations.state import ProjectState

from lippen.kernel.squashed import Together, together

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
