"""Several actions in one cell with no marks left between them."""

from __future__ import annotations

import re
from itertools import combinations, pairwise

from lippen.improvement.adapters.fragments import FUNCTION_WORDS

_STARTERS_LIST = (
    "review establish put develop ensure provide update introduce create implement agree deliver train recruit "
    "set complete undertake carry appoint produce improve increase reduce strengthen build make hold write "
    "publish report enhance further work annual regular monitor audit roll embed extend identify consult issue "
    "revise survey test"
)
_STARTERS = frozenset(_STARTERS_LIST.split())
_MOST_CHOICES = 5_000


def split_run_on(text: str, count: int) -> list[str] | None:
    """The text as `count` actions, split where a capital follows a small word that cannot be followed by one."""
    starts = _starts(text)
    if len(starts) < count - 1:
        return None
    chosen = max(_choices(starts, count - 1), key=lambda places: _worth(text, places))
    edges = [0, *chosen, len(text)]
    return [text[begin:end].strip() for begin, end in pairwise(edges)]


def _starts(text: str) -> list[int]:
    """Where a new action may begin."""
    words = list(re.finditer(r"\S+", text))
    return [word.start() for before, word in pairwise(words) if word[0][0].isupper() and _may_end(before[0])]


def _may_end(word: str) -> bool:
    bare = word.strip("()\"'“”‘’,;:.!?")
    return word[-1] in ".;!?" or (bare[:1].islower() and bare not in FUNCTION_WORDS and word[-1] not in ",:(-–/&")


def _choices(starts: list[int], count: int) -> list[tuple[int, ...]]:
    found = []
    for choice in combinations(starts, count):
        found.append(choice)
        if len(found) >= _MOST_CHOICES:
            break
    return found


def _worth(text: str, places: tuple[int, ...]) -> tuple[int, int]:
    """Better: after a full stop, before a word that actions begin with, in parts of like length."""
    signs = sum(
        2 * (text[:place].rstrip()[-1:] in ".;!?") + (re.split(r"\W", text[place:], maxsplit=1)[0].lower() in _STARTERS)
        for place in places
    )
    edges = [0, *places, len(text)]
    return signs, -max(end - begin for begin, end in pairwise(edges))
