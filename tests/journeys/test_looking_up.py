"""Somebody looks for a child by the box on every page, and reads the page of a child who died."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from playwright.sync_api import expect

from lippen.casework.actions import knowing, people
from lippen.casework.tests.factories import NOW, TODAY, Cast, cast
from lippen.casework.vocabulary import TieKind
from lippen.kernel import access

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def c(settings) -> Cast:
    settings.LIPPEN_TODAY = TODAY
    with transaction.atomic():
        made = cast()
        child = made.add(made.worker, "Isla", "Macpherson")
        brother = made.add(made.worker, "Ruaridh", "Macpherson", tie=people.NewTie(child.ref, TieKind.SIBLING))
        made.there |= {"child": child.ref, "brother": brother.ref}
        for number in range(24):
            made.add(made.worker, f"Nairn{chr(97 + number)}", "Quarrier")
        access.identify(made.worker, today=TODAY)
        knowing.say_death(actor=made.worker, person_ref=child.ref, died_on=TODAY, so_on=TODAY, at=NOW)
    return made


@pytest.mark.parametrize("phone", [False, True])
def test_a_child_is_found_by_the_keyboard_and_the_page_of_one_who_died_is_plain(c, enter, seen, phone) -> None:
    page = enter(get_user_model().objects.get(pk=c.worker.account_id), phone=phone)
    page.goto("/")
    page.keyboard.press("/")
    page.keyboard.type("mcferson")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="People (2)")).to_be_visible()
    assert "mcferson" not in page.url
    expect(page.get_by_label("Search everything")).to_have_value("mcferson")
    seen(page, "found")

    page.get_by_role("link", name="Isla Macpherson").click()
    expect(page.get_by_text("Isla Macpherson died on 17 October 2012")).to_be_visible()
    expect(page.get_by_text("Plan a visit")).to_have_count(0)
    seen(page, "died")
    page.goto(f"/children/{c.there['brother']}")
    expect(page.get_by_text("died on 17 October 2012")).to_be_visible()
    seen(page, "brother")

    page.get_by_label("Search everything").fill("quarrier")
    page.get_by_role("button", name="Search", exact=True).click()
    expect(page.get_by_role("heading", name="People (24)")).to_be_visible()
    page.get_by_role("link", name="Next").click()
    expect(page.get_by_role("link", name="Nairnx Quarrier")).to_be_visible()
    seen(page, "second-page")
    page.get_by_label("Search everything").fill("nobody of this name")
    page.get_by_role("button", name="Search", exact=True).click()
    expect(page.get_by_text("Nothing and nobody was found")).to_be_visible()
    seen(page, "nobody")
