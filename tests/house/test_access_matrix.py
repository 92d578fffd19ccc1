"""Every address × every role: signed out, not allowed (403), not yours (404), allowed."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from lippen.organisation.roles import Role
from lippen.web.access_table import check_every_route, routes, table
from lippen.web.access_table.lines import Line
from tests.house.addresses import address

ROUTES = sorted(routes(), key=lambda found: found[0])
LINES = table()
CASES = [pytest.param(name, pattern, id=name) for name, pattern in ROUTES]
PRIVATE = [case for case in CASES if not LINES[case.values[0]].is_public]


def ask(client: Client, line: Line, url: str):
    """One request by the method that the line allows."""
    return client.get(url) if "GET" in line.methods else client.post(url)


def test_every_route_has_a_line_and_every_line_a_route() -> None:
    check_every_route()


def test_every_line_says_why_in_a_sentence() -> None:
    assert [line.name for line in LINES.values() if not line.words.endswith(".")] == []


def test_there_are_no_roles_in_the_table_that_nobody_can_have() -> None:
    known = {role.value for role in Role} | {"anyone"}
    assert [line.name for line in LINES.values() if not line.roles <= known] == []


@pytest.mark.parametrize(("name", "pattern"), PRIVATE)
def test_signed_out_is_sent_to_sign_in(name, pattern, undone) -> None:
    found = ask(Client(), LINES[name], address(name, pattern))
    assert found.status_code == 302
    assert found.headers["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize(("name", "pattern"), PRIVATE)
def test_each_role_is_let_in_or_refused_as_the_table_says(name, pattern, undone, enter) -> None:
    line, url = LINES[name], address(name, pattern)
    for role in Role:
        status = ask(enter(role), line, url).status_code
        assert status < 500, f"{role} {name}: {status}"
        assert (status == 403) is (role not in line.roles), f"{role} {name}: {status}"


@pytest.mark.parametrize(("name", "pattern"), CASES)
def test_a_method_that_the_line_does_not_name_is_refused(name, pattern, undone, enter) -> None:
    line = LINES[name]
    role = next(iter(sorted(line.roles))) if not line.is_public else Role.SOCIAL_WORKER
    url = address(name, pattern)
    client = enter(role)
    for method in {"PUT", "DELETE", "PATCH", "POST", "GET"} - line.methods:
        assert client.generic(method, url).status_code == 405
