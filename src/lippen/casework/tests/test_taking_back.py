"""Somebody who was added by mistake is taken back, while nobody else has built upon the record; nothing is deleted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from lippen.casework.actions import chronology, people, picturing, taking_back, visiting, work
from lippen.casework.models import FactWord, Involvement, KnownPerson, PersonName, PersonNow, Tie, TieEnd
from lippen.casework.queries import lists, records
from lippen.casework.tests.factories import NOW, TODAY, Cast, cast
from lippen.casework.tests.test_screens import at, send, signed_in
from lippen.casework.tests.world import JPEG
from lippen.casework.vocabulary import ContactKind, FactKind, PictureKind, PictureShown, Significance, TieKind
from lippen.kernel import access
from lippen.kernel.access import Actor
from lippen.kernel.errors import CannotDo, NotVisible
from lippen.kernel.files.pictures import Remade
from lippen.kernel.models import AuditEntry

pytestmark = pytest.mark.django_db
WHY = "Recorded already, under the married name."
PHONE = {"kind": ContactKind.PHONE, "value": "01259 555 0101", "so_on": TODAY, "at": NOW}

PICTURE: dict[str, object] = {
    "kind": PictureKind.DRAWING,
    "made_by": "Isla",
    "alt": "A red house",
    "shown": PictureShown.YES,
}
PICTURE |= {"picture": Remade(JPEG, JPEG, 1, 1)}


@pytest.fixture
def c(settings) -> Iterator[Cast]:
    settings.LIPPEN_TODAY = TODAY
    yield cast()


def take_back(actor: Actor, person: KnownPerson, *, days: int = 0) -> None:
    access.identify(actor, today=TODAY)
    taking_back.take_back(actor=actor, person_ref=person.ref, why=WHY, at=NOW + timedelta(days=days))


def test_a_child_added_by_mistake_leaves_every_list_and_stays_to_be_read(c: Cast) -> None:
    child = c.add(c.worker, "Isla", "Balfour", born_on=date(2006, 3, 4))
    people.say_contact(actor=c.worker, person_ref=child.ref, **PHONE)
    take_back(c.worker, child)
    access.identify(c.worker, today=TODAY)
    with pytest.raises(NotVisible):
        records.head(c.worker, child.ref)
    access.identify(c.manager, today=TODAY)
    assert lists.children(c.manager, lists.Wanted(everyone=True)).found == 0
    found = records.record(c.manager, child.ref, real_at=NOW)
    assert (found.person.name, found.person.is_mistake, found.person.phone) == ("Isla Balfour", True, "")
    assert PersonName.objects.filter(person=child).exists() and PersonNow.objects.get(pk=child.pk).keys == []
    words = FactWord.objects.filter(person=child)
    assert {word.kind for word in words} == {FactKind.NAME, FactKind.BIRTH, FactKind.CONTACT}
    assert {word.why for word in words} == {f"Added by mistake: {WHY}"}
    assert not Involvement.objects.filter(person=child, ends_on__isnull=True).exists()
    assert AuditEntry.objects.filter(verb="known.taken_back", subject_key=child.ref).count() == 1
    with pytest.raises(CannotDo, match="added by mistake"):
        people.say_contact(actor=c.manager, person_ref=child.ref, **PHONE)


def test_a_grown_up_and_what_was_said_wrong_of_them_is_taken_back_and_the_child_stays(c: Cast) -> None:
    child = c.add(c.worker, "Isla", "Balfour")
    brother = c.add(c.worker, "Ruaridh", "Balfour", tie=people.NewTie(child.ref, TieKind.SIBLING))
    mother = c.mother_of(c.worker, child)
    given = {"actor": c.worker, "person_ref": mother.ref, "so_on": TODAY, "at": NOW}
    people.tie_people(other_ref=brother.ref, kind=TieKind.PARENT, **given)
    tie = Tie.objects.get(person=mother, other=brother)
    people.end_tie(tie_id=tie.pk, is_mistake=True, **given)
    take_back(c.worker, mother)
    access.identify(c.worker, today=TODAY)
    assert records.record(c.worker, child.ref, real_at=NOW).person.name == "Isla Balfour"
    assert not KnownPerson.objects.visible_to(c.worker).filter(ref=mother.ref).exists()
    access.identify(c.manager, today=TODAY)
    assert set(TieEnd.objects.filter(tie__person=mother).values_list("is_mistake", flat=True)) == {True}
    assert PersonNow.objects.get(pk=mother.pk).is_mistake


@pytest.mark.parametrize(
    ("build", "told"),
    [
        ("visit", "a visit was planned or made"),
        ("picture", "a picture was added"),
        ("note", "something was added to the chronology"),
        ("fact", "something more was recorded"),
        ("tie", "somebody of the family was recorded"),
        ("allocation", "somebody works with them or holds them"),
    ],
)
def test_what_others_have_built_upon_stands_in_the_way(build: str, told: str, c: Cast) -> None:
    child, other = c.add(c.worker, "Isla", "Balfour"), c.add(c.leader, "Ruaridh", "Balfour")
    access.identify(c.leader, today=TODAY)
    given = {"actor": c.leader, "person_ref": child.ref, "so_on": TODAY, "at": NOW}
    {
        "visit": lambda: visiting.record_visit(is_seen=False, words="Not in.", **given),
        "picture": lambda: picturing.add_picture(**PICTURE, **given),
        "note": lambda: chronology.write_entry(
            words="Rang the school.", source="", significance=Significance.HIGH, **given
        ),
        "fact": lambda: people.say_contact(**{**PHONE, **given}),
        "tie": lambda: people.tie_people(other_ref=other.ref, kind=TieKind.SIBLING, **given),
        "allocation": lambda: work.allocate(worker_id=c.worker.person_id, **given),
    }[build]()
    with pytest.raises(CannotDo, match=told):
        take_back(c.worker, child)
    page = signed_in(c.worker).get(at("added_by_mistake", child.ref)).content.decode()
    assert told.capitalize() in page and "Take them back" not in page


def test_whoever_added_them_or_leads_takes_them_back_within_30_days(c: Cast) -> None:
    child, other = c.add(c.worker, "Isla", "Balfour"), c.add(c.worker, "Skye", "Balfour")
    with pytest.raises(CannotDo, match="within 30 days"):
        take_back(c.worker, child, days=31)
    take_back(c.leader, child, days=30)
    access.identify(c.manager, today=TODAY)
    assert PersonNow.objects.get(pk=child.pk).is_mistake
    take_back(c.manager, other)


def test_a_page_offers_it_to_whoever_added_them_and_takes_the_reason(c: Cast) -> None:
    child = c.add(c.worker, "Isla", "Balfour")
    mother = c.mother_of(c.leader, child)
    client = signed_in(c.worker)
    assert at("added_by_mistake", child.ref) in client.get(at("child", child.ref)).content.decode()
    assert at("added_by_mistake", mother.ref) not in client.get(at("child", mother.ref)).content.decode()
    assert "Whoever added them takes them back" in client.get(at("added_by_mistake", mother.ref)).content.decode()
    assert "Somebody of the family was recorded" in client.get(at("added_by_mistake", child.ref)).content.decode()
    access.identify(c.leader, today=TODAY)
    taking_back.take_back(actor=c.leader, person_ref=mother.ref, why=WHY, at=NOW)
    page = send(client, at("added_by_mistake", child.ref), why=WHY).content.decode()
    assert "Isla Balfour was added by mistake, and is taken back." in page
    access.identify(c.manager, today=TODAY)
    assert PersonNow.objects.get(pk=child.pk).is_mistake
