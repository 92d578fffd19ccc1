"""Who must not know where somebody lives, by what the ties between the two say: either end of a tie carries a mark."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Mark:
    """What one tie says of it. `person_id`: at its other end; a tie of a later `tie_id` was told later."""

    person_id: int
    tie_id: int
    is_marked: bool
    is_over: bool


def marked(marks: Iterable[Mark]) -> frozenset[int]:
    """Those of whom it is so; a tie that ended keeps its mark until a later one without it is told."""
    every = tuple(marks)
    told: dict[int, int] = {}
    for each in every:
        if not (each.is_over or each.is_marked):
            told[each.person_id] = max(each.tie_id, told.get(each.person_id, 0))
    return frozenset(
        each.person_id
        for each in every
        if each.is_marked and not (each.is_over and told.get(each.person_id, 0) > each.tie_id)
    )
