"""A million notes and events, day after day as they were written: entries of chronologies, and visits."""

from __future__ import annotations

import random
from bisect import bisect_right
from collections.abc import Iterator
from datetime import date, timedelta

from benchmarks.days import TODAY
from benchmarks.reference import words
from benchmarks.reference.families import FACT, Households, Known, fact, moment
from benchmarks.reference.loading import Loader, ref
from benchmarks.reference.staff import BEGAN, Staff
from benchmarks.reference.work import DUTY
from lippen.casework import rules
from lippen.casework.vocabulary import DeskWork

LONG, SELDOM = 2_000, 50
"""So many entries has one child, and at most one in so many of the council's."""
SIGNIFICANCE = ("some", "some", "some", "background", "background", "high")
VISIT_HOURS = rules.hours_for(DeskWork.VISIT, rules.numbers_with({}))
PLACES = ("home", "home", "home", "school", "office", "carer", "out", "video")
BY = ("", "School", "Health visitor", "Police", "Mother", "Father", "The child", "Family support")


def write_notes(loader: Loader, rng: random.Random, staff: Staff, homes: Households) -> None:
    """Entries and visits in the order of their days, so that one child's lie scattered among all the others'."""
    there = Chooser(rng, homes)
    told = words.paragraphs(5000)
    entries = (*FACT, "ref", "source", "words", "significance", "analysis")
    loader.copy("casework_chronologyentry", entries, _entries(loader, rng, there, told, staff.council.entries))
    visits = ("id", *FACT, "ref", "worker_id", "planned_on", "purpose")
    made = list(_visits(loader, rng, there, staff.council.visits))
    loader.copy("casework_visit", visits, (_visit(each) for each in made))
    results = (*FACT, "visit_id", "is_seen", "is_seen_alone", "place", "view", "words")
    loader.copy("casework_visitdone", results, (_done(rng, told, each) for each in made))
    loader.copy("organisation_duty", DUTY, (_closed(each) for each in made))
    planned = list(_planned(loader, rng, homes))
    loader.copy("casework_visit", visits, (_visit(each) for each in planned))
    loader.copy("organisation_duty", DUTY, (_open(each) for each in planned))
    loader.copy("organisation_escalation", ESCALATION, _raised(staff, planned))


class Chooser:
    """Children known on a day, some of them far oftener than others."""

    def __init__(self, rng: random.Random, homes: Households) -> None:
        self.rng = rng
        self.children = sorted(homes.children, key=lambda each: each.known_on)
        self.days = [each.known_on for each in self.children]
        self.long_told = next(each for each in homes.families[0] if each.is_child and each.known_on < date(2015, 8, 1))

    def one(self, day: date) -> Known:
        """A child known by this day."""
        count = bisect_right(self.days, day)
        place = int(count * self.rng.random())
        return self.children[place - place % 5 if self.rng.random() < 0.4 else place]

    def days_on(self, count: int) -> Iterator[date]:
        """So many days in order, more of them of late."""
        since = max(BEGAN, self.days[0]) + timedelta(days=30)
        span = (TODAY - timedelta(days=1) - since).days
        return (since + timedelta(days=int(span * (place / count) ** 0.7)) for place in range(count))


def _entries(loader: Loader, rng: random.Random, there: Chooser, told: list[str], count: int) -> Iterator[tuple]:
    every = max(count // LONG, SELDOM)
    for day in there.days_on(count):
        number = loader.number("event")
        child = there.long_told if number % every == 0 else there.one(day)
        matters = rng.choice(SIGNIFICANCE)
        means = "It may be that the plan has to be looked at again." if matters == "high" else ""
        by = child.worker
        yield *fact(child, day, by), ref("event", number), rng.choice(BY), rng.choice(told), matters, means


def _visits(loader: Loader, rng: random.Random, there: Chooser, count: int) -> Iterator[tuple[int, Known, date]]:
    for day in there.days_on(count):
        yield loader.number("visit"), there.one(day), day


def _planned(loader: Loader, rng: random.Random, homes: Households) -> Iterator[tuple[int, Known, date]]:
    """The next visit of every child who has a worker: most to come, some late, a few very late."""
    for child in homes.children:
        if child.state == "allocated":
            ahead = rng.choices((rng.randint(0, 28), -rng.randint(1, 10), -rng.randint(20, 40)), (91, 8, 1))[0]
            yield loader.number("visit"), child, TODAY + timedelta(days=ahead)


def _visit(each: tuple[int, Known, date]) -> tuple:
    number, child, day = each
    said = min(day, TODAY) - timedelta(days=7)
    return number, *fact(child, said, child.worker), ref("visit", number), child.worker, day, ""


def _done(rng: random.Random, told: list[str], each: tuple[int, Known, date]) -> tuple:
    number, child, day = each
    if number % 12 == 0:
        return *fact(child, day, child.worker), number, False, False, "", "", "Nobody was in; we rang and come again"
    seen = (rng.random() < 0.4, rng.choice(PLACES), "I like my room" if number % 3 == 0 else "", rng.choice(told))
    return *fact(child, day, child.worker), number, True, *seen


def _closed(each: tuple[int, Known, date]) -> tuple:
    return (*_duty(each), moment(each[2]))


def _open(each: tuple[int, Known, date]) -> tuple:
    return (*_duty(each), None)


def _duty(each: tuple[int, Known, date]) -> tuple:
    number, child, day = each
    said = min(day, TODAY) - timedelta(days=7)
    of = ("visit_child", "casework.visit", ref("visit", number), child.worker)
    return *of, said, day + timedelta(days=1), VISIT_HOURS, rules.VISIT_DUE.key, moment(said)


ESCALATION = (
    *("recorded_at", "recorded_by_id", "kind", "subject_kind", "subject_key", "holder_id", "manager_id", "post_id"),
    *("ends_on", "so_on"),
)


def _raised(staff: Staff, planned: list[tuple[int, Known, date]]) -> Iterator[tuple]:
    """What is so late that whoever leads was told."""
    for number, child, day in planned:
        if (TODAY - day).days > 15:
            leader = staff.leader_of(child.worker)
            of = ("visit_child", "casework.visit", ref("visit", number), child.worker, leader, leader)
            yield moment(TODAY), None, *of, day + timedelta(days=1), TODAY
