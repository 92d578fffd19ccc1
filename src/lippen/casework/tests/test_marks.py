"""Who must not know an address, by what the ties between two people say."""

from __future__ import annotations

import pytest

from lippen.casework.marks import Mark, marked


@pytest.mark.parametrize(
    ("marks", "so"),
    [
        ([(1, True, False)], True),
        ([(1, False, False)], False),
        ([(1, False, False), (2, True, False)], True),
        ([(1, True, False), (2, False, False)], True),
        ([(1, True, True)], True),
        ([(1, True, True), (2, False, False)], False),
        ([(1, False, False), (2, True, True)], True),
        ([(1, True, True), (2, False, True)], True),
        ([], False),
    ],
)
def test_a_mark_stands_until_its_tie_ended_and_one_without_it_is_told(marks, so: bool) -> None:
    every = [Mark(7, tie_id, is_marked, is_over) for tie_id, is_marked, is_over in marks]
    assert (7 in marked(every)) is so
    assert marked(Mark(8, 1, False, False) for _ in "a") == frozenset()
