"""What pages about looked-after children show, as rows that nothing can change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class PlacementRow:
    """Where a child lived, from a day until a day."""

    ref: str
    words: str
    starts_on: date
    ends_on: date | None
    carers: str = ""
    area: str = ""
    siblings: str = ""
    siblings_why: str = ""
    moved: str = ""
    notes: tuple[str, ...] = ()
    is_home: bool = False

    @property
    def where(self) -> str:
        """What kind of home it is and with whom."""
        return f"{self.words}, {self.carers}" if self.carers else self.words


@dataclass(frozen=True)
class LegalRow:
    """By which law a child was looked after, or which order held beside it."""

    ref: str
    words: str
    act: str
    starts_on: date
    ends_on: date | None
    expires_on: date | None = None
    is_basis: bool = True
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class EpisodeRow:
    """A time in which a child was looked after, with what fills it; the latest first."""

    ref: str
    starts_on: date
    ends_on: date | None
    destination: str
    placements: tuple[PlacementRow, ...]
    legal: tuple[LegalRow, ...]

    @property
    def basis(self) -> LegalRow | None:
        """By which law the child is looked after, or was last."""
        return next((row for row in self.legal if row.is_basis), None)

    @property
    def orders(self) -> tuple[LegalRow, ...]:
        """What held beside it."""
        return tuple(row for row in self.legal if not row.is_basis)


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


@dataclass(frozen=True)
class CarerRow:
    """Carers, as a council knows them, and who lives with them now."""

    ref: str
    name: str
    kind: str
    agency: str
    approval: str
    most_children: int | None
    children: int


@dataclass(frozen=True)
class ReturnedRow:
    """A row of a return about a child: where it stood, its cells (heading, as written, meaning), why it stays out."""

    place: int
    cells: tuple[tuple[str, str, str], ...]
    why_out: str
    counts: bool


@dataclass(frozen=True)
class ReturnedFile:
    """The rows of one file of a return about a child."""

    name: str
    rows: tuple[ReturnedRow, ...]
