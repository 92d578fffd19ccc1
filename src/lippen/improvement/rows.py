"""What the plan's queries answer with: frozen rows that other floors and screens read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from lippen.improvement.drawn_rows import Decided, PlanThen
from lippen.kernel.calendar import Period


@dataclass(frozen=True)
class LeadRow:
    """A lead, or the words that stood in the document where the person is not known."""

    person_id: int | None
    name: str
    initials: str = ""
    post_title: str = ""


@dataclass(frozen=True)
class ThemeRow:
    id: int
    number: int
    title: str
    position: int
    actions: int = 0


@dataclass(frozen=True)
class PlanRow:
    id: int
    ref: str
    title: str
    authority_id: int
    authorities: tuple[str, ...]
    origin: str
    agreed_on: date | None
    rhythm_days: int
    themes: tuple[ThemeRow, ...] = ()
    closed_through: datetime | None = None
    actions: int = 0
    doubts_open: int = 0
    authority_ids: tuple[int, ...] = ()
    council_names: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True)
class PostponedRow:
    """On what terms a postponed or blocked action waits."""

    revisit_on: date
    risk: str
    risk_level: str
    cover: str
    agreed_by: str
    waits_on_ref: str = ""
    waits_on_number: str = ""


@dataclass(frozen=True)
class ActionRow:
    """One action as it stood on a day, as known at a moment."""

    id: int
    ref: str
    number: str
    text: str
    theme_id: int
    theme_number: int
    theme_title: str
    kind: str
    intent: str
    priority: str
    leads: tuple[LeadRow, ...]
    accountable: LeadRow | None
    authorities: tuple[str, ...]
    state: str
    state_on: date | None
    state_reason: str
    state_words: str
    standing: str
    standing_reason: str
    overridden_from: str | None
    overridden_from_reason: str
    start: Period | None
    first_start: Period | None
    first_target: Period | None
    target: Period | None
    first_review: Period | None
    review: Period | None
    slips: int
    review_slips: int
    due_words: str
    review_words: str
    postponed: PostponedRow | None
    last_update_on: date | None
    last_update_text: str
    updates_count: int
    evidence_accepted: bool
    evidence_outside_line: bool
    doubts_open: int
    added_on: date
    lacks_update: bool = False


@dataclass(frozen=True)
class UpdateRow:
    id: int
    ref: str
    action_id: int
    so_on: date | None
    as_reported_in: str
    counts_on: date
    paragraphs: tuple[str, ...]
    audience: str
    by_name: str
    by_account_id: int | None
    corrects_id: int | None
    corrected: bool
    recorded_at: datetime


@dataclass(frozen=True)
class EvidenceRow:
    id: int
    ref: str
    action_id: int
    title: str
    note: str
    link: str
    file_ref: str
    file_name: str
    offered_by: str
    so_on: date
    verdict: str
    verdict_reason: str
    verdict_by: str
    verdict_on: date | None
    outside_line: bool | None
    words: str
    offered_by_id: int | None = None


@dataclass(frozen=True)
class DateRow:
    """One date that an action has or had."""

    which: str
    period: Period
    is_first: bool
    reason: str
    agreed_by: str
    so_on: date
    by_name: str


@dataclass(frozen=True)
class StateRow:
    """One state that an action is or was in."""

    state: str
    words: str
    so_on: date
    reason: str
    agreed_by: str
    risk: str
    risk_level: str
    cover: str
    revisit_on: date | None
    waits_on_ref: str
    into_ref: str
    reported_in: str
    by_name: str
    waits_on_number: str = ""
    into_number: str = ""
    into_text: str = ""


@dataclass(frozen=True)
class EventRow:
    """One thing in an action's story. `kind` names the template's shape; `words` is the sentence."""

    kind: str
    on: date
    words: str
    details: tuple[str, ...] = ()
    by_name: str = ""
    key: str = ""
    reported_in: str = ""
    recorded_at: datetime | None = None
    other_ref: str = ""
    other_number: str = ""


@dataclass(frozen=True)
class SourceRow:
    """A cell of the document that an action came from, word for word."""

    document: str
    place: str
    text: str


@dataclass(frozen=True)
class TiedRow:
    """Another action that this one goes on as part of, or that goes on as part of this one."""

    ref: str
    number: str
    text: str


@dataclass(frozen=True)
class StoryRow:
    """An action's whole story: what it is, how it came here, what is next."""

    plan: PlanRow
    action: ActionRow
    events: tuple[EventRow, ...]
    updates: tuple[UpdateRow, ...]
    evidence: tuple[EvidenceRow, ...]
    dates: tuple[DateRow, ...]
    states: tuple[StateRow, ...]
    sources: tuple[SourceRow, ...]
    next_states: tuple[str, ...] = field(default=())
    carries_on: tuple[TiedRow, ...] = field(default=())


@dataclass(frozen=True)
class ChangeRow:
    """One thing that changed in a plan."""

    action_ref: str
    number: str
    text: str
    kind: str
    words: str
    on: date
    by_name: str = ""


@dataclass(frozen=True)
class ArrivalRow:
    """Actions that came into the plan on one day, such as those of a file; each with the state it came with."""

    on: date
    by_name: str
    actions: tuple[tuple[ChangeRow, str], ...]


@dataclass(frozen=True)
class PlanRecords:
    """A plan's actions as they stood on a day, what changed by then, and all that was said."""

    actions: tuple[ActionRow, ...]
    changes: tuple[ChangeRow, ...]
    updates: tuple[UpdateRow, ...]
    then_of: Callable[[Sequence[date]], tuple[PlanThen, ...]] = field(default=lambda days: (), compare=False)
    """The actions on each of several days up to that one."""
    decided: tuple[Decided, ...] = field(default=(), compare=False)
    """What was decided on the plan, where it was asked for."""


@dataclass(frozen=True)
class DoubtRow:
    """A doubt that an import left, and whether somebody has answered it."""

    id: int
    ref: str
    kind: str
    place: str
    sentence: str
    key: str
    proposal: dict[str, object]
    choices: tuple[str, ...]
    plan_ref: str
    action_ref: str
    action_number: str
    action_text: str
    answer: str | None
    batch_ref: str
    document: str


@dataclass(frozen=True)
class BatchRow:
    id: int
    ref: str
    document: str
    sha256: str
    state: str
    layout_key: str
    mapping: dict[str, object]
    proposal: dict[str, object]
    plan_ref: str
    plan_title: str
    authority_id: int
    file_ref: str
    made_by: str
    version: int
    recorded_at: datetime


@dataclass(frozen=True)
class EditionRow:
    """One edition of a plan's document, with its own date."""

    id: int
    ref: str
    document: str
    so_on: date
    gone_refused: list[str]


@dataclass(frozen=True)
class EditionLineRow:
    """Where an edition has an action, and in which words."""

    document: str
    so_on: date
    number: str
    theme_title: str
    text: str
    recorded_at: datetime


@dataclass(frozen=True)
class CountsRow:
    """How many actions of a whole plan stand where."""

    total: int
    by_standing: dict[str, int]
    by_state: dict[str, int]
    late: int
    review_due: int


@dataclass(frozen=True)
class PageRow:
    """One page of a plan's actions, with the counts of the whole plan."""

    rows: tuple[ActionRow, ...]
    counts: CountsRow
    found: int
    page: int
    pages: int


@dataclass(frozen=True)
class PartnerRow:
    """A body that a council works with, by its name of the day."""

    id: int
    ref: str
    name: str
    kind: str
    kind_words: str
    authority_id: int
    is_retired: bool = False
