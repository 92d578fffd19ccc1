"""What rules weigh and rows carry: a paper's days, answers, lines and differences."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class PaperDays:
    """The days of a paper. `period_ends_on` is the day after the period's last."""

    period_starts_on: date
    period_ends_on: date
    data_as_at: date
    text_closed_on: date
    issue_on: date
    meets_on: date

    @property
    def period_last_day(self) -> date:
        """The last day of the period, as it is printed."""
        return self.period_ends_on - timedelta(days=1)


@dataclass(frozen=True)
class AnswerRow:
    question: str
    ticked: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True)
class LineRow:
    """A committee line. `rests_on` holds the ids of the updates behind it."""

    action_id: int
    paragraphs: tuple[str, ...]
    step: str
    version: int
    rests_on: tuple[int, ...] = ()
    to_be_edited: bool = False
    by_name: str = ""


@dataclass(frozen=True)
class DifferenceRow:
    theme_number: int
    kind: str
    text: str
    source: str = ""
    know_by: date | None = None
