"""Mhairi's time in care: she went to live with her grandmother, her first review was late, and the next is due.

Told through the same actions as everybody's, by the law of the day of the story.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from lippen.care.actions import carers, events, living
from lippen.care.actions.living import LegalGiven, PlacementGiven
from lippen.care.actions.reviews import (
    Decided,
    Guest,
    Told,
    Who,
    end_decision,
    hold_review,
    move_review,
    plan_review,
)
from lippen.care.actions.views import View
from lippen.care.queries import reviews as queries
from lippen.care.rules.legal import may_begin
from lippen.care.vocabulary import ApprovalStep, Area, CarerKind, Event, MoveReason, PlacementKind, Siblings
from lippen.care.vocabulary.reviews import DecisionOutcome, InvitedKind, LateCause, TookPart
from lippen.casework.queries.people import named_once
from lippen.demo.organisation import Cast
from lippen.kernel.access import Actor
from lippen.kernel.calendar import months_after

WORKER, LEADS = "KL", "MB"
BEGAN, MOVED, ORDER = 400, 380, 370
HOUSES = (
    (CarerKind.FOSTER, "The Lorimers, Braehead", 2, 360),
    (CarerKind.FOSTER, "Una and Tam Dalwhinnie", 1, 200),
    (CarerKind.KINSHIP, "Mrs Corriemuir, the grandmother", None, 355),
    (CarerKind.HOUSE, "Larch House", 5, 360),
)
HAPPENED: tuple[tuple[Event, int, str, View], ...] = (
    (Event.HEALTH_BOARD_TOLD, 396, "", View()),
    (Event.HEALTH_ASSESSED, 361, "Well; glasses were ordered.", View()),
    (
        Event.EMERGENCY_REVIEW,
        398,
        "Went on for some days until her grandmother was ready.",
        View("I want to go to Granny's. Can I ring her tonight?", changed="She rang her grandmother every evening."),
    ),
    (Event.KINSHIP_ASSESSMENT_BEGAN, 372, "", View()),
    (Event.KINSHIP_ASSESSED, 300, "Recommended.", View()),
)
CHAIR = "Ailsa Corsehill, reviewing officer"
GUESTS = (
    Guest(InvitedKind.CHILD, "Mhairi Corriemuir"),
    Guest(InvitedKind.PARENT, "Lesley Corriemuir"),
    Guest(InvitedKind.CARER, "Mrs Corriemuir, the grandmother"),
    Guest(InvitedKind.SCHOOL, "Mhairi's head of year"),
)


@dataclass(frozen=True)
class Reviewed:
    """A review of hers: which, planned and held how many days ago, what was told, what was decided and when done."""

    kind: Event
    planned: int
    held: int
    told: dict[str, Any]
    decided: tuple[tuple[str, int, int | None], ...]
    """What, to be done how many days ago, and done how many days ago."""
    moved_from: int | None = None


REVIEWED = (
    Reviewed(
        Event.FIRST_REVIEW,
        375,
        340,
        {
            "took_part": TookPart.SENT,
            "child_view": "A drawing: Granny's house, with herself at the window and the dog outside.",
            "changed": "She stays at her school, though it is two buses from her grandmother's.",
            "parents_view": "Her mother asks for every Saturday.",
            "carers_view": "Her grandmother needs a second bed.",
            "minute": "How she came to her grandmother, what the school sees, and when she meets her mother.",
            "late_cause": LateCause.OTHERS,
            "late_words": "The school could not come earlier.",
        },
        (("A bed and a desk for her room", 320, 326), ("Saturdays with her mother, from ten to four", 330, 331)),
        361,
    ),
    Reviewed(
        Event.SECOND_REVIEW,
        280,
        252,
        {
            "took_part": TookPart.SPOKE,
            "child_view": "I want to stay at Granny's, and I want my own bike here.",
            "changed": "Where she is to grow up comes to the next review.",
            "carers_view": "Her grandmother wants to keep her.",
            "minute": "She sleeps and eats well. Her mother came late and stayed to the end.",
        },
        (("Assess her grandmother for an order", 190, 182),),
    ),
    Reviewed(
        Event.LATER_REVIEW,
        110,
        80,
        {
            "took_part": TookPart.BEFOREHAND,
            "child_view": "I do not know about Saturdays.",
            "changed": "Her worker talks with her about Saturdays, and the plan says what comes of it.",
            "parents_view": "Her mother misses her on the other days.",
            "minute": "Saturdays with her mother are looked at again.",
        },
        (("Talk with her about Saturdays, and write down what she wants", 30, None),),
    ),
)


def live_in_care(cast: Cast) -> None:
    """Her time in care, in the order in which it happened."""
    told = _Told(cast)
    refs = told.carers()
    told.live(refs)
    told.happen()
    told.reviewed()


class _Told:
    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        with cast.acting_as(WORKER, cast.dates.now) as actor:
            self.child = named_once(actor, "Mhairi", "Corriemuir")

    def day(self, days: int) -> date:
        """So many days before the story's end."""
        return self.cast.dates.today - timedelta(days=days)

    def carers(self) -> list[str]:
        """Carers whom the council knows, and what was decided of them."""
        refs = []
        for kind, name, most, days in HOUSES:
            on = self.day(days)
            at = self.cast.dates.at(on)
            with self.cast.acting_as(LEADS, at) as actor:
                made = carers.add_carer(actor=actor, authority_id=self.cast.both[0], kind=kind, name=name, at=at)
                decided = {"step": ApprovalStep.APPROVED, "so_on": on, "most_children": most, "at": at}
                carers.say_approval(actor=actor, carer_ref=made.ref, review_on=self.day(days - 730), **decided)
            refs.append(made.ref)
        return refs

    def live(self, refs: list[str]) -> None:
        """Ten days with foster carers, then with her grandmother; an order since."""
        came = PlacementGiven(
            PlacementKind.FOSTER_COUNCIL, refs[0], is_emergency=True, area=Area.IN, siblings=Siblings.NONE
        )
        home = PlacementGiven(
            PlacementKind.KINSHIP,
            refs[2],
            area=Area.IN,
            siblings=Siblings.NONE,
            moved_why=MoveReason.KIN,
            moved_words="She asked for this herself.",
        )
        with self.cast.acting_as(WORKER, self.cast.dates.at(self.day(BEGAN))) as actor:
            given = {"so_on": self.day(BEGAN), "at": self.cast.dates.at(self.day(BEGAN))}
            living.begin_care(actor=actor, person_ref=self.child, placement=came, legal=LegalGiven("S25"), **given)
        with self.cast.acting_as(WORKER, self.cast.dates.at(self.day(MOVED))) as actor:
            given = {"so_on": self.day(MOVED), "at": self.cast.dates.at(self.day(MOVED))}
            living.move(actor=actor, person_ref=self.child, placement=home, **given)
        for days in (ORDER, 8):
            on = self.day(days)
            code = "CSOA" if may_begin("CSOA", on) else "SRA"
            with self.cast.acting_as(WORKER, self.cast.dates.at(on)) as actor:
                order = LegalGiven(code, months_after(on, 12))
                given = {"so_on": on, "at": self.cast.dates.at(on)}
                living.change_legal(actor=actor, person_ref=self.child, legal=order, **given)

    def happen(self) -> None:
        """What happened on the way."""
        for kind, days, words, view in sorted(HAPPENED, key=lambda each: -each[1]):
            on = self.day(days)
            with self.cast.acting_as(WORKER, self.cast.dates.at(on)) as actor:
                given = {"so_on": on, "words": words, "view": view, "at": self.cast.dates.at(on)}
                events.record_event(actor=actor, person_ref=self.child, kind=kind, **given)

    def reviewed(self) -> None:
        """Her reviews, each planned for a day, one of them moved, and what became of their decisions."""
        for each in REVIEWED:
            with self.acting(each.planned) as (actor, at):
                about = {"kind": each.kind, "planned_on": self.day(each.moved_from or each.held), "guests": GUESTS}
                ref = plan_review(actor=actor, person_ref=self.child, chair=Who(words=CHAIR), at=at, **about).ref
            if each.moved_from is not None:
                with self.acting(each.moved_from + 4) as (actor, at):
                    moved = {"planned_on": self.day(each.held), "why": "The school could not come earlier."}
                    move_review(actor=actor, review_ref=ref, at=at, **moved)
            self.held(each, ref)

    def held(self, review: Reviewed, ref: str) -> None:
        """One of them, and what was done of what it decided."""
        worker = Who(self.cast.people[WORKER].pk)
        decided = [Decided(words, worker, self.day(due)) for words, due, _ in review.decided]
        with self.acting(review.held) as (actor, at):
            _, row = queries.one(actor, ref, today=self.day(review.held))
            told = Told(**review.told, came=[each.id for each in row.guests], decided=decided)
            hold_review(actor=actor, review_ref=ref, so_on=self.day(review.held), told=told, at=at)
            refs = queries.decisions_of(actor, ref)
        for decision, (_, _, done) in zip(refs, review.decided, strict=True):
            if done is not None:
                with self.acting(done) as (actor, at):
                    given = {"outcome": DecisionOutcome.DONE, "so_on": self.day(done), "at": at}
                    end_decision(actor=actor, decision_ref=decision, **given)

    @contextmanager
    def acting(self, days: int) -> Iterator[tuple[Actor, datetime]]:
        """Her worker, so many days ago."""
        at = self.cast.dates.at(self.day(days))
        with self.cast.acting_as(WORKER, at) as actor:
            yield actor, at
