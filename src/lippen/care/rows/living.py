"""What pages show of where and by which law a child lives, with whom, and how that was recorded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lippen.design.words import count_words


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
    carer_ref: str = ""

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
    is_ended: bool = False
    """Whether their approval has ended."""

    @property
    def places(self) -> str:
        """How many of how many places are taken, in words."""
        lives = f"{count_words(self.children, 'child', 'children') if self.children else 'No child'} now"
        if self.is_ended:
            return f"{lives}. No place is free: the approval ended"
        if not self.most_children:
            return f"{lives}. No number of places is recorded"
        told, free = f"{self.children} of {self.most_children}", self.most_children - self.children
        if free < 0:
            return f"{told}: full, by {-free} more than they are approved for"
        return f"{told}: {free} free" if free else f"{told}: full"


@dataclass(frozen=True)
class ApprovalRow:
    """What was decided of carers on a day, until when it stands, and why."""

    title: str
    on: date
    review_on: date | None
    words: str
    stands: bool
    """Whether it is the newest, and counts now."""


@dataclass(frozen=True)
class StayRow:
    """A child who lives or lived with carers, and from when until when."""

    person_ref: str
    name: str
    words: str
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True)
class HouseholdRow:
    """Carers on their own page: what was decided of them, and who lives or lived with them."""

    authority_id: int
    carer: CarerRow
    approvals: tuple[ApprovalRow, ...]
    now: tuple[StayRow, ...]
    past: tuple[StayRow, ...]

    @property
    def others(self) -> int:
        """How many live there whom the page does not name."""
        return max(self.carer.children - len(self.now), 0)
