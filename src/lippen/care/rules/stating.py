"""How a standard is stated: one line for each that has one version, a list of versions for those that changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from lippen.care.vocabulary import Event
from lippen.kernel.standards import Limit, Standard, Sure, Unit, Version

CONFIRMED, PARTLY, UNCONFIRMED = Sure.CONFIRMED, Sure.PARTLY, Sure.UNCONFIRMED
REGULATIONS_2009 = "Looked After Children (Scotland) Regulations 2009"
SINCE_2009 = date(2009, 9, 28)
"""From when the regulations of 2009 and the Act of 2007 are in force."""
SINCE_2013 = date(2013, 6, 24)
"""From when the Act of 2011 on children's hearings is in force."""
COVID_FROM, COVID_UNTIL = date(2020, 4, 7), date(2021, 10, 1)
"""From when schedule 3 of the Act of 2020 counted, and from when no longer: it ended with 30 September 2021."""
COVID_ACT = "Coronavirus (Scotland) Act 2020, schedule 3"
COVID_END = "Coronavirus (Extension and Expiry) (Scotland) Act 2021, section 2, for its end"


def days(number: int, *, with_first: bool = False) -> Limit:
    """So many calendar days; the day on which they begin is one of them where `with_first` says so."""
    return Limit(number, Unit.DAYS, with_first)


def working_days(number: int) -> Limit:
    """So many working days."""
    return Limit(number, Unit.WORKING_DAYS)


def weeks(number: int) -> Limit:
    """So many weeks."""
    return Limit(number, Unit.WEEKS)


def months(number: int) -> Limit:
    """So many months."""
    return Limit(number, Unit.MONTHS)


def years(number: int) -> Limit:
    """So many years."""
    return Limit(number, Unit.YEARS)


def version(
    key: str,
    sentence: str,
    source: str,
    limit: Limit | None = None,
    *,
    since: date = SINCE_2009,
    until: date | None = None,
    sure: Sure = CONFIRMED,
    least: Mapping[str, int] | None = None,
) -> Version:
    """One version of a standard of this package."""
    return Version(
        key=f"care.{key}",
        sentence=sentence,
        source=source,
        in_force_from=since,
        in_force_until=until,
        limit=limit,
        sure=sure,
        least=least or {},
    )


def standard(
    key: str,
    title: str,
    *versions: Version,
    starts: Iterable[Event] = (),
    stops: Iterable[Event] = (),
    ends: Iterable[Event] = (),
    is_before: bool = False,
    is_taken_up: bool = False,
    is_right: bool = False,
) -> Standard:
    """A standard of this package: its title, its versions in their order, and what starts, stops and ends its clock."""
    return Standard(
        key=f"care.{key}",
        title=title,
        versions=versions,
        trigger=frozenset(starts),
        fulfilment=frozenset(stops),
        ends=frozenset(ends),
        is_before=is_before,
        is_taken_up=is_taken_up,
        is_right=is_right,
    )
