"""How tests reckon a standard: one that begins on a day, with Scotland's bank holidays."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from lippen.care.vocabulary import Event
from lippen.kernel.holidays import bank_holidays
from lippen.kernel.standards import Clock, Happened, Override, Standard, Standing, clocks

CLOSED = frozenset(day for year in range(2009, 2027) for day in bank_holidays(year))
LATER = date(2026, 1, 1)


def ran(
    standard: Standard, *events: tuple[Event, date], today: date = LATER, own: Iterable[Override] = ()
) -> list[Clock]:
    """Every clock of a standard that these events started."""
    happened = [Happened(kind.value, on, str(place)) for place, (kind, on) in enumerate(events)]
    return clocks([standard], happened, today=today, own={standard.key: list(own)}, closed=CLOSED)


def due(standard: Standard, start: Event, on: date, own: Iterable[Override] = ()) -> date | None:
    """The last day in time of what began on a day; None where no version was in force then."""
    found = ran(standard, (start, on), today=max(on, LATER), own=own)
    return found[0].due_on if found else None


def stood(standard: Standard, *events: tuple[Event, date], today: date = LATER) -> list[Standing]:
    """How each clock of a standard stands that these events started."""
    return [clock.standing for clock in ran(standard, *events, today=today)]
