"""An administrator invites somebody, who comes in; looks through everybody's access; and somebody leaves."""

from __future__ import annotations

from datetime import date

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.db import transaction
from playwright.sync_api import expect

from lippen.design.tests.browsers import fits
from lippen.organisation.models import Account, Authority
from lippen.organisation.roles import Role
from lippen.organisation.tests import factories
from lippen.organisation.tests.entering import RECORDS
from tests.journeys.conftest import DESK, PHONE
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
    phone.on("request", lambda request: asked.append(request.url))
    with_authenticator(phone)
    phone.goto(f"/welcome#{code}")
    expect(phone.get_by_label("One-time code")).to_have_value(code)
    axe(phone)
    picture(phone, "welcome")
    fits(phone)
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


def test_somebody_who_lost_their_phone_is_let_back_in_by_two_people(
    council, keeper, enter, browser, live_server, work_done, axe, picture
) -> None:
    # Given a team leader who lost her phone, an administrator, and somebody of information governance
    with transaction.atomic():
        person = factories.person(council, "Rhona", "Losty")
        factories.holder(factories.post(council, Role.TEAM_LEADER), person)
        rhona = factories.account(person, PASSWORD)
        keeper.set_password(PASSWORD)
        keeper.save()
        guard = factories.person(council, "Gavin", "Keepsafe")
        factories.holder(factories.post(council, Role.INFORMATION_GOVERNANCE), guard)
        guardian = factories.account(guard, PASSWORD)
    hers = enter(rhona)
    hers.goto("/")
    expect(hers.locator("h1")).to_have_text("My desk")

    # When the administrator, on a phone, has been signed in for a while, they show again who they are
    page = enter(keeper, phone=True)
    page.goto("/accounts/")
    page.get_by_role("link", name="Rhona Losty").click()
    axe(page)
    a_while_passes(keeper)
    page.get_by_role("link", name="Help them back in").click()
    page.get_by_label("Password").fill(PASSWORD)
    axe(page)
    picture(page, "again-390")
    page.get_by_role("button", name="Go on").click()

    # and ask, saying what was lost and how they made sure
    page.get_by_role("button", name="Ask for the second person").click()
    expect(page.locator("#error-summary")).to_contain_text("Say how you made sure")
    axe(page)
    page.get_by_label("Their phone, passkey or app").check()
    page.get_by_label("I saw them, and know them").check()
    picture(page, "ask-390")
    page.get_by_role("button", name="Ask for the second person").click()
    expect(page.get_by_text("Waits for the second person")).to_be_visible()
    expect(page.get_by_text("You asked for this.")).to_be_visible()
    fits(page)
    axe(page)
    picture(page, "waits-390")

    # Then Rhona is told at once by e-mail
    work_done()
    assert [letter.subject for letter in mail.outbox] == ["Lippen: somebody asked that you be let back in"]

    # and it stands on the desk of information governance, who makes sure for himself
    other = enter(guardian)
    other.goto("/")
    other.get_by_role("link", name="Confirm that Rhona Losty be let back in").click()
    expect(other.locator("h1")).to_have_text("Let Rhona Losty back in")
    fits(other)
    axe(other)
    picture(other, "second-1280")
    other.set_viewport_size(PHONE)
    fits(other)
    axe(other)
    picture(other, "second-390")
    other.get_by_role("link", name="I have made sure myself").click()
    expect(other.locator("h1")).to_have_text("Confirm that Rhona Losty be let back in")
    fits(other)
    axe(other)
    picture(other, "confirm-390")
    other.set_viewport_size(DESK)
    other.get_by_label("I rang them back").check()
    fits(other)
    axe(other)
    picture(other, "confirm-1280")
    other.get_by_role("button", name="Confirm and make the code").click()
    expect(other.locator(".lippen-big-code")).to_be_visible()
    code = other.locator(".lippen-big-code").inner_text()
    axe(other)
    picture(other, "code-1280")
    other.get_by_role("link", name="I have given it to them").click()
    expect(other.get_by_text("Confirmed: the code waits to be used")).to_be_visible()
    axe(other)

    # and Rhona, where she is still signed in, is told so and could stop it
    hers.goto("/security/")
    expect(hers.get_by_role("button", name="This was not me: stop it")).to_be_visible()
    fits(hers)
    axe(hers)
    picture(hers, "told-1280")

    # When she uses the code, she is in with a new second step, and wherever she was signed in, it ends
    context = browser.new_context(base_url=live_server.url, viewport=PHONE)
    phone = context.new_page()
    with_authenticator(phone)
    phone.goto("/welcome")
    phone.get_by_label("One-time code").fill(code)
    phone.get_by_label("New password", exact=True).fill("four other unusual words")
    phone.get_by_label("The new password once more").fill("four other unusual words")
    phone.get_by_role("button", name="Set the password").click()
    expect(phone.locator("h1")).to_have_text("One more step before you begin")
    phone.get_by_role("link", name="This device's fingerprint, face or PIN").click()
    phone.get_by_role("button", name="Add the passkey").click()
    phone.get_by_role("link", name="I have kept them").click()
    expect(phone.locator("h1")).to_have_text("My desk")
    context.close()
    hers.goto("/")
    expect(hers.locator("h1")).to_have_text("Sign in")
    page.goto("/recoveries/")
    expect(page.get_by_text("They are back in")).to_be_visible()
    fits(page)
    axe(page)
    picture(page, "list-390")
    page.set_viewport_size(DESK)
    picture(page, "list-1280")
    page.get_by_role("link", name="Rhona Losty").click()
    expect(page.get_by_text("Nothing is left to do here.")).to_be_visible()
    axe(page)

    # And a way in that is closed is told so on her page
    page.goto(f"/accounts/{person.ref}")
    expect(page.get_by_text("Recovery confirmed")).to_be_visible()
    axe(page)
    picture(page, "story-1280")
    page.get_by_role("link", name="Close this way in").click()
    page.get_by_label("They have left the council").check()
    page.get_by_role("button", name="Close it").click()
    expect(page.get_by_text("The way in of Rhona Losty is closed.")).to_be_visible()
    axe(page)
    picture(page, "closed")


def a_while_passes(account: Account) -> None:
    """What somebody showed as they came in was shown longer ago than counts as fresh."""
    with transaction.atomic():
        for row in Session.objects.all():
            held = row.get_decoded()
            if held.get("_auth_user_id") == str(account.pk):
                held[RECORDS] = [{**record, "at": record["at"] - 400} for record in held[RECORDS]]
                row.session_data = Session.objects.encode(held)
                row.save()
