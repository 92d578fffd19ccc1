"""The bank holidays of Scotland, worked out by rule. No Django here: values in, values out.

Sources: Banking and Financial Dealings Act 1971, Schedule 1 (Scotland); St Andrew's Day Bank Holiday (Scotland) Act
2007; royal proclamations for the Mondays of the end of May and the days of `MOVED`. A bank holiday need not be a
council's own: which days a council works by is its own list, beside these.

How sure: the days of 2012 to 2023 are those of gov.uk's own list, day by day (`tests/test_holidays.py` names it); of
2024 to 2028 they agree with a second list, by others who work them out. The one day proclaimed since, 15 June 2026, is
by the proclamation of 3 February 2026 under section 1(3) of the Act of 1971. What is proclaimed later is not here; the
council adds it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

DAY = timedelta(days=1)
SATURDAY = 5
NEW_YEAR, SECOND, GOOD_FRIDAY = "New Year's Day", "2 January", "Good Friday"
EARLY_MAY, SPRING, SUMMER = "Early May bank holiday", "Spring bank holiday", "Summer bank holiday"
ST_ANDREW, CHRISTMAS, BOXING = "St Andrew's Day", "Christmas Day", "Boxing Day"
ST_ANDREW_SINCE = 2007
MOVED: Mapping[int, tuple[frozenset[date], Mapping[date, str]]] = {
    2011: (frozenset(), {date(2011, 4, 29): "Royal wedding"}),
    2012: (
        frozenset({date(2012, 5, 28)}),
        {date(2012, 6, 4): SPRING, date(2012, 6, 5): "Diamond Jubilee"},
    ),
    2020: (frozenset({date(2020, 5, 4)}), {date(2020, 5, 8): EARLY_MAY}),
    2022: (
        frozenset({date(2022, 5, 30)}),
        {
            date(2022, 6, 2): SPRING,
            date(2022, 6, 3): "Platinum Jubilee",
            date(2022, 9, 19): "State funeral of Queen Elizabeth II",
        },
    ),
    2023: (frozenset(), {date(2023, 5, 8): "Coronation of King Charles III"}),
    2026: (frozenset(), {date(2026, 6, 15): "Scotland at the World Cup"}),
}
"""By year: the days that were none after all, and those that were proclaimed."""


def bank_holidays(year: int) -> dict[date, str]:
    """
    The bank holidays of Scotland in a year, by day, with their names.

    One that falls on a Saturday or Sunday is on the next weekday that is none already.
    """
    fixed = [
        (date(year, 1, 1), NEW_YEAR),
        (date(year, 1, 2), SECOND),
        (easter(year) - 2 * DAY, GOOD_FRIDAY),
        (_monday(year, 5, first=True), EARLY_MAY),
        (_monday(year, 5, first=False), SPRING),
        (_monday(year, 8, first=True), SUMMER),
        *([(date(year, 11, 30), ST_ANDREW)] if year >= ST_ANDREW_SINCE else []),
        (date(year, 12, 25), CHRISTMAS),
        (date(year, 12, 26), BOXING),
    ]
    found = {day: name for day, name in fixed if day.weekday() < SATURDAY}
    for day, name in fixed:
        if day.weekday() >= SATURDAY:
            found[_next_free(day, found)] = f"{name} (substitute day)"
    dropped, proclaimed = MOVED.get(year, (frozenset(), {}))
    found = {day: name for day, name in found.items() if day not in dropped}
    return dict(sorted((found | dict(proclaimed)).items()))


def _next_free(day: date, taken: Mapping[date, str]) -> date:
    while day.weekday() >= SATURDAY or day in taken:
        day += DAY
    return day


def _monday(year: int, month: int, *, first: bool) -> date:
    """The first or the last Monday of a month."""
    day = date(year, month, 1) if first else date(year, month + 1, 1) - DAY
    while day.weekday() != 0:
        day += DAY if first else -DAY
    return day


def easter(year: int) -> date:
    """
    Easter Sunday of the Gregorian calendar.

    Source: the anonymous algorithm of 1876, in J. Meeus, Astronomical Algorithms, 2nd edition, 1998, chapter 8.
    """
    century, rest = divmod(year, 100)
    golden = year % 19
    leap, skipped = divmod(century, 4)
    moon = (19 * golden + century - leap - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * skipped + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (golden + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)
