"""Made-up times in care: whole, in order, the same each time, and near the published figures."""

from __future__ import annotations

import random
from itertools import pairwise

from typer.testing import CliRunner

from lippen.care.rules.legal import LEGAL_REASONS
from lippen.cli.__main__ import app
from lippen.demo import lives


def test_each_life_is_filled_from_its_first_day_to_its_last() -> None:
    for found in lives.stock(400):
        last = found.ended or 0
        assert found.began > last
        for spans in ([each.since for each in found.placements], [since for _, since in found.legal]):
            assert spans[0] == found.began and all(one >= other for one, other in pairwise(spans)) and spans[-1] >= last
        assert all(last <= since <= found.began for _, since in found.events)
        assert {code for code, _ in found.legal} <= set(LEGAL_REASONS)
        assert (found.destination is None) == (found.ended is None)


def test_the_same_seed_makes_the_same_lives() -> None:
    assert lives.stock(50) == lives.stock(50)
    assert lives.stock(50) != lives.stock(50, seed=lives.SEED + 1)


def test_a_life_that_is_to_go_on_goes_on_and_one_that_is_over_has_ended() -> None:
    rng = random.Random(1)
    for _ in range(100):
        assert lives.in_care(rng).ended is None
        assert lives.life(rng, 500, is_over=True).ended is not None
        assert lives.life(rng, 500, is_over=False).ended is None


def test_many_lives_come_near_every_published_figure() -> None:
    off = [row.line() for row in lives.table(lives.stock(6_000)) if not row.holds]
    assert not off, off


def test_the_command_prints_each_target_beside_what_was_made() -> None:
    found = CliRunner().invoke(app, ["demo", "--calibration"])
    assert found.exit_code == 0
    assert "target" in found.output and found.output.count(" ok ") == len(lives.table(lives.stock(10)))
