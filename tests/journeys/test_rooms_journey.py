"""A risk is raised and its score held to evidence, a decision recorded, a council's part shown, a sample drawn."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from playwright.sync_api import Page, expect

from lippen.improvement.tests import factories
from lippen.improvement.tests.factories import TODAY, month
from lippen.improvement.vocabulary import Which
from lippen.kernel.access import Actor
from lippen.organisation.roles import Role
from lippen.organisation.tests import factories as people

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
LONG = "Experienced social workers cannot be found anywhere near the two smallest of our towns, whatever we offer"


@pytest.fixture
def cast(settings) -> factories.Cast:
    settings.LIPPEN_TODAY = TODAY
    with transaction.atomic():
        made = factories.cast()
        made.plan.authorities.add(people.authority("Kilnside Council"))
        made.inspector = people.actor(made.council, Role.INSPECTOR, on=TODAY)
        for number in range(6):
            made.action(f"Ask team {number} what it needs", dates={Which.TARGET: month(2012, 8 + number % 4)})
    return made


def account(actor: Actor):
    return get_user_model().objects.get(pk=actor.account_id)


def a_day(page: Page, question: str, day: int, of_month: int, year: int) -> None:
    group = page.get_by_role("group", name=question)
    for part, value in (("Day", day), ("Month", of_month), ("Year", year)):
        group.get_by_label(part).fill(str(value))


def test_a_risk_is_raised_and_its_score_changes_only_with_what_shows_it(cast, enter, seen) -> None:
    page = enter(account(cast.editor), phone=True)
    page.goto(f"/risks/of/{cast.plan.ref}")
    seen(page, "no-risk")
    page.get_by_role("link", name="Raise a risk").click()
    page.get_by_role("button", name="Raise it").click()
    expect(page.locator("#error-summary")).to_contain_text("Write an answer: What may go wrong")
    seen(page, "empty")
    page.get_by_label("What may go wrong?").fill(LONG)
    page.get_by_label("4 Likely").check()
    page.get_by_label("5 Severe").check()
    page.get_by_label("Since when?").fill("the day after tomorrow")
    page.get_by_text("1.2 Ask team 1 what it needs").click()
    page.get_by_role("button", name="Raise it").click()
    expect(page.locator("#error-summary")).to_contain_text("the day after tomorrow")
    expect(page.get_by_label("What may go wrong?")).to_have_value(LONG)
    expect(page.get_by_label("4 Likely")).to_be_checked()
    expect(page.locator("#error-summary")).to_contain_text("Say who watches it: choose somebody, or write who it is.")
    page.get_by_label("Or who, in words").fill("The improvement board")
    page.get_by_label("Since when?").fill("yesterday")
    page.get_by_role("button", name="Raise it").click()
    expect(page.locator("h1")).to_have_text(LONG)
    seen(page, "raised")
    page.get_by_role("link", name="Change the score").first.click()
    page.get_by_role("button", name="Change the score").click()
    expect(page.locator("#error-summary")).to_be_visible()
    seen(page, "nothing-shows-it")
    page.goto(f"/risks/of/{cast.plan.ref}")
    expect(page.get_by_role("link", name=LONG)).to_be_visible()
    seen(page, "risks")


def test_a_decision_is_recorded_with_its_money_and_its_options(cast, enter, seen) -> None:
    page = enter(account(cast.editor))
    page.goto(f"/decisions/of/{cast.plan.ref}")
    page.get_by_role("link", name="Record a decision").click()
    page.get_by_label("Which body decided?").fill("Council, special meeting")
    page.get_by_label("What was agreed?").fill("Buy a new record system")
    page.get_by_label("How much money?").fill("lots")
    page.get_by_role("button", name="Record it").click()
    expect(page.locator("#error-summary")).to_be_visible()
    seen(page, "not-a-sum")
    page.get_by_label("How much money?").fill("£410,000")
    page.get_by_label("For what time?").fill("over two years")
    page.get_by_role("button", name="Record it").click()
    expect(page.locator("h1")).to_contain_text("Buy a new record system")
    page.get_by_role("link", name="Add an option of the business case").click()
    page.get_by_label("What is the option called?").fill("Mend what we have")
    page.get_by_label("What does it cost?").fill("90000")
    page.get_by_role("button", name="Save the option").click()
    expect(page.get_by_role("link", name="Mend what we have")).to_be_visible()
    page.get_by_role("link", name="Say how far it has come").first.click()
    page.get_by_label("Under way").check()
    page.get_by_role("button", name="Record it").click()
    expect(page.get_by_text("Under way").first).to_be_visible()
    seen(page, "decision")
    page.set_viewport_size({"width": 390, "height": 844})
    seen(page, "decision-phone")


def test_a_councils_part_is_shown_for_agreed_days_and_an_inspector_reads_a_sample(cast, enter, seen) -> None:
    # Given an arrangement whose last day lies before its first
    page = enter(account(cast.editor), phone=True)
    page.goto(f"/plans/{cast.plan.ref}/arrangements")
    seen(page, "none")
    page.get_by_role("link", name="Show a council's part to another").click()
    page.get_by_role("group", name="Whose part is shown?").get_by_label("Braeside Council").check()
    page.get_by_role("group", name="To whose people?").get_by_label("Kilnside Council").check()
    a_day(page, "From which day?", 1, 11, 2012)
    a_day(page, "Until which day?", 1, 10, 2012)
    page.get_by_label("Who agreed to it?").fill("Both heads of service")
    page.get_by_label("What is it for?").fill("One service, one survey")
    page.get_by_role("button", name="Record it").click()
    expect(page.locator("#error-summary")).to_be_visible()
    seen(page, "backwards")
    a_day(page, "Until which day?", 1, 5, 2013)
    page.get_by_role("button", name="Record it").click()
    expect(page.get_by_role("rowheader", name="Braeside Council to Kilnside Council")).to_be_visible()
    seen(page, "arranged")

    # When a sample is drawn for the inspector, by the inspector's own words
    page.goto(f"/inspection/plans/{cast.plan.ref}/draw")
    page.get_by_label("How many actions?").fill("four")
    page.get_by_role("button", name="Draw the sample").click()
    expect(page.locator("#error-summary")).to_contain_text("Choose who reads it.")
    expect(page.locator("#error-summary")).to_contain_text("Write the number in digits, such as 5.")
    seen(page, "draw-wrong")
    page.get_by_role("group", name="Who reads it?").get_by_role("checkbox").first.check()
    page.get_by_label("How many actions?").fill("4")
    page.get_by_label("By which words or number is it drawn?").fill("oystercatcher 31")
    a_day(page, "From which day may it be read?", TODAY.day, TODAY.month, TODAY.year)
    a_day(page, "Until which day?", 31, 12, 9999)
    page.get_by_label("What is it for?").fill("The monthly meeting")
    page.get_by_role("button", name="Draw the sample").click()
    expect(page.locator("#error-summary")).to_contain_text("9999 is too far away. Check the year.")
    a_day(page, "Until which day?", 30, 10, 2012)
    page.get_by_role("button", name="Draw the sample").click()
    expect(page.locator("h1")).to_contain_text("Sample of 4 actions")

    # Then the inspector finds it and opens an action of it
    inspector = enter(account(cast.inspector))
    inspector.goto("/inspection/")
    inspector.get_by_role("link", name="4 of 6 actions").click()
    expect(inspector.get_by_role("heading", name="The actions, in the order of the draw")).to_be_visible()
    seen(inspector, "sample")
    inspector.get_by_role("link", name="Ask team").first.click()
    expect(inspector.get_by_text("As it stood on")).to_be_visible()
    seen(inspector, "sampled-action")


def test_a_group_gets_a_member_and_a_meeting_and_odd_days_are_refused(cast, enter, seen) -> None:
    page = enter(account(cast.editor), phone=True)
    page.goto(f"/groups/of/{cast.plan.ref}/found")
    page.get_by_role("button", name="Add the group").click()
    expect(page.locator("#error-summary")).to_be_visible()
    seen(page, "found-empty")
    page.get_by_label("Improvement board").check()
    page.get_by_label("What is it called?").fill("Improvement board of both councils")
    page.get_by_role("button", name="Add the group").click()
    expect(page.locator("h1")).to_have_text("Improvement board of both councils")
    page.get_by_role("link", name="Add or take off a member").first.click()
    page.get_by_role("button", name="Save").first.click()
    expect(page.locator("#error-summary")).to_be_visible()
    seen(page, "nobody")
    page.get_by_label("Or who, in words").fill("The link inspector")
    page.get_by_role("button", name="Save").first.click()
    expect(page.get_by_text("The link inspector")).to_be_visible()
    page.get_by_role("link", name="Call a meeting").first.click()
    for part in ("Day", "Month", "Year"):
        page.get_by_label(part).fill("  ")
    page.get_by_role("button", name="Call the meeting").click()
    expect(page.locator("#error-summary")).to_contain_text("Enter a day, a month and a year")
    seen(page, "blank-day")
    for part, value in (("Day", "1"), ("Month", "11"), ("Year", "2012")):
        page.get_by_label(part).fill(value)
    page.get_by_role("button", name="Call the meeting").click()
    expect(page.locator("h1")).to_contain_text("1 November 2012")
    seen(page, "meeting")
