"""What has been done with the households since their records moved: visits, duties, warnings, news, what is late."""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from itertools import islice

from lippen.casework.actions import front, helping, limits, marking, typed, visiting
from lippen.casework.actions.visiting import AlsoSeen
from lippen.casework.queries import lists
from lippen.casework.queries.intake import named_by
from lippen.casework.vocabulary import (
    HelperKind,
    HelperStep,
    IntakeKind,
    Level,
    MarkerKind,
    MarkerStep,
    Outcome,
    Place,
    Status,
    TypedKind,
)
from lippen.demo import colleagues
from lippen.demo.households import in_care, lived, told
from lippen.demo.households.files import BRINGS, MOVED, SINCE, Files
from lippen.demo.households.made import SEED, Child, Household, Part, fill, households, said
from lippen.demo.organisation import Cast
from lippen.kernel.access import Actor

DUE = {
    Status.PROTECTION: (TypedKind.CORE_GROUP, TypedKind.PROTECTION_MEETING),
    Status.AWAY: (TypedKind.LOOKED_AFTER_REVIEW,),
    Status.AT_HOME: (TypedKind.REPORTER_REPORT, TypedKind.CHILDS_PLAN),
    Status.COURT: (TypedKind.COURT,),
}
WARNINGS = (
    (MarkerKind.ANIMAL, "Two dogs, loose in the garden. Ring before you open the gate.", "Seen on two visits", 30, 9),
    (MarkerKind.VIOLENCE, "{partner} threatened a worker with a bottle. Go in pairs.", "Police report", 36, -1),
    (MarkerKind.ALONE, "Do not see {partner} alone: he has made claims before.", "Two workers' notes", 24, 60),
    (MarkerKind.SELF_HARM, "{name} cuts {hers} arms when things go wrong at home.", "The school nurse", 20, 12),
    (MarkerKind.MISSING, "{name} goes missing for nights on end; the police hold a plan.", "Police report", 34, 5),
    (MarkerKind.PLACE, "The stair light is out and the lift often stuck. Not after dark.", "Seen on a visit", 15, 80),
    (MarkerKind.VIOLENCE, "A man at the house shouts at officers and blocks the door.", "The health visitor", 3, 90),
)
HELPERS = (
    (HelperKind.HEALTH_VISITOR, "Una Larkhope, health visitor", 0, 4),
    (HelperKind.SCHOOL, "The head of year at {school}", 5, 17),
    (HelperKind.SUBSTANCES, "Recovery service, Quayside", 0, 17),
    (HelperKind.HOUSING, "Braeside housing office", 0, 17),
    (HelperKind.NURSE, "The school nurse", 5, 17),
)


def settle_households(cast: Cast) -> None:
    """About two hundred children move from the earlier system, and the two teams' work with them goes on."""
    rng = random.Random(SEED)
    made = households()
    _move(Files(cast, rng), made)
    _Since(cast, rng, made).tell()


def _move(files: Files, made: tuple[Household, ...]) -> None:
    """Those who were known came in some weeks ago, those who were told of since then last week."""
    known = [home for home in made if home.part in (Part.ALLOCATED, Part.ASSESSED) or home.since > MOVED]
    fresh = [home for home in made if home not in known]
    works = [home for home in known if home.worker]
    waits = [home for home in made if home.part is Part.WAITS]
    told_of = [home for home in made if home.part is Part.REFERRED]
    for homes, days, name in ((known, MOVED, "as moved"), (fresh, SINCE, "since then")):
        files.bring(IntakeKind.CHILDREN, f"children {name}.csv", files.children(homes), days)
        files.bring(IntakeKind.PEOPLE, f"grown-ups {name}.csv", files.adults(homes), days)
        files.bring(IntakeKind.TIES, f"ties {name}.csv", files.ties(homes), days)
    files.bring(IntakeKind.ALLOCATIONS, "allocations as moved.csv", files.parts(works), MOVED)
    files.bring(IntakeKind.ENTRIES, "notes as moved.csv", files.notes(known), MOVED)
    files.bring(IntakeKind.REFERRALS, "open referrals.csv", files.referrals(told_of), SINCE)
    files.bring(IntakeKind.WAITS, "waiting for a worker.csv", files.waits(waits), SINCE)


class _Since:
    """The weeks since the records moved."""

    def __init__(self, cast: Cast, rng: random.Random, made: tuple[Household, ...]) -> None:
        self.cast, self.rng, self.made = cast, rng, made
        self.today = cast.dates.today
        numbers = {child.number for home in made for child in home.children}
        with cast.acting_as(BRINGS, cast.dates.now) as actor:
            found = named_by(actor, cast.both[0], numbers)
        self.refs = {number: rows[0].ref for number, rows in found.items()}

    def at(self, day: date, hour: int = 15) -> datetime:
        """An hour of a day, before the story's end."""
        return self.cast.dates.at(day, hour, self.rng.randrange(60))

    def workday(self, days: int) -> date:
        """So many days ago, or the Friday before."""
        day = self.today - timedelta(days=days)
        return day - timedelta(days=max(day.weekday() - 4, 0))

    def tell(self) -> None:
        """Everything, in the order in which it happened."""
        works = [home for home in self.made if home.worker]
        self.tell_earlier()
        self.note_limits(MOVED - 22)
        for home in works:
            with self.cast.acting_as(home.worker, self.cast.dates.now) as actor:
                self.visit(actor, home)
                self.plan(actor, home)
                self.help(actor, home)
        in_care.tell(self.cast, self.rng, works, self.refs)
        self.owe(works)
        self.warn(works)
        self.tell_of_waits()
        self.note_limits(0)
        colleagues.fall_ill(self.cast)

    def tell_earlier(self) -> None:
        """Some of whom we were told now were known before: what was told then, and how it ended."""
        homes = [home for home in self.made if home.part in (Part.REFERRED, Part.WAITS) and home.since > MOVED]
        with self.cast.acting_as(BRINGS, self.cast.dates.now - timedelta(days=MOVED)) as actor:
            for place, home in enumerate(islice(homes, 9)):
                child = home.children[0]
                day, at = self.workday(home.since + 60 + 37 * place), self.cast.dates.now - timedelta(days=MOVED)
                if (self.today - day).days > child.days:
                    continue
                source, words = self.rng.choice(told.WORRIES[home.worry])
                about = {"source": source, "why": home.worry, "words": fill(words, said(home, child))}
                given = {"actor": actor, "at": at}
                made = front.refer(person_ref=self.refs[child.number], received_on=day, **about, **given)
                why = fill(self.rng.choice(told.REASSURING), said(home, child))
                outcome = (Outcome.ADVICE, Outcome.NO_ACTION, Outcome.PASSED_ON)[place % 3]
                front.take_step(referral_ref=made.ref, outcome=outcome, words=why, so_on=day, **given)

    def visit(self, actor: Actor, home: Household) -> None:
        """One or two visits, most of the brothers and sisters seen too; now and then nobody opens the door."""
        is_close = any(child.status is Status.PROTECTION for child in home.children)
        for days in sorted(self.rng.sample(range(1, MOVED - 1), 2 if is_close or self.rng.random() < 0.15 else 1))[
            ::-1
        ]:
            day = self.workday(days)
            given = {"actor": actor, "so_on": day, "at": self.at(day)}
            eldest, *others = home.children
            if self.rng.random() < 0.11:
                words = fill(self.rng.choice(lived.NOT_SEEN), said(home, eldest))
                visiting.record_visit(person_ref=self.refs[eldest.number], is_seen=False, words=words, **given)
                continue
            place = self.rng.choice((Place.HOME, Place.HOME, Place.HOME, Place.SCHOOL))
            if eldest.status in (Status.AWAY, Status.COURT):
                place = Place.CARER
            also = [self.seen_too(home, child) for child in others if self.rng.random() < 0.6]
            seen = {"place": place, "words": self.went(home, eldest, place), "view": self.view(eldest), "also": also}
            alone = eldest.age >= 4 and self.rng.random() < 0.55
            visiting.record_visit(
                person_ref=self.refs[eldest.number], is_seen=True, is_seen_alone=alone, **seen, **given
            )

    def seen_too(self, home: Household, child: Child) -> AlsoSeen:
        """A brother or sister who was there."""
        return AlsoSeen(
            self.refs[child.number],
            is_seen_alone=child.age >= 5 and self.rng.random() < 0.4,
            view=self.view(child),
            own_words=fill(self.rng.choice(_manner(child)), said(home, child)),
        )

    def went(self, home: Household, child: Child, place: Place) -> str:
        """How a visit went, in three sentences."""
        parts = [self.rng.choice(_manner(child)), self.rng.choice(lived.CLOSINGS)]
        if place is Place.HOME:
            parts.insert(0, self.rng.choice(lived.OPENINGS))
        return " ".join(fill(each, said(home, child)) for each in parts)

    def view(self, child: Child) -> str:
        """What a child said, if anything."""
        fits = [words for youngest, oldest, words in lived.VIEWS if youngest <= child.age <= oldest]
        return self.rng.choice(fits) if fits and self.rng.random() < 0.6 else ""

    def plan(self, actor: Actor, home: Household) -> None:
        """The next visit: most are to come, and some were due and not made."""
        if self.rng.random() < 0.3:
            return
        child = home.children[0]
        days = -self.rng.randrange(1, 12) if self.rng.random() < 0.16 else self.rng.randrange(0, 15)
        planned = self.today + timedelta(days=days)
        planned += timedelta(days=max(7 - planned.weekday(), 0) if planned.weekday() > 4 and days > 0 else 0)
        since = min(planned, self.today) - timedelta(days=4)
        purpose = fill(self.rng.choice(lived.PURPOSES), said(home, child))
        worker = {"worker_id": self.cast.people[home.worker].pk, "purpose": purpose}
        given = {"planned_on": planned, "so_on": since, "at": self.at(since)}
        visiting.plan_visit(actor=actor, person_ref=self.refs[child.number], **worker, **given)

    def help(self, actor: Actor, home: Household) -> None:
        """For some, who else works with the family, and when we were last in touch."""
        if self.rng.random() > 0.25:
            return
        child = home.children[0]
        fits = [each for each in HELPERS if each[2] <= child.age <= each[3]]
        kind, name, *_ = self.rng.choice(fits)
        day, on = self.today - timedelta(days=MOVED - 1), self.workday(self.rng.randrange(2, 30))
        who = {"kind": kind, "name": fill(name, said(home, child))}
        made = helping.add_helper(actor=actor, person_ref=self.refs[child.number], so_on=day, at=self.at(day), **who)
        contact = {"helper_ref": made.ref, "step": HelperStep.CONTACT, "so_on": on, "at": self.at(on)}
        helping.say_of_helper(actor=actor, **contact)

    def owe(self, works: Iterable[Household]) -> None:
        """What is due by law for those on the register or looked after, typed in by their workers."""
        owing = [(home, child) for home in works for child in home.children if child.status in DUE]
        for home, child in owing[::2]:
            kind = self.rng.choice(DUE[child.status])
            day = self.workday(self.rng.randrange(8, 20))
            due = self.today + timedelta(days=self.rng.choice((-6, -2, 1, 3, 5, 8, 12, 17, 24, 33, 41)))
            with self.cast.acting_as(home.worker, self.cast.dates.now) as actor:
                about = {"person_ref": self.refs[child.number], "worker_id": self.cast.people[home.worker].pk}
                typed.type_duty(actor=actor, kind=kind, due_on=due, so_on=day, at=self.at(day), **about)

    def warn(self, works: list[Household]) -> None:
        """Warnings of workers; most were agreed by their leader, some wait, one was not looked at again in time."""
        homes = [home for home in works if home.children[0].age > 9 and home.part is Part.ALLOCATED]
        for (kind, words, shown_by, days, review), home in zip(WARNINGS, homes[2::3], strict=False):
            child, day = home.children[0], self.workday(days)
            told_ = {"kind": kind, "words": fill(words, said(home, child)), "shown_by": shown_by}
            review_on = self.today + timedelta(days=review)
            about = {"person_ref": self.refs[child.number], "so_on": day, "at": self.at(day), "review_on": review_on}
            with self.cast.acting_as(home.worker, self.at(day)) as actor:
                made = marking.mark(actor=actor, **told_, **about)
            if days > 5:
                on = day + timedelta(days=2)
                with self.cast.acting_as("MB", self.at(on)) as actor:
                    step = {"step": MarkerStep.AGREED, "words": "Read, and talked over with the worker."}
                    given = {"marker_ref": made.ref, "so_on": on, "at": self.at(on), "review_on": review_on}
                    marking.look_at_marker(actor=actor, **step, **given)

    def tell_of_waits(self) -> None:
        """Three who wait: something new came, and two were looked at again."""
        now = self.cast.dates.now
        homes = [home for home in self.made if home.part is Part.WAITS]
        by = {self.refs[home.children[0].number]: home for home in homes}
        with self.cast.acting_as("LD", now) as actor:
            rows = [row for row in lists.queue(actor, today=self.today) if row.person.ref in by]
            for row, words in zip(rows[3:6], told.NEWS, strict=False):
                home = by[row.person.ref]
                news = fill(words, said(home, home.children[0]))
                front.tell_news(actor=actor, waiting_ref=row.wait.ref, words=news, so_on=self.today, at=now)
            for row in rows[8:10]:
                home = by[row.person.ref]
                why, plan = (fill(each, said(home, home.children[0])) for each in told.LEVELS[Level.HIGH][0])
                how = front.Wait(row.wait.holder_id, Level.HIGH, why, plan, self.today + timedelta(days=2))
                front.look_again(actor=actor, waiting_ref=row.wait.ref, wait=how, so_on=self.today, at=now)

    def note_limits(self, days: int) -> None:
        """Who is past the limit is noted as each night; after two weeks it reaches the head of service."""
        at = self.cast.dates.now - timedelta(days=days)
        with self.cast.acting_as("MB", at) as actor:
            limits.note_over_limit(actor=actor, authority_id=self.cast.both[0], at=at)


def _manner(child: Child) -> tuple[str, ...]:
    """How a child of that age was."""
    return lived.BABY if child.age < 3 else lived.CHILDS if child.age < 12 else lived.TEENS
