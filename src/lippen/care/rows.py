"""What pages about looked-after children show, as rows that nothing can change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lippen.casework.rows import PictureRow
from lippen.design.words import day_words


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


@dataclass(frozen=True)
class WaitsRow:
    """On whom a child waited from a day on, why, and what was to come next."""

    key: str
    on_whom: str
    why: str
    since: date
    next_step: str
    next_on: date


@dataclass(frozen=True)
class AnswerRow:
    """How somebody answered that a line drifts."""

    kind: str
    words: str
    on: date
    look_on: date
    by: str
    raised_with: str


@dataclass(frozen=True)
class MilestoneRow:
    """A milestone of a line: its last day by which rule, the day on which it was reached, how late it is."""

    is_of_the_way: bool
    """Whether it stands from the recommendation on, by which a line is measured."""
    key: str
    title: str
    who: str
    target: date | None
    rule: str
    reached_on: date | None
    late_words: str


@dataclass(frozen=True)
class CoWorkerRow:
    """Somebody from outside who works on a line: what for, since when, until when, when and how it ended."""

    name: str
    what_for: str
    since: date
    until: date
    ended_on: date | None
    ended_words: str
    is_past: bool
    """Whether the last day has passed and nobody ended it."""


@dataclass(frozen=True)
class AgencyRow:
    """What the agency decided of a line: on which day, by whom, what the child thinks, what changed by that."""

    outcome: str
    on: date
    panel_on: date
    words: str
    maker: str
    child_view: str
    no_view_why: str
    changed: str
    picture: PictureRow | None = None


@dataclass(frozen=True)
class SaidRow:
    """What a clinic, panel or peers decided of a line, what the child thinks, what changed by that."""

    title: str
    meeting_ref: str
    on: date
    decision: str
    words: str
    child_view: str
    no_view_why: str
    changed: str
    picture: PictureRow | None = None


@dataclass(frozen=True)
class AdviceRow:
    """What a children's hearing advised of an application."""

    advice: str
    on: date
    words: str


@dataclass(frozen=True)
class LineRow:
    """A child's line to permanence in one line: where, since when, what is late, on whom one waits, what comes next."""

    ref: str
    person_id: int
    person_ref: str
    person_name: str
    route: str
    words: str
    began_on: date
    ended: str
    ended_on: date | None
    ended_words: str
    place: str
    since: date
    late: tuple[str, ...]
    waits: WaitsRow | None
    next_step: str
    next_on: date | None
    next_milestone: str
    days_still: int
    drifts: bool
    is_parallel: bool
    answer: AnswerRow | None
    milestones: tuple[MilestoneRow, ...] = ()
    waited: tuple[WaitsRow, ...] = ()
    answers: tuple[AnswerRow, ...] = ()
    setbacks: tuple[EventRow, ...] = ()
    ahead: tuple[tuple[int, int], ...] = ()
    ended_by: str = ""
    goes_on: tuple[tuple[date, str], ...] = ()
    """On which days an end was undone, and why."""
    co_workers: tuple[CoWorkerRow, ...] = ()
    agency: tuple[AgencyRow, ...] = ()
    advice: tuple[AdviceRow, ...] = ()
    said: tuple[SaidRow, ...] = ()
    agency_by: date | None = None
    """The last day for the agency's decision on what a panel recommended."""

    @property
    def co_worker(self) -> CoWorkerRow | None:
        """Who works on it from outside now."""
        return next((each for each in self.co_workers if each.ended_on is None), None)

    @property
    def is_answered(self) -> bool:
        """Whether somebody answered the drift, and nobody was to look again yet."""
        return self.answer is not None
