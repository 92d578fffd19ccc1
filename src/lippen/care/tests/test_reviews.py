"""Reviews: a chair from outside the line, the child's view, a cause where one is late, decisions followed through."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from lippen.care.actions import living, reviews
from lippen.care.actions.living import LegalGiven, PlacementGiven
from lippen.care.actions.reviews import Decided, Guest, Told, Who
from lippen.care.models import Review, ReviewHeld
from lippen.care.queries import clocks
from lippen.care.queries import reviews as queries
from lippen.care.queries.clocks import clocks_of
from lippen.care.vocabulary import Event, PlacementKind
from lippen.care.vocabulary.reviews import (
    DECISION_DUTY,
    DecisionOutcome,
    InvitedKind,
    LateCause,
    ReviewStepKind,
    TookPart,
)
from lippen.casework.models import KnownPerson
from lippen.casework.tests.factories import NOW, TODAY, Cast, cast
from lippen.kernel import access
from lippen.kernel.errors import CannotDo
from lippen.kernel.standards import Standing
from lippen.organisation.models import Account, Duty, Post

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
BEGAN = date(2012, 9, 3)
LAST_DAY = date(2012, 10, 15)  # six weeks after care began, two days before today
OUTSIDE = Who(words="Ms Quill, from the next council")
TOLD = {"took_part": TookPart.SPOKE, "minute": "School and contact", "child_view": "I like it here"}


@pytest.fixture(autouse=True)
def on_a_day(settings, monkeypatch) -> None:
    """Today, with records that have been kept here for long: what is past its last day is late."""
    settings.LIPPEN_TODAY = TODAY
    monkeypatch.setattr(clocks, "known_since", lambda person: None)


@pytest.fixture
def c() -> Cast:
    made = cast()
    (leads,) = made.leader.post_ids
    Post.objects.filter(pk__in=made.worker.post_ids).update(reports_to_id=leads)
    return made


@pytest.fixture
def child(c) -> KnownPerson:
    found = c.add(c.worker, "Isla", "Balfour")
    c.allocate(found, c.worker)
    access.identify(c.worker, today=TODAY)
    given = {"placement": PlacementGiven(PlacementKind.FOSTER_COUNCIL), "legal": LegalGiven("S25")}
    living.begin_care(actor=c.worker, person_ref=found.ref, so_on=BEGAN, at=NOW, **given)
    return found


def planned(c: Cast, child: KnownPerson, **given: object) -> Review:
    asked = {"kind": Event.FIRST_REVIEW, "planned_on": TODAY, "chair": OUTSIDE, "guests": (), **given}
    return reviews.plan_review(actor=c.worker, person_ref=child.ref, at=NOW, **asked)


def held(c: Cast, review: Review, so_on: date = LAST_DAY, **told: object) -> ReviewHeld:
    given = {"so_on": so_on, "told": Told(**{**TOLD, **told}), "at": NOW}
    return reviews.hold_review(actor=c.worker, review_ref=review.ref, **given)


def clock_of(c: Cast, child: KnownPerson, key: str = "care.lac_r_1"):
    found = clocks_of(c.worker, [child.pk], today=TODAY)[child.pk]
    return next(each for each in found if each.standard.key == key)


def row_of(c: Cast, review: Review):
    return queries.one(c.worker, review.ref, today=TODAY)[1]


def test_a_review_that_is_held_stops_its_clock_and_starts_the_next(c: Cast, child: KnownPerson) -> None:
    assert clock_of(c, child).standing is Standing.OVERDUE
    held(c, planned(c, child))
    assert clock_of(c, child).standing is Standing.MET
    assert clock_of(c, child, "care.lac_r_2").due_on == date(2013, 1, 15)
    kinds = set(Duty.objects.filter(subject_key=child.ref, closed_at__isnull=True).values_list("kind", flat=True))
    assert "care.lac_r_1" not in kinds and "care.lac_r_2" in kinds


def test_a_review_after_its_last_day_names_its_cause(c: Cast, child: KnownPerson) -> None:
    review = planned(c, child)
    with pytest.raises(CannotDo, match="held after its last day"):
        held(c, review, LAST_DAY + DAY)
    made = held(c, review, LAST_DAY + DAY, late_cause=LateCause.REPORTS, late_words="The school's came last")
    assert (made.is_late, made.late_cause) == (True, "reports")
    assert row_of(c, review).late_cause == "Reports were not ready"


def test_one_held_in_time_keeps_no_cause(c: Cast, child: KnownPerson) -> None:
    made = held(c, planned(c, child), late_cause=LateCause.REPORTS)
    assert (made.is_late, made.late_cause) == (False, "")


def test_the_childs_view_is_written_or_why_it_is_not_known(c: Cast, child: KnownPerson) -> None:
    review = planned(c, child)
    with pytest.raises(CannotDo, match="Say what the child thinks"):
        held(c, review, child_view=" ")
    with pytest.raises(CannotDo, match="or why it is not known"):
        held(c, review, took_part=TookPart.TOO_YOUNG, child_view="")
    made = held(c, review, took_part=TookPart.TOO_YOUNG, child_view="", no_view_why="She is three months old")
    assert made.no_view_why == "She is three months old"


def test_the_table_refuses_a_review_without_a_view_and_a_late_one_without_a_cause(c: Cast, child: KnownPerson) -> None:
    review = planned(c, child)
    row = {"review": review, "person": child, "authority": child.authority, "so_on": TODAY, "recorded_at": NOW}
    row |= {"took_part": "spoke", "minute": "x", "is_outside": True}
    for name, more in (
        ("a_review_has_the_childs_view_or_why_not", {"is_late": False}),
        ("a_late_review_names_its_cause", {"is_late": True, "child_view": "x"}),
    ):
        with pytest.raises(DatabaseError, match=name), transaction.atomic():
            ReviewHeld.objects.create(**row, **more)


def test_nobody_who_works_with_the_child_or_leads_them_chairs(c: Cast, child: KnownPerson) -> None:
    for one in (c.worker, c.leader):
        with pytest.raises(CannotDo, match="from outside that line"):
            planned(c, child, chair=Who(one.person_id))
    review = planned(c, child, chair=Who(c.other_leader.person_id))
    assert held(c, review).is_outside
    with pytest.raises(CannotDo, match="Choose somebody, or write who it is"):
        planned(c, child, chair=Who())
    with pytest.raises(CannotDo, match="Leave one of the two empty") as refused:
        planned(c, child, chair=Who(c.other_leader.person_id, "Dr Gunn"))
    assert refused.value.field == "chair_words"


def test_a_review_is_moved_with_its_reason_and_keeps_its_first_day(c: Cast, child: KnownPerson) -> None:
    review = planned(c, child)
    moved = {"planned_on": TODAY + 5 * DAY, "why": "The school asked for it", "at": NOW}
    reviews.move_review(actor=c.worker, review_ref=review.ref, **moved)
    row = row_of(c, review)
    assert (row.planned_on, row.first_planned_on) == (TODAY + 5 * DAY, TODAY)
    assert row.moved[0][1] == "The school asked for it"
    with pytest.raises(CannotDo, match="Give a nearer day"):
        planned(c, child, planned_on=TODAY + 500 * DAY)


def test_a_review_recorded_by_mistake_starts_and_stops_nothing(c: Cast, child: KnownPerson) -> None:
    review = planned(c, child)
    held(c, review, decided=[Decided("Ring", Who(c.worker.person_id), TODAY)])
    given = {"review_ref": review.ref, "why": "It was his sister's", "at": NOW}
    with pytest.raises(CannotDo, match="It was held"):
        reviews.end_review(actor=c.worker, kind=ReviewStepKind.CALLED_OFF, **given)
    reviews.end_review(actor=c.worker, kind=ReviewStepKind.MISTAKE, **given)
    assert clock_of(c, child).standing is Standing.OVERDUE
    assert not Duty.objects.filter(kind=DECISION_DUTY, closed_at__isnull=True).exists()
    assert row_of(c, review).ended == "Recorded by mistake"
    with pytest.raises(CannotDo, match="Somebody has just said this"):
        reviews.end_review(actor=c.worker, kind=ReviewStepKind.MISTAKE, **given)


def test_a_review_is_held_once_and_not_after_it_was_called_off(c: Cast, child: KnownPerson) -> None:
    review, other = planned(c, child), planned(c, child, kind=Event.SECOND_REVIEW)
    held(c, review)
    with pytest.raises(CannotDo, match="was held, or called off, already"):
        held(c, review)
    off = {"kind": ReviewStepKind.CALLED_OFF, "why": "Nobody could come", "at": NOW}
    reviews.end_review(actor=c.worker, review_ref=other.ref, **off)
    with pytest.raises(CannotDo, match="was held, or called off, already"):
        held(c, other)


def test_what_a_review_decides_stands_on_the_desk_of_whoever_does_it_until_it_is_done(c: Cast, child) -> None:
    review = planned(c, child)
    first = Decided("Ring the school", Who(c.worker.person_id), TODAY + 7 * DAY)
    second = Decided("Write to the court", Who(c.worker.person_id), TODAY + 3 * DAY)
    other = Decided("See the dentist", Who(words="Her grandmother"), TODAY + DAY)
    held(c, review, decided=[first, second, other])
    (duty,) = Duty.objects.filter(kind=DECISION_DUTY, closed_at__isnull=True)
    assert (duty.holder_id, duty.ends_on) == (c.worker.person_id, TODAY + 4 * DAY), "the first due of several"
    rows = row_of(c, review).decisions
    done = {"outcome": DecisionOutcome.DONE, "so_on": TODAY, "at": NOW}
    reviews.end_decision(actor=c.worker, decision_ref=rows[1].ref, **done)
    assert Duty.objects.get(kind=DECISION_DUTY, closed_at__isnull=True).ends_on == TODAY + 8 * DAY
    not_done = {"outcome": DecisionOutcome.NOT_DONE, "so_on": TODAY, "at": NOW}
    with pytest.raises(CannotDo, match="Say why it will not be done"):
        reviews.end_decision(actor=c.worker, decision_ref=rows[0].ref, **not_done)
    reviews.end_decision(actor=c.worker, decision_ref=rows[0].ref, words="She changed schools", **not_done)
    assert not Duty.objects.filter(kind=DECISION_DUTY, closed_at__isnull=True).exists()
    with pytest.raises(CannotDo, match="Somebody has said this already"):
        reviews.end_decision(actor=c.worker, decision_ref=rows[0].ref, **done)


def test_a_decision_has_one_owner_and_a_day_on_or_after_the_review(c: Cast, child: KnownPerson) -> None:
    review = planned(c, child)
    held(c, review)
    for decided, sentence in (
        (Decided("Ring", Who(), TODAY), "Choose somebody"),
        (Decided("Ring", Who(c.worker.person_id, "Somebody else"), TODAY), "Leave one of the two empty"),
        (Decided("Ring", Who(c.worker.person_id), LAST_DAY - DAY), "on or after the review"),
        (Decided(" ", Who(c.worker.person_id), TODAY), "Say what was decided"),
    ):
        with pytest.raises(CannotDo, match=sentence):
            reviews.add_decision(actor=c.worker, review_ref=review.ref, decided=decided, at=NOW)


def test_who_was_asked_and_who_came_stands_with_the_review(c: Cast, child: KnownPerson) -> None:
    review = planned(c, child, guests=[Guest(InvitedKind.PARENT, "Her mother"), Guest(InvitedKind.SCHOOL)])
    first = row_of(c, review).guests[0]
    held(c, review, came=[first.id, 999_999])
    assert [(each.who, each.came) for each in row_of(c, review).guests] == [
        ("A parent: Her mother", True),
        ("School or nursery", False),
    ]


def test_a_team_leader_reads_what_is_due_and_how_the_teams_reviews_were_done(c: Cast, child: KnownPerson) -> None:
    access.identify(c.leader, today=TODAY)
    found = queries.due(c.leader, today=TODAY)
    assert [(row.person_name, row.title, row.is_late, row.planned_ref) for row in found.rows] == [
        ("Isla Balfour", "First review", True, "")
    ]
    assert (found.count, found.late) == (1, 1)
    access.identify(c.worker, today=TODAY)
    review = planned(c, child)
    access.identify(c.leader, today=TODAY)
    assert queries.due(c.leader, today=TODAY).rows[0].planned_ref == review.ref
    access.identify(c.worker, today=TODAY)
    decided = [
        Decided("Ring the school", Who(c.worker.person_id), TODAY - DAY),
        Decided("Write to the court", Who(c.worker.person_id), TODAY + DAY),
    ]
    held(c, review, TODAY - 2 * DAY, decided=decided)
    done = {"outcome": DecisionOutcome.DONE, "so_on": TODAY, "at": NOW}
    reviews.end_decision(actor=c.worker, decision_ref=row_of(c, review).decisions[1].ref, **done)
    access.identify(c.leader, today=TODAY)
    (team,) = queries.answers(c.leader, today=TODAY)
    assert (team.held, team.in_time, team.outside, team.heard) == (1, 1, 1, 1)
    assert (team.decided, team.done_in_time, team.late_open) == (2, 1, 1)
    rows, count = queries.held_lately(c.leader, today=TODAY)
    assert count == 1 and rows[0].person_name == "Isla Balfour"
    access.identify(c.other_leader, today=TODAY)
    assert queries.answers(c.other_leader, today=TODAY) == () and queries.due(c.other_leader, today=TODAY).count == 0


def test_the_record_tells_of_a_review_in_its_chronology(c: Cast, child: KnownPerson) -> None:
    held(c, planned(c, child))
    client = Client()
    client.force_login(Account.objects.get(pk=c.worker.account_id))
    page = client.get(reverse("casework:chronology", args=[child.ref])).content.decode()
    assert "First review, away from home" in page and "School and contact" in page
