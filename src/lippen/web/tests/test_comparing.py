"""A plan compared with what one of its papers rests on: its day, and what was known when it was signed."""

from __future__ import annotations

from datetime import date

import pytest
from django.http import HttpResponse
from django.urls import reverse

from lippen.improvement import actions as improvement
from lippen.improvement.models import Action
from lippen.improvement.tests.screens import signed_in
from lippen.organisation.roles import Role
from lippen.organisation.tests import factories
from lippen.reporting.tests.screens import quick_files
from lippen.reporting.tests.world import TODAY, World, world

pytestmark = pytest.mark.django_db
DATA_AS_AT = date(2012, 9, 30)
EARLIER = date(2012, 9, 20)


@pytest.fixture
def there(settings) -> World:
    settings.LIPPEN_TODAY = TODAY
    with quick_files():
        return world(actions_in_each_theme=1)


@pytest.fixture
def signed(there: World) -> str:
    with quick_files():
        return there.signed()


def reworded(there: World, words: str, on: date) -> None:
    """The first action is called otherwise from a day on; it is recorded only now."""
    action = Action.objects.order_by("id").first()
    with there.as_(there.author) as actor:
        improvement.change_wording(actor=actor, action_ref=action.ref, text=words, so_on=on, at=there.at())


def compared(there: World, who=None, **asked: str) -> str:
    answer: HttpResponse = signed_in(who or there.author).get(reverse("web:plan_compare", args=[there.plan.ref]), asked)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_signed_paper_is_offered_and_what_came_after_its_day_is_different(there: World, signed: str) -> None:
    reworded(there, "Do it otherwise", TODAY)
    page = compared(there, **{"from": signed})
    assert "Housing and Care Committee, 25 October 2012: Long-term team: progress" in page
    assert "between the paper for 25 October 2012, data as at 30 September 2012 and 17 October 2012" in page
    assert "1 action is different" in page and "Do it otherwise" in page


def test_what_was_recorded_after_the_signing_was_not_known_to_the_paper_whatever_day_it_is_about(
    there: World, signed: str
) -> None:
    day = {"to": "day", "to_day": DATA_AS_AT.isoformat()}
    assert "Nothing is different" in compared(there, **{"from": signed}, **day)
    reworded(there, "Do it otherwise", EARLIER)
    assert "1 action is different" in compared(there, **{"from": signed}, **day)


def test_a_paper_that_is_still_written_knows_what_is_known_now(there: World) -> None:
    ref = there.opened().ref
    reworded(there, "Do it otherwise", EARLIER)
    page = compared(there, **{"from": ref, "to": "day", "to_day": DATA_AS_AT.isoformat()})
    assert "the paper for 25 October 2012" in page and "Nothing is different" in page


def test_the_earlier_of_the_two_comes_first_whichever_way_they_are_asked(there: World, signed: str) -> None:
    reworded(there, "Do it otherwise", TODAY)
    assert "between the paper for 25 October 2012" in compared(
        there, **{"from": "day", "from_day": TODAY.isoformat(), "to": signed}
    )


def test_a_paper_that_is_not_of_this_plan_or_not_ones_to_read_is_neither_offered_nor_compared(there: World) -> None:
    with quick_files():
        other = world(actions_in_each_theme=1)
        theirs = other.signed()
    page = compared(there, **{"from": theirs})
    assert f"“{theirs}” is no version or paper of this plan" in page
    assert f'value="{theirs}"' not in page


def test_whoever_does_not_see_the_plan_is_told_that_there_is_nothing(there: World, signed: str) -> None:
    url = reverse("web:plan_compare", args=[there.plan.ref])
    assert signed_in(there.stranger).get(url, {"from": signed}).status_code == 404
    member = factories.actor(there.authority, Role.COUNCILLOR_ON_COMMITTEE)
    assert signed_in(member).get(url, {"from": signed}).status_code == 403
