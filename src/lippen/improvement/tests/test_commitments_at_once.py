"""Two people at one commitment at once: the second sees what the first did, or is told that somebody was quicker."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import transaction

from lippen.improvement import actions
from lippen.improvement.actions import Owner, commitments
from lippen.improvement.models import CommitmentFact
from lippen.improvement.tests.factories import NOW, TODAY, Cast, cast, month
from lippen.improvement.tests.test_two_writers import at_once
from lippen.improvement.vocabulary import Direction
from lippen.kernel import access
from lippen.kernel.errors import CannotDo

pytestmark = pytest.mark.django_db(transaction=True)
WHEN: dict[str, Any] = {"so_on": TODAY, "at": NOW}


@pytest.fixture
def here() -> Cast:
    with transaction.atomic():
        return cast()


@pytest.fixture
def two() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(2) as pool:
        yield pool


def make(here: Cast, **given: Any) -> str:
    with transaction.atomic():
        access.identify(here.worker, today=TODAY)
        return actions.make_commitment(
            actor=here.worker,
            direction=Direction.OURS,
            words="A report",
            owner=Owner(here.worker.person_id),
            period=month(2012, 11),
            **WHEN,
            **(given or {"authority_id": here.council.pk}),
        ).ref


def steps(here: Cast) -> list[str]:
    with transaction.atomic():
        access.identify(here.worker, today=TODAY)
        return list(CommitmentFact.objects.order_by("number").values_list("step", flat=True))


def keep(actor: Any, ref: str) -> Any:
    return actions.keep_commitment(actor=actor, commitment_ref=ref, shown_by="A letter", **WHEN)


def move(actor: Any, ref: str) -> Any:
    given = {"reason": "It waits", "agreed_by": "Board"}
    return actions.move_commitment(actor=actor, commitment_ref=ref, period=month(2012, 12), **given, **WHEN)


@pytest.mark.parametrize("on_a_plan", [False, True], ids=["alone", "on a plan"])
def test_of_two_who_keep_it_the_second_is_told_that_it_is_kept(
    on_a_plan: bool, here: Cast, two: ThreadPoolExecutor
) -> None:
    ref = make(here, plan_ref=here.plan.ref) if on_a_plan else make(here)
    kept, refused = at_once(two, ref, (here.worker, keep), (here.editor, keep))
    assert kept.step == "kept" and isinstance(refused, CannotDo) and "is kept" in refused.sentence
    assert steps(here) == ["made", "kept"]


def test_a_move_and_a_keeping_are_both_kept_in_order(here: Cast, two: ThreadPoolExecutor) -> None:
    ref = make(here)
    at_once(two, ref, (here.worker, move), (here.editor, keep))
    assert steps(here) == ["made", "moved", "kept"]


def test_without_the_lock_the_table_still_refuses_the_second_and_says_so(
    here: Cast, two: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    held: Callable[..., None] = lambda record: None  # noqa: E731
    monkeypatch.setattr(commitments, "hold", held)
    ref = make(here)
    kept, refused = at_once(two, ref, (here.worker, keep), (here.editor, keep))
    assert kept.step == "kept" and isinstance(refused, CannotDo) and "meanwhile" in refused.sentence
    assert steps(here) == ["made", "kept"]
