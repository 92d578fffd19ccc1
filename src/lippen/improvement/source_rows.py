"""What queries about sources, frameworks, ties and versions answer with: frozen rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from lippen.improvement.rows import ActionRow, LeadRow, PartnerRow, PlanRow, TiedRow


@dataclass(frozen=True)
class SourceOfPlanRow:
    """A source as it is called on a day, and how much of it is answered."""

    id: int
    ref: str
    kind: str
    kind_words: str
    title: str
    dated_on: date | None
    authority_id: int
    is_retired: bool = False
    is_from_file: bool = False
    recommendations: int = 0
    answered: int = 0

    @property
    def unanswered(self) -> int:
        """How many of its recommendations no action answers."""
        return self.recommendations - self.answered


@dataclass(frozen=True)
class AnswerLabel:
    """A recommendation that an action answers, short enough to stand beside the action."""

    source_ref: str
    source_title: str
    number: str
    recommendation_ref: str = ""

    @property
    def words(self) -> str:
        """The source and the number there."""
        return f"{self.source_title}, {self.number}"


@dataclass(frozen=True)
class AnsweringRow:
    """An action that answers a recommendation, in its plan, since when; and what else it answers."""

    plan: PlanRow
    action: ActionRow
    since: date
    also: tuple[AnswerLabel, ...] = ()


@dataclass(frozen=True)
class RecommendationRow:
    """What a source asked for, and the actions that answer it."""

    id: int
    ref: str
    number: str
    text: str
    made_on: date
    is_withdrawn: bool
    reason: str
    answers: tuple[AnsweringRow, ...] = ()


@dataclass(frozen=True)
class SourceReport:
    """A source by itself: what it asked for, and what became of it by a day."""

    source: SourceOfPlanRow
    recommendations: tuple[RecommendationRow, ...]
    plans: tuple[PlanRow, ...]

    @property
    def counting(self) -> tuple[RecommendationRow, ...]:
        """Those that were not withdrawn."""
        return tuple(row for row in self.recommendations if not row.is_withdrawn)

    @property
    def unanswered(self) -> tuple[RecommendationRow, ...]:
        """Those that no action answers."""
        return tuple(row for row in self.counting if not row.answers)

    @property
    def overlapping(self) -> tuple[AnsweringRow, ...]:
        """Actions that answer recommendations of other sources too, each once."""
        found = {each.action.id: each for row in self.counting for each in row.answers if each.also}
        return tuple(found.values())


@dataclass(frozen=True)
class CarrierRow:
    """A plan that carries an action, or the action that a plan carries; with the standings of the plan that carries."""

    plan_ref: str
    plan_title: str
    since: date
    by_standing: tuple[tuple[str, int], ...] = ()
    total: int = 0
    action_ref: str = ""
    action_number: str = ""
    action_text: str = ""
    plan_id: int = 0


@dataclass(frozen=True)
class WaitRow:
    """The action that another waits on, and what is late about it."""

    ref: str
    number: str
    text: str
    state: str
    state_words: str
    late_words: str = ""


@dataclass(frozen=True)
class Ties:
    """How one action hangs together with others, other plans and what was asked for."""

    waits_on: WaitRow | None = None
    into: TiedRow | None = None
    holds_up: tuple[TiedRow, ...] = ()
    carrier: CarrierRow | None = None
    answers: tuple[AnswerLabel, ...] = ()

    @property
    def is_nothing(self) -> bool:
        """Whether there is nothing to say of it."""
        return not (self.waits_on or self.into or self.holds_up or self.carrier or self.answers)


NO_TIES = Ties()


@dataclass(frozen=True)
class ProgressRow:
    """One dated word on how something goes, or what was delivered."""

    so_on: date
    words: str
    by_name: str


@dataclass(frozen=True)
class ContributionRow:
    """What a partner contributes, on its terms of the day."""

    ref: str
    plan_ref: str
    partner: PartnerRow
    offered: str
    expected: str
    action: TiedRow | None
    consent: str
    scope: str
    accountable: LeadRow | None
    starts_on: date | None
    ends_on: date | None
    is_ended: bool
    reason: str
    since: date
    delivered: tuple[ProgressRow, ...]
    flags: tuple[str, ...]
    action_id: int | None = None

    @property
    def last_on(self) -> date | None:
        """Its last day."""
        return self.ends_on - timedelta(days=1) if self.ends_on else None


@dataclass(frozen=True)
class StrandRow:
    """A strand of a plan's framework, or the work with a partner, as it stood on a day."""

    ref: str
    title: str
    partner: PartnerRow | None
    intent: str
    accountable: LeadRow | None
    is_ended: bool
    since: date
    progress: tuple[ProgressRow, ...]
    contributions: tuple[ContributionRow, ...] = ()


@dataclass(frozen=True)
class FrameworkRow:
    """A plan's strategic framework on a day."""

    strands: tuple[StrandRow, ...]
    partners: tuple[StrandRow, ...]
    others: tuple[ContributionRow, ...] = ()

    @property
    def contributions(self) -> tuple[ContributionRow, ...]:
        """Every contribution, in the order of the page."""
        return (*(each for row in (*self.strands, *self.partners) for each in row.contributions), *self.others)


@dataclass(frozen=True)
class VersionRow:
    """A version of a plan by its name of today."""

    ref: str
    name: str
    as_at: date
    known_at: datetime
    note: str
    by_name: str
    is_retired: bool


@dataclass(frozen=True)
class DifferenceRow:
    """What is different about one action between two points in a plan's life."""

    kind: str
    action_ref: str
    number: str
    text: str
    words: tuple[str, ...] = field(default=())


@dataclass(frozen=True)
class SightRow:
    """Somebody whom a restricted file is open to, or was."""

    person_id: int | None
    post_id: int | None
    name: str
    so_on: date
    ends_on: date | None
    ended: bool
    reason: str
    by_name: str

    @property
    def last_on(self) -> date | None:
        """The last day on which it is open to them."""
        return self.ends_on - timedelta(days=1) if self.ends_on else None


@dataclass(frozen=True)
class EntryRow:
    """A note or a document in a restricted file."""

    ref: str
    so_on: date
    words: str
    document: str
    size: int
    by_name: str
    recorded_at: datetime


@dataclass(frozen=True)
class RestrictedRow:
    """A restricted file, for those who see it."""

    id: int
    ref: str
    title: str
    authority_id: int
    source_ref: str
    source_title: str
    so_on: date
    sights: tuple[SightRow, ...] = ()
    entries: tuple[EntryRow, ...] = ()
