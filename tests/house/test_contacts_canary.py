"""Contacts of partners as canaries: who may not read plans finds none; who may, on the engagement's pages alone.

Only addresses that a role is let in to are opened: the access matrix shows that the others are refused.
"""

from __future__ import annotations

import logging

import pytest
from django.test import Client

from lippen.kernel.access import Permission
from lippen.organisation.roles import Role, roles_with
from lippen.server.setup import as_owner
from lippen.web.access_table import routes, table
from tests.house.addresses import address
from tests.house.councils import Councils, browser

CANARIES = ("Perpetua", "Quillfeather", "01632 960 111", "01632960111")
LINES = table()
READ = sorted(name for name, _ in routes() if "GET" in LINES[name].methods)
PUBLIC = [name for name in READ if LINES[name].is_public]
PATTERNS = dict(routes())
STRANGERS = sorted(set(Role) - roles_with(Permission.READ_PLAN))
SHOWN_ON = {
    "partners:stakeholder",
    "partners:change_contact",
    "partners:stakeholder_meeting",
    "partners:hold_meeting",
    "partners:record_meeting",
}
"""Pages of the engagement, for those who read the plan: the group, its contacts, who came."""


def where(two: Councils, name: str) -> str:
    """The address at a record of our council; at none where the route is about nothing that a council keeps."""
    try:
        return two.address(name, PATTERNS[name])
    except KeyError:
        return address(name, PATTERNS[name])


def told(client: Client, two: Councils, name: str) -> str:
    """Everything that an address answers with: body, headers, where it leads."""
    answer = client.get(where(two, name))
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert answer.status_code < 500, name
    return f"{body.decode('utf-8', 'replace')} {answer.headers}"


def let_in(role: Role) -> list[str]:
    """The addresses that a role is let in to."""
    return [name for name in READ if LINES[name].is_public or role in LINES[name].roles]


def showing(client: Client, two: Councils, names: list[str]) -> set[str]:
    """The pages on which a canary sings."""
    return {name for name in names if sings(told(client, two, name))}


def sings(words: str) -> bool:
    return any(canary in words for canary in CANARIES)


@pytest.mark.parametrize("role", STRANGERS)
def test_whoever_may_not_read_plans_finds_no_contact_at_any_address(role: Role, two: Councils) -> None:
    assert showing(browser(two.ours[role]), two, let_in(role)) == set()


@pytest.mark.parametrize("role", [Role.HEAD_OF_SERVICE, Role.ADMINISTRATOR])
def test_another_council_finds_no_contact_at_any_address(role: Role, two: Councils) -> None:
    assert showing(browser(two.theirs[role]), two, let_in(role)) == set()


def test_nobody_who_is_not_signed_in_finds_a_contact(two: Councils) -> None:
    assert showing(Client(raise_request_exception=False), two, PUBLIC) == set()


def test_whoever_reads_plans_finds_contacts_on_the_pages_of_the_engagement_alone(two: Councils) -> None:
    role = Role.PERFORMANCE_OFFICER
    assert showing(browser(two.ours[role]), two, let_in(role)) == SHOWN_ON


def entries() -> list[tuple[object, ...]]:
    """The whole trail, as its owner reads it: under its lock it shows nobody's rows to nobody."""
    with as_owner() as owner:
        return list(owner.execute("select verb, subject_kind, subject_key, keys::text from kernel_auditentry"))


def test_every_page_that_shows_a_contact_is_audited_by_keys_and_never_by_name(two: Councils, caplog) -> None:
    caplog.set_level(logging.DEBUG)
    before = len(entries())
    client = browser(two.ours[Role.SOCIAL_WORKER])
    assert showing(client, two, sorted(SHOWN_ON)) == SHOWN_ON
    assert [name for name in sorted(SHOWN_ON) if not LINES[name].audit] == []
    assert len(entries()) >= before + len(SHOWN_ON)
    kept = str(entries())
    assert not any(canary in kept or canary in caplog.text for canary in CANARIES)


def test_search_finds_no_contact_for_anybody(two: Councils) -> None:
    for actor in (two.ours[Role.HEAD_OF_SERVICE], two.ours[Role.COUNCILLOR_ON_COMMITTEE]):
        for asked in ("Perpet", "Quillf", "01632"):
            page = browser(actor).get(f"/search?q={asked}").content.decode()
            assert not any(canary in page for canary in CANARIES), asked
