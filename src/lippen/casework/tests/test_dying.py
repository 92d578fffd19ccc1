"""A child has died: nothing is planned or due any more, the pages say so plainly, and all of it is undone if wrong."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lippen.casework.actions import knowing, meeting, people, typed, visiting
from lippen.casework.models import KnownPerson, PersonDeath
from lippen.casework.queries import alerting, lists, numbers, records
from lippen.casework.tests.factories import NOW, TODAY, Cast, cast
from lippen.casework.tests.test_screens import at, send, signed_in
from lippen.casework.vocabulary import AlertKind, Duty, FactKind, Place, Supervision, TieKind, TypedKind
from lippen.kernel import access
from lippen.kernel.errors import CannotDo
from lippen.organisation.models import Duty as Owed

pytestmark = pytest.mark.django_db
GIVEN = {"so_on": TODAY, "at": NOW}
LATER = NOW + timedelta(minutes=5)
DIED = TODAY - timedelta(days=2)


@pytest.fixture
def c(settings) -> Cast:
    settings.LIPPEN_TODAY = TODAY
    return cast()


@pytest.fixture
def isla(c: Cast) -> KnownPerson:
    """A child with a visit planned and a core group due, allocated to the worker."""
    child = c.add(c.worker, "Isla", "Balfour")
    c.allocate(child, c.worker)
    access.identify(c.worker, today=TODAY)
    plan = {"planned_on": TODAY + timedelta(3), "worker_id": c.worker.person_id}
    visiting.plan_visit(actor=c.worker, person_ref=child.ref, **plan, **GIVEN)
    due = {"kind": TypedKind.CORE_GROUP, "worker_id": c.worker.person_id, "due_on": TODAY + timedelta(5)}
    typed.type_duty(actor=c.worker, person_ref=child.ref, **due, **GIVEN)
    return child


def die(c: Cast, child: KnownPerson, at_=LATER) -> PersonDeath:
    access.identify(c.worker, today=TODAY)
    return knowing.say_death(actor=c.worker, person_ref=child.ref, died_on=DIED, so_on=TODAY, at=at_)


def owed(c: Cast) -> set[str]:
    return set(Owed.objects.filter(holder_id=c.worker.person_id, closed_at=None).values_list("kind", flat=True))


def test_nobody_is_reminded_of_a_child_who_died_and_of_all_of_it_should_that_be_wrong(c, isla) -> None:
    before = owed(c)
    assert {Duty.VISIT, Duty.CORE_GROUP} <= before
    death = die(c, isla)
    assert not {Duty.VISIT, Duty.CORE_GROUP} & owed(c)
    hours = dict(Owed.objects.filter(holder_id=c.worker.person_id).values_list("kind", "hours"))
    said = {"kind": FactKind.DEATH, "number": death.pk, "why": "It was another child", "so_on": TODAY}
    knowing.withdraw(actor=c.worker, person_ref=isla.ref, at=LATER + timedelta(minutes=5), **said)
    assert owed(c) == before
    again = Owed.objects.filter(holder_id=c.worker.person_id, closed_at=None).values_list("kind", "hours")
    assert dict(again) == {kind: hours[kind] for kind in before}


def test_what_is_due_because_of_the_death_is_typed_in_afterwards_and_stays(c, isla) -> None:
    die(c, isla)
    due = {"kind": TypedKind.OTHER_DUTY, "worker_id": c.worker.person_id, "due_on": TODAY + timedelta(1)}
    words = {"words": "Tell the Care Inspectorate", "so_on": TODAY, "at": LATER + timedelta(minutes=1)}
    typed.type_duty(actor=c.worker, person_ref=isla.ref, **due, **words)
    assert Duty.OTHER_DUTY in owed(c)
    page = signed_in(c.worker).get(at("child", isla.ref)).content.decode()
    assert "Tell the Care Inspectorate" in page and "Core group" not in page.partition("What happened")[0]


def test_a_referral_is_still_decided_after_a_death(c, isla) -> None:
    c.refer(c.worker, isla)
    before = owed(c)
    die(c, isla)
    assert Duty.SCREEN in owed(c) and Duty.SCREEN in before


def test_nothing_is_planned_for_a_child_who_died(c, isla) -> None:
    mother = c.mother_of(c.worker, isla)
    die(c, isla)
    plan = {"planned_on": TODAY + timedelta(3), "worker_id": c.worker.person_id}
    with pytest.raises(CannotDo, match="A death is recorded here"):
        visiting.plan_visit(actor=c.worker, person_ref=isla.ref, **plan, **GIVEN)
    starts = NOW + timedelta(days=2)
    when = meeting.When(starts, starts + timedelta(hours=1))
    given = {"whom": [mother.ref], "supervision": Supervision.NONE, "place": "At home", "at": NOW}
    with pytest.raises(CannotDo, match="A death is recorded here"):
        meeting.plan_contact(actor=c.worker, person_ref=isla.ref, when=when, **given)


def test_a_child_who_died_is_in_no_load_and_waits_no_more_until_that_is_wrong(c) -> None:
    child, waits = c.add(c.worker, "Isla"), c.add(c.worker, "Ewan")
    c.allocate(child, c.worker)
    c.waiting(c.worker, waits)

    def load() -> int:
        access.identify(c.leader, today=TODAY)
        rows = numbers.workers(c.leader, c.council.pk, on=TODAY, person_ids=[c.worker.person_id])
        return rows[0].load.children

    def queue() -> list[str]:
        access.identify(c.worker, today=TODAY)
        return [row.person.ref for row in lists.queue(c.worker, today=TODAY)]

    assert (load(), queue()) == (1, [waits.ref])
    die(c, child)
    death = die(c, waits)
    assert (load(), queue()) == (0, [])
    access.identify(c.worker, today=TODAY)
    late = TODAY + timedelta(days=40)
    assert AlertKind.WAITS not in {row.kind for row in alerting.alerts(c.worker, today=late).open}
    said = {"kind": FactKind.DEATH, "number": death.pk, "why": "Another child", "so_on": TODAY}
    knowing.withdraw(actor=c.worker, person_ref=waits.ref, at=LATER + timedelta(minutes=5), **said)
    assert queue() == [waits.ref]


def test_whoever_else_works_with_the_child_is_told_of_a_death(c, isla) -> None:
    access.identify(c.manager, today=TODAY)
    knowing.say_death(actor=c.manager, person_ref=isla.ref, died_on=DIED, so_on=TODAY, at=LATER)
    access.identify(c.worker, today=TODAY)
    assert AlertKind.DEATH in {row.kind for row in alerting.alerts(c.worker, today=TODAY).open}


def test_the_pages_say_it_plainly_and_count_no_more_days(c, isla) -> None:
    tie = people.NewTie(isla.ref, TieKind.SIBLING)
    brother = c.add(c.worker, "Ruaridh", "Balfour", tie=tie)
    access.identify(c.worker, today=TODAY)
    seen = {"is_seen": True, "place": Place.HOME, "so_on": TODAY - timedelta(5), "at": NOW}
    visiting.record_visit(actor=c.worker, person_ref=isla.ref, **seen)
    die(c, isla)
    client = signed_in(c.worker)
    page = client.get(at("child", isla.ref)).content.decode()
    assert "Isla Balfour died on 15 October 2012, 6 years old." in page
    assert "Who worked with Isla Balfour to the end" in page
    for gone in ("days ago", "Next visit", "Plan a visit", "Is it still so?", "Record a death"):
        assert gone not in page, gone
    assert "Sister" in (told := client.get(at("child", brother.ref)).content.decode()) or "Brother or sister" in told
    assert "died on 15 October 2012" in told
    rows = client.get(at("children")).content.decode()
    assert "died on 15 October 2012" in rows and "Nothing is planned" in rows
    access.identify(c.worker, today=TODAY)
    person = records.head(c.worker, brother.ref)
    assert records.siblings(c.worker, person) == ()


def test_a_death_is_recorded_on_its_page_which_says_what_follows(c, isla) -> None:
    client = signed_in(c.worker)
    page = client.get(at("say_death", isla.ref)).content.decode()
    assert "nobody is reminded" in page
    answer = send(client, at("say_death", isla.ref), died_on=DIED.isoformat(), sure="on")
    assert "died on 15 October 2012" in answer.content.decode()
