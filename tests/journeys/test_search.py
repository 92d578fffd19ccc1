"""Somebody looks for a word from anywhere: by the slash, at both widths, without scripts too."""

from __future__ import annotations

from datetime import date

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from playwright.sync_api import expect

from lippen.design.tests.browsers import fits
from lippen.improvement.tests import factories

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cast(settings) -> factories.Cast:
    settings.LIPPEN_TODAY = date(2012, 10, 17)
    with transaction.atomic():
        made = factories.cast()
        made.action("Furnish a room that children like")
    return made


def test_a_word_is_found_from_anywhere(cast, enter, axe, picture) -> None:
    account = get_user_model().objects.get(pk=cast.worker.account_id)
    page = enter(account)
    page.goto("/plans/")
    page.keyboard.press("/")
    expect(page.get_by_label("Search everything")).to_be_focused()
    page.keyboard.type("furnish roo")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Actions (1)")).to_be_visible()
    expect(page.get_by_label("Search everything")).to_have_value("furnish roo")
    axe(page)
    picture(page, "found")

    phone = enter(account, phone=True, script=False)
    phone.goto("/")
    phone.get_by_label("Search everything").fill("nothing of the kind")
    phone.get_by_role("button", name="Search").click()
    expect(phone.get_by_text("Nothing and nobody was found")).to_be_visible()
    page.set_viewport_size({"width": 390, "height": 844})
    fits(page)
    page.set_viewport_size({"width": 320, "height": 640})
    fits(page)
    page.set_viewport_size({"width": 390, "height": 844})
    picture(page, "phone")
    axe(page)
    page.get_by_role("link", name="Furnish a room that children like").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Furnish a room")
