"""How much people owe by a day: how many duties, and the hours of what falls into the time until then."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection

DAY = timedelta(days=1)


@dataclass(frozen=True)
class OwedRow:
    """How many duties somebody owes by a day, how often they come again by then, and the hours of all that."""

    duties: int
    hours: Decimal
    again: int = 0


@dataclass(frozen=True)
class About:
    """What duties are about: of one package's own, and of those about `also`."""

    package: str
    also: Collection[str] = ()


OWED = """
    SELECT {by}, count(*), sum(hours + again_hours * again), sum(again)
    FROM (
        SELECT holder_id, kind, hours, again_hours,
               coalesce((%(last)s::date - greatest(ends_on - 1, %(on)s::date)) / again_days, 0) AS again
        FROM organisation_duty
        WHERE holder_id = ANY(%(holders)s::bigint[]) AND closed_at IS NULL AND ends_on <= %(last)s::date + 1
          AND (subject_kind LIKE %(package)s OR subject_kind = ANY(%(also)s::text[]))
    ) owed
    GROUP BY {by} ORDER BY {by}
"""
"""What comes again is reckoned as if each time were done on its last day, and today where that has passed."""


def owed_until(person_ids: Iterable[int], about: About, *, on: date, until: date) -> dict[int, OwedRow]:
    """What these people owe that ends by a day, what is late too, and what of it comes again by then; by person id."""
    return dict(_asked("holder_id", person_ids, about, on, until))


def owed_by_kind(person_id: int, about: About, *, on: date, until: date) -> dict[str, OwedRow]:
    """The same of one person, by the kind of the duty."""
    return dict(_asked("kind", [person_id], about, on, until))


def _asked(by: str, person_ids: Iterable[int], about: About, on: date, until: date) -> list[tuple[Any, OwedRow]]:
    given: dict[str, Any] = {"holders": list(person_ids), "on": on, "last": until - DAY}
    given |= {"package": f"{about.package}.%", "also": list(about.also)}
    with connection.cursor() as cursor:
        cursor.execute(OWED.format(by=by), given)
        return [(key, OwedRow(duties, hours, int(again))) for key, duties, hours, again in cursor.fetchall()]
