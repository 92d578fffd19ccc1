"""Text whose future is already past: "will start in September", read in October."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from lippen.reporting.rows import Flag

MONTHS = {name.lower(): place for place, name in enumerate(calendar.month_name) if name}
SHORT = {name[:3].lower(): place for name, place in MONTHS.items()} | {"sept": 9}
NAMES = "|".join(sorted((*MONTHS, *SHORT), key=len, reverse=True))
MONTH = rf"(?P<month>{NAMES})\b\.?"
YEAR = r"(?:,?\s+(?P<year>(?:19|20)\d\d))?"
LATER_MONTH = rf"(?:\s*(?:/|-|–|to|or|and)\s*(?:early\s+|mid\s+|late\s+)?(?P<later>{NAMES})\b\.?)?"
DATED = re.compile(
    rf"\b(?:(?P<lead>in|by|from|on|until|during|before|for|since|after|at the end of|start(?:ing)?|date)\s+)?"
    rf"(?:the\s+)?(?:early\s+|mid[ -]?|late\s+|end\s+of\s+|beginning\s+of\s+)?"
    rf"(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?)?{MONTH}{LATER_MONTH}{YEAR}",
    re.IGNORECASE,
)
RELATIVE = re.compile(
    r"\b(?P<which>next|later this|this coming|the coming|coming)\s+(?P<unit>week|month|quarter|year)\b", re.IGNORECASE
)
AHEAD = re.compile(
    r"\b(?:will|shall|'ll|is to|are to|due|planned|planning|plans|scheduled|booked|expected|expects|anticipated|"
    r"intended|intends|hope[sd]?|going to|about to|taking place|takes place|starts?|starting|begins?|start date|"
    r"being (?:planned|arranged|prepared|finalised)|to be|to follow|imminent|upcoming|arranged for|"
    r"for (?:the|a|an|its|their|our)?\s*(?:[\w-]+\s+){0,4}(?:meeting|event|session|course|launch|board))\b",
    re.IGNORECASE,
)
BEHIND = re.compile(
    r"\b(?:was|were|had|has|have|did|began|took|met|held|ran|went|came|gave|made|sent|won|since|after|previous|last|"
    r"(?!need|speed|indeed|exceed|proceed|hundred)\w{2,}ed)\b",
    re.IGNORECASE,
)
SENTENCE = re.compile(r"[^.!?;\n]+(?:[.!?;]+|$)")
ABBREVIATED = re.compile(r"\b(jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec)\.(?=\s)", re.IGNORECASE)


@dataclass(frozen=True)
class Found:
    """A time named in a text, and the day after it is over."""

    words: str
    start: int
    ends_on: date
    lead: str


def past_futures(
    paragraphs: Sequence[str], *, place: str, closed_on: date, written_on: date | None = None
) -> tuple[Flag, ...]:
    """The places that speak of a coming time which is over by the day that the text closes."""
    return tuple(
        Flag(place if len(paragraphs) == 1 else f"{place}, paragraph {number}", words, why)
        for number, text in enumerate(paragraphs, start=1)
        for words, why in _in_text(text, closed_on, written_on or closed_on)
    )


def _in_text(text: str, closed_on: date, written_on: date) -> Iterator[tuple[str, str]]:
    for match in SENTENCE.finditer(ABBREVIATED.sub(r"\1 ", text)):
        sentence = match.group()
        for found in (*dated(sentence, near=closed_on), *relative(sentence, written_on=written_on)):
            if found.ends_on <= closed_on and _looks_ahead(sentence, found):
                yield found.words, _why(found, closed_on)


def _why(found: Found, closed_on: date) -> str:
    last = found.ends_on - timedelta(days=1)
    return (
        f"This was still to come when it was written, but {last.day} {last:%B} {last.year} is before the text closes "
        f"({closed_on.day} {closed_on:%B} {closed_on.year}). Say what happened."
    )


def dated(sentence: str, *, near: date) -> tuple[Found, ...]:
    """Every month or day named in a sentence; without a year it is the one nearest to `near`."""
    found = []
    for match in DATED.finditer(sentence):
        if match["lead"] is None and match["day"] is None and not match["month"][0].isupper():
            continue  # the verbs march and may
        if (ends_on := _ends_on(match, near)) is not None:
            found.append(Found(match.group().strip(" ."), match.start(), ends_on, (match["lead"] or "").lower()))
    return tuple(found)


def _ends_on(match: re.Match[str], near: date) -> date | None:
    month = _month(match["later"] or match["month"])
    year = int(match["year"]) if match["year"] else _nearest_year(month, near)
    if match["day"] is None or match["later"]:
        return _after_month(year, month)
    try:
        return date(year, month, int(match["day"])) + timedelta(days=1)
    except ValueError:
        return None


def _month(word: str) -> int:
    return MONTHS.get(word.lower()) or SHORT[word.lower()]


def _nearest_year(month: int, near: date) -> int:
    return min((near.year - 1, near.year, near.year + 1), key=lambda year: abs((date(year, month, 15) - near).days))


def _after_month(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1)


def relative(sentence: str, *, written_on: date) -> tuple[Found, ...]:
    """Next week, later this month and the like, counted from the day of writing."""
    return tuple(
        Found(match.group(), match.start(), _relative_end(match, written_on), "next")
        for match in RELATIVE.finditer(sentence)
    )


def _relative_end(match: re.Match[str], written_on: date) -> date:
    later = 0 if match["which"].lower() == "later this" else 1
    unit = match["unit"].lower()
    if unit == "week":
        monday = written_on - timedelta(days=written_on.weekday())
        return monday + timedelta(weeks=1 + later)
    if unit == "year":
        return date(written_on.year + 1 + later, 1, 1)
    months = later if unit == "month" else 2 - (written_on.month - 1) % 3 + 3 * later
    whole = written_on.month - 1 + months
    return _after_month(written_on.year + whole // 12, whole % 12 + 1)


def _looks_ahead(sentence: str, found: Found) -> bool:
    """A coming time: nothing in the clause puts it behind us, or something puts it ahead."""
    if found.lead in {"since", "after"}:
        return False
    if found.lead == "next":
        return True
    clause = _clause(sentence, found)
    return bool(AHEAD.search(clause)) or not BEHIND.search(clause)


def _clause(sentence: str, found: Found) -> str:
    """From the last comma before the time to the next one after it."""
    before, after = sentence[: found.start], sentence[found.start + len(found.words) :]
    start = max(before.rfind(mark) for mark in (",", ";", ":", " - ", " – "))
    ends = [place for mark in (",", ";", ":") if (place := after.find(mark)) >= 0]
    return before[start + 1 :] + found.words + after[: min(ends, default=len(after))]
