"""What many made-up times in care come to beside published figures, each with its source and how sure it is.

`lippen demo --calibration` prints the table, and below it what is published nowhere that we could read: those steps of
the way to permanence have no target, and none is made up. National aims and rules are no target either: they say what
ought to be, and the practice standards hold each life against them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import fmean, median

from lippen.care.vocabulary import PLACEMENT_SETTINGS, Destination, Setting
from lippen.care.vocabulary.permanence import Route
from lippen.demo.lives import KINDS, SEED, YEAR, Life, stock
from lippen.kernel.standards import Sure

MONTH = YEAR / 12
FOUR_YEARS = 4 * YEAR
COUNT = 12_000
"""So many lives are made for the table."""


class Unit(StrEnum):
    """What a figure counts."""

    SHARE = "share"
    NUMBER = "number"
    YEARS = "years"
    MONTHS = "months"


@dataclass(frozen=True)
class Held:
    """A published figure beside what was made: its words, source and how sure it is, how near both are to be."""

    words: str
    source: str
    target: float
    made: float
    within: float
    unit: Unit = Unit.SHARE
    sure: Sure = Sure.CONFIRMED

    @property
    def holds(self) -> bool:
        """Whether it is near enough."""
        return abs(self.made - self.target) <= self.within

    def line(self) -> str:
        """The row of the table."""
        told = [self._told(each) for each in (self.target, self.made)]
        verdict = "ok" if self.holds else "OFF"
        return f"{self.words:62} {told[0]:>11} {told[1]:>11}  {verdict:4} {self.source} ({self.sure.value})"

    def _told(self, number: float) -> str:
        match self.unit:
            case Unit.SHARE:
                return f"{number:.1%}"
            case Unit.NUMBER:
                return f"{number:.2f}"
            case _:
                return f"{number:.1f} {self.unit.value}"


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
CHN23 = "Indicator CHN23, 2012-13 to 2020-21: 16.7 to 21.9 %"
ADOPTED_2023 = "214 adopted in the year to July 2023 (CoramBAAF), of 12,206 in care"
ADOPTERS_2023 = f"{OF_2023}: 151 of 12,206"
COHORT = "Permanently Progressing?, 2019: 1,836 aged five or under who began in 2012-13, 1,355 of them away"
NOT_PUBLISHED = (
    "From becoming looked after to the recommendation, the panel, the agency's decision and the application to court: "
    "the Reporter's studies of 2011 and 2015 hold averages of each stage, whose tables could not be read",
    "How long a court takes, and how many permanence orders are granted in a year",
    "How long a kinship care order takes",
    "How somebody fares who was older than five",
    "Plans of infants (69 % adoption of 58 who were away on an order before their first birthday): not held, since a "
    "life here knows only whether somebody was aged five or under",
)
"""What has no target here."""


class Fared(StrEnum):
    """Where somebody is four years on."""

    HOME = "home"
    KIN = "kin"
    ADOPTED = "adopted"
    HEADING = "heading"
    ORDER = "order"
    LEFT = "left"
    AWAY = "away"


FOUR_YEARS_ON = (
    (Fared.HOME, "Home with parents", 0.31, 0.05),
    (Fared.KIN, "For good with kin", 0.11, 0.04),
    (Fared.ADOPTED, "Adopted", 0.16, 0.04),
    (Fared.HEADING, "On the way to adoption", 0.06, 0.03),
    (Fared.ORDER, "On a permanence order", 0.02, 0.015),
    (Fared.AWAY, "Still away from home", 0.32, 0.05),
)


def fared(life: Life, after: int = FOUR_YEARS) -> Fared:
    """Where somebody is so many days after care began."""
    on = life.began - after
    if life.ended is not None and life.ended >= on:
        gone = {Destination.HOME: Fared.HOME, Destination.KIN: Fared.KIN, Destination.ADOPTED: Fared.ADOPTED}
        return gone.get(life.destination or Destination.NOT_KNOWN, Fared.LEFT)
    if any(code in ("PO", "POA") and since >= on for code, since in life.legal):
        return Fared.HEADING if life.route is Route.POA else Fared.ORDER
    if life.route in (Route.ADOPTION, Route.POA) and life.planned is not None and life.planned >= on:
        return Fared.HEADING
    return Fared.HOME if _place(life, on).is_home else Fared.AWAY


def _place(life: Life, on: int):
    return [each for each in life.placements if each.since >= on][-1]


def table(lives: Sequence[Life]) -> list[Held]:
    """What many lives come to beside the published figures."""
    return [*_stock(lives), *_permanence(lives)]


def _stock(lives: Sequence[Life]) -> list[Held]:
    """How many there are, come and go; where they live, and how often they move."""
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
    rows.append(Held("More than one placement in a year", CHN23, 0.19, _share(moved, len(now)), 0.05))
    placements = _mean(len(each.placements) for each in lives)
    rows.append(Held("Placements of one time in care", OF_LIVES, 179 / 85, placements, 0.4, Unit.NUMBER))
    legal = _mean(len(each.legal) for each in lives)
    rows.append(Held("Legal reasons of one time in care", OF_LIVES, 248 / 85, legal, 0.6, Unit.NUMBER))
    return rows


def _permanence(lives: Sequence[Life]) -> list[Held]:
    """How long it takes until somebody is home or adopted, and where those are who came four years ago."""
    now = [each for each in lives if each.ended is None]
    rows = []
    adopters = _share(sum(each.lives is KINDS.ADOPTERS for each in now), len(now))
    rows.append(Held("With those who are to adopt, of those in care", ADOPTERS_2023, 151 / 12206, adopters, 0.006))
    adopted = [each for each in lives if each.destination is Destination.ADOPTED and each.ended is not None]
    in_year = _share(sum(each.ended <= YEAR for each in adopted), len(now))  # type: ignore[operator]
    rows.append(Held("Adopted in a year, for each in care", ADOPTED_2023, 214 / 12206, in_year, 0.005))
    young = [each for each in lives if each.is_young and each.began >= FOUR_YEARS]
    home = _share(sum(each.placements[0].is_home for each in young), len(young))
    rows.append(Held("Aged five or under: began at home", COHORT, 481 / 1836, home, 0.04))
    away = [each for each in young if not each.placements[0].is_home]
    waits = {kind: [_stayed(each) for each in away if fared(each) is kind and each.ended is not None] for kind in Fared}
    years = median(waits[Fared.ADOPTED]) / YEAR if waits[Fared.ADOPTED] else 0.0
    rows.append(Held("... away: until adopted, about 2 to 3 years", COHORT, 2.5, years, 0.5, Unit.YEARS, Sure.PARTLY))
    months = _mean(waits[Fared.HOME]) / MONTH
    rows.append(Held("... away: until home again, on the mean", COHORT, 9, months, 1.5, Unit.MONTHS))
    on = Counter(fared(each) for each in away)
    for kind, words, target, within in FOUR_YEARS_ON:
        rows.append(
            Held(
                f"... away, four years on: {words[0].lower()}{words[1:]}",
                COHORT,
                target,
                _share(on[kind], len(away)),
                within,
            )
        )
    still = [each for each in away if fared(each) is Fared.AWAY]
    kin = _share(sum(_place(each, each.began - FOUR_YEARS).kind is KINDS.KINSHIP for each in still), len(still))
    rows.append(Held("... of those still away: with kin, nearly half", COHORT, 0.47, kin, 0.08, sure=Sure.PARTLY))
    return rows


def _stayed(life: Life) -> int:
    return life.began - (life.ended or 0)


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def _mean(numbers: Iterable[int]) -> float:
    told = list(numbers)
    return fmean(told) if told else 0.0


def calibration(count: int = COUNT) -> tuple[str, ...]:
    """The table in lines, of so many lives made by the one seed, and what has no target."""
    rows = table(stock(count))
    heading = f"{'':62} {'target':>11} {'made':>11}       source"
    told = (f"{count:,} made-up times in care, seed {SEED}", heading, *(row.line() for row in rows))
    return (*told, "No target, since no figure could be read:", *(f"- {words}" for words in NOT_PUBLISHED))
