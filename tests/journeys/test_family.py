"""Who is who, drawn and in words; what is known, still so or wrong; another service for several children at once."""

from __future__ import annotations

import re

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
def test_a_family_is_read_with_the_keyboard_and_put_right(w, enter, axe, picture, phone) -> None:
    # Given whoever works with two children, who opens one record
    account = get_user_model().objects.get(pk=w.cast.worker.account_id)
    page = enter(account, phone=phone)
    page.goto(f"/children/{w.child.ref}")
    axe(page)

    # When they go to the family and to the mother's by the keyboard alone
    page.get_by_role("link", name="The family drawn, and in words").click()
    expect(page.get_by_role("heading", name="Family of Isla Balfour")).to_be_visible()
    seen(page, axe, picture, f"family-{'phone' if phone else 'desk'}")
    mother = page.locator(".lippen-genogram a").first
    assert "mother" in (mother.get_attribute("aria-label") or "")
    mother.focus()
    page.keyboard.press("Enter")

    # Then the family is drawn round her
    expect(page.get_by_role("heading", name="Family of Morag")).to_be_visible()
    axe(page)

    # When they say of the child's telephone number that it was wrong
    page.goto(f"/children/{w.child.ref}/known")
    seen(page, axe, picture, f"facts-{'phone' if phone else 'desk'}")
    page.get_by_role("link", name=re.compile("This was wrong ?: Telephone")).click()
    axe(page)
    page.get_by_label("Why was it wrong?").fill("It is the neighbour's")
    page.get_by_role("button", name="Mark it as wrong").click()

    # Then it stays with the reason
    expect(page.get_by_text("Wrong: It is the neighbour's")).to_be_visible()

    # When they record another service for both children at once
    page.goto(f"/children/{w.child.ref}/helpers/add")
    seen(page, axe, picture, f"helper-{'phone' if phone else 'desk'}")
    page.get_by_label("From which service?").select_option(label="School or nursery")
    page.get_by_label("Who is it?").fill("Head teacher, Hill Primary")
    page.get_by_label("Ruaridh Balfour").check()
    page.get_by_role("button", name="Record them").click()

    # Then it stands on both records
    for ref in (w.child.ref, w.known["brother"].ref):
        page.goto(f"/children/{ref}")
        expect(page.get_by_text("Head teacher, Hill Primary").first).to_be_visible()
    fits(page)


def seen(page: Page, axe, picture, name: str) -> None:
    axe(page)
    fits(page)
    picture(page, name)
