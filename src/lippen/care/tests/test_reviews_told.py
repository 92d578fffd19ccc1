"""Files of reviews and of milestones come into the record; what stands already stays, what cannot come in is listed."""

from __future__ import annotations

from datetime import date

import pytest

from lippen.care.actions import events, permanence
from lippen.care.actions.views import View
from lippen.care.models import CareEvent, PermanenceLine, ReviewHeld
from lippen.care.queries import clocks, reviews
from lippen.care.queries.permanence import lines_about
from lippen.care.tests.columns import CHILDREN, brought, child_of, listed, looked, reasons, taken, whole
from lippen.care.tests.returning import brought as return_brought
from lippen.care.tests.returning import episodes, header
from lippen.care.vocabulary import Event
from lippen.care.vocabulary.permanence import Route
from lippen.casework.queries.people import people_rows
from lippen.casework.tests.factories import NOW, TODAY, Cast, cast
from lippen.casework.tests.test_intake import brought as brought_before
from lippen.casework.vocabulary import IntakeKind
from lippen.kernel import access
from lippen.organisation.models import Person

pytestmark = pytest.mark.django_db
REVIEW, MILESTONE = IntakeKind.REVIEWS, IntakeKind.MILESTONES
FIRST = 'P001,"First review, away from home",01/03/2010,Una Chair,Was there and said what they think,'
LATER = 'P001,"Later review, away from home",01/10/2011,Una Chair,Too young to be asked,'


@pytest.fixture
def c(settings) -> Cast:
    settings.LIPPEN_TODAY = TODAY
    found = cast()
    brought_before(found, IntakeKind.CHILDREN, CHILDREN)
    whole(found)
    return found


def test_a_review_comes_in_as_held_with_its_chair_and_how_the_child_took_part(c: Cast) -> None:
    chair = Person.objects.get(pk=c.other_leader.person_id)
    row = brought(c, REVIEW, FIRST, LATER.replace("Una Chair", chair.email))
    assert (row.taken, row.refused) == (2, 0)
    first, later = ReviewHeld.objects.order_by("so_on")
    assert (first.took_part, first.review.chair_words, first.is_outside) == ("spoke", "Una Chair", True)
    assert first.no_view_why == "CareBook, from which it was brought in, does not say what the child thinks."
    assert first.minute == "Held, as CareBook tells, from which it was brought in. No minute came with it."
    assert (later.review.chair_id, later.review.kind) == (chair.pk, "later_review")
    child = child_of(c, "P001")
    told = reviews.reviews_about(c.manager, people_rows(c.manager, [child.pk]).values(), today=TODAY)[child.pk]
    assert [each.held_on for each in told] == [date(2011, 10, 1), date(2010, 3, 1)]


def test_the_same_reviews_again_land_and_are_recorded_once(c: Cast) -> None:
    brought(c, REVIEW, FIRST, LATER)
    again = brought(c, REVIEW, LATER, FIRST)
    assert (again.taken, again.refused, ReviewHeld.objects.count()) == (2, 0, 2)


def test_a_review_that_says_otherwise_is_listed_and_so_are_two_rows_of_one(c: Cast) -> None:
    brought(c, REVIEW, FIRST)
    otherwise = looked(c, REVIEW, FIRST.replace("Was there and said what they think", "Chose not to take part"))
    assert listed(otherwise) == [(2, "said_otherwise")]
    twice = looked(c, REVIEW, LATER, LATER.replace("Una Chair", "Ann Chair"))
    assert listed(twice) == [(2, "twice"), (3, "twice")]


@pytest.mark.parametrize(
    ("row", "rule", "sentence"),
    [
        (FIRST.replace("2010", "2009"), "not_in_care", "Bring the times in care in first."),
        (FIRST.replace("2010", "2013"), "cell", "has not come yet"),
        (FIRST.replace("Una Chair", ""), "cell", "Say who chaired it."),
        (FIRST.replace('"First review, away from home"', ""), "cell", "Say which review it was."),
        (FIRST.replace("Was there and said what they think", "PN1"), "cell", "is a code of the English list"),
        (FIRST.replace("Was there and said what they think", ""), "cell", "Say how the child took part."),
        (FIRST.replace("P001", "Q1"), "no_child", "Bring the file of children in first"),
    ],
)
def test_a_review_that_cannot_come_in_says_why(c: Cast, row: str, rule: str, sentence: str) -> None:
    found = looked(c, REVIEW, row)
    assert listed(found) == [(2, rule)] and sentence in reasons(found)[0]


def test_a_late_review_names_its_cause(c: Cast, monkeypatch) -> None:
    monkeypatch.setattr(clocks, "known_since", lambda person: None)
    late = LATER.replace("Later", "First").replace("/2011", "/2010")
    found = looked(c, REVIEW, late)
    assert listed(found) == [(2, "late")] and "It was held after its last day, " in reasons(found)[0]
    row = brought(c, REVIEW, f"{late}Reports were not ready")
    held = ReviewHeld.objects.get()
    assert row.taken == 1 and (held.is_late, held.late_cause) == (True, "reports")


SECOND = 'P001,"Second review, away from home",01/09/2010,Una Chair,Too young to be asked,Parents could not come'


@pytest.mark.parametrize("rows", [(FIRST, SECOND), (SECOND, FIRST)])
def test_reviews_are_reckoned_in_the_order_of_days_whatever_that_of_the_rows(c: Cast, monkeypatch, rows) -> None:
    monkeypatch.setattr(clocks, "known_since", lambda person: None)
    brought(c, REVIEW, *rows)
    held = {(each.so_on, each.is_late) for each in ReviewHeld.objects.all()}
    assert held == {(date(2010, 3, 1), False), (date(2010, 9, 1), True)}, "the first review starts the second's clock"


def test_a_review_in_the_english_list_is_told_as_a_return_tells_it_and_a_return_leaves_it(c: Cast) -> None:
    return_brought(c, {"2012-header.csv": header("7"), "2012-episodes.csv": episodes("7,01/02/2010,S,V2,U6,PR1,,,,,")})
    content = "Child ID,Code list,Review date,Review code\n7,English,01/03/2010,PN1\n"
    row = taken(c, looked(c, REVIEW, content=content))
    assert row.taken == 1
    event = CareEvent.objects.get()
    assert (event.kind, event.words) == ("review_returned", "PN1: The child was there and spoke")
    return_brought(c, {"2013-header.csv": header("7")})
    access.identify(c.manager, today=TODAY)
    assert not hasattr(CareEvent.objects.get(), "wrong")
    content = content.replace("PN1", "PN99")
    assert "“PN99” is not in the English list." in reasons(looked(c, REVIEW, content=content))[0]


def test_milestones_come_in_with_the_plan_that_they_need(c: Cast) -> None:
    row = brought(
        c,
        MILESTONE,
        "P001,Adoption and permanence panel,01/06/2012,Agreed,Adoption",
        "P001,A review recommended a plan for permanence,01/02/2012,,Adoption",
        "P002,Legal clinic,01/03/2011,,",
    )
    assert (row.taken, row.refused) == (3, 0)
    line = PermanenceLine.objects.get()
    assert (line.route, line.so_on) == ("adoption", date(2012, 2, 1))
    assert line.words == "The plan that CareBook tells of, from which it was brought in."
    person = people_rows(c.manager, [line.person_id])[line.person_id]
    (told,) = lines_about(c.manager, person, today=TODAY)
    assert told.began_on == date(2012, 2, 1)
    assert {each.kind for each in CareEvent.objects.all()} == {"panel", "recommended", "clinic"}


def test_the_same_milestones_again_land_and_other_words_are_listed(c: Cast) -> None:
    rows = ("P001,Panel,01/06/2012,Agreed,Adoption",)
    brought(c, MILESTONE, *rows)
    again = brought(c, MILESTONE, *rows)
    assert (again.taken, CareEvent.objects.count(), PermanenceLine.objects.count()) == (1, 1, 1)
    otherwise = looked(c, MILESTONE, "P001,Panel,01/06/2012,Not agreed,")
    assert listed(otherwise) == [(2, "said_otherwise")]
    silent = looked(c, MILESTONE, "P001,Panel,01/06/2012,,")
    assert listed(silent) == []


def test_a_milestone_before_the_plan_on_its_route_is_listed(c: Cast) -> None:
    child = child_of(c, "P001")
    given = {"route": Route.ADOPTION, "words": "No way home", "view": View("I want to go home"), "at": NOW}
    permanence.begin_line(actor=c.manager, person_ref=child.ref, so_on=date(2012, 5, 1), **given)
    row = looked(c, MILESTONE, "P001,Panel,01/03/2012,,Adoption", "P001,Panel,01/06/2012,,Adoption")
    assert listed(row) == [(2, "route")] and "is recorded from 1 May 2012, after this row" in reasons(row)[0]
    assert taken(c, row).taken == 1 and PermanenceLine.objects.count() == 1


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("P001,Birthday party,01/03/2012,,", "“Birthday party” is nothing that is recorded on the way"),
        ('P001,"First review, away from home",01/03/2012,,', "is a review. Bring it in with a file of reviews."),
        ("P001,Panel,,,", "Say when it happened."),
        ("P001,Panel,01/03/2012,,Nowhere", "“Nowhere” is none of the words here."),
    ],
)
def test_a_milestone_that_cannot_be_read_says_what_to_do(c: Cast, row: str, sentence: str) -> None:
    found = looked(c, MILESTONE, row)
    assert listed(found) == [(2, "cell")] and sentence in reasons(found)[0]


def test_an_event_that_was_typed_in_is_not_recorded_twice(c: Cast) -> None:
    child = child_of(c, "P001")
    events.record_event(
        actor=c.manager, person_ref=child.ref, kind=Event.PANEL, so_on=date(2012, 6, 1), view=View("Yes"), at=NOW
    )
    assert brought(c, MILESTONE, "P001,Panel,01/06/2012,,").taken == 1
    assert CareEvent.objects.count() == 1
