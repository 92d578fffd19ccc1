"""What an action's page says of other actions and of other days."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from lippen.improvement import actions
from lippen.improvement.tests import factories
from lippen.improvement.tests.factories import AGREED, NOW, TERMS, TODAY
from lippen.improvement.tests.screens import signed_in, statements, text_of
from lippen.improvement.vocabulary import State

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(settings) -> None:
    settings.LIPPEN_TODAY = TODAY


@pytest.fixture
def cast() -> factories.Cast:
    return factories.cast()


def url(ref: str) -> str:
    return reverse("improvement:action", args=[ref])


def test_a_merged_action_and_the_one_that_carries_it_on_lead_to_each_other(cast) -> None:
    old, new = cast.action("Write the old rota").ref, cast.action("Write the new rota").ref
    merged = {"actor": cast.worker, "action_ref": old, "state": State.MERGED, "reason": "The same work", "into": new}
    actions.change_state(so_on=TODAY, at=NOW, **merged)
    client = signed_in(cast.worker)
    page = text_of(client.get(url(old)))
    assert f'Goes on as part of <a href="{url(new)}">1.2 Write the new rota</a>' in page
    assert "Goes on as part of action 1.2" in page and f'<a href="{url(new)}">See action 1.2</a>' in page
    answer, asked = statements(lambda: client.get(url(new)))
    assert f'Carries on <a href="{url(old)}">1.1 Write the old rota</a>' in text_of(answer) and asked <= 25
    before = text_of(client.get(f"{url(new)}?as_at={TODAY - timedelta(days=1)}"))
    assert "Carries on" not in before


def test_an_action_that_was_brought_back_is_no_longer_carried_on(cast) -> None:
    old, new = cast.action("Write the old rota").ref, cast.action("Write the new rota").ref
    common = {"actor": cast.worker, "action_ref": old, "so_on": TODAY, "at": NOW}
    actions.change_state(state=State.MERGED, reason="The same work", into=new, **common)
    actions.change_state(state=State.UNDER_WAY, reason="It is its own", **common)
    client = signed_in(cast.worker)
    assert "Carries on" not in text_of(client.get(url(new)))
    assert "Goes on as part of <a" not in text_of(client.get(url(old)))


def test_what_an_action_waits_on_is_shown_with_a_link_above_and_in_its_story(cast) -> None:
    one, other = cast.action().ref, cast.action("Hire a second worker").ref
    blocked = {"actor": cast.worker, "action_ref": one, "state": State.BLOCKED, "waits_on": other}
    actions.change_state(so_on=TODAY, at=NOW, **blocked, **TERMS)
    page = text_of(signed_in(cast.worker).get(url(one)))
    head, story = page.split("What happened</h2>")
    assert "Action 1.2" in head and url(other) in head
    assert "Waits on action 1.2" in story and f'<a href="{url(other)}">See action 1.2</a>' in story


def test_a_day_before_an_action_came_says_when_it_came_and_leads_there(cast) -> None:
    ref, client = cast.action().ref, signed_in(cast.worker)
    answer = client.get(f"{url(ref)}?as_at={AGREED - timedelta(days=1)}")
    page = text_of(answer)
    assert answer.status_code == 404
    assert "This action came into the plan on 14 June 2012" in page
    assert f'href="{url(ref)}?as_at={AGREED}"' in page and f'href="{url(ref)}"' in page
    assert client.get(f"{url(ref)}?as_at={AGREED}").status_code == 200


def test_a_stranger_is_not_told_when_an_action_came(cast) -> None:
    ref = cast.action().ref
    answer = signed_in(cast.stranger).get(f"{url(ref)}?as_at={AGREED - timedelta(days=1)}")
    assert answer.status_code == 404 and "came into the plan" not in text_of(answer)
