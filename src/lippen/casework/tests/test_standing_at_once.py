"""Two people send the same form at the same moment: one is recorded, the other sees both texts."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, transaction
from django.test import Client

from lippen.casework.models import StatusFact
from lippen.casework.tests.factories import TODAY, cast
from lippen.casework.tests.test_screens import at, signed_in
from lippen.casework.tests.test_standing import SIDE_BY_SIDE, opened
from lippen.kernel import access

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_who_send_at_once_one_is_recorded_and_the_other_compares(settings) -> None:
    settings.LIPPEN_TODAY = TODAY
    with transaction.atomic():
        c = cast()
        child = c.add(c.worker, "Isla", "Balfour")
    url = at("say_status", child.ref)
    for turn in range(3):
        clients = {name: signed_in(getattr(c, name)) for name in ("worker", "leader")}
        sent = {
            name: {**opened(client, url), "status": "away", "words": f"{name} {turn}", "so_on": "today"}
            for name, client in clients.items()
        }
        barrier = Barrier(2)

        def send(name: str, clients: dict[str, Client] = clients, sent=sent, barrier: Barrier = barrier) -> str:
            try:
                barrier.wait(10)
                return clients[name].post(url, sent[name], follow=True).content.decode()
            finally:
                connection.close()

        with ThreadPoolExecutor(2) as pool:
            bodies = list(pool.map(send, clients))
        assert sorted(SIDE_BY_SIDE in body for body in bodies) == [False, True]
        with transaction.atomic():
            access.identify(c.worker, today=TODAY)
            assert StatusFact.objects.filter(person=child).count() == turn + 1
