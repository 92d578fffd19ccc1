"""How many hours the duties of one child are reckoned to take, and how often they come again. No tables, no clock."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from lippen.care.vocabulary import Event
from lippen.care.vocabulary.plans import HEALTH_DUTY, PLAN_DUTY
from lippen.casework.rules import EIGHT_WEEKS, hours_for
from lippen.casework.vocabulary import DeskWork, TypedKind
from lippen.kernel.standards import Clock

Work = DeskWork | TypedKind
SEEN = frozenset({Event.VISIT, Event.HOME_VISIT, Event.OFFICER_SAW_CHILD})
"""What one visit brings about: who saw the child made a visit."""
WORK: dict[str, Work] = {
    **dict.fromkeys(SEEN, DeskWork.VISIT),
    **dict.fromkeys(
        (
            *(Event.EMERGENCY_REVIEW, Event.EMERGENCY_FURTHER_REVIEW, Event.SERIES_REVIEW),
            *(Event.FIRST_REVIEW, Event.SECOND_REVIEW, Event.LATER_REVIEW),
            *(Event.HOME_FIRST_REVIEW, Event.HOME_SECOND_REVIEW, Event.HOME_LATER_REVIEW),
        ),
        TypedKind.LOOKED_AFTER_REVIEW,
    ),
    Event.PLAN_REVIEWED: TypedKind.CHILDS_PLAN,
    Event.HEALTH_ASSESSED: DeskWork.HEALTH,
    Event.REPORT_SENT: TypedKind.REPORTER_REPORT,
    Event.HEARING_HELD: TypedKind.HEARING,
    Event.LODGED: TypedKind.COURT,
    **dict.fromkeys(
        (
            *(Event.PERMANENCE_CONSIDERED, Event.RECOMMENDED, Event.PERMANENCE_PLAN),
            *(Event.PANEL, Event.KINSHIP_RULED),
        ),
        DeskWork.PERMANENCE,
    ),
    **dict.fromkeys((Event.KINSHIP_ASSESSED, Event.CARERS_APPROVED, Event.FOSTERING_PANEL), DeskWork.CARERS),
    **dict.fromkeys((Event.PARENTS_TOLD, Event.ADVICE_ASKED, Event.REPRESENTATIONS_IN), DeskWork.NOTICE),
}
"""What work it is for whoever has the child to bring an event about."""
OF_OTHERS = frozenset(
    {
        *(Event.EMERGENCY_ENDED, Event.EMERGENCY_WENT_ON, Event.FINAL_PLACEMENT),
        *(Event.DEATH_NOTIFIED, Event.DEATH_REPORTED),
        *(Event.ORDER_CONTINUED, Event.ORDER_ENDED, Event.ORDER_REVIEW_BEGUN),
        *(Event.REQUIREMENT_CONTINUED, Event.REQUIREMENT_ENDED),
        *(Event.INTERIM_ENDED, Event.INTERIM_MADE, Event.INTERIM_SERIES_ENDED),
        *(Event.INTERIM_VARIATION_ENDED, Event.INTERIM_VARIED),
        *(Event.REPORTER_DECIDED, Event.HEARING_NOTICE, Event.HEARING_PAPERS, Event.REPRESENTATIONS_OUT),
        *(Event.APPEALED, Event.PARENTS_REPLIED, Event.AGENCY_DECIDED),
    }
)
"""What others bring about, or what is no piece of work by itself: no hours are reckoned for it."""
COMING_WORK: dict[str, tuple[Work, frozenset[str]]] = {
    PLAN_DUTY: (TypedKind.CHILDS_PLAN, frozenset({Event.PLAN_REVIEWED})),
    HEALTH_DUTY: (DeskWork.HEALTH, frozenset()),
}
"""What the next look at plan and health is, and by which events it is done."""


@dataclass(frozen=True)
class Takes:
    """The hours of a duty, in how many days it comes again once it is done, and the hours of each time after."""

    hours: Decimal = Decimal(0)
    again_days: int | None = None
    again_hours: Decimal = Decimal(0)


NOTHING = Takes()


@dataclass
class _Act:
    """One thing to be done that may meet several standards: the duty that is due first stands for it."""

    kind: str
    work: Work
    last_day: date
    events: set[str] = field(default_factory=set)
    again_days: int | None = None


def hours_of(
    asked: Collection[Clock],
    coming: Mapping[str, date],
    figures: Mapping[str, Decimal],
    there: Mapping[Work, date],
    *,
    today: date,
) -> dict[str, Takes]:
    """
    What each duty of one child takes, by its kind; a kind that is not among them takes nothing.

    `asked` are the clocks that are on a desk, `coming` the last days of what comes of plan and health. Several that
    one act would meet count once, with the one that is due first. `there`: work that stands on a desk with hours of its
    own already, by its day; where it comes in time, or the duty is late anyway, it is that act.
    """
    acts: list[_Act] = []
    for kind, last_day, work, events, again_days in sorted(_wanted(asked, coming), key=lambda each: each[1]):
        same = next((act for act in acts if act.events & events), None)
        if same is None:
            acts.append(_Act(kind, work, last_day, set(events), again_days))
        else:
            same.events |= events
            same.again_days = min(filter(None, (same.again_days, again_days)), default=None)
    found, left = {}, dict(there)
    for act in acts:
        hours = hours_for(act.work, figures)
        is_there = act.work in left and left[act.work] <= max(act.last_day, today)
        if is_there:
            del left[act.work]
        again = (act.again_days, hours) if act.again_days else (None, Decimal(0))
        found[act.kind] = Takes(Decimal(0) if is_there else hours, *again)
    return found


def hours_of_decisions(due_on: Collection[date], figures: Mapping[str, Decimal], *, today: date) -> Takes:
    """What the decisions of reviews that one officer is to carry out take: one duty stands for them all.

    Those of the next eight weeks count, and the first in any case.
    """
    soon = sum(1 for day in due_on if day < today + EIGHT_WEEKS)
    return Takes(max(1, soon) * hours_for(DeskWork.DECIDED, figures))


def _wanted(asked: Collection[Clock], coming: Mapping[str, date]) -> list[tuple[str, date, Work, set[str], int | None]]:
    """Each duty that is work, with its last day, which work, the events by which it is done, when it comes again."""
    found: list[tuple[str, date, Work, set[str], int | None]] = []
    for clock in asked:
        events = {event for event in clock.standard.fulfilment if event in WORK}
        if events:
            work = WORK[min(events)]
            found.append((clock.standard.key, clock.last_day, work, _by_one_act(events), again_in(clock)))
    for kind, last_day in coming.items():
        work, events = COMING_WORK[kind]
        found.append((kind, last_day, work, set(events), None))
    return found


def _by_one_act(events: set[str]) -> set[str]:
    return {*events, *SEEN} if SEEN & {*events} else {*events}


def again_in(clock: Clock) -> int | None:
    """In how many days what a clock asks is asked again once it is done on its last day; None where it is not."""
    limit = clock.version.limit
    if limit is None or not clock.standard.is_repeated or clock.standard.is_before:
        return None
    return (limit.after(clock.last_day) - clock.last_day).days or None
