"""A file that came in is undone whole, while nothing of it was changed or built upon; and nothing is deleted."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import timedelta

import pytest

from lippen.casework import intake
from lippen.casework.actions import front, knowing, people, staging, undoing, visiting, work
from lippen.casework.models import (
    ChronologyEntry,
    FactWord,
    Intake,
    Involvement,
    KnownPerson,
    PersonAddress,
    PersonNow,
    Referral,
    Tie,
    TieEnd,
    Waiting,
)
from lippen.casework.queries import lists, records
from lippen.casework.queries.undoing import brought_by, in_the_way
from lippen.casework.tests.factories import NOW, TODAY, Cast
from lippen.casework.tests.test_intake import CHILDREN, brought, c, looked, named, said, taken
from lippen.casework.tests.test_intake_waits import rows as waits
from lippen.casework.vocabulary import DoubtKind, FactKind, IntakeKind, IntakeState, Outcome, ReferralFrom, ReferralWhy
from lippen.kernel import access
from lippen.kernel.errors import CannotDo, NotAllowed, NotVisible
from lippen.kernel.models import AuditEntry
from lippen.organisation.models import Person

__all__ = ["c"]
pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
WHY = "The wrong export was chosen."
REFERRALS = "Child ID,Received,Source,Reason,Details\nP001,01/09/2012,School,neglect,Came to school hungry.\n"
NOTES = "Person ID,Date,Note,Source,Significance\nP001,01/02/2011,Moved house.,School,high\n"
TIES = "Person ID,Other ID,Relationship\nP001,P002,Sister\n"


def undone(c: Cast, row: Intake, *, at=NOW) -> Intake:
    """The file, undone as on the page and by the worker."""
    version = Intake.objects.get(pk=row.pk).version
    undoing.begin_undoing(actor=c.manager, intake_ref=row.ref, why=WHY, version=version, at=at)
    found = intake.undo(lambda: nullcontext(c.manager), row.ref, at=at)
    access.identify(c.manager, today=TODAY)
    return found


def stands(c: Cast, row: Intake) -> list[tuple[int, str, str]]:
    """What stands in the way: row, name, why."""
    return [(each.row, each.person.name, each.why) for each in in_the_way(c.manager, brought_by(c.manager, row))]


def test_children_of_a_file_that_is_undone_leave_every_list_and_stay_to_be_read(c: Cast) -> None:
    row = brought(c, IntakeKind.CHILDREN, CHILDREN)
    ref = named("P001").ref
    assert undone(c, row).state == IntakeState.UNDONE
    assert lists.children(c.manager, lists.Wanted(everyone=True)).found == 0
    record = records.record(c.manager, ref, real_at=NOW)
    assert (record.person.name, record.person.is_mistake, record.person.place) == ("Ailsa Docherty", True, "")
    assert KnownPerson.objects.count() == 3 and PersonAddress.objects.count() == 2
    why = FactWord.objects.filter(person__ref=ref, kind=FactKind.ADDRESS.value).get().why
    assert why == f"Came in by mistake with export.csv on 17 October 2012. Undone: {WHY}"
    assert not Involvement.objects.filter(ends_on__isnull=True).exists()


def test_nothing_more_is_written_of_somebody_who_came_in_by_mistake(c: Cast) -> None:
    row = brought(c, IntakeKind.CHILDREN, CHILDREN)
    ref = named("P001").ref
    undone(c, row)
    with pytest.raises(CannotDo, match="came in by mistake"):
        visiting.record_visit(actor=c.manager, person_ref=ref, is_seen=False, words="Not in.", so_on=TODAY, at=NOW)


def test_the_same_file_comes_in_again_once_it_is_undone_without_a_doubt(c: Cast) -> None:
    undone(c, brought(c, IntakeKind.CHILDREN, CHILDREN))
    again = looked(c, IntakeKind.CHILDREN, CHILDREN)
    assert said(again) == []
    assert taken(c, again).taken == 3
    assert lists.children(c.manager, lists.Wanted(everyone=True)).found == 3


def test_a_number_that_came_to_somebody_recorded_before_is_marked_wrong_and_they_stay(c: Cast) -> None:
    brought(c, IntakeKind.CHILDREN, CHILDREN)
    later = CHILDREN.replace("P00", "Q00").splitlines(keepends=True)
    row = looked(c, IntakeKind.CHILDREN, "".join(later[:2]))
    doubt = row.doubts.get(kind=DoubtKind.SAME.value)
    staging.answer_doubts(actor=c.manager, intake_ref=row.ref, answers=[(doubt.pk, doubt.choices[0][0], "")], at=NOW)
    undone(c, taken(c, row))
    assert FactWord.objects.get().kind == FactKind.NUMBER
    assert not PersonNow.objects.get(person=named("P001")).is_mistake


def test_ties_of_a_file_that_is_undone_were_mistakes(c: Cast) -> None:
    brought(c, IntakeKind.CHILDREN, CHILDREN)
    undone(c, brought(c, IntakeKind.TIES, TIES))
    assert Tie.objects.count() == TieEnd.objects.filter(is_mistake=True).count() == 1


def test_referrals_of_a_file_that_is_undone_end_as_mistakes_and_are_no_repeat(c: Cast) -> None:
    brought(c, IntakeKind.CHILDREN, CHILDREN)
    undone(c, brought(c, IntakeKind.REFERRALS, REFERRALS))
    ref = named("P001").ref
    step = Referral.objects.get().steps.get()
    assert (step.outcome, step.words.endswith(WHY)) == (Outcome.MISTAKE, True)
    told = {"source": ReferralFrom.EDUCATION, "why": ReferralWhy.NEGLECT, "words": "Hungry again."}
    front.refer(actor=c.manager, person_ref=ref, received_on=TODAY, at=NOW, **told)
    latest, mistake = records.record(c.manager, ref, real_at=NOW).referrals
    assert not latest.is_repeat and mistake.stage == "closed"


def test_children_who_came_in_waiting_leave_the_queue(c: Cast) -> None:
    brought(c, IntakeKind.CHILDREN, CHILDREN)
    undone(c, brought(c, IntakeKind.WAITS, waits(c)))
    assert lists.queue(c.manager, today=TODAY) == ()
    assert Waiting.objects.get().end.kind == "mistake"
    assert not Involvement.objects.filter(kind="holding", ends_on__isnull=True).exists()


def test_whoever_had_a_child_before_has_them_again(c: Cast) -> None:
    brought(c, IntakeKind.CHILDREN, CHILDREN)
    worker = Person.objects.get(pk=c.worker.person_id)
    row = brought(c, IntakeKind.ALLOCATIONS, f"Child ID,Worker,Since\nP001,{worker.email},01/03/2012\n")
    undone(c, row)
    part = Involvement.objects.get(person=named("P001"), ends_on__isnull=True)
    assert (part.kind, part.worker_id, part.starts_on) == ("duty", c.manager.person_id, TODAY)


def test_notes_of_a_file_that_is_undone_stand_in_the_chronology_as_wrong(c: Cast) -> None:
    brought(c, IntakeKind.CHILDREN, CHILDREN)
    undone(c, brought(c, IntakeKind.ENTRIES, NOTES))
    assert ChronologyEntry.objects.count() == 1
    (event,) = [each for each in records.record(c.manager, named("P001").ref, real_at=NOW).events if each.wrong_why]
    assert event.title == "Moved house." and event.wrong_why.endswith(WHY)


def test_a_visit_since_then_stands_in_the_way_of_the_children_and_nothing_is_undone(c: Cast) -> None:
    row = brought(c, IntakeKind.CHILDREN, CHILDREN)
    given = {"person_ref": named("P002").ref, "so_on": TODAY, "at": NOW}
    visiting.record_visit(actor=c.manager, is_seen=False, words="Nobody was in.", **given)
    assert stands(c, row) == [(3, "Ruaridh Docherty", "a visit was planned or made")]
    with pytest.raises(CannotDo, match="1 of its rows stand in the way"):
        undone(c, row)
    access.identify(c.manager, today=TODAY)
    assert not FactWord.objects.exists() and Intake.objects.get(pk=row.pk).state == IntakeState.TAKEN


def test_a_later_file_stands_in_the_way_until_it_is_undone_itself(c: Cast) -> None:
    row = brought(c, IntakeKind.CHILDREN, CHILDREN)
    ties, notes = brought(c, IntakeKind.TIES, TIES), brought(c, IntakeKind.ENTRIES, NOTES)
    assert {each[2] for each in stands(c, row)} <= {
        "something was added to the chronology, with export.csv",
        "somebody of the family was recorded, with export.csv",
    }
    undone(c, ties)
    undone(c, notes)
    assert stands(c, row) == []
    assert undone(c, row).state == IntakeState.UNDONE


@pytest.mark.parametrize("kind", ["referral", "wait", "tie", "note", "part"])
def test_what_was_taken_further_stands_in_the_way(c: Cast, kind: str) -> None:
    brought(c, IntakeKind.CHILDREN, CHILDREN)
    worker = Person.objects.get(pk=c.worker.person_id)
    given = {"actor": c.manager, "so_on": TODAY, "at": NOW}
    if kind == "referral":
        row = brought(c, IntakeKind.REFERRALS, REFERRALS)
        step = {"outcome": Outcome.ADVICE, "words": "Advice was given."}
        front.take_step(referral_ref=Referral.objects.get().ref, **step, **given)
    elif kind == "wait":
        row = brought(c, IntakeKind.WAITS, waits(c))
        front.tell_news(waiting_ref=Waiting.objects.get().ref, words="Moved out.", **given)
    elif kind == "tie":
        row = brought(c, IntakeKind.TIES, TIES)
        people.end_tie(person_ref=named("P001").ref, tie_id=Tie.objects.get().pk, is_mistake=False, **given)
    elif kind == "note":
        row = brought(c, IntakeKind.ENTRIES, NOTES)
        entry = ChronologyEntry.objects.get()
        about = {"person_ref": named("P001").ref, "kind": FactKind.ENTRY, "number": entry.pk}
        knowing.withdraw(why="Another child's.", **about, **given)
    else:
        row = brought(c, IntakeKind.ALLOCATIONS, f"Child ID,Worker,Since\nP001,{worker.email},01/03/2012\n")
        work.allocate(person_ref=named("P001").ref, worker_id=c.colleague.person_id, **given)
    assert [(each[0], each[1]) for each in stands(c, row)] == [(2, "Ailsa Docherty")]


def test_a_file_is_undone_for_thirty_days_and_no_longer(c: Cast) -> None:
    row = brought(c, IntakeKind.CHILDREN, CHILDREN)
    found = Intake.objects.get(pk=row.pk)
    assert undoing.why_not(found, TODAY + 30 * DAY) == ""
    with pytest.raises(CannotDo, match="more than 30 days ago"):
        undone(c, row, at=NOW + 31 * DAY)


def test_staff_and_a_file_of_before_are_told_why_they_are_not_undone(c: Cast) -> None:
    row = brought(c, IntakeKind.CHILDREN, CHILDREN)
    with pytest.raises(CannotDo, match="Somebody changed this in another tab"):
        undoing.begin_undoing(actor=c.manager, intake_ref=row.ref, why=WHY, version=row.version + 1, at=NOW)
    with pytest.raises(CannotDo, match="Say why"):
        undoing.begin_undoing(actor=c.manager, intake_ref=row.ref, why=" ", version=row.version, at=NOW)
    row.kind = IntakeKind.STAFF.value
    assert undoing.why_not(row, TODAY) == undoing.OF_STAFF


def test_undoing_is_for_those_who_bring_records_in_and_is_on_the_trail(c: Cast) -> None:
    row = brought(c, IntakeKind.CHILDREN, CHILDREN)
    asked = {"intake_ref": row.ref, "why": WHY, "version": row.version, "at": NOW}
    for actor in (c.worker, c.stranger):
        access.identify(actor, today=TODAY)
        with pytest.raises((NotVisible, NotAllowed)):
            undoing.begin_undoing(actor=actor, **asked)
    access.identify(c.manager, today=TODAY)
    undone(c, row)
    verbs = set(AuditEntry.objects.values_list("verb", flat=True))
    assert {"intake.undoing_asked", "intake.undone", "known.undone"} <= verbs


def test_undone_twice_is_undone_once(c: Cast) -> None:
    row = undone(c, brought(c, IntakeKind.CHILDREN, CHILDREN))
    before = FactWord.objects.count()
    undoing.undo_intake(actor=c.manager, intake_ref=row.ref, at=NOW)
    assert FactWord.objects.count() == before


def test_an_allocation_by_which_a_child_left_the_queue_stands_in_the_way(c: Cast) -> None:
    brought(c, IntakeKind.CHILDREN, CHILDREN)
    brought(c, IntakeKind.WAITS, waits(c))
    worker = Person.objects.get(pk=c.colleague.person_id)
    row = brought(c, IntakeKind.ALLOCATIONS, f"Child ID,Worker,Since\nP001,{worker.email},01/10/2012\n")
    assert lists.queue(c.manager, today=TODAY) == ()
    assert stands(c, row) == [(2, "Ailsa Docherty", "they had waited, and left the queue by it")]
