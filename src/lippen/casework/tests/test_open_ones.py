"""What is open is marked by the database: the marks follow from the facts, and the queue goes by them."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
from django.db import ProgrammingError, connection, transaction

from lippen.casework import rules
from lippen.casework.actions import front
from lippen.casework.models import Referral, ReferralStep, Waiting, WaitingEnd, WaitingFact
from lippen.casework.queries import lists, referrals
from lippen.casework.rules import queue_key
from lippen.casework.tests.factories import NOW, TODAY, Cast, cast
from lippen.casework.vocabulary import Level, Outcome, WaitingEndKind
from lippen.kernel import access

pytestmark = pytest.mark.django_db
WHEN = {"so_on": TODAY, "at": NOW}


@pytest.fixture
def c(settings) -> Cast:
    settings.LIPPEN_TODAY = TODAY
    return cast()


def check(c: Cast) -> None:
    """Every mark against the facts, and the queue of a manager against what they say."""
    access.identify(c.manager, today=TODAY)
    steps = ReferralStep.objects.exclude(outcome__in=[Outcome.ASSESS, Outcome.ASSESSED])
    decided = set(steps.values_list("referral_id", flat=True))
    assert {row.pk for row in Referral.objects.filter(is_open=False)} == decided
    ended = set(WaitingEnd.objects.values_list("waiting_id", flat=True))
    levels = dict(WaitingFact.objects.order_by("id").values_list("waiting_id", "level"))
    waits = list(Waiting.objects.order_by("id"))
    assert {row.pk for row in waits if not row.is_open} == ended
    assert {row.pk: row.place for row in waits} == {
        row.pk: rules.LEVEL_ORDER[Level(levels[row.pk])] for row in waits if row.pk in levels
    }
    here = sorted(
        (row for row in waits if row.pk not in ended),
        key=lambda row: (*queue_key(Level(levels[row.pk]), row.so_on), row.pk),
    )
    found = lists.queue_page(c.manager, today=TODAY)
    assert [row.wait.ref for row in found.rows] == [row.ref for row in here]
    assert (found.found, found.past) == (len(here), sum(row.due_on < TODAY for row in here))
    first = min(here, key=lambda row: row.so_on, default=None)
    assert (found.longest and found.longest.wait.ref) == (first and first.ref)
    open_ones = Referral.objects.exclude(pk__in=decided).order_by("so_on", "id")
    assert [row.ref for _, row in referrals.open_referrals(c.manager).rows] == [row.ref for row in open_ones]


@pytest.mark.parametrize("seed", [1, 2])
def test_marks_follow_from_the_facts_whatever_happens(c: Cast, seed: int) -> None:
    rng = random.Random(seed)
    waits = []
    for _ in range(5):
        wait = c.waiting(c.worker, c.add(c.worker), rng.choice(list(Level)))
        waits.append(wait)
    c.refer(c.worker, c.add(c.worker))
    check(c)
    for _ in range(6):
        wait = rng.choice(waits)
        access.identify(c.leader, today=TODAY)
        if rng.random() < 0.3 and len(waits) > 2:
            waits.remove(wait)
            front.end_waiting(
                actor=c.leader, waiting_ref=wait.ref, kind=WaitingEndKind.NOT_NEEDED, words="Moved away", **WHEN
            )
        else:
            how = c.wait(c.worker, rng.choice(list(Level)))
            front.look_again(actor=c.leader, waiting_ref=wait.ref, wait=how, **WHEN)
        check(c)
    access.identify(c.worker, today=TODAY)
    still = Referral.objects.filter(is_open=True).latest("id")
    assessed = {"actor": c.worker, "referral_ref": still.ref, "words": "Seen", **WHEN}
    for outcome in (Outcome.ASSESS, Outcome.ASSESSED):
        front.take_step(outcome=outcome, **assessed)
        check(c)
        access.identify(c.worker, today=TODAY)
    front.take_step(outcome=Outcome.NO_ACTION, **assessed)
    check(c)
    assert not Referral.objects.filter(is_open=True).exists()


def test_a_page_of_the_queue_is_a_part_of_the_whole_of_it(c: Cast) -> None:
    for level in (Level.LOW, Level.HIGH, Level.HIGH, Level.VERY_HIGH, Level.MEDIUM):
        c.waiting(c.worker, c.add(c.worker), level)
    access.identify(c.manager, today=TODAY)
    whole = lists.queue_page(c.manager, today=TODAY)
    pages = [lists.queue_page(c.manager, today=TODAY, page=page, size=2) for page in (1, 2, 3)]
    assert [row for page in pages for row in page.rows] == list(whole.rows)
    assert {(page.found, page.past, page.longest) for page in pages} == {(5, 0, whole.longest)}
    late = lists.queue_page(c.manager, today=whole.rows[0].wait.due_on + timedelta(days=1), size=1)
    assert late.past == 5
    some = [whole.rows[3].wait.ref, whole.rows[1].wait.ref, "waiting-nothing"]
    chosen = lists.queue_page(c.manager, today=TODAY, only=some)
    assert [row.wait.ref for row in chosen.rows] == [whole.rows[1].wait.ref, whole.rows[3].wait.ref]


@pytest.mark.parametrize("table", ["casework_referral", "casework_waiting"])
def test_nobody_vanishes_by_a_mark_that_the_site_writes(c: Cast, table: str) -> None:
    wait = c.waiting(c.worker, c.add(c.worker))
    access.identify(c.manager, today=TODAY)
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"update {table} set is_open = false")
    access.identify(c.worker, today=TODAY)
    told = c.refer(c.worker, c.add(c.worker))
    given = {"authority_id": wait.authority_id, "recorded_at": NOW, "so_on": TODAY, "is_open": False}
    if table == "casework_waiting":
        one = Waiting.objects.create(
            ref="waiting-x", person_id=told.person_id, referral=told, due_on=TODAY, place=3, **given
        )
    else:
        one = Referral.objects.create(
            ref="referral-x", person_id=told.person_id, source="police", why="neglect", words="Rang", **given
        )
    one.refresh_from_db()
    assert one.is_open and getattr(one, "place", None) is None
    transaction.set_rollback(True)
