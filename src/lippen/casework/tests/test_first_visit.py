"""Whoever is allocated a child sees the child within some days: asked once, going along, made by seeing the child."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

import pytest

from lippen.casework import menu, rules
from lippen.casework.actions import handing, knowing, people, visiting, work
from lippen.casework.actions.visiting import AlsoSeen
from lippen.casework.models import KnownPerson, VisitDone
from lippen.casework.queries import numbers
from lippen.casework.tests.factories import NOW, TODAY, Cast, cast
from lippen.casework.tests.test_screens import at, signed_in
from lippen.casework.vocabulary import Duty, FactKind, Place, TieKind
from lippen.kernel import access
from lippen.kernel.access import Actor
from lippen.kernel.rules import Rule
from lippen.organisation.queries import DutyRow, open_duties

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
DUE = date(2012, 10, 24)
"""Five working days after Wednesday 17 October 2012."""


@pytest.fixture
def c(settings) -> Iterator[Cast]:
    settings.LIPPEN_TODAY = TODAY
    yield cast()


def owed(actor: Actor) -> list[DutyRow]:
    """The first visits that somebody owes."""
    access.identify(actor, today=TODAY)
    return [each for each in open_duties([actor.person_id]) if each.kind == Duty.FIRST_VISIT]


def allocated(c: Cast, to: Actor | None = None, given: str = "Isla") -> KnownPerson:
    child = c.add(c.leader, given, "Balfour")
    c.allocate(child, to or c.worker)
    return child


def seen(actor: Actor, child: KnownPerson, *, is_seen: bool = True, on: date = TODAY, **more: object) -> VisitDone:
    access.identify(actor, today=TODAY)
    given = {"place": Place.HOME if is_seen else None, "words": "In good heart", "so_on": on, "at": NOW, **more}
    return visiting.record_visit(actor=actor, person_ref=child.ref, is_seen=is_seen, **given)


def set_days(c: Cast, days: int) -> None:
    access.identify(c.head, today=TODAY)
    figure = {"authority_id": c.council.pk, "key": "first_visit_days", "number": Decimal(days), "why": "Agreed"}
    work.set_number(actor=c.head, so_on=TODAY, at=NOW, **figure)


@pytest.mark.parametrize(
    ("days", "from_on", "due_on"),
    [
        (5, date(2012, 10, 17), date(2012, 10, 24)),
        (1, date(2012, 10, 19), date(2012, 10, 22)),
        (5, date(2012, 12, 21), date(2013, 1, 3)),
    ],
)
def test_casework_first_visit_is_due_after_so_many_working_days(days, from_on, due_on, c, settings) -> None:
    settings.LIPPEN_TODAY = from_on
    child = c.add(c.leader, "Isla", "Balfour")
    access.identify(c.head, today=from_on)
    at_hand = {"so_on": TODAY, "at": NOW, "why": "Agreed"}
    work.set_number(actor=c.head, authority_id=c.council.pk, key="first_visit_days", number=Decimal(days), **at_hand)
    access.identify(c.leader, today=from_on)
    instant = NOW + (from_on - TODAY)
    work.allocate(actor=c.leader, person_ref=child.ref, worker_id=c.worker.person_id, so_on=from_on, at=instant)
    (duty,) = owed(c.worker)
    assert (duty.starts_on, duty.ends_on - DAY, duty.rule_key) == (from_on, due_on, rules.FIRST_VISIT.key)


def test_casework_first_visit_is_the_councils_own_choice_and_no_law() -> None:
    rule: Rule = rules.FIRST_VISIT
    assert rule.source == rules.LOCAL and rules.LOCALS["first_visit_days"].start == 5


def test_a_first_visit_stands_on_the_desk_the_childs_page_and_in_the_load(c) -> None:
    before = numbers.workers(c.leader, c.council.pk, on=TODAY, person_ids=[c.worker.person_id])
    child = allocated(c)
    (duty,) = owed(c.worker)
    words = menu.duty_words(c.worker, [duty])[duty.kind, duty.subject_key]
    assert words == ("First visit since the allocation", "Isla Balfour", at("record_visit", child.ref))
    access.identify(c.leader, today=TODAY)
    (after,) = numbers.workers(c.leader, c.council.pk, on=TODAY, person_ids=[c.worker.person_id])
    assert after.owed.duties == sum(each.owed.duties for each in before) + 1 and after.owed.hours == Decimal("1.5")
    page = signed_in(c.worker).get(at("child", child.ref)).content.decode()
    assert "First visit since the allocation" in page and "By 24 October 2012" in page and c.worker.name in page
    assert "not by law" in page


def test_a_visit_at_which_the_child_was_seen_is_the_first_one(c) -> None:
    child = allocated(c)
    seen(c.worker, child)
    assert owed(c.worker) == []
    page = signed_in(c.worker).get(at("child", child.ref)).content.decode()
    assert "First visit since the allocation" not in page


def test_a_child_who_was_not_seen_is_still_to_be_seen(c) -> None:
    child = allocated(c)
    seen(c.worker, child, is_seen=False)
    assert len(owed(c.worker)) == 1


def test_a_visit_by_somebody_else_is_not_the_workers_first(c) -> None:
    child = allocated(c)
    seen(c.leader, child)
    assert len(owed(c.worker)) == 1


def test_a_visit_before_the_allocation_is_not_the_first_one_after_it(c) -> None:
    child = allocated(c)
    seen(c.worker, child, on=TODAY - DAY)
    assert len(owed(c.worker)) == 1


def test_a_planned_visit_that_was_made_is_the_first_one_whoever_records_it(c) -> None:
    child = allocated(c)
    access.identify(c.worker, today=TODAY)
    to = {"worker_id": c.worker.person_id, "so_on": TODAY, "at": NOW}
    visit = visiting.plan_visit(actor=c.worker, person_ref=child.ref, planned_on=TODAY, **to)
    seen(c.leader, child, visit_ref=visit.ref)
    assert owed(c.worker) == []


def test_brothers_and_sisters_who_were_seen_too_have_had_their_first_visit(c) -> None:
    isla, rory = allocated(c), allocated(c, given="Rory")
    access.identify(c.worker, today=TODAY)
    people.tie_people(
        actor=c.worker, person_ref=isla.ref, other_ref=rory.ref, kind=TieKind.SIBLING, so_on=TODAY, at=NOW
    )
    seen(c.worker, isla, also=[AlsoSeen(rory.ref, is_seen_alone=False)])
    assert owed(c.worker) == []


@pytest.mark.parametrize(("planned_on", "asked"), [(TODAY, 0), (DUE, 0), (DUE + DAY, 1)])
def test_none_is_asked_where_the_worker_has_a_visit_planned_by_then(planned_on, asked, c) -> None:
    child = c.add(c.leader, "Isla", "Balfour")
    to = {"worker_id": c.worker.person_id, "so_on": TODAY, "at": NOW}
    visiting.plan_visit(actor=c.leader, person_ref=child.ref, planned_on=planned_on, **to)
    c.allocate(child, c.worker)
    assert len(owed(c.worker)) == asked


def test_a_visit_planned_for_somebody_who_works_alongside_is_not_the_new_workers(c) -> None:
    child = c.add(c.leader, "Isla", "Balfour")
    to = {"worker_id": c.colleague.person_id, "so_on": TODAY, "at": NOW}
    visiting.plan_visit(actor=c.leader, person_ref=child.ref, planned_on=TODAY, **to)
    c.allocate(child, c.worker)
    assert len(owed(c.worker)) == 1


def test_none_is_asked_for_a_child_who_has_died_and_what_was_asked_rests(c) -> None:
    child = allocated(c)
    access.identify(c.worker, today=TODAY)
    death = knowing.say_death(actor=c.worker, person_ref=child.ref, died_on=TODAY, so_on=TODAY, at=NOW)
    assert owed(c.worker) == []
    c.allocate(child, c.colleague)
    assert owed(c.colleague) == []
    access.identify(c.colleague, today=TODAY)
    wrong = {"kind": FactKind.DEATH, "number": death.pk, "why": "Another child", "so_on": TODAY, "at": NOW}
    knowing.withdraw(actor=c.colleague, person_ref=child.ref, **wrong)
    assert len(owed(c.colleague)) + len(owed(c.worker)) == 1, "who is alive is to be seen"


def test_a_council_that_set_it_to_nothing_asks_for_none(c) -> None:
    set_days(c, 0)
    allocated(c)
    assert owed(c.worker) == []


def test_a_first_visit_goes_along_with_the_child_by_the_same_day(c) -> None:
    child = allocated(c)
    (before,) = owed(c.worker)
    access.identify(c.worker, today=TODAY)
    given = {"note": "All is well", "from_on": TODAY, "so_on": TODAY, "at": NOW}
    made = handing.offer(actor=c.worker, person_ref=child.ref, worker_id=c.colleague.person_id, **given)
    access.identify(c.colleague, today=TODAY)
    handing.answer(actor=c.colleague, handover_ref=made.ref, is_accepted=True, so_on=TODAY, at=NOW)
    assert owed(c.worker) == []
    (after,) = owed(c.colleague)
    assert (after.subject_key, after.ends_on) == (before.subject_key, before.ends_on)
    page = signed_in(c.colleague).get(at("child", child.ref)).content.decode()
    assert "First visit since the allocation" in page
    seen(c.colleague, child)
    assert owed(c.colleague) == []


def test_a_new_worker_has_a_first_visit_of_their_own_once_the_one_before_had_made_theirs(c) -> None:
    child = allocated(c)
    seen(c.worker, child)
    c.allocate(child, c.colleague)
    assert len(owed(c.colleague)) == 1


def test_who_has_seen_the_child_since_a_day_that_lies_back_owes_no_first_visit(c) -> None:
    child = c.add(c.worker, "Isla", "Balfour")
    seen(c.worker, child)
    c.allocate(child, c.worker)
    assert owed(c.worker) == []


def test_a_visit_that_was_wrong_was_not_the_first_one(c) -> None:
    child = allocated(c)
    done = seen(c.worker, child)
    wrong = {"kind": FactKind.VISIT, "number": done.pk, "why": "It was her sister", "so_on": TODAY, "at": NOW}
    knowing.withdraw(actor=c.worker, person_ref=child.ref, **wrong)
    assert len(owed(c.worker)) == 1


def test_a_wrong_visit_asks_nothing_of_a_child_of_whom_none_was_asked(c) -> None:
    set_days(c, 0)
    child = allocated(c)
    done = seen(c.worker, child)
    set_days(c, 5)
    access.identify(c.worker, today=TODAY)
    wrong = {"kind": FactKind.VISIT, "number": done.pk, "why": "It was her sister", "so_on": TODAY, "at": NOW}
    knowing.withdraw(actor=c.worker, person_ref=child.ref, **wrong)
    assert owed(c.worker) == []
