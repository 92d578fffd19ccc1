"""What is said of children in care as canaries: no role that does not see their records finds it at any address.

Only addresses that a role is let in to are opened: the access matrix shows that the others are refused.
"""

from __future__ import annotations

import logging

import pytest
from django.test import Client

from lippen.kernel.access import Permission
from lippen.organisation.roles import Role, roles_with
from lippen.server.setup import as_owner
from tests.house.councils import Councils, browser
from tests.house.test_contacts_canary import LINES, PUBLIC, let_in, told

CANARIES = (
    *("I want to stay", "Her mother is to try again", "Legal was rung", "To live with her grandmother"),
    *("Her ears are well again", "Ring the audiologist", "Ring the sheriff clerk", "No house had two rooms"),
    *(
        "She met them twice before",
        "The worker visits weekly",
        "Ms Quill, from the next council",
        "All was talked about",
    ),
    *("Nobody asked me about my room", "She chooses the paint", "She would not talk of home", "The drops sting"),
)
"""What `lippen.care.tests.world` says of the children in care."""
STRANGERS = sorted(set(Role) - roles_with(Permission.READ_RECORDS))
READERS = (Role.SOCIAL_WORKER, Role.TEAM_LEADER, Role.SERVICE_MANAGER)
SHOWN_ON = {"care:life", "care:review", "care:line", "care:plans", "care:meeting"}
"""Pages on which the child's own worker reads such words; the forms about them tell what they are about."""


def sings(words: str) -> set[str]:
    return {canary for canary in CANARIES if canary in words}


def showing(client: Client, two: Councils, names: list[str]) -> dict[str, set[str]]:
    """The pages on which a canary sings, and which."""
    found = {name: sings(told(client, two, name)) for name in names}
    return {name: words for name, words in found.items() if words}


@pytest.mark.parametrize("role", STRANGERS)
def test_whoever_may_not_read_records_finds_no_word_of_a_child_in_care(role: Role, two: Councils) -> None:
    assert showing(browser(two.ours[role]), two, let_in(role)) == {}


@pytest.mark.parametrize("role", [*READERS, Role.ADMINISTRATOR])
def test_another_council_finds_no_word_of_a_child_in_care(role: Role, two: Councils) -> None:
    assert showing(browser(two.theirs[role]), two, let_in(role)) == {}


def test_nobody_who_is_not_signed_in_finds_a_word(two: Councils) -> None:
    assert showing(Client(raise_request_exception=False), two, PUBLIC) == {}


def test_the_childs_own_worker_finds_every_word_and_no_log_or_trail_keeps_one(two: Councils, caplog) -> None:
    caplog.set_level(logging.DEBUG)
    found = showing(browser(two.ours[Role.SOCIAL_WORKER]), two, let_in(Role.SOCIAL_WORKER))
    assert set(found) >= SHOWN_ON
    assert len(set().union(*found.values())) >= 8
    assert [name for name in sorted(found) if not LINES[name].audit] == []
    assert {name.partition(":")[0] for name in found} <= {"care", "casework"}
    with as_owner() as owner:
        kept = str(list(owner.execute("select verb, subject_kind, subject_key, keys::text from kernel_auditentry")))
    assert not sings(kept) and not sings(caplog.text)
