"""Days, months and ranges as people write them. No Django here: values in, values out."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

SATURDAY = 5


class Precision(StrEnum):
    """How exactly a date was given."""

    DAY = "day"
    MONTH = "month"
    RANGE = "range"
    YEAR = "year"


@dataclass(frozen=True)
class Period:
    """
    A date as somebody gave it: their words, how exact they were, and the days it covers.

    `starts_on` is the first day; `ends_on` is the day after the last (end not included).
    """

    text: str
    precision: Precision
    starts_on: date
    ends_on: date

    def __post_init__(self) -> None:
        if self.ends_on <= self.starts_on:
            raise ValueError("A period ends after it starts.")

    @property
    def last_day(self) -> date:
        """The last day that the period covers."""
        return self.ends_on - timedelta(days=1)

    def has_passed(self, today: date) -> bool:
        """A month or a range has passed after its last day, not before."""
        return today >= self.ends_on


MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def read_period(text: str, *, near: date | None) -> tuple[Period | None, bool]:
    """
    Read a day, month, range or year from somebody's words; a year that is not written is the nearest to `near`.

    The second value says that the year was not written. Without `near` such words cannot be placed: (None, True).
    """
    words = " ".join(text.split())
    for pattern, days in _READERS:
        found = pattern.search(words, 0, _LONGEST)
        if found is None:
            continue
        try:
            precision, spell, assumed = days(defaultdict(_unwritten, found.groupdict()), near)
            return Period(words, precision, *spell), assumed
        except _NoYear:
            return None, True
        except _NotThis:
            continue
        except ValueError:
            return None, False
    return None, False


class _NoYear(Exception):
    """The words give no year, and nothing near says which."""


class _NotThis(Exception):
    """The words have this shape and another meaning."""


_Spell = tuple[date, date]
_Found = tuple[Precision, _Spell, bool]
_LONGEST = 300
_Parts = Mapping[str, str | None]


def _unwritten() -> None:
    """What a pattern did not find is None."""


_MONTH_STARTS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}
_QUARTERS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "final": 4}


def _month_start(year: int, month: int) -> date:
    """The first of a month; month 13 is next January, month 0 the December before."""
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)


def _months(year: int, month: int, count: int = 1) -> _Spell:
    return _month_start(year, month), _month_start(year, month + count)


def _day(year: int, month: int, day: int) -> _Spell:
    start = date(year, month, day)
    return start, start + timedelta(days=1)


def _month_number(word: str | None) -> int:
    return _MONTH_STARTS.index((word or "").lower()[:3]) + 1


def _written_year(word: str | None) -> int | None:
    if not word:
        return None
    return int(word) if len(word) == 4 else 2000 + int(word)


def _nearest(near: date | None, spell: Callable[[int], _Spell]) -> _Spell:
    """The spell of the year whose middle is closest to `near`."""
    if near is None:
        raise _NoYear
    spells = [_tried(spell, year) for year in range(near.year - 2, near.year + 3)]
    middles = [(abs((start + (end - start) / 2 - near).days), start, end) for start, end in filter(None, spells)]
    if not middles:
        raise ValueError
    return min(middles)[1:]


def _tried(spell: Callable[[int], _Spell], year: int) -> _Spell | None:
    """29 February is a day in some years only."""
    try:
        return spell(year)
    except ValueError:
        return None


def _placed(precision: Precision, year: int | None, near: date | None, spell: Callable[[int], _Spell]) -> _Found:
    if year is None:
        return precision, _nearest(near, spell), True
    return precision, spell(year), False


def _iso_day(parts: _Parts, near: date | None) -> _Found:
    return Precision.DAY, _day(int(parts["y"] or 0), int(parts["m"] or 0), int(parts["d"] or 0)), False


def _numbers(parts: _Parts, near: date | None) -> _Found:
    month, day = int(parts["m"] or 0), int(parts["d"] or 0)
    return _placed(Precision.DAY, _written_year(parts["y"]), near, lambda year: _day(year, month, day))


def _named_day(parts: _Parts, near: date | None) -> _Found:
    month, day = _month_number(parts["m"]), int(parts["d"] or 0)
    return _placed(Precision.DAY, _written_year(parts["y"]), near, lambda year: _day(year, month, day))


def _day_range(parts: _Parts, near: date | None) -> _Found:
    last_month = _month_number(parts["m2"])
    first_month = _month_number(parts["m"]) if parts["m"] else last_month
    first_day, last_day = int(parts["d"] or 0), int(parts["d2"] or 0)

    def spell(year: int) -> _Spell:
        first_year = int(parts["y"] or 0) or year - (first_month > last_month)
        return date(first_year, first_month, first_day), _day(year, last_month, last_day)[1]

    return _placed(Precision.RANGE, _written_year(parts["y2"]), near, spell)


def _month_range(parts: _Parts, near: date | None) -> _Found:
    first, last = _month_number(parts["m"]), _month_number(parts["m2"])

    def spell(year: int) -> _Spell:
        first_year = _written_year(parts["y"]) or year - (first > last)
        return _month_start(first_year, first), _month_start(year, last + 1)

    if parts["y"] and not parts["y2"]:
        year = _written_year(parts["y"]) or 0
        return Precision.RANGE, spell(year + (first > last)), False
    return _placed(Precision.RANGE, _written_year(parts["y2"]), near, spell)


def _quarter(parts: _Parts, near: date | None) -> _Found:
    """Quarters are of the financial year, April to March; one year alone is taken as the one it begins in."""
    number = int(parts["q"] or 0) if parts["q"] else _QUARTERS[(parts["word"] or "").lower()]
    spell = lambda year: _months(year, 1 + 3 * number, 3)  # noqa: E731
    precision, days, assumed = _placed(Precision.RANGE, _written_year(parts["y"]), near, spell)
    return precision, days, assumed or not parts["y2"]


def _end_of_month(parts: _Parts, near: date | None) -> _Found:
    _, spell, assumed = _month(parts, near)
    return Precision.RANGE, spell, assumed


def _month(parts: _Parts, near: date | None) -> _Found:
    month = _month_number(parts["m"])
    return _placed(Precision.MONTH, _written_year(parts["y"]), near, lambda year: _months(year, month))


def _month_and_number(parts: _Parts, near: date | None) -> _Found:
    """'Oct 12' is October 2012 near 2012, and 12 October near any other year."""
    number = int(parts["n"] or 0)
    if near is None or abs(near.year - 2000 - number) <= 3:
        return Precision.MONTH, _months(2000 + number, _month_number(parts["m"])), True
    return _named_day({"m": parts["m"], "d": parts["n"], "y": None}, near)


def _numbered_month(parts: _Parts, near: date | None) -> _Found:
    return Precision.MONTH, _months(int(parts["y"] or 0), _in_year(parts["m"])), False


def _in_year(month: str | None) -> int:
    number = int(month or 0)
    if not 1 <= number <= 12:
        raise ValueError
    return number


def _season(parts: _Parts, near: date | None) -> _Found:
    month = _SEASONS[(parts["s"] or "").lower()]
    return _placed(Precision.RANGE, _written_year(parts["y"]), near, lambda year: _months(year, month, 3))


def _financial_year(parts: _Parts, near: date | None) -> _Found:
    first, second = int(parts["y"] or 0), int((parts["y2"] or "")[-2:])
    if (first + 1) % 100 != second:
        raise _NotThis
    return Precision.RANGE, _months(first, 4, 12), False


def _years(parts: _Parts, near: date | None) -> _Found:
    return Precision.RANGE, (date(int(parts["y"] or 0), 1, 1), date(int(parts["y2"] or 0) + 1, 1, 1)), False


def _year(parts: _Parts, near: date | None) -> _Found:
    return Precision.YEAR, _months(int(parts["y"] or 0), 1, 12), False


_WORDS = {
    "M": "(?:january|february|march|april|may|june|july|august|september|october|november|december"
    r"|jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec)\b\.?",
    "D": r"\d{1,2}(?:st|nd|rd|th)?",
    "Y": r"(?:19|20)\d\d",
    "TO": r"\s*(?:/|-|–|—|&|\bto\b|\band\b|\buntil\b)\s*",
}


def _pattern(shape: str) -> re.Pattern[str]:
    """A shape such as '<d:D> <m:M>': named words in angle brackets, a space for any blank."""
    named = re.sub(r"<(\w+):(\w+)>", lambda m: f"(?P<{m[1]}>{_WORDS[m[2]]})", shape)
    named = named.replace("<TO>", _WORDS["TO"])
    named = re.sub(r"\(\?P<(d2?)>\\d\{1,2\}\(\?:st\|nd\|rd\|th\)\?\)", r"(?P<\1>\\d{1,2})(?:st|nd|rd|th)?", named)
    return re.compile(named.replace(" ", r"\s*"), re.IGNORECASE)


_READERS: tuple[tuple[re.Pattern[str], Callable[[_Parts, date | None], _Found]], ...] = (
    (_pattern(r"(?<!\d)(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})(?!\d)"), _iso_day),
    (_pattern(r"(?<![\d/])(?P<d>\d{1,2})[/.-](?P<m>\d{1,2})[/.-](?P<y>\d{4}|\d{2})(?![\d/])"), _numbers),
    (_pattern(r"\b<d:D> (?:of )?(?:<m:M>)? (?:<y:Y>)?<TO><d2:D> (?:of )?<m2:M>,? (?:<y2:Y>)?"), _day_range),
    (_pattern(r"\b<d:D> (?:of )?<m:M>,? (?:<y:Y>)?"), _named_day),
    (_pattern(r"\b<m:M> <d:D>(?!\d),? <y:Y>"), _named_day),
    (_pattern(r"\b(?:q|qtr|quarter) ?(?P<q>[1-4])\b(?:[ ,]*(?:of )?<y:Y> (?:[/-] (?P<y2>(?:20)?\d\d)\b)?)?"), _quarter),
    (
        _pattern(
            r"\b(?P<q>)(?P<word>first|second|third|fourth|final) quarter\b"
            r"(?:[ ,]*(?:of )?<y:Y> (?:[/-] (?P<y2>(?:20)?\d\d)\b)?)?"
        ),
        _quarter,
    ),
    (_pattern(r"\b<m:M> (?:<y:Y>)?<TO><m2:M> (?:<y2:Y>)?"), _month_range),
    (_pattern(r"\bend (?:of )?<m:M>,? (?:<y:Y>)?"), _end_of_month),
    (_pattern(r"\b<m:M>,? (?:of )?<y:Y>"), _month),
    (_pattern(r"\b<m:M>(?:-|'|’| ')(?P<y>\d\d)\b"), _month),
    (_pattern(r"\b<m:M>\s(?P<n>\d\d)\b(?!\d)"), _month_and_number),
    (_pattern(r"(?<![\d/])(?P<m>\d{1,2})/<y:Y>(?!\d)"), _numbered_month),
    (_pattern(r"\b<m:M>"), _month),
    (_pattern(r"\b(?P<s>spring|summer|autumn|winter)\b (?:<y:Y>)?"), _season),
    (_pattern(r"(?<!\d)<y:Y> [/-] (?P<y2>(?:20)?\d\d)(?!\d)"), _financial_year),
    (_pattern(r"(?<!\d)<y:Y> [/–-] <y2:Y>(?!\d)"), _years),
    (_pattern(r"^(?P<d>\d{1,2})/(?P<m>\d{1,2})(?P<y>)$"), _numbers),
    (_pattern(r"(?<!\d)<y:Y>(?!\d)"), _year),
)


def working_days_after(day: date, number: int, holidays: frozenset[date] = frozenset()) -> date:
    """The day so many working days after another: weekends, and the holidays that are given, are passed over."""
    for _ in range(number):
        day += timedelta(days=1)
        while day.weekday() >= SATURDAY or day in holidays:
            day += timedelta(days=1)
    return day


def working_days_before(day: date, number: int, holidays: frozenset[date] = frozenset()) -> date:
    """The day so many working days before another: weekends, and the holidays that are given, are passed over."""
    for _ in range(number):
        day -= timedelta(days=1)
        while day.weekday() >= SATURDAY or day in holidays:
            day -= timedelta(days=1)
    return day


def months_after(day: date, months: int) -> date:
    """The same day so many months later; where that month has no such day, its last."""
    first = _month_start(day.year, day.month + months)
    return min(first + timedelta(days=day.day - 1), _month_start(first.year, first.month + 1) - timedelta(days=1))


def months_before(day: date, months: int) -> date:
    """The same day so many months before; where that month has no such day, its last."""
    return months_after(day, -months)
