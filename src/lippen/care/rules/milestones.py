"""
The way to permanence as milestones: what shows that each was reached, who has it in hand, on which routes it stands.

A target is no figure of its own: it is the last day of the child's clock that the milestone would stop, by the rule of
that clock's day. J numbers are those of the field map that the team keeps.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from lippen.care.vocabulary import Event
from lippen.care.vocabulary.permanence import OF_COURT, OF_PANEL, Route, Waits
from lippen.kernel.standards import Clock, Happened, Standing

DRIFT_DAYS = 90
"""Without a milestone for so long a line drifts."""
AHEAD_WEEKS = (2, 4, 8)
"""How far ahead it is said what will be late if nothing changes."""
ALL = frozenset(Route)
AWAY = ALL - {Route.HOME}


@dataclass(frozen=True)
class Milestone:
    """One milestone: which events show it, who has it in hand, on which routes it stands."""

    key: str
    title: str
    who: Waits
    kinds: frozenset[str]
    routes: frozenset[Route] = ALL
    by: str = ""
    """Who has it in hand in words, where that is somebody else than those for whom a plan is said to wait."""


def _one(key: str, title: str, who: Waits, *kinds: str, routes: Collection[Route] = ALL, by: str = "") -> Milestone:
    return Milestone(key, title, who, frozenset(kinds), frozenset(routes), by)


REFERRED, ASSESSED, QUEUED, ALLOCATED = "referred", "assessed", "queued", "allocated"
"""What the child's record tells of the time before."""
ORDER_GRANTED, ADOPTED, WENT_HOME, AFTER = "order_granted", "adopted", "went_home", "after"
"""What follows from spans of days and from the facts of leaving care."""
MILESTONES = (
    _one("J01", "Somebody told us of the child", Waits.SOCIAL_WORK, REFERRED),
    _one("J02", "First assessment done", Waits.SOCIAL_WORK, ASSESSED),
    _one("J03", "Passed to the team, waits for a social worker", Waits.SOCIAL_WORK, QUEUED),
    _one("J04", "Has a social worker", Waits.SOCIAL_WORK, ALLOCATED),
    _one("J05", "Comprehensive assessment done", Waits.SOCIAL_WORK, Event.FULLY_ASSESSED),
    _one("J06", "Child's plan agreed", Waits.SOCIAL_WORK, Event.PLAN_AGREED),
    _one("J07", "Looked after", Waits.SOCIAL_WORK, Event.EPISODE_BEGAN),
    _one("J08", "First visit in the placement", Waits.SOCIAL_WORK, Event.VISIT, Event.HOME_VISIT),
    _one("J09", "Health assessed", Waits.HEALTH, Event.HEALTH_ASSESSED),
    _one("J10", "First review", Waits.SOCIAL_WORK, Event.FIRST_REVIEW, Event.HOME_FIRST_REVIEW),
    _one("J11", "Kin explored, family met", Waits.SOCIAL_WORK, Event.FAMILY_MET, Event.KINSHIP_RULED),
    _one("J12", "Second review", Waits.SOCIAL_WORK, Event.SECOND_REVIEW, Event.HOME_SECOND_REVIEW),
    _one("J13", "Permanence recommended", Waits.SOCIAL_WORK, Event.RECOMMENDED, Event.RECOMMENDED_AWAY),
    _one("J14", "Seen at the legal clinic", Waits.LEGAL, Event.CLINIC, routes=AWAY),
    _one("J15", "Reports ready", Waits.SOCIAL_WORK, Event.REPORTS_READY, routes=OF_PANEL),
    _one("J16", "Panel", Waits.PANEL, Event.PANEL, routes=OF_PANEL),
    _one(
        *("J17", "Agency decided", Waits.PANEL, Event.AGENCY_DECIDED, Event.DECIDED_FOR_CHILD_ON_ORDER),
        routes=OF_PANEL,
        by="The agency’s decision maker",
    ),
    _one("J18", "Parents told", Waits.SOCIAL_WORK, Event.PARENTS_TOLD, routes=OF_PANEL),
    _one("J19", "Advice of a hearing", Waits.REPORTER, Event.ADVICE_GIVEN, routes=OF_PANEL & OF_COURT),
    _one("J20", "Lodged in court", Waits.LEGAL, Event.LODGED, routes=OF_COURT),
    _one("J21", "Heard in court", Waits.COURT, Event.COURT_HEARD, routes=OF_COURT),
    _one("J22", "Order granted", Waits.COURT, ORDER_GRANTED, routes=(Route.PO, Route.POA)),
    _one("J23", "Matched", Waits.PANEL, Event.MATCHED, Event.FINAL_PLACEMENT, routes=OF_PANEL),
    _one("J24", "Adopted", Waits.COURT, ADOPTED, routes=(Route.ADOPTION, Route.POA)),
    _one("J25", "Kinship care order", Waits.COURT, Event.KINSHIP_ORDER, routes=(Route.KINSHIP,)),
    _one("J26", "Home again", Waits.SOCIAL_WORK, WENT_HOME, routes=(Route.HOME,)),
    _one("J27", "Continuing care or aftercare", Waits.SOCIAL_WORK, AFTER, routes=(Route.LONG_TERM, Route.PO)),
)
OF_THE_WAY = MILESTONES[12:]
"""From the recommendation on: what a line to permanence is measured by."""
SET_BACK = (Event.SENT_BACK, Event.REFUSED, Event.APPEALED)
"""What sets a line back. It stays told, and erases nothing."""


@dataclass(frozen=True)
class Reached:
    """A milestone of a child's line: its last day by which rule, and the day on which it was reached."""

    milestone: Milestone
    target: date | None
    rule: str
    reached_on: date | None

    def is_late(self, today: date) -> bool:
        """Whether it was reached after its last day, or was not by now."""
        return self.target is not None and (self.reached_on or today) > self.target


def way(route: Route, events: Iterable[Happened], clocks: Iterable[Clock], *, since: date | None) -> list[Reached]:
    """Every milestone of a route, each with its target and the day on which it was reached, in their order.

    From the recommendation on a milestone counts from the line's first day (`since`) on: what was reached on an earlier
    line does not reach it anew. Of several the last day counts, and of clocks that ask for it the one due first.
    """
    happened, running = list(events), list(clocks)
    found = []
    for milestone in MILESTONES:
        if route not in milestone.routes:
            continue
        begins = since if since is not None and milestone in OF_THE_WAY[1:] else None
        days = [each.on for each in happened if each.kind in milestone.kinds and (begins is None or each.on >= begins)]
        asked = [each for each in running if each.standard.fulfilment & milestone.kinds and _counts(each, begins)]
        target = min(asked, key=lambda each: each.last_day, default=None)
        reached_on = (max(days) if milestone in OF_THE_WAY else min(days)) if days else None
        rule = target.version.sentence if target else ""
        found.append(Reached(milestone, target.last_day if target else None, rule, reached_on))
    return found


def _counts(clock: Clock, begins: date | None) -> bool:
    """Whether a clock asks for a milestone of this line: one that ceased asks for nothing."""
    if clock.standing is Standing.CEASED or clock.standard.is_right:
        return False
    return begins is None or clock.done is None or clock.done.on >= begins


def place_of(found: Sequence[Reached]) -> Reached | None:
    """The furthest milestone that was reached."""
    return next((each for each in reversed(found) if each.reached_on), None)


def next_of(found: Sequence[Reached]) -> Reached | None:
    """The first milestone after the furthest one that was reached."""
    last = max((place for place, each in enumerate(found) if each.reached_on), default=-1)
    return next((each for each in found[last + 1 :] if each.milestone in OF_THE_WAY), None)


def last_step(events: Iterable[Happened], *, since: date, today: date) -> date:
    """The day of the last milestone of the way by today, else the line's first day."""
    kinds = frozenset(kind for each in OF_THE_WAY for kind in each.kinds)
    return max((each.on for each in events if each.kind in kinds and since <= each.on <= today), default=since)


def drifts(last: date, late: Collection[object], today: date) -> bool:
    """Whether a line drifts: something is past its last day, or no milestone was reached for ninety days."""
    return bool(late) or today - last > timedelta(days=DRIFT_DAYS)


def ahead(last_days: Iterable[date], today: date) -> Mapping[int, int]:
    """How many will be late in so many weeks if nothing changes, each counted in every span that holds it."""
    days = [each for each in last_days if each >= today]
    return {weeks: sum(each < today + timedelta(weeks=weeks) for each in days) for weeks in AHEAD_WEEKS}
