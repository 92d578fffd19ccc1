"""Looking up many people in a row (rule casework.look_up_pace): slowed with a page that says so, and reported."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from lippen.casework.actions import people, watching, work
from lippen.casework.models import KnownPerson, UnusualRead
from lippen.casework.tests.factories import NOW, TODAY, Cast, cast
from lippen.casework.tests.test_screens import send, signed_in
from lippen.kernel import access
from lippen.kernel.clock import day_of, real_now
from lippen.kernel.models import AuditEntry

pytestmark = pytest.mark.django_db
MOST = 5


@pytest.fixture
def c(settings) -> Cast:
    settings.LIPPEN_TODAY = TODAY
    made = cast()
    access.identify(made.manager, today=TODAY)
    figure = {"authority_id": made.council.pk, "number": Decimal(MOST), "why": "Agreed", "so_on": TODAY, "at": NOW}
    access.identify(made.head, today=TODAY)
    work.set_number(actor=made.head, key="lookup_records", **figure)
    access.identify(made.manager, today=TODAY)
    return made


@pytest.fixture
def others(c: Cast) -> list[KnownPerson]:
    """Children with whom the manager does not work."""
    names = ("Isla", "Angus", "Morven", "Struan", "Una", "Callum", "Fergus")
    return [c.add(c.worker, name, f"Family{name}") for name in names]


def page(person: KnownPerson, name: str = "child") -> str:
    return reverse(f"casework:{name}", args=[person.ref])


def test_casework_look_up_pace_slows_the_next_record_and_says_until_when(c, others) -> None:
    client = signed_in(c.manager)
    assert [client.get(page(each)).status_code for each in others[:6]] == [200] * MOST + [429]
    answer = client.get(page(others[6], "chronology"))
    assert answer.status_code == 429 and 0 < int(answer.headers["Retry-After"]) <= 600
    body = answer.content.decode()
    assert "You may go on at" in body and "Callum" not in body and "Fergus" not in body


def test_casework_look_up_pace_lets_the_same_records_be_read_again(c, others) -> None:
    client = signed_in(c.manager)
    for _ in range(3):
        assert {client.get(page(each)).status_code for each in others[:MOST]} == {200}


def test_casework_look_up_pace_lets_a_slowed_worker_read_the_children_whom_they_work_with(c, others) -> None:
    for _ in range(MOST + 2):
        access.identify(c.other_worker, today=TODAY)
        terms = {"given_name": "Isla", "family_name": "Nobody"}
        run = people.search(actor=c.other_worker, authority_id=c.council.pk, terms=terms, today=TODAY, at=NOW)
        last = signed_in(c.other_worker).get(reverse("casework:found", args=[run.ref])).status_code
    assert last == 429
    c.allocate(others[0], c.other_worker)
    assert signed_in(c.other_worker).get(page(others[0])).status_code == 200


def test_casework_look_up_pace_slows_searches_too(c, others) -> None:
    client = signed_in(c.other_worker)
    url = reverse("casework:look_for")
    answers = [send(client, url, given_name="Isla", family_name=f"Name{number}") for number in range(MOST + 1)]
    assert [answer.status_code for answer in answers] == [200] * MOST + [429]


def test_casework_look_up_pace_goes_on_after_the_minutes(c, others) -> None:
    client = signed_in(c.manager)
    for each in others[:MOST]:
        AuditEntry.objects.create(
            at=real_now() - timedelta(minutes=11),
            account_id=c.manager.account_id,
            verb="known.read",
            subject_kind="casework:child",
            subject_key=each.ref,
        )
    assert client.get(page(others[MOST])).status_code == 200


def test_casework_look_up_pace_takes_what_is_sent_about_a_child(c, others) -> None:
    client = signed_in(c.manager)
    for each in others[:6]:
        client.get(page(each))
    answer = send(client, page(others[6], "write_entry"), words="Hurt", source="", significance="high", so_on="today")
    assert answer.redirect_chain


def test_whoever_was_slowed_stands_in_the_report_and_under_who_looked(c, others) -> None:
    client = signed_in(c.manager)
    for each in others[:6]:
        client.get(page(each))
    access.identify(c.governance, today=TODAY)
    assert AuditEntry.objects.filter(verb="refused.slowed", subject_key=others[MOST].ref).count() == 1
    tomorrow = real_now() + timedelta(days=1)
    given = {"authority_id": c.council.pk, "day": day_of(real_now()), "at": NOW, "real_at": tomorrow}
    watching.look_through(actor=c.governance, **given)
    assert UnusualRead.objects.filter(signs=["slowed"], reader_id=c.manager.account_id).count() == 1
