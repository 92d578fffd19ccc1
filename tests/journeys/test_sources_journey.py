"""An officer says what a plan answers to; each source reports from it alone; a restricted file is seen by its own."""

from __future__ import annotations

from datetime import date

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from playwright.sync_api import expect

from lippen.design.tests.browsers import fits
from lippen.improvement.tests import factories
from lippen.improvement.tests.asked import CANARY, other_plan, restricted_file

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
TODAY = date(2012, 10, 17)


@pytest.fixture
def cast(settings) -> factories.Cast:
    settings.LIPPEN_TODAY = TODAY
    with transaction.atomic():
        made = factories.cast()
        made.ref = made.action("Write a team plan").ref
        made.action("Furnish a room that children like")
        other_plan(made)
        made.file = restricted_file(made).ref
    return made


def account(actor):
    return get_user_model().objects.get(pk=actor.account_id)


def test_an_officer_draws_from_a_source_and_a_lead_reads_what_answers_it(cast, enter, axe, picture) -> None:
    page = enter(account(cast.editor))

    # Given a plan, when the officer draws from a review whose recommendations are the plan's themes
    page.goto(f"/plans/{cast.plan.ref}")
    page.get_by_role("navigation", name="This plan").get_by_role("link", name="Sources").click()
    axe(page)
    page.get_by_role("link", name="Draw from a source").click()
    axe(page)
    page.get_by_label("Another one, not in the list yet").check()
    page.get_by_label("If it is another one: what kind of source is it?").select_option("independent_review")
    page.get_by_label("What is it called?").fill("Review of long-term work")
    page.get_by_label("The themes of this plan are its recommendations").check()
    page.get_by_role("button", name="Draw from this source").click()

    # Then the source reports from its own page, and one more recommendation is answered by nothing yet
    page.get_by_role("link", name="Review of long-term work", exact=True).click()
    expect(page.locator("main")).to_contain_text("1 recommendation, each answered by an action.")
    page.get_by_role("link", name="Add a recommendation").click()
    page.get_by_label("Its number or reference there").fill("R2")
    page.get_by_label("What was recommended?").fill("Hold supervision monthly")
    page.get_by_role("button", name="Add the recommendation").click()
    expect(page.locator("main")).to_contain_text("Nothing answers 1 of them yet.")
    axe(page)
    picture(page, "source")

    # And an action is carried by a plan of its own, and says so with how that plan stands
    page.goto(f"/plans/actions/{cast.ref}/carrier")
    axe(page)
    page.get_by_label("Team plan").check()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("main")).to_contain_text("Carried by a plan of its own, Team plan")
    axe(page)

    # And the framework, the chains and the versions open beside them, each without a fault
    for room in ("framework", "dependencies", "versions", "compare"):
        page.goto(f"/plans/{cast.plan.ref}/{room}")
        axe(page)

    # On a telephone the source is as readable
    phone = enter(account(cast.worker), phone=True)
    phone.goto(f"/plans/{cast.plan.ref}/sources")
    phone.get_by_role("link", name="Review of long-term work", exact=True).click()
    expect(phone.get_by_role("heading", name="Review of long-term work", level=1)).to_be_visible()
    fits(phone)
    axe(phone)


def test_a_restricted_file_opens_for_whom_it_names_and_for_nobody_else(cast, enter, axe, picture) -> None:
    page = enter(account(cast.editor))
    page.goto(f"/plans/restricted/{cast.file}")
    expect(page.locator("main")).to_contain_text(CANARY)
    axe(page)
    picture(page, "restricted")
    other = enter(account(cast.colleague))
    other.goto(f"/plans/restricted/{cast.file}")
    expect(other.locator("h1")).to_have_text("There is nothing here")
