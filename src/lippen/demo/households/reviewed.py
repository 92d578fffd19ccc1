"""The reviews of the households' looked-after children since their records moved: planned, moved, held or called off.

Of those before it the earlier system kept the day alone, and they stay events of their kind: nobody knows who chaired
them, what the child said, or whether they were late.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from lippen.care.actions import reviews
from lippen.care.actions.reviews import Decided, Guest, Told, Who
from lippen.care.queries import reviews as queries
from lippen.care.vocabulary import Event
from lippen.care.vocabulary.reviews import HEARD, REVIEWS, DecisionOutcome, InvitedKind, ReviewStepKind, TookPart
from lippen.demo import lives
from lippen.demo.households import review_words as words
from lippen.demo.households.files import MOVED
from lippen.demo.households.made import Child, Household, fill, said
from lippen.demo.organisation import Cast
from lippen.kernel.access import Actor

SINCE = MOVED - 3
"""Reviews of the last so many days were held here."""
AHEAD, SHARE_PLANNED = 75, 0.75
"""How far ahead reviews are planned, and how many of those that are near."""
SURELY = 4
"""Days past which a review is late whatever the months' lengths."""
SHARE_MOVED, SHARE_CALLED_OFF = 0.25, 0.2
Step = tuple[int, int, Any, Any]


@dataclass
class Meeting:
    """One review: which, planned how many days ago for which day, and on which it was held; below nought to come."""

    kind: Event
    said: int
    planned: int
    on: int
    is_off: bool = False
    ref: str = ""
    decided: list[Decided] = field(default_factory=list)
    refs: tuple[str, ...] = ()
    """What it decided, and the references of that."""


def is_held_here(life: lives.Life) -> bool:
    """Whether a review was held since the records moved."""
    return bool(since_moved(life)[0])


def is_late_here(life: lives.Life) -> bool:
    """Whether a review was held since then after its last day, and that day came after the records moved too."""
    kinds = [(kind, on) for kind, on in life.events if kind in REVIEWS]
    for (_, before), (kind, on) in pairwise(kinds):
        limit = lives.GAPS[1] if kind in (Event.SECOND_REVIEW, Event.HOME_SECOND_REVIEW) else lives.GAPS[2]
        is_first = kind in (Event.FIRST_REVIEW, Event.HOME_FIRST_REVIEW)
        if not is_first and on <= SINCE and on + SURELY < before - limit <= SINCE:
            return True
    return False


def since_moved(life: lives.Life) -> tuple[list[tuple[Event, int]], list[tuple[Event, int]]]:
    """The reviews that were held here, and everything else that happened."""
    here = [each for each in life.events if each[0] in REVIEWS and each[1] <= SINCE]
    return here, [each for each in life.events if each not in here]


class Reviewed:
    """One child's reviews."""

    def __init__(
        self, cast: Cast, actor: Actor, home: Household, child: Child, ref: str, life: lives.Life, rng: random.Random
    ) -> None:
        self.cast, self.actor, self.home, self.child, self.ref = cast, actor, home, child, ref
        self.life, self.rng = life, rng

    def steps(self) -> Iterator[Step]:
        """What is done with each review and when, for the telling in the order of days."""
        here, _ = since_moved(self.life)
        held = [self.meeting(kind, on) for kind, on in sorted(here, key=lambda each: -each[1])]
        if held and self.rng.random() < SHARE_CALLED_OFF:
            held[-1].is_off = True
        elif self.life.coming and self.life.coming[1] <= AHEAD and self.rng.random() < SHARE_PLANNED:
            kind, days = self.life.coming
            held.append(self.meeting(kind, -days, said=self.rng.randint(1, 12)))
        for each in held:
            yield (each.said, 4, self.plan, each)
            if each.planned != each.on:
                yield (max(each.said - 1, each.on, 0), 5, self.move, each)
            if each.is_off:
                yield (max(each.on, 0), 6, self.call_off, each)
            elif each.on > 0:
                each.decided = self.decided(each.on)
                yield (each.on, 6, self.hold, each)
                yield from self.ends(each)

    def meeting(self, kind: Event, on: int, said: int | None = None) -> Meeting:
        """A review for its day; one in four was planned for another day at first."""
        since = said if said is not None else min(on + self.rng.randint(10, 24), SINCE + 1)
        planned = on
        if self.rng.random() < SHARE_MOVED and since - on > 8:
            planned = on + self.rng.randint(2, 6)
        return Meeting(kind, since, planned, on)

    def day(self, days: int) -> date:
        """So many days before the story's end."""
        return self.cast.dates.today - timedelta(days=days)

    def given(self, days: int) -> dict[str, Any]:
        """Who does it, and when."""
        return {"actor": self.actor, "at": self.cast.dates.at(self.day(days), 11)}

    def say(self, sentence: str) -> str:
        """A sentence about this child."""
        return fill(sentence, said(self.home, self.child, two=self.rng.choice(("two", "three", "four"))))

    def plan(self, days: int, meeting: Meeting) -> None:
        """Planned, with a chair from outside the line and those who are asked."""
        chair = self.rng.choice(words.CHAIRS)
        who = Who(self.cast.people[chair].pk) if chair in self.cast.people else Who(words=chair)
        given = {"kind": meeting.kind, "planned_on": self.day(meeting.planned), "chair": who, "guests": self.guests()}
        meeting.ref = reviews.plan_review(person_ref=self.ref, **given, **self.given(days)).ref

    def guests(self) -> list[Guest]:
        """The child, the mother, carers, worker and school or nursery."""
        worker = self.cast.people[self.home.worker]
        mother = self.home.adults[0]
        asked = [
            (InvitedKind.CHILD, self.child.name if self.child.age >= words.OLD_ENOUGH else ""),
            (InvitedKind.PARENT, f"{mother.given} {mother.family}"),
            (InvitedKind.CARER, self.say(words.WITH.get(self.life.lives, words.CARERS_WORDS))),
            (InvitedKind.WORKER, f"{worker.given_name} {worker.family_name}"),
            (InvitedKind.SCHOOL, self.say("{school}")),
        ]
        return [Guest(kind, name) for kind, name in asked if name]

    def move(self, days: int, meeting: Meeting) -> None:
        """To the day on which it is held, with the reason."""
        why = self.say(self.rng.choice(words.MOVED))
        reviews.move_review(review_ref=meeting.ref, planned_on=self.day(meeting.on), why=why, **self.given(days))

    def call_off(self, days: int, meeting: Meeting) -> None:
        """Not held after all; the next day for it is planned, or nobody has done that yet."""
        why = self.rng.choice(words.CALLED_OFF)
        reviews.end_review(review_ref=meeting.ref, kind=ReviewStepKind.CALLED_OFF, why=why, **self.given(days))
        if self.rng.random() < 0.5:
            self.plan(0, Meeting(meeting.kind, 0, -self.rng.randint(3, 12), -1))

    def hold(self, days: int, meeting: Meeting) -> None:
        """Held: how the child took part, what each said, what was decided, and a cause for where it was late."""
        _, row = queries.one(self.actor, meeting.ref, today=self.day(days))
        cause, late = self.rng.choice(words.CAUSES)
        told = Told(
            **self.view(),
            minute=self.say(self.rng.choice(words.MINUTES)),
            parents_view=self.say(self.rng.choice(words.PARENTS)),
            carers_view=self.say(self.rng.choice(words.CARERS)),
            others_view=self.say(self.rng.choice(words.OTHERS)),
            came=[each.id for each in row.guests if self.rng.random() < 0.85],
            late_cause=cause,
            late_words=self.say(late),
            decided=meeting.decided,
        )
        reviews.hold_review(review_ref=meeting.ref, so_on=self.day(days), told=told, **self.given(days))
        meeting.refs = queries.decisions_of(self.actor, meeting.ref)

    def view(self) -> dict[str, Any]:
        """How the child took part, and what the child thinks or why it is not known."""
        part = self.rng.choices(list(words.TAKES_PART), list(words.TAKES_PART.values()))[0]
        fits = [each for youngest, oldest, each in words.VIEWS if youngest <= self.child.age <= oldest]
        if self.child.age < words.OLD_ENOUGH or not fits:
            part = TookPart.TOO_YOUNG
        if part in HEARD:
            view, changed = self.say(self.rng.choice(fits)), self.say(self.rng.choice(words.CHANGED))
            return {"took_part": part, "child_view": view, "changed": changed}
        return {"took_part": part, "no_view_why": self.say(words.NO_VIEW[part])}

    def decided(self, days: int) -> list[Decided]:
        """One to three things, most of them for the social worker to do."""
        worker = self.cast.people[self.home.worker].pk
        return [
            Decided(self.say(what), Who(words=self.say(who)) if who else Who(worker), self.day(days - within))
            for what, who, within in self.rng.sample(words.DECISIONS, self.rng.randint(1, 3))
        ]

    def ends(self, meeting: Meeting) -> Iterator[Step]:
        """Most is done by its day, some after it, some not at all; what is not due yet may be done already."""
        for place, each in enumerate(meeting.decided):
            due = (self.cast.dates.today - each.due_on).days
            done = due - self.rng.randint(2, 9) if self.rng.random() < 0.25 else due + self.rng.randint(1, 8)
            turn = self.rng.random()
            if 0 <= done < meeting.on and turn >= 0.15:
                yield (done, 7, self.end, (meeting, place, turn > 0.93))

    def end(self, days: int, what: tuple[Meeting, int, bool]) -> None:
        """What became of a decision."""
        meeting, place, is_not = what
        outcome = DecisionOutcome.NOT_DONE if is_not else DecisionOutcome.DONE
        given = {"outcome": outcome, "words": self.say(words.NOT_DONE) if is_not else "", "so_on": self.day(days)}
        reviews.end_decision(decision_ref=meeting.refs[place], **given, **self.given(days))
