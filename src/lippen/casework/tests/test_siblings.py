"""A visit to brothers and sisters, recorded once: the same words for each, and what is for one child alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from lippen.casework.actions import people, visiting
from lippen.casework.actions.visiting import AlsoSeen
from lippen.casework.models import KnownPerson, VisitDone
from lippen.casework.queries import records
from lippen.casework.tests.factories import NOW, TODAY, Cast, cast
from lippen.casework.tests.test_screens import BACKEND
from lippen.casework.vocabulary import Place, TieKind
from lippen.kernel import access
from lippen.kernel.errors import CannotDo, NotVisible
from lippen.organisation.queries import duties_of
from lippen.server.standing import stands

pytestmark = pytest.mark.django_db
WHEN = {"so_on": TODAY, "at": NOW}


@dataclass
class Family:
    """A child, a brother of the same worker, a half-sister of the other team, an aunt."""

    cast: Cast
    child: KnownPerson
    brother: KnownPerson
    sister: KnownPerson


@stands
def family() -> Family:
    c = cast()
    child = c.add(c.worker, "Isla", "Balfour")
    brother = c.add(c.worker, "Ruaridh", "Balfour", tie=people.NewTie(child.ref, TieKind.SIBLING))
    c.add(c.worker, "Ada", "Balfour", is_child=False, tie=people.NewTie(child.ref, TieKind.AUNT_OR_UNCLE))
    sister = c.add(c.worker, "Skye", "Balfour", tie=people.NewTie(child.ref, TieKind.HALF_SIBLING))
    c.allocate(child, c.worker)
    c.allocate(brother, c.worker)
    return Family(c, child, brother, sister)


@pytest.fixture
def f(settings) -> Family:
    settings.LIPPEN_TODAY = TODAY
    return family()


def visited(f: Family, *also: AlsoSeen, **given: object) -> VisitDone:
    access.identify(f.cast.worker, today=TODAY)
    told = {"is_seen": True, "place": Place.HOME, "view": "I drew a boat", "words": "A warm house", **given}
    return visiting.record_visit(actor=f.cast.worker, person_ref=f.child.ref, also=also, **told, **WHEN)


def told_of(f: Family, person: KnownPerson) -> list[tuple[bool, str, str]]:
    access.identify(f.cast.worker, today=TODAY)
    found = VisitDone.objects.filter(person=person).order_by("id")
    return [(row.is_seen_alone, row.view, row.words) for row in found]


def test_each_child_has_the_visit_with_the_same_words_and_their_own(f: Family) -> None:
    too = AlsoSeen(f.brother.ref, True, "I want a dog", "Scratched at the arm")
    visited(f, too, own_words="Coughs")
    assert told_of(f, f.child) == [(False, "I drew a boat", "A warm house\nCoughs")]
    assert told_of(f, f.brother) == [(True, "I want a dog", "A warm house\nScratched at the arm")]
    assert told_of(f, f.sister) == []


def test_a_visit_that_was_planned_for_the_brother_is_thereby_made_and_a_later_one_is_not(f: Family) -> None:
    access.identify(f.cast.worker, today=TODAY)
    for days in (0, 7):
        planned = {"planned_on": TODAY + timedelta(days=days), "worker_id": f.cast.worker.person_id}
        visiting.plan_visit(actor=f.cast.worker, person_ref=f.brother.ref, **planned, **WHEN)
    visited(f, AlsoSeen(f.brother.ref, False))
    (left,) = duties_of(f.cast.worker)
    assert left.starts_on == TODAY + timedelta(days=7)
    assert len(records.record(f.cast.worker, f.brother.ref, real_at=NOW).visits) == 2


def test_a_brother_is_seen_though_the_child_was_not(f: Family) -> None:
    with pytest.raises(CannotDo, match="Say where"):
        visited(f, AlsoSeen(f.brother.ref, False), is_seen=False, place=None, view="", words="Hid upstairs")
    visited(f, AlsoSeen(f.brother.ref, False), is_seen=False, view="", words="Hid upstairs")
    rows = VisitDone.objects.order_by("id").values_list("is_seen", "place", "words")
    assert list(rows) == [(False, "", "Hid upstairs"), (True, "home", "Hid upstairs")]


def test_nothing_is_kept_of_any_child_where_one_of_them_is_not_seen_by_the_writer(f: Family) -> None:
    access.identify(f.cast.other_worker, today=TODAY)
    stranger = f.cast.add(f.cast.other_worker, "Rory", "Drummond")
    with pytest.raises(NotVisible):
        visited(f, AlsoSeen(f.brother.ref, False), AlsoSeen(stranger.ref, False))
    assert told_of(f, f.child) == told_of(f, f.brother) == []


def test_only_brothers_and_sisters_of_ones_own_work_are_offered(f: Family) -> None:
    access.identify(f.cast.worker, today=TODAY)
    offered = records.siblings(f.cast.worker, records.head(f.cast.worker, f.child.ref))
    assert [row.name for row in offered] == ["Ruaridh Balfour", "Skye Balfour"]
    tie = records.record(f.cast.worker, f.child.ref, real_at=NOW).ties[0]
    people.end_tie(actor=f.cast.worker, person_ref=f.child.ref, tie_id=tie.id, is_mistake=False, **WHEN)
    offered = records.siblings(f.cast.worker, records.head(f.cast.worker, f.child.ref))
    assert [row.name for row in offered] == ["Skye Balfour"]


def test_on_the_page_words_about_a_brother_who_was_not_seen_are_never_dropped(f: Family) -> None:
    client = Client()
    client.force_login(get_user_model().objects.get(pk=f.cast.worker.account_id), BACKEND)
    url = reverse("casework:record_visit", args=[f.child.ref])
    page = client.get(url).content.decode()
    assert "Did you see Ruaridh Balfour too?" in page and "Ada" not in page
    given = {"seen": "seen", "place": "home", "view": "", "words": "Calm", "so_on": "today"}
    theirs = {f"view_{f.brother.pk}": "I want a dog"}
    answer = client.post(url, {**given, **theirs, "form_token": str(uuid4())}, follow=True).content.decode()
    assert "You wrote something about Ruaridh Balfour." in answer and "I want a dog" in answer
    assert told_of(f, f.child) == []
    theirs[f"seen_{f.brother.pk}"] = "alone"
    answer = client.post(url, {**given, **theirs, "form_token": str(uuid4())}, follow=True).content.decode()
    assert "The visit is recorded for 2 children." in answer
    assert told_of(f, f.brother) == [(True, "I want a dog", "Calm")]


def test_a_visit_that_came_with_the_brother_is_made_too(f: Family) -> None:
    c = f.cast
    c.allocate(f.brother, c.colleague)
    access.identify(c.colleague, today=TODAY)
    planned = {"planned_on": TODAY, "worker_id": c.colleague.person_id}
    visit = visiting.plan_visit(actor=c.colleague, person_ref=f.brother.ref, **planned, **WHEN)
    c.allocate(f.brother, c.worker)
    visited(f, AlsoSeen(f.brother.ref, is_seen_alone=False))
    assert VisitDone.objects.get(person=f.brother).visit_id == visit.pk
