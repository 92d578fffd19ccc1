"""What a day of birth can be: not longer ago than people live, nor too near to that of one's own child."""

from __future__ import annotations

from datetime import date

from lippen.casework.rules.days import a_year_before
from lippen.casework.vocabulary import BirthPrecision
from lippen.kernel.calendar import months_after, months_before

OLDEST_MONTHS = 120 * 12
CHILD_MONTHS = 25 * 12
YOUNGEST_PARENT_MONTHS = 10 * 12


def is_born_too_long_ago(born_on: date, today: date) -> bool:
    """Whether nobody who was born then is alive today: more than 120 years ago."""
    return born_on < months_before(today, OLDEST_MONTHS)


def is_grown_up(born_on: date, today: date) -> bool:
    """Whether somebody is past the age up to which a council supports who was looked after: more than 25 years."""
    return born_on < months_before(today, CHILD_MONTHS)


def is_parent_too_young(parent_born_on: date, child_born_on: date) -> bool:
    """Whether somebody would be younger than 10 years when their child was born."""
    return child_born_on < months_after(parent_born_on, YOUNGEST_PARENT_MONTHS)


def is_before_birth(on: date, born_on: date, precision: str) -> bool:
    """Whether a day is before a birth that is known; of a day of birth that is estimated, a year before it.

    Of a child who is expected nothing is before the birth: it has not been.
    """
    if precision == BirthPrecision.EXPECTED:
        return False
    return on < (a_year_before(born_on) if precision == BirthPrecision.ESTIMATED else born_on)
