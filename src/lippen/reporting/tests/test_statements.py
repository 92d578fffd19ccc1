"""Every page of the papers asks the database at most 25 times, and as often for many actions as for few."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lippen.kernel.access import Actor
from lippen.reporting import queries
from lippen.reporting.screens.urls import urlpatterns
from lippen.reporting.tests.screens import Desk, desk, quick_files, signed_in, statements
from lippen.reporting.tests.template_pages import TEMPLATE_PAGES, template_address
from lippen.reporting.tests.world import TODAY, World, world
from lippen.reporting.vocabulary import PaperStep

pytestmark = pytest.mark.django_db
MOST_STATEMENTS = 25
NOT_COUNTED = ("BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK", "COMMIT")
OF_NO_PAPER = {
    "papers",
    "open_paper",
    "call_meeting",
    "check",
    "templates",
    "background_kept",
    "committees",
    "forward_plan",
    "register",
}
ARRANGED = {
    "committee": "committee_ref",
    "edit_route": "committee_ref",
    "edit_cycle": "committee_ref",
    "notice": "council_ref",
    "meeting": "meeting_ref",
    "meeting_dates": "meeting_ref",
    "change_meeting": "meeting_ref",
    "pre_agenda": "meeting_ref",
    "expect": "meeting_ref",
    "drop_expected": "expected_ref",
    "child_places": "council_ref",
    "register_setting": "council_ref",
    "edition": "edition_ref",
}
# Counted in test_screens_committees.py and test_screens_exempting.py, where there is a route and what is exempt.
ROUTED = {"take_route", "consult", "comment", "turn", "accept", "exempt", "unmark", "public_edition", "flags"}
ROUTED |= {"keep_flag", "resolution", "follow", "withdraw", "stamp", "stamped"}
# These are counted in test_screens_following.py, with a document, a question and a disclosure.
OF_A_RECORD = {"background_file", "answer_question", "disclosed_file", "end_background", "refer_no_more"}
MORE = {
    "figure": ["actions"],
    "section": ["considerations"],
    "question": ["exempt"],
    "difference": [1],
    "preview": ["html"],
    "file": ["pdf"],
    "promise": ["another"],
    "confirm": ["legality"],
    "take_back": ["legality"],
}
WHILE_OPEN = {"section", "question", "difference", "line", "route", "dates", "send", "preview"}
WHILE_OPEN |= {"promise", "refer", "add_background", "confirm", "take_back"}
WHEN = {
    PaperStep.DRAFTING: WHILE_OPEN,
    PaperStep.IN_APPROVAL: {"approve", "return", "preview", "take_back_paper"},
    PaperStep.RETURNED: WHILE_OPEN,
    PaperStep.SIGNED: {"issue", "file", "bundle", "disclose"},
    PaperStep.ISSUED: {"address", "file", "bundle", "disclose", "outcome", "ask"},
}
OF_A_TEMPLATE = set(TEMPLATE_PAGES)
ALWAYS = OF_NO_PAPER | {"paper", "figure", "lines", "promises", "behind", "after_meeting"}


@pytest.fixture(autouse=True)
def today(settings) -> Iterator[None]:
    settings.LIPPEN_TODAY = TODAY
    with quick_files():
        yield


def brought_to(step: PaperStep, actions: int) -> Desk:
    """A council whose paper stands at this step, with everything written that can be."""
    at = desk(actions)
    there, ref = at.there, at.ref
    there.fill(ref)
    if step is not PaperStep.DRAFTING:
        there.send(ref)
    if step is PaperStep.RETURNED:
        there.give_back(there.head, ref)
    if step in {PaperStep.SIGNED, PaperStep.ISSUED}:
        there.approve(there.head, ref)
        there.approve(there.chief, ref)
    if step is PaperStep.ISSUED:
        there.issue(ref)
    return at


def who_opens(at: Desk, name: str) -> Actor:
    """Somebody who may open this page."""
    there = at.there
    people = {"approve": there.head, "return": there.head, "issue": there.clerk, "address": there.clerk}
    return people.get(name, there.clerk if name == "bundle" else there.author)


def address(at: Desk, name: str) -> str:
    """Where a page of this paper is."""
    if name in OF_NO_PAPER:
        return reverse(f"reporting:{name}")
    if name == "line":
        return at.url("line", at.view().lines[0].action_ref)
    return at.url(name, *MORE.get(name, ()))


def asked_for(at: Desk, name: str) -> int:
    """How many statements a page takes, opened by somebody who has been here before."""
    url, client = address(at, name), signed_in(who_opens(at, name))
    client.get(reverse("reporting:papers"))
    answer, count = statements(lambda: client.get(url))
    assert answer.status_code == 200, f"{name}: {answer.status_code}"
    return count


def test_every_page_of_the_papers_is_counted_here() -> None:
    assert ALWAYS.union(OF_A_TEMPLATE, *WHEN.values(), ARRANGED, ROUTED, OF_A_RECORD) == {
        route.name for route in urlpatterns
    }


@pytest.mark.parametrize("step", PaperStep)
def test_no_page_asks_more_than_25_times_nor_more_often_for_many_actions(step: PaperStep) -> None:
    few, many = brought_to(step, 1), brought_to(step, 10)
    for name in sorted(ALWAYS | WHEN[step]):
        asked = asked_for(few, name), asked_for(many, name)
        assert asked[0] == asked[1] <= MOST_STATEMENTS, f"{name} of a paper {step}: {asked}"


@pytest.mark.parametrize("step", [PaperStep.SIGNED, PaperStep.ISSUED])
def test_a_signed_paper_asks_a_clerk_and_a_councillor_for_no_more(step: PaperStep) -> None:
    at = brought_to(step, 2)
    readers = [at.there.clerk, at.councillor] if step is PaperStep.ISSUED else [at.there.clerk]
    for who in readers:
        client = signed_in(who)
        for name in ("papers", "paper", "figure", "file"):
            url = address(at, name)
            answer, count = statements(lambda client=client, url=url: client.get(url))
            assert answer.status_code == 200 and count <= MOST_STATEMENTS, f"{name}: {count}"


def test_no_page_of_a_template_asks_more_than_25_times_nor_more_often_for_many_versions() -> None:
    there = world(actions_in_each_theme=1)
    client = signed_in(there.clerk)
    client.get(reverse("reporting:templates"))
    there.signed()
    first = {name: _asked_of_a_template(there, client, name, 2) for name in TEMPLATE_PAGES}
    later = {name: _asked_of_a_template(there, client, name, 6) for name in TEMPLATE_PAGES}
    assert first == later and max(later.values()) <= MOST_STATEMENTS


def _asked_of_a_template(there: World, client: Client, name: str, versions: int) -> int:
    url = template_address(there, name, versions)
    answer, count = statements(lambda: client.get(url))
    assert answer.status_code == 200, f"{name}: {answer.status_code}"
    return count


def asked(actions: int) -> int:
    there = world(actions_in_each_theme=actions)
    ref = there.opened().ref
    with CaptureQueriesContext(connection) as caught, there.as_(there.author) as actor:
        queries.paper(actor, ref, at=there.at())
    return sum(1 for query in caught if not query["sql"].startswith(NOT_COUNTED))


def test_a_papers_page_asks_as_often_for_forty_actions_as_for_four() -> None:
    assert asked(2) == asked(20)
