"""What pages show of the child's record: frozen rows."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from lippen.casework.marks import Mark, marked
from lippen.casework.vocabulary import (
    PICTURE_SHOWN_WORDS,
    BirthPrecision,
    FactKind,
    HandoverStep,
    InvolvementKind,
    Level,
    PictureShown,
    SignOffAnswer,
    Stage,
)
from lippen.organisation.queries import DutyRow


@dataclass(frozen=True)
class PersonRow:
    """Somebody known, as they stand now."""

    id: int
    ref: str
    name: str
    known_as: str
    is_child: bool
    born_on: date | None
    born_precision: str
    place: str
    is_protected: bool
    phone: str
    status: str
    authority_id: int
    died_on: date | None = None
    gender: str = ""
    is_mistake: bool = False
    """Whether the whole record came in by mistake, with a file that was undone, or was added by mistake."""
    added_by_id: int | None = None
    added_at: datetime | None = None
    kept_id: int | None = None
    """The record with which this one was put together, and which stays; what is written is written there."""

    @property
    def is_expected(self) -> bool:
        """Whether the day of birth is that of a baby who is expected."""
        return self.born_precision == BirthPrecision.EXPECTED

    def age(self, today: date) -> int | None:
        """Years, on a day; of somebody who has died, on the day of death."""
        at = min(today, self.died_on) if self.died_on else today
        if self.born_on is None or self.born_on > at:
            return None
        before = (at.month, at.day) < (self.born_on.month, self.born_on.day)
        return at.year - self.born_on.year - before


@dataclass(frozen=True)
class TieRow:
    """Somebody of the family: what they are to the one whose page it is."""

    id: int
    person: PersonRow
    is_what: str
    rights: str
    rights_source: str
    must_not_know_address: bool
    """Whether they must not know where the one lives whose page it is."""
    keeps_address: bool
    """Whether their own address is kept from the one whose page it is."""
    ended_on: date | None


@dataclass(frozen=True)
class WorkRow:
    """Somebody who works or worked with the person."""

    ref: str
    name: str
    team: str
    worker_id: int
    kind: str
    words: str
    starts_on: date
    ends_on: date | None
    over_limit_why: str


@dataclass(frozen=True)
class StepRow:
    """A stage of a referral that ended."""

    stage: str
    outcome: str
    words: str
    so_on: date
    due_on: date

    @property
    def is_late(self) -> bool:
        """Whether it ended after its last day."""
        return self.so_on > self.due_on


@dataclass(frozen=True)
class ReferralRow:
    """A referral as it stands."""

    ref: str
    received_on: date
    source: str
    source_words: str
    why: str
    words: str
    is_immediate: bool
    is_repeat: bool
    stage: Stage
    stage_words: str
    since: date
    steps: tuple[StepRow, ...]
    signed_off: str
    signed_off_words: str
    recorded_by_id: int | None

    @property
    def came_of_it(self) -> str:
        """What came of it, in words."""
        return self.steps[-1].outcome if self.steps and self.stage is Stage.CLOSED else self.stage_words

    @property
    def waits_for_manager(self) -> bool:
        """Whether a manager has still to sign it off."""
        return self.is_immediate and self.signed_off != SignOffAnswer.AGREED and self.stage is not Stage.CLOSED


@dataclass(frozen=True)
class WaitRow:
    """How a child who waits stands."""

    ref: str
    since: date
    due_on: date
    holder_id: int
    holder: str
    level: Level
    level_words: str
    why: str
    plan: str
    next_contact_on: date
    looked_on: date
    ended: str = ""


@dataclass(frozen=True)
class VisitRow:
    """A visit that is planned or was made."""

    ref: str
    planned_on: date
    worker: str
    purpose: str
    done_on: date | None = None
    is_seen: bool = False
    is_seen_alone: bool = False
    place: str = ""
    view: str = ""
    words: str = ""


@dataclass(frozen=True)
class Event:
    """Something that happened, by itself from the record or written down by somebody."""

    on: date
    title: str
    words: str = ""
    source: str = ""
    significance: str = ""
    significance_words: str = ""
    analysis: str = ""
    is_curated: bool = False
    kind: str = ""
    number: int = 0
    wrong_why: str = ""
    """Which fact it is, where somebody can say that it was wrong; and why it was."""


@dataclass(frozen=True)
class SameRow:
    """A proposal that two records are of one person."""

    ref: str
    other_ref: str
    other: str
    why: str
    state: str
    said_by: tuple[int | None, int | None]
    """The accounts of whoever proposed it and of whoever agreed."""
    agreed_on: date | None


@dataclass(frozen=True)
class FactRow:
    """One fact about somebody: what it says, since when, who said it when, and what was said of it later."""

    kind: str
    number: int
    label: str
    value: str
    so_on: date
    recorded_on: date
    by: str
    still_on: date | None
    wrong_why: str
    wrong_by: str
    is_now: bool = False

    @property
    def may_change(self) -> bool:
        """Whether it is the kind of fact that may have become another since."""
        return self.is_now and self.kind in {FactKind.ADDRESS, FactKind.CONTACT, FactKind.STATUS}

    @property
    def known_on(self) -> date:
        """The last day for which somebody said so."""
        return max(self.so_on, self.still_on or self.so_on)


@dataclass(frozen=True)
class ConsentRow:
    """What somebody of another service may be told, as it was said last; `until` is its last day."""

    step: str
    whose: str
    who: str
    scope: str
    so_on: date
    until: date | None

    def holds(self, on: date) -> bool:
        """Whether they may be told something on a day."""
        return self.until is not None and self.so_on <= on <= self.until

    def has_ended(self, on: date) -> bool:
        """Whether it was given, and its time is up."""
        return self.until is not None and on > self.until


@dataclass(frozen=True)
class PictureRow:
    """Something that a child made, and what they said about it."""

    ref: str
    kind: str
    made_by: str
    alt: str
    child_words: str
    shown: str
    made_on: date
    recorded_on: date
    by: str
    number: int
    wrong_why: str = ""

    @property
    def may_be_shown(self) -> bool:
        """Whether the child agreed that others see it."""
        return self.shown == PictureShown.YES

    @property
    def shown_words(self) -> str:
        """Whether the child agreed, in words."""
        return PICTURE_SHOWN_WORDS[PictureShown(self.shown)]


@dataclass(frozen=True)
class HelperRow:
    """Somebody of another service who works with the person."""

    ref: str
    kind: str
    name: str
    reach: str
    since: date
    contact_on: date | None
    ended_on: date | None
    consent: ConsentRow | None = None


@dataclass(frozen=True)
class ContactRow:
    """A meeting of a child with their family, planned or past."""

    ref: str
    starts_at: datetime
    ends_at: datetime
    place: str
    whom: tuple[str, ...]
    supervision: str
    supervisor: str
    took_place: bool | None = None
    words: str = ""
    view: str = ""


@dataclass(frozen=True)
class AlertRow:
    """Something about a child that somebody has to know: what, since when, who did it, and who has seen it."""

    kind: str
    subject: str
    words: str
    person: PersonRow
    on: date
    by: str
    is_own: bool
    seen_by: str = ""
    seen_on: date | None = None

    @property
    def key(self) -> str:
        """By what a form names it."""
        return f"{self.kind}:{self.subject}"


@dataclass(frozen=True)
class MarkerSaid:
    """What was said of a warning after it was written."""

    step: str
    words: str
    so_on: date
    by: str


@dataclass(frozen=True)
class MarkerRow:
    """A warning as it stands on a day. `due_on`: the last day to agree it, or to look at it again."""

    ref: str
    person: PersonRow
    kind: str
    words: str
    shown_by: str
    written_on: date
    written_by: str
    written_by_id: int | None
    due_on: date
    review_on: date
    is_open: bool
    is_agreed: bool
    is_late: bool
    said: tuple[MarkerSaid, ...] = ()


@dataclass(frozen=True)
class HelpRow:
    """Family support that is assigned to a child: who helps, with what, and the hours a week that it frees."""

    ref: str
    helper: str
    words: str
    freed_hours: Decimal
    starts_on: date


@dataclass(frozen=True)
class TypedRow:
    """Something that is due for a child by a process that is not held here."""

    ref: str
    kind: str
    words: str
    note: str
    due_on: date
    worker: str
    hours: Decimal


@dataclass(frozen=True)
class ClosingAsk:
    """A closing of work that somebody asks for and nobody has answered yet."""

    ref: str
    reason: str
    words: str
    so_on: date
    by_account_id: int | None


@dataclass(frozen=True)
class OwedRow:
    """Something that is owed for a child, with the last day for it."""

    words: str
    due_on: date


@dataclass(frozen=True)
class SaidRow:
    """What somebody said of an offered child: in one word, in their own words, when, and who."""

    step: str
    words: str
    so_on: date
    by: str


@dataclass(frozen=True)
class HandoverRow:
    """A child who was offered to another worker, as it stands."""

    ref: str
    person: PersonRow
    worker_id: int
    worker: str
    to_id: int
    to: str
    note: str
    from_on: date
    offered_on: date
    offered_by: str
    offered_by_id: int | None
    over_limit_why: str
    last: HandoverStep | None
    last_words: str
    why: str
    is_offered: bool
    owed: tuple[OwedRow, ...] = ()
    said: tuple[SaidRow, ...] = ()
    """Everything that was said of it since, in order."""


@dataclass(frozen=True)
class Record:
    """Everything that one page shows of somebody."""

    person: PersonRow
    names: tuple[tuple[str, str], ...]
    numbers: tuple[tuple[str, str], ...]
    ties: tuple[TieRow, ...]
    work: tuple[WorkRow, ...]
    referrals: tuple[ReferralRow, ...]
    waits: tuple[WaitRow, ...]
    visits: tuple[VisitRow, ...]
    events: tuple[Event, ...]
    kept: PersonRow | None
    sames: tuple[SameRow, ...]
    opened_until: datetime | None
    is_own_work: bool
    """Whether the reader sees it by their own work; who does not reads it by break-glass alone."""
    protected: tuple[str, str] | None
    helps: tuple[HelpRow, ...] = ()
    typed: tuple[TypedRow, ...] = ()
    named: tuple[str, ...] = field(default=())
    """Who alone sees a restricted record."""
    helpers: tuple[HelperRow, ...] = ()
    pictures: tuple[PictureRow, ...] = ()
    contacts: tuple[ContactRow, ...] = ()
    first_visits: tuple[DutyRow, ...] = ()
    """First visits since an allocation that are due."""
    asks_to_close: ClosingAsk | None = None
    twins: tuple[PersonRow, ...] = ()
    """Records that are put together with this one, and lead to it."""
    closed_to: frozenset[int] = frozenset()
    """Officers to whom the record is closed as their own family's."""

    @property
    def contacts_to_come(self) -> tuple[ContactRow, ...]:
        """Meetings with the family of which nobody has said yet how they went, the next first."""
        waiting = (row for row in self.contacts if row.took_place is None)
        return tuple(sorted(waiting, key=lambda row: row.starts_at))

    @property
    def kept_from(self) -> tuple[PersonRow, ...]:
        """Who of the family must not know where the person lives; a tie that ended keeps its mark until told anew."""
        return self._of_family(marked(self._mark(tie, tie.must_not_know_address) for tie in self.ties))

    @property
    def keeping_address(self) -> tuple[PersonRow, ...]:
        """Where who of the family lives the person must not know, by the marks of the same ties."""
        return self._of_family(marked(self._mark(tie, tie.keeps_address) for tie in self.ties))

    @staticmethod
    def _mark(tie: TieRow, is_marked: bool) -> Mark:
        return Mark(tie.person.id, tie.id, is_marked, tie.ended_on is not None)

    def _of_family(self, ids: Collection[int]) -> tuple[PersonRow, ...]:
        """The living of these, each once."""
        alive = (tie.person for tie in self.ties if tie.person.id in ids and not tie.person.died_on)
        return tuple({row.id: row for row in alive}.values())

    @property
    def address_open_to(self) -> tuple[PersonRow, ...]:
        """Who of the family must not know where the person lives while the address stands open to all who see it."""
        is_open = self.person.place and not self.person.is_protected
        return self.kept_from if is_open and not self.person.died_on else ()

    @property
    def helping(self) -> tuple[HelperRow, ...]:
        """Who of other services works with the person now, whoever we heard of last first."""
        going_on = [row for row in self.helpers if row.ended_on is None]
        return tuple(sorted(going_on, key=lambda row: row.contact_on or row.since, reverse=True))

    @property
    def wait(self) -> WaitRow | None:
        """How the child stands who still waits."""
        if self.person.died_on:
            return None
        return next((row for row in self.waits if not row.ended), None)

    @property
    def open_referral(self) -> ReferralRow | None:
        """The referral that has still to be decided."""
        return next((row for row in self.referrals if row.stage is not Stage.CLOSED), None)

    @property
    def open_work(self) -> tuple[WorkRow, ...]:
        """Who works with the person now, the allocated worker first."""
        order = list(InvolvementKind)
        return tuple(sorted((w for w in self.work if w.ends_on is None), key=lambda w: order.index(w.kind)))

    @property
    def next_visit(self) -> VisitRow | None:
        """The next visit that is planned, or the one that should have been made."""
        planned = [row for row in self.visits if row.done_on is None and not self.person.died_on]
        return min(planned, key=lambda row: row.planned_on) if planned else None

    @property
    def last_seen(self) -> VisitRow | None:
        """When the child was last seen."""
        seen = [row for row in self.visits if row.is_seen and row.done_on]
        return max(seen, key=lambda row: row.done_on) if seen else None

    @property
    def workers_so_far(self) -> int:
        """How many allocated workers the child has had."""
        return len({row.worker_id for row in self.work if row.kind == InvolvementKind.ALLOCATED})

    def workers_since(self, day: date) -> int:
        """How many of them the child has had since a day, that day counted in."""
        allocated = (row for row in self.work if row.kind == InvolvementKind.ALLOCATED)
        return len({row.worker_id for row in allocated if row.ends_on is None or row.ends_on > day})


@dataclass(frozen=True)
class LookRow:
    """One kind of thing that somebody did with a record on a day, and how often."""

    verb: str
    first_at: datetime
    last_at: datetime
    times: int


@dataclass(frozen=True)
class LookDay:
    """Somebody who looked at a record or wrote in it on a day: how often, and what they did, the latest first."""

    name: str
    post_title: str
    day: date
    last_at: datetime
    times: int
    looks: tuple[LookRow, ...]


@dataclass(frozen=True)
class LooksPage:
    """Some of the days of those who looked, and how many there are."""

    rows: tuple[LookDay, ...]
    found: int
