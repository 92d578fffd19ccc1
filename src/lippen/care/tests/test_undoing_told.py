"""A file about looked-after children is undone whole: each record says again what it said before, or why it cannot."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from lippen.care.actions import events, living, permanence
from lippen.care.actions import reviews as reviewing
from lippen.care.actions.living import PlacementGiven
from lippen.care.actions.views import View
from lippen.care.models import (
    CareEvent,
    CareEventWrong,
    Episode,
    LegalReason,
    LineEnd,
    PermanenceLine,
    Placement,
    ReviewHeld,
    ReviewStep,
)
from lippen.care.queries.reading import read
from lippen.care.tests.columns import CHILDREN, EPISODES, LEGAL, WHY, brought, child_of, listed, told, undone, whole
from lippen.care.tests.test_days_told import AILSA, RUARIDH
from lippen.care.vocabulary import MoveReason, PlacementKind
from lippen.care.vocabulary.permanence import LineEndKind
from lippen.care.vocabulary.reviews import ReviewStepKind
from lippen.casework.models import Intake, PersonNow
from lippen.casework.queries.people import people_rows
from lippen.casework.queries.undoing import brought_by, in_the_way
from lippen.casework.tests.factories import NOW, TODAY, Cast, cast
from lippen.casework.tests.test_intake import brought as brought_before
from lippen.casework.vocabulary import IntakeKind, IntakeState, Status
from lippen.kernel.errors import CannotDo

pytestmark = pytest.mark.django_db
EPISODE, PLACEMENT, LAW = IntakeKind.EPISODES, IntakeKind.PLACEMENTS, IntakeKind.LEGAL
REVIEW, MILESTONE = IntakeKind.REVIEWS, IntakeKind.MILESTONES


@pytest.fixture
def c(settings) -> Cast:
    settings.LIPPEN_TODAY = TODAY
    found = cast()
    brought_before(found, IntakeKind.CHILDREN, CHILDREN)
    return found


def stands(c: Cast, row: Intake) -> list[tuple[int, str]]:
    """What stands in the way: row and why."""
    return [(each.row, each.why) for each in in_the_way(c.manager, brought_by(c.manager, row))]


def nothing() -> dict[str, list[object]]:
    return {"episodes": [], "placements": [], "legal": []}


def test_the_file_with_which_all_came_in_is_undone_and_the_rest_waits_again(c: Cast) -> None:
    files = whole(c)
    assert undone(c, files[2]).state == IntakeState.UNDONE
    assert told(c, "P001") == nothing() and told(c, "P002") == nothing()
    wrong = Episode.objects.filter(is_wrong=True, is_current=True)
    assert {row.why for row in wrong} == {f"Came in by mistake with legal.csv on 17 October 2012. Undone: {WHY}"}
    again = brought(c, LAW, *LEGAL)
    assert again.taken == 3
    assert told(c, "P001") == AILSA and told(c, "P002") == RUARIDH


def test_a_file_that_waited_names_the_file_with_which_it_came_in(c: Cast) -> None:
    files = whole(c)
    assert stands(c, files[0]) == [
        (2, "it came in together with legal.csv: undo that file first"),
        (3, "it came in together with legal.csv: undo that file first"),
    ]
    with pytest.raises(CannotDo, match="2 of its rows stand in the way"):
        undone(c, files[0])
    undone(c, files[2])
    undone(c, files[0])
    again = brought(c, LAW, *LEGAL)
    assert [rule for _, rule in listed(again)] == ["waits"] * 3, "times in care of the file undone count no more"


def test_what_a_later_file_changed_says_again_what_it_said_before(c: Cast) -> None:
    whole(c)
    row = brought(c, EPISODE, "P001,01/02/2010,01/10/2012,Adopted,")
    assert PersonNow.objects.get(person=child_of(c, "P001")).status == Status.NONE
    undone(c, row)
    assert told(c, "P001") == AILSA
    assert PersonNow.objects.get(person=child_of(c, "P001")).status == Status.AWAY
    assert Episode.objects.filter(person=child_of(c, "P001")).count() == 3, "each is a version, and none is deleted"


def test_a_move_of_a_file_is_undone_with_the_end_of_what_was_before_it(c: Cast) -> None:
    whole(c)
    rows = ("P001,Kinship,,20/05/2011,01/08/2012,", "P001,Residential school,,01/08/2012,,As the plan said")
    undone(c, brought(c, PLACEMENT, *rows))
    assert told(c, "P001") == AILSA


def test_what_somebody_changed_since_stands_in_the_way(c: Cast) -> None:
    files = whole(c)
    home = PlacementGiven(PlacementKind.HOME, moved_why=MoveReason.HOME)
    living.move(actor=c.manager, person_ref=child_of(c, "P001").ref, so_on=TODAY, placement=home, at=NOW)
    found = stands(c, files[2])
    assert found and {why for _, why in found} <= {
        "the time in care was changed since",
        "more of this time in care was recorded since",
    }
    with pytest.raises(CannotDo, match="stand in the way"):
        undone(c, files[2])
    assert told(c, "P001")["placements"][-1][2] == "HOME"


def test_what_a_later_file_added_stands_in_the_way_until_it_is_undone_too(c: Cast) -> None:
    files = whole(c)
    later = brought(c, EPISODE, "P001,01/02/2010,01/10/2012,Home,")
    assert "the time in care was changed since" in {why for _, why in stands(c, files[2])}
    undone(c, later)
    undone(c, files[2])
    assert told(c, "P001") == nothing()


def test_a_review_that_was_held_in_a_time_in_care_stands_in_the_way_of_undoing_it(c: Cast) -> None:
    files = whole(c)
    rows = ('P001,"First review, away from home",01/03/2010,Una Chair,Too young to be asked,',)
    review = brought(c, REVIEW, *rows)
    assert review.taken == 1
    assert "a review was held in this time in care" in {why for _, why in stands(c, files[2])}
    undone(c, review)
    undone(c, files[2])
    assert told(c, "P001") == nothing()


def test_a_file_that_found_everything_recorded_is_undone_without_a_trace(c: Cast) -> None:
    whole(c)
    again = brought(c, EPISODE, *EPISODES)
    undone(c, again)
    assert told(c, "P001") == AILSA and Episode.objects.count() == 2


def test_it_is_too_late_after_thirty_days(c: Cast) -> None:
    files = whole(c)
    with pytest.raises(CannotDo, match="more than 30 days ago"):
        undone(c, files[2], at=NOW + timedelta(days=31))
    assert Placement.objects.count() == 3 and LegalReason.objects.count() == 3


def test_the_children_can_be_undone_once_their_times_in_care_were(c: Cast) -> None:
    children = Intake.objects.get(kind="children")
    files = whole(c)
    every = in_the_way(c.manager, brought_by(c.manager, children), every=True)
    assert "the child's time in care was recorded, with legal.csv" in {each.why for each in every}
    for row in reversed(files):
        undone(c, row)
    assert stands(c, children) == []
    undone(c, children)
    assert PersonNow.objects.get(person=child_of(c, "P001")).is_mistake


def test_reviews_of_a_file_are_recorded_by_mistake_once_undone(c: Cast) -> None:
    whole(c)
    row = brought(c, REVIEW, 'P001,"First review, away from home",01/03/2010,Una Chair,Too young to be asked,')
    held = ReviewHeld.objects.get()
    undone(c, row)
    assert ReviewStep.objects.get(review=held.review).kind == ReviewStepKind.MISTAKE
    record = read(c.manager, people_rows(c.manager, [held.person_id]).values())[held.person_id]
    assert record.reviews == []
    assert brought(c, REVIEW, 'P001,"First review, away from home",01/03/2010,Una Chair,Too young to be asked,').taken
    assert ReviewHeld.objects.count() == 2


def test_a_review_with_a_decision_stands_in_the_way(c: Cast) -> None:
    whole(c)
    row = brought(c, REVIEW, 'P001,"First review, away from home",01/03/2010,Una Chair,Too young to be asked,')
    decided = reviewing.Decided("Find a school", reviewing.Who(words="The school"), TODAY)
    ref = ReviewHeld.objects.get().review.ref
    reviewing.add_decision(actor=c.manager, review_ref=ref, decided=decided, at=NOW)
    assert stands(c, row) == [(2, "what the review decided was recorded")]


def test_milestones_and_their_plans_are_marked_once_undone(c: Cast) -> None:
    row = brought(c, MILESTONE, "P001,Panel,01/03/2012,,Adoption", "P001,Recommended,01/02/2012,,Adoption")
    line = PermanenceLine.objects.get()
    assert line.so_on == date(2012, 2, 1)
    undone(c, row)
    assert LineEnd.objects.get(line=line).kind == LineEndKind.MISTAKE
    assert CareEventWrong.objects.count() == CareEvent.objects.count() == 2
    again = brought(c, MILESTONE, "P001,Panel,01/03/2012,,Adoption")
    assert again.taken == 1 and PermanenceLine.objects.count() == 2


def test_a_plan_that_ended_and_an_event_that_was_wrong_stand_in_the_way(c: Cast) -> None:
    row = brought(c, MILESTONE, "P001,Panel,01/03/2012,,Adoption", "P002,Panel,01/03/2012,,")
    line = PermanenceLine.objects.get()
    given = {
        "kind": LineEndKind.CEASED,
        "so_on": TODAY,
        "words": "The family moved away",
        "view": View("I want to stay"),
        "at": NOW,
    }
    permanence.end_line(actor=c.manager, line_ref=line.ref, **given)
    event = CareEvent.objects.get(person=child_of(c, "P002"))
    events.event_was_wrong(actor=c.manager, event_ref=event.ref, why="Of another child", at=NOW)
    assert stands(c, row) == [(2, "the plan for permanence has ended"), (3, "it was said to be wrong")]
