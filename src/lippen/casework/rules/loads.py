"""What somebody carries: children, hours, and their limit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from lippen.casework.rules.figures import LOCALS
from lippen.casework.rules.spans import FOUR_WEEKS, FOUR_WEEKS_HOURS
from lippen.casework.vocabulary import Status
from lippen.organisation.vocabulary import Experience

NATIONAL_LIMIT, LIMIT_SOURCE = LOCALS["limit_children"].start, LOCALS["limit_children"].source


@dataclass(frozen=True)
class Load:
    """What somebody carries: children, hours of four weeks, and what would be their limit."""

    children: int
    hours: Decimal
    limit: int
    capacity: Decimal
    full_limit: Decimal = NATIONAL_LIMIT
    """The limit of somebody full-time and experienced."""

    @property
    def limit_words(self) -> str:
        """The limit and where it comes from: a council's own beside the one that was proposed nationally."""
        if self.full_limit == NATIONAL_LIMIT:
            return f"{self.limit} ({LIMIT_SOURCE})"
        own = f"the council's own is {self.full_limit.normalize():f} for somebody full-time"
        return f"{self.limit} ({own}; {NATIONAL_LIMIT} was {LIMIT_SOURCE})"

    @property
    def is_over(self) -> bool:
        """Whether they have more children than the limit."""
        return self.children > self.limit

    @property
    def share(self) -> int:
        """Hours of casework as a percentage of those there are."""
        return int(self.hours * 100 / self.capacity) if self.capacity else 0

    @property
    def least_first(self) -> tuple[bool, Decimal, Decimal]:
        """By what whoever carries least for the hours that they have comes first; who has no hours comes last."""
        return (not self.capacity, self.hours / self.capacity if self.capacity else Decimal(0), self.hours)

    def with_one_more(self, hours: Decimal) -> Load:
        """The same with one child more."""
        return replace(self, children=self.children + 1, hours=self.hours + hours)

    def with_more(self, children: int) -> Load:
        """The same with so many children more whose hours are not known yet."""
        return replace(self, children=self.children + children)


@dataclass(frozen=True)
class Carried:
    """So many children of one status, each with so many hours a week that family support frees."""

    status: Status
    children: int = 1
    freed_hours: Decimal = Decimal(0)


def load(
    carried: Iterable[Carried],
    numbers: Mapping[str, Decimal],
    *,
    hours_share: Decimal = Decimal(1),
    experience: Experience | None = Experience.EXPERIENCED,
    there_share: Decimal = Decimal(1),
) -> Load:
    """
    The weighted load of somebody who works these children's records, and their limit by their hours and experience.

    `there_share`: how much of the next four weeks they are there, from 0 to 1; it counts in hours, and not in children.
    """
    found = list(carried)
    share = hours_share * experience_share(experience, numbers)
    return Load(
        children=sum(each.children for each in found),
        hours=sum((each.children * needed_hours(each, numbers) for each in found), Decimal(0)),
        limit=max(1, int(numbers["limit_children"] * share)) if share else 0,
        capacity=FOUR_WEEKS_HOURS * share * there_share * numbers["share_casework"],
        full_limit=numbers["limit_children"],
    )


def experience_share(experience: Experience | None, numbers: Mapping[str, Decimal]) -> Decimal:
    """
    How much of the limit and of the hours somebody of this experience has, from 0 to 1.

    `None`: nobody recorded it. They count as newly qualified until somebody does: the limit protects whoever has least
    practice, and it is wrong more harmfully where a beginner is counted as full than where an old hand is asked about
    once. A student's share would be none at all, so that nobody could be given a child before the papers are done; a
    reason past the limit, or one minute's recording, lets the work go on.
    """
    if experience is Experience.EXPERIENCED:
        return Decimal(1)
    return numbers[f"share_{(experience or Experience.NEWLY_QUALIFIED).value}"]


def needed_hours(each: Carried, numbers: Mapping[str, Decimal]) -> Decimal:
    """Hours in four weeks that one such child needs of the worker: what family support frees is taken off."""
    return max(Decimal(0), weight(each.status, numbers) - 4 * each.freed_hours)


def there_share(spells: Iterable[tuple[date, date]], on: date) -> Decimal:
    """How much of the four weeks from a day on somebody is there who is away in these spells, from 0 to 1."""
    last = on + FOUR_WEEKS
    away = {begins + timedelta(days=n) for begins, ends in spells for n in range((min(ends, last) - begins).days)}
    days = sum(1 for day in away if on <= day < last)
    return Decimal(FOUR_WEEKS.days - days) / FOUR_WEEKS.days


def weight(status: Status, numbers: Mapping[str, Decimal]) -> Decimal:
    """Hours in four weeks that a child's record needs."""
    return numbers[f"weight_{status.value}"]
