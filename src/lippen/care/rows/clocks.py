"""What pages show of clocks, the standards behind them and what was typed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lippen.casework.rows import PictureRow


@dataclass(frozen=True)
class ClockRow:
    """One clock of a child in words: what is asked, since when, by which day, how it stands, and by which rule."""

    key: str
    trigger_key: str
    title: str
    began: str
    began_on: date
    due_on: date
    last_day: date
    standing: str
    standing_words: str
    late_words: str
    done_on: date | None
    ended_on: date | None
    sentence: str
    source: str
    sure: str
    beside: str = ""
    """What is shipped, where the council's own figure stands in its place."""
    later_rule: str = ""
    agreed: str = ""

    @property
    def is_late(self) -> bool:
        """Whether it was not done in time."""
        return self.standing in {"late", "overdue"}


@dataclass(frozen=True)
class EventRow:
    """Something that was typed in of the way through care."""

    ref: str
    words: str
    on: date
    note: str
    wrong_why: str = ""
    child_view: str = ""
    picture: PictureRow | None = None
    no_view_why: str = ""
    changed: str = ""

    @property
    def has_view(self) -> bool:
        """Whether it says what the child thinks, or why that is not known."""
        return bool(self.child_view or self.picture or self.no_view_why)


@dataclass(frozen=True)
class StandardRow:
    """A practice standard as it is in force on a day for a council."""

    key: str
    title: str
    sentence: str
    source: str
    sure: str
    limit: str
    since: date
    until: date | None
    is_own: bool
    has_clock: bool
    shipped_limit: str = ""
    beside: str = ""
    """What is shipped with its source, where the council's own figure stands in its place."""
