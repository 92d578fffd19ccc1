"""Places with carers: counted of every child of the council, and asked about before a child goes where none is free."""

from __future__ import annotations

import pytest
from django.db import connection
from django.urls import reverse

from lippen.care.actions import living
from lippen.care.actions.living import LegalGiven, PlacementGiven
from lippen.care.models import Placement
from lippen.care.queries import carers
from lippen.care.tests.test_pages import page, signed_in, there
from lippen.care.tests.world import BEGAN
from lippen.care.vocabulary import Area, PlacementKind, Siblings
from lippen.casework.actions import work
from lippen.casework.tests.factories import NOW, TODAY, Cast
from lippen.kernel import access
from lippen.kernel.errors import CannotDo
from lippen.kernel.models import AuditEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(settings) -> tuple[Cast, dict[str, str]]:
    settings.LIPPEN_TODAY = TODAY
    return there()


def second(c: Cast, refs: dict[str, str], who: str = "other_worker", **given: object) -> None:
    """Another worker's child comes to live with the same carers."""
    worker = getattr(c, who)
    child = c.add(worker, "Rona", "Muir")
    leader = c.leader if worker is c.worker else c.other_leader
    access.identify(leader, today=TODAY)
    work.allocate(actor=leader, person_ref=child.ref, worker_id=worker.person_id, so_on=TODAY, at=NOW)
    access.identify(worker, today=TODAY)
    placement = PlacementGiven(PlacementKind.FOSTER_COUNCIL, carer_ref=refs["carer"], **given)
    told = {"so_on": BEGAN, "placement": placement, "legal": LegalGiven("S25"), "at": NOW}
    living.begin_care(actor=worker, person_ref=child.ref, **told)


def test_places_are_counted_of_every_child_whoever_asks(made) -> None:
    c, refs = made
    second(c, refs)
    for who in (c.worker, c.other_worker, c.leader, c.manager):
        access.identify(who, today=TODAY)
        (row,) = [row for row in carers.carer_rows(who, c.council.pk) if row.ref == refs["carer"]]
        assert (row.children, row.most_children) == (2, 2)


def test_another_council_is_told_no_number(made) -> None:
    c, _ = made
    access.identify(c.stranger, today=TODAY)
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from visible_living_with(%s)", [c.council.pk])
        assert cursor.fetchone() == (0,)


def test_the_form_says_who_is_full_and_asks_before_a_child_goes_there(made) -> None:
    c, refs = made
    second(c, refs)
    third = c.add(c.worker, "Iona", "Muir")
    c.allocate(third, c.worker)
    client, url = signed_in(c.worker), reverse("care:begin_care", args=[third.ref])
    assert "The Lorimers of Braehead (foster carers), full: 2 of 2" in page(client, url)
    given = {
        "so_on": "10 September 2012",
        "kind": PlacementKind.FOSTER_COUNCIL.value,
        "carer": refs["carer"],
        "area": Area.NOT_KNOWN.value,
        "siblings": Siblings.NOT_KNOWN.value,
        "code": "S25",
    }
    answer = client.post(url, given)
    assert "With The Lorimers of Braehead live 2 children, and they are approved for 2." in answer.content.decode()
    assert client.post(url, {**given, "is_over_places": "on"}).status_code == 302
    access.identify(c.manager, today=TODAY)
    assert Placement.objects.filter(person_id=third.pk, carer__ref=refs["carer"]).exists()
    assert AuditEntry.objects.filter(verb="care.over_places").exists()


def test_the_action_refuses_a_full_household_unless_it_is_said(made) -> None:
    c, refs = made
    second(c, refs)
    with pytest.raises(CannotDo, match="approved for 2"):
        second(c, refs, "worker")
    second(c, refs, "worker", is_over_places=True)
