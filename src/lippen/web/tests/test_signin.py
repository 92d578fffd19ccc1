"""The way in: a password, a limit on tries, a session that ends."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from lippen.kernel.models import AuditEntry
from lippen.organisation.roles import Role
from lippen.organisation.tests import factories
from lippen.web.request import SEEN_KEY

pytestmark = pytest.mark.django_db
PASSWORD = "three unusual words 7"


@pytest.fixture
def leader():
    cache.clear()
    return factories.account(factories.holder(factories.post(factories.authority(), Role.TEAM_LEADER)), PASSWORD)


def sign_in(client: Client, email: str, password: str = PASSWORD):
    return client.post(reverse("account_login"), {"login": email, "password": password})


def test_a_password_alone_opens_the_choice_of_a_second_step_and_nothing_else(client, leader) -> None:
    assert sign_in(client, leader.email).headers["Location"] == reverse("web:home")
    assert client.get(reverse("web:home")).headers["Location"] == reverse("organisation:second_step")
    page = client.get(reverse("organisation:second_step"))
    assert page.status_code == 200
    assert reverse("improvement:plans") not in page.content.decode()


def test_the_password_is_kept_as_argon2(leader) -> None:
    assert leader.password.startswith("argon2$argon2id")


def test_a_wrong_password_is_told_in_words_and_the_address_is_kept(client, leader) -> None:
    page = sign_in(client, leader.email, "wrong").content.decode()
    assert leader.email in page
    assert "There is a problem" in page


def test_too_many_wrong_passwords_are_stopped(client, leader) -> None:
    pages = [sign_in(client, leader.email, "wrong") for _ in range(6)]
    assert "Too many wrong tries. Wait five minutes" in pages[-1].content.decode()
    assert sign_in(client, leader.email).status_code != 302


def test_somebody_who_asks_again_and_again_is_told_politely_how_long_to_wait(client, leader) -> None:
    answers = [sign_in(client, f"nobody{number}@example.org", "wrong") for number in range(61)]
    assert answers[-1].status_code == 429 and answers[-1].headers["Retry-After"] == "300"
    page = answers[-1].content.decode()
    assert "<h1" in page and "Wait five minutes, then try again" in page
    assert client.get(reverse("account_login")).status_code == 200


def test_a_session_left_alone_for_an_hour_ends(client, leader) -> None:
    client.force_login(leader)
    client.get(reverse("web:home"))
    session = client.session
    session[SEEN_KEY] -= 3700
    session.save()
    assert client.get(reverse("web:home")).headers["Location"].startswith(reverse("account_login"))


def test_signing_out_ends_the_session(client, leader) -> None:
    sign_in(client, leader.email)
    client.post(reverse("account_logout"))
    assert client.get(reverse("web:home")).status_code == 302


def test_a_password_can_be_changed_and_a_short_one_is_refused(client, leader) -> None:
    client.force_login(leader)
    url = reverse("account_change_password")
    short = client.post(url, {"oldpassword": PASSWORD, "password1": "short", "password2": "short"})
    assert "at least 12 characters" in short.content.decode()
    new = "four other unusual words"
    assert client.post(url, {"oldpassword": PASSWORD, "password1": new, "password2": new}).status_code == 302


def test_there_is_no_way_to_sign_up(client) -> None:
    assert client.get("/accounts/signup/").status_code == 404


def test_a_refusal_is_audited_though_the_page_was_rolled_back(client, leader) -> None:
    client.force_login(leader)
    assert client.get(reverse("web:audit")).status_code == 403
    assert AuditEntry.objects.filter(verb="refused.not_allowed", account_id=leader.pk).count() == 1


def test_a_read_whose_audit_row_cannot_be_written_is_not_shown(client, monkeypatch) -> None:
    officer = factories.account(
        factories.holder(factories.post(factories.authority(), Role.INFORMATION_GOVERNANCE)), PASSWORD
    )
    client.force_login(officer)

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("no room")

    monkeypatch.setattr("lippen.kernel.audit.AuditEntry.objects.create", broken)
    client.raise_request_exception = False
    answer = client.get(reverse("web:audit"))
    assert answer.status_code == 500
    assert "audit.read" not in answer.content.decode()


def test_the_security_policy_allows_nothing_from_elsewhere_and_nothing_inline(client) -> None:
    policy = client.get(reverse("account_login")).headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_somebody_without_a_password_is_told_so(client) -> None:
    account = factories.account(factories.holder(factories.post(factories.authority(), Role.TEAM_LEADER)))
    client.force_login(account, "allauth.account.auth_backends.AuthenticationBackend")
    page = client.get(reverse("account_change_password"), follow=True).content.decode()
    assert "Your account has no password" in page


@pytest.mark.parametrize(
    "wanted", ["http://[", "//[::1", "http://example.org/", "//example.org", "javascript:alert(1)"]
)
def test_an_address_that_is_elsewhere_or_cannot_be_read_is_not_gone_to_after_signing_in(
    client, leader, wanted: str
) -> None:
    answer = client.post(
        reverse("account_login"),
        {"login": leader.email, "password": PASSWORD, "next": wanted},
        query_params={"next": wanted},
    )
    assert answer.headers["Location"] == reverse("web:home")
    again = client.get(reverse("account_login"), {"next": wanted})
    assert again.headers["Location"] == reverse("web:home")
