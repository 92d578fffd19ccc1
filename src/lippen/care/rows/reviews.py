"""What pages show of reviews."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lippen.casework.rows import PictureRow


@dataclass(frozen=True)
class GuestRow:
    """Somebody who was asked to a review, and whether they came."""

    id: int
    kind: str
    words: str
    came: bool

    @property
    def who(self) -> str:
        """Who it is, in words."""
        return f"{self.kind}: {self.words}" if self.words else self.kind


@dataclass(frozen=True)
class DecisionRow:
    """Something that a review decided, and what became of it."""

    ref: str
    words: str
    owner: str
    due_on: date
    ended: str
    ended_words: str
    is_late: bool


@dataclass(frozen=True)
class ReviewRow:
    """A review of a child: planned, moved, called off or held, with everything that was said of it."""

    id: int
    ref: str
    person_id: int
    person_ref: str
    person_name: str
    kind: str
    title: str
    planned_on: date
    first_planned_on: date
    moved: tuple[tuple[date, str, date], ...]
    chair: str
    ended: str
    ended_why: str
    guests: tuple[GuestRow, ...]
    held_on: date | None
    took_part: str
    child_view: str
    picture: PictureRow | None
    no_view_why: str
    changed: str
    views: tuple[tuple[str, str], ...]
    minute: str
    is_outside: bool | None
    is_late: bool
    late_cause: str
    late_words: str
    decisions: tuple[DecisionRow, ...]

    @property
    def on(self) -> date:
        """The day on which it was held, or for which it is planned."""
        return self.held_on or self.planned_on

    @property
    def is_planned(self) -> bool:
        """Whether it waits to be held."""
        return self.held_on is None and not self.ended

    @property
    def counts(self) -> bool:
        """Whether it was held, and not by mistake."""
        return self.held_on is not None and not self.ended
