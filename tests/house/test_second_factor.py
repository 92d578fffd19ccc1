"""No way in without a second factor: every route, each way of coming in, each way round it."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from lippen.kernel.models import AuditEntry
from lippen.organisation import factors
from lippen.organisation.models import Account
from lippen.organisation.roles import Role
from lippen.organisation.tests import factories
from lippen.organisation.tests.entering import PLAIN, by_one_factor
from lippen.web.access_table import routes, table
from tests.house.addresses import address

pytestmark = pytest.mark.django_db
PASSWORD = "three unusual words 7"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
CHOICE = "organisation:second_step"
PRIVATE = sorted((name, pattern) for name, pattern in routes() if not table()[name].is_public)


@pytest.fixture
def leader() -> Account:
    cache.clear()
    return factories.account(factories.holder(factories.post(factories.authority(), Role.TEAM_LEADER)), PASSWORD)


def code(secret: str = SECRET, *, later: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + later))


def with_app(account: Account) -> Authenticator:
    return TOTP.activate(account, SECRET).instance


def sign_in(client: Client, account: Account) -> str:
    return client.post(reverse("account_login"), {"login": account.email, "password": PASSWORD}).headers["Location"]


@pytest.fixture(scope="module")
def walked(django_db_setup, django_db_blocker) -> Callable[[], dict[str, tuple[int, str]]]:
    """What every route that is not for everyone answers to somebody of some role who has shown a password alone."""

    def walk() -> dict[str, tuple[int, str]]:
        council = factories.authority()
        found = {}
        clients = {role: Client(raise_request_exception=False) for role in Role}
        for role, client in clients.items():
            by_one_factor(client, factories.account(factories.holder(factories.post(council, role))))
        for name, pattern in PRIVATE:
            line = table()[name]
            client = clients[min(line.roles)]
            url = address(name, pattern)
            answer = client.get(url) if "GET" in line.methods else client.post(url)
            found[name] = (answer.status_code, answer.headers.get("Location", ""))
        return found

    return walk


def test_every_route_that_is_not_for_everyone_sends_whoever_showed_one_factor_to_set_up_a_second(walked) -> None:
    found = walked()
    assert len(found) > 40
    served = {name for name, answer in found.items() if answer != (302, reverse(CHOICE))}
    assert served == {"account_reauthenticate", "mfa_activate_totp", "mfa_add_webauthn", CHOICE}
    assert served == {name for name, line in table().items() if line.before_second_factor}


def test_the_demonstrations_door_opens_every_page_in_demo_mode_and_none_outside_it(client, leader, settings) -> None:
    settings.LIPPEN_DEMO = True
    PLAIN(client, leader, factors.DOOR)
    assert client.get(reverse("organisation:security")).status_code == 200
    settings.LIPPEN_DEMO = False
    assert client.get(reverse("organisation:security")).status_code == 401
    assert "_auth_user_id" not in client.session


def test_an_app_is_set_up_with_its_first_code_and_opens_the_desk(client, leader) -> None:
    sign_in(client, leader)
    client.get(reverse("mfa_activate_totp"))
    secret = client.session["mfa.totp.secret"]
    assert client.post(reverse("mfa_activate_totp"), {"code": "000000"}).status_code == 200
    answer = client.post(reverse("mfa_activate_totp"), {"code": code(secret)})
    assert answer.headers["Location"] == reverse("mfa_view_recovery_codes")
    shown = client.get(reverse("mfa_view_recovery_codes")).content.decode()
    assert shown.count('class="lippen-code"') == 10
    assert client.get(reverse("mfa_view_recovery_codes")).content.decode().count('class="lippen-code"') == 0
    assert client.get(reverse("web:home")).status_code == 200
    assert AuditEntry.objects.filter(verb="account.factor_added", account_id=leader.pk, keys={"kind": "totp"}).exists()


def test_the_key_of_an_app_is_not_in_the_database_as_it_is(client, leader) -> None:
    sign_in(client, leader)
    client.get(reverse("mfa_activate_totp"))
    secret = client.session["mfa.totp.secret"]
    client.post(reverse("mfa_activate_totp"), {"code": code(secret)})
    for kept in Authenticator.objects.all():
        assert secret not in str(kept.data)
    assert {kept.type for kept in Authenticator.objects.all()} == {"totp", "recovery_codes"}


def test_whoever_has_an_app_is_asked_for_its_code_and_let_in_by_it(client, leader) -> None:
    with_app(leader)
    assert sign_in(client, leader) == reverse("mfa_authenticate")
    assert client.get(reverse("web:home")).headers["Location"].startswith(reverse("account_login"))
    answer = client.post(reverse("mfa_authenticate"), {"code": code()})
    assert answer.headers["Location"] == reverse("web:home")
    assert client.get(reverse("web:home")).status_code == 200
    signed_in = AuditEntry.objects.get(verb="account.signed_in")
    assert (signed_in.subject_key, signed_in.keys) == (leader.person.ref, {"how": "password"})


def test_a_code_opens_once(leader) -> None:
    with_app(leader)
    typed = code()
    for client, expected in ((Client(), 302), (Client(), 200)):
        sign_in(client, leader)
        assert client.post(reverse("mfa_authenticate"), {"code": typed}).status_code == expected


def test_a_code_opens_once_for_all_processes_when_the_cache_is_the_sites_own(leader, settings) -> None:
    from django.core.cache import caches

    settings.CACHES = {"default": settings.SHARED_CACHE}
    caches["default"].clear()
    test_a_code_opens_once(leader)


def test_a_wrong_code_is_noted_for_its_holder_and_five_are_enough(client, leader) -> None:
    with_app(leader)
    sign_in(client, leader)
    pages = [client.post(reverse("mfa_authenticate"), {"code": "123456"}).content.decode() for _ in range(6)]
    assert "That code is not right" in pages[0]
    assert "Too many wrong tries. Wait five minutes" in pages[-1]
    assert AuditEntry.objects.filter(verb="account.second_refused", subject_key=leader.person.ref).count() == 5
    assert client.post(reverse("mfa_authenticate"), {"code": code()}).status_code == 200


def test_a_recovery_code_opens_once_in_place_of_the_app(client, leader) -> None:
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    with_app(leader)
    first = RecoveryCodes.activate(leader).get_unused_codes()[0]
    sign_in(client, leader)
    assert client.post(reverse("mfa_authenticate"), {"code": f"{first[:4]} {first[4:]}"}).status_code == 302
    assert client.get(reverse("web:home")).status_code == 200
    again = Client()
    sign_in(again, leader)
    assert again.post(reverse("mfa_authenticate"), {"code": first}).status_code == 200


def test_a_session_that_began_before_the_app_was_set_up_cannot_add_a_factor_of_its_own(client, leader) -> None:
    sign_in(client, leader)
    with_app(leader)
    answer = client.get(reverse("mfa_activate_totp"))
    assert answer.headers["Location"] == reverse("account_login")
    assert "_auth_user_id" not in client.session


def test_nobody_removes_their_last_second_step(client, leader) -> None:
    with_app(leader)
    client.force_login(leader)
    page = client.get(reverse("mfa_deactivate_totp")).content.decode()
    assert "nobody comes in without one" in page and "There is a problem" not in page
    answer = client.post(reverse("mfa_deactivate_totp"))
    assert "Add another first" in answer.content.decode()
    assert Authenticator.objects.filter(user=leader, type="totp").exists()


def test_changing_keys_asks_who_one_is_when_it_was_shown_long_ago_and_comes_back(client, leader) -> None:
    with_app(leader)
    client.force_login(leader)
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "at": time.time() - 4000}]
    session.save()
    asked = client.get(reverse("mfa_generate_recovery_codes")).headers["Location"]
    assert (
        asked
        == f"{reverse('account_reauthenticate')}?next={reverse('mfa_generate_recovery_codes').replace('/', '%2F')}"
    )
    assert "Type your password once more" in client.get(asked).content.decode()
    back = client.post(asked, {"password": PASSWORD, "next": reverse("mfa_generate_recovery_codes")})
    assert back.headers["Location"] == reverse("mfa_generate_recovery_codes")
    assert client.get(back.headers["Location"]).status_code == 200


def test_what_was_sent_before_somebody_showed_again_who_they_are_is_not_carried_out(client, leader) -> None:
    with_app(leader)
    client.force_login(leader)
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "at": time.time() - 4000}]
    session.save()
    asked = client.post(reverse("mfa_generate_recovery_codes")).headers["Location"]
    assert asked.startswith(reverse("account_reauthenticate"))
    client.post(asked, {"password": PASSWORD, "next": reverse("mfa_generate_recovery_codes")})
    assert not Authenticator.objects.filter(user=leader, type="recovery_codes").exists()


@pytest.mark.parametrize("typed", ["", "{}", "[]", "null", '{"id": 1}', '{"response": {"userHandle": "AAAA"}}', "\x00"])
def test_nonsense_in_the_place_of_a_passkey_is_told_and_opens_nothing(client, leader, typed) -> None:
    client.get(reverse("mfa_login_webauthn"), headers={"accept": "application/json"})
    answer = client.post(reverse("mfa_login_webauthn"), {"credential": typed})
    assert answer.status_code in {302, 200, 400}
    assert "_auth_user_id" not in client.session
    by_one_factor(client, leader)
    assert client.post(reverse("mfa_add_webauthn"), {"credential": typed}).status_code in {200, 400}
    assert not Authenticator.objects.filter(user=leader).exists()
