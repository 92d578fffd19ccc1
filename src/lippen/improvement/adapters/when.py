"""The document's own date, and the periods of its actions reckoned from it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from lippen.improvement.adapters.document import ReadDocument
from lippen.improvement.adapters.proposal import Doubt, When
from lippen.kernel.calendar import MONTHS, Period, Precision, read_period

_FULL_DATE = re.compile(
    r"\b\d{1,2}(?:st|nd|rd|th)?\s+(?:january|february|march|april|may|june|july|august|september|october|november|december)"
    r",?\s+(?:19|20)\d\d\b|\b(?:19|20)\d\d-\d\d-\d\d\b|\b\d{1,2}/\d{1,2}/(?:19|20)\d\d\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_HEADER_DATE = re.compile(r"\bdate\b", re.IGNORECASE)


@dataclass
class Reckoning:
    """Reads the dates of one document and remembers which had no year, and which could not be read."""

    near: date | None
    because: str
    dated_on: date | None = None
    without_year: list[Period] = field(default_factory=list)
    unplaced_in_time: list[str] = field(default_factory=list)
    read: dict[str, tuple[Period | None, bool]] = field(default_factory=dict)
    is_answered: bool = False

    def when(self, text: str) -> When | None:
        """The words as a date; None where there are no words."""
        words = " ".join(text.split())
        if not words:
            return None
        if words not in self.read:
            self.read[words] = read_period(words, near=self.near)
        period, assumed = self.read[words]
        if period and assumed:
            self.without_year.append(period)
        elif assumed:
            self.unplaced_in_time.append(words)
        return When(words, period, bool(period and assumed and not self.is_answered))


def reckoning_of(
    document: ReadDocument, header: Mapping[str, str], *, answered: date | None, near: date | None
) -> Reckoning:
    """What the document's years are reckoned from: an answer, its own date, the dates in its cells, or the caller's."""
    if answered:
        return Reckoning(answered, "the date you gave", answered, is_answered=True)
    day, because = _own_date(document, header)
    if day:
        return Reckoning(day, because, day)
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    if day := _commonest(cells):
        return Reckoning(day, "the commonest date in its table")
    return Reckoning(near, "the day it was brought in")


def _own_date(document: ReadDocument, header: Mapping[str, str]) -> tuple[date | None, str]:
    """The date that a document gives itself: in its header, else the commonest in its text."""
    for label, value in header.items():
        day = _first_day(value)
        if day and _HEADER_DATE.search(label):
            return day, f"{label} in its header"
    return _commonest(paragraph.text for paragraph in document.body), "the date that its text gives"


def _commonest(texts: Iterable[str]) -> date | None:
    """The full date that is written most; the latest of several."""
    dated = (text for text in texts if _YEAR.search(text))
    days = Counter(day for text in dated for found in _FULL_DATE.findall(text) if (day := _first_day(found)))
    most = max(days.values(), default=0)
    return max((day for day, count in days.items() if count == most), default=None)


def _first_day(text: str) -> date | None:
    period, assumed = read_period(text, near=None)
    return period.starts_on if period and not assumed and period.precision is Precision.DAY else None


def year_doubt(reckoning: Reckoning, place: str) -> Doubt | None:
    """One doubt for all dates whose year is not written."""
    if reckoning.unplaced_in_time:
        words = ", ".join(dict.fromkeys(reckoning.unplaced_in_time))
        sentence = f"No year is written with {_few(words)}, and the document gives no date of its own. Say its date."
        return Doubt("year", "year", place, sentence)
    if not reckoning.without_year or reckoning.near is None:
        return None
    return Doubt("year", "year", place, _year_sentence(reckoning, reckoning.near), (reckoning.near.isoformat(),))


def _few(words: str) -> str:
    return words if len(words) < 80 else words[:80].rsplit(",", 1)[0] + "…"


def _year_sentence(reckoning: Reckoning, near: date) -> str:
    day = f"{near.day} {MONTHS[near.month - 1]} {near.year}"
    count = len(reckoning.without_year)
    opening = "One date gives no year. It is" if count == 1 else f"{count} dates give no year. Each is"
    return f"{opening} taken as the nearest to {day} ({reckoning.because}): {_spans(reckoning.without_year)}."


def _spans(periods: list[Period]) -> str:
    """'June to December are 2012; January is 2013'."""
    months = sorted({(period.starts_on.year, period.starts_on.month) for period in periods})
    years: dict[int, list[int]] = {}
    for year, month in months:
        years.setdefault(year, []).append(month)
    return "; ".join(_span(year, found) for year, found in years.items())


def _span(year: int, months: list[int]) -> str:
    if len(months) == 1:
        return f"{MONTHS[months[0] - 1]} is {year}"
    return f"{MONTHS[months[0] - 1]} to {MONTHS[months[-1] - 1]} are {year}"
