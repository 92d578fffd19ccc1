"""Carers on their own page: what was decided of them, who lives there as far as the reader may know, and who did."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lippen.care.actions import carers, living
from lippen.care.actions.living import LegalGiven, PlacementGiven
from lippen.care.tests.test_joined import join
from lippen.care.tests.test_pages import MOST, page, signed_in, there
from lippen.care.tests.test_places import second
from lippen.care.tests.world import LATER
from lippen.care.vocabulary import ApprovalStep, Destination, MoveReason, PlacementKind
from lippen.casework.actions import people
from lippen.casework.models import KnownPerson
from lippen.casework.tests.factories import NOW, TODAY, Cast
from lippen.kernel import access
from lippen.kernel.models import AuditEntry

pytestmark = pytest.mark.django_db
NAMED = "The Lorimers of Braehead"
STAY = re.compile(r"1 \w+ 2012 to 9 \w+ 2012")


@pytest.fixture
def made(settings) -> tuple[Cast, dict[str, str]]:
    settings.LIPPEN_TODAY = TODAY
    return there()


def home(refs: dict[str, str]) -> str:
    return reverse("care:carer", args=[refs["carer"]])


def moved_on(c: Cast, refs: dict[str, str]) -> None:
    """The child moves from the carers to a house."""
    access.identify(c.worker, today=TODAY)
    to = PlacementGiven(PlacementKind.COUNCIL_HOME, moved_why=MoveReason.NEEDS)
    living.move(actor=c.worker, person_ref=refs["child"], so_on=LATER, placement=to, at=NOW)


def protected(c: Cast, refs: dict[str, str]) -> None:
    """The child's address is held apart, for her worker alone."""
    access.identify(c.worker, today=TODAY)
    told = {"lines": "9 Hidden Wynd", "postcode": "ZZ9 9ZZ", "officers": (), "why": "He looks for her"}
    people.protect_address(actor=c.worker, person_ref=refs["child"], so_on=TODAY, at=NOW, **told)


def test_the_page_says_who_they_are_what_was_decided_and_who_lives_there_since_when(made) -> None:
    c, refs = made
    access.identify(c.leader, today=TODAY)
    decided = {"step": ApprovalStep.CHANGED, "so_on": LATER, "review_on": TODAY - timedelta(days=1), "most_children": 3}
    carers.say_approval(actor=c.leader, carer_ref=refs["carer"], words="A third room was built", at=NOW, **decided)
    said = page(signed_in(c.worker), home(refs))
    for words in (
        *(NAMED, "Foster carers", "1 of 3: 2 free", "Ailsa Kinross", "Since 1 June 2012"),
        *("Approval changed to 3 children", "10 September 2012, stands now", "Review due</span>: 16 October 2012"),
        *("A third room was built", "Approved for 2 children", "5 March 2012"),
    ):
        assert words in said, words
    assert said.index("Approval changed") < said.index("Approved for 2 children")
    assert "Record a decision" not in said and "Record a decision" in page(signed_in(c.leader), home(refs))


def test_a_child_whom_the_reader_does_not_see_is_counted_and_not_named(made) -> None:
    c, refs = made
    second(c, refs)
    mine, theirs = page(signed_in(c.worker), home(refs)), page(signed_in(c.other_worker), home(refs))
    assert "Ailsa" in mine and "Rona" not in mine and "1 child more whom" in mine
    assert "Rona" in theirs and "Ailsa" not in theirs and "2 of 2: full" in theirs
    both = page(signed_in(c.manager), home(refs))
    assert "Ailsa" in both and "Rona" in both and "does not name" not in both


def test_who_lived_there_before_is_told_with_days_to_those_who_see_the_child(made) -> None:
    c, refs = made
    moved_on(c, refs)
    said = page(signed_in(c.worker), home(refs))
    assert "No child lives there now" in said and "0 of 2: 2 free" in said
    assert "1 June 2012 to 10 September 2012" in said and "Ailsa" in said
    assert "Ailsa" not in page(signed_in(c.other_worker), home(refs))


@pytest.mark.parametrize("moves", [False, True])
def test_a_child_whose_address_is_kept_from_the_reader_is_not_named(made, moves) -> None:
    c, refs = made
    protected(c, refs)
    if moves:
        moved_on(c, refs)
    assert "Ailsa" in page(signed_in(c.worker), home(refs))
    said = page(signed_in(c.manager), home(refs))
    assert "Ailsa" not in said and refs["child"] not in said and "Hidden Wynd" not in said
    assert moves or "1 child whom this page does not name" in said


def test_the_childs_page_leads_to_the_carers_where_the_reader_may_know_the_home(made) -> None:
    c, refs = made
    life = reverse("care:life", args=[refs["child"]])
    for who in (c.worker, c.manager):
        assert home(refs) in page(signed_in(who), life)
    protected(c, refs)
    assert home(refs) in page(signed_in(c.worker), life)
    assert home(refs) not in page(signed_in(c.manager), life)


def test_the_list_leads_to_each_page_and_a_decision_leads_back_to_it(made) -> None:
    c, refs = made
    client = signed_in(c.leader)
    assert f'href="{home(refs)}"' in page(client, reverse("care:carers"))
    sent = {"step": "ended", "so_on": "today", "words": "They moved away"}
    answer = client.post(reverse("care:say_approval", args=[refs["carer"]]), sent)
    assert answer.status_code == 302 and answer.url == home(refs)
    assert "1 child now. No place is free: the approval ended" in page(client, home(refs))


def test_which_children_were_shown_is_in_the_trail(made) -> None:
    c, refs = made
    second(c, refs)
    page(signed_in(c.worker), home(refs))
    access.identify(c.manager, today=TODAY)
    entry = AuditEntry.objects.filter(verb="carer.read").latest("id")
    assert entry.keys["children"] == [refs["child"]]


def test_carers_of_another_council_and_of_nobody_are_not_found(made) -> None:
    c, refs = made
    assert signed_in(c.stranger).get(home(refs)).status_code == 404
    assert signed_in(c.worker).get(reverse("care:carer", args=["carer-nobody"])).status_code == 404


def test_a_house_with_many_stays_is_read_page_by_page_within_its_statements(made) -> None:
    c, refs = made
    access.identify(c.leader, today=TODAY)
    decided = {"step": ApprovalStep.CHANGED, "so_on": LATER, "most_children": 40, "at": NOW}
    carers.say_approval(actor=c.leader, carer_ref=refs["carer"], **decided)
    for number in range(9):
        child = c.add(c.worker, f"Nell{number}", "Muir", born_on=date(2006, 1, 1) + timedelta(days=number))
        c.allocate(KnownPerson.objects.get(pk=child.pk), c.worker)
        access.identify(c.worker, today=TODAY)
        placed = PlacementGiven(PlacementKind.FOSTER_COUNCIL, carer_ref=refs["carer"])
        about = {"actor": c.worker, "person_ref": child.ref, "at": NOW}
        for month in (3, 4, 5):
            living.begin_care(so_on=date(2012, month, 1), placement=placed, legal=LegalGiven("S25"), **about)
            living.end_care(so_on=date(2012, month, 9), destination=Destination.HOME, **about)
    client = signed_in(c.worker)
    page(client, home(refs))
    with CaptureQueriesContext(connection) as asked:
        said = page(client, home(refs))
    assert len([each for each in asked if not each["sql"].startswith(("SAVEPOINT", "RELEASE"))]) <= MOST
    assert len(STAY.findall(said)) == 25
    assert len(STAY.findall(page(client, home(refs) + "?page=2"))) == 2


@pytest.mark.parametrize("which", ["one", "kept"])
def test_a_child_of_two_records_is_named_once_and_an_address_held_apart_on_either_is_kept(made, which) -> None:
    c, refs = made
    kept = c.add(c.worker, "Isobel", "Kinross")
    c.allocate(kept, c.worker)
    one = KnownPerson.objects.get(ref=refs["child"])
    if which == "one":
        protected(c, refs)
    access.identify(c.worker, today=TODAY)
    join(c, (one, kept))
    said = page(signed_in(c.worker), home(refs))
    assert said.count(">Isobel Kinross<") == 1 and "Ailsa" not in said and "does not name" not in said
    if which == "kept":
        assert "Isobel" in page(signed_in(c.manager), home(refs))
        protected(c, {"child": kept.ref})
        assert "Isobel" in page(signed_in(c.worker), home(refs))
    said = page(signed_in(c.manager), home(refs))
    assert "Isobel" not in said and "1 child whom this page does not name" in said
