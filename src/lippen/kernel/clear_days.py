"""Clear days before a meeting, counted as an authority counts them. No Django here: values in, values out."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

DAY = timedelta(days=1)
SATURDAY = 5
MOST_STEPS = 400


@dataclass(frozen=True)
class Notice:
    """How an authority counts: by default three clear days, neither the day of issue nor that of the meeting."""

    clear_days: int = 3
    counts_weekends: bool = True
    counts_holidays: bool = True
    counts_day_of_issue: bool = False
    counts_day_of_meeting: bool = False
    holidays: frozenset[date] = field(default_factory=frozenset)

    def counts(self, day: date) -> bool:
        """Whether a day between issue and meeting counts."""
        if day.weekday() >= SATURDAY and not self.counts_weekends:
            return False
        return self.counts_holidays or day not in self.holidays

    def is_working(self, day: date) -> bool:
        """Whether the council's offices are open on a day."""
        return day.weekday() < SATURDAY and day not in self.holidays


def clear_days_between(issued_on: date, meets_on: date, notice: Notice) -> int:
    """How many clear days a paper issued on one day gives before a meeting on another."""
    first = issued_on if notice.counts_day_of_issue else issued_on + DAY
    last = meets_on if notice.counts_day_of_meeting else meets_on - DAY
    days = (first + timedelta(days=step) for step in range((last - first).days + 1))
    return sum(1 for day in days if notice.counts(day))


def latest_issue(meets_on: date, notice: Notice) -> date:
    """The last day on which a paper may be issued and still give its clear days."""
    day = meets_on
    for _ in range(MOST_STEPS):
        if day < meets_on and clear_days_between(day, meets_on, notice) >= notice.clear_days:
            return day
        day -= DAY
    raise ValueError("No day gives that many clear days.")


def days_before(day: date, number: int, notice: Notice, *, in_working_days: bool) -> date:
    """The day so many days before another; in working days, weekends and holidays are passed over."""
    if not in_working_days:
        return day - timedelta(days=number)
    for _ in range(number):
        day -= DAY
        while not notice.is_working(day):
            day -= DAY
    return day


def open_day(day: date, notice: Notice) -> date:
    """The day itself, or the working day before it where the offices are closed."""
    while not notice.is_working(day):
        day -= DAY
    return day
