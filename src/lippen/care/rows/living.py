"""What pages show of where and by which law a child lives, with whom, and how that was recorded."""

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
    was_changed: bool = False
    """Whether it was recorded otherwise before."""
    code: str = ""
    """In the Scottish list; of another list none."""

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
    was_changed: bool = False
    """Whether it was recorded otherwise before."""
    code: str = ""
    """In the Scottish list; of another list none."""


@dataclass(frozen=True)
class VersionRow:
    """How a span was recorded once: what it said, when and by whom, and why it was recorded anew."""

    words: str
    starts_on: date
    ends_on: date | None
    recorded_on: date
    by: str
    why: str
    is_current: bool
    is_wrong: bool
    says: tuple[tuple[str, str], ...]
    """What it says that the one before did not, each under its name; of the first all of it."""

    @property
    def state(self) -> str:
        """Whether it counts, in words."""
        if self.is_wrong:
            return "Said to be wrong"
        return "Counts now" if self.is_current else "Replaced"


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
class CarerRow:
    """Carers, as a council knows them, and who lives with them now."""

    ref: str
    name: str
    kind: str
    agency: str
    approval: str
    most_children: int | None
    children: int
