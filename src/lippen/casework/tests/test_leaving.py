"""Somebody leaves: their children and what they owed stand on a desk until each has somebody else; changes counted."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lippen.casework import jobs, menu, rules
from lippen.casework.actions import front, guarding, handing, own_family, visiting, work
from lippen.casework.models import Involvement, KnownPerson
from lippen.casework.queries import leaving, records
from lippen.casework.tests.factories import NOW, TODAY, Cast, cast, with_child
from lippen.casework.tests.test_screens import BACKEND, MOST_STATEMENTS, NOT_COUNTED
from lippen.casework.vocabulary import Duty, InvolvementKind, OwnTieKind
from lippen.kernel import access
from lippen.kernel.access import Actor
from lippen.organisation.actions.absences import record_absence
from lippen.organisation.models import Account, PostHolding
from lippen.organisation.models import Duty as Owed
from lippen.organisation.queries import duties_of

pytestmark = pytest.mark.django_db
WHEN = {"so_on": TODAY, "at": NOW}


@pytest.fixture
def c(request, settings) -> Cast:
    settings.LIPPEN_TODAY = TODAY
    return with_child() if "child" in request.fixturenames else cast()


@pytest.fixture
def child(c: Cast) -> KnownPerson:
    return c.child


def leaves(who: Actor, on: date = TODAY) -> None:
    PostHolding.objects.filter(person_id=who.person_id).update(ends_on=on)


def asked(actor: Actor) -> list[str]:
    """Whose place is to be filled, by the actor's desk."""
    access.identify(actor, today=TODAY)
    keys = [duty.subject_key for duty in duties_of(actor) if duty.kind == Duty.LEFT_WORK]
    return sorted(Involvement.objects.filter(ref__in=keys).values_list("kind", flat=True))


def page(actor: Actor, name: str, *args: object) -> str:
    client = Client()
    client.force_login(get_user_model().objects.get(pk=actor.account_id), BACKEND)
    client.get(reverse("casework:children"))
    with CaptureQueriesContext(connection) as asked_of:
        answer = client.get(reverse(f"casework:{name}", args=args))
    assert answer.status_code == 200
    assert sum(not each["sql"].startswith(NOT_COUNTED) for each in asked_of) <= MOST_STATEMENTS
    return " ".join(answer.content.decode().split())


def test_casework_left_the_children_of_a_leaver_stand_on_the_leaders_desk_until_each_has_somebody(
    c: Cast, child: KnownPerson
) -> None:
    other = c.add(c.worker, "Ewan")
    c.allocate(other, c.worker)
    jobs.find_left_work(0)
    assert asked(c.leader) == [], "nobody has left yet"
    leaves(c.worker)
    jobs.find_left_work(0)
    assert asked(c.leader) == ["allocated", "allocated"] and asked(c.manager) == [] and asked(c.other_leader) == []
    access.identify(c.leader, today=TODAY)
    duties = [duty for duty in duties_of(c.leader) if duty.kind == Duty.LEFT_WORK]
    words = menu.duty_words(c.leader, duties)
    assert len(words) == 2
    pages = {url for _, _, url in words.values()}
    assert pages == {reverse("casework:child", args=[each.ref]) for each in (child, other)}
    c.allocate(child, c.colleague)
    assert asked(c.leader) == ["allocated"]
    c.allocate(other, c.leader)
    assert asked(c.leader) == []


def test_it_is_asked_once_and_keeps_its_day(c: Cast, child: KnownPerson, settings) -> None:
    leaves(c.worker)
    jobs.find_left_work(0)
    first = Owed.objects.get(kind=Duty.LEFT_WORK)
    settings.LIPPEN_TODAY = TODAY + timedelta(days=3)
    jobs.find_left_work(0)
    again = Owed.objects.get(kind=Duty.LEFT_WORK)
    assert (again.pk, again.ends_on, again.pinned_at) == (first.pk, first.ends_on, first.pinned_at)


def test_a_closed_way_in_counts_as_leaving(c: Cast, child: KnownPerson) -> None:
    Account.objects.filter(pk=c.worker.account_id).update(is_active=False)
    jobs.find_left_work(0)
    assert asked(c.leader) == ["allocated"]


def test_every_part_counts_and_ends_in_its_own_way(c: Cast, child: KnownPerson) -> None:
    access.identify(c.leader, today=TODAY)
    alongside = {"worker_id": c.colleague.person_id, "kind": InvolvementKind.CO_WORKING}
    together = work.involve(actor=c.leader, person_ref=child.ref, **alongside, **WHEN)
    waits = c.add(c.worker, "Ewan")
    waiting = c.waiting(c.worker, waits)
    access.identify(c.leader, today=TODAY)
    front.look_again(actor=c.leader, waiting_ref=waiting.ref, wait=c.wait(c.colleague), **WHEN)
    third = c.add(c.worker, "Una")
    c.allocate(third, c.worker)
    access.identify(c.leader, today=TODAY)
    to = {"person_ref": third.ref, "worker_id": c.colleague.person_id}
    offered = handing.offer(actor=c.leader, note="As it stands", from_on=TODAY, **to, **WHEN)
    leaves(c.colleague)
    jobs.find_left_work(0)
    assert asked(c.leader) == ["co_working", "holding", "offered"]
    access.identify(c.leader, today=TODAY)
    work.end_work(actor=c.leader, work_ref=together.ref, **WHEN)
    front.look_again(actor=c.leader, waiting_ref=waiting.ref, wait=c.wait(c.worker), **WHEN)
    handing.take_back(actor=c.leader, handover_ref=offered.ref, words="They left", **WHEN)
    assert asked(c.leader) == []


def test_a_leaders_own_children_go_to_whoever_leads_now_else_to_a_manager(c: Cast) -> None:
    child = c.add(c.worker)
    c.allocate(child, c.leader)
    leaves(c.leader)
    jobs.find_left_work(0)
    assert asked(c.manager) == ["allocated"]


def test_a_restricted_record_goes_to_those_who_are_named_for_it_and_still_here(c: Cast, child: KnownPerson) -> None:
    access.identify(c.manager, today=TODAY)
    named = [c.worker.person_id, c.manager.person_id]
    guarding.restrict(actor=c.manager, person_ref=child.ref, officers=named, why="Works here", **WHEN)
    leaves(c.worker)
    jobs.find_left_work(0)
    assert asked(c.manager) == ["allocated"] and asked(c.leader) == []
    assert not Owed.objects.filter(kind=Duty.LEFT_WORK, holder_id=c.leader.person_id).exists()


def test_what_the_leaver_owed_is_listed_by_child_and_goes_to_the_new_worker(c: Cast, child: KnownPerson) -> None:
    access.identify(c.worker, today=TODAY)
    planned = {"planned_on": TODAY + timedelta(3), "worker_id": c.worker.person_id}
    visit = visiting.plan_visit(actor=c.worker, person_ref=child.ref, **planned, **WHEN)
    leaves(c.worker)
    access.identify(c.leader, today=TODAY)
    (row,) = leaving.to_find(c.leader, on=TODAY).left
    assert (row.worker, row.is_allocated) == (c.worker.name, True)
    first = ("First visit since the allocation", date(2012, 10, 24))
    assert [(each.words, each.due_on) for each in row.owed] == [("Visit", TODAY + timedelta(3)), first]
    told = page(c.leader, "team")
    assert f"{c.worker.name} has left" in told and "visit by 20 October 2012" in told
    assert "Left by those who have gone" not in page(c.other_leader, "team")
    assert "Has left: find somebody else" in page(c.leader, "child", child.ref)
    c.allocate(child, c.colleague)
    assert Owed.objects.get(subject_key=visit.ref, closed_at=None).holder_id == c.colleague.person_id
    access.identify(c.leader, today=TODAY)
    assert leaving.to_find(c.leader, on=TODAY).left == ()
    assert not Owed.objects.filter(holder_id=c.worker.person_id, closed_at=None).exists(), "nothing hangs on a leaver"


# --- changes of worker ---


def test_casework_changes_of_worker_are_counted_on_the_childs_page(c: Cast, child: KnownPerson, settings) -> None:
    assert "allocated workers" not in page(c.leader, "child", child.ref)
    c.allocate(child, c.colleague)
    c.allocate(child, c.leader)
    c.allocate(child, c.worker)
    assert "<strong>3 allocated workers in 24 months</strong>." in page(c.leader, "child", child.ref)
    access.identify(c.leader, today=TODAY)
    found = records.record(c.leader, child.ref, real_at=NOW)
    assert [found.workers_since(TODAY + timedelta(days)) for days in (-1, 0, 1)] == [3, 1, 1]
    settings.LIPPEN_TODAY = date(2014, 10, 18)
    assert "3 allocated workers so far." in page(c.leader, "child", child.ref)


@pytest.mark.parametrize(
    ("day", "before"),
    [
        (date(2012, 10, 17), date(2010, 10, 17)),
        (date(2012, 2, 29), date(2010, 2, 28)),
        (date(2013, 1, 31), date(2011, 1, 31)),
    ],
)
def test_24_months_before_is_the_same_day_or_that_months_last(day: date, before: date) -> None:
    assert rules.months_before(day, 24) == before
    assert rules.months_before(date(2012, 12, 31), 1) == date(2012, 11, 30)


def test_the_team_page_asks_no_more_for_twelve_children_than_for_one(c: Cast, settings) -> None:
    def asked_for(children: int) -> int:
        for number in range(children):
            child = c.add(c.worker, f"Isla{number}")
            c.allocate(child, c.worker)
            access.identify(c.worker, today=TODAY)
            planned = {"planned_on": TODAY, "worker_id": c.worker.person_id}
            visiting.plan_visit(actor=c.worker, person_ref=child.ref, **planned, **WHEN)
        client = Client()
        client.force_login(get_user_model().objects.get(pk=c.leader.account_id), BACKEND)
        client.get(reverse("casework:children"))
        with CaptureQueriesContext(connection) as found:
            told = client.get(reverse("casework:team")).content.decode()
        assert "has left" in told and "may not see this record" in told
        return sum(not each["sql"].startswith(NOT_COUNTED) for each in found)

    c.waiting(c.worker, c.add(c.worker, "Ewan"))
    absent = {"starts_on": TODAY, "ends_on": TODAY + timedelta(days=9), "at": NOW}
    record_absence(actor=c.worker, person_id=c.worker.person_id, cover_id=c.leader.person_id, **absent)
    child = c.add(c.worker, "Una")
    c.allocate(child, c.colleague)
    leaves(c.colleague)
    own = c.add(c.worker, "Skye")
    c.allocate(own, c.worker)
    access.identify(c.leader, today=TODAY)
    said = {"officer_id": c.worker.person_id, "kind": OwnTieKind.FAMILY, "why": "The school says that they are cousins"}
    own_family.say_own_tie(actor=c.leader, person_ref=own.ref, **said, **WHEN)
    settings.LIPPEN_TODAY = TODAY + timedelta(days=3)
    few = asked_for(1)
    assert asked_for(11) == few <= MOST_STATEMENTS
