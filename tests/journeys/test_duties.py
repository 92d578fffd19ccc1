"""A lead goes on leave: somebody covers, sees the duties as theirs for that time, and writes the update."""

from __future__ import annotations

from datetime import date

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from playwright.sync_api import expect

from lippen.design.tests.browsers import fits
from lippen.improvement.tests import factories
from lippen.improvement.vocabulary import State
from lippen.organisation.roles import Role
from lippen.organisation.tests import factories as people

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
TODAY = date(2012, 10, 17)


@pytest.fixture
def cast(settings) -> factories.Cast:
    settings.LIPPEN_TODAY = TODAY
    with transaction.atomic():
        made = factories.cast()
        made.ref = made.action("Furnish a room that children like", state=State.UNDER_WAY).ref
        made.stand_in = people.actor(made.council, Role.TEAM_LEADER, who=people.person(made.council, "Una", "Cover"))
    return made


def account(actor):
    return get_user_model().objects.get(pk=actor.account_id)


def test_a_lead_goes_on_leave_and_a_colleague_covers(cast, enter, axe, picture) -> None:
    # Given a lead with something past its date, on their own page
    page = enter(account(cast.worker), phone=True)
    page.goto("/")
    expect(page.get_by_text("No update within the rhythm")).to_be_visible()
    page.get_by_role("link", name=cast.worker.name).click()
    axe(page)

    # When they say that they are away and who covers
    page.get_by_role("link", name="Say who is away").click()
    axe(page)
    for group in ("First day away", "Last day away"):
        for part, words in (("Day", "17"), ("Month", "10"), ("Year", "2012")):
            page.get_by_role("group", name=group).get_by_label(part).fill(words)
    page.get_by_role("group", name="Why?").get_by_label("Leave").check()
    page.get_by_label("Who covers?").select_option(label="Una Cover, Team leader")
    picture(page, "away")
    page.get_by_role("button", name="Record this").click()
    expect(page.get_by_text("Una Cover covers on 17 October 2012")).to_be_visible()
    axe(page)
    fits(page)
    picture(page, "me")

    # Then it stands on the other's desk, for their name, and they write the update and move its state
    other = enter(account(cast.stand_in))
    other.goto("/")
    expect(other.get_by_text(f"for {cast.worker.name}")).to_be_visible()
    axe(other)
    picture(other, "desk")
    other.get_by_role("link", name="Furnish a room that children like").click()
    other.get_by_label("What happened?").fill("The room is painted.")
    other.get_by_role("button", name="Send the update").click()
    expect(other.get_by_text("Your update stands in the action's story.")).to_be_visible()
    other.goto("/")
    expect(other.get_by_text("Past its date")).to_have_count(0)

    # And the lead's calendar has an address, shown once
    page.get_by_role("button", name="Make the address of my calendar").click()
    address = page.get_by_role("textbox", name="The address of your calendar").input_value()
    axe(page)
    assert page.request.get(address).headers["content-type"].startswith("text/calendar")
    page.goto("/me")
    expect(page.get_by_role("textbox", name="The address of your calendar")).to_have_count(0)
    page.get_by_role("button", name="Revoke the address").click()
    assert page.request.get(address).status == 404
