"""Mhairi's time in care: she went to live with her grandmother, her first review was late, and the next is due.

Told through the same actions as everybody's, by the law of the day of the story.
"""

from __future__ import annotations

from datetime import date, timedelta

from lippen.care.actions import carers, events, living
from lippen.care.actions.living import LegalGiven, PlacementGiven
from lippen.care.rules.legal import may_begin
from lippen.care.vocabulary import ApprovalStep, Area, CarerKind, Event, MoveReason, PlacementKind, Siblings
from lippen.casework.queries.people import named_once
from lippen.demo.organisation import Cast

WORKER, LEADS = "KL", "MB"
BEGAN, MOVED, ORDER = 400, 380, 370
HOUSES = (
    (CarerKind.FOSTER, "The Lorimers, Braehead", 2, 360),
    (CarerKind.FOSTER, "Una and Tam Dalwhinnie", 1, 200),
    (CarerKind.KINSHIP, "Mrs Corriemuir, the grandmother", None, 355),
    (CarerKind.HOUSE, "Larch House", 5, 360),
)
HAPPENED = (
    (Event.HEALTH_BOARD_TOLD, 396, ""),
    (Event.HEALTH_ASSESSED, 361, "Well; glasses were ordered."),
    (Event.EMERGENCY_REVIEW, 398, "Went on for some days until her grandmother was ready."),
    (Event.FIRST_REVIEW, 340, "Late: the school could not come earlier. Mhairi sent a drawing."),
    (Event.SECOND_REVIEW, 252, "Her grandmother wants to keep her. Mhairi spoke for herself."),
    (Event.LATER_REVIEW, 80, "Saturdays with her mother are looked at again."),
    (Event.KINSHIP_ASSESSMENT_BEGAN, 372, ""),
    (Event.KINSHIP_ASSESSED, 300, "Recommended."),
)


def live_in_care(cast: Cast) -> None:
    """Her time in care, in the order in which it happened."""
    told = _Told(cast)
    refs = told.carers()
    told.live(refs)
    told.happen()


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
                order = LegalGiven(code, on + timedelta(days=364))
                given = {"so_on": on, "at": self.cast.dates.at(on)}
                living.change_legal(actor=actor, person_ref=self.child, legal=order, **given)

    def happen(self) -> None:
        """What happened on the way."""
        for kind, days, words in sorted(HAPPENED, key=lambda each: -each[1]):
            on = self.day(days)
            with self.cast.acting_as(WORKER, self.cast.dates.at(on)) as actor:
                given = {"so_on": on, "words": words, "at": self.cast.dates.at(on)}
                events.record_event(actor=actor, person_ref=self.child, kind=kind, **given)
