"""On which days an event can have been: not before birth, and not before the first known day in care."""

from __future__ import annotations

from datetime import date

from lippen.care.vocabulary.events import BEFORE_BIRTH, BEFORE_CARE, Event
from lippen.casework.rules import a_year_before, is_before_birth
from lippen.design.words import day_words

BORN = "{name} was born on {day}. Give that day or a later one."
EXPECTED = "{name} was born on {day}. What comes before birth can have been from {earliest} on."
IN_CARE = (
    "Care began on {day}, as far as it is recorded here. Give that day or a later one, or record first the time in "
    "care before it."
)


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
