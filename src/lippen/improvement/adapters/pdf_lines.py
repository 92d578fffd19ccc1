"""Words on a page, by where they stand, as lines and paragraphs: a line that ran out of room goes on in the next."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lippen.improvement.adapters.columns import looks_like_date
from lippen.improvement.adapters.fragments import BULLETS, clean
from lippen.improvement.adapters.leads import looks_like_initials

_POINTS = frozenset(BULLETS) | {"-", "–", "—", "*", "·"}
_ENDS_IN_YEAR = re.compile(r"\b(?:19|20)\d\d$")
_GAP = 0.75
"""Of a line's height: more between two lines parts paragraphs."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word with its box on the page, in points from the top left."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float = 0.0


@dataclass(frozen=True, slots=True)
class Line:
    """Words side by side; or, where `table` is set, the place of that table between the lines."""

    words: tuple[Word, ...]
    table: int = 0

    @property
    def text(self) -> str:
        """The words with spaces."""
        return " ".join(word.text for word in self.words)

    @property
    def top(self) -> float:
        """Where the line begins."""
        return min(word.top for word in self.words)

    @property
    def bottom(self) -> float:
        """Where it ends."""
        return max(word.bottom for word in self.words)

    @property
    def right(self) -> float:
        """How far it reaches."""
        return max(word.x1 for word in self.words)

    @property
    def size(self) -> float:
        """The size of its largest letters."""
        return max(word.size for word in self.words)

    @property
    def is_point(self) -> bool:
        """Whether it begins with a bullet."""
        first = self.words[0].text
        return first[0] in BULLETS or first in _POINTS


def lines_of(words: Sequence[Word]) -> list[Line]:
    """Words grouped by height, each line from left to right."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda each: (each.top, each.x0)):
        middle = (word.top + word.bottom) / 2
        if lines and lines[-1][0].top <= middle <= lines[-1][0].bottom:
            lines[-1].append(word)
        else:
            lines.append([word])
    return [Line(tuple(sorted(line, key=lambda each: each.x0))) for line in lines]


def goes_on(before: Line, after: Line, right: float) -> bool:
    """Whether a line ended because the next one's first word had no room before `right`."""
    if _is_whole(before.text) and (looks_like_date(after.text) or looks_like_initials(after.text)):
        return False
    if after.is_point or after.top - before.bottom > _GAP * (before.bottom - before.top):
        return False
    first = after.words[0]
    space = 0.25 * (before.bottom - before.top)
    return before.right + space + (first.x1 - first.x0) > right - 1


def _is_whole(text: str) -> bool:
    """A date with its year, or initials: what stands below is another, whatever room there was."""
    if text[-1] in ",;/&+":
        return False
    return looks_like_initials(text) or (bool(_ENDS_IN_YEAR.search(text)) and looks_like_date(text))


def joined(lines: Sequence[Line], right: float) -> str:
    """A cell's lines, those that only ran out of room joined."""
    parts: list[str] = []
    for index, line in enumerate(lines):
        if index and goes_on(lines[index - 1], line, right):
            parts[-1] = f"{parts[-1]} {line.text}"
        else:
            parts.append(line.text)
    return "\n".join(parts)


def paragraphs_of(lines: Sequence[Line]) -> Iterator[tuple[int, str, float, bool]]:
    """Lines under each other as paragraphs: number, words, size, whether a bullet stands before it."""
    right = max((line.right for line in lines), default=0.0)
    groups: list[list[Line]] = []
    for line in lines:
        last = groups[-1][-1] if groups else None
        if last is not None and abs(last.size - line.size) < 0.5 and goes_on(last, line, right):
            groups[-1].append(line)
        else:
            groups.append([line])
    for number, group in enumerate(groups, start=1):
        text = " ".join(line.text for line in group)
        point = group[0].is_point
        yield number, clean(text[len(group[0].words[0].text) :] if point else text), group[0].size, point
