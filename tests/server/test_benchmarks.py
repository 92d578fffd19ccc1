"""What the benchmarks reckon from what they measured."""

from __future__ import annotations

from benchmarks import growth
from benchmarks.children import PAGES


class Told:
    """A council whose pages take as long as they are told to."""

    def __init__(self, milliseconds: float, asked: list[Told]) -> None:
        self.milliseconds, self.asked = milliseconds, asked

    def say(self, what: str, number: int) -> tuple[float, float]:
        if what == "ask":
            self.asked.append(self)
        return self.milliseconds, self.milliseconds / 2


def test_growth_is_how_much_longer_a_page_takes_asked_of_both_councils_in_turn() -> None:
    asked: list[Told] = []
    small, large = Told(40, asked), Told(80, asked)
    found = growth.compared(0, PAGES[0], small, large)
    assert (found.value, found.limit, found.holds) == (2.0, 1.5, False)
    assert found.note == "40 and 80 ms, medians 40 and 80, processor 20 and 40"
    assert asked[:4] == [large, small, small, large] and len(asked) == 2 * growth.REQUESTS


def test_pages_that_take_no_time_are_not_told_apart() -> None:
    found = growth.compared(0, PAGES[0], Told(5, []), Told(19, []))
    assert found.value < 1 and found.holds
