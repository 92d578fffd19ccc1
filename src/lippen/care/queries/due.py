"""What is due for looked-after children of all teams, the first due first, from the duty board."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from lippen.care.rules import STANDARDS
from lippen.care.vocabulary import CHILD_SUBJECT, Event
from lippen.care.vocabulary.plans import COMING_TITLES, HEALTH_DUTY, PLAN_DUTY
from lippen.casework.queries.lists import due_about
from lippen.casework.queries.people import ids_by_ref, people_rows
from lippen.casework.queries.visited import days_seen
from lippen.kernel.access import Actor
from lippen.organisation import queries as organisation

PAGE = 25
DAY = timedelta(days=1)


class DueOf(StrEnum):
    """What of looked-after children is due, beside reviews, which have a page of their own."""

    VISITS = "visits"
    HEALTH = "health"
    PLANS = "plans"
    HEARINGS = "hearings"


DUE_WORDS = {
    DueOf.VISITS: "Visits",
    DueOf.HEALTH: "Health",
    DueOf.PLANS: "Children’s plans",
    DueOf.HEARINGS: "Hearings and orders",
}
DONE_BY = {
    DueOf.VISITS: {Event.VISIT, Event.HOME_VISIT, Event.OFFICER_SAW_CHILD},
    DueOf.HEALTH: {Event.HEALTH_ASSESSED, Event.HEALTH_BOARD_TOLD},
    DueOf.PLANS: {Event.PLAN_AGREED, Event.PLAN_REVIEWED},
    DueOf.HEARINGS: {
        *(Event.REPORT_SENT, Event.ORDER_REVIEW_BEGUN, Event.ORDER_CONTINUED, Event.HEARING_HELD),
        *(Event.REPORTER_DECIDED, Event.HEARING_ARRANGED, Event.REQUIREMENT_CONTINUED, Event.ORDER_ENDED),
    },
}
"""By which events each kind is done."""


def _asking(events: Collection[Event]) -> tuple[str, ...]:
    """The standards that one of these events fulfils."""
    asked = (each for each in STANDARDS.values() if each.has_clock and not each.is_right)
    return tuple(each.key for each in asked if each.fulfilment & {event.value for event in events})


KEYS = {of: _asking(events) for of, events in DONE_BY.items()}
KEYS[DueOf.HEALTH] += (HEALTH_DUTY,)
KEYS[DueOf.PLANS] += (PLAN_DUTY,)
"""The kinds of duty that ask for each."""
OF_PLAN_AND_HEALTH = KEYS[DueOf.HEALTH] + KEYS[DueOf.PLANS]


@dataclass(frozen=True)
class DueRow:
    """What is due for a child: what, its last day, who has the child.

    `planned_on`: for which day a review is planned, and its reference. `seen_on`: when the child was last seen.
    """

    person_id: int
    person_ref: str
    person_name: str
    title: str
    last_day: date
    holder: str
    is_late: bool
    planned_on: date | None = None
    planned_ref: str = ""
    seen_on: date | None = None


@dataclass(frozen=True)
class Due:
    """One page of what is due, how much there is, and how much of it is late."""

    rows: tuple[DueRow, ...]
    count: int
    late: int


def due_of(actor: Actor, keys: Collection[str], *, today: date, page: int = 1) -> Due:
    """What these standards ask for of children whom the actor sees, the first due first."""
    found = due_about(actor, keys, CHILD_SUBJECT, on=today, page=page, size=PAGE)
    ids = ids_by_ref(actor, {duty.subject_key for duty in found.rows})
    people = {row.ref: row for row in people_rows(actor, list(ids.values())).values()}
    holders = organisation.person_names({duty.holder_id for duty in found.rows}) if found.rows else {}
    rows = tuple(
        DueRow(
            people[duty.subject_key].id,
            duty.subject_key,
            people[duty.subject_key].name,
            COMING_TITLES.get(duty.kind) or STANDARDS[duty.kind].title,
            duty.ends_on - DAY,
            holders.get(duty.holder_id, ""),
            duty.ends_on <= today,
        )
        for duty in found.rows
        if duty.subject_key in people
    )
    return Due(rows, found.count, found.late)


def due(actor: Actor, of: DueOf, *, today: date, page: int = 1) -> Due:
    """What is due of one kind; of visits with the day on which each child was last seen."""
    found = due_of(actor, KEYS[of], today=today, page=page)
    if of is not DueOf.VISITS or not found.rows:
        return found
    seen = days_seen(actor, [row.person_id for row in found.rows])
    last = {person_id: days[-1][0] for person_id, days in seen.items()}
    return replace(found, rows=tuple(replace(row, seen_on=last.get(row.person_id)) for row in found.rows))
