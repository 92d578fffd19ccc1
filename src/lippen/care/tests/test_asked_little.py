"""Recording a visit and allocating a looked-after child reckon the child's clocks at once: how much that asks."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lippen.care.actions import events, living
from lippen.care.actions.living import LegalGiven, PlacementGiven
from lippen.care.tests.test_lines import NOT_KNOWN, begun, c, on_a_day  # noqa: F401 - fixtures
from lippen.care.tests.test_pages import signed_in
from lippen.care.vocabulary import Event, MoveReason, PlacementKind
from lippen.casework.actions import people, visiting
from lippen.casework.models import KnownPerson
from lippen.casework.tests.factories import NOW, Cast
from lippen.casework.tests.test_not_own import as_
from lippen.casework.vocabulary import Place, TieKind

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
BEGAN = date(2012, 1, 9)
OF_A_VISIT, OF_AN_ALLOCATION = 48, 78
"""How much the two acts ask, the page before and what follows of the child's clocks included; 53 and 87 once."""
OF_EACH_MORE = 2
"""Each brother or sister who was seen too is begun to be written of, and held."""
NOT_COUNTED = ("SAVEPOINT", "RELEASE", "ROLLBACK")


def family(c: Cast, count: int, *, weeks: int = 12) -> list[KnownPerson]:  # noqa: F811
    """Brothers and sisters in care for long: visits, reviews, a move, a plan."""
    found: list[KnownPerson] = []
    for number in range(count):
        tie = people.NewTie(found[0].ref, TieKind.SIBLING) if found else None
        child = c.add(c.worker, f"Child{number}", "Balfour", tie=tie)
        c.allocate(child, c.worker)
        found.append(child)
    for child in found:
        long_in_care(c, child, weeks)
    return found


def long_in_care(c: Cast, child: KnownPerson, weeks: int) -> None:  # noqa: F811
    about = {"actor": as_(c.worker), "person_ref": child.ref, "at": NOW}
    lives = {"placement": PlacementGiven(PlacementKind.FOSTER_COUNCIL), "legal": LegalGiven("S25")}
    living.begin_care(so_on=BEGAN, **lives, **about)
    living.move(
        so_on=BEGAN + 60 * DAY, placement=PlacementGiven(PlacementKind.KINSHIP, moved_why=MoveReason.KIN), **about
    )
    for kind, days in ((Event.PANEL, 200), (Event.REPORTS_READY, 180), (Event.FAMILY_MET, 30)):
        events.record_event(kind=kind, so_on=BEGAN + days * DAY, view=NOT_KNOWN, **about)
    begun(c, child)
    for week in range(weeks):
        told = {"is_seen": True, "place": Place.HOME, "view": "I like it", "words": "All is well"}
        visiting.record_visit(so_on=BEGAN + week * 7 * DAY, **told, **about)


def posted(actor, url: str, sent: dict[str, str]) -> list[str]:
    """The statements of one request."""
    client = signed_in(actor)
    client.get(url)
    with CaptureQueriesContext(connection) as asked:
        answer = client.post(url, {**sent, "form_token": str(uuid4())})
    assert answer.status_code == 302, answer.content.decode()
    return [each["sql"] for each in asked if not each["sql"].startswith(NOT_COUNTED)]


def visited(c: Cast, children: list[KnownPerson]) -> list[str]:  # noqa: F811
    first, *others = children
    sent = {"seen": "alone", "place": "home", "view": "I like it", "words": "All is well", "so_on": "today"}
    sent |= {f"seen_{each.pk}": "seen" for each in others}
    return posted(c.worker, reverse("casework:record_visit", args=[first.ref]), sent)


def allocated(c: Cast, child: KnownPerson) -> list[str]:  # noqa: F811
    sent = {"worker": str(c.colleague.person_id), "so_on": "today", "over_limit_why": ""}
    return posted(c.leader, reverse("casework:allocate_child", args=[child.ref]), sent)


def test_a_visit_and_an_allocation_ask_no_more_than_they_did(c) -> None:  # noqa: F811
    children = family(c, 4)
    one = visited(c, children[:1])
    assert len(one) <= OF_A_VISIT, len(one)
    four = visited(c, children)
    assert len(four) <= OF_A_VISIT + 3 * OF_EACH_MORE + 1, len(four)
    given = allocated(c, children[0])
    assert len(given) <= OF_AN_ALLOCATION, len(given)


def test_a_visit_asks_no_more_of_a_child_with_a_long_history(c) -> None:  # noqa: F811
    long, short = (len(visited(c, family(c, 1, weeks=weeks))) for weeks in (30, 3))
    assert long <= short
