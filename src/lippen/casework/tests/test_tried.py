"""The locks tried as somebody would who wants in: shifted numbers, guessed keys, days that are over, own family."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from lippen.casework.actions import guarding, lending, own_family, people
from lippen.casework.models import AlertSeen, BreakGlass, FactWord, KnownPerson, TieEnd
from lippen.casework.queries import looking, searching
from lippen.casework.tests.factories import NOW, TODAY, Cast, cast
from lippen.casework.tests.test_screens import at, send, signed_in
from lippen.casework.tests.world import World, world
from lippen.casework.vocabulary import BirthPrecision, GlassReason, OwnTieKind, SharedBasis, SharedPart, TieKind
from lippen.kernel import access
from lippen.kernel.access import Actor
from lippen.kernel.clock import real_now

pytestmark = pytest.mark.django_db
WHEN = {"so_on": TODAY, "at": NOW}
CANARIES = ("Canary Vennel", "QQ77", "Nowherebridge")


@pytest.fixture
def c(settings) -> Cast:
    settings.LIPPEN_TODAY = TODAY
    return cast()


@pytest.fixture
def w(settings) -> World:
    settings.LIPPEN_TODAY = TODAY
    return world()


def test_break_glass_opens_the_record_that_was_shown_though_the_search_finds_another_first_now(c) -> None:
    meant = c.add(c.worker, "Isla", "Balfour", born_on=date(2006, 3, 4))
    terms = {"given_name": "Islay", "family_name": "Balfour", "born_on": "2006-03-04"}
    access.identify(c.other_worker, today=TODAY)
    asked = {"authority_id": c.council.pk, "today": TODAY, "at": real_now()}
    run = people.search(actor=c.other_worker, terms=terms, **asked)
    client, url = signed_in(c.other_worker), at("break_glass", run.ref, 1)
    page = client.get(url)
    code = page.context["form"]["shown"].value()
    c.add(c.worker, "Islay", "Balfour", born_on=date(2006, 3, 4))
    said = {"reason": GlassReason.DANGER.value, "words": "Alone in the house"}
    answer = send(client, url, shown=code, **said)
    assert "finds somebody else in this place now" in answer.content.decode()
    access.identify(c.manager, today=TODAY)
    assert not BreakGlass.objects.exists()
    answer = send(client, at("break_glass", run.ref, 2), shown=code, **said)
    assert "open to you for 60 minutes" in answer.content.decode()
    access.identify(c.manager, today=TODAY)
    assert BreakGlass.objects.get().person_id == meant.pk


def test_own_family_is_told_that_it_is_closed_and_whom_to_ring(c) -> None:
    child = c.add(c.worker, "Isla", "Balfour")
    tie = {"officer_id": c.other_worker.person_id, "kind": OwnTieKind.FAMILY, "why": "They are cousins"}
    own_family.say_own_tie(actor=c.worker, person_ref=child.ref, **tie, **WHEN)
    access.identify(c.other_worker, today=TODAY)
    terms = {"given_name": "Isla", "family_name": "Balfour", "born_on": "2006-03-04"}
    run = people.search(actor=c.other_worker, authority_id=c.council.pk, terms=terms, today=TODAY, at=real_now())
    client, url = signed_in(c.other_worker), at("break_glass", run.ref, 1)
    closed = "This record is closed to you. If a child is in danger, ring Long-term team."
    told = client.get(at("found", run.ref)).content.decode()
    assert closed in told and url not in told
    sent = {"reason": GlassReason.DANGER.value, "words": "Alone in the house", "shown": "x", "form_token": "1"}
    for answer in (client.get(url), client.post(url, sent)):
        assert closed in answer.content.decode() and answer.status_code != 404
    access.identify(c.manager, today=TODAY)
    assert not BreakGlass.objects.exists()


def test_a_baby_to_come_is_expected_wherever_they_are_found(c) -> None:
    child = c.add(c.worker, "Isla", "Balfour")
    access.identify(c.worker, today=TODAY)
    day = TODAY + timedelta(days=100)
    people.say_birth(actor=c.worker, person_ref=child.ref, born_on=day, precision=BirthPrecision.EXPECTED, **WHEN)
    access.identify(c.worker, today=TODAY)
    terms = {"given_name": "Isla", "family_name": "Balfour", "born_on": ""}
    run = people.search(actor=c.worker, authority_id=c.council.pk, terms=terms, today=TODAY, at=real_now())
    client = signed_in(c.worker)
    for answer in (
        client.get(at("found", run.ref)),
        client.get(at("add_person", run.ref)),
        client.post(reverse("web:search"), {"q": "Isla"}, follow=True),
    ):
        told = answer.content.decode()
        assert "expected 25 January 2013" in told and "born 25 January 2013" not in told


def test_break_glass_opens_no_brother_nor_anything_to_write_but_what_happened(c) -> None:
    child = c.add(c.worker, "Isla", "Balfour")
    brother = c.add(c.worker, "Ruaridh", "Balfour", tie=people.NewTie(child.ref, TieKind.SIBLING))
    access.identify(c.other_worker, today=TODAY)
    terms = {"given_name": "Isla", "family_name": "Balfour", "born_on": "2006-03-04"}
    run = people.search(actor=c.other_worker, authority_id=c.council.pk, terms=terms, today=TODAY, at=real_now())
    given = {"number": 1, "reason": GlassReason.DANGER, "words": "Alone", "so_on": TODAY, "at": real_now()}
    shown = searching.code_at(c.other_worker, run.ref, 1)
    guarding.break_glass(actor=c.other_worker, search_ref=run.ref, shown=shown, **given)
    client = signed_in(c.other_worker)
    assert client.get(at("child", child.ref)).status_code == 200
    for name in ("child", "chronology", "family", "facts", "who_looked"):
        assert client.get(at(name, brother.ref)).status_code == 404
    assert "opened this record outside your own work" in client.get(at("protect_address", child.ref)).content.decode()
    found = client.post(reverse("web:search"), {"q": "Ruaridh"}, follow=True).content.decode()
    assert brother.ref not in found


def test_ones_own_record_and_family_are_found_nowhere(c) -> None:
    child = c.add(c.worker, "Isla", "Balfour")
    c.mother_of(c.worker, child, given="Morag", family="Balfour")
    access.identify(c.worker, today=TODAY)
    own = {"person_ref": child.ref, "officer_id": c.manager.person_id, "kind": OwnTieKind.FAMILY}
    own["why"] = "Told by the school"
    own_family.say_own_tie(actor=c.worker, **own, **WHEN)
    access.identify(c.manager, today=TODAY)
    assert looking.found(c.manager, "Balfour") == looking.NOBODY_FOUND
    client = signed_in(c.manager)
    for name in ("child", "chronology", "family", "facts", "who_looked", "access_requests", "holds", "who_may_see"):
        assert client.get(at(name, child.ref)).status_code == 404, name
    for page in (at("children"), reverse("web:home"), at("queue"), at("team"), at("alerts")):
        assert "Isla" not in client.get(page, follow=True).content.decode(), page


def test_a_partner_reads_nothing_on_the_day_the_sharing_ends_nor_before_it_begins(c, settings) -> None:
    child = c.add(c.worker, "Isla", "Balfour")
    access.identify(c.manager, today=TODAY)
    given = {"partner_id": c.partner.person_id, "purpose": "School plan", "parts": [SharedPart.NAME]}
    given |= {"basis": SharedBasis.PUBLIC_TASK, "at": NOW}
    days = {"opens_on": TODAY + timedelta(1), "closes_on": TODAY + timedelta(3)}
    lending.share(actor=c.manager, person_refs=[child.ref], **given, **days)
    seen = {}
    for number in range(5):
        settings.LIPPEN_TODAY = TODAY + timedelta(number)
        client = signed_in(c.partner)
        listed = child.ref in client.get(at("shared")).content.decode()
        seen[number] = (client.get(at("shared_child", child.ref)).status_code, listed)
    assert seen == {0: (404, False), 1: (200, True), 2: (200, True), 3: (404, False), 4: (404, False)}
    settings.LIPPEN_TODAY = TODAY + timedelta(1)
    for name in ("child", "chronology", "family", "facts"):
        assert signed_in(c.partner).get(at(name, child.ref)).status_code == 403


def test_an_inspector_reads_nobody_outside_the_sample_and_nothing_else_of_a_child_in_it(w) -> None:
    inspector = signed_in(w.cast.inspector)
    assert inspector.get(at("sampled_child", w.child.ref)).status_code == 200
    for other in (w.known["mother"], w.cast.add(w.cast.worker, "Nairn", "Outside")):
        assert inspector.get(at("sampled_child", other.ref)).status_code == 404
    for name in ("child", "chronology", "family", "facts", "who_looked", "write_entry", "access_requests"):
        assert inspector.get(at(name, w.child.ref)).status_code == 403, name
    assert inspector.post(reverse("web:search"), {"q": "Isla"}).status_code == 403


def test_keys_guessed_from_another_record_change_nothing(w) -> None:
    other = w.cast.add(w.cast.other_leader, "Nairn", "Outside")
    worker = signed_in(w.cast.other_leader)
    refused = [
        worker.get(at("end_tie", other.ref, w.tie)),
        worker.post(at("still_so", other.ref, "status", w.status), {"back": "record"}),
        worker.get(at("withdraw_fact", other.ref, "status", w.status)),
        worker.get(at("helper_contact", other.ref, w.refs["helper"])),
        worker.get(at("end_work", other.ref, w.refs["work"])),
        worker.get(at("take_step", w.refs["to_assess"])),
        worker.get(at("withhold", w.refs["access"], 1)),
        worker.get(at("access_file", w.refs["access_released"])),
        worker.get(reverse("web:searched", args=[w.refs["searched"]])),
        worker.get(at("found", w.refs["search"])),
    ]
    shown = [answer.request["PATH_INFO"] for answer in refused if answer.status_code not in {403, 404}]
    assert shown == []
    before = counted(w.cast.manager)
    keys = [f"status:{w.status}", f"entry:{w.refs['event']}"]
    send(worker, at("see_alerts"), keys=keys)
    send(worker, at("tie_people", other.ref), other=w.child.ref, kind="sibling:first", so_on="today")
    assert counted(w.cast.manager) == before


def counted(actor: Actor) -> tuple[int, ...]:
    access.identify(actor, today=TODAY)
    return tuple(model.objects.count() for model in (AlertSeen, FactWord, TieEnd, KnownPerson))


def test_no_page_of_the_search_box_or_the_check_shows_a_protected_address(w) -> None:
    for actor in (w.cast.manager, w.cast.leader, w.cast.worker):
        client = signed_in(actor)
        for words in ("Isla", "Balfour", "Canary Vennel", "QQ77 7QQ", "01259 555 0101"):
            page = client.post(reverse("web:search"), {"q": words}, follow=True).content.decode()
            shown = page.replace(f"“{words}”", "").replace(f'value="{words}"', "")
            assert not [each for each in CANARIES if each in shown], words
    page = signed_in(w.cast.manager).get(at("check_access", w.refs["access"])).content.decode()
    assert not [each for each in CANARIES if each in page]
