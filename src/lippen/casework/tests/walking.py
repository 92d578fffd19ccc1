"""What walks at random beside a model share: each begins at the same council and is undone, in somebody's name."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any
from unittest.mock import patch

import pytest
from django.conf import settings as django
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

from lippen.casework.tests.factories import TODAY, Cast
from lippen.kernel import access
from lippen.kernel.errors import CannotDo, NotAllowed, NotVisible

READY: dict[str, Any] = {}
"""The council that every walk begins at, and what the walks reached."""


class Walk(RuleBasedStateMachine):
    """A walk in one transaction, which is undone; `today` goes on with it."""

    def __init__(self) -> None:
        super().__init__()
        self.block = transaction.atomic()
        self.block.__enter__()
        self.cast: Cast = READY["cast"]
        self.go_to(TODAY)

    def teardown(self) -> None:
        django.LIPPEN_TODAY = TODAY
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)

    def go_to(self, today: date) -> None:
        """Let the walk's day be this."""
        self.today = today
        django.LIPPEN_TODAY = today

    @property
    def now(self) -> datetime:
        """The afternoon of the walk's day."""
        return datetime(self.today.year, self.today.month, self.today.day, 14, tzinfo=UTC)

    def actor(self, who: str) -> Any:
        """Somebody of the cast, who asks from here on."""
        found = getattr(self.cast, who)
        access.identify(found, today=self.today)
        return found

    def attempt(self, expected: bool, do: Callable[..., Any], who: str, **given: Any) -> Any:
        """Do it in somebody's name; whether it was done must be what was expected."""
        try:
            with transaction.atomic():
                made = do(actor=self.actor(who), at=self.now, **given)
            done = True
        except (CannotDo, NotAllowed, NotVisible) as refused:
            made, done = refused, False
        assert done is expected, f"{do.__name__} by {who}: expected {expected}, was {done}: {made!r}"
        return made if done else None


def reached(*words: str) -> None:
    """Note that walks came by here."""
    READY["reached"].update(words)


def walk(machine: type[Walk], *, examples: int, steps: int) -> None:
    """Walk at random, the same way each time."""
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            phases=[Phase.generate],
            database=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )


def walk_until(machine: type[Walk], wanted: set[str], *, examples: int, steps: int) -> None:
    """The same, and three times as long should the walks not have come by everywhere."""
    walk(machine, examples=examples, steps=steps)
    if not READY["reached"] >= wanted:
        walk(machine, examples=3 * examples, steps=steps)
    missing = wanted - READY["reached"]
    assert not missing, f"the walks were too short to come by {missing}"


@contextmanager
def caught(place: str, instead: Any) -> Any:
    """With a planted fault, in which what is done inside must not pass, however it shows.

    A fault that does not take what it is given is none: it would be caught whatever the model says.
    """
    with patch(place, instead), pytest.raises(Exception) as shown:
        yield
    assert not isinstance(shown.value, TypeError), shown.value
