"""Days, months and ranges as people write them. No Django here: values in, values out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Precision(StrEnum):
    """How exactly a date was given."""

    DAY = "day"
    MONTH = "month"
    RANGE = "range"
    YEAR = "year"


@dataclass(frozen=True)
class Period:
    """
    A date as somebody gave it: their words, how exact they were, and the days it covers.

    `starts_on` is the first day; `ends_on` is the day after the last (end not included).
    """

    text: str
    precision: Precision
    starts_on: date
    ends_on: date

    def __post_init__(self) -> None:
        if self.ends_on <= self.starts_on:
            raise ValueError("A period ends after it starts.")

    @property
    def last_day(self) -> date:
        """The last day that the period covers."""
        return self.ends_on - timedelta(days=1)

    def has_passed(self, today: date) -> bool:
        """A month or a range has passed after its last day, not before."""
        return today >= self.ends_on
