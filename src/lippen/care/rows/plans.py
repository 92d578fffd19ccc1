"""What pages show of a child's plan and health."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lippen.casework.rows import PictureRow
from lippen.design.words import day_words


@dataclass(frozen=True)
class PlanRow:
    """A child's plan as it was agreed, or agreed anew."""

    ref: str
    title: str
    on: date
    words: str
    lead: str
    next_on: date
    copies: tuple[str, ...]
    child_view: str
    picture: PictureRow | None
    no_view_why: str
    changed: str
    wrong_why: str
    is_late: bool = False

    @property
    def facts(self) -> tuple[tuple[str, str], ...]:
        """Who leads it, when it is looked at again, who was given it."""
        again = f"{day_words(self.next_on)}, late" if self.is_late else day_words(self.next_on)
        told = (("Who leads it", self.lead), ("Looked at again by", again))
        return (*told, ("Who was given it", ", ".join(self.copies) or "Nobody is named"))


@dataclass(frozen=True)
class WithoutPlanRow:
    """A child who is looked after, since when, and has no plan here."""

    ref: str
    name: str
    since: date


@dataclass(frozen=True)
class HealthEvent:
    """What happened in care and tells something of a child's health."""

    words: str
    on: date
    note: str


@dataclass(frozen=True)
class HealthRow:
    """What was found of a child's health."""

    ref: str
    title: str
    on: date
    by_whom: str
    words: str
    to_do: str
    next_on: date | None
    wrong_why: str
    child_view: str
    picture: PictureRow | None
    no_view_why: str
    changed: str

    @property
    def has_view(self) -> bool:
        """Whether it says what the child thinks, or why that is not known."""
        return bool(self.child_view or self.picture or self.no_view_why)
