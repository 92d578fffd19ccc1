"""Posts and people by date: days that a post stood empty, who left, how much is held by agency, changes of worker."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from lippen.organisation.vocabulary import Basis

DAY = timedelta(days=1)
EMPLOYED = frozenset({Basis.PERMANENT, Basis.TEMPORARY})
Bases = Mapping[int, Sequence[tuple[date, Basis]]]
"""By person: from which day on which terms, in order. Of whom nothing is said is permanent."""


@dataclass(frozen=True)
class Held:
    """Somebody holds a post from a day until a day (not included), perhaps as acting holder."""

    post_id: int
    person_id: int
    starts_on: date
    ends_on: date | None
    acting: bool = False

    def on(self, day: date) -> bool:
        """Whether they hold it on a day."""
        return self.starts_on <= day and (self.ends_on is None or day < self.ends_on)


@dataclass(frozen=True)
class PostDays:
    """How a post stood in a period: days that it was there, days that it stood empty, days that it was bridged."""

    days: int
    empty: int
    bridged: int
    empty_full_time: Decimal
    """The empty days as days of full time, by the post's hours in the establishment."""
    empty_since: date | None
    """Since when it stands empty, where it does on the last day."""


@dataclass(frozen=True)
class Turnover:
    """Who was in post on the first and on the last day, and who left between them, with their last day."""

    first: frozenset[int]
    last: frozenset[int]
    left: Mapping[int, date]

    @property
    def average(self) -> Decimal:
        """Average of those in post on the two days."""
        return Decimal(len(self.first) + len(self.last)) / 2

    @property
    def rate(self) -> Decimal | None:
        """Those who left for a hundred of the average; None where nobody was in post."""
        return 100 * len(self.left) / self.average if self.average else None


@dataclass(frozen=True)
class Worked:
    """Somebody was allocated to a child from a day until a day (not included)."""

    child_id: int
    worker_id: int
    starts_on: date
    ends_on: date | None


def stretches(first: date, last: date, cuts: Iterable[date | None]) -> list[tuple[date, int]]:
    """A period cut at these days: the first day of each stretch, and how many days it has."""
    end = last + DAY
    begins = sorted({first, *(cut for cut in cuts if cut is not None and first < cut <= last)})
    return [(day, (after - day).days) for day, after in zip(begins, [*begins[1:], end], strict=True)]


def _cuts(held: Iterable[Held], bases: Bases) -> set[date | None]:
    """The days on which something changes of who holds posts."""
    rows = list(held)
    said = {since for each in rows for since, _ in bases.get(each.person_id, ())}
    return {*(each.starts_on for each in rows), *(each.ends_on for each in rows), *said}


def basis_on(bases: Bases, person_id: int, day: date) -> Basis:
    """On which terms somebody works on a day."""
    said = bases.get(person_id, ())
    place = bisect_right([since for since, _ in said], day)
    return said[place - 1][1] if place else Basis.PERMANENT


def share_on(shares: Sequence[tuple[date, Decimal]], held: Sequence[Held], day: date) -> Decimal | None:
    """A post's hours in the establishment on a day, of 1 for full time; None before it is known to be there."""
    known = [*(since for since, _ in shares[:1]), *(each.starts_on for each in held)]
    if not known or day < min(known):
        return None
    place = bisect_right([since for since, _ in shares], day)
    return shares[place - 1][1] if place else Decimal(1)


def post_days(
    first: date, last: date, *, shares: Sequence[tuple[date, Decimal]], held: Sequence[Held], bases: Bases
) -> PostDays:
    """How one post stood from a first to a last day, both included: `VACANCY`."""
    there = empty = bridged = 0
    hours, since = Decimal(0), None
    cuts = {*(day for day, _ in shares), *_cuts(held, bases)}
    for day, days in stretches(first, last, cuts) if first <= last else ():
        share = share_on(shares, held, day)
        if not share:
            since = None
            continue
        there += days
        holders = [each for each in held if each.on(day)]
        if not holders:
            empty += days
            hours += days * share
            since = since or max((each.ends_on for each in held if each.ends_on and each.ends_on <= day), default=day)
            continue
        since = None
        bridged += days if all(is_bridging(each, bases, day) for each in holders) else 0
    return PostDays(there, empty, bridged, hours, since)


def is_bridging(held: Held, bases: Bases, day: date) -> bool:
    """Whether somebody holds a post on a day only for the time being."""
    return held.acting or basis_on(bases, held.person_id, day) not in EMPLOYED


def turnover(first: date, last: date, held: Iterable[Held], bases: Bases) -> Turnover:
    """Who left from a first to a last day, both included: `TURNOVER`."""
    rows = list(held)
    ends: dict[int, date | None] = {}
    for each in rows:
        before = ends.get(each.person_id, date.min)
        ends[each.person_id] = None if each.ends_on is None or before is None else max(before, each.ends_on - DAY)
    left = {
        person: end
        for person, end in ends.items()
        if end is not None and first <= end <= last and basis_on(bases, person, end) in EMPLOYED
    }
    return Turnover(_employed(rows, bases, first), _employed(rows, bases, last), left)


def _employed(held: Iterable[Held], bases: Bases, day: date) -> frozenset[int]:
    there = {each.person_id for each in held if each.on(day)}
    return frozenset(person for person in there if basis_on(bases, person, day) in EMPLOYED)


def agency_days(first: date, last: date, held: Iterable[Held], bases: Bases) -> tuple[int, int]:
    """Days held by agency or by the session, and all days held: `AGENCY_SHARE`."""
    agency = everything = 0
    for each in held:
        for day, days in stretches(first, last, _cuts([each], bases)):
            if each.on(day):
                everything += days
                agency += days if basis_on(bases, each.person_id, day) not in EMPLOYED else 0
    return agency, everything


def away_days(first: date, last: date, spells: Sequence[tuple[date, date]]) -> int:
    """Days on which somebody was away from a first to a last day; the ends of the spells are not included."""
    cuts = [day for spell in spells for day in spell]
    told = stretches(first, last, cuts)
    return sum(days for day, days in told if any(begins <= day < ends for begins, ends in spells))


def changes(first: date, last: date, worked: Iterable[Worked]) -> tuple[tuple[Worked, ...], frozenset[int]]:
    """Each change of a child's worker from a first to a last day, and the children who had one: `CHANGED_WORKER`."""
    rows = list(worked)
    ended = {(each.child_id, each.ends_on): each.worker_id for each in rows if each.ends_on}
    found = tuple(
        each
        for each in rows
        if first <= each.starts_on <= last
        and ended.get((each.child_id, each.starts_on), each.worker_id) != each.worker_id
    )
    had = {each.child_id for each in rows if each.starts_on <= last and (each.ends_on is None or each.ends_on > first)}
    return found, frozenset(had)
