"""What the benchmarks reckon from what they measured."""

from __future__ import annotations

from benchmarks.children import _growth
from benchmarks.table import Measure


def test_growth_is_told_of_pages_that_were_timed_in_both_sizes_by_their_names() -> None:
    small = [Measure("board", 40, 300, "ms"), Measure("clocks", 7, 10, "s"), Measure("small alone", 50, 300, "ms")]
    large = [Measure("large alone", 90, 300, "ms"), Measure("board", 80, 300, "ms")]
    assert [(each.name, each.value) for each in _growth(small, large)] == [("10x: board", 2.0)]
