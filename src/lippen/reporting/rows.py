"""What papers look like from outside: frozen rows, no tables."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from lippen.reporting.facts import DifferenceRow, LineRow, PaperDays
from lippen.reporting.vocabulary import (
    BEFORE_WORDS,
    CONFIRMED_WORDS,
    STEP_WORDS,
    SUBJECT_WORDS,
    WHOLE,
    WRITABLE,
    PaperStep,
)


@dataclass(frozen=True)
class MeetingChangeRow:
    """A meeting that was moved to another day, or called off: which it was, why, and the day that it has now."""

    was_on: date
    reason: str
    recorded_at: datetime
    moved_to_ref: str = ""
    moved_to_on: date | None = None

    @property
    def is_called_off(self) -> bool:
        """Whether the meeting has no other day."""
        return self.moved_to_on is None


@dataclass(frozen=True)
class MeetingRow:
    id: int
    ref: str
    committee_name: str
    authority_id: int
    meets_on: date
    drafts_due_on: date | None
    papers_due_on: date | None
    issue_on: date | None = None
    committee_ref: str = ""
    is_changed: bool = False
    """Whether it was moved or called off, so that nothing new is arranged for it."""


@dataclass(frozen=True)
class PaperRow:
    id: int
    ref: str
    plan_id: int
    plan_ref: str
    authority_id: int
    authority_name: str
    template_key: str
    template_version: int
    subject: str
    report_by: str
    report_by_person_id: int | None
    committee_name: str
    meeting_ref: str
    days: PaperDays
    state: PaperStep
    opened_at: datetime
    state_number: int = 1
    rounds: int = 0
    meeting_id: int = 0
    committee_id: int = 0
    then_meeting_ref: str = ""
    then_committee_name: str = ""
    then_meets_on: date | None = None
    meeting_change: MeetingChangeRow | None = None
    """Where the meeting that it was written for was moved or called off."""
    form_text: str = ""
    """The council's own template as the paper was opened with it; only where one paper was read."""

    @property
    def committees(self) -> str:
        """The body that it goes to, or both in their order."""
        return " then ".join(filter(None, (self.committee_name, self.then_committee_name)))

    @property
    def state_words(self) -> str:
        """The state as it reads on a page."""
        return STEP_WORDS[self.state]

    @property
    def is_writable(self) -> bool:
        """Whether its text may still change."""
        return self.state in WRITABLE


@dataclass(frozen=True)
class VersionRow:
    """A version of a template; empty content takes it out of use."""

    version: int
    content: str
    in_force_from: date
    note: str
    from_draft: int
    by_name: str
    recorded_at: datetime


@dataclass(frozen=True)
class DraftRow:
    """A template as somebody left it before it is in force."""

    number: int
    content: str
    based_on: int
    said: str
    by_name: str
    recorded_at: datetime


@dataclass(frozen=True)
class TemplateRow:
    """A council's template as it stands on a day: its versions and its draft."""

    id: int
    ref: str
    key: str
    authority_id: int
    council: str
    on: date
    versions: tuple[VersionRow, ...]
    drafts: tuple[DraftRow, ...]

    @property
    def in_force(self) -> VersionRow | None:
        """The version that papers opened on this day are written on."""
        begun = [row for row in self.versions if row.in_force_from <= self.on]
        return begun[-1] if begun and begun[-1].content else None

    @property
    def coming(self) -> VersionRow | None:
        """The newest version, when its day is still to come."""
        last = self.versions[-1] if self.versions else None
        return last if last and last.in_force_from > self.on else None

    @property
    def draft(self) -> DraftRow | None:
        """What is being changed: the last draft, unless it was set aside or put in force."""
        if not self.drafts or not self.drafts[-1].content:
            return None
        used = max((row.from_draft for row in self.versions), default=0)
        return self.drafts[-1] if self.drafts[-1].number > used else None

    @property
    def newest(self) -> VersionRow | DraftRow:
        """What its name is taken from: the version in force, else the newest that says anything."""
        said = [row for row in (*self.versions, *self.drafts) if row.content]
        return self.in_force or said[-1]

    @property
    def name(self) -> str:
        """Its name as papers and lists say it."""
        return str(json.loads(self.newest.content)["name"])

    def version(self, number: int) -> VersionRow | None:
        """One version."""
        return next((row for row in self.versions if row.version == number), None)


@dataclass(frozen=True)
class TextRow:
    section: str
    paragraphs: tuple[str, ...]
    version: int
    by_name: str
    recorded_at: datetime


@dataclass(frozen=True)
class RouteRow:
    id: int
    order: int
    role: str
    person_id: int
    name: str
    designation: str
    phone: str = ""
    acting: bool = False
    post_id: int | None = None


@dataclass(frozen=True)
class ConsulteeRow:
    """A consultee of a route: what they look at, when they were asked, and what they said."""

    step_id: int
    subject: str
    person_id: int
    name: str
    designation: str
    is_waited_for: bool = False
    asked_at: datetime | None = None
    due_on: date | None = None
    answered: str = ""
    words: str = ""
    answered_at: datetime | None = None

    @property
    def subject_words(self) -> str:
        """What they look at, as it reads on a page."""
        return SUBJECT_WORDS.get(self.subject, self.subject)


@dataclass(frozen=True)
class ExemptRow:
    """What of a paper is proposed to be exempt: places with their paragraphs, the reason, and its public title."""

    version: int
    marks: tuple[tuple[str, tuple[int, ...]], ...]
    reason: str = ""
    public_title: str = ""

    @property
    def by_place(self) -> dict[str, tuple[int, ...]]:
        """The paragraphs of each place."""
        return dict(self.marks)

    @property
    def is_whole(self) -> bool:
        """Whether the whole paper is exempt."""
        return any(place == WHOLE for place, _ in self.marks)

    @property
    def paragraphs(self) -> tuple[int, ...]:
        """Every paragraph that is named, once, in order."""
        return tuple(sorted({number for _, numbers in self.marks for number in numbers}))


@dataclass(frozen=True)
class ConfirmationAsked:
    """What a route wants confirmed, by the holder of which post, and what waits for it."""

    subject: str
    post_id: int
    post_title: str
    before: str

    @property
    def subject_words(self) -> str:
        """What is confirmed, as it reads inside a sentence."""
        return CONFIRMED_WORDS.get(self.subject, self.subject).lower()

    @property
    def words(self) -> str:
        """Whose it is, and what waits for it."""
        return f"{self.post_title}, {BEFORE_WORDS.get(self.before, self.before)}"


@dataclass(frozen=True)
class OriginRow:
    """The definition that a paper's route was made from, and whether it was adjusted."""

    definition_id: int
    version: int
    route_version: int
    is_adjusted: bool
    reason: str
    then_committee: str = ""
    needs_officer: bool = False
    has_pre_agenda: bool = False
    waits_for_pre_agenda: bool = False
    confirmations: tuple[ConfirmationAsked, ...] = ()


@dataclass(frozen=True)
class DecisionRow:
    route_step_id: int
    round: int
    verdict: str
    name: str
    comments: str
    recorded_at: datetime
    designation: str = ""
    for_name: str = ""
    """The approver in whose place somebody decided."""


@dataclass(frozen=True)
class SignedRow:
    sha256: str
    signed_at: datetime
    known_at: datetime
    exempt: bool
    files: tuple[tuple[str, str, int], ...] = ()
    """Kind, hash and size of each kept file."""


@dataclass(frozen=True)
class IssueRow:
    issued_on: date
    bundle_sha256: str
    address: str = ""


@dataclass(frozen=True)
class PromiseRow:
    """What an author decided of a sentence: a promise with its owner and day or meeting, or none for a reason."""

    sentence: str
    is_promise: bool
    owner_id: int | None
    owner_words: str
    meeting_id: int | None
    due_on: date | None
    reason: str
    recorded_at: datetime


@dataclass(frozen=True)
class ReferenceRow:
    """Another paper that this one refers to, in the words in which it is printed."""

    other_id: int
    words: str
    why: str


@dataclass(frozen=True)
class BackgroundRow:
    """A document that a paper was written from."""

    ref: str
    paper_id: int
    title: str
    url: str
    file_name: str
    size: int
    sha256: str
    exempt: bool
    why_exempt: str
    ended: str = ""
    ended_on: date | None = None


@dataclass(frozen=True)
class ConfirmationRow:
    """Who confirmed something about a paper, and when."""

    subject: str
    name: str
    designation: str
    so_on: date
    note: str


@dataclass(frozen=True)
class QuestionAsked:
    """What a member asked, what was promised and what was answered."""

    ref: str
    paper_id: int
    asked_by: str
    words: str
    so_on: date
    promised_words: str
    promised_for: date | None
    commitment_ref: str
    answer: str = ""
    answered_on: date | None = None
    is_withheld: bool = False
    """Whether it was asked about an exempt paper and the public may not read it."""
    answer_is_withheld: bool = False


@dataclass(frozen=True)
class Earlier:
    """What came of the papers before this one: decided, asked and answered, promised and kept."""

    decided: tuple[tuple[str, str], ...] = ()
    """When, and by which other body, and what."""
    asked: tuple[QuestionAsked, ...] = ()
    promised: tuple[tuple[str, str], ...] = ()
    """Each promise that is open or was kept since, in quotes where these are its words, and what became of it."""


@dataclass(frozen=True)
class Flag:
    """A word in a text that its writer should look at: where it is, the words, and why."""

    place: str
    words: str
    why: str


@dataclass(frozen=True)
class DraftedSection:
    """What Lippen wrote from the records: paragraphs, the figures in them, and the records they rest on."""

    key: str
    paragraphs: tuple[str, ...]
    figures: tuple[str, ...] = ()
    rests_on: tuple[str, ...] = ()


@dataclass(frozen=True)
class Figure:
    """One number of a paper, the words it is printed in, and the records behind it."""

    key: str
    value: int | str
    words: str
    query: str
    ids: tuple[str, ...] = ()
    on: date | None = None
    """The day that it counts, where that is not the paper's own."""


@dataclass(frozen=True)
class FigureTrace:
    paper: PaperRow
    figure: Figure
    rows: tuple[tuple[str, str, str], ...]
    """Reference, number and words of each record behind the figure."""
    on: date | None = None
    """The day as at which it was counted."""
    are_decisions: bool = False


@dataclass(frozen=True)
class LineView:
    """A committee line beside the updates that it rests on."""

    action_ref: str
    number: str
    action_text: str
    theme_title: str
    standing: str
    leads: tuple[str, ...]
    line: LineRow
    updates: tuple[tuple[str, str, tuple[str, ...]], ...]
    """When or as reported where, by whom, and the paragraphs of each update."""
    flags: tuple[Flag, ...] = ()
    agreers: tuple[int, ...] = ()
    changed: bool = False
    """Whether there is an update for the committee that came after a lead agreed the line."""
    """The people who may agree it: its leads, or who answers for it where no lead is known."""


@dataclass(frozen=True)
class SectionView:
    """A section as its author sees it: what was written, or what was drafted."""

    key: str
    number: int
    title: str
    label: str
    kind: str
    guidance: str
    required: bool
    paragraphs: tuple[str, ...]
    drafted: tuple[str, ...]
    written: bool
    version: int
    by_name: str = ""
    recorded_at: datetime | None = None
    columns: tuple[str, ...] = ()
    """The headings of a table whose rows the author types."""
    cells: tuple[tuple[str, ...], ...] = ()

    @property
    def slug(self) -> str:
        """The key as an address's anchor takes it."""
        return self.key.replace(".", "-")


@dataclass(frozen=True)
class QuestionView:
    section_key: str
    number: int
    title: str
    key: str
    words: str
    options: tuple[tuple[str, str], ...]
    many: bool
    ticked: tuple[str, ...]
    note: str
    note_label: str


@dataclass(frozen=True)
class ThemeView:
    number: int
    title: str
    difference: DifferenceRow | None


@dataclass(frozen=True)
class PaperView:
    """Everything that a paper's page shows."""

    paper: PaperRow
    sections: tuple[SectionView, ...]
    questions: tuple[QuestionView, ...]
    themes: tuple[ThemeView, ...]
    lines: tuple[LineView, ...]
    authors: tuple[RouteRow, ...]
    approvers: tuple[RouteRow, ...]
    route_version: int
    decisions: tuple[DecisionRow, ...]
    next_approver: RouteRow | None
    figures: tuple[Figure, ...]
    deciders: frozenset[int] = frozenset()
    """Who may decide now, by person: the next approver, and whoever stands in for them."""
    blocks: tuple[str, ...] = ()
    flags: tuple[Flag, ...] = ()
    signed: SignedRow | None = None
    issue: IssueRow | None = None
    versions: tuple[tuple[str, int, str, datetime], ...] = field(default=())
    """Section, version, writer and moment of every text, newest first."""
    notice: str = ""
    """That it is not for publication and why; empty where it is public in full."""
    parts: tuple[dict[str, Any], ...] = ()
    """Every part: of a signed paper word for word as frozen, of one to be approved as it will be signed."""

    @property
    def why_not_public(self) -> str:
        """The paragraphs and the Act that keep it from the public."""
        return self.notice.partition(": ")[2]
