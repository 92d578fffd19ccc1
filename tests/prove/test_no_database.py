"""While the database is away, people are told so kindly."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.contrib.messages.storage.session import SessionStorage
from django.contrib.sessions.exceptions import SessionInterrupted
from django.db import OperationalError, connections
from django.test import Client, RequestFactory
from psycopg.conninfo import conninfo_to_dict

from lippen.server import launcher, roles
from lippen.web import errors


class LostSession(dict):
    """A session whose database is away."""

    def get(self, *given: object) -> None:
        raise OperationalError("connection refused")

    __getitem__ = pop = __contains__ = get


def test_the_page_for_a_fault_needs_no_database() -> None:
    request = RequestFactory().get("/plans/")
    request.session = LostSession()
    request._messages = SessionStorage(request)
    answer = errors.server_error(request)

    assert answer.status_code == 500
    assert "Nothing was half saved." in answer.content.decode()


def test_a_session_that_could_not_be_kept_is_not_called_a_request_that_could_not_be_read() -> None:
    answer = errors.bad_request(RequestFactory().post("/plans/"), SessionInterrupted("The session was deleted"))

    assert answer.status_code == 500
    assert "We could not read that request" not in answer.content.decode()


@pytest.fixture(scope="module")
def stopped(django_db_blocker) -> Iterator[None]:
    """The site's connection is to a server that was stopped while it stood open."""
    home = Path(tempfile.mkdtemp(prefix="lippen-away-"))
    home.chmod(0o755)
    default = connections["default"]
    default.close()
    before = dict(default.settings_dict)
    server = launcher.start(home / "server", fast=True)
    roles.prepare_roles(server.admin_url, "lippen")
    parts = conninfo_to_dict(server.url(roles.APP, "lippen"))
    default.settings_dict |= {"HOST": parts["host"], "PORT": parts.get("port", ""), "NAME": "lippen"}
    with django_db_blocker.unblock():
        default.ensure_connection()
        server.stop()
        yield
        default.close()
    default.settings_dict |= before
    shutil.rmtree(home)


def browser() -> Client:
    """Somebody who had signed in."""
    client = Client(raise_request_exception=False)
    client.cookies[settings.SESSION_COOKIE_NAME] = "a" * 32
    return client


@pytest.mark.parametrize("client", [browser(), Client(raise_request_exception=False)], ids=["signed in", "not"])
@pytest.mark.parametrize("url", ["/", "/plans/", "/papers/", "/sign-in", "/accessibility", "/drafts/a/b"])
def test_without_its_database_the_site_says_kindly_that_it_will_be_back(url: str, client: Client, stopped) -> None:
    answer = client.get(url)
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    text = answer.content.decode()
    assert "Nothing was half saved." in text and "Wait a minute" in text
    assert "You are not allowed" not in text


def test_an_address_that_is_not_there_is_not_there_without_a_database_either(stopped) -> None:
    assert Client(raise_request_exception=False).get("/nothing-here").status_code == 404
    assert browser().get("/nothing-here").status_code == 503  # it cannot say who is asking


def test_what_was_sent_without_a_database_is_answered_so_too(stopped) -> None:
    assert browser().post("/drafts/update/action-1", "{}", content_type="application/json").status_code == 503


def test_healthz_says_which_part_is_down(stopped) -> None:
    for client in (browser(), Client()):
        answer = client.get("/healthz")
        assert answer.status_code == 503
        assert answer.json() == {"status": "down", "database": "down", "worker": "not known", "nonce": ""}


@pytest.mark.parametrize("state", ["57P01", "57P02", "57P03", "08006", "53100", "53300"])
def test_a_database_that_ends_is_full_or_has_no_room_is_away(state: str) -> None:
    assert errors.is_away(failed(state))


@pytest.mark.parametrize("state", ["57014", "55P03", "40P01", "42501"])
def test_a_statement_that_took_too_long_or_was_refused_is_a_fault_of_ours(state: str) -> None:
    assert not errors.is_away(failed(state))


def failed(state: str) -> OperationalError:
    """An error as Django passes it on from the driver."""
    error = OperationalError("it failed")
    error.__cause__ = psycopg.errors.lookup(state)("it failed")
    return error


@pytest.mark.django_db
def test_healthz_is_well_with_a_database() -> None:
    answer = Client().get("/healthz")
    assert answer.status_code == 200
    assert answer.json() == {"status": "up", "database": "up", "worker": "not seen", "nonce": ""}
