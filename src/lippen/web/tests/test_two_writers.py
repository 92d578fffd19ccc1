"""Two who write at once and wait for each other: nobody's words are lost, and nobody sees a fault."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, current_thread

import pytest
from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from lippen.casework.actions import people
from lippen.casework.models import KnownPerson, Tie
from lippen.casework.tests.factories import TODAY, Cast, cast
from lippen.kernel import access
from lippen.kernel.holding import hold

pytestmark = pytest.mark.django_db(transaction=True)
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def c(settings) -> Cast:
    settings.LIPPEN_TODAY = TODAY
    with transaction.atomic():
        return cast()


@pytest.fixture
def two(c) -> tuple[KnownPerson, KnownPerson]:
    with transaction.atomic():
        return c.add(c.worker, "Isla", "Balfour"), c.add(c.worker, "Eilidh", "Abernethy")


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(2) as made:
        yield made


def signed_in(c: Cast) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(get_user_model().objects.get(pk=c.worker.account_id), BACKEND)
    return client


def said(other: KnownPerson, kind: str) -> dict[str, str]:
    return {"other": other.ref, "tie": f"{kind}:first", "rights_source": "As the school says it", "so_on": "17/10/2012"}


def test_two_who_wait_for_each_other_are_both_heard(c, two, pool, monkeypatch) -> None:
    one, other = two
    meet, waited, asked = Barrier(2), set(), []
    begin_of = people.begin_of

    def once_both_hold_one(*given, **more):
        asked.append(current_thread())
        if current_thread() not in waited:
            waited.add(current_thread())
            meet.wait(20)
        return begin_of(*given, **more)

    monkeypatch.setattr(people, "begin_of", once_both_hold_one)

    def send(client: Client, of: KnownPerson, to: KnownPerson, kind: str) -> int:
        try:
            return client.post(reverse("casework:tie_people", args=[of.ref]), said(to, kind)).status_code
        finally:
            connection.close()

    clients = signed_in(c), signed_in(c)
    sent = [pool.submit(send, clients[0], one, other, "sibling"), pool.submit(send, clients[1], other, one, "other")]
    assert [each.result(60) for each in sent] == [302, 302]
    assert len(asked) > 2, "nobody had to begin again: the two never waited for each other"
    with transaction.atomic():
        access.identify(c.worker, today=TODAY)
        assert Tie.objects.count() == 2


def test_words_are_given_back_when_somebody_else_writes_for_too_long(c, two, pool) -> None:
    one, other = two
    begun, over = Barrier(2), Barrier(2)

    def write_for_long() -> None:
        try:
            with transaction.atomic():
                access.identify(c.worker, today=TODAY)
                hold(one)
                begun.wait(20)
                over.wait(30)
        finally:
            connection.close()

    going_on = pool.submit(write_for_long)
    begun.wait(20)
    try:
        answer = signed_in(c).post(reverse("casework:tie_people", args=[one.ref]), said(other, "sibling"))
    finally:
        over.wait(20)
        going_on.result(20)
    page = answer.content.decode()
    assert answer.status_code == 503
    assert "Somebody else is writing here just now" in page and "As the school says it" in page
