"""A clerk changes the form without code: adds a chart, tries it on a signed paper and puts it in force."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from playwright.sync_api import expect

from lippen.reporting import queries
from lippen.reporting.tests.world import TODAY, World, world

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def there(settings) -> World:
    """A council with a signed paper on the form that Lippen brings."""
    settings.LIPPEN_TODAY = TODAY
    made = world(actions_in_each_theme=1)
    made.steps = -3000
    made.signed()
    return made


def test_a_clerk_adds_a_chart_tries_it_and_puts_it_in_force(there, enter, axe, picture) -> None:
    # Given the clerk, who finds the templates from the papers
    page = enter(get_user_model().objects.get(pk=there.clerk.account_id))
    page.goto("/papers/")
    page.get_by_role("link", name="Templates").click()
    axe(page)
    page.get_by_role("link", name="Progress report on an improvement plan").click()
    axe(page)
    page.get_by_role("link", name="Change this template").click()
    page.get_by_role("button", name="Begin a draft").click()
    axe(page)

    # When she adds a chart, moves it up and takes the recommendations out
    page.get_by_role("link", name="Add a section to the report").click()
    axe(page)
    page.get_by_role("link", name="Figure: a number or a chart").click()
    axe(page)
    page.get_by_label("Title").fill("Where the plan stands")
    page.get_by_label("Chart: how many actions stand in each colour").check()
    page.get_by_label("Guidance for the author").fill("There is nothing to write.")
    page.get_by_role("button", name="Add the section").click()
    page.get_by_role("button", name="Move up Where the plan stands").click()
    expect(page.get_by_role("heading", name="14. Where the plan stands")).to_be_visible()
    page.get_by_role("button", name="Take out Recommendations").click()
    picture(page, "draft")

    # Then she is told what is missing, and undoes it
    expect(page.get_by_text("It has no section with recommendations")).to_be_visible()
    page.get_by_role("button", name="Undo the last change").click()
    expect(page.get_by_text("It has no section with recommendations")).to_have_count(0)

    # And tries the draft on the signed paper, and puts it in force
    page.get_by_role("link", name="See how it would print").click()
    page.get_by_role("link", name="Web page").first.click()
    expect(page.get_by_role("img", name="Bar chart.")).to_be_visible()
    page.go_back()
    page.get_by_role("link", name="Put it in force").click()
    axe(page)
    page.get_by_label("What is different in it?").fill("A chart shows where the plan stands.")
    page.get_by_role("button", name="Put it in force").click()
    expect(page.get_by_role("status")).to_contain_text("Version 2 is in force from 17 October 2012.")
    with there.as_(there.author):
        assert there.opened().template_version == 2
        assert {row.template_version for row in queries.papers(there.author)} == {1, 2}
