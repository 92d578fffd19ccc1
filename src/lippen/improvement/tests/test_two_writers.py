"""Two people write to one plan at the same moment, on connections of their own: the second sees what the first did."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta
from threading import Event
from time import monotonic, sleep
from typing import Any

import pytest
from django.db import connection, transaction

from lippen.improvement import actions, queries
from lippen.improvement.actions import writing
from lippen.improvement.models import ActionDate, ActionNow, ActionState, Update
from lippen.improvement.queries import now as facts
from lippen.improvement.queries.scope import Scope
from lippen.improvement.tests.factories import NOW, TODAY, Cast, cast, month
from lippen.improvement.vocabulary import State, Which
from lippen.kernel import access
from lippen.kernel.access import Actor
from lippen.kernel.errors import CannotDo
from lippen.kernel.tests.two_connections import WAITS

pytestmark = pytest.mark.django_db(transaction=True)
SECONDS = 20
Write = Callable[[Actor, str], Any]


@pytest.fixture
def here() -> Cast:
    with transaction.atomic():
        return cast()


@pytest.fixture
def two() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(2) as pool:
        yield pool


def at_once(two: ThreadPoolExecutor, ref: str, first: tuple[Actor, Write], second: tuple[Actor, Write]) -> list[Any]:
    """The first holds the plan's lock while the second comes to it; what each was given or refused."""
    holds = Event()

    def lead(actor: Actor, write: Write) -> Any:
        with transaction.atomic():
            access.identify(actor, today=TODAY)
            made = write(actor, ref)
            holds.set()
            wait_until_somebody_waits()
        connection.close()
        return made

    def follow(actor: Actor, write: Write) -> Any:
        assert holds.wait(SECONDS)
        try:
            with transaction.atomic():
                access.identify(actor, today=TODAY)
                return write(actor, ref)
        except CannotDo as refused:
            return refused
        finally:
            connection.close()

    running: list[Future[Any]] = [two.submit(lead, *first), two.submit(follow, *second)]
    return [each.result(SECONDS * 2) for each in running]


def wait_until_somebody_waits() -> None:
    """Until another connection stands before a lock that is held."""
    until = monotonic() + SECONDS
    with connection.cursor() as cursor:
        while monotonic() < until:
            cursor.execute(WAITS)
            if cursor.fetchone() != (0,):
                return
            sleep(0.02)
    raise AssertionError("the second never came to the lock")


def an_action(here: Cast, **given: Any) -> str:
    with transaction.atomic():
        access.identify(here.editor, today=TODAY)
        return here.action(**given).ref


def state(to: State) -> Write:
    return lambda actor, ref: actions.change_state(actor=actor, action_ref=ref, state=to, so_on=TODAY, at=NOW)


def say(words: str, seconds: int = 0) -> Write:
    at = NOW + timedelta(seconds=seconds)
    return lambda actor, ref: actions.write_update(actor=actor, action_ref=ref, paragraphs=[words], so_on=TODAY, at=at)


def move(to: int) -> Write:
    return lambda actor, ref: actions.change_date(
        actor=actor,
        action_ref=ref,
        which=Which.TARGET,
        period=month(2012, to),
        reason="It waits",
        agreed_by="Board",
        so_on=TODAY,
        at=NOW,
    )


def test_of_two_who_say_that_it_is_under_way_the_second_is_told_that_it_is(here: Cast, two: ThreadPoolExecutor) -> None:
    ref = an_action(here)
    said, refused = at_once(two, ref, (here.worker, state(State.UNDER_WAY)), (here.editor, state(State.UNDER_WAY)))
    assert said.state == "under_way" and isinstance(refused, CannotDo) and "under way" in refused.sentence
    assert list(ActionState.objects.order_by("id").values_list("state", flat=True)) == ["not_started", "under_way"]


def test_two_first_dates_become_a_first_date_and_a_slip(here: Cast, two: ThreadPoolExecutor) -> None:
    ref = an_action(here)
    at_once(two, ref, (here.worker, move(11)), (here.editor, move(12)))
    kept = list(ActionDate.objects.order_by("id").values_list("is_first", "text"))
    assert kept == [(True, "November 2012"), (False, "December 2012")]


def test_two_updates_are_both_kept_and_both_counted(here: Cast, two: ThreadPoolExecutor) -> None:
    ref = an_action(here)
    at_once(two, ref, (here.worker, say("One")), (here.editor, say("Another")))
    now = ActionNow.objects.get()
    assert (Update.objects.count(), now.updates_count, now.last_update_text) == (2, 2, "Another")


def test_the_same_update_from_two_tabs_at_once_is_kept_once(here: Cast, two: ThreadPoolExecutor) -> None:
    ref = an_action(here)
    first, second = at_once(two, ref, (here.worker, say("One")), (here.worker, say("One", seconds=1)))
    assert first == second and Update.objects.count() == 1


def test_what_is_kept_as_present_is_what_both_came_to(here: Cast, two: ThreadPoolExecutor) -> None:
    ref = an_action(here)
    at_once(two, ref, (here.worker, state(State.UNDER_WAY)), (here.editor, move(12)))
    action = here.plan.actions.get()
    worked = facts.worked_out([action], Scope(action_ids=(action.pk,)))[0]
    kept = ActionNow.objects.get()
    assert (
        (kept.state, kept.target_ends_on)
        == (worked.state, worked.target_ends_on)
        == ("under_way", TODAY.replace(2013, 1, 1))
    )
    assert queries.plan_counts(here.editor, here.plan.pk, today=TODAY).by_state == {"under_way": 1}


def test_without_the_lock_the_second_would_not_see_the_first(
    here: Cast, two: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "locked", lambda plan_id: here.plan)
    ref = an_action(here)
    at_once(two, ref, (here.worker, state(State.UNDER_WAY)), (here.editor, state(State.UNDER_WAY)))
    assert ActionState.objects.filter(state="under_way").count() == 2
