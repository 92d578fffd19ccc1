"""People come in: by a password and an app or a passkey, by a passkey alone, by their council's own sign-in."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.socialaccount.models import SocialAccount
from django.core.cache import cache
from django.db import transaction
from django.urls import reverse
from playwright.sync_api import Page, Route, expect

from lippen.config.providers import Provider, form_origins
from lippen.design.tests.browsers import fits
from lippen.organisation.models import Account
from lippen.organisation.roles import Role
from lippen.organisation.tests import factories
from lippen.server.setup import as_owner
from tests.identity_provider import SECRET, running
from tests.journeys.conftest import DESK, PHONE

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
PASSWORD = "three unusual words 7"
PEOPLE = {
    "known": {"name": "Isla Testerton", "email": "isla@council.example", "verified": True, "amr": ["pwd"]},
    "twice": {"name": "Morag Testerton", "email": "morag@council.example", "verified": True, "amr": ["pwd", "mfa"]},
    "stranger": {"name": "Nobody Known", "email": "nobody@council.example", "verified": True, "amr": ["pwd", "mfa"]},
    "unchecked": {"name": "Not Checked", "email": "rhona@council.example", "verified": False, "amr": ["pwd", "mfa"]},
}


@pytest.fixture
def someone() -> Account:
    cache.clear()
    with transaction.atomic():
        return factories.account(factories.holder(factories.post(factories.authority(), Role.TEAM_LEADER)), PASSWORD)


@pytest.fixture
def page(browser, live_server) -> Iterator[Page]:
    context = browser.new_context(base_url=live_server.url, viewport=PHONE)
    made = context.new_page()
    yield made
    context.close()


def with_authenticator(page: Page) -> None:
    """A virtual device that confirms passkeys, as a fingerprint reader would."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    given = {**options, "isUserVerified": True, "automaticPresenceSimulation": True}
    session.send("WebAuthn.addVirtualAuthenticator", {"options": given})


def sign_in(page: Page, account: Account) -> None:
    page.goto("/sign-in")
    page.get_by_label("E-mail address").fill(account.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="Sign out", exact=True).first.click()


def code(key: str) -> str:
    return format_hotp_value(hotp_value(key.replace(" ", ""), int(time.time()) // 30))


def came_in_by(how: str) -> int:
    """How often the audit trail says that somebody came in this way."""
    with as_owner() as owner:
        asked = "select count(*) from kernel_auditentry where verb = 'account.signed_in' and keys->>'how' = %s"
        return owner.execute(asked, [how]).fetchone()[0]


def test_somebody_sets_up_an_app_at_390_pixels_and_comes_in_with_it_again(page, someone, axe, picture) -> None:
    # Given somebody with a password and nothing else
    page.goto("/sign-in")
    axe(page)
    picture(page, "sign-in")
    sign_in(page, someone)
    expect(page.locator("h1")).to_have_text("One more step before you begin")
    axe(page)
    picture(page, "choice")

    # When they set up an app
    page.get_by_role("link", name="My phone, with an authenticator app").click()
    axe(page)
    fits(page)
    page.get_by_text("I cannot scan the square").click()
    key = page.locator(".lippen-code").inner_text()
    picture(page, "app")
    page.get_by_label("Code that the app shows now").fill("000000")
    page.get_by_role("button", name="Set up the app").click()
    expect(page.locator("#error-summary")).to_contain_text("That code is not right")
    expect(page.locator("#error-summary")).to_be_focused()
    page.get_by_label("Code that the app shows now").fill(code(key))
    page.get_by_role("button", name="Set up the app").click()

    # Then they see recovery codes once, and their desk
    expect(page.locator(".lippen-codes li")).to_have_count(10)
    axe(page)
    picture(page, "codes")
    recovery = page.locator(".lippen-codes li").first.inner_text()
    page.get_by_role("link", name="I have kept them").click()
    expect(page.locator("h1")).to_have_text("My desk")

    # And the next time a recovery code opens, because the app's code was used already
    sign_out(page)
    sign_in(page, someone)
    expect(page.locator("h1")).to_have_text("Second step")
    axe(page)
    picture(page, "second-step")
    page.get_by_label("Code").fill("000000")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.locator("#error-summary")).to_be_focused()  # though the field asks for the focus as the page opens
    page.get_by_label("Code").fill(recovery)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.locator("h1")).to_have_text("My desk")

    # And their own page shows it
    page.get_by_role("link", name="Sign-in and security").click()
    expect(page.get_by_text("9 left, for the day that you lose your phone")).to_be_visible()
    axe(page)
    fits(page)
    picture(page, "security")


def test_somebody_adds_a_passkey_and_comes_in_with_it_alone(page, someone, axe, picture) -> None:
    with_authenticator(page)
    page.set_viewport_size(DESK)
    sign_in(page, someone)
    page.get_by_role("link", name="This device's fingerprint, face or PIN").click()
    axe(page)
    picture(page, "add-passkey")
    page.get_by_label("What shall we call it?").fill("My work laptop")
    page.get_by_role("button", name="Add the passkey").click()
    page.get_by_role("link", name="I have kept them").click()
    expect(page.locator("h1")).to_have_text("My desk")
    sign_out(page)

    # As the second step
    sign_in(page, someone)
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.locator("h1")).to_have_text("My desk")
    sign_out(page)

    # And alone, without a password
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.locator("h1")).to_have_text("My desk")
    page.get_by_role("link", name="Sign-in and security").click()
    expect(page.get_by_text("My work laptop, added on")).to_be_visible()
    axe(page)
    picture(page, "security")
    assert came_in_by("passkey") == 1

    # It cannot be removed while it is the only second step
    page.get_by_role("link", name="Remove My work laptop").click()
    expect(page.get_by_text("This is your only second step")).to_be_visible()


def test_a_passkey_is_not_asked_for_before_its_script_is_there(page, someone) -> None:
    with_authenticator(page)
    sign_in(page, someone)
    held: list[Route] = []
    page.route("**/passkeys.js", lambda route: held.append(route))
    page.get_by_role("link", name="This device's fingerprint, face or PIN").click(no_wait_after=True)
    expect(page.get_by_text("A passkey lives in this device")).to_be_visible()
    expect(page.get_by_role("button", name="Add the passkey")).to_be_hidden()
    held[0].continue_()
    page.get_by_role("button", name="Add the passkey").click()
    page.get_by_role("link", name="I have kept them").click()
    expect(page.locator("h1")).to_have_text("My desk")


def test_a_browser_that_knows_no_passkeys_is_shown_the_other_way(page, someone, axe) -> None:
    page.add_init_script("delete window.PublicKeyCredential")
    sign_in(page, someone)
    page.get_by_role("link", name="This device's fingerprint, face or PIN").click()
    expect(page.get_by_text("This browser does not know passkeys.")).to_be_visible()
    expect(page.get_by_role("button", name="Add the passkey")).to_be_hidden()
    axe(page)
    page.get_by_role("link", name="Set up an authenticator app").click()
    expect(page.get_by_label("Code that the app shows now")).to_be_visible()


def test_a_closed_way_in_is_not_opened_by_its_passkey(page, someone) -> None:
    with_authenticator(page)
    sign_in(page, someone)
    page.get_by_role("link", name="This device's fingerprint, face or PIN").click()
    page.get_by_role("button", name="Add the passkey").click()
    page.get_by_role("link", name="I have kept them").click()
    sign_out(page)
    Account.objects.filter(pk=someone.pk).update(is_active=False)
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.locator("h1")).to_have_text("Your way in is closed")


@pytest.fixture
def provider(live_server, settings) -> Iterator[None]:
    """The council's own sign-in, a real provider, as the environment would describe it."""
    back = live_server.url + reverse("openid_connect_callback", args=["council"])
    with running(back, PEOPLE) as issuer:
        given = Provider("council", "Made-up Council", issuer, "lippen", SECRET)
        settings.LIPPEN_PROVIDERS = (given,)
        policy = settings.CONTENT_SECURITY_POLICY
        directives = {**policy["DIRECTIVES"], "form-action": ["'self'", *form_origins([given])]}
        settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": directives}
        yield


def known(given: str, *, role: Role = Role.TEAM_LEADER) -> Account:
    with transaction.atomic():
        person = factories.person(factories.authority())
        person.email = str(PEOPLE[given]["email"])
        person.save()
        return factories.account(factories.holder(factories.post(person.authority, role), person))


def by_provider(page: Page, name: str) -> None:
    page.context.clear_cookies()
    page.goto("/sign-in")
    page.get_by_role("button", name="Sign in with Made-up Council").click()
    page.get_by_role("button", name=name).click()


def test_the_councils_own_sign_in_opens_lippen_for_those_it_knows_and_for_nobody_else(
    page, provider, axe, picture
) -> None:
    isla, morag, rhona = known("known"), known("twice"), known("unchecked")
    page.goto("/sign-in")
    axe(page)
    picture(page, "sign-in-with-provider")

    # Whoever showed the provider one factor sets up a second one here first
    by_provider(page, "Isla Testerton")
    expect(page.locator("h1")).to_have_text("One more step before you begin")
    assert SocialAccount.objects.get(user=isla).extra_data == {}

    # Whoever showed it two is in
    by_provider(page, "Morag Testerton")
    expect(page.locator("h1")).to_have_text("My desk")
    assert came_in_by("provider") == 2

    # The link holds when the address has changed since
    Account.objects.filter(pk=morag.pk).update(email="morag.married@council.example")
    by_provider(page, "Morag Testerton")
    expect(page.locator("h1")).to_have_text("My desk")

    # A stranger gets no account, nor does anybody whose address the provider has not checked
    before = Account.objects.count()
    by_provider(page, "Nobody Known")
    expect(page.locator("h1")).to_have_text("We do not know you here yet")
    axe(page)
    picture(page, "not-known")
    by_provider(page, "Not Checked")
    expect(page.locator("h1")).to_have_text("We do not know you here yet")
    assert Account.objects.count() == before and not SocialAccount.objects.filter(user=rhona).exists()

    # Breaking off there, and a closed way in, are told kindly
    by_provider(page, "Cancel")
    expect(page.locator("h1")).to_have_text("You are not signed in")
    axe(page)
    Account.objects.filter(pk=morag.pk).update(is_active=False)
    by_provider(page, "Morag Testerton")
    expect(page.locator("h1")).to_have_text("Your way in is closed")


def test_somebody_who_is_in_links_their_councils_sign_in_and_unlinks_it(page, provider, someone, enter) -> None:
    inside = enter(someone)
    inside.goto("/security/")
    inside.get_by_role("link", name="Link Made-up Council").click()
    inside.get_by_role("button", name="Go to Made-up Council").click()
    inside.get_by_role("button", name="Nobody Known").click()
    expect(inside.get_by_text("It is linked: from now on it opens Lippen for you.")).to_be_visible()
    by_provider(page, "Nobody Known")
    expect(page.locator("h1")).to_have_text("My desk")
    inside.get_by_role("button", name="Unlink Made-up Council").click()
    expect(inside.get_by_text("Made-up Council no longer opens Lippen for you.")).to_be_visible()
    by_provider(page, "Nobody Known")
    expect(page.locator("h1")).to_have_text("We do not know you here yet")


def test_a_callback_that_nobody_asked_for_signs_nobody_in(page, provider) -> None:
    answer = page.goto("/sign-in/with/council/back?code=abc&state=made-up")
    assert answer.status == 401
    expect(page.locator("h1")).to_have_text("Your council's sign-in did not answer as it should")
