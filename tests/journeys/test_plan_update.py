"""A busy lead says on a phone what happened, in a minute; and a manager postpones and moves a date."""

from __future__ import annotations

from datetime import date

import pytest
from django.contrib.auth import get_user_model
from playwright.sync_api import expect

from lippen.design.tests.browsers import fits
from lippen.improvement.tests import factories
from lippen.improvement.tests.factories import month
from lippen.improvement.vocabulary import Which
from tests.journeys.conftest import session_cookie

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
TODAY = date(2012, 10, 17)


@pytest.fixture
def cast(settings) -> factories.Cast:
    settings.LIPPEN_TODAY = TODAY
    from django.db import transaction

    with transaction.atomic():
        made = factories.cast()
        made.ref = made.action("Furnish a room that children like", dates={Which.TARGET: month(2012, 12)}).ref
    return made


def account(actor):
    return get_user_model().objects.get(pk=actor.account_id)


def test_a_lead_writes_an_update_at_390_pixels(cast, enter, axe, picture) -> None:
    page = enter(account(cast.worker), phone=True)

    # Given the lead's own action on a phone
    page.goto(f"/plans/actions/{cast.ref}")
    fits(page)
    axe(page)
    page.locator(".lippen-next").get_by_role("link", name="Say what happened").click()
    axe(page)

    # When nothing is written, the page says what is missing
    page.get_by_role("button", name="Send the update").click()
    expect(page.locator("#error-summary")).to_contain_text("Write what happened, even one sentence.")
    axe(page)

    # When something is typed, it is kept by itself, and there again on another device
    page.get_by_label("What happened?").fill("The room is painted.\n- The sofa comes on Friday")
    expect(page.locator("[data-draft-status]")).to_contain_text("Draft saved", timeout=10_000)
    other = enter(account(cast.worker))
    other.goto(page.url)
    expect(other.get_by_label("What happened?")).to_have_value("The room is painted.\n- The sofa comes on Friday")

    # And when it is sent
    page.get_by_label("Yes: under way").check()
    picture(page, "form")
    page.get_by_role("button", name="Send the update").click()

    # Then it stands in the story once, with its state, and the draft is gone
    expect(page.get_by_text("Your update stands in the action's story.")).to_be_visible()
    expect(page.locator(".lippen-timeline").get_by_text("The room is painted.")).to_have_count(1)
    expect(page.locator(".lippen-marks").get_by_text("Under way")).to_be_visible()
    fits(page)
    axe(page)
    picture(page, "story")


def test_a_manager_moves_a_date_and_postpones(cast, enter, axe, picture) -> None:
    page = enter(account(cast.colleague))
    page.goto(f"/plans/actions/{cast.ref}")

    # When the date is moved
    page.get_by_role("link", name="Move a date").click()
    axe(page)
    page.get_by_label("What is the new date?").fill("Feb / March")
    page.get_by_label("Why does it move?").fill("The painter is ill")
    page.get_by_label("Who agreed?").fill("Head of Service")
    page.get_by_role("button", name="Move the date").click()
    expect(page.locator("#error-summary")).to_contain_text("“Feb / March” gives no year.")
    axe(page)
    page.get_by_text("Yes, February to March 2013 is meant", exact=True).click()
    page.get_by_role("button", name="Move the date").click()
    expect(page.get_by_text("first December 2012, moved once")).to_be_visible()

    # And the action is postponed
    page.get_by_role("link", name="Say where it stands").click()
    axe(page)
    page.get_by_label("Postponed.").check()
    page.get_by_role("button", name="Continue").click()
    axe(page)
    page.get_by_label("Why is it put off?").fill("The house is being mended")
    page.get_by_label("Who agreed?").fill("Head of Service")
    page.get_by_label("What risk is accepted by waiting?").fill("Children meet in the office")
    page.get_by_label("At what level was the risk accepted?").select_option("service")
    page.get_by_label("What covers for it meanwhile?").fill("A room in the school")
    for part, words in (("Day", "15"), ("Month", "1"), ("Year", "2013")):
        page.get_by_label(part, exact=True).fill(words)
    page.get_by_role("button", name="Postpone it").click()

    # Then the story shows on what terms it waits
    expect(page.get_by_role("heading", name="On what terms it waits")).to_be_visible()
    axe(page)
    picture(page, "postponed")


@pytest.mark.parametrize("script", [True, False], ids=["with scripts", "without"])
def test_words_of_a_lead_whose_session_ended_are_given_back_and_sent_after_signing_in(
    cast, enter, axe, picture, live_server, script: bool
) -> None:
    lead = account(cast.worker)
    page = enter(lead, phone=True, script=script)
    page.goto(f"/plans/actions/{cast.ref}/update")
    page.get_by_label("What happened?").fill("The room is painted, and the sofa has come.")

    # When the session ends before it is sent, the words come back on the page
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Send the update").click()
    expect(page.locator("h1")).to_have_text("You were signed out. Your words are still here")
    expect(page.locator("textarea")).to_have_value("The room is painted, and the sofa has come.")
    if script:
        axe(page)
        picture(page, "words-still-here")

    # Then they go once their writer has signed in again
    page.context.add_cookies([session_cookie(lead, live_server.url)])
    page.get_by_role("button", name="Send again").click()
    page.goto(f"/plans/actions/{cast.ref}")
    expect(page.get_by_text("The room is painted, and the sofa has come.")).to_have_count(1)
