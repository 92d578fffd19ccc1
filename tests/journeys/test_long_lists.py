"""Somebody who manages a large council finds a child among many: page by page, by the beginning of a name, by team."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from playwright.sync_api import expect

from lippen.casework.tests.factories import TODAY, Cast, cast
from lippen.casework.tests.test_sizes import Grown
from lippen.design.tests.browsers import fits

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def c(settings) -> Cast:
    settings.LIPPEN_TODAY = TODAY
    with transaction.atomic():
        made = cast()
        Grown(made).grow(30)
    return made


@pytest.mark.parametrize("phone", [False, True])
def test_a_child_is_found_among_many(c, enter, axe, picture, phone) -> None:
    # Given a manager who sees every child of a council
    page = enter(get_user_model().objects.get(pk=c.manager.account_id), phone=phone)
    size = "phone" if phone else "wide"
    page.goto("/children/")
    expect(page.get_by_text("1 to 50 of 91 children")).to_be_visible()
    expect(page.get_by_role("link", name="All 60 referrals to be decided")).to_be_visible()
    fits(page)
    axe(page)
    picture(page, f"children-many-{size}")

    # When they go on by the keyboard, and ask by the beginning of a family name
    page.get_by_role("link", name="Next").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("51 to 91 of 91 children")).to_be_visible()
    page.get_by_label("Family name begins with").select_option("B")
    page.get_by_role("button", name="Show").click()

    # Then the list begins again with those
    expect(page.get_by_text("45 children", exact=True).or_(page.get_by_text("46 children", exact=True))).to_be_visible()

    # And the teams stand in numbers first, then one of them
    page.goto("/children/team")
    axe(page)
    fits(page)
    picture(page, f"teams-{size}")
    page.get_by_role("link", name="Long-term team").click()
    expect(page.get_by_role("heading", name="Long-term team", exact=True)).to_be_visible()
    expect(page.get_by_role("heading", name="Late in the team (30)")).to_be_visible()
    axe(page)
    fits(page)
    picture(page, f"team-one-{size}")
    page.goto("/children/queue/review?page=2")
    expect(page.get_by_text("21 to 30 of 30 children")).to_be_visible()
    axe(page)
    fits(page)
    picture(page, f"review-{size}")
