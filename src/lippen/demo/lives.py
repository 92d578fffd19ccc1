"""Made-up times in care, put together by one seed so that many of them come to the published figures.

Nothing here touches the database; days are counted back from the day of the story. The demonstration tells them by the
same actions as everybody's; the reference council of the benchmarks writes the same lives by COPY. What they come to is
held against the figures of `reference/domain.md` 5.1 by `table`, which `lippen demo --calibration` prints.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from lippen.care.vocabulary import PLACEMENT_SETTINGS, Destination, Event, MoveReason, PlacementKind, Setting
from lippen.care.vocabulary.permanence import Route, Waits

SEED = 5
YEAR = 365
KINDS = PlacementKind
FIRST = {KINDS.HOME: 33, KINDS.KINSHIP: 33, KINDS.FOSTER_COUNCIL: 19, KINDS.FOSTER_PURCHASED: 6, KINDS.COUNCIL_HOME: 7}
"""Where care begins, by weight; who moves does so by `NEXT`."""
NEXT = {
    KINDS.KINSHIP: 40,
    KINDS.FOSTER_COUNCIL: 18,
    KINDS.FOSTER_PURCHASED: 8,
    KINDS.COUNCIL_HOME: 6,
    KINDS.HOME: 13,
    KINDS.RESIDENTIAL_SCHOOL: 3,
    KINDS.ADOPTERS: 4,
    KINDS.OTHER_COMMUNITY: 3,
    KINDS.SECURE: 1,
}
WHY = (MoveReason.PLAN, MoveReason.NEEDS, MoveReason.CLOSER, MoveReason.BROKE_DOWN, MoveReason.CARER_ASKED)
SHORT, LONG, SHARE_SHORT = 0.9 * YEAR, 5.4 * YEAR, 0.45
"""Most who leave do so within the year; the others stay for years. Together a stay of some three years."""
SETTLING, MOVES_A_YEAR = 120, 0.17
"""Days in which a first placement is left more often, and how many moves a year there are after it."""
LEFT = {Destination.HOME: 55, Destination.KIN: 18, Destination.ADOPTED: 6, Destination.TENANCY: 8}
LEFT |= {Destination.CONTINUING: 8, Destination.SUPPORTED: 5}
RECOMMENDED, PANELS, DECIDES, LODGES, GRANTS = (150, 330), (60, 140), (7, 40), (60, 200), (120, 400)
"""How many days each step on the way takes, at least and at most."""


@dataclass(frozen=True)
class Lived:
    """A placement, from so many days ago."""

    kind: PlacementKind
    since: int
    why: MoveReason | None = None


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


@dataclass
class Life:
    """One time in care: from so many days ago until so many, or until now."""

    began: int
    ended: int | None
    placements: list[Lived] = field(default_factory=list)
    legal: list[tuple[str, int]] = field(default_factory=list)
    """Legal reasons of the law since 2013, `S25`, `CSOH`, `CSOA` or `PO`, each since so many days ago."""
    events: list[tuple[Event, int]] = field(default_factory=list)
    way: Way | None = None
    destination: Destination | None = None

    @property
    def lives(self) -> PlacementKind:
        """Where the child lives now, or did last."""
        return self.placements[-1].kind


def life(rng: random.Random, began: int, *, is_over: bool | None = None, oldest: int = 16 * YEAR) -> Life:
    """A time in care that began so many days ago; `is_over` decides whether it has ended, else chance does."""
    began = min(began, oldest)
    stays = int(rng.expovariate(1 / (SHORT if rng.random() < SHARE_SHORT else LONG))) + 3
    if is_over is False:
        stays = began + 1
    elif is_over:
        stays = min(stays, max(began - 1, 1))
    ended = began - stays if stays <= began else None
    found = Life(began, ended)
    last = ended or 0
    _placements(rng, found, last)
    _legal(rng, found, last)
    _reviews(rng, found, last)
    if PLACEMENT_SETTINGS[found.lives] is not Setting.HOME and began - last > RECOMMENDED[0]:
        _permanence(rng, found, last)
    if ended is not None:
        found.destination = _chosen(rng, LEFT)
    return found


def _chosen(rng: random.Random, weights: dict) -> object:
    return rng.choices(list(weights), list(weights.values()))[0]


def _placements(rng: random.Random, found: Life, last: int) -> None:
    at = found.began
    found.placements.append(Lived(_chosen(rng, FIRST), at))  # type: ignore[arg-type]
    if rng.random() < 0.5:
        at -= rng.randint(3, SETTLING)
        if at > last:
            found.placements.append(Lived(_other(rng, found.lives), at, rng.choice(WHY)))
    while True:
        at -= int(rng.expovariate(MOVES_A_YEAR) * YEAR) + 20
        if at <= last or len(found.placements) > 12:
            return
        found.placements.append(Lived(_other(rng, found.lives), at, rng.choice(WHY)))


def _other(rng: random.Random, kind: PlacementKind) -> PlacementKind:
    return _chosen(rng, {each: weight for each, weight in NEXT.items() if each is not kind})  # type: ignore[return-value]


def _legal(rng: random.Random, found: Life, last: int) -> None:
    """Voluntary at first for most, then an order that is continued each year, another one where the child goes home."""
    at_home = PLACEMENT_SETTINGS[found.placements[0].kind] is Setting.HOME
    code = "CSOH" if at_home else "S25" if rng.random() < 0.6 else "CSOA"
    at = found.began
    found.legal.append((code, at))
    if code == "S25":
        at -= rng.randint(20, 240)
    else:
        at -= YEAR - rng.randint(1, 30)
    while at > last and len(found.legal) < 14:
        lives = [each for each in found.placements if each.since >= at][-1].kind
        code = "CSOH" if PLACEMENT_SETTINGS[lives] is Setting.HOME else "CSOA"
        if rng.random() < 0.8 or found.legal[-1][0] != code:
            found.legal.append((code, at))
        at -= YEAR - rng.randint(1, 30)


def _reviews(rng: random.Random, found: Life, last: int) -> None:
    """Reviews by their rule, one in nine some weeks late; of a placement at home those at home."""
    at_home = PLACEMENT_SETTINGS[found.placements[0].kind] is Setting.HOME
    kinds = (Event.HOME_FIRST_REVIEW, Event.HOME_SECOND_REVIEW, Event.HOME_LATER_REVIEW)
    if not at_home:
        kinds = (Event.FIRST_REVIEW, Event.SECOND_REVIEW, Event.LATER_REVIEW)
        found.events += [(Event.HEALTH_BOARD_TOLD, max(found.began - 3, last))]
        if found.began - 30 > last and rng.random() < 0.93:
            found.events.append((Event.HEALTH_ASSESSED, max(found.began - rng.randint(12, 34), last)))
    at = found.began
    for number in range(40):
        gap = (42, 91, 182)[min(number, 2)]
        at -= gap + (rng.randint(3, 45) if rng.random() < 0.11 else -rng.randint(0, min(gap // 4, 20)))
        if at <= last:
            return
        found.events.append((kinds[min(number, 2)], at))


def _permanence(rng: random.Random, found: Life, last: int) -> None:
    """The way to permanence as far as it has come; each step after the one before, some of them stuck."""
    at = found.began - rng.randint(*RECOMMENDED)
    if at <= last:
        return
    route = _chosen(rng, {Route.PO: 30, Route.KINSHIP: 28, Route.ADOPTION: 14, Route.POA: 8, Route.LONG_TERM: 20})
    since = at
    found.events.append((Event.RECOMMENDED_AWAY, at))
    steps = [
        (Event.REPORTS_READY, (20, 90), Waits.SOCIAL_WORK, "Reports for the panel are being written", "Reports"),
        (Event.PANEL, PANELS, Waits.PANEL, "No day at the panel yet", "Panel"),
        (Event.AGENCY_DECIDED, DECIDES, Waits.PANEL, "The minute is with the decision maker", "Agency decision"),
        (Event.LODGED, LODGES, Waits.LEGAL, "The petition is with legal services", "Petition"),
        (Event.COURT_HEARD, GRANTS, Waits.COURT, "A day in court is awaited", "Proof"),
    ]
    if route is Route.KINSHIP:
        steps = steps[3:]
    for event, takes, whom, why, coming in steps:
        at -= rng.randint(*takes)
        if at <= last or rng.random() < 0.12:
            back = max(at, last)
            found.way = Way(route, since, whom, max(min(since, back + 30), last + 1), why, coming, rng.randint(3, 60))  # type: ignore[arg-type]
            return
        found.events.append((event, at))
    if route in (Route.PO, Route.POA):
        found.legal = [each for each in found.legal if each[1] > at]
        found.legal.append(("PO", at))


def stock(count: int, *, years: int = 18, seed: int = SEED) -> list[Life]:
    """Times in care that began evenly over years: those that go on today are the stock, the others the past."""
    rng = random.Random(seed)
    return [life(rng, rng.randint(1, years * YEAR)) for _ in range(count)]


def in_care(rng: random.Random) -> Life:
    """A time in care that goes on today, as long ago begun as those of a whole council are."""
    while True:
        found = life(rng, rng.randint(1, 16 * YEAR))
        if found.ended is None:
            return found


@dataclass(frozen=True)
class Held:
    """A published figure beside what was made: in words, its source, both figures, how near they are to be."""

    words: str
    source: str
    target: float
    made: float
    within: float
    is_share: bool = True

    @property
    def holds(self) -> bool:
        """Whether it is near enough."""
        return abs(self.made - self.target) <= self.within

    def line(self) -> str:
        """The row of the table."""
        told = [f"{each:.0%}" if self.is_share else f"{each:.2f}" for each in (self.target, self.made)]
        return f"{self.words:58} {told[0]:>8} {told[1]:>8}  {'ok' if self.holds else 'OFF':4} {self.source}"


GROUPS = {
    "At home": {KINDS.HOME},
    "With kin": {KINDS.KINSHIP},
    "With foster carers": {KINDS.FOSTER_COUNCIL, KINDS.FOSTER_PURCHASED},
    "Residential": {each for each, setting in PLACEMENT_SETTINGS.items() if setting is Setting.RESIDENTIAL},
}
SHARES = {"At home": 0.20, "With kin": 0.34, "With foster carers": 0.32, "Residential": 0.11}
OF_2023 = "Children's Social Work Statistics 2022-23, at 31 July 2023"
OF_2010 = "Children's Social Work Statistics 2009-10: 4,859 began, 15,892 in care"
OF_LIVES = "Longitudinal file 2008/09 to 2023/24: 179,000 placements and 248,000 legal reasons of 85,000 episodes"


def table(lives: Sequence[Life]) -> list[Held]:
    """What many lives come to beside the published figures."""
    now = [each for each in lives if each.ended is None]
    kinds = Counter(each.lives for each in now)
    rows = [
        Held(f"{words}, of those in care", OF_2023, SHARES[words], _share(sum(kinds[k] for k in group), len(now)), 0.05)
        for words, group in GROUPS.items()
    ]
    began = sum(each.began <= YEAR for each in lives)
    rows.append(Held("Began in a year, for each in care", OF_2010, 4859 / 15892, _share(began, len(now)), 0.08))
    ended = sum(each.ended is not None and each.ended <= YEAR for each in lives)
    rows.append(Held("Ended in a year, for each in care", OF_2010, 4504 / 15892, _share(ended, len(now)), 0.08))
    moved = sum(sum(placed.since <= YEAR for placed in each.placements[1:]) > 0 for each in now)
    within = "Indicator CHN23, 2012-13 to 2020-21: 16.7 to 21.9 %"
    rows.append(Held("More than one placement in a year", within, 0.19, _share(moved, len(now)), 0.05))
    placements = _mean(len(each.placements) for each in lives)
    rows.append(Held("Placements of one time in care", OF_LIVES, 179 / 85, placements, 0.4, is_share=False))
    legal = _mean(len(each.legal) for each in lives)
    rows.append(Held("Legal reasons of one time in care", OF_LIVES, 248 / 85, legal, 0.6, is_share=False))
    return rows


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def _mean(numbers: Iterable[int]) -> float:
    told = list(numbers)
    return sum(told) / len(told) if told else 0.0


def calibration(count: int = 6_000) -> tuple[str, ...]:
    """The table in lines, of so many lives made by the one seed."""
    rows = table(stock(count))
    heading = f"{'':58} {'target':>8} {'made':>8}       source"
    return (f"{count:,} made-up times in care, seed {SEED}", heading, *(row.line() for row in rows))
