"""Every address × every role, at records that are there: with both locks, and with either one switched off.

Signed out, not allowed (403), not yours (404), allowed. Two locks stand at every record: the app's checks (which role
may open a page, what a post allows, what `visible_to` gives) and PostgreSQL's row-level security. Each is tried with
the other one open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from unittest.mock import patch

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from lippen.kernel.access import Actor, Permission
from lippen.organisation import queries as organisation
from lippen.organisation.roles import Role
from lippen.web.access_table import check_every_route, routes, table
from lippen.web.access_table.lines import Line
from tests.house.addresses import NOT_THERE, address, parameters
from tests.house.councils import Councils, browser
from tests.house.row_security import switched_off

ROUTES = dict(sorted(routes(), key=lambda found: found[0]))
LINES = table()
PRIVATE = [name for name in ROUTES if not LINES[name].is_public]
WITH_ID = [name for name in PRIVATE if parameters(ROUTES[name])]
CELLS = 3000
FOUND = {200, 302, 409}
"""It is there: shown, led on from, or not to be done now."""

Ask = Callable[[str, Role, str], int]
Matrix = dict[tuple[str, Role], int]


@pytest.fixture(scope="module")
def ask(two: Councils) -> Ask:
    """The status of one request of somebody of either council; what it leaves behind is undone."""
    signed_in = {("ours", role): browser(actor) for role, actor in two.ours.items()}
    signed_in |= {("theirs", role): browser(actor) for role, actor in two.theirs.items()}

    def asked(council: str, role: Role, url: str, *, post: bool = False) -> int:
        with transaction.atomic():
            client = signed_in[council, role]
            status = (client.post(url) if post else client.get(url)).status_code
            transaction.set_rollback(True)
        return status

    return lambda council, role, name, url: asked(council, role, url, post="GET" not in LINES[name].methods)


@contextmanager
def nothing_drawn() -> Iterator[None]:
    """Pages are not drawn: whether somebody is let in is decided before."""
    with patch("django.template.backends.django.Template.render", lambda *given, **more: ""):
        yield


def at_ours(two: Councils, name: str) -> str:
    return address(name, ROUTES[name], two.known(ROUTES[name]))


def at_nothing(two: Councils, name: str) -> str:
    """The same address, but for the record: there is none of that reference."""
    kinds = parameters(ROUTES[name])
    nothing = {key: NOT_THERE[kinds[key]] for key in ("ref", "form_key") if key in kinds}
    return address(name, ROUTES[name], {**two.known(ROUTES[name]), **nothing})


# --- the table itself ---


def test_every_route_has_a_line_and_every_line_a_route() -> None:
    check_every_route()


def test_every_line_says_why_in_a_sentence() -> None:
    assert [line.name for line in LINES.values() if not line.words.endswith(".")] == []


def test_there_are_no_roles_in_the_table_that_nobody_can_have() -> None:
    known = {role.value for role in Role} | {"anyone"}
    assert [line.name for line in LINES.values() if not line.roles <= known] == []


def test_signed_out_every_page_sends_to_sign_in(two) -> None:
    for name in PRIVATE:
        client, url = Client(raise_request_exception=False), at_ours(two, name)
        found = client.get(url) if "GET" in LINES[name].methods else client.post(url)
        assert found.status_code == 302, name
        assert found.headers["Location"].startswith(reverse("account_login")), name


def test_a_method_that_the_line_does_not_name_is_refused(two) -> None:
    clients = {role: browser(actor) for role, actor in two.ours.items()}
    for name, pattern in ROUTES.items():
        line = LINES[name]
        role = Role.SOCIAL_WORKER if line.is_public else Role(min(line.roles))
        for method in {"PUT", "DELETE", "PATCH", "POST", "GET"} - line.methods:
            url = address(name, pattern, two.known(pattern)) if not line.is_public else address(name, pattern)
            assert clients[role].generic(method, url).status_code == 405, f"{method} {name}"


# --- both locks ---


def test_where_the_table_lets_a_role_in_it_comes_to_a_page_and_the_record_is_there_for_somebody(two, ask) -> None:
    statuses: Matrix = {}
    for name in PRIVATE:
        for role in map(Role, sorted(LINES[name].roles)):
            statuses[name, role] = ask("ours", role, name, at_ours(two, name))
    print(f"\n{len(statuses)} cells with both locks, each at a record of ours")
    print("403", sorted({name for (name, _), status in statuses.items() if status == 403}))
    print("500", sorted({(name, status) for (name, _), status in statuses.items() if status >= 500}))
    print("404", sorted(set(WITH_ID) - {name for (name, _), status in statuses.items() if status in FOUND}))
    assert {cell: status for cell, status in statuses.items() if status >= 500 or status == 403} == {}
    for_somebody = {name for (name, _), status in statuses.items() if status in FOUND}
    assert set(WITH_ID) - for_somebody - NOT_THEIRS_TO_OPEN == set()


NOT_THEIRS_TO_OPEN: set[str] = set()


# --- the app's lock alone ---


@pytest.fixture(scope="module")
def off(two: Councils) -> Iterator[None]:
    """Row-level security is off: the app's own checks stand alone."""
    with switched_off():
        yield


def test_with_row_level_security_off_each_role_is_let_in_or_refused_as_the_table_says(two, ask, off) -> None:
    with nothing_drawn():
        statuses = {(name, role): ask("ours", role, name, at_ours(two, name)) for name in PRIVATE for role in Role}
    print(f"\n{len(statuses)} cells with row-level security off")
    assert len(statuses) >= CELLS
    wrong = {
        f"{role} {name}": status
        for (name, role), status in statuses.items()
        if status >= 500 or (status == 403) is (role in LINES[name].roles)
    }
    assert wrong == {}


# --- the tables' locks alone ---


@contextmanager
def app_checks_off(two: Councils) -> Iterator[None]:
    """The site takes everybody for somebody of both councils who may do everything; PostgreSQL knows who they are."""
    real = organisation.actor_for
    both = frozenset(number for actor in two.everyone() for number in actor.authority_ids)
    everything = {"roles": frozenset(Role), "permissions": frozenset(Permission), "authority_ids": both}

    def may_all(*given: object, **more: object) -> Actor:
        return replace(real(*given, **more), **everything, reach=None, seats=None)

    with (
        patch("lippen.web.request._admit", lambda *given: None),
        patch("lippen.organisation.queries.actor_for", may_all),
    ):
        yield


def shown_to_theirs(two: Councils, ask: Ask, role: Role) -> set[str]:
    """The pages at which somebody of the other council is shown a record of ours."""
    return {
        name
        for name in WITH_ID
        if ask("theirs", role, name, at_ours(two, name)) in FOUND
        and ask("theirs", role, name, at_nothing(two, name)) not in FOUND
    }


def test_with_both_locks_open_the_other_council_is_shown_ours(two, ask, off) -> None:
    """Else the next test would prove nothing."""
    with nothing_drawn(), app_checks_off(two):
        shown = shown_to_theirs(two, ask, Role.PARTNER)
    print(f"\n{len(shown)} of {len(WITH_ID)} pages are shown with both locks open")
    print(sorted(set(WITH_ID) - shown))
    assert len(shown) > len(WITH_ID) * 0.8


def test_with_the_apps_checks_off_the_tables_locks_alone_show_the_other_council_nothing(two, ask) -> None:
    with nothing_drawn(), app_checks_off(two):
        statuses = {(name, role): ask("theirs", role, name, at_ours(two, name)) for name in WITH_ID for role in Role}
        nothing = {name: ask("theirs", Role.PARTNER, name, at_nothing(two, name)) for name in WITH_ID}
    print(f"\n{len(statuses)} cells with the app's checks off")
    print(sorted({name for (name, _), status in statuses.items() if status not in (404, nothing[name])}))
    assert len(statuses) >= CELLS
    assert {
        f"{role} {name}": status
        for (name, role), status in statuses.items()
        if name not in OF_PLANS and status not in (404, nothing[name])
    } == {}


OF_PLANS: set[str] = set()


def test_a_line_that_lets_a_role_in_by_mistake_is_found(two, ask) -> None:
    """The matrix can fail: a table that says otherwise than the gate does is told apart from it."""
    name = "improvement:plan"
    mistaken = replace(LINES[name], roles=LINES[name].roles - {Role.TEAM_LEADER})
    assert isinstance(mistaken, Line)
    status = ask("ours", Role.TEAM_LEADER, name, at_ours(two, name))
    assert (status == 403) is not (Role.TEAM_LEADER not in mistaken.roles)
