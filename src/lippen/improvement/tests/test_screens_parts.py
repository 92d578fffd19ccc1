from __future__ import annotations

from uuid import uuid4

import pytest
from django.urls import reverse

from lippen.improvement import actions
from lippen.improvement.models import Arrangement
from lippen.improvement.tests import factories
from lippen.improvement.tests.factories import moment
from lippen.improvement.tests.screens import signed_in, text_of
from lippen.kernel.access import identify
from lippen.organisation.roles import Role
from lippen.organisation.tests import factories as people

pytestmark = pytest.mark.django_db
TODAY = factories.TODAY


@pytest.fixture(autouse=True)
def today(settings) -> None:
    settings.LIPPEN_TODAY = TODAY


@pytest.fixture
def cast() -> factories.Cast:
    return factories.cast()


def url(name: str, *args: str) -> str:
    return reverse(f"improvement:{name}", args=args)


def test_a_result_is_recorded_and_stands_on_the_action_and_side_by_side(cast: factories.Cast) -> None:
    plan = cast.plan
    action = cast.action()
    client = signed_in(cast.editor)
    sent = {"words": "Nearly all have answered", "measure": "Answered", "value": "61", "unit": "%", "so_on": "today"}
    given = {**sent, "authority": str(plan.authority_id), "team": "", "form_token": str(uuid4())}
    assert client.post(url("say_part", action.ref), given).status_code == 302
    assert "61%" in text_of(client.get(url("action", action.ref)))
    split = text_of(client.get(url("plan_parts", plan.ref)))
    assert "Nearly all have answered" in split
    csv = client.get(url("plan_parts_csv", plan.ref)).content.decode()
    assert "Answered,,61%" in csv


def test_a_result_without_words_or_measure_is_refused_at_its_field(cast: factories.Cast) -> None:
    plan = cast.plan
    action = cast.action()
    given = {"words": "", "measure": "", "so_on": "today", "authority": str(plan.authority_id), "team": ""}
    page = signed_in(cast.editor).post(url("say_part", action.ref), {**given, "form_token": str(uuid4())})
    assert page.status_code == 200
    assert "one of them is enough" in text_of(page)


def test_words_that_a_spreadsheet_would_run_leave_as_text(cast: factories.Cast) -> None:
    plan = cast.plan
    action = cast.action()
    identify(cast.editor, today=TODAY)
    actions.say_part(
        actor=cast.editor,
        action_ref=action.ref,
        authority_id=plan.authority_id,
        words="=HYPERLINK(1)",
        so_on=TODAY,
        at=moment(TODAY),
    )
    csv = signed_in(cast.editor).get(url("plan_parts_csv", plan.ref)).content.decode()
    assert "'=HYPERLINK(1)" in csv


def test_a_plan_of_one_council_has_nobody_to_show_a_part_to(cast: factories.Cast) -> None:
    plan = cast.plan
    client = signed_in(people.actor(cast.council, Role.PERFORMANCE_OFFICER, on=TODAY))
    assert "belongs to one council" in text_of(client.get(url("arrangements", plan.ref)))
    assert client.get(url("arrange", plan.ref)).status_code == 409
    assert not Arrangement.objects.exists()


def test_a_plan_without_results_says_how_to_record_one(cast: factories.Cast) -> None:
    plan = cast.plan
    assert "No results yet" in text_of(signed_in(cast.editor).get(url("plan_parts", plan.ref)))
