"""Several actions in one cell with no marks left between them."""

from __future__ import annotations

import re
from itertools import combinations, islice, pairwise

from lippen.improvement.adapters.fragments import FUNCTION_WORDS

_STARTERS_LIST = (
    "review establish put develop ensure provide update introduce create implement agree deliver train recruit "
    "set complete undertake carry appoint produce improve increase reduce strengthen build make hold write "
    "publish report enhance further work annual regular monitor audit roll embed extend identify consult issue "
    "revise survey test"
)
_STARTERS = frozenset(_STARTERS_LIST.split())
_MOST_CHOICES = 500
_MOST_ACTIONS = 30


def split_run_on(text: str, count: int) -> list[str] | None:
    """The text as `count` actions, split where a capital follows a small word that cannot be followed by one."""
    if count > _MOST_ACTIONS:
        return None
    starts = {place: _sign(text, place) for place in _starts(text)}
    if len(starts) < count - 1:
        return None
    likely = sorted(starts, key=lambda place: -starts[place])
    choices = islice(combinations(likely, count - 1), _MOST_CHOICES)
    chosen = min(choices, key=lambda places: (-sum(starts[place] for place in places), _longest(text, places)))
    edges = [0, *sorted(chosen), len(text)]
    return [text[begin:end].strip() for begin, end in pairwise(edges)]


def _starts(text: str) -> list[int]:
    """Where a new action may begin."""
    words = list(re.finditer(r"\S+", text))
    return [word.start() for before, word in pairwise(words) if word[0][0].isupper() and _may_end(before[0])]


def _may_end(word: str) -> bool:
    bare = word.strip("()\"'“”‘’,;:.!?")
    return word[-1] in ".;!?" or (bare[:1].islower() and bare not in FUNCTION_WORDS and word[-1] not in ",:(-–/&")


def _sign(text: str, place: int) -> int:
    """How likely an action begins here: after a full stop, or with a word that actions begin with."""
    stopped = text[max(0, place - 4) : place].rstrip()[-1:] in (".", ";", "!", "?")
    return 2 * stopped + (re.split(r"\W", text[place : place + 30], maxsplit=1)[0].lower() in _STARTERS)


def _longest(text: str, places: tuple[int, ...]) -> int:
    """The longest part: of equal choices the most even one is the likeliest."""
    return max(end - begin for begin, end in pairwise([0, *sorted(places), len(text)]))
