"""The search box over people: sound-alikes and beginnings in the asker's view alone, sent, kept and audited."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from lippen.casework.actions import guarding, knowing, people
from lippen.casework.actions.looking import look_up
from lippen.casework.models import KnownPerson, SearchRun
from lippen.casework.queries import looking, near
from lippen.casework.tests.factories import NOW, TODAY, Cast, cast
from lippen.casework.tests.test_screens import at, send, signed_in
from lippen.casework.vocabulary import ContactKind, IdScheme, NameKind
from lippen.kernel import access
from lippen.kernel.access import Actor
from lippen.kernel.clock import real_now
from lippen.kernel.errors import NotAllowed, NotVisible
from lippen.kernel.models import AuditEntry
from lippen.organisation.roles import Role
from lippen.organisation.tests import factories as organisation

pytestmark = pytest.mark.django_db
WHEN = {"so_on": TODAY, "at": NOW}


@pytest.fixture
def c(settings) -> Cast:
    settings.LIPPEN_TODAY = TODAY
    return cast()


@pytest.fixture
def isla(c: Cast) -> KnownPerson:
    made = c.add(c.worker, "Isla", "Macpherson")
    about = {"person_ref": made.ref, **WHEN}
    access.identify(c.worker, today=TODAY)
    people.say_name(actor=c.worker, given_name="Izzy", family_name="", kind=NameKind.KNOWN_AS, **about)
    people.say_contact(actor=c.worker, kind=ContactKind.PHONE, value="01259 555 0101", **about)
    people.say_outside_id(actor=c.worker, scheme=IdScheme.CHI, value="0403061234", **about)
    return made


def found(actor: Actor, text: str, page: int = 1) -> list[str]:
    access.identify(actor, today=TODAY)
    return [row.name for row in looking.found(actor, text, page=page).rows]


@pytest.mark.parametrize(
    "text",
    [
        *("Isla", "isla macpherson", "Macpherson Isla", "MacPh", "McFerson"),
        *("Izzy", "01259 555 0101", "+44 1259 555 0101", "0403061234", "4/3/2006", "Isla 04.03.2006", "Macphersen"),
    ],
)
def test_a_child_is_found_by_name_beginning_sound_number_and_birth(text, c, isla) -> None:
    c.add(c.worker, "Ewan", "Comrie", born_on=date(2007, 1, 2))
    assert found(c.worker, text) == ["Isla Macpherson"]


@pytest.mark.parametrize("text", ["", "x", "Isla Comrie", "%", "_sla", "31/02/2006", "'; drop", "Isla 05/03/2006"])
def test_what_is_true_of_nobody_finds_nobody(text, c, isla) -> None:
    assert found(c.worker, text) == []


def test_what_is_written_so_comes_first_then_by_name(c) -> None:
    for given, family in (("Islay", "Adair"), ("Isla", "Zane"), ("Isla", "Brand")):
        c.add(c.worker, given, family)
    assert found(c.worker, "isla") == ["Isla Brand", "Isla Zane", "Islay Adair"]


def test_what_is_found_is_paged(c, monkeypatch) -> None:
    monkeypatch.setattr(looking, "PAGE_SIZE", 2)
    for given in ("Ada", "Bea", "Cat"):
        c.add(c.worker, given, "Quarrier")
    assert found(c.worker, "quarrier") == ["Ada Quarrier", "Bea Quarrier"]
    assert found(c.worker, "quarrier", page=2) == ["Cat Quarrier"]
    assert found(c.worker, "quarrier", page=9) == ["Cat Quarrier"]


def test_nobody_outside_the_askers_view_is_found_nor_counted(c, isla) -> None:
    elsewhere = organisation.actor(organisation.authority(), Role.SOCIAL_WORKER)
    for actor in (c.other_worker, c.stranger, c.inspector, c.partner, elsewhere):
        access.identify(actor, today=TODAY)
        assert looking.found(actor, "Isla") == looking.NOBODY_FOUND
    assert found(c.manager, "Isla") == found(c.leader, "Isla") == ["Isla Macpherson"]


def test_a_restricted_record_and_ones_own_family_are_not_found(c, isla) -> None:
    c.mother_of(c.worker, isla, given="Morag", family="Macpherson")
    access.identify(c.manager, today=TODAY)
    guarding.restrict(
        actor=c.manager, person_ref=isla.ref, officers=[c.manager.person_id], why="Police inquiry", **WHEN
    )
    assert found(c.manager, "Macpherson") == ["Isla Macpherson", "Morag Macpherson"]
    for actor in (c.worker, c.leader, c.head):
        assert "Isla Macpherson" not in found(actor, "Macpherson")
        access.identify(actor, today=TODAY)
        assert looking.found(actor, "Isla").count == 0


def test_a_search_is_kept_as_ones_own_and_audited_with_whom_it_found(c, isla) -> None:
    access.identify(c.worker, today=TODAY)
    run = look_up(actor=c.worker, words="  Isla ", at=real_now())
    assert looking.words_asked(c.worker, run.ref) == "Isla"
    entry = AuditEntry.objects.get(verb="search.made", subject_key=run.ref)
    assert entry.keys == {"found": [isla.ref], "count": 1}
    access.identify(c.leader, today=TODAY)
    with pytest.raises(NotVisible):
        looking.words_asked(c.leader, run.ref)
    for actor in (c.partner, c.inspector, c.governance):
        access.identify(actor, today=TODAY)
        with pytest.raises(NotAllowed):
            look_up(actor=actor, words="Isla", at=real_now())


def test_nobody_is_added_from_the_search_box_which_looked_at_ones_own_view_alone(c, isla) -> None:
    access.identify(c.other_worker, today=TODAY)
    run = look_up(actor=c.other_worker, words="Isla Macpherson", at=real_now())
    assert signed_in(c.other_worker).get(at("add_person", run.ref)).status_code == 404
    assert signed_in(c.other_worker).get(at("found", run.ref)).status_code == 404
    assert signed_in(c.other_worker).get(at("break_glass", run.ref, 1)).status_code == 404
    access.identify(c.other_worker, today=TODAY)
    with pytest.raises(NotVisible):
        people.add_person(
            actor=c.other_worker,
            search_ref=run.ref,
            given_name="Isla",
            family_name="Macpherson",
            is_child=True,
            so_on=TODAY,
            at=NOW,
            real_at=real_now(),
        )


def test_forms_offer_whom_the_search_before_found_also_after_the_box_was_used(c, isla, monkeypatch) -> None:
    monkeypatch.setattr(near, "MOST", 0)
    access.identify(c.manager, today=TODAY)
    terms = {"given_name": "Isla", "family_name": "Macpherson"}
    people.search(actor=c.manager, authority_id=c.council.pk, terms=terms, today=TODAY, at=real_now())
    look_up(actor=c.manager, words="nobody", at=real_now())
    assert near._found_lately(c.manager, real_now()) == {isla.pk}


def test_the_box_sends_what_is_looked_for_and_no_name_stands_in_an_address(c, isla) -> None:
    client = signed_in(c.worker)
    home = client.get(reverse("web:home")).content.decode()
    assert 'method="post" action="/search"' in home
    answer = client.post(reverse("web:search"), {"q": "isla macpherson"}, follow=True)
    access.identify(c.worker, today=TODAY)
    assert [url for url, _ in answer.redirect_chain] == [f"/search/{SearchRun.objects.latest('pk').ref}"]
    page = answer.content.decode()
    assert "Isla Macpherson" in page and at("child", isla.ref) in page and "“isla macpherson”" in page
    assert "isla" not in page.partition("<title>")[2].partition("</title>")[0].lower()
    by_address = client.get(reverse("web:search"), {"q": "Isla"}).content.decode()
    assert isla.ref not in by_address
    reader = signed_in(organisation.actor(c.council, Role.PERFORMANCE_OFFICER))
    assert 'method="get" action="/search"' in reader.get(reverse("web:home")).content.decode()
    assert reader.post(reverse("web:search"), {"q": "Isla"}).status_code == 403


def test_a_protected_address_is_neither_shown_nor_found(c, isla) -> None:
    access.identify(c.worker, today=TODAY)
    hidden = {"lines": "9 Hidden Close", "postcode": "QQ77 7QQ", "officers": [], "why": "Fled"}
    people.protect_address(actor=c.worker, person_ref=isla.ref, **hidden, **WHEN)
    client = signed_in(c.worker)
    page = client.post(reverse("web:search"), {"q": "isla"}, follow=True).content.decode()
    assert "Address protected" in page and "Hidden" not in page and "QQ77" not in page
    for text in ("Hidden", "9 Hidden Close", "QQ77 7QQ"):
        assert found(c.worker, text) == []


def test_who_died_is_said_to_have(c, isla) -> None:
    access.identify(c.worker, today=TODAY)
    knowing.say_death(actor=c.worker, person_ref=isla.ref, died_on=TODAY, **WHEN)
    page = signed_in(c.worker).post(reverse("web:search"), {"q": "isla"}, follow=True).content.decode()
    assert "died on 17 October 2012" in page


def test_parts_of_what_is_written() -> None:
    assert looking.parts_of("12345") == looking.parts_of("12345 ") and looking.parts_of("12345")[0].begins == "12345"
    assert looking.parts_of("0403061234")[0].begins == ""
    assert [part.begins for part in looking.parts_of("Isla 4/3/2006 O'Neill")] == ["", "isla", "o'neill"]
    assert looking.parts_of("99/99/2006") == ()


def test_a_search_before_somebody_is_added_goes_on_as_it_was(c, isla) -> None:
    answer = send(signed_in(c.other_worker), at("look_for"), given_name="Isla", family_name="Macpherson")
    assert "Somebody like this may be recorded already" in answer.content.decode()
