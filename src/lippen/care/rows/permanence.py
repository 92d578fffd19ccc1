"""What pages show of lines to permanence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lippen.care.rows.clocks import EventRow
from lippen.casework.rows import PictureRow


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
    """
    What was decided of a line, what the child thinks, what changed by that.

    By a clinic, panel or peers at a meeting of this council, or as it was typed in by its day, without a meeting.
    """

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
    said_before: WaitsRow | None
    """What was said of waiting before the agency decided, where nobody has said anything since."""
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
