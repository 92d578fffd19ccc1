"""Several people at one plan: what came in together, whose action it is, one update from two tabs, a review cleared."""

from __future__ import annotations

from datetime import date

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from playwright.sync_api import Page, expect

from lippen.design.tests.browsers import fits
from lippen.improvement.tests import factories
from lippen.improvement.tests.factories import month
from lippen.improvement.vocabulary import Which
from lippen.organisation.roles import Role
from lippen.organisation.tests import factories as people

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
TODAY = date(2012, 10, 17)


@pytest.fixture
def cast(settings) -> factories.Cast:
    settings.LIPPEN_TODAY = TODAY
    with transaction.atomic():
        made = factories.cast()
        dates = {Which.TARGET: month(2012, 12), Which.REVIEW: month(2012, 9)}
        made.ref = made.action("Furnish a room that children like", dates=dates).ref
        for name in ("Paint the hall", "Ask children what they like", "Buy two sofas"):
            made.action(name)
        made.leader = people.actor(made.council, Role.TEAM_LEADER)
    return made


def account(actor):
    return get_user_model().objects.get(pk=actor.account_id)


def write(page: Page, words: str) -> None:
    page.get_by_label("What happened?").fill(words)
    page.get_by_role("button", name="Send the update").click()


def test_a_review_is_cleared_by_the_next_review_date_and_not_by_an_update(cast, enter, axe, picture) -> None:
    page, address = enter(account(cast.worker), phone=True), f"/plans/actions/{cast.ref}"
    page.goto(address)
    expect(page.get_by_text("An update does not clear it")).to_be_visible()
    fits(page)
    axe(page)
    picture(page, "review-due")

    # When the lead writes the same update in two tabs
    other = page.context.new_page()
    for tab in (page, other):
        tab.goto(f"{address}/update")
    write(page, "The room is painted.")
    write(other, "The room is painted.")
    expect(other.get_by_text("This update is already saved")).to_be_visible()
    other.get_by_role("link", name="See it").click()
    expect(other.locator(".lippen-timeline").get_by_text("The room is painted.")).to_have_count(1)
    axe(other)

    # Then the review is still due, until its next date is given
    page.goto(address)
    page.get_by_role("link", name="Give the next review date").click()
    assert page.get_by_label("Review date: September 2012").is_checked()
    page.get_by_label("What is the new date?").fill("January 2013")
    page.get_by_label("Why does it move?").fill("Reviewed with the team today")
    page.get_by_label("Who agreed?").fill("Head of Service")
    page.get_by_role("button", name="Move the date").click()
    page.wait_for_url(lambda url: url.partition("#")[0].partition("?")[0].endswith(address))
    expect(page.get_by_text("An update does not clear it")).to_have_count(0)
    axe(page)


def test_a_colleague_reads_whose_action_it_is(cast, enter, axe, picture) -> None:
    page = enter(account(cast.leader))
    page.goto(f"/plans/actions/{cast.ref}")
    expect(page.get_by_role("link", name="Say where it stands")).to_have_count(0)
    page.goto(f"/plans/actions/{cast.ref}/state")
    expect(page.get_by_role("heading", name="This action is not yours")).to_be_visible()
    expect(page.get_by_text(cast.worker.name)).to_be_visible()
    axe(page)
    picture(page, "not-yours")


def test_what_came_in_together_is_told_once(cast, enter, axe, picture) -> None:
    page = enter(account(cast.leader), phone=True)
    page.goto(f"/plans/{cast.plan.ref}/changes?since=2012-06-01")
    came = page.get_by_text("4 actions came into the plan on 14 June 2012")
    expect(came).to_be_visible()
    came.click()
    expect(page.get_by_role("link", name="1.3 Ask children what they like")).to_be_visible()
    page.get_by_text("The same as a table").click()
    fits(page)
    axe(page)
    picture(page, "arrival")

    page.goto(f"/plans/{cast.plan.ref}?page=999")
    expect(page.get_by_text("There is no page 999 of this list.")).to_be_visible()
    axe(page)
    picture(page, "no-such-page")
