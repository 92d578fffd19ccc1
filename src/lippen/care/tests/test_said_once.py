"""What cannot both be so is refused: one route twice, one person as two, a view and why there is none, a move twice."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from lippen.care.actions import living, meetings, permanence, plans, reviews
from lippen.care.actions.living import PlacementGiven
from lippen.care.actions.meetings import Member
from lippen.care.actions.reviews import Told, Who
from lippen.care.actions.views import View
from lippen.care.models import PermanenceLine, Placement
from lippen.care.tests.test_lines import begun, c, child, on_a_day  # noqa: F401 - fixtures
from lippen.care.tests.test_meetings import THREE, planned
from lippen.care.vocabulary import Event, MoveReason, PlacementKind
from lippen.care.vocabulary.meetings import MeetingKind, MemberPart
from lippen.care.vocabulary.permanence import Route
from lippen.care.vocabulary.plans import HealthKind
from lippen.care.vocabulary.reviews import ReviewStepKind, TookPart
from lippen.casework.tests.factories import NOW, TODAY
from lippen.kernel import access
from lippen.kernel.errors import CannotDo

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
ONE_OF_TWO = "Say one of the two"


def test_a_plan_changes_to_another_route_alone(c, child) -> None:  # noqa: F811
    line = begun(c, child)
    given = {"so_on": TODAY, "words": "She cannot go home", "view": View("Yes"), "at": NOW}
    with pytest.raises(CannotDo, match="on this route already: Permanence order") as refused:
        permanence.change_route(actor=c.worker, line_ref=line.ref, route=Route.PO, **given)
    assert refused.value.field == "route" and PermanenceLine.objects.count() == 1


def plan(c, child, kind: Event, on: date = TODAY + DAY):  # noqa: F811
    given = {"kind": kind, "planned_on": on, "chair": Who(words="Ms Quill"), "guests": (), "at": NOW}
    return reviews.plan_review(actor=c.worker, person_ref=child.ref, **given)


def test_a_review_is_planned_once_at_a_time(c, child) -> None:  # noqa: F811
    first = plan(c, child, Event.LATER_REVIEW)
    moved = {"planned_on": TODAY + 9 * DAY, "why": "The chair is ill", "at": NOW}
    reviews.move_review(actor=c.worker, review_ref=first.ref, **moved)
    with pytest.raises(CannotDo, match="planned already, for 26 October 2012") as refused:
        plan(c, child, Event.LATER_REVIEW, TODAY + 3 * DAY)
    assert refused.value.field == "kind"
    off = {"kind": ReviewStepKind.CALLED_OFF, "why": "It is not needed", "at": NOW}
    reviews.end_review(actor=c.worker, review_ref=first.ref, **off)
    again = plan(c, child, Event.LATER_REVIEW)
    told = Told(TookPart.SPOKE, "All was talked about", child_view="I want to stay")
    reviews.hold_review(actor=c.worker, review_ref=again.ref, so_on=TODAY, told=told, at=NOW)
    plan(c, child, Event.LATER_REVIEW)


def test_a_review_at_home_is_of_a_child_who_lives_at_home(c, child) -> None:  # noqa: F811
    with pytest.raises(CannotDo, match="lives away from home") as refused:
        plan(c, child, Event.HOME_FIRST_REVIEW)
    assert refused.value.field == "kind"
    home = PlacementGiven(PlacementKind.HOME, moved_why=MoveReason.HOME)
    living.move(actor=c.worker, person_ref=child.ref, so_on=TODAY, placement=home, at=NOW)
    plan(c, child, Event.HOME_FIRST_REVIEW)


def test_one_person_sits_once_at_a_meeting(c) -> None:  # noqa: F811
    chair = Member(MemberPart.CHAIR, Who(c.manager.person_id))
    with pytest.raises(CannotDo, match="One person sits once"):
        planned(c, MeetingKind.PANEL, members=[*THREE, chair, Member(MemberPart.MEMBER, Who(c.manager.person_id))])
    with pytest.raises(CannotDo, match="One person sits once"):
        planned(c, MeetingKind.PANEL, members=[*THREE, Member(MemberPart.CHAIR, Who(words=" panel member 1 "))])
    made = planned(c, MeetingKind.PANEL, members=[*THREE, chair])
    access.identify(c.leader, today=TODAY)
    with pytest.raises(CannotDo, match="One person sits once") as refused:
        sits = Member(MemberPart.MEMBER, Who(c.manager.person_id))
        meetings.add_member(actor=c.leader, meeting_ref=made.ref, member=sits, at=NOW)
    assert refused.value.field == "who"


def test_what_a_child_thinks_is_said_or_why_it_is_not_known(c, child) -> None:  # noqa: F811
    both = View("I want to stay", no_view_why="She was asleep")
    about = {"actor": c.worker, "person_ref": child.ref, "at": NOW}
    with pytest.raises(CannotDo, match=ONE_OF_TWO) as refused:
        permanence.begin_line(route=Route.PO, so_on=TODAY, words="She cannot go home", view=both, **about)
    assert refused.value.field == "no_view_why"
    with pytest.raises(CannotDo, match=ONE_OF_TWO):
        plans.record_health(kind=HealthKind.FULL, so_on=TODAY, by_whom="Nurse", words="Well", view=both, **about)
    review = plan(c, child, Event.LATER_REVIEW)
    given = {"actor": c.worker, "review_ref": review.ref, "so_on": TODAY, "at": NOW}
    with pytest.raises(CannotDo, match=ONE_OF_TWO):
        told = Told(TookPart.SPOKE, "All", child_view="I want to stay", no_view_why="She was asleep")
        reviews.hold_review(told=told, **given)
    with pytest.raises(CannotDo, match="own words or picture") as refused:
        reviews.hold_review(told=Told(TookPart.TOO_YOUNG, "All", child_view="I want to stay"), **given)
    assert refused.value.field == "took_part"
    reviews.hold_review(told=Told(TookPart.TOO_YOUNG, "All", no_view_why="She is two weeks old"), **given)


def test_a_move_that_stands_already_is_said_so(c, child) -> None:  # noqa: F811
    moved = PlacementGiven(PlacementKind.KINSHIP, moved_why=MoveReason.KIN)
    about = {"actor": c.worker, "person_ref": child.ref, "so_on": TODAY, "at": NOW}
    living.move(placement=moved, **about)
    with pytest.raises(CannotDo, match="This move is recorded already") as refused:
        living.move(placement=moved, **about)
    assert refused.value.field == "so_on"
    assert Placement.objects.filter(person=child, is_current=True).count() == 2
