"""A plan comes in from a file: read, looked at, answered, brought in, its open doubts answered."""

from __future__ import annotations

from datetime import date

import pytest
from django.contrib.auth import get_user_model
from playwright.sync_api import expect

from lippen.organisation.roles import Role
from lippen.organisation.tests import factories as people

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
TODAY = date(2012, 10, 17)
FILE = """Report to: Looms Committee

Date of Meeting: 17 October 2012

Recommendation\t\tAction\tLead\tReview Date\tProgress
1\tThread for all\tBuy thread from both mills\tAB\tAugust\tBuying is under way; the second mill has answered.
\t\tWind the bobbins\tCD\tDecember\tIn place
2\tTools for the loom\tMend the treadles\tAB CD\tSept / Oct\tDelayed until January, when the smith is back.
\t\tCount the shuttles\t\tJuly\tEvery shed has completed a count.
"""


@pytest.fixture
def officer(settings):
    settings.LIPPEN_TODAY = TODAY
    council = people.authority("Braeside Council")
    people.holder(people.post(council, Role.TEAM_LEADER), people.person(council, "Ann", "Brown", "AB"))
    actor = people.actor(council, Role.PERFORMANCE_OFFICER, on=TODAY)
    return get_user_model().objects.get(pk=actor.account_id)


def test_an_officer_imports_a_plan_and_answers_its_doubts(officer, enter, axe, picture) -> None:
    page = enter(officer)

    # Given a council without a plan
    page.goto("/plans/")
    expect(page.get_by_text("No plans yet")).to_be_visible()
    axe(page)
    page.get_by_role("link", name="Bring in a plan from a file").click()

    # When a file of the wrong kind is sent, the page says so and stays
    page.set_input_files("#id_file", {"name": "plan.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4"})
    page.get_by_role("button", name="Read the file").click()
    expect(page.locator("#error-summary")).to_contain_text("plan.pdf is damaged and cannot be opened.")
    axe(page)

    # And when the right one is sent
    page.set_input_files("#id_file", {"name": "looms.txt", "mimeType": "text/plain", "buffer": FILE.encode()})
    page.get_by_label("What is the plan called?").fill("The looms plan")
    page.get_by_role("button", name="Read the file").click()

    # Then everything in it is shown, nothing of it answered beforehand
    expect(page.get_by_role("heading", name="What looms.txt holds")).to_be_visible()
    expect(page.get_by_text("4 actions under 2 recommendations")).to_be_visible()
    assert page.locator("input[type=checkbox]:checked").count() == 0
    axe(page)
    picture(page, "preview")

    # The columns can be matched otherwise
    page.get_by_role("link", name="Change what the columns hold").click()
    axe(page)
    page.get_by_role("link", name="Cancel").click()

    # When the year is answered and looked at again, the question is gone
    page.get_by_label("Yes: 17 October 2012").check()
    page.get_by_role("button", name="Look again with these answers").click()
    expect(page.get_by_text("1 answer given so far")).to_be_visible()

    # When states are confirmed and the plan is brought in
    page.get_by_label("Confirm for 1.1").check()
    page.get_by_label("Where action 2.2 stands").select_option("says done")
    page.get_by_role("button", name="Bring the plan in").click()

    # Then the plan is there, and what nobody answered stays open
    expect(page.get_by_text("The plan is in, with 4 actions.")).to_be_visible()
    expect(page.get_by_role("heading", name="Open doubts")).to_be_visible()
    axe(page)
    picture(page, "doubts")

    # And an open doubt is answered
    page.get_by_role("link", name="Action 2.2").first.click()
    axe(page)
    page.get_by_label("Who is it?").or_(page.get_by_label("Your answer")).select_option(
        label="Ann Brown (AB), Team leader"
    )
    page.get_by_role("button", name="Answer").click()
    expect(page.get_by_text("Your answer stands in the plan.")).to_be_visible()

    page.get_by_role("link", name="The looms plan").first.click()
    expect(page.get_by_role("link", name="1.1 Buy thread from both mills")).to_be_visible()
    axe(page)
    picture(page, "plan")
    page.get_by_role("link", name="2.2 Count the shuttles").click()
    expect(page.get_by_text("Ann Brown, Team leader")).to_be_visible()
    axe(page)
    picture(page, "action")


def test_the_answers_of_an_import_are_kept_without_javascript(officer, enter) -> None:
    page = enter(officer, script=False)
    page.goto("/plans/import")
    page.set_input_files("#id_file", {"name": "looms.txt", "mimeType": "text/plain", "buffer": FILE.encode()})
    page.get_by_role("button", name="Read the file").click()
    page.get_by_label("Confirm for 1.1").check()
    page.get_by_role("button", name="Save draft").click()

    other = enter(officer, phone=True)
    other.goto(page.url)
    expect(other.get_by_text("These are your answers so far")).to_be_visible()
    assert other.get_by_label("Confirm for 1.1").is_checked()
