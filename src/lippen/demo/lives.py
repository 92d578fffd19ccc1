"""Made-up times in care, put together by one seed so that many of them come to the published figures.

Nothing here touches the database; days are counted back from the day of the story. The demonstration tells them by the
same actions as everybody's; the reference council of the benchmarks writes the same lives by COPY. What they come to is
held against published figures in `calibration`.

How somebody aged five or under fares who is looked after away from home is drawn first, by what became of such children
in the four years after 2012-13; a way to permanence is walked step by step, and the order ends it. How long each step
takes is published nowhere that we could read: the steps here are ours, and their sum comes to what is published.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

from lippen.care.vocabulary import PLACEMENT_SETTINGS, Destination, Event, MoveReason, PlacementKind, Setting
from lippen.care.vocabulary.permanence import Route, Waits

T = TypeVar("T")
SEED = 5
YEAR = 365
OLDEST, TRIES = 16 * YEAR, 40
YOUNG_UNTIL, SHARE_YOUNG = 6 * YEAR, 1836 / 4859
"""Who was aged five or under on the first day fares otherwise. How many are: those of 2012-13 among the starts of
2009-10, the nearest year whose starts are published."""
KINDS = PlacementKind
FIRST = {KINDS.HOME: 50, KINDS.KINSHIP: 31, KINDS.FOSTER_COUNCIL: 15, KINDS.FOSTER_PURCHASED: 5, KINDS.COUNCIL_HOME: 13}
FIRST_YOUNG = {KINDS.HOME: 21, KINDS.KINSHIP: 33, KINDS.FOSTER_COUNCIL: 20, KINDS.FOSTER_PURCHASED: 7}
"""Where care begins, by weight; who moves does so by `NEXT`."""
NEXT = {
    KINDS.KINSHIP: 38,
    KINDS.FOSTER_COUNCIL: 18,
    KINDS.FOSTER_PURCHASED: 8,
    KINDS.COUNCIL_HOME: 9,
    KINDS.HOME: 19,
    KINDS.RESIDENTIAL_SCHOOL: 4,
    KINDS.OTHER_COMMUNITY: 3,
    KINDS.SECURE: 1,
}
NEXT_YOUNG = {KINDS.KINSHIP: 54, KINDS.FOSTER_COUNCIL: 30, KINDS.FOSTER_PURCHASED: 11, KINDS.HOME: 5}
WHY = (MoveReason.PLAN, MoveReason.NEEDS, MoveReason.CLOSER, MoveReason.BROKE_DOWN, MoveReason.CARER_ASKED)
SHORT, LONG, SHARE_SHORT = 0.9 * YEAR, 5.2 * YEAR, 0.45
"""Most who leave do so within the year; the others stay for years. Together a stay of some three years."""
SETTLING, MOVES_A_YEAR = 120, 0.13
"""Days in which a first placement is left more often, and how many moves a year there are after it."""
LEFT = {Destination.HOME: 58, Destination.KIN: 19, Destination.TENANCY: 9, Destination.CONTINUING: 9}
LEFT |= {Destination.SUPPORTED: 5}


class Outcome(StrEnum):
    """How somebody fares who was aged five or under and away from home."""

    HOME = "home"
    KIN = "kin"
    ADOPTED = "adopted"
    STAYS = "stays"
    OTHER = "other"


OUTCOMES = {Outcome.HOME: 31, Outcome.KIN: 11, Outcome.ADOPTED: 21, Outcome.STAYS: 35, Outcome.OTHER: 2}
HOME_AFTER, STAYS, STAYS_LEAST, OTHER_AFTER = 0.72 * YEAR, 4 * YEAR, 4 * YEAR, 1.5 * YEAR
"""How long they stay on the mean who go home, who stay beyond four years, and who went nobody knows where."""
TO_ADOPT = {Route.ADOPTION: 80, Route.POA: 20}
TO_STAY = {Route.LONG_TERM: 92, Route.PO: 8}
OLDER, SHARE_OF_OLDER = {Route.LONG_TERM: 45, Route.KINSHIP: 25, Route.PO: 30}, 0.6
"""Routes, by weight: of the youngest who are to be adopted or stay, of the others; and how many others have one."""
RECOMMENDED, LATER, SHARE_LATER = (150, 330), (450, 1200), 0.3
"""When permanence is recommended; later where home was tried first."""
MATCHED, PLACED, ADOPTED_AFTER = (180, 420), (7, 30), (90, 240)
STUCK, STUCK_TIMES, FOR_GOOD, NEVER = 0.12, 3, 0.06, 30 * YEAR
"""How many steps take how many times as long as they should; and how many are never taken, where nobody adopts."""
LATE = 0.11


@dataclass(frozen=True)
class Step:
    """A step on the way: how many days it takes, on whom one waits meanwhile and why, and what comes."""

    event: Event
    takes: tuple[int, int]
    whom: Waits
    why: str
    coming: str


OF_AGENCY = (
    Step(Event.REPORTS_READY, (20, 90), Waits.SOCIAL_WORK, "Reports for the panel are being written", "Reports"),
    Step(Event.PANEL, (60, 140), Waits.PANEL, "No day at the panel yet", "Panel"),
    Step(Event.AGENCY_DECIDED, (7, 40), Waits.PANEL, "The minute is with the decision maker", "Agency decision"),
)
OF_COURT = (
    Step(Event.LODGED, (60, 200), Waits.LEGAL, "The petition is with legal services", "Petition"),
    Step(Event.COURT_HEARD, (120, 400), Waits.COURT, "A day in court is awaited", "Proof"),
)
STEPS = dict.fromkeys((Route.PO, Route.POA, Route.ADOPTION), (*OF_AGENCY, *OF_COURT))
STEPS |= {Route.KINSHIP: OF_COURT, Route.LONG_TERM: OF_AGENCY}
AWAY_REVIEWS = (Event.FIRST_REVIEW, Event.SECOND_REVIEW, Event.LATER_REVIEW)
HOME_REVIEWS = (Event.HOME_FIRST_REVIEW, Event.HOME_SECOND_REVIEW, Event.HOME_LATER_REVIEW)
GAPS = (42, 91, 182)


@dataclass(frozen=True)
class Lived:
    """A placement, from so many days ago."""

    kind: PlacementKind
    since: int
    why: MoveReason | None = None

    @property
    def is_home(self) -> bool:
        """Whether it is at home."""
        return PLACEMENT_SETTINGS[self.kind] is Setting.HOME


@dataclass(frozen=True)
class Way:
    """A plan for permanence: its route, since when, on whom one waits and since when, what comes next and when."""

    route: Route
    since: int
    waits: Waits
    waits_since: int
    why: str
    next_step: str
    next_in: int


@dataclass(frozen=True)
class Walk:
    """A way to permanence from its first day to its last, as it will be walked: days ago, below nought to come."""

    route: Route
    since: int
    steps: tuple[tuple[Step, int], ...]
    matched: int | None = None
    placed: int | None = None
    adopted: int | None = None

    @property
    def last(self) -> int:
        """The day of its last step, which is that of the order where a court decides."""
        return self.adopted if self.adopted is not None else self.steps[-1][1]

    @property
    def settled(self) -> int | None:
        """From when on the child lives with those who are to keep them."""
        return self.since if self.route is Route.KINSHIP else self.placed


@dataclass
class Life:
    """One time in care: from so many days ago until so many, or until now."""

    began: int
    ended: int | None
    is_young: bool
    """Whether the child was aged five or under when it began."""
    placements: list[Lived] = field(default_factory=list)
    legal: list[tuple[str, int]] = field(default_factory=list)
    """Legal reasons of the law since 2013, `S25`, `CSOH`, `CSOA`, `PO` or `POA`, each since so many days ago."""
    events: list[tuple[Event, int]] = field(default_factory=list)
    route: Route | None = None
    planned: int | None = None
    """Where a plan for permanence led, and since when, whatever became of it."""
    way: Way | None = None
    """That plan, where it goes on."""
    destination: Destination | None = None
    coming: tuple[Event, int] | None = None
    """The next review, in so many days, of a time in care that goes on."""

    @property
    def lives(self) -> PlacementKind:
        """Where the child lives now, or did last."""
        return self.placements[-1].kind


def life(rng: random.Random, began: int, *, aged: int | None = None, is_over: bool | None = None) -> Life:
    """A time in care that began so many days ago; `is_over` decides whether it has ended, else chance does.

    `aged`: how many days old the child is now; not given, how old they were when it began is left to chance.
    """
    began = min(began, OLDEST)
    is_young = rng.random() < SHARE_YOUNG if aged is None else aged - began < YOUNG_UNTIL
    for _ in range(TRIES):
        found = _life(rng, began, is_young)
        if is_over is None or is_over == (found.ended is not None):
            return found
    return _life(rng, began, is_young, stays=max(began - 1, 1) if is_over else began + 1)


def _life(rng: random.Random, began: int, is_young: bool, *, stays: int | None = None) -> Life:
    first = Lived(_chosen(rng, FIRST_YOUNG if is_young else FIRST), began)
    if is_young and not first.is_home:
        last, destination, walk = _fares(rng, began)
    else:
        last, destination, walk = _leaves(rng, began, may_have_plan=not first.is_home)
    if stays is not None:
        last, destination = began - stays, Destination.HOME
        walk = walk if walk and walk.last < last else None
    if walk and walk.since <= max(last, 0):
        walk = None
    found = Life(began, last if last >= 0 else None, is_young, [first])
    last = max(last, 0)
    _placements(rng, found, walk, last)
    _legal(rng, found, last)
    _reviews(rng, found, last)
    if walk:
        _walked(rng, found, walk, last)
    if found.ended is not None:
        found.destination = destination
    return found


def _chosen(rng: random.Random, weights: Mapping[T, int]) -> T:
    return rng.choices(list(weights), list(weights.values()))[0]


def _within(rng: random.Random, mean: float) -> int:
    return int(rng.expovariate(1 / mean)) + 3


def _fares(rng: random.Random, began: int) -> tuple[int, Destination, Walk | None]:
    """When care ends of somebody aged five or under who is away from home, how, and on which way."""
    match _chosen(rng, OUTCOMES):
        case Outcome.HOME:
            return began - _within(rng, HOME_AFTER), Destination.HOME, None
        case Outcome.OTHER:
            return began - _within(rng, OTHER_AFTER), Destination.NOT_KNOWN, None
        case Outcome.KIN:
            walk = _walk(rng, Route.KINSHIP, began, may_end=False)
            return walk.last, Destination.KIN, walk
        case Outcome.ADOPTED:
            walk = _walk(rng, _chosen(rng, TO_ADOPT), began, may_end=False)
            return walk.last, Destination.ADOPTED, walk
        case _:
            return (
                began - STAYS_LEAST - _within(rng, STAYS),
                _chosen(rng, LEFT),
                _walk(rng, _chosen(rng, TO_STAY), began),
            )


def _leaves(rng: random.Random, began: int, *, may_have_plan: bool) -> tuple[int, Destination, Walk | None]:
    """The same of everybody else: a kinship order ends care where it comes before chance does."""
    last, destination = began - _within(rng, SHORT if rng.random() < SHARE_SHORT else LONG), _chosen(rng, LEFT)
    if not may_have_plan or rng.random() > SHARE_OF_OLDER:
        return last, destination, None
    walk = _walk(rng, _chosen(rng, OLDER), began)
    if walk.route is Route.KINSHIP and walk.last > last:
        return walk.last, Destination.KIN, walk
    return last, destination, walk


def _walk(rng: random.Random, route: Route, began: int, *, may_end: bool = True) -> Walk:
    """A way to permanence, each step after the one before, some of them stuck."""
    at = since = began - rng.randint(*(LATER if rng.random() < SHARE_LATER else RECOMMENDED))
    steps, decided = [], since
    for step in STEPS[route]:
        at -= rng.randint(*step.takes) * (STUCK_TIMES if rng.random() < STUCK else 1)
        at -= NEVER if may_end and rng.random() < FOR_GOOD else 0
        steps.append((step, at))
        decided = at if step.event is Event.AGENCY_DECIDED else decided
    if route not in TO_ADOPT:
        return Walk(route, since, tuple(steps))
    matched = decided - rng.randint(*MATCHED)
    adopted = at - rng.randint(*ADOPTED_AFTER) if route is Route.POA else at
    placed = max(matched - rng.randint(*PLACED), adopted + 1)
    return Walk(route, since, tuple(steps), max(matched, placed), placed, adopted)


def _placements(rng: random.Random, found: Life, walk: Walk | None, last: int) -> None:
    """Moves, more of them at first; who is settled stays, and who has a plan for permanence goes home no more."""
    settled = walk.settled if walk and walk.settled is not None else last
    until = max(settled, last)
    weights = NEXT_YOUNG if found.is_young else NEXT
    weights = {kind: weight for kind, weight in weights.items() if not (walk and kind is KINDS.HOME)}
    at = found.began
    if rng.random() < 0.5:
        at -= rng.randint(3, SETTLING)
        if at > until:
            found.placements.append(_moved(rng, found, weights, at))
    while True:
        at -= _within(rng, YEAR / MOVES_A_YEAR) + 17
        if at <= until or len(found.placements) > 12:
            break
        found.placements.append(_moved(rng, found, weights, at))
    if walk and settled > last:
        kind = KINDS.KINSHIP if walk.route is Route.KINSHIP else KINDS.ADOPTERS
        if found.lives is not kind:
            found.placements.append(Lived(kind, settled, MoveReason.PERMANENT))


def _moved(rng: random.Random, found: Life, weights: Mapping[PlacementKind, int], at: int) -> Lived:
    kind = _chosen(rng, {each: weight for each, weight in weights.items() if each is not found.lives})
    return Lived(kind, at, rng.choice(WHY))


def _legal(rng: random.Random, found: Life, last: int) -> None:
    """Voluntary at first for most, then an order that is continued each year, another one where the child goes home."""
    code = "CSOH" if found.placements[0].is_home else "S25" if rng.random() < 0.6 else "CSOA"
    at = found.began
    found.legal.append((code, at))
    if code == "S25":
        at -= rng.randint(20, 240)
    else:
        at -= YEAR - rng.randint(1, 30)
    while at > last and len(found.legal) < 14:
        code = "CSOH" if [each for each in found.placements if each.since >= at][-1].is_home else "CSOA"
        if rng.random() < 0.8 or found.legal[-1][0] != code:
            found.legal.append((code, at))
        at -= YEAR - rng.randint(1, 30)


def _stretches(found: Life, last: int) -> Iterator[tuple[bool, int, int]]:
    """Whether at home, from when and until when, for each stretch of placements of one sort."""
    began = found.placements[0]
    for each in found.placements[1:]:
        if each.is_home != began.is_home:
            yield began.is_home, began.since, each.since
            began = each
    yield began.is_home, began.since, last


def _reviews(rng: random.Random, found: Life, last: int) -> None:
    """Reviews by the rule of where the child lives, one in nine some weeks late; the health of those who are away."""
    is_seen = False
    for is_home, since, until in _stretches(found, last):
        kinds = HOME_REVIEWS if is_home else AWAY_REVIEWS
        if not is_home and not is_seen:
            is_seen = True
            found.events += [(Event.HEALTH_BOARD_TOLD, max(since - 3, until))]
            if since - 30 > until and rng.random() < 0.93:
                found.events.append((Event.HEALTH_ASSESSED, max(since - rng.randint(12, 34), until)))
        at, number = since, 0
        while True:
            place = min(number, 2)
            at -= GAPS[place] + (
                rng.randint(3, 45) if rng.random() < LATE else -rng.randint(0, min(GAPS[place] // 4, 20))
            )
            if at <= until:
                break
            found.events.append((kinds[place], at))
            number += 1
        if found.ended is None:
            found.coming = (kinds[place], -at)


def _walked(rng: random.Random, found: Life, walk: Walk, last: int) -> None:
    """The way as far as it has come: what was reached, an order that was granted, on whom one waits now."""
    found.route, found.planned = walk.route, walk.since
    found.events.append((Event.RECOMMENDED_AWAY, walk.since))
    before = walk.since
    for step, at in walk.steps:
        if at < last or (found.ended is None and at < 1):
            if found.ended is None:
                waits = (step.whom, max(before, 1), step.why, step.coming)
                found.way = Way(walk.route, walk.since, *waits, rng.randint(3, 60))
            break
        found.events.append((step.event, at))
        if step.event is Event.AGENCY_DECIDED:
            told = rng.randint(8, 20) if rng.random() < LATE else rng.randint(1, 7)
            found.events.append((Event.PARENTS_TOLD, max(at - told, last)))
        before = at
    else:
        _granted(rng, found, walk, last)
    if walk.matched is not None and walk.matched > last:
        found.events.append((Event.MATCHED, walk.matched))


def _granted(rng: random.Random, found: Life, walk: Walk, last: int) -> None:
    """What the last step brought: an order, after which one with authority to adopt waits for the adoption."""
    at = walk.steps[-1][1]
    if walk.route in (Route.PO, Route.POA) and at > last:
        found.legal = [each for each in found.legal if each[1] > at]
        found.legal.append((walk.route.value.upper(), at))
    if walk.route is Route.POA and found.ended is None:
        why = (Waits.COURT, at, "The adoption is before the court", "Adoption order")
        found.way = Way(walk.route, walk.since, *why, rng.randint(3, 60))
    if walk.route is Route.KINSHIP:
        found.events.append((Event.KINSHIP_ORDER, at))


def stock(count: int, *, years: int = 18, seed: int = SEED) -> list[Life]:
    """Times in care that began evenly over years: those that go on today are the stock, the others the past."""
    rng = random.Random(seed)
    return [life(rng, rng.randint(1, years * YEAR)) for _ in range(count)]


def in_care(rng: random.Random, *, aged: int | None = None) -> Life:
    """A time in care that goes on today, as long ago begun as those of a whole council are, and since the birth."""
    longest = OLDEST if aged is None else min(OLDEST, max(aged - 5, 1))
    while True:
        found = life(rng, rng.randint(1, longest), aged=aged)
        if found.ended is None:
            return found
