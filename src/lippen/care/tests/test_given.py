"""Whoever has a child now has what is due for the child: after files, allocations and handovers, and with nobody."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lippen.care.actions.following import follow_all
from lippen.care.queries import due, reviews
from lippen.care.tests.columns import WHOLE, brought, child_of, undone, whole
from lippen.casework.actions import handing, visiting, work
from lippen.casework.models import Involvement, KnownPerson
from lippen.casework.tests.factories import NOW, TODAY, Cast, cast
from lippen.casework.tests.test_intake import brought as brought_before
from lippen.casework.vocabulary import IntakeKind, Place
from lippen.kernel import access
from lippen.kernel.access import Actor
from lippen.organisation.models import Duty, Person

pytestmark = pytest.mark.django_db
CHILDREN = "Person ID,Forename,Surname,DOB\nP001,Ailsa,Docherty,03/05/2006\nP002,Ruaridh,Docherty,11/09/2008\n"


@pytest.fixture
def c(settings) -> Cast:
    settings.LIPPEN_TODAY = TODAY
    found = cast()
    brought_before(found, IntakeKind.CHILDREN, CHILDREN)
    return found


@pytest.fixture
def child(c: Cast) -> KnownPerson:
    whole(c)
    return child_of(c, "P001")


def owed(child: KnownPerson) -> set[tuple[str, int]]:
    rows = Duty.objects.filter(subject_key=child.ref, subject_kind="care.child", closed_at__isnull=True)
    return set(rows.values_list("kind", "holder_id"))


def holders(child: KnownPerson) -> set[int]:
    return {holder for _, holder in owed(child)}


def allocated(c: Cast, child: KnownPerson, to: Actor) -> None:
    access.identify(c.manager, today=TODAY)
    work.allocate(actor=c.manager, person_ref=child.ref, worker_id=to.person_id, so_on=TODAY, at=NOW)


def as_every_night(c: Cast, child: KnownPerson) -> int:
    access.identify(c.manager, today=TODAY)
    return follow_all(actor=c.manager, person_ids=[child.pk], at=NOW)


def on_lists(actor: Actor) -> tuple[int, int]:
    access.identify(actor, today=TODAY)
    kinds = [due.due(actor, each, today=TODAY).count for each in due.DueOf]
    return sum(kinds), due.due_of(actor, reviews.KEYS, today=TODAY).count


def allocations(c: Cast, to: Actor):
    worker = Person.objects.get(pk=to.person_id)
    return brought_before(c, IntakeKind.ALLOCATIONS, f"Child ID,Worker,Since\nP001,{worker.email},01/03/2012\n")


def test_what_is_due_for_a_child_whom_files_brought_stands_with_whoever_took_the_child_in(c, child) -> None:
    assert holders(child) == {c.manager.person_id}
    assert all(on_lists(c.manager))
    assert as_every_night(c, child) == 0


def test_what_is_due_follows_at_once_when_a_file_is_undone_and_brought_again(c) -> None:
    *_, last = [brought(c, kind, *rows) for kind, rows in WHOLE.items()]
    child = child_of(c, "P001")
    before = owed(child)
    undone(c, last)
    assert owed(child) != before or not before
    assert as_every_night(c, child) == 0
    brought(c, IntakeKind.LEGAL, *WHOLE[IntakeKind.LEGAL])
    assert owed(child) == before


def test_an_allocation_gives_the_worker_what_is_due_at_once(c, child) -> None:
    Involvement.objects.filter(person=child).update(ends_on=TODAY, ended_at=NOW)
    Duty.objects.filter(subject_key=child.ref).update(closed_at=NOW)
    allocated(c, child, c.worker)
    assert holders(child) == {c.worker.person_id}
    assert as_every_night(c, child) == 0
    assert all(on_lists(c.worker))


def test_a_handover_that_is_accepted_gives_it_to_the_next(c, child) -> None:
    allocated(c, child, c.worker)
    when = {"so_on": TODAY, "at": NOW}
    access.identify(c.worker, today=TODAY)
    told = {"note": "Sees her father on Fridays", "from_on": TODAY, **when}
    made = handing.offer(actor=c.worker, person_ref=child.ref, worker_id=c.colleague.person_id, **told)
    Duty.objects.filter(subject_key=child.ref, subject_kind="care.child").update(closed_at=NOW)
    access.identify(c.colleague, today=TODAY)
    handing.answer(actor=c.colleague, handover_ref=made.ref, is_accepted=True, **when)
    assert holders(child) == {c.colleague.person_id}
    assert as_every_night(c, child) == 0


def test_a_file_of_allocations_gives_it_to_each_worker_and_undone_back_again(c, child) -> None:
    row = allocations(c, c.worker)
    assert row.taken == 1
    assert holders(child) == {c.worker.person_id}
    undone(c, row)
    assert holders(child) == {c.manager.person_id}
    assert as_every_night(c, child) == 0


def test_of_a_child_whom_nobody_has_it_stands_with_whoever_leads_the_team_that_works_along(c, child) -> None:
    access.identify(c.manager, today=TODAY)
    given = {"kind": work.InvolvementKind.CO_WORKING, "so_on": TODAY, "at": NOW}
    work.involve(actor=c.manager, person_ref=child.ref, worker_id=c.worker.person_id, **given)
    Involvement.objects.filter(person=child, kind="duty").update(ends_on=TODAY, ended_at=NOW)
    as_every_night(c, child)
    assert holders(child) == {c.leader.person_id}
    assert all(on_lists(c.leader)) and all(on_lists(c.worker))


def test_of_a_child_with_whom_nobody_works_it_stands_with_whoever_manages_records(c, child) -> None:
    Involvement.objects.filter(person=child).update(ends_on=TODAY, ended_at=NOW)
    as_every_night(c, child)
    assert holders(child) == {c.manager.person_id}
    assert all(on_lists(c.manager))


def test_whoever_sees_a_child_no_longer_takes_nothing_off_a_desk(c, child) -> None:
    allocated(c, child, c.worker)
    before = owed(child)
    access.identify(c.other_worker, today=TODAY)
    follow_all(actor=c.other_worker, person_ids=[child.pk], at=NOW)
    access.identify(c.manager, today=TODAY)
    assert owed(child) == before and before


def test_the_allocation_of_a_child_who_was_never_looked_after_reads_nothing_of_care(c) -> None:
    with CaptureQueriesContext(connection) as asked:
        allocated(c, child_of(c, "P002"), c.worker)
    assert not [each for each in asked.captured_queries if "care_review" in each["sql"]]


def test_a_visit_takes_what_it_did_off_the_lists_at_once(c, child) -> None:
    allocated(c, child, c.worker)
    first = {kind for kind, _ in owed(child)} & {"care.lac_v_1"}
    access.identify(c.worker, today=TODAY)
    told = {"is_seen": True, "place": Place.HOME, "view": "I like it here", "words": "All is well"}
    visiting.record_visit(actor=c.worker, person_ref=child.ref, so_on=TODAY, at=NOW, **told)
    assert first and not first & {kind for kind, _ in owed(child)}
    assert as_every_night(c, child) == 0
