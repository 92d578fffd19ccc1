"""Two people who say one thing of a child anew: the second sees both texts, and neither is lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.conf import settings as site
from django.db import transaction
from django.test import Client

from lippen.casework.actions import front, knowing, people, work
from lippen.casework.models import ProtectedAddress, StatusFact, WaitingFact
from lippen.casework.screens.urls import urlpatterns
from lippen.casework.tests.factories import NOW, TODAY
from lippen.casework.tests.test_screens import at, signed_in
from lippen.casework.tests.world import World, world
from lippen.casework.vocabulary import ContactKind, Gender, Level, Outcome, Status
from lippen.design.merging import marked
from lippen.kernel import access
from lippen.kernel.drafts import draft_for
from lippen.kernel.models import AuditEntry

SIDE_BY_SIDE = "This was recorded while you wrote"
MERGING = re.compile(r'name="(_stands|_merging|form_token)" value="([^"]*)"')


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker) -> Iterator[World]:
    before = site.LIPPEN_TODAY
    site.LIPPEN_TODAY = TODAY
    with django_db_blocker.unblock(), transaction.atomic():
        yield world()
        transaction.set_rollback(True)
    site.LIPPEN_TODAY = before


@pytest.fixture
def w(made: World) -> Iterator[World]:
    with transaction.atomic():
        yield made
        transaction.set_rollback(True)


def opened(client: Client, url: str) -> dict[str, str]:
    """What the form of a page brings along unseen."""
    return unseen(client.get(url).content.decode())


def unseen(body: str) -> dict[str, str]:
    found = {name: value.replace("&quot;", '"') for name, value in MERGING.findall(body)}
    if version := re.search(r'name="_draft_version" value="(\d+)"', body):
        found["_draft_version"] = version[1]
    return found


def status(w: World, words: str, said: Status = Status.AWAY) -> None:
    access.identify(w.cast.leader, today=TODAY)
    work.say_status(actor=w.cast.leader, person_ref=w.child.ref, status=said, words=words, so_on=TODAY, at=NOW)


def test_the_second_sees_both_texts_and_what_differs_is_marked(w) -> None:
    client, url = signed_in(w.cast.worker), at("say_status", w.child.ref)
    mine = {**opened(client, url), "status": "at_home", "words": "Back with Gran in Oban", "so_on": "today"}
    status(w, "Stays with Gran in Luss")
    access.identify(w.cast.worker, today=TODAY)
    before = StatusFact.objects.count()
    body = client.post(url, mine).content.decode()
    assert SIDE_BY_SIDE in body and w.cast.leader.name in body
    assert "<mark>Stays</mark> with Gran in <mark>Luss</mark>" in body
    assert "<mark>Back</mark> with Gran in <mark>Oban</mark>" in body
    assert "Back with Gran in Oban" in body.split("<form")[-1], "what was typed stands in its box"
    access.identify(w.cast.worker, today=TODAY)
    assert StatusFact.objects.count() == before
    # What is sent from that page is over what stands now
    answer = client.post(url, {**mine, **unseen(body), "words": "With Gran"}, follow=True)
    assert "The status is recorded." in answer.content.decode()
    access.identify(w.cast.worker, today=TODAY)
    assert StatusFact.objects.order_by("-id")[0].words == "With Gran"


def test_showing_both_texts_is_a_read_in_the_trail(w) -> None:
    client, url = signed_in(w.cast.worker), at("say_status", w.child.ref)
    mine = {**opened(client, url), "status": "at_home", "words": "Mine", "so_on": "today"}
    status(w, "Theirs")
    reads = AuditEntry.objects.filter(verb="known.open_form", account_id=w.cast.worker.account_id)
    access.identify(w.cast.governance, today=TODAY)
    before = reads.count()
    client.post(url, mine)
    access.identify(w.cast.governance, today=TODAY)
    assert reads.count() == before + 1


def test_both_texts_can_be_put_into_the_boxes(w) -> None:
    wait = w.refs["waiting"]
    client, url = signed_in(w.cast.worker), at("look_again", wait)
    mine = {
        **opened(client, url),
        "holder": w.cast.worker.person_id,
        "level": "high",
        "why": "Mine: alone at night",
        "plan": "Ring daily",
        "next_contact_on_day": "20",
        "next_contact_on_month": "10",
        "next_contact_on_year": "2012",
    }
    access.identify(w.cast.leader, today=TODAY)
    theirs = front.Wait(w.cast.leader.person_id, front.Level.HIGH, "Theirs: no food", "Visit", TODAY + timedelta(1))
    front.look_again(actor=w.cast.leader, waiting_ref=wait, wait=theirs, so_on=TODAY, at=NOW)
    body = client.post(url, mine).content.decode()
    assert SIDE_BY_SIDE in body and 'name="_both"' in body
    body = client.post(url, {**mine, **unseen(body), "_both": "1"}).content.decode()
    form = body.split("<form")[-1]
    assert "Theirs: no food\n\nMine: alone at night" in form and "Visit\n\nRing daily" in form
    access.identify(w.cast.worker, today=TODAY)
    assert WaitingFact.objects.order_by("-id")[0].why == "Theirs: no food"


def test_theirs_can_be_left_and_mine_is_found_again_as_a_draft(w) -> None:
    client, url = signed_in(w.cast.worker), at("say_status", w.child.ref)
    mine = {**opened(client, url), "status": "at_home", "words": "Mine", "so_on": "today"}
    status(w, "Theirs")
    body = client.post(url, mine).content.decode()
    answer = client.post(url, {**mine, **unseen(body), "_theirs": "1"}, follow=True)
    assert "it is your draft" in answer.content.decode()
    access.identify(w.cast.worker, today=TODAY)
    assert StatusFact.objects.order_by("-id")[0].words == "Theirs"
    assert draft_for(w.cast.worker, "record-status", w.child.ref).fields["words"] == "Mine"
    assert 'value="Mine"' in client.get(url).content.decode()


def test_a_draft_begun_before_somebody_recorded_it_anew_says_so_and_compares_when_sent(w) -> None:
    client, url = signed_in(w.cast.worker), at("say_status", w.child.ref)
    mine = {**opened(client, url), "status": "at_home", "words": "Begun on the bus", "so_on": "today"}
    client.post(url, {**mine, "_draft": "1"})
    status(w, "Theirs")
    body = client.get(url).content.decode()
    assert "has recorded this anew" in body
    assert SIDE_BY_SIDE in client.post(url, {**mine, **unseen(body)}).content.decode()


def test_the_same_said_twice_is_recorded_once(w) -> None:
    client, url = signed_in(w.cast.worker), at("say_status", w.child.ref)
    mine = {**opened(client, url), "status": "away", "words": "With Gran", "so_on": "today"}
    status(w, "With Gran")
    access.identify(w.cast.worker, today=TODAY)
    before = StatusFact.objects.count()
    assert "has recorded the same already" in client.post(url, mine, follow=True).content.decode()
    access.identify(w.cast.worker, today=TODAY)
    assert StatusFact.objects.count() == before


def test_a_double_click_is_told_the_same_and_compared_with_nothing(w) -> None:
    client, url = signed_in(w.cast.worker), at("say_status", w.child.ref)
    mine = {**opened(client, url), "status": "at_home", "words": "Once", "so_on": "today"}
    for _ in range(2):
        body = client.post(url, mine, follow=True).content.decode()
        assert "The status is recorded." in body and SIDE_BY_SIDE not in body
    access.identify(w.cast.worker, today=TODAY)
    assert StatusFact.objects.filter(words="Once").count() == 1


def test_a_telephone_number_is_not_compared_with_an_e_mail(w) -> None:
    client, url = signed_in(w.cast.worker), at("say_contact", w.child.ref)
    mine = {**opened(client, url), "kind": "phone", "value": "01631 000 111", "so_on": "today"}
    access.identify(w.cast.leader, today=TODAY)
    given = {"actor": w.cast.leader, "person_ref": w.child.ref, "so_on": TODAY, "at": NOW}
    people.say_contact(kind=ContactKind.EMAIL, value="isla@example.org", **given)
    assert "It is recorded." in client.post(url, mine, follow=True).content.decode()
    mine = {**opened(client, url), "kind": "phone", "value": "01631 000 222", "so_on": "today"}
    access.identify(w.cast.leader, today=TODAY)
    people.say_contact(kind=ContactKind.PHONE, value="01631 000 333", **given)
    assert SIDE_BY_SIDE in client.post(url, mine).content.decode()


def test_a_protected_address_is_compared_for_its_audience_alone(w) -> None:
    url = at("protect_address", w.known["mother"].ref)
    both = {name: signed_in(getattr(w.cast, name)) for name in ("worker", "colleague")}
    mine = {"lines": "3 Canary Row", "postcode": "", "why": "Moved"}
    sent = {name: {**opened(client, url), **mine} for name, client in both.items()}
    access.identify(w.cast.leader, today=TODAY)
    people.protect_address(
        actor=w.cast.leader,
        person_ref=w.known["mother"].ref,
        lines="7 Hidden Close",
        postcode="",
        officers=[w.cast.worker.person_id],
        why="Found out",
        so_on=TODAY,
        at=NOW,
    )
    assert "7 Hidden Close" in both["worker"].post(url, sent["worker"]).content.decode()
    assert "7 Hidden Close" not in both["colleague"].post(url, sent["colleague"], follow=True).content.decode()
    access.identify(w.cast.worker, today=TODAY)
    assert draft_for(w.cast.worker, "record-protect", w.known["mother"].ref) is None
    assert ProtectedAddress.objects.visible_to(w.cast.worker).exists()


def test_each_child_of_a_review_is_compared_alone(w) -> None:
    client, url = signed_in(w.cast.leader), at("review_queue")
    wait = w.refs["waiting"]
    mine = {
        **opened(client, url),
        f"holder_{wait}": w.cast.worker.person_id,
        f"level_{wait}": "high",
        f"why_{wait}": "Mine",
        f"plan_{wait}": "Ring",
        f"next_contact_on_{wait}_day": "20",
        f"next_contact_on_{wait}_month": "10",
        f"next_contact_on_{wait}_year": "2012",
    }
    access.identify(w.cast.worker, today=TODAY)
    theirs = front.Wait(w.cast.worker.person_id, front.Level.HIGH, "Theirs", "Visit", TODAY + timedelta(1))
    front.look_again(actor=w.cast.worker, waiting_ref=wait, wait=theirs, so_on=TODAY, at=NOW)
    body = client.post(url, mine).content.decode()
    assert SIDE_BY_SIDE in body and "<h3>Isla Balfour</h3>" in body


MISTAKEN = {
    "say_birth": {"born_on_day": "31", "born_on_month": "2", "born_on_year": "2008", "precision": "exact"},
    "say_address": {"lines": "", "postcode": "", "so_on": "today"},
    "say_status": {"status": "at_home", "words": "long " * 1000, "so_on": "today"},
    "say_gender": {"gender": "unheard of"},
    "look_again": {"holder": "", "level": "high", "why": "", "plan": ""},
}


@pytest.mark.parametrize("name", sorted(MISTAKEN))
def test_a_mistake_is_said_without_the_two_texts_where_nobody_was_quicker(name, w) -> None:
    child = w.known["brother"].ref
    given = {"actor": w.cast.worker, "person_ref": child, "so_on": TODAY, "at": NOW}
    access.identify(w.cast.worker, today=TODAY)
    people.say_address(lines="1 Low Road", postcode="", **given)
    knowing.say_gender(gender=Gender.MALE, **given)
    work.say_status(status=Status.AWAY, words="Stays with Gran in Luss", **given)
    client, url = signed_in(w.cast.worker), at(name, w.refs["waiting"] if name == "look_again" else child)
    body = client.post(url, {**opened(client, url), **MISTAKEN[name]}).content.decode()
    assert 'id="error-summary"' in body
    assert SIDE_BY_SIDE not in body and "You wrote this twice" not in body


def test_a_mistake_in_what_is_sent_from_two_texts_shows_both_again(w) -> None:
    client, url = signed_in(w.cast.worker), at("say_status", w.child.ref)
    mine = {**opened(client, url), "status": "at_home", "words": "Mine", "so_on": "today"}
    status(w, "Theirs")
    body = client.post(url, mine).content.decode()
    body = client.post(url, {**mine, **unseen(body), "so_on": "31/2/2012"}).content.decode()
    assert SIDE_BY_SIDE in body and "There is no day 31/2/2012." in body


COMPARED = {
    *("say_name", "say_birth", "say_address", "protect_address", "name_audience", "say_contact", "say_number"),
    *("say_gender", "say_death", "say_status", "look_again", "review_queue", "allocate_child", "allocate_waiting"),
    *("look_at_marker", "sign_off", "take_step", "restrict", "record_contact", "end_typed"),
}


@pytest.mark.parametrize("name", sorted(COMPARED))
def test_every_form_that_says_one_thing_anew_carries_the_version_of_what_stands(name, w) -> None:
    who = "worker" if name == "name_audience" else "manager"
    urls = [at("say_address", w.known["brother"].ref)] if name == "say_address" else w.addresses()[name]
    for url in urls:
        assert "_stands" in opened(signed_in(getattr(w.cast, who)), url), url


def test_an_address_that_is_protected_is_compared_with_no_open_one(w) -> None:
    assert "_stands" not in opened(signed_in(w.cast.manager), at("say_address", w.child.ref))


def test_only_what_is_really_offered_is_compared() -> None:
    assert {pattern.name for pattern in urlpatterns} >= COMPARED


def test_words_in_a_row_are_marked_as_one() -> None:
    theirs, mine = marked("At 7 Hidden Close now", "At 3 Open Road now")
    assert theirs == "At <mark>7 Hidden Close</mark> now"
    assert mine == "At <mark>3 Open Road</mark> now"


def test_words_that_the_other_has_not_are_marked_and_nothing_else_is_let_through() -> None:
    theirs, mine = marked("<b>One</b> two", "One two")
    assert theirs == "<mark>&lt;b&gt;One&lt;/b&gt;</mark> two"
    assert mine == "<mark>One</mark> two"


def test_what_was_written_about_a_child_who_waits_no_longer_is_given_back(w) -> None:
    client, url = signed_in(w.cast.worker), at("tell_news", w.refs["waiting"])
    mine = {**opened(client, url), "words": "The gran has moved in with them", "so_on": "today"}
    access.identify(w.cast.leader, today=TODAY)
    given = {"actor": w.cast.leader, "waiting_ref": w.refs["waiting"], "so_on": TODAY, "at": NOW}
    front.end_waiting(kind=front.WaitingEndKind.NOT_NEEDED, words="Helped by the family", **given)
    answer = client.post(url, mine)
    assert answer.status_code == 404 and "The gran has moved in with them" in answer.content.decode()


def test_one_decision_with_another_level_of_concern_is_not_taken_for_the_same(w) -> None:
    client, url = signed_in(w.cast.leader), at("take_step", w.refs["to_decide"])
    begun = opened(client, url)
    asked = {"outcome": Outcome.ALLOCATE.value, "words": "Needs a social worker", "so_on": "today"}
    access.identify(w.cast.worker, today=TODAY)
    step = {"actor": w.cast.worker, "referral_ref": w.refs["to_decide"], "outcome": Outcome.ALLOCATE}
    front.take_step(**step, words=asked["words"], so_on=TODAY, at=NOW, wait=w.cast.wait(w.cast.worker, Level.LOW))
    wait = {"holder": w.cast.worker.person_id, "level": "very_high", "why": "Alone at night", "plan": "Seen each day"}
    body = client.post(url, {**begun, **asked, **wait, "next_contact_on": "tomorrow"}, follow=True).content.decode()
    assert "recorded the same already" not in body
    assert "Alone at night" in body and SIDE_BY_SIDE in body
