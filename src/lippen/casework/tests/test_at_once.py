"""Two people at one child at once: the second sees what the first did, and nobody has two workers or none."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, transaction

from lippen.casework.actions import front, handing, limits, work
from lippen.casework.models import FigureChallenge, Involvement, KnownPerson, Waiting, WaitingEnd
from lippen.casework.queries import lists
from lippen.casework.tests.factories import NOW, TODAY, Cast, cast
from lippen.kernel import access
from lippen.kernel.access import Actor
from lippen.kernel.errors import CannotDo, NotVisible

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


def test_who_asks_for_the_same_figure_in_two_windows_at_once_asks_once(c, two) -> None:
    def ask(words: str):
        asked = {"authority_id": c.council.pk, "key": "weight_court", "words": words, "so_on": TODAY, "at": NOW}
        return lambda actor: limits.challenge_figure(actor=actor, **asked)

    said = both(two, (c.worker, ask("Two days a week")), (c.worker, ask("Three days a week")))
    assert said.count("done") == 1 and any("nobody has answered yet" in word for word in said)
    with transaction.atomic():
        access.identify(c.worker, today=TODAY)
        assert FigureChallenge.objects.count() == 1


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


def offered(c: Cast) -> tuple[KnownPerson, str]:
    """A child of the worker's who is offered to the colleague."""
    child, _ = a_child(c, waits=False)
    with transaction.atomic():
        c.allocate(child, c.worker)
        made = offer_to(c.colleague)(c.leader, child)
    return child, made.ref


def offer_to(worker: Actor):
    given = {"note": "How it stands", "from_on": TODAY, "so_on": TODAY, "at": NOW}

    def offer(actor: Actor, child: KnownPerson):
        access.identify(actor, today=TODAY)
        return handing.offer(actor=actor, person_ref=child.ref, worker_id=worker.person_id, **given)

    return offer


def parts(c: Cast, child: KnownPerson) -> list[str]:
    with transaction.atomic():
        access.identify(c.manager, today=TODAY)
        open_ones = Involvement.objects.filter(person=child, ends_on__isnull=True)
        return sorted(open_ones.values_list("kind", flat=True))


def test_a_yes_in_two_tabs_at_once_hands_the_child_over_once(c, two) -> None:
    child, ref = offered(c)

    def yes(actor: Actor) -> None:
        handing.answer(actor=actor, handover_ref=ref, is_accepted=True, so_on=TODAY, at=NOW)

    said = both(two, (c.colleague, yes), (c.colleague, yes))
    assert said.count("done") == 1 and any("decided already" in word for word in said)
    assert parts(c, child) == ["allocated"]


def test_a_yes_and_an_allocation_to_somebody_else_at_once_leave_one_worker(c, two) -> None:
    child, ref = offered(c)
    elsewhere = {"person_ref": child.ref, "worker_id": c.leader.person_id, "so_on": TODAY, "at": NOW}
    said = both(
        two,
        (c.colleague, lambda actor: _yes(actor, ref)),
        (c.manager, lambda actor: work.allocate(actor=actor, **elsewhere)),
    )
    assert "done" in said
    assert parts(c, child) == ["allocated"]


def _yes(actor: Actor, ref: str) -> None:
    try:
        handing.answer(actor=actor, handover_ref=ref, is_accepted=True, so_on=TODAY, at=NOW)
    except NotVisible:
        raise CannotDo("no longer to be seen") from None


def test_a_yes_and_taking_the_offer_back_at_once_leave_one_of_them(c, two) -> None:
    child, ref = offered(c)
    back = {"handover_ref": ref, "words": "Not now", "so_on": TODAY, "at": NOW}
    said = both(
        two,
        (c.colleague, lambda actor: _yes(actor, ref)),
        (c.manager, lambda actor: handing.take_back(actor=actor, **back)),
    )
    assert said.count("done") == 1
    assert parts(c, child) == ["allocated"]


def test_of_two_offers_at_once_one_stands(c, two) -> None:
    child, _ = a_child(c, waits=False)
    with transaction.atomic():
        c.allocate(child, c.worker)
    one, other = offer_to(c.colleague), offer_to(c.other_worker)
    said = both(two, (c.worker, lambda actor: one(actor, child)), (c.manager, lambda actor: other(actor, child)))
    assert said.count("done") == 1 and any("offered to somebody already" in word for word in said)
    assert parts(c, child) == ["allocated", "offered"]
