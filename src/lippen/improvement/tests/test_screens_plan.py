from __future__ import annotations

import pytest
from django.urls import reverse

from lippen.improvement.tests import factories
from lippen.improvement.tests.screens import brought_in, signed_in, statements, text_of, told
from lippen.kernel.models import AuditEntry
from lippen.organisation.roles import Role
from lippen.organisation.tests import factories as people

pytestmark = pytest.mark.django_db
MOST_STATEMENTS = 25


@pytest.fixture(autouse=True)
def today(settings) -> None:
    settings.LIPPEN_TODAY = factories.TODAY


@pytest.fixture
def cast() -> factories.Cast:
    return factories.cast()


def url(name: str, *args: str) -> str:
    return reverse(f"improvement:{name}", args=args)


def test_the_list_of_plans_names_the_plan_and_its_actions(cast) -> None:
    told(cast, 2)
    page = text_of(signed_in(cast.worker).get(url("plans")))
    assert "Long-term work with children" in page
    assert '<td data-label="Actions" class="lippen-number">2</td>' in page


def test_a_council_without_a_plan_says_how_to_make_the_first(cast) -> None:
    officer = people.actor(people.authority("Strathlairn Council"), Role.PERFORMANCE_OFFICER)
    page = text_of(signed_in(officer).get(url("plans")))
    assert "No plans yet" in page and url("import_plan") in page


def test_a_plan_shows_the_whole_plan_by_standing_as_links(cast) -> None:
    told(cast, 3)
    page = text_of(signed_in(cast.worker).get(url("plan", cast.plan.ref), {"standing": "blue"}))
    assert '<a href="?standing=red">3</a>' in page
    assert "No action fits these filters" in page


def test_filters_stay_in_the_address_when_the_order_changes(cast) -> None:
    told(cast, 1)
    page = text_of(signed_in(cast.worker).get(url("plan", cast.plan.ref), {"words": "told", "state": "under_way"}))
    assert "?words=told&amp;state=under_way&amp;sort=date" in page


def test_a_plan_of_another_council_is_not_there(cast) -> None:
    for name in ("plan", "plan_print", "plan_operational", "plan_changes", "plan_doubts"):
        assert signed_in(cast.stranger).get(url(name, cast.plan.ref)).status_code == 404, name


def test_a_councillor_may_not_open_the_plan(cast) -> None:
    councillor = people.actor(cast.council, Role.COUNCILLOR_ON_COMMITTEE)
    assert signed_in(councillor).get(url("plan", cast.plan.ref)).status_code == 403


def test_reading_a_plan_leaves_an_audit_row(cast) -> None:
    signed_in(cast.worker).get(url("plan", cast.plan.ref))
    entry = AuditEntry.objects.filter(verb="plan.read").get()
    assert (entry.account_id, entry.subject_key) == (cast.worker.account_id, cast.plan.ref)


def test_a_past_day_is_shown_under_a_banner_and_without_what_came_later(cast) -> None:
    told(cast, 1)
    page = text_of(signed_in(cast.worker).get(url("plan", cast.plan.ref), {"as_at": "2012-06-14"}))
    assert "As it stood on 14 June 2012." in page
    assert "Action that is told, 0" in page


def test_a_day_that_cannot_be_read_is_said_and_today_is_shown(cast) -> None:
    page = text_of(signed_in(cast.worker).get(url("plan", cast.plan.ref), {"as_at": "Michaelmas"}))
    assert "“Michaelmas” is not a day we can read" in page
    assert "As it stood on" not in page


def test_a_day_to_come_is_said_and_today_is_shown(cast) -> None:
    page = text_of(signed_in(cast.worker).get(url("plan", cast.plan.ref), {"as_at": "2031-01-01"}))
    assert "1 January 2031 has not come yet" in page


def test_the_second_page_begins_after_a_hundred_actions(cast) -> None:
    page = text_of(signed_in(cast.worker).get(url("plan", brought_in(cast, 101)), {"page": "2"}))
    assert "101 to 101 of 101 actions" in page
    assert page.count("of many</a>") == 1


def test_what_changed_is_told_in_words_and_as_a_table(cast) -> None:
    told(cast, 1)
    page = text_of(
        signed_in(cast.worker).get(url("plan_changes", cast.plan.ref), {"since": "2012-06-01", "until": "2012-10-17"})
    )
    assert "1 action changed after 1 June 2012, up to and with 17 October 2012" in page
    assert "Now under way" in page and "The same as a table" in page


def test_the_operational_plan_prints_updates_with_their_audience(cast) -> None:
    told(cast, 1)
    page = text_of(signed_in(cast.worker).get(url("plan_operational", cast.plan.ref)))
    assert "Two rooms are ready." in page and "<li>A third in May</li>" in page and "For the committee." in page


PAGES = (
    ("plan", {}),
    ("plan", {"as_at": "2012-10-01"}),
    ("plan", {"words": "many", "sort": "-date"}),
    ("plan_print", {}),
    ("plan_operational", {}),
    ("plan_changes", {"since": "2012-01-01"}),
    ("plan_doubts", {}),
)


def test_every_page_of_a_plan_asks_as_little_of_200_actions_as_of_10(cast) -> None:
    client, small, large = signed_in(cast.worker), brought_in(cast, 10), brought_in(cast, 200)
    client.get(url("plans"))
    for name, query in PAGES:
        _, few = statements(lambda name=name, query=query: client.get(url(name, small), query))
        answer, many = statements(lambda name=name, query=query: client.get(url(name, large), query))
        assert answer.status_code == 200
        assert many == few <= MOST_STATEMENTS, f"{name} {query}: {few} of 10, {many} of 200"
