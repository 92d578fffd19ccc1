"""On which days a council does not work: the bank holidays of Scotland, with its own days added and taken away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from lippen.casework.models import CouncilDay
from lippen.kernel.access import Actor
from lippen.kernel.holidays import bank_holidays

STATUTE = "Bank holiday in Scotland"


@dataclass(frozen=True)
class DayRow:
    """A day on which the council does not work, or works although it is a bank holiday; and by what source."""

    day: date
    name: str
    source: str
    is_closed: bool


def day_rows(actor: Actor, authority_id: int, *, around: date) -> tuple[DayRow, ...]:
    """The days of the year before a day, of its own year and of the two after, in order."""
    years = range(around.year - 1, around.year + 3)
    found = {day: DayRow(day, name, STATUTE, True) for year in years for day, name in bank_holidays(year).items()}
    own: Any = CouncilDay.objects.visible_to(actor).filter(authority_id=authority_id, day__year__in=years)
    for row in own.order_by("id"):
        found[row.day] = DayRow(row.day, row.name, row.source, row.is_closed)
    return tuple(found[day] for day in sorted(found))


def closed_days(actor: Actor, authority_id: int, *, around: date) -> frozenset[date]:
    """The days that working days pass over, besides Saturdays and Sundays."""
    return closed_between(actor, authority_id, date(around.year - 1, 1, 1), date(around.year + 2, 12, 31))


def closed_between(actor: Actor, authority_id: int, first: date, last: date) -> frozenset[date]:
    """The same for every year from one day's to another's."""
    years = range(first.year, last.year + 1)
    found = {day for year in years for day in bank_holidays(year)}
    own: Any = CouncilDay.objects.visible_to(actor).filter(authority_id=authority_id, day__year__in=years)
    for day, is_closed in own.order_by("id").values_list("day", "is_closed"):
        found = found | {day} if is_closed else found - {day}
    return frozenset(found)
