"""Searching papers: subjects, drafts and frozen words, each only for those who may read that paper."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.db import transaction
from django.urls import reverse

from lippen.improvement.tests.screens import signed_in, statements
from lippen.kernel.access import identify
from lippen.organisation.roles import Role
from lippen.organisation.tests import factories as people
from lippen.reporting import actions
from lippen.reporting.tests.world import TODAY, World
from tests.house.councils import quick_files
from tests.house.row_security import switched_off

pytestmark = pytest.mark.django_db
CANARY = "Peewitfamily"
LINK = re.compile(r'lippen-found__link" href="/papers/([a-z0-9-]+)"')
SEEN = {
    Role.PERFORMANCE_OFFICER: {"drafting", "issued", "exempt", "canary"},
    Role.COMMITTEE_CLERK: {"issued", "exempt", "canary"},
    Role.COUNCILLOR_ON_COMMITTEE: {"issued", "exempt", "canary"},
    Role.OTHER_COUNCILLOR: {"issued"},
}


@pytest.fixture(scope="module")
def with_canary(there: World, django_db_blocker) -> World:
    """One more exempt paper, in whose text a family is named."""
    with django_db_blocker.unblock(), quick_files(), transaction.atomic():
        ref = there.opened().ref
        there.fill(ref)
        with there.as_(there.author) as actor:
            actions.write_section(
                actor=actor,
                paper_ref=ref,
                section="workforce",
                paragraphs=[f"The {CANARY} complaint."],
                version=1,
                at=there.at(),
            )
            actions.answer(
                actor=actor, paper_ref=ref, question="exempt", ticked=["yes"], note="A family.", at=there.at()
            )
        there.exempt(ref)
        there.send(ref)
        there.approve(there.head, ref)
        there.approve(there.chief, ref)
        there.accept(ref)
        there.issue(ref)
        there.refs["canary"] = ref
    return there


def found(there: World, actor, text: str) -> set[str]:
    page = signed_in(actor).get(reverse("web:search"), {"q": text}).content.decode()
    names = {ref: state for state, ref in there.refs.items()}
    return {names[ref] for ref in LINK.findall(page)}


@pytest.mark.parametrize("role", SEEN)
def test_papers_are_found_by_those_who_may_read_them(with_canary: World, role: Role) -> None:
    actor = people.actor(with_canary.authority, role)
    assert found(with_canary, actor, "progress") == SEEN[role]


@pytest.mark.parametrize("role", SEEN)
def test_words_of_an_exempt_paper_are_found_by_those_on_its_committee_alone(with_canary: World, role: Role) -> None:
    client = signed_in(people.actor(with_canary.authority, role))
    answer = client.get(reverse("web:search"), {"q": CANARY[:8]}).content.decode()
    assert (f"<mark>{CANARY}</mark>" in answer) is ("canary" in SEEN[role])
    assert (CANARY in answer) is ("canary" in SEEN[role])


def test_another_council_finds_none(with_canary: World) -> None:
    stranger = people.actor(people.authority("Strathlairn Council"), Role.PERFORMANCE_OFFICER)
    assert found(with_canary, stranger, CANARY) == found(with_canary, stranger, "progress") == set()


def test_search_over_papers_asks_at_most_25_statements(with_canary: World) -> None:
    client = signed_in(people.actor(with_canary.authority, Role.PERFORMANCE_OFFICER))
    answer, count = statements(lambda: client.get(reverse("web:search"), {"q": "progress"}))
    assert (answer.status_code, count <= 25) == (200, True), count


@pytest.fixture(scope="module")
def off(with_canary: World) -> Iterator[None]:
    """Row-level security is off: the queries stand alone."""
    with switched_off():
        yield


@pytest.mark.parametrize("role", SEEN)
def test_with_row_level_security_off_they_are_found_by_the_same(with_canary: World, off, role: Role) -> None:
    actor = people.actor(with_canary.authority, role)
    identify(actor, today=TODAY)
    assert found(with_canary, actor, "progress") == SEEN[role]
    assert found(with_canary, actor, CANARY) == {"canary"} & SEEN[role]
