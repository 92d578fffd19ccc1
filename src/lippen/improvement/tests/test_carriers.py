"""An action carried by a plan of its own: both ways seen, one at a time, never round in a circle."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, transaction

from lippen.improvement import actions, queries
from lippen.improvement.models import PlanCarrier
from lippen.improvement.tests.asked import add_to, carried, other_plan
from lippen.improvement.tests.factories import NOW, TODAY, Cast, cast, moment
from lippen.improvement.vocabulary import State
from lippen.kernel.errors import CannotDo, NotAllowed, NotVisible

pytestmark = pytest.mark.django_db
JULY, AUGUST = date(2012, 7, 10), date(2012, 8, 20)


@pytest.fixture
def here() -> Cast:
    return cast()


def carrier(here: Cast, action, **look: object):
    plan = queries.plan(here.worker, here.plan.ref)
    ties = queries.plan_ties(here.worker, plan, today=TODAY, **look).by_action.get(action.pk)
    return ties.carrier if ties else None


def test_the_action_shows_the_plan_that_carries_it_and_the_plan_shows_the_action(here: Cast) -> None:
    action, team = here.action("Write a team plan"), other_plan(here)
    carried(here, action, team)
    assert carrier(here, action).plan_title == "Team plan"
    (row,) = queries.carried_by_plan(here.worker, team.pk)
    assert (row.action_number, row.action_text, row.plan_title) == ("1.1", "Write a team plan", here.plan.title)


def test_the_action_shows_how_many_actions_of_that_plan_stand_where_on_any_day(here: Cast) -> None:
    action, team = here.action(), other_plan(here, texts=("Meet weekly", "Write it down"))
    carried(here, action, team)
    begun = {"state": State.UNDER_WAY, "so_on": AUGUST, "at": moment(AUGUST)}
    actions.change_state(actor=here.editor, action_ref=team.actions.get(number="1.1").ref, **begun)
    (row,) = queries.carried_actions(here.worker, here.plan.pk, as_at=TODAY, today=TODAY)
    assert (dict(row.by_standing), row.total) == ({"amber": 1, "grey": 1}, 2)
    (before,) = queries.carried_actions(here.worker, here.plan.pk, as_at=JULY, today=TODAY)
    assert (dict(before.by_standing), before.total) == ({"grey": 2}, 2)


def test_another_plan_takes_over_and_the_first_one_still_carried_it_before(here: Cast) -> None:
    action, first, second = here.action(), other_plan(here), other_plan(here, "Staff engagement plan")
    carried(here, action, first)
    carried(here, action, second, on=AUGUST)
    assert carrier(here, action).plan_title == "Staff engagement plan"
    assert carrier(here, action, as_at=JULY).plan_title == "Team plan"
    assert carrier(here, action, known_at=moment(JULY)).plan_title == "Team plan"
    actions.carry_no_longer(actor=here.editor, action_ref=action.ref, so_on=TODAY, at=NOW)
    assert carrier(here, action) is None
    with pytest.raises(CannotDo, match="No plan carries"):
        actions.carry_no_longer(actor=here.editor, action_ref=action.ref, so_on=TODAY, at=NOW)


def test_improvement_no_circle_of_plans_directly_or_through_others(
    here: Cast,
) -> None:
    action, second, third = here.action(), other_plan(here, "Second"), other_plan(here, "Third")
    with pytest.raises(CannotDo, match="the plan that it stands in"):
        carried(here, action, here.plan)
    carried(here, action, second)
    carried(here, add_to(here, second), third)
    with pytest.raises(CannotDo, match="itself carried by this plan") as refused:
        carried(here, add_to(here, third), here.plan)
    assert refused.value.field == "plan"


def test_a_plan_that_no_longer_carries_makes_no_circle(here: Cast) -> None:
    action, second = here.action(), other_plan(here, "Second")
    carried(here, action, second)
    actions.carry_no_longer(actor=here.editor, action_ref=action.ref, so_on=AUGUST, at=moment(AUGUST))
    carried(here, add_to(here, second), here.plan, on=AUGUST)
    assert queries.carried_by_plan(here.worker, here.plan.pk)


def test_the_table_itself_refuses_a_circle(here: Cast) -> None:
    action, second = here.action(), other_plan(here, "Second")
    carried(here, action, second)
    back = add_to(here, second)
    with pytest.raises(DatabaseError, match="plans_carry_no_circle"), transaction.atomic():
        PlanCarrier.objects.create(action=back, plan=here.plan, number=1, so_on=TODAY, recorded_at=NOW)


def test_what_another_council_keeps_carries_nothing_of_ours(here: Cast) -> None:
    action = here.action()
    theirs = actions.create_plan(
        actor=here.stranger, title="Theirs", authority_id=next(iter(here.stranger.authority_ids)), at=NOW
    )
    with pytest.raises(NotVisible):
        carried(here, action, theirs)
    with pytest.raises(NotAllowed):
        actions.carry_by(actor=here.worker, action_ref=action.ref, plan_ref=other_plan(here).ref, so_on=TODAY, at=NOW)
