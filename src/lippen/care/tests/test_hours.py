"""Hours of duties that follow from standards: by the council's figures, as often as they fall into eight weeks."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.contrib.auth import get_user_model
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from lippen.care.actions import living, reviews
from lippen.care.actions.following import follow_all
from lippen.care.actions.living import LegalGiven, PlacementGiven
from lippen.care.actions.reviews import Decided, Told, Who
from lippen.care.rules import STANDARDS
from lippen.care.rules.hours import OF_OTHERS, WORK, Takes, again_in, hours_of, hours_of_decisions
from lippen.care.vocabulary import CHILD_SUBJECT, Event, PlacementKind
from lippen.care.vocabulary.plans import HEALTH_DUTY, PLAN_DUTY
from lippen.care.vocabulary.reviews import DECISION_DUTY, TookPart
from lippen.casework import rules
from lippen.casework.actions import limits, typed, visiting, work
from lippen.casework.models import KnownPerson
from lippen.casework.queries import numbers
from lippen.casework.tests.factories import NOW, TODAY, Cast, cast, without_first_visits
from lippen.casework.tests.test_screens import BACKEND
from lippen.casework.vocabulary import DeskWork, TypedKind
from lippen.kernel import access
from lippen.kernel.access import Actor
from lippen.kernel.standards import Clock, Happened, clocks
from lippen.organisation.models import Duty
from lippen.organisation.queries.owed import OwedRow

pytestmark = pytest.mark.django_db
BEGAN = date(2012, 10, 1)
DAY = timedelta(days=1)
START = rules.numbers_with({})
FIRST_VISIT, VISITS, REVIEW = "care.lac_v_1", "care.local_visit_away", "care.lac_r_1"


def asked(*events: tuple[Event, date], keys: tuple[str, ...], today: date = TODAY) -> list[Clock]:
    """The last clock of each of these standards that is not done."""
    happened = [Happened(kind.value, on, str(place)) for place, (kind, on) in enumerate(events)]
    found = clocks([STANDARDS[key] for key in keys], happened, today=today)
    return [each for each in found if each.done is None]


# --- by rule ---


@pytest.mark.parametrize("key", sorted(key for key, each in STANDARDS.items() if each.has_clock))
def test_whatever_has_a_clock_is_some_work_or_is_others(key: str) -> None:
    done_by = STANDARDS[key].fulfilment
    assert all((event in WORK) != (event in OF_OTHERS) for event in done_by)
    assert len({WORK[event] for event in done_by if event in WORK}) <= 1


def test_every_kind_of_work_has_a_figure_to_start_with_that_says_whose_it_is() -> None:
    for kind in {*WORK.values(), *DeskWork}:
        local = rules.LOCALS[f"hours_{kind.value}"]
        assert (local.unit, local.source) == ("hours each", "ours, not published") and local.start > 0
    assert rules.LOCALS["limit_children"].source == "proposed nationally, 2022"


def test_casework_desk_hours_of_what_one_visit_meets_count_once_and_come_again_by_the_shortest_repeat() -> None:
    away = [(Event.PLACED, BEGAN), (Event.AWAY_BEGAN, BEGAN)]
    keys = (FIRST_VISIT, VISITS, "care.lac_v_2", REVIEW)
    takes = hours_of(asked(*away, keys=keys), {}, START, {}, today=TODAY)
    assert takes == {
        FIRST_VISIT: Takes(Decimal("1.5"), 30, Decimal("1.5")),  # due 8 October; a month from 1 November is 30 days
        REVIEW: Takes(Decimal(4)),
    }


def test_casework_desk_hours_of_two_reviews_that_no_one_meeting_meets_count_both() -> None:
    emergency = [(Event.PLACED_IN_EMERGENCY, BEGAN), (Event.EMERGENCY_WENT_ON, BEGAN + DAY)]
    found = asked(*emergency, keys=("care.lac_em_2", "care.lac_em_3"))
    takes = hours_of(found, {}, START, {}, today=TODAY)
    assert [takes[each.standard.key].hours for each in found] == [4] * len(found) and len(found) == 2


@pytest.mark.parametrize(
    ("day", "hours"),
    [(TODAY, 0), (date(2012, 11, 12), 0), (date(2012, 11, 13), 4)],
)
def test_what_stands_on_a_desk_already_is_that_work_where_it_comes_in_time(day: date, hours: int) -> None:
    found = asked((Event.PLACED, BEGAN), (Event.AWAY_BEGAN, BEGAN), keys=(REVIEW,))  # by 12 November
    takes = hours_of(found, {}, START, {TypedKind.LOOKED_AFTER_REVIEW: day}, today=TODAY)
    assert takes[REVIEW].hours == hours


def test_one_that_stands_there_is_one_of_two_and_what_is_late_is_met_by_the_next() -> None:
    emergency = [(Event.PLACED_IN_EMERGENCY, BEGAN), (Event.EMERGENCY_WENT_ON, BEGAN + DAY)]
    found = asked(*emergency, keys=("care.lac_em_2", "care.lac_em_3"))  # the first was due on 4 October
    takes = hours_of(found, {}, START, {TypedKind.LOOKED_AFTER_REVIEW: TODAY}, today=TODAY)
    assert (takes["care.lac_em_2"].hours, takes["care.lac_em_3"].hours) == (0, 4)


def test_what_comes_of_plan_and_health_takes_hours_and_a_plan_is_looked_at_once() -> None:
    coming = {PLAN_DUTY: TODAY + DAY, HEALTH_DUTY: TODAY + DAY}
    home = asked((Event.AT_HOME_BEGAN, date(2010, 11, 1)), keys=("care.pace_1",))  # two years at home
    takes = hours_of(home, coming, START, {}, today=TODAY)
    assert {key: each.hours for key, each in takes.items()} == {PLAN_DUTY: 4, HEALTH_DUTY: 2}


def test_what_others_do_takes_no_hours() -> None:
    found = asked((Event.REQUIREMENT_MADE, BEGAN), keys=("care.chs_pre13",))
    assert found and hours_of(found, {}, START, {}, today=TODAY) == {}


def test_decisions_of_one_officer_count_together_in_eight_weeks_and_the_first_in_any_case() -> None:
    soon, late = TODAY + 55 * DAY, TODAY + 56 * DAY
    assert hours_of_decisions([TODAY, soon, late], START, today=TODAY) == Takes(Decimal(2))
    assert hours_of_decisions([late, late], START, today=TODAY) == Takes(Decimal(1))


def test_months_come_again_by_the_days_of_the_month_and_what_comes_before_something_never() -> None:
    visits = asked((Event.AWAY_BEGAN, date(2012, 12, 31)), keys=(VISITS,), today=date(2013, 1, 2))
    assert [again_in(each) for each in visits] == [28]  # the last day is 31 January; then 28 February
    assert [again_in(each) for each in asked((Event.AWAY_BEGAN, BEGAN), keys=(REVIEW,))] == [None]


# --- on desks ---


@pytest.fixture(autouse=True)
def on_a_day(settings) -> None:
    settings.LIPPEN_TODAY = TODAY


@pytest.fixture
def c() -> Cast:
    return without_first_visits(cast())


@pytest.fixture
def child(c: Cast) -> KnownPerson:
    """Away from home since 1 October, known here since today: a visit by 24 October, a review by 12 November."""
    return in_care(c, "Isla")


def in_care(c: Cast, name: str) -> KnownPerson:
    found = c.add(c.worker, name, "Balfour")
    c.allocate(found, c.worker)
    access.identify(c.worker, today=TODAY)
    lives = {"placement": PlacementGiven(PlacementKind.FOSTER_COUNCIL), "legal": LegalGiven("S25"), "so_on": BEGAN}
    living.begin_care(actor=c.worker, person_ref=found.ref, at=NOW, **lives)
    return found


def owed(c: Cast, who: Actor, *, on: date = TODAY) -> OwedRow:
    access.identify(c.manager, today=TODAY)
    rows = numbers.workers(c.manager, c.council.pk, on=on)
    return next(each.owed for each in rows if each.person_id == who.person_id)


def by_kind(who: Actor) -> dict[str, OwedRow]:
    return {row.words: row.owed for row in numbers.due_rows(who.person_id, on=TODAY)}


def every_night(c: Cast, *children: KnownPerson) -> int:
    access.identify(c.worker, today=TODAY)
    return follow_all(actor=c.worker, person_ids=[each.pk for each in children], at=NOW)


def set_hours(c: Cast, key: str, number: str, council: int | None = None, actor: Actor | None = None) -> None:
    who = actor or c.manager
    access.identify(who, today=TODAY)
    given = {"key": key, "number": Decimal(number), "why": "We measured it", "so_on": TODAY, "at": NOW}
    work.set_number(actor=who, authority_id=council or c.council.pk, **given)


def test_casework_desk_hours_count_visits_reviews_and_plans_of_the_next_eight_weeks(c: Cast, child) -> None:
    """From 17 October to 11 December: visits by 24 October and 23 November, a review by 12 November."""
    assert owed(c, c.worker) == OwedRow(3, Decimal("7.0"), 1)
    assert by_kind(c.worker) == {
        "First review": OwedRow(1, Decimal(4)),
        "First visit in a placement": OwedRow(1, Decimal("3.0"), 1),
        "Visits away from home": OwedRow(1, Decimal(0)),
    }


@pytest.mark.parametrize(
    ("on", "duties", "hours"),
    [
        (date(2012, 8, 29), 0, "0"),  # until 23 October
        (date(2012, 8, 30), 1, "1.5"),  # until 24 October: the visit is due
        (date(2012, 9, 18), 3, "5.5"),  # until 12 November: the review, and Visits away from home (1 November)
        (date(2012, 9, 28), 3, "5.5"),  # until 22 November
        (date(2012, 9, 29), 3, "7.0"),  # until 23 November: 30 days after 24 October
        (date(2012, 11, 5), 3, "7.0"),  # until 30 December; late since 24 October: today, then 5 December
        (date(2012, 10, 29), 3, "7.0"),  # until 23 December: today, then 28 November
        (date(2012, 11, 30), 3, "7.0"),  # until 24 January: today, then 30 December
    ],
)
def test_each_time_counts_from_the_day_on_which_it_is_due(c: Cast, child, on: date, duties: int, hours: str) -> None:
    found = owed(c, c.worker, on=on)
    assert (found.duties, found.hours) == (duties, Decimal(hours))


def test_what_comes_every_week_comes_eight_times(c: Cast, child) -> None:
    duty = Duty.objects.get(kind=FIRST_VISIT, closed_at=None)
    Duty.objects.filter(pk=duty.pk).update(again_days=7)
    assert by_kind(c.worker)["First visit in a placement"] == OwedRow(1, Decimal("1.5") * 7, 6)


def test_a_visit_that_is_planned_is_that_visit(c: Cast, child) -> None:
    before = owed(c, c.worker)
    access.identify(c.worker, today=TODAY)
    planned = {"planned_on": TODAY + 3 * DAY, "worker_id": c.worker.person_id, "so_on": TODAY, "at": NOW}
    visiting.plan_visit(actor=c.worker, person_ref=child.ref, **planned)
    assert owed(c, c.worker).hours == before.hours + Decimal("1.5"), "until the night"
    assert every_night(c, child) == 1
    assert owed(c, c.worker).hours == before.hours
    assert every_night(c, child) == 0


def test_a_review_that_is_typed_in_is_that_review(c: Cast, child) -> None:
    access.identify(c.worker, today=TODAY)
    given = {"kind": TypedKind.LOOKED_AFTER_REVIEW, "worker_id": c.worker.person_id, "due_on": date(2012, 11, 12)}
    typed.type_duty(actor=c.worker, person_ref=child.ref, so_on=TODAY, at=NOW, hours=Decimal(3), **given)
    every_night(c, child)
    assert owed(c, c.worker).hours == Decimal("6.0")


def test_a_councils_own_hours_count_from_the_night_on_and_in_that_council_alone(c: Cast, child) -> None:
    set_hours(c, "hours_visit", "2")
    set_hours(c, "hours_looked_after_review", "6.5")
    assert owed(c, c.worker).hours == Decimal("7.0"), "until the night"
    assert every_night(c, child) == 2
    assert owed(c, c.worker).hours == Decimal("10.5")
    second = in_care(c, "Nan")
    assert {duty.hours for duty in Duty.objects.filter(subject_key=second.ref, kind=REVIEW)} == {Decimal("6.5")}
    access.identify(c.stranger, today=TODAY)
    assert numbers.numbers(c.stranger, c.council.pk, on=TODAY)["hours_visit"] == Decimal("1.5"), "not theirs to read"


def test_the_hours_of_a_day_before_are_those_of_that_day(c: Cast) -> None:
    set_hours(c, "hours_visit", "2")
    access.identify(c.manager, today=TODAY)
    for on, hours in ((TODAY - DAY, "1.5"), (TODAY, "2")):
        assert numbers.numbers(c.manager, c.council.pk, on=on)["hours_visit"] == Decimal(hours)


def test_hours_go_along_with_the_child(c: Cast, child) -> None:
    before = owed(c, c.worker)
    c.allocate(child, c.colleague)
    assert owed(c, c.colleague) == before and owed(c, c.worker).duties == 0


def test_what_a_review_decided_takes_hours_of_whoever_does_it(c: Cast, child) -> None:
    about = {"actor": c.worker, "person_ref": child.ref, "at": NOW}
    planned = reviews.plan_review(
        kind=Event.FIRST_REVIEW, planned_on=TODAY, chair=Who(words="Ms Quill"), guests=[], **about
    )
    decided = [Decided(what, Who(c.colleague.person_id), TODAY + 7 * DAY) for what in ("Ring the school", "Write")]
    told = Told(TookPart.SPOKE, "All was talked about", child_view="I want to stay", decided=decided)
    reviews.hold_review(actor=c.worker, review_ref=planned.ref, so_on=TODAY, told=told, at=NOW)
    duty = Duty.objects.get(kind=DECISION_DUTY, closed_at=None)
    assert (duty.holder_id, duty.hours) == (c.colleague.person_id, 2)
    assert owed(c, c.colleague) == OwedRow(1, Decimal(2))


def test_whoever_works_by_it_asks_for_other_hours(c: Cast) -> None:
    access.identify(c.worker, today=TODAY)
    given = {"authority_id": c.council.pk, "key": "hours_visit", "words": "The road alone takes two", "so_on": TODAY}
    limits.challenge_figure(actor=c.worker, at=NOW, **given)
    page = text_of(client_of(c.manager).get(reverse("casework:figures")))
    assert "Visit to a child: work for it" in page and "The road alone takes two" in page
    assert "What Lippen starts with: ours, not published" in page


def test_the_load_says_from_what_it_follows(c: Cast, child) -> None:
    leader = client_of(c.leader)
    team = text_of(leader.get(reverse("casework:team")))
    assert '>3 <span class="lippen-reason">7 hours</span>' in team
    assert "what comes again within these weeks, such as visits, counts each time" in team
    access.identify(c.leader, today=TODAY)
    rows = numbers.workers(c.leader, c.council.pk, on=TODAY)
    ref = next(each.ref for each in rows if each.person_id == c.worker.person_id)
    page = text_of(leader.get(reverse("casework:worker_terms", args=[ref])))
    assert "What is due in eight weeks" in page and rules.DESK_HOURS.sentence.replace("'", "&#x27;") in page
    row = page[page.index("First visit in a placement</th>") :]
    assert [each.split("<")[0] for each in row[: row.index("</tr>")].split('lippen-number">')[1:]] == ["1", "1", "3"]
    assert "Balfour" not in page, "how much, and never for whom"


def test_the_table_holds_nothing_that_comes_again_without_days(c: Cast, child) -> None:
    duty = Duty.objects.get(kind=REVIEW, closed_at=None)
    for wrong in ({"again_hours": 1}, {"again_days": 0}):
        with pytest.raises(DatabaseError, match="what_comes_again_says"), transaction.atomic():
            Duty.objects.filter(pk=duty.pk).update(**wrong)
    assert Duty.objects.filter(subject_kind=CHILD_SUBJECT, closed_at=None).count() == 3


def client_of(actor: Actor) -> Client:
    client = Client()
    client.force_login(get_user_model().objects.get(pk=actor.account_id), BACKEND)
    return client


def text_of(answer: object) -> str:
    return " ".join(answer.content.decode().split())  # type: ignore[attr-defined]
