"""A child in care moves: recorded at a desk or on a phone in one act, and mended; a leader agrees another day."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from playwright.sync_api import expect

from lippen.care.tests import world as care
from lippen.casework.tests.factories import TODAY, Cast, cast
from lippen.design.tests.browsers import fits
from lippen.server.putting_back import made_once

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def committed() -> tuple[Cast, dict[str, str]]:
    with transaction.atomic():
        c = cast()
        return c, care.grown(c)


@pytest.fixture
def made(settings) -> tuple[Cast, dict[str, str]]:
    settings.LIPPEN_TODAY = TODAY
    return made_once(committed)


def account(actor):
    return get_user_model().objects.get(pk=actor.account_id)


@pytest.mark.parametrize("phone", [False, True])
def test_a_move_is_recorded_in_one_act_and_its_day_is_mended(made, enter, axe, picture, phone) -> None:
    c, refs = made
    on = "phone" if phone else "desk"

    # Given a worker who opens the child's time in care from the record
    page = enter(account(c.worker), phone=phone)
    page.goto(f"/children/{refs['child']}")
    page.get_by_role("link", name="Time in care").click()
    expect(page.get_by_role("heading", name="What is due")).to_be_visible()
    axe(page)
    fits(page)
    picture(page, f"care-{on}")

    # When they record a move and forget why
    page.get_by_role("link", name="Record a move").click()
    axe(page)
    fits(page)
    page.get_by_label("On which day did the child move?").fill("12 October")
    page.get_by_label("Where does the child live?").select_option("LAHOME")
    page.get_by_role("button", name="Record the move").click()
    expect(page.locator("#error-summary")).to_contain_text("Choose an answer: Why")
    axe(page)
    page.get_by_label("Why did the child move?", exact=True).select_option("needs")
    page.get_by_role("button", name="Record the move").click()

    # Then what was before ended on that day, and the first visit there is asked for
    expect(page.get_by_text("The move on 12 October 2012 is recorded.")).to_be_visible()
    expect(page.get_by_text("1 June 2012 to 12 October 2012")).to_be_visible()
    expect(page.get_by_text("In a children's house of the council, since 12 October 2012")).to_be_visible()

    # And a day that was wrong is corrected with a reason, and takes what was before along
    page.locator("a", has_text="Correct the day").filter(has_text="In a children's house").click()
    axe(page)
    page.get_by_label("On which day did it begin?").fill("10 October")
    page.get_by_label("What was wrong?").fill("The form had the day of the meeting")
    page.get_by_role("button", name="Correct the day").click()
    expect(page.get_by_text("1 June 2012 to 10 October 2012")).to_be_visible()
    axe(page)


def test_a_leader_agrees_another_day_and_reads_the_rules_of_any_day(made, enter, axe, picture) -> None:
    c, refs = made
    page = enter(account(c.leader))
    page.goto(f"/care/{refs['child']}")
    page.locator("a", has_text="Agree another day").filter(has_text="Second review").click()
    axe(page)
    for label, words in (("Day", "1"), ("Month", "3"), ("Year", "2013")):
        page.get_by_role("group", name="Until which day?").get_by_label(label).fill(words)
    page.get_by_label("Why does it take longer?").fill("The school is closed")
    page.get_by_label("What is done for the child meanwhile?").fill("Her worker sees her each week")
    page.get_by_role("button", name="Agree this day").click()
    expect(page.get_by_text("by 1 March 2013, as agreed")).to_be_visible()
    page.get_by_role("link", name="Every practice standard").click()
    axe(page)
    picture(page, "standards")
    page.get_by_label("In force on which day?").fill("1 May 2020")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_text("As they were in force on 1 May 2020.")).to_be_visible()
    axe(page)


@pytest.mark.parametrize("phone", [False, True])
def test_a_leader_reads_which_rules_count_here_and_the_hours_that_are_due(made, enter, axe, picture, phone) -> None:
    c, _ = made
    on = "phone" if phone else "desk"
    page = enter(account(c.leader), phone=phone)

    # Given a council that goes by five weeks, the page of reviews says so beside what is shipped
    page.goto("/care/reviews")
    page.locator("summary", has_text="The rules of this page").click()
    rule = page.locator(
        "li", has_text="The council's own figure is 5 weeks, for what begins from 10 September 2012 on."
    )
    expect(rule).to_contain_text("Shipped: 6 weeks.")
    axe(page)
    fits(page)
    picture(page, f"rules-{on}")

    # And the load says from what its hours follow, by kind of work
    page.goto("/children/team")
    axe(page)
    fits(page)
    picture(page, f"loads-{on}")
    page.get_by_role("link", name="Wren").first.click()
    expect(page.get_by_role("heading", name="What is due in eight weeks")).to_be_visible()
    axe(page)
    fits(page)
    picture(page, f"hours-due-{on}")
