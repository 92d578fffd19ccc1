"""A child is to meet their mother in a room of the council: planned on a phone or at a desk, then told of."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from playwright.sync_api import Page, expect

from lippen.casework.tests.factories import TODAY
from lippen.casework.tests.world import World, committed_world
from lippen.design.tests.browsers import fits
from lippen.server.putting_back import made_once

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def w(settings) -> World:
    settings.LIPPEN_TODAY = TODAY
    made = made_once(committed_world)
    with transaction.atomic():
        made.cast.allocate(made.known["brother"], made.cast.worker)
    return made


@pytest.mark.parametrize("phone", [False, True])
def test_a_meeting_is_planned_and_a_taken_room_is_said(w, enter, axe, picture, phone) -> None:
    # Given a worker who opens the form for a meeting with the family
    page = enter(get_user_model().objects.get(pk=w.cast.worker.account_id), phone=phone)
    page.goto(f"/children/{w.child.ref}/contacts/plan")
    seen(page, axe, picture, f"plan-contact-{'phone' if phone else 'desk'}")

    # When they choose a time at which the room is taken
    on = TODAY + timedelta(days=2)
    page.get_by_label("Ruaridh Balfour, brother or sister").check()
    for label, words in (("Day", on.day), ("Month", on.month), ("Year", on.year)):
        page.get_by_role("group", name="On which day?").get_by_label(label).fill(str(words))
    page.get_by_label("From when?").fill("13:30")
    page.get_by_label("Until when?").fill("14:30")
    page.get_by_label("In which room?").select_option(index=1)
    page.locator("#id_supervisor").select_option(index=1)
    page.get_by_role("button", name="Plan it").click()

    # Then it is said at the room, and another time is taken
    expect(page.get_by_role("link", name="The room is taken at that time.")).to_be_visible()
    axe(page)
    page.get_by_label("From when?").fill("16:30")
    page.get_by_label("Until when?").fill("17:30")
    page.get_by_role("button", name="Plan it").click()
    expect(page.get_by_role("heading", name="Meetings with the family")).to_be_visible()

    # And the room's page shows it
    page.goto("/children/rooms")
    seen(page, axe, picture, f"rooms-{'phone' if phone else 'desk'}")
    expect(page.get_by_text("16:30 to 17:30")).to_be_visible()

    # When they say that it will not be
    page.goto(f"/children/{w.child.ref}")
    page.get_by_role("link", name="Say how it went, or that it will not be").last.click()
    axe(page)
    page.get_by_label("No, or it will not").check()
    page.get_by_label("How did it go, or why did it not take place?").fill("She is ill")
    page.get_by_role("button", name="Record this").click()

    # Then the room is free again at that time
    expect(page.get_by_text("the room is free again")).to_be_visible()
    page.goto("/children/rooms")
    expect(page.get_by_text("16:30 to 17:30")).to_have_count(0)


def seen(page: Page, axe, picture, name: str) -> None:
    axe(page)
    fits(page)
    picture(page, name)
