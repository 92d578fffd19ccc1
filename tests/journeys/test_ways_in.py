"""An administrator invites somebody, who comes in; looks through everybody's access; and somebody leaves."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.cache import cache
from django.db import transaction
from playwright.sync_api import expect

from lippen.organisation.models import Account, Authority
from lippen.organisation.roles import Role
from lippen.organisation.tests import factories
from tests.journeys.conftest import PHONE
from tests.journeys.test_signing_in import with_authenticator

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
PASSWORD = "three unusual words 7"


@pytest.fixture
def council(settings) -> Authority:
    settings.LIPPEN_TODAY = date(2026, 11, 23)
    cache.clear()
    with transaction.atomic():
        return factories.authority("Braeside Council")


@pytest.fixture
def keeper(council) -> Account:
    with transaction.atomic():
        return factories.account(factories.holder(factories.post(council, Role.ADMINISTRATOR)))


def test_somebody_is_invited_and_comes_in_with_a_passkey(
    council, keeper, enter, browser, live_server, axe, picture
) -> None:
    # Given an administrator with nobody else
    page = enter(keeper)
    page.goto("/accounts/")
    axe(page)
    page.get_by_role("link", name="Invite somebody").click()
    axe(page)
    page.get_by_role("button", name="Invite them").click()
    expect(page.locator("#error-summary")).to_contain_text("Write an answer: Given name")
    axe(page)

    # When they invite a team leader
    page.get_by_label("Given name").fill("Isla")
    page.get_by_label("Family name").fill("Newcome")
    page.get_by_label("Their work e-mail address").fill("isla.newcome@council.example")
    page.get_by_label("What kind of post is it?").select_option("team_leader")
    page.get_by_label("What is the post called?").fill("Team leader, early help")
    page.get_by_role("button", name="Invite them").click()
    axe(page)
    picture(page, "code")
    code = page.locator(".lippen-big-code").inner_text()

    # Then she chooses a password on her phone by the link, whose code no server's log has seen
    asked: list[str] = []
    context = browser.new_context(base_url=live_server.url, viewport=PHONE)
    phone = context.new_page()
    phone.set_default_timeout(10_000)
    phone.on("request", lambda request: asked.append(request.url))
    with_authenticator(phone)
    phone.goto(f"/welcome#{code}")
    expect(phone.get_by_label("One-time code")).to_have_value(code)
    axe(phone)
    picture(phone, "welcome")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    phone.get_by_label("New password", exact=True).fill(PASSWORD)
    phone.get_by_label("The new password once more").fill(PASSWORD)
    phone.get_by_role("button", name="Set the password").click()
    expect(phone.locator("h1")).to_have_text("One more step before you begin")
    phone.get_by_role("link", name="This device's fingerprint, face or PIN").click()
    phone.get_by_role("button", name="Add the passkey").click()
    phone.get_by_role("link", name="I have kept them").click()
    expect(phone.locator("h1")).to_have_text("My desk")
    assert asked and not [url for url in asked if code in url.partition("#")[0]]

    # And when her access is revoked, her next click ends it, kindly
    page.goto("/accounts/review")
    page.get_by_role("button", name="Open this quarter's review").click()
    axe(page)
    picture(page, "review")
    page.get_by_role("button", name="Revoke the access of Isla Newcome").click()
    expect(page.get_by_text("The access of Isla Newcome is revoked")).to_be_visible()
    axe(page)
    phone.get_by_role("navigation", name="Main").get_by_role("link", name="Plans").click()
    expect(phone.locator("h1")).to_have_text("You are signed out")
    axe(phone)
    picture(phone, "signed-out")

    # And given back, she is in again
    page.get_by_role("button", name="Give it back to Isla Newcome").click()
    expect(page.get_by_text("Isla Newcome has their access back.")).to_be_visible()
    phone.get_by_role("link", name="Go to the sign-in page").click()
    phone.get_by_role("button", name="Sign in with a passkey").click()
    expect(phone.locator("h1")).to_have_text("My desk")
    context.close()


def test_somebody_who_lost_everything_is_helped_back_in_on_a_phone(
    council, keeper, enter, browser, axe, picture
) -> None:
    with transaction.atomic():
        person = factories.holder(
            factories.post(council, Role.TEAM_LEADER), factories.person(council, "Rhona", "Losty")
        )
        factories.account(person, PASSWORD)
    page = enter(keeper, phone=True)
    page.goto("/accounts/")
    page.get_by_role("link", name="Rhona Losty").click()
    axe(page)
    page.get_by_role("link", name="Help them back in").click()
    page.get_by_role("button", name="Make the code").click()
    expect(page.locator("#error-summary")).to_contain_text("Say how you made sure")
    axe(page)
    page.get_by_label("I saw them, and know them").check(force=True)
    page.get_by_role("button", name="Make the code").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    axe(page)
    picture(page, "recovery")
    page.get_by_role("link", name="I have given it to them").click()
    expect(page.get_by_text("Recovery made")).to_be_visible()
    page.get_by_role("link", name="Close this way in").click()
    page.get_by_label("They have left the council").check(force=True)
    page.get_by_role("button", name="Close it").click()
    expect(page.get_by_text("The way in of Rhona Losty is closed.")).to_be_visible()
    axe(page)
    picture(page, "closed")
