"""Two people at one child at once: the second sees what the first did, and nobody has two workers or none."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, transaction

from lippen.casework.actions import front, work
from lippen.casework.models import Involvement, KnownPerson, Waiting, WaitingEnd
from lippen.casework.queries import lists
from lippen.casework.tests.factories import NOW, TODAY, Cast, cast
from lippen.kernel import access
from lippen.kernel.access import Actor
from lippen.kernel.errors import CannotDo

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def c(settings) -> Cast:
    settings.LIPPEN_TODAY = TODAY
    with transaction.atomic():
        return cast()


@pytest.fixture
def two() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(2) as pool:
        yield pool


def both(two: ThreadPoolExecutor, *asked) -> list[str]:
    """Do two things at the same moment, each in its own transaction: what came of each."""
    barrier = Barrier(2)

    def one(actor: Actor, act) -> str:
        try:
            with transaction.atomic():
                access.identify(actor, today=TODAY)
                barrier.wait(10)
                act(actor)
            return "done"
        except CannotDo as refusal:
            return refusal.sentence
        finally:
            connection.close()

    return [each.result(30) for each in [two.submit(one, *each) for each in asked]]


def a_child(c: Cast, *, waits: bool) -> tuple[KnownPerson, str]:
    with transaction.atomic():
        child = c.add(c.worker, "Isla", "Balfour")
        return child, c.waiting(c.worker, child).ref if waits else ""


def test_of_two_who_allocate_one_child_who_waits_the_second_is_told(c, two) -> None:
    child, ref = a_child(c, waits=True)

    def to(worker: Actor):
        return lambda actor: front.allocate_waiting(
            actor=actor, waiting_ref=ref, worker_id=worker.person_id, so_on=TODAY, at=NOW
        )

    said = both(two, (c.leader, to(c.worker)), (c.manager, to(c.colleague)))
    assert sorted(word == "done" for word in said) == [False, True]
    assert any("waits no longer" in word for word in said)
    with transaction.atomic():
        access.identify(c.manager, today=TODAY)
        assert Involvement.objects.filter(person=child, kind="allocated", ends_on__isnull=True).count() == 1
        assert WaitingEnd.objects.count() == 1


def test_two_who_allocate_a_child_anew_leave_one_worker(c, two) -> None:
    child, _ = a_child(c, waits=False)

    def to(worker: Actor):
        return lambda actor: work.allocate(
            actor=actor, person_ref=child.ref, worker_id=worker.person_id, so_on=TODAY, at=NOW
        )

    both(two, (c.leader, to(c.worker)), (c.manager, to(c.colleague)))
    with transaction.atomic():
        access.identify(c.manager, today=TODAY)
        assert Involvement.objects.filter(person=child, kind="allocated", ends_on__isnull=True).count() == 1


def test_an_ending_and_an_allocation_at_once_leave_one_of_them(c, two) -> None:
    _, ref = a_child(c, waits=True)
    given = {"waiting_ref": ref, "so_on": TODAY, "at": NOW}
    end = {"kind": front.WaitingEndKind.NOT_NEEDED, "words": "The grandmother helps"}
    said = both(
        two,
        (c.leader, lambda actor: front.end_waiting(actor=actor, **end, **given)),
        (c.manager, lambda actor: front.allocate_waiting(actor=actor, worker_id=c.worker.person_id, **given)),
    )
    assert said.count("done") == 1
    with transaction.atomic():
        access.identify(c.manager, today=TODAY)
        assert WaitingEnd.objects.count() == 1 == Waiting.objects.count()
        assert lists.queue(c.manager, today=TODAY) == ()
