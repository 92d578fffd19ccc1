"""What committees, their cycles and their expected papers look like from outside: frozen rows, no tables."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from lippen.kernel.clear_days import Notice
from lippen.reporting.rows import MeetingChangeRow
from lippen.reporting.vocabulary import CONFIRMED_WORDS, SUBJECT_WORDS, StepKind


@dataclass(frozen=True)
class NoticeRow:
    """How a council counts, where that stands, and whether somebody recorded it."""

    notice: Notice
    source: str
    recorded_at: datetime | None = None

    @property
    def is_default(self) -> bool:
        """Whether nobody has said yet how this council counts."""
        return self.recorded_at is None


@dataclass(frozen=True)
class CycleRow:
    """How many days before issue each step is due."""

    version: int
    drafts_days: int
    consultees_days: int
    pre_agenda_days: int
    final_days: int
    spare_days: int
    in_working_days: bool
    reason: str = ""


@dataclass(frozen=True)
class CycleDays:
    """The drafting dates of one meeting."""

    drafts_due_on: date
    consultees_due_on: date
    pre_agenda_on: date
    final_due_on: date
    issue_on: date


@dataclass(frozen=True)
class MovedDays:
    """The drafting dates as they were set, or moved, with the reason."""

    version: int
    days: CycleDays
    reason: str
    recorded_at: datetime


@dataclass(frozen=True)
class StepRow:
    """One step of a defined route, and who holds its post on the day of asking."""

    kind: str
    post_id: int | None = None
    post_title: str = ""
    holder: str = ""
    subject: str = ""
    is_waited_for: bool = False
    before: str = ""
    """Of a confirmation: whether signing or issue waits for it."""

    @property
    def subject_words(self) -> str:
        """What a consultee looks at, or what is confirmed, as it reads on a page."""
        words = CONFIRMED_WORDS if self.kind == StepKind.CONFIRMATION else SUBJECT_WORDS
        return words.get(self.subject, "")


@dataclass(frozen=True)
class DefinitionRow:
    """A version of a committee's route."""

    id: int
    version: int
    then_committee_ref: str
    then_committee_name: str
    steps: tuple[StepRow, ...]
    reason: str
    recorded_at: datetime
    by_name: str = ""

    def of_kind(self, kind: str) -> tuple[StepRow, ...]:
        """Its steps of one kind, in order."""
        return tuple(step for step in self.steps if step.kind == kind)

    @property
    def needs_officer(self) -> bool:
        """Whether the proper officer accepts or rejects each paper."""
        return bool(self.of_kind(StepKind.OFFICER))

    @property
    def needs_pre_agenda(self) -> bool:
        """Whether the convener's pre-agenda is a step."""
        return bool(self.of_kind(StepKind.PRE_AGENDA))


@dataclass(frozen=True)
class CommitteeRow:
    id: int
    ref: str
    name: str
    authority_id: int
    authority_ref: str = ""
    authority_name: str = ""
    route_version: int = 0
    has_cycle: bool = False


@dataclass(frozen=True)
class PreAgendaRow:
    held_on: date
    convener_name: str
    words: str
    recorded_at: datetime


@dataclass(frozen=True)
class ExpectedRow:
    """A paper that a meeting expects: who writes it, where it stands, and what about it is late."""

    ref: str
    version: int
    meeting_ref: str
    subject: str
    writer: str
    paper_ref: str = ""
    standing: str = ""
    late: str = ""
    told: str = ""
    """What it may be called outside the council."""
    recorded_at: datetime | None = None


@dataclass(frozen=True)
class PlannedMeeting:
    """A meeting of the forward plan with its dates and its papers."""

    ref: str
    committee_ref: str
    committee_name: str
    authority_id: int
    authority_name: str
    meets_on: date
    days: CycleDays | None
    papers: tuple[ExpectedRow, ...] = ()
    change: MeetingChangeRow | None = None
    given_days: tuple[tuple[str, date], ...] = ()
    """When drafts and papers are due, as at calling; where no dates were set since."""
    recorded_at: datetime | None = None
    """When the latest was said of it."""

    @property
    def late(self) -> int:
        """How many of its papers are late."""
        return sum(1 for paper in self.papers if paper.late)
