"""A child's plan and health: the child's view at each, what is owed next, which clocks they stop, what was wrong."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from lippen.care.actions import living, plans, reviews
from lippen.care.actions.following import follow_all
from lippen.care.actions.living import LegalGiven, PlacementGiven
from lippen.care.actions.reviews import Told, Who
from lippen.care.actions.views import View
from lippen.care.models import ChildPlan, HealthCheck, PlanWrong, ReviewHeld
from lippen.care.queries import clocks, due
from lippen.care.queries import plans as queries
from lippen.care.queries import reviews as reviews_of
from lippen.care.queries.clocks import clocks_of
from lippen.care.queries.due import DueOf
from lippen.care.vocabulary import Destination, Event, PlacementKind
from lippen.care.vocabulary.plans import HEALTH_DUTY, PLAN_DUTY, HasCopy, HealthKind
from lippen.care.vocabulary.reviews import TookPart
from lippen.casework.actions import knowing, picturing
from lippen.casework.models import KnownPerson, Picture
from lippen.casework.queries import people
from lippen.casework.tests.factories import NOW, TODAY, Cast, cast
from lippen.casework.tests.test_pictures import drawing
from lippen.casework.vocabulary import FactKind, PictureKind, PictureShown
from lippen.kernel import access
from lippen.kernel.errors import CannotDo, NotVisible
from lippen.kernel.files.pictures import picture_of
from lippen.kernel.standards import Standing
from lippen.organisation.models import Account, Duty

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
BEGAN, AGREED = date(2012, 9, 3), date(2012, 9, 20)
NEXT = TODAY + 60 * DAY
LEAD = Who(words="Ms Quill")


@pytest.fixture(autouse=True)
def on_a_day(settings, monkeypatch) -> None:
    settings.LIPPEN_TODAY = TODAY
    monkeypatch.setattr(clocks, "known_since", lambda person: None)


@pytest.fixture
def c() -> Cast:
    return cast()


@pytest.fixture
def child(c) -> KnownPerson:
    found = c.add(c.worker, "Isla", "Balfour")
    c.allocate(found, c.worker)
    access.identify(c.worker, today=TODAY)
    given = {"placement": PlacementGiven(PlacementKind.FOSTER_COUNCIL), "legal": LegalGiven("S25")}
    living.begin_care(actor=c.worker, person_ref=found.ref, so_on=BEGAN, at=NOW, **given)
    return found


def agreed(c: Cast, child: KnownPerson, so_on: date = AGREED, next_on: date = NEXT, **given: object) -> ChildPlan:
    told = {"words": "To live with her aunt", "lead": LEAD, "view": View("I want my dog too"), **given}
    return plans.agree_plan(actor=c.worker, person_ref=child.ref, so_on=so_on, next_on=next_on, at=NOW, **told)


def looked_at(c: Cast, child: KnownPerson, **given: object) -> HealthCheck:
    told = {"kind": HealthKind.FULL, "so_on": AGREED, "by_whom": "The school nurse", "words": "All is well", **given}
    return plans.record_health(actor=c.worker, person_ref=child.ref, at=NOW, **told)


def drawn(c: Cast, child: KnownPerson) -> Picture:
    told = {"kind": PictureKind.DRAWING, "made_by": "Isla", "alt": "A house with a dog", "shown": PictureShown.YES}
    made = picture_of("dog.jpg", drawing().read())
    return picturing.add_picture(actor=c.worker, person_ref=child.ref, picture=made, so_on=AGREED, at=NOW, **told)


def owed(child: KnownPerson) -> dict[str, date]:
    rows = Duty.objects.filter(subject_key=child.ref, closed_at__isnull=True, kind__in=[PLAN_DUTY, HEALTH_DUTY])
    return {row.kind: row.ends_on - DAY for row in rows}


def about(c: Cast, child: KnownPerson) -> queries.PlansAndHealth:
    return queries.about(c.worker, people.head(c.worker, child.ref), today=TODAY)


def test_a_plan_has_the_childs_view_or_why_it_is_not_known(c: Cast, child: KnownPerson) -> None:
    with pytest.raises(CannotDo, match="or why it is not known"):
        agreed(c, child, view=View())
    with pytest.raises(CannotDo, match="Write it in words"):
        agreed(c, child, view=View(no_view_why="--"))
    made = agreed(c, child, view=View(no_view_why="She is three weeks old"))
    assert (made.child_view, made.no_view_why) == ("", "She is three weeks old")
    row = {
        **{f.attname: getattr(made, f.attname) for f in made._meta.concrete_fields},
        "id": None,
        "ref": "childplan-x",
    }
    with pytest.raises(DatabaseError, match="a_child_plan_has_the_childs_view_or_why_not"), transaction.atomic():
        ChildPlan.objects.create(**{**row, "no_view_why": ""})


def test_a_drawing_says_what_the_child_thinks(c: Cast, child: KnownPerson) -> None:
    made = drawn(c, child)
    agreed(c, child, view=View(picture_ref=made.ref))
    assert about(c, child).plans[0].picture.ref == made.ref
    why = {"kind": FactKind.PICTURE, "number": made.pk, "why": "It is her brother's", "so_on": TODAY, "at": NOW}
    knowing.withdraw(actor=c.worker, person_ref=child.ref, **why)
    assert about(c, child).plans[0].picture.wrong_why == "It is her brother's"
    with pytest.raises(CannotDo, match="stands on this child's record"):
        agreed(c, child, so_on=TODAY, view=View(picture_ref=made.ref))


def test_a_drawing_of_another_child_says_nothing_here(c: Cast, child: KnownPerson) -> None:
    other = c.add(c.worker, "Rory", "Kinross")
    c.allocate(other, c.worker)
    access.identify(c.worker, today=TODAY)
    with pytest.raises(CannotDo, match="stands on this child's record"):
        agreed(c, child, view=View(picture_ref=drawn(c, other).ref))


def test_a_drawing_is_a_view_at_a_review(c: Cast, child: KnownPerson) -> None:
    made = drawn(c, child)
    asked = {"kind": Event.FIRST_REVIEW, "planned_on": TODAY, "chair": LEAD, "guests": ()}
    review = reviews.plan_review(actor=c.worker, person_ref=child.ref, at=NOW, **asked)
    told = {"took_part": TookPart.SENT, "minute": "School"}
    hold = {"actor": c.worker, "review_ref": review.ref, "so_on": date(2012, 10, 1), "at": NOW}
    with pytest.raises(CannotDo, match="own words"):
        reviews.hold_review(told=Told(**told), **hold)
    reviews.hold_review(told=Told(**told, picture_ref=made.ref), **hold)
    assert reviews_of.one(c.worker, review.ref, today=TODAY)[1].picture.alt == "A house with a dog"
    assert ReviewHeld.objects.get().child_view == ""


def test_what_the_child_thinks_may_stand_with_a_look_at_health_and_need_not(c: Cast, child: KnownPerson) -> None:
    bare = looked_at(c, child)
    assert (bare.child_view, bare.no_view_why, about(c, child).health[0].has_view) == ("", "", False)
    made = drawn(c, child)
    view = View("The drops sting", made.ref, changed="Other drops were ordered")
    looked_at(c, child, kind=HealthKind.REVIEW, so_on=TODAY, view=view)
    row = about(c, child).health[0]
    assert (row.child_view, row.changed, row.picture.ref) == ("The drops sting", "Other drops were ordered", made.ref)
    other = c.add(c.worker, "Rory", "Kinross")
    c.allocate(other, c.worker)
    access.identify(c.worker, today=TODAY)
    with pytest.raises(CannotDo, match="stands on this child's record"):
        looked_at(c, other, view=View(picture_ref=made.ref))


def test_the_form_about_health_takes_what_the_child_thinks(c: Cast, child: KnownPerson, client: Client) -> None:
    client.force_login(Account.objects.get(pk=c.worker.account_id))
    form = reverse("care:record_health", args=[child.ref])
    assert "What does Isla Balfour think of it?" in client.get(form).content.decode()
    typed = {"kind": "dental", "so_on": "20 September 2012", "by_whom": "The dentist", "words": "One filling"}
    sent = client.post(form, {**typed, "child_view": "I was brave", "changed": "Her aunt comes along"})
    page = client.get(sent["Location"]).content.decode()
    assert "Isla Balfour thinks: I was brave" in page and "What changed because of it: Her aunt comes along" in page
    assert client.post(form, {**typed, "words": "None", "no_view_why": "She was asleep"}).status_code == 302
    assert "thinks is not known: She was asleep" in client.get(reverse("care:plans", args=[child.ref])).content.decode()


def test_the_first_plan_is_agreed_and_the_next_reviews_it(c: Cast, child: KnownPerson) -> None:
    agreed(c, child)
    agreed(c, child, so_on=TODAY)
    assert [row.title for row in about(c, child).plans] == ["Plan agreed anew", "Plan agreed"]


def test_care_lac_h_1_is_stopped_by_a_whole_health_assessment_alone(c: Cast, child: KnownPerson) -> None:
    from lippen.care.actions import events

    told = {"kind": Event.HEALTH_BOARD_TOLD, "so_on": BEGAN, "at": NOW}
    events.record_event(actor=c.worker, person_ref=child.ref, **told)

    def standing() -> Standing:
        found = clocks_of(c.worker, [child.pk], today=TODAY)[child.pk]
        return next(each.standing for each in found if each.standard.key == "care.lac_h_1")

    looked_at(c, child, kind=HealthKind.DENTAL)
    assert standing() is Standing.OVERDUE
    made = looked_at(c, child)
    assert standing() is Standing.MET
    plans.plan_was_wrong(actor=c.worker, ref=made.ref, why="It was her sister's", at=NOW)
    assert standing() is Standing.OVERDUE


def test_the_next_look_at_plan_and_health_is_owed_by_whoever_has_the_child(c: Cast, child: KnownPerson) -> None:
    agreed(c, child)
    looked_at(c, child, next_on=TODAY + 30 * DAY)
    looked_at(c, child, kind=HealthKind.DENTAL, next_on=TODAY + 10 * DAY)
    assert owed(child) == {PLAN_DUTY: NEXT, HEALTH_DUTY: TODAY + 10 * DAY}
    looked_at(c, child, kind=HealthKind.DENTAL, so_on=TODAY)
    assert owed(child)[HEALTH_DUTY] == TODAY + 30 * DAY
    agreed(c, child, so_on=TODAY, next_on=NEXT + 30 * DAY)
    assert owed(child)[PLAN_DUTY] == NEXT + 30 * DAY
    holder = Duty.objects.get(subject_key=child.ref, closed_at__isnull=True, kind=PLAN_DUTY).holder_id
    assert holder == c.worker.person_id


def test_nothing_is_owed_once_care_ended_and_it_comes_back(c: Cast, child: KnownPerson) -> None:
    agreed(c, child)
    looked_at(c, child, next_on=NEXT)
    living.end_care(actor=c.worker, person_ref=child.ref, so_on=TODAY, destination=Destination.HOME, at=NOW)
    assert owed(child) == {}
    assert follow_all(actor=c.worker, person_ids=[child.pk], at=NOW) == 0


def test_what_was_wrong_counts_no_more_and_is_said_once(c: Cast, child: KnownPerson) -> None:
    first = agreed(c, child)
    second = agreed(c, child, so_on=TODAY, next_on=NEXT + DAY)
    plans.plan_was_wrong(actor=c.worker, ref=second.ref, why="It was not agreed", at=NOW)
    assert owed(child) == {PLAN_DUTY: NEXT}
    assert [(row.ref, row.wrong_why) for row in about(c, child).plans] == [
        (second.ref, "It was not agreed"),
        (first.ref, ""),
    ]
    with pytest.raises(CannotDo, match="said this already"):
        plans.plan_was_wrong(actor=c.worker, ref=second.ref, why="It was not agreed", at=NOW)
    assert PlanWrong.objects.count() == 1


def test_days_are_held_to_what_can_be(c: Cast, child: KnownPerson) -> None:
    for given, sentence in (
        ({"next_on": AGREED}, "after the one on which"),
        ({"next_on": TODAY + 900 * DAY}, "more than a year"),
        ({"so_on": TODAY + DAY}, "has not come yet"),
        ({"words": " "}, "bring about"),
        ({"lead": Who()}, "Choose somebody"),
    ):
        with pytest.raises(CannotDo, match=sentence):
            agreed(c, child, **given)
    with pytest.raises(CannotDo, match="after the one on which"):
        looked_at(c, child, next_on=AGREED)
    with pytest.raises(CannotDo, match="who looked"):
        looked_at(c, child, by_whom="\u200b")


def test_what_is_due_is_listed_by_kind_the_first_due_first(c: Cast, child: KnownPerson) -> None:
    agreed(c, child, next_on=TODAY - DAY)
    access.identify(c.leader, today=TODAY)
    found = due.due(c.leader, DueOf.PLANS, today=TODAY)
    assert [(row.person_ref, row.title, row.is_late) for row in found.rows] == [
        (child.ref, "Look at the child’s plan again", True)
    ]
    visits = due.due(c.leader, DueOf.VISITS, today=TODAY)
    assert {row.seen_on for row in visits.rows} == {None} and visits.late
    access.identify(c.other_leader, today=TODAY)
    assert due.due(c.other_leader, DueOf.PLANS, today=TODAY).count == 0


def test_children_without_a_plan_are_named_the_longest_in_care_first(c: Cast, child: KnownPerson) -> None:
    assert [(row.ref, row.since) for row in queries.without_plan(c.worker)[0]] == [(child.ref, BEGAN)]
    made = agreed(c, child)
    assert queries.without_plan(c.worker) == ((), 0)
    plans.plan_was_wrong(actor=c.worker, ref=made.ref, why="Another child's", at=NOW)
    assert queries.without_plan(c.worker)[1] == 1


def test_nobody_else_reads_or_writes_them(c: Cast, child: KnownPerson) -> None:
    made = agreed(c, child)
    access.identify(c.other_worker, today=TODAY)
    with pytest.raises(NotVisible):
        queries.person_of(c.other_worker, made.ref)
    with pytest.raises(NotVisible):
        plans.plan_was_wrong(actor=c.other_worker, ref=made.ref, why="I say so", at=NOW)


def test_the_forms_keep_what_was_typed_and_the_page_tells_it(c: Cast, child: KnownPerson, client: Client) -> None:
    client.force_login(Account.objects.get(pk=c.worker.account_id))
    form = reverse("care:agree_plan", args=[child.ref])
    typed = {"so_on": "20 September 2012", "words": "To live with her aunt", "lead_words": "Ms Quill"}
    refused = client.post(form, typed)
    assert refused.status_code in {200, 422} and b"To live with her aunt" in refused.content
    day = {"next_on_day": "20", "next_on_month": "12", "next_on_year": "2012"}
    sent = client.post(form, {**typed, **day, "child_view": "I want my dog too", "copies": ["child", "school"]})
    assert sent.status_code == 302, sent.content.decode()
    page = client.get(sent["Location"]).content.decode()
    assert "I want my dog too" in page and "The child, School or nursery" in page and "20 December 2012" in page
    access.identify(c.worker, today=TODAY)
    assert ChildPlan.objects.get().copies == [HasCopy.CHILD, HasCopy.SCHOOL]
    empty = client.get(reverse("care:due") + "?of=plans").content.decode()
    assert "Look at the child’s plan again" in empty
