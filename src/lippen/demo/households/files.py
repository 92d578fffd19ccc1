"""The households as files of the earlier system, and from there into the record by the council's own way in."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Iterable, Sequence
from datetime import timedelta
from functools import partial
from itertools import combinations

from lippen.casework import intake
from lippen.casework.actions import staging, taking_in
from lippen.casework.queries import intake as queries
from lippen.casework.vocabulary import (
    FROM_WORDS,
    LEVEL_WORDS,
    STATUS_WORDS,
    WHY_WORDS,
    DoubtKind,
    IntakeKind,
    Level,
    Stage,
)
from lippen.demo.households import lived, told
from lippen.demo.households.made import Child, Household, Part, fill, said
from lippen.demo.organisation import Cast

BRINGS, SYSTEM = "SK", "CareBook"
MOVED, SINCE = 41, 6
"""How many days ago the records moved, and when those followed who were told of meanwhile."""
ANSWERS = {DoubtKind.SAME: "new", DoubtKind.IN_FILE: "new", DoubtKind.LIMIT: "accept"}
HEADINGS = {
    IntakeKind.CHILDREN: "CareBook number,Forename,Surname,Gender,DOB,Address,Protected,Status",
    IntakeKind.PEOPLE: "Person number,Forename,Surname,Gender,DOB,Address,Protected,Phone,Child number,Relationship",
    IntakeKind.TIES: "Person number,Other number,Relationship",
    IntakeKind.ALLOCATIONS: "Child number,Worker,Since",
    IntakeKind.ENTRIES: "Person number,Date,Note,Source,Significance,Analysis",
    IntakeKind.REFERRALS: "Child number,Referral date,Source,Reason,Details,Immediate risk,Stage,Stage since",
    IntakeKind.WAITS: "Child number,Referral date,Source,Reason,Details,Waits since,Held by,Level,Why this level,"
    "Plan,Next contact",
}
STAGES = (Stage.CONTACT, Stage.ASSESSMENT, Stage.ASSESSMENT, Stage.DECISION)
CONCERNS = (Level.HIGH, Level.MEDIUM, Level.MEDIUM, Level.LOW, Level.HIGH, Level.MEDIUM, Level.VERY_HIGH)
Row = Sequence[str]


class Files:
    """The rows of each file, for one telling."""

    def __init__(self, cast: Cast, rng: random.Random) -> None:
        self.cast, self.rng = cast, rng

    def day(self, days: int) -> str:
        """So many days before the story's end."""
        return (self.cast.dates.today - timedelta(days=days)).isoformat()

    def bring(self, kind: IntakeKind, name: str, rows: Iterable[Row], days: int) -> None:
        """A file of these rows, looked through and taken in; what is not clear is said as a person would."""
        words = io.StringIO()
        csv.writer(words, lineterminator="\n").writerows(rows)
        content = f"{HEADINGS[kind]}\n{words.getvalue()}".encode()
        at = self.cast.dates.now - timedelta(days=days)
        acting = partial(self.cast.acting_as, BRINGS, at)
        given = {"authority_id": self.cast.both[0], "kind": kind, "source": SYSTEM, "at": at}
        with intake.in_memory(content) as file:
            ref = intake.stage(acting, file, name, **given)
        intake.check(acting, ref, today=at.date(), at=at)
        with acting() as actor:
            counts = queries.doubt_counts(actor, queries.intake(actor, ref).id)
            for doubt, answer in ANSWERS.items():
                if counts.get(doubt, (0, 0))[1]:
                    about = {"intake_ref": ref, "kind": doubt, "answer": answer, "words": told.OVER_WHY[0]}
                    staging.answer_alike(actor=actor, at=at, **about)
            version = queries.intake(actor, ref).version
            taking_in.begin_taking(actor=actor, intake_ref=ref, without_refused=False, version=version, at=at)
        intake.take(acting, ref, today=at.date(), at=at, real_at=at)

    def children(self, homes: Iterable[Household]) -> Iterable[Row]:
        """A row for each child."""
        for home in homes:
            for child in home.children:
                status = STATUS_WORDS[child.status] if home.part in (Part.ALLOCATED, Part.ASSESSED) else ""
                where = (f"{home.place}, Braeside", "yes" if home.is_protected else "no")
                who = (child.given, child.family, child.gender.value, self.day(child.days))
                yield (child.number, *who, *where, status)

    def adults(self, homes: Iterable[Household]) -> Iterable[Row]:
        """A row for each grown-up, with what they are to the eldest."""
        for home in homes:
            for adult in home.adults:
                is_hidden = home.is_protected and not adult.elsewhere and adult.kind == "Mother"
                place = adult.elsewhere or ("" if home.is_protected and not is_hidden else home.place)
                where = (f"{place}, Braeside" if place else "", "yes" if is_hidden else "no", adult.phone)
                who = (adult.given, adult.family, adult.gender.value, self.day(adult.days))
                yield (adult.number, *who, *where, home.children[0].number, adult.kind)

    def ties(self, homes: Iterable[Household]) -> Iterable[Row]:
        """Brothers and sisters, their parents, and what the parents are to each other."""
        for home in homes:
            for one, other in combinations(home.children, 2):
                yield (one.number, other.number, "Sibling")
            for adult in home.adults:
                for child in home.children[1:]:
                    yield (adult.number, child.number, adult.kind)
            parents = [adult for adult in home.adults if adult.kind != "Grandmother"]
            if len(parents) == 2:
                yield (parents[0].number, parents[1].number, "Former partner" if parents[1].elsewhere else "Partner")

    def parts(self, homes: Iterable[Household]) -> Iterable[Row]:
        """Who has worked with each child, and since when."""
        for home in homes:
            email = self.cast.people[home.worker].email
            for child in home.children:
                since = min(home.since, max(child.days - 14, 1))
                yield (child.number, email, self.day(max(since, MOVED)))

    def notes(self, homes: Iterable[Household]) -> Iterable[Row]:
        """What was written of each child before the records moved, in order."""
        for home in homes:
            for child in home.children:
                is_known_well = home.part is Part.ALLOCATED
                wanted = self.rng.randrange(3, 7) if is_known_well else self.rng.randrange(0, 3)
                yield from self.lived(home, child, wanted)

    def lived(self, home: Household, child: Child, wanted: int) -> Iterable[Row]:
        """So many things of a child's life, each at an age at which it can be, from what fits the worry."""
        fits = [each for each in (*lived.BY_WORRY[home.worry] * 2, *lived.ANY) if each[0] <= child.age]
        chosen = {each[4]: each for each in self.rng.sample(fits, min(wanted, len(fits)))}
        words = said(home, child)
        since = min(max(home.since, MOVED) + 500, child.days - 20)
        days = [self.at_age(child, entry, since) for entry in chosen.values()]
        for entry, ago in sorted(zip(chosen.values(), days, strict=True), key=lambda each: -each[1]):
            _, _, matters, source, happened, meaning = entry
            yield (
                child.number,
                self.day(ago),
                fill(happened, words),
                source,
                matters.value,
                fill(meaning, words) if meaning else "",
            )

    def at_age(self, child: Child, entry: tuple, since: int) -> int:
        """How many days ago something was: lately, where the child's age allows it, else when it did."""
        youngest, oldest = int(entry[0] * 365.25), int((entry[1] + 1) * 365.25)
        first, last = child.days - oldest, child.days - youngest
        latest = max(first, MOVED + 1)
        return self.rng.randrange(latest, max(min(last, since), latest) + 1)

    def referrals(self, homes: Iterable[Household]) -> Iterable[Row]:
        """What was told lately of children about whom nothing is decided yet."""
        for place, home in enumerate(homes):
            stage = (Stage.CONTACT, Stage.ASSESSMENT, Stage.ASSESSMENT, Stage.DECISION)[place % 4]
            ago = {Stage.CONTACT: SINCE + place % 3, Stage.ASSESSMENT: 12 + place * 3, Stage.DECISION: 30 + place}[
                stage
            ]
            since = ago if stage is Stage.CONTACT else max(ago - 2 - place % 5, SINCE)
            source, words = self.worry(home, home.children[0])
            risk = "yes" if place == 0 else "no"
            for child in home.children:
                of_risk = risk if child is home.children[0] else "no"
                told_ = (FROM_WORDS[source], WHY_WORDS[home.worry], words, of_risk, stage.value)
                yield (child.number, self.day(ago), *told_, self.day(since))

    def worry(self, home: Household, child: Child) -> tuple:
        """Who told us, and what."""
        source, words = self.rng.choice(told.WORRIES[home.worry])
        return source, fill(words, said(home, child))

    def waits(self, homes: Iterable[Household]) -> Iterable[Row]:
        """The children who wait: the higher the concern the sooner the next contact; some are past it."""
        for place, home in enumerate(homes):
            level = (Level.HIGH, Level.MEDIUM, Level.MEDIUM, Level.LOW, Level.HIGH, Level.MEDIUM, Level.VERY_HIGH)[
                place % 7
            ]
            since = max(home.since, SINCE + 1)
            contact = self.rng.choice((-9, -4, 0, 1, 3, 6, 11)) if level is not Level.VERY_HIGH else place % 3 - 1
            for child in home.children:
                source, words = self.worry(home, child)
                why, plan = (fill(each, said(home, child)) for each in self.rng.choice(told.LEVELS[level]))
                holder = self.cast.people[("YB", "TN", "CB")[place % 3]].email
                first = (
                    child.number,
                    self.day(since + 9 + place % 8),
                    FROM_WORDS[source],
                    WHY_WORDS[home.worry],
                    words,
                )
                next_ = self.day(min(-contact, since))
                yield (*first, self.day(since), holder, LEVEL_WORDS[level], why, plan, next_)
