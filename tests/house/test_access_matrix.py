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
OF_CHAIRS = {
    *("groups:arrange_agenda", "groups:close_meeting", "groups:record_group_meeting", "groups:set_member"),
    *("groups:minute_line", "groups:settle_agenda", "groups:shift_meeting"),
}
OF_LEADS = {"improvement:change_date", "improvement:change_state", "improvement:say_done", "improvement:wait_on"}
OF_OWNERS = {
    *("partners:hand_over_commitment", "partners:keep_commitment", "partners:move_commitment"),
    *("partners:reopen_commitment", "partners:withdraw_commitment"),
    *("risks:close_risk", "risks:reopen_risk", "risks:reword_risk", "risks:score_risk", "risks:tie_risk"),
}
OF_HOLDERS = {"groups:end_schedule", "groups:say_held", "groups:withdraw_wanted", "library:answer"}
ASKS_MORE = OF_CHAIRS | OF_LEADS | OF_OWNERS | OF_HOLDERS
"""Pages that ask more than a role: to chair the group, to lead the action, to own the promise or risk, to be asked."""
WITHOUT_LOCK = {"decisions", "groups", "improvement", "inspection", "organisation", "risks"}
LOCKED_THERE = {
    *("improvement:add_to_restricted", "improvement:decide_evidence", "improvement:evidence_file"),
    *("improvement:export", "improvement:export_file", "improvement:filled_in", "improvement:import_progress"),
    *("improvement:name_audience", "improvement:restricted", "improvement:restricted_document"),
    *("improvement:end_sight", "inspection:sampled_file", "organisation:confirm_recovery", "organisation:recovery"),
    *("organisation:unlink", "organisation:withdraw_recovery"),
}
OF_A_PLAN = {"library:ask", "web:plan_compare"}
OF_AN_OFFICER = {"casework:worker_terms", "casework:leaver", "casework:say_post_hours"}
"""It names an officer or a post, which has the app's lock alone; terms, hours and children are locked (test_locks)."""
LOCKED = {
    name
    for name in WITH_ID
    if name in LOCKED_THERE or (name.partition(":")[0] not in WITHOUT_LOCK and name not in OF_A_PLAN | OF_AN_OFFICER)
}
"""Pages whose records PostgreSQL locks by itself: children, papers, partners, evidence, restricted files, who looked.

What a plan holds of its own, and who holds which post, has the app's lock alone: there is no child in it.
"""

Ask = Callable[[str, Role, str, str], int]


@pytest.fixture(scope="module")
def ask(two: Councils) -> Ask:
    """The status of one request of somebody of either council; what it leaves behind is undone."""
    signed_in = {("ours", role): browser(actor) for role, actor in two.ours.items()}
    signed_in |= {("theirs", role): browser(actor) for role, actor in two.theirs.items()}

    def asked(council: str, role: Role, name: str, url: str) -> int:
        with transaction.atomic():
            client = signed_in[council, role]
            found = client.get(url) if "GET" in LINES[name].methods else client.post(url)
            transaction.set_rollback(True)
        return found.status_code

    return asked


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


def test_signed_out_every_page_sends_to_sign_in(two: Councils) -> None:
    for name in PRIVATE:
        client, url = Client(raise_request_exception=False), at_ours(two, name)
        found = client.get(url) if "GET" in LINES[name].methods else client.post(url)
        assert found.status_code == 302, name
        assert found.headers["Location"].startswith(reverse("account_login")), name


def test_a_method_that_the_line_does_not_name_is_refused(two: Councils) -> None:
    clients = {role: browser(actor) for role, actor in two.ours.items()}
    for name, pattern in ROUTES.items():
        line = LINES[name]
        role = Role.SOCIAL_WORKER if line.is_public else Role(min(line.roles))
        url = address(name, pattern) if line.is_public else at_ours(two, name)
        for method in {"PUT", "DELETE", "PATCH", "POST", "GET"} - line.methods:
            assert clients[role].generic(method, url).status_code == 405, f"{method} {name}"


def wrong_in(statuses: dict[tuple[str, Role], int]) -> dict[str, int]:
    """The cells in which somebody was let in whom the table does not name, or refused whom it names."""
    return {
        f"{role} {name}": status
        for (name, role), status in statuses.items()
        if status >= 500
        or (role not in LINES[name].roles and status != 403)
        or (role in LINES[name].roles and status == 403 and name not in ASKS_MORE)
    }


def test_each_role_is_let_in_or_refused_as_the_table_says(two: Councils, ask: Ask) -> None:
    with nothing_drawn():
        statuses = {(name, role): ask("ours", role, name, at_ours(two, name)) for name in PRIVATE for role in Role}
    assert len(statuses) >= CELLS
    assert wrong_in(statuses) == {}
    refused = {name for (name, role), status in statuses.items() if status == 403 and role in LINES[name].roles}
    assert refused == ASKS_MORE, "a page that asks no more than a role is not in the list"


def test_a_line_that_lets_a_role_in_by_mistake_is_found() -> None:
    """The matrix can fail: a table that says otherwise than the gate does is told apart from it."""
    name = "improvement:plan"
    let_in, kept_out = Role.TEAM_LEADER, Role.PARTNER
    assert let_in in LINES[name].roles and kept_out not in LINES[name].roles
    assert wrong_in({(name, let_in): 403, (name, kept_out): 200}) == {
        f"{let_in} {name}": 403,
        f"{kept_out} {name}": 200,
    }
    assert wrong_in({(name, let_in): 200, (name, kept_out): 403}) == {}


# --- the app's lock alone ---


@pytest.fixture
def off(two: Councils) -> Iterator[None]:
    """Row-level security is off: the app's checks stand alone. What another council is shown: test_record_states."""
    with switched_off():
        yield


@pytest.mark.prove
def test_with_row_level_security_off_the_apps_checks_alone_let_each_role_in_as_the_table_says(two, ask, off) -> None:
    with nothing_drawn():
        statuses = {(name, role): ask("ours", role, name, at_ours(two, name)) for name in PRIVATE for role in Role}
    assert len(statuses) >= CELLS
    assert wrong_in(statuses) == {}


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


def theirs_shown(two: Councils, ask: Ask, roles: list[Role]) -> tuple[int, set[str]]:
    """How many cells were tried, and the pages at which somebody of the other council is shown a record of ours."""
    nothing = {name: ask("theirs", roles[0], name, at_nothing(two, name)) for name in WITH_ID}
    tried, shown = 0, set()
    for name in WITH_ID:
        for role in roles:
            tried += 1
            status = ask("theirs", role, name, at_ours(two, name))
            assert status < 500, f"{role} {name}"
            if status in FOUND and status != nothing[name]:
                shown.add(name)
    return tried, shown


@pytest.mark.prove
def test_with_both_locks_open_the_other_council_is_shown_ours(two, ask, off) -> None:
    """Else the next test would prove nothing."""
    with nothing_drawn(), app_checks_off(two):
        _, shown = theirs_shown(two, ask, [Role.PARTNER])
    assert len(shown) > len(WITH_ID) * 0.7, sorted(set(WITH_ID) - shown)


@pytest.mark.prove
def test_with_the_apps_checks_off_the_tables_locks_alone_show_the_other_council_no_locked_record(two, ask) -> None:
    with nothing_drawn(), app_checks_off(two):
        tried, shown = theirs_shown(two, ask, list(Role))
    assert tried >= CELLS and len(LOCKED) > 150
    assert shown & LOCKED == set()
