"""Days counted by the calendar: months and years before and after."""

from __future__ import annotations

from datetime import date

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
