"""Older and newer editions of one document: in whatever order they come, the plan is the same."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime
from itertools import permutations

import pytest
from django.db.transaction import atomic
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from lippen.improvement.tests import factories
from lippen.improvement.tests.editions import Edition, Line, brought_in, plan_as_it_is
from lippen.improvement.vocabulary import State

pytestmark = pytest.mark.django_db
DAYS = (date(2012, 3, 30), date(2012, 6, 29), date(2012, 9, 28))
AT = datetime(2012, 10, 17, 14, tzinfo=UTC)


class Undone(Exception):
    """Ends one order so that the next begins from the same plan."""


QUICK = {"deadline": None, "suppress_health_check": list(HealthCheck), "phases": (Phase.explicit, Phase.generate)}
"""To shrink a failure would take minutes: each example writes eighteen editions."""
LINES = st.builds(
    Line,
    item=st.integers(0, 5),
    wording=st.integers(0, 2),
    theme=st.integers(1, 3),
    leads=st.sampled_from([("WK",), ("XY",), ("WK", "XY"), ()]),
    target=st.integers(0, 3),
    review=st.integers(0, 2),
    progress=st.sampled_from(["", "Begun", "Two teams have it", "All done"]),
    state=st.sampled_from([None, State.UNDER_WAY, State.SAYS_DONE, State.NOT_STARTED]),
)
EDITION = st.lists(LINES, min_size=1, max_size=5, unique_by=lambda line: line.item).map(tuple)
EDITIONS = st.tuples(EDITION, EDITION, EDITION).map(
    lambda lines: tuple(Edition(day, each) for day, each in zip(DAYS, lines, strict=True))
)


def in_every_order(cast: factories.Cast, editions: tuple[Edition, ...]) -> list[dict[int, dict[str, object]]]:
    found = []
    for order in permutations(editions):
        try:
            with atomic():
                found.append(plan_as_it_is(brought_in(cast, order, at=AT, title="Looms")))
                raise Undone
        except Undone:
            pass
    return found


@pytest.fixture
def cast() -> factories.Cast:
    return factories.cast()


def same_in_every_order(cast: factories.Cast, editions: tuple[Edition, ...]) -> None:
    first, *others = in_every_order(cast, editions)
    for other in others:
        assert other == first


def chance_made(seed: int) -> tuple[Edition, ...]:
    """Three editions made by chance, the same for the same seed."""
    chance = random.Random(seed)
    return tuple(
        Edition(day, tuple(_chance_line(chance, item) for item in chance.sample(range(6), chance.randint(2, 4))))
        for day in DAYS
    )


def _chance_line(chance: random.Random, item: int) -> Line:
    return Line(
        item=item,
        wording=chance.randint(0, 2),
        theme=chance.randint(1, 3),
        leads=chance.choice([("WK",), ("XY",), ("WK", "XY"), ()]),
        target=chance.randint(0, 3),
        review=chance.randint(0, 2),
        progress=chance.choice(["", "Begun", "All done"]),
        state=chance.choice([None, State.UNDER_WAY, State.SAYS_DONE]),
    )


@pytest.mark.parametrize("seed", [3, 8])
def test_three_editions_in_any_order_give_the_same_plan(cast, seed) -> None:
    same_in_every_order(cast, chance_made(seed))


@pytest.mark.prove
@settings(max_examples=40, **QUICK)
@given(EDITIONS)
def test_many_chance_made_editions_in_any_order_give_the_same_plan(cast, editions) -> None:
    same_in_every_order(cast, editions)
