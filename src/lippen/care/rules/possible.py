"""On which days an event can have been: not before birth, and not before the first known day in care."""

from __future__ import annotations

from datetime import date

from lippen.care.vocabulary import FROM_16, AfterKind
from lippen.care.vocabulary.events import BEFORE_BIRTH, BEFORE_CARE, Event
from lippen.casework.rules import a_year_before, is_before_birth
from lippen.casework.vocabulary import BirthPrecision
from lippen.design.words import day_words
from lippen.kernel.calendar import months_after, months_before

GROWN_MONTHS, AFTERCARE_MONTHS = 18 * 12, 16 * 12
"""Up to which age care begins, and from which on there is continuing care and aftercare (Act of 1995, section 29)."""
BORN = "{name} was born on {day}. Give that day or a later one."
GROWN = "{name} turned 18 on {day}: care cannot begin from then on. Look at the day, or at the day of birth."
GOES_ON = (
    "{name} turned 18 on {day}, nobody of 18 or more is looked after, and care goes on until now. Give the day on "
    "which it ended."
)
NO_DEATH = "No death of {name} is recorded. Record it on {name}’s record first: what is to be told of it follows then."
OTHER_DEATH = "{name} died on {day}, as is recorded. Care that ended by death ended on that day."
YOUNG = "{name} is 16 from {day} on. Continuing care and aftercare are for those of 16 or more."
EXPECTED = "{name} was born on {day}. Give {earliest} or a later day: this comes at most a year before birth."
IN_CARE = (
    "Care began on {day}, as far as it is recorded here. Give that day or a later one, or record first the time in "
    "care before it."
)


def too_late_to_begin(so_on: date, *, name: str, born_on: date | None, precision: str) -> str:
    """Why care cannot begin on a day: nobody of 18 or more comes into care; or nothing."""
    until = _grown_on(so_on, born_on, precision)
    return GROWN.format(name=name, day=day_words(until)) if until else ""


def too_old_to_go_on(today: date, *, name: str, born_on: date | None, precision: str) -> str:
    """Why care cannot go on today, as nobody of 18 or more is looked after; or nothing."""
    until = _grown_on(today, born_on, precision)
    return GOES_ON.format(name=name, day=day_words(until)) if until else ""


def no_such_death(ends_on: date, *, name: str, died_on: date | None) -> str:
    """Why care cannot have ended by death on a day: no death is recorded, or one of another day; or nothing."""
    if died_on is None:
        return NO_DEATH.format(name=name)
    return OTHER_DEATH.format(name=name, day=day_words(died_on)) if died_on != ends_on else ""


def _grown_on(so_on: date, born_on: date | None, precision: str) -> date | None:
    """The eighteenth birthday of somebody who has had it by a day; of an estimated one a year is left."""
    if born_on is None or precision == BirthPrecision.EXPECTED:
        return None
    until = months_after(born_on, GROWN_MONTHS)
    is_grown = so_on >= (months_after(until, 12) if precision == BirthPrecision.ESTIMATED else until)
    return until if is_grown else None


def too_young_for(kind: AfterKind, so_on: date, *, name: str, born_on: date | None, precision: str) -> str:
    """Why continuing care and aftercare cannot be on a day: they are of those of 16 or more; or nothing."""
    if kind not in FROM_16 or born_on is None:
        return ""
    since = months_after(born_on, AFTERCARE_MONTHS)
    if so_on >= (months_before(since, 12) if precision == BirthPrecision.ESTIMATED else since):
        return ""
    return YOUNG.format(name=name, day=day_words(since))


def too_early(
    kind: Event | None, so_on: date, *, name: str, born_on: date | None, precision: str, first_day: date | None
) -> str:
    """Why an event of a kind, or without a kind something of a time in care, cannot have been on a day; or nothing."""
    if born_on is not None:
        earliest = a_year_before(born_on) if kind in BEFORE_BIRTH else born_on
        if is_before_birth(so_on, earliest, precision):
            words = EXPECTED if kind in BEFORE_BIRTH else BORN
            return words.format(name=name, day=day_words(born_on), earliest=day_words(earliest))
    if kind not in BEFORE_CARE and first_day is not None and so_on < first_day:
        return IN_CARE.format(day=day_words(first_day))
    return ""
