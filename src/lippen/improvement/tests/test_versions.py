"""Versions of a plan, and what is different between two points of its life."""

from __future__ import annotations

from datetime import date

import pytest

from lippen.improvement import actions, queries
from lippen.improvement.queries import Point
from lippen.improvement.rows import LeadRow
from lippen.improvement.tests.factories import NOW, TODAY, Cast, cast, moment, month
from lippen.improvement.vocabulary import State, Which
from lippen.kernel.errors import CannotDo, NotAllowed, NotVisible

pytestmark = pytest.mark.django_db
JULY, AUGUST = date(2012, 7, 10), date(2012, 8, 20)


@pytest.fixture
def here() -> Cast:
    return cast()


def named(here: Cast, name: str = "Initial plan", *, as_at: date = JULY, at=NOW):
    return actions.name_version(actor=here.editor, plan_ref=here.plan.ref, name=name, as_at=as_at, at=at)


def different(here: Cast, before: Point, after: Point) -> list[tuple[str, str, tuple[str, ...]]]:
    plan = queries.plan(here.worker, here.plan.ref)
    rows = queries.differences_between(here.worker, plan, before, after)
    return [(row.kind, row.text, row.words) for row in rows]


def test_a_version_keeps_its_day_and_what_was_known_when_it_was_named(here: Cast) -> None:
    here.action()
    named(here)
    (row,) = queries.plan_versions(here.worker, here.plan.pk)
    assert (row.name, row.as_at, row.known_at, row.by_name) == ("Initial plan", JULY, NOW, here.editor.name)


def test_nothing_recorded_after_a_version_was_named_gets_into_it(here: Cast) -> None:
    action = here.action("Write the rota")
    made = named(here, as_at=TODAY)
    actions.change_wording(actor=here.editor, action_ref=action.ref, text="Write both", so_on=TODAY, at=NOW)
    plan_id = here.plan.pk
    rows = queries.plan_actions(here.worker, plan_id, as_at=made.as_at, known_at=made.known_at, today=TODAY)
    assert [row.text for row in rows] == ["Write the rota"]
    assert different(here, Point(made.as_at, made.known_at), Point(TODAY)) == [
        ("reworded", "Write both", ("Before: Write the rota",))
    ]


def test_a_plan_names_each_version_once_and_only_where_it_had_actions(here: Cast) -> None:
    with pytest.raises(CannotDo, match="no actions") as refused:
        named(here)
    assert refused.value.field == "as_at"
    here.action()
    named(here)
    with pytest.raises(CannotDo, match="already a version") as refused:
        named(here)
    assert refused.value.field == "name"


def test_a_version_is_renamed_and_let_go_by_new_facts(here: Cast) -> None:
    here.action()
    made = named(here)
    given = {"actor": here.editor, "version_ref": made.ref, "so_on": TODAY, "at": NOW}
    actions.rename_version(name="First plan", **given)
    assert queries.version(here.worker, made.ref)[1].name == "First plan"
    actions.rename_version(name="First plan", is_retired=True, **given)
    assert queries.version(here.worker, made.ref)[1].is_retired


def test_who_may_not_edit_names_no_version_and_another_council_sees_none(here: Cast) -> None:
    here.action()
    made = named(here)
    with pytest.raises(NotAllowed):
        actions.name_version(actor=here.worker, plan_ref=here.plan.ref, name="Mine", as_at=TODAY, at=NOW)
    with pytest.raises(NotVisible):
        queries.version(here.stranger, made.ref)
    assert queries.plan_versions(here.stranger, here.plan.pk) == ()


def test_between_two_points_what_came_went_moved_was_reworded_led_anew_or_changed_state_is_told(here: Cast) -> None:
    kept = here.action("Write the rota", dates={Which.TARGET: month(2012, 9)})
    gone, done = here.action("Read files"), here.action("Keep a log", state=State.UNDER_WAY)
    common = {"so_on": AUGUST, "at": moment(AUGUST)}
    here.action("Meet weekly", so_on=AUGUST)
    actions.change_date(
        actor=here.worker,
        action_ref=kept.ref,
        which=Which.TARGET,
        period=month(2012, 12),
        reason="It waits",
        agreed_by="Board",
        **common,
    )
    actions.change_wording(actor=here.editor, action_ref=kept.ref, text="Write both rotas", **common)
    actions.change_leads(actor=here.editor, action_ref=kept.ref, leads=[LeadRow(here.boss.person_id, "")], **common)
    actions.change_state(
        actor=here.worker, action_ref=gone.ref, state=State.SUPERSEDED, reason="The duty moved", **common
    )
    actions.change_state(actor=here.worker, action_ref=done.ref, state=State.SAYS_DONE, reason="It stands", **common)
    found = different(here, Point(JULY), Point(TODAY))
    assert found == [
        ("added", "Meet weekly", (f"Led by {here.worker.name}",)),
        ("gone", "Read files", ("Superseded: The duty moved",)),
        ("moved", "Write both rotas", ("Target date from September 2012 to December 2012",)),
        ("reworded", "Write both rotas", ("Before: Write the rota",)),
        ("led", "Write both rotas", (f"From {here.worker.name} to {here.boss.name}",)),
        ("state", "Keep a log", ("From under way to says done: It stands",)),
    ]


def test_between_a_point_and_itself_nothing_is_different(here: Cast) -> None:
    here.action()
    assert different(here, Point(TODAY), Point(TODAY)) == []


def test_looked_at_backwards_what_came_has_gone(here: Cast) -> None:
    here.action("Meet weekly", so_on=AUGUST)
    assert different(here, Point(TODAY), Point(JULY)) == [("gone", "Meet weekly", ("No longer in the plan",))]
