"""
Spans of days: an episode of being looked after, and the placements and legal reasons that have to fill it.

A span runs from its first day up to the day on which it ended, which belongs to what follows: ending one and beginning
the next on one day leaves neither a gap nor an overlap. Without an end it goes on.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from lippen.design.words import day_words


@dataclass(frozen=True)
class Span:
    """From a day until a day, or going on; `key` names the record that says so."""

    starts_on: date
    ends_on: date | None
    key: str = ""

    @property
    def until(self) -> date:
        """The day on which it ended, or the end of days."""
        return self.ends_on or date.max

    @property
    def holds(self) -> bool:
        """Whether it holds on some day; one that ended on the day it began holds on none."""
        return self.starts_on < self.until

    def overlaps(self, other: Span) -> bool:
        """Whether both hold on some day; one that ended on the day it began holds on none."""
        return max(self.starts_on, other.starts_on) < min(self.until, other.until)


class FaultKind(StrEnum):
    """What is wrong with spans."""

    BACKWARDS = "backwards"
    OVERLAP = "overlap"
    GAP = "gap"
    OUTSIDE = "outside"


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: from which day until which (None: to this day), with whom it clashes."""

    kind: FaultKind
    starts_on: date
    ends_on: date | None
    key: str = ""
    other_key: str = ""

    def sentence(self, what: str) -> str:
        """What is wrong, where, and how to mend it; `what` is “placement” or “legal reason”."""
        since, until = day_words(self.starts_on), day_words(self.ends_on) if self.ends_on else ""
        match self.kind:
            case FaultKind.BACKWARDS:
                return f"The {what} ends before it begins. Give a last day on or after {since}."
            case FaultKind.OVERLAP:
                return (
                    f"Another {what} is recorded from {since}{f' to {until}' if until else ' on'}. "
                    f"End that one first, or give another day."
                )
            case FaultKind.GAP:
                return (
                    f"No {what} is recorded from {since}{f' to {until}' if until else ' on'}. "
                    f"Begin this one on {since}, or record what was between."
                )
            case FaultKind.OUTSIDE:
                return (
                    f"The child was not looked after from {since}{f' to {until}' if until else ' on'}. "
                    f"Give days within the time in care, or correct when it began or ended."
                )


def overlapping(wanted: Span, others: Iterable[Span]) -> Fault | None:
    """The first of the others that holds on a day on which the wanted one holds too."""
    for other in sorted(others, key=lambda each: each.starts_on):
        if wanted.overlaps(other):
            return Fault(FaultKind.OVERLAP, other.starts_on, other.ends_on, wanted.key, other.key)
    return None


def faults(whole: Span, parts: Sequence[Span]) -> list[Fault]:
    """
    What is wrong with the parts that have to fill a whole without gap or overlap, in the order of days.

    Parts that ended on the day on which they began fill nothing and clash with nothing.
    """
    found = [
        Fault(FaultKind.BACKWARDS, each.starts_on, each.ends_on, each.key) for each in parts if _is_backwards(each)
    ]
    filled = whole.starts_on
    before: Span | None = None
    for part in sorted((each for each in parts if each.until > each.starts_on), key=lambda each: each.starts_on):
        if before is not None and part.starts_on < before.until:
            found.append(Fault(FaultKind.OVERLAP, before.starts_on, before.ends_on, part.key, before.key))
        if part.starts_on < whole.starts_on:
            found.append(Fault(FaultKind.OUTSIDE, part.starts_on, min(whole.starts_on, part.until), part.key))
        if part.until > whole.until:
            found.append(Fault(FaultKind.OUTSIDE, max(whole.until, part.starts_on), part.ends_on, part.key))
        if filled < min(part.starts_on, whole.until):
            found.append(Fault(FaultKind.GAP, filled, min(part.starts_on, whole.until), part.key))
        filled = max(filled, part.until)
        before = part if before is None or part.until > before.until else before
    if filled < whole.until:
        found.append(Fault(FaultKind.GAP, filled, whole.ends_on))
    return sorted(found, key=lambda each: each.starts_on)


def _is_backwards(span: Span) -> bool:
    return span.ends_on is not None and span.ends_on < span.starts_on
