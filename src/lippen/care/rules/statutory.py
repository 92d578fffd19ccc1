"""Which standards have their figure from an Act or regulations, and what a council's own figure is beside the law's."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache

from lippen.kernel.holidays import bank_holidays
from lippen.kernel.standards import Limit, Standard, Unit, Version

OF_LAW = re.compile(r"^(?!Guidance\b)[^.;:]*\b(?:Act|Regulations|Rules) (?:19|20)\d\d\b")
"""A source that begins with an Act, regulations or rules of procedure by their name and year."""
NOT_OF_LAW = "as often as is agreed"
"""What a source says where the law asks for something and leaves the figure to whoever agrees it."""
FIRST, DAYS = date(2023, 1, 1), 731
"""On these days figures of different units are held against each other: two years, one of them a leap year."""
CLOSED = frozenset(day for year in range(2023, 2028) for day in bank_holidays(year))


def is_statutory(version: Version) -> bool:
    """Whether a version of a standard has its figure from an Act or regulations."""
    return version.limit is not None and bool(OF_LAW.match(version.source)) and NOT_OF_LAW not in version.source


def past_the_law(standard: Standard, limit: Limit, so_on: date, *, until: date | None = None) -> Version | None:
    """
    The version of the law that a council's own figure from a day on leaves more time than; none where it does not.

    Longer is more time; where something is to come before a day, shorter is. An own figure goes on until another is
    set, so that it is held against every version in force from its day on, and before `until`.
    """
    return next(
        (
            each
            for each in standard.versions
            if (each.in_force_until is None or each.in_force_until > so_on)
            and (until is None or each.in_force_from < until)
            and is_past(standard, limit, each)
        ),
        None,
    )


def is_past(standard: Standard, limit: Limit, law: Version) -> bool:
    """Whether a council's own figure leaves more time than a version of the law."""
    if law.limit is None or not is_statutory(law):
        return False
    return _leaves_more(limit, law.limit, is_before=standard.is_before)


@lru_cache(maxsize=512)
def _leaves_more(own: Limit, law: Limit, *, is_before: bool) -> bool:
    """Of different units, what is longer from one day of two years is longer: working days pass over holidays."""
    if own.unit is law.unit:
        return own.number < law.number if is_before else own.number > law.number
    own = Limit(own.number, own.unit, law.with_first and own.unit is Unit.DAYS)
    days = [FIRST + timedelta(days=number) for number in range(DAYS)]
    if is_before:
        return any(own.before(day, CLOSED) > law.before(day, CLOSED) for day in days)
    return any(own.after(day, CLOSED) > law.after(day, CLOSED) for day in days)
