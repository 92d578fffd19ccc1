"""Progress entries against actions when their numbers differ: keep the order, share the most words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lippen.improvement.adapters.fragments import FUNCTION_WORDS

_MOST = 40


def sizes_by_words(entries: Sequence[str], actions: Sequence[str]) -> list[int]:
    """How many entries each action takes, in order, so that the most words are shared; each takes one if it can."""
    if len(entries) > _MOST or len(actions) > _MOST:
        return by_position(len(entries), len(actions))
    shared = [[_shared(entry, action) for entry in entries] for action in actions]
    if not any(map(any, shared)):
        return by_position(len(entries), len(actions))
    return _best(shared, len(entries), least=1 if len(entries) >= len(actions) else 0)


def by_position(entries: int, actions: int) -> list[int]:
    """One each, and what is left over goes to the last."""
    sizes = [1 if index < entries else 0 for index in range(actions)]
    sizes[-1] += max(0, entries - actions)
    return sizes


def _best(shared: list[list[int]], count: int, least: int) -> list[int]:
    """The order-keeping split with the highest sum; of equals, the one that leaves most to the later actions."""
    table: dict[int, tuple[int, list[int]]] = {0: (0, [])}
    for row in shared:
        following: dict[int, tuple[int, list[int]]] = {}
        for used, (worth, sizes) in table.items():
            gained = 0
            for size in range(count - used + 1):
                gained += row[used + size - 1] if size else 0
                offer = (worth + gained, [*sizes, size])
                if size >= least and _better(offer, following.get(used + size)):
                    following[used + size] = offer
        table = following
    return table[count][1]


def _better(offer: tuple[int, list[int]], held: tuple[int, list[int]] | None) -> bool:
    if held is None or offer[0] != held[0]:
        return held is None or offer[0] > held[0]
    return _evenness(offer[1]) < _evenness(held[1])


def _evenness(sizes: list[int]) -> tuple[int, list[int]]:
    return max(sizes[:-1], default=0), sizes


def _shared(entry: str, action: str) -> int:
    return len(_stems(entry) & _stems(action))


def _stems(text: str) -> set[str]:
    words = (word for word in re.findall(r"[^\W\d_]+", text.lower()) if word not in FUNCTION_WORDS and len(word) > 2)
    return {re.sub(r"(?:ings?|ments?|ed|es|s)$", "", word) for word in words}
