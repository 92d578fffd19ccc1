"""About a hundred households with their children, put together from words by one seed: the same ones every time.

Nothing here touches the database. Days are counted back from the day of the story; ages are of that day.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from lippen.casework.vocabulary import Gender, ReferralWhy, Status
from lippen.demo.households import names

SEED = 41
YEAR = 365.25
PHONES = 200
ALLOCATED = (
    *((who, 12) for who in ("EM", "NG", "OH", "PW", "VC")),
    *(("RB", 17), ("GT", 16), ("MF", 13), ("DK", 10), ("HS", 9), ("LA", 8)),
)
"""How many children each worker has, about: a household is not divided."""
ASSESSED = (("YB", 7), ("TN", 7))
NEWER = {"DK": 140, "HS": 180, "TN": 75}
"""Since how many days at most those have a child who came later."""
WAITING, REFERRED = 25, 19
WORRIES = (
    *(
        ReferralWhy.NEGLECT,
        ReferralWhy.DOMESTIC,
        ReferralWhy.SUBSTANCES,
        ReferralWhy.NEGLECT,
        ReferralWhy.MENTAL_HEALTH,
    ),
    *(ReferralWhy.DOMESTIC, ReferralWhy.PHYSICAL, ReferralWhy.BEHAVIOUR, ReferralWhy.SUBSTANCES, ReferralWhy.SUPPORT),
    *(ReferralWhy.EMOTIONAL, ReferralWhy.YOUNG_CARER, ReferralWhy.NEGLECT, ReferralWhy.DISABILITY),
)
OLD_ENOUGH = {ReferralWhy.BEHAVIOUR: 10, ReferralWhy.YOUNG_CARER: 7, ReferralWhy.EMOTIONAL: 4, ReferralWhy.PHYSICAL: 3}
STATUSES = (
    *([Status.IN_NEED] * 10),
    *([Status.PROTECTION] * 4),
    *([Status.AT_HOME] * 3),
    *([Status.AWAY] * 5),
    Status.COURT,
)
SIZES = (1, 1, 1, 1, 2, 2, 2, 3, 3, 4)


class Part(StrEnum):
    """Where a household stands with the service."""

    ALLOCATED = "allocated"
    ASSESSED = "assessed"
    WAITS = "waits"
    REFERRED = "referred"


@dataclass(frozen=True)
class Child:
    """A child: the number in the earlier system, the name, and how many days old."""

    number: str
    given: str
    family: str
    gender: Gender
    days: int
    status: Status

    @property
    def age(self) -> int:
        """In years."""
        return int(self.days / YEAR)

    @property
    def name(self) -> str:
        """Given and family name."""
        return f"{self.given} {self.family}"


@dataclass(frozen=True)
class Adult:
    """A grown-up of the household."""

    number: str
    given: str
    family: str
    gender: Gender
    days: int
    kind: str
    phone: str = ""
    elsewhere: str = ""


@dataclass(frozen=True)
class Household:
    """A family as the service knows it."""

    family: str
    street: str
    place: str
    is_protected: bool
    worry: ReferralWhy
    part: Part
    worker: str
    since: int
    """Since how many days they have a worker, wait or were told of."""
    children: tuple[Child, ...]
    adults: tuple[Adult, ...]
    partner: str
    gran: str
    words: dict[str, str] = field(default_factory=dict)


def households() -> tuple[Household, ...]:
    """All of them."""
    return tuple(_all(random.Random(SEED)))


def _all(rng: random.Random) -> Iterator[Household]:
    made = _Maker(rng)
    for part, shares in ((Part.ALLOCATED, ALLOCATED), (Part.ASSESSED, ASSESSED)):
        for worker, share in shares:
            yield from made.of(part, worker, share)
    for part, share in ((Part.WAITS, WAITING), (Part.REFERRED, REFERRED)):
        yield from made.of(part, "", share)


class _Maker:
    """Makes households one after the other, so that names and numbers are given once."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        pairs = [f"{begin}{end}" for begin in names.BEGINNINGS for end in names.ENDS]
        self.families = iter(rng.sample(pairs, len(pairs)))
        self.worries = iter(rng.sample(WORRIES * 12, len(WORRIES) * 12))
        self.girls, self.boys = _deal(rng, names.GIRLS), _deal(rng, names.BOYS)
        self.mothers, self.fathers = _deal(rng, names.MOTHERS), _deal(rng, names.FATHERS)
        self.number, self.phone = 30_117, PHONES

    def of(self, part: Part, worker: str, share: int) -> Iterator[Household]:
        """Households with as many children together."""
        while share > 0:
            made = self.household(part, worker, min(self.rng.choice(SIZES), share))
            share -= len(made.children)
            yield made

    def household(self, part: Part, worker: str, size: int) -> Household:
        """One household of so many children."""
        rng, family, worry = self.rng, next(self.families), next(self.worries)
        eldest = max(rng.randrange(1, 17), OLD_ENOUGH.get(worry, 0))
        street = rng.choice(names.STREETS)
        place = f"{rng.randrange(1, 90)} {street}" if rng.random() < 0.7 else f"Flat {rng.randrange(1, 9)}, {street}"
        partner, gran = next(self.fathers), f"Granny {rng.choice(names.GRANDMOTHERS)}"
        return Household(
            family,
            street,
            place,
            is_protected=worry is ReferralWhy.DOMESTIC and rng.random() < 0.2,
            worry=worry,
            part=part,
            worker=worker,
            since=min(_since(rng, part), NEWER.get(worker, 640)),
            children=self.siblings(family, part, size, eldest),
            adults=self.adults(family, eldest, partner),
            partner=partner,
            gran=gran,
        )

    def siblings(self, family: str, part: Part, size: int, eldest: int) -> tuple[Child, ...]:
        """Brothers and sisters, from a year and some months apart."""
        days = int(eldest * YEAR) + self.rng.randrange(20, 340)
        status, made = self.rng.choice(STATUSES), []
        for place in range(size):
            gender = self.rng.choice((Gender.FEMALE, Gender.MALE))
            given = next(self.girls if gender is Gender.FEMALE else self.boys)
            has = status if place == 0 or self.rng.random() < 0.75 else Status.IN_NEED
            if part is Part.ALLOCATED and days > 16.2 * YEAR and status is Status.AWAY:
                has = Status.AFTERCARE
            has = {Part.ASSESSED: Status.ASSESSMENT, Part.WAITS: Status.NONE, Part.REFERRED: Status.NONE}.get(part, has)
            made.append(Child(self.next_number(), given, family, gender, days, has))
            days -= self.rng.randrange(430, 1300)
            if days < 30:
                break
        return tuple(made)

    def adults(self, family: str, eldest: int, partner: str) -> tuple[Adult, ...]:
        """The mother, most fathers, and now and then somebody who has the children."""
        rng, old = self.rng, int((eldest + 18) * YEAR)
        mother = next(self.mothers)
        own = family if rng.random() < 0.6 else next(self.families)
        found = [self.adult(mother, own, Gender.FEMALE, old + rng.randrange(0, 4400), "Mother")]
        if rng.random() < 0.5:
            other = family if own != family or rng.random() < 0.7 else next(self.families)
            lives = "" if rng.random() < 0.4 else f"{rng.randrange(1, 90)} {rng.choice(names.STREETS)}"
            man = self.adult(partner, other, Gender.MALE, old + rng.randrange(300, 5200), "Father", lives)
            found.append(man)
        if rng.random() < 0.16:
            lives = f"{rng.randrange(1, 90)} {rng.choice(names.STREETS)}"
            born = old + rng.randrange(7600, 11000)
            nan = self.adult(rng.choice(names.GRANDMOTHERS), own, Gender.FEMALE, born, "Grandmother", lives)
            found.append(nan)
        return tuple(found)

    def adult(self, given: str, family: str, gender: Gender, days: int, kind: str, lives: str = "") -> Adult:
        """A grown-up with a number, and with a telephone that can reach nobody."""
        self.phone += 1
        phone = f"01632 960{self.phone}" if self.phone < 1000 and self.rng.random() < 0.8 else ""
        return Adult(self.next_number(), given, family, gender, days, kind, phone, lives)

    def next_number(self) -> str:
        """A number of the earlier system."""
        self.number += self.rng.randrange(1, 40)
        return f"CB-{self.number}"


def _deal(rng: random.Random, kept: Sequence[str]) -> Iterator[str]:
    """Every name once before any comes again."""
    while True:
        yield from rng.sample(kept, len(kept))


def _since(rng: random.Random, part: Part) -> int:
    if part is Part.ALLOCATED:
        return rng.choice((rng.randrange(60, 200), rng.randrange(120, 420), rng.randrange(300, 640)))
    if part is Part.ASSESSED:
        return rng.randrange(45, 75)
    return rng.choice((rng.randrange(2, 12), rng.randrange(8, 40), rng.randrange(30, 75), rng.randrange(60, 150)))


def said(household: Household, child: Child, **more: str) -> dict[str, str]:
    """What takes the places in a sentence about a child."""
    if child.age < 5:
        school = names.NURSERIES[len(household.street) % len(names.NURSERIES)]
    else:
        schools = names.SCHOOLS if child.age < 12 else names.SECONDARIES
        school = schools[len(household.street) % len(schools)]
    words = {
        "name": child.given,
        "mother": household.adults[0].given,
        "partner": household.partner,
        "gran": household.gran,
        "street": household.street,
        "school": school,
        **names.PRONOUNS[child.gender.value],
    }
    return {**words, **more}


def fill(sentence: str, words: dict[str, str]) -> str:
    """A sentence with its places taken, and a capital where it begins with one."""
    told = sentence.format(**words)
    return f"{told[:1].upper()}{told[1:]}"
