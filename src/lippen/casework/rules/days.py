"""Days counted by the calendar: months and years before and after."""

from __future__ import annotations

from datetime import date, timedelta

from lippen.casework.rules.spans import LONG_AGO


def a_year_before(day: date) -> date:
    """The same day a year before; of 29 February, the day before."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def is_long_ago(known_on: date, on: date) -> bool:
    """Whether it is time to ask again whether something still is so."""
    return on > known_on + LONG_AGO


def months_before(day: date, months: int) -> date:
    """The same day so many months before; where that month is shorter, its last day."""
    place = day.year * 12 + day.month - 1 - months
    year, month = place // 12, place % 12 + 1
    next_month = date(year + month // 12, month % 12 + 1, 1)
    return min(date(year, month, 1) + timedelta(days=day.day - 1), next_month - timedelta(days=1))


def months_after(day: date, months: int) -> date:
    """The same day so many months later; where that month has no such day, its last."""
    number = day.year * 12 + day.month - 1 + months
    for last in (day.day, 30, 29, 28):
        try:
            return date(number // 12, number % 12 + 1, min(day.day, last))
        except ValueError:
            continue
    raise ValueError(f"No day {months} months after {day}.")
