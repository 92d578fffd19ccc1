"""What is due for a child follows at once where a visit was wrong, work or a part in a plan ends; and asks little."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lippen.care.actions import co_working, following, living, permanence
from lippen.care.actions.following import follow_all
from lippen.care.actions.living import LegalGiven, PlacementGiven
from lippen.care.actions.reviews import Who
from lippen.care.queries.permanence import DECISION_CLOCK
from lippen.care.tests.test_agency import name
from lippen.care.tests.test_lines import NOT_KNOWN, begun, c, child, happens, looked_after, on_a_day  # noqa: F401 - fixtures
from lippen.care.tests.test_meetings import decided, planned
from lippen.care.vocabulary import Destination, Event, PlacementKind
from lippen.care.vocabulary.meetings import MeetingKind
from lippen.care.vocabulary.permanence import LineEndKind, Route
from lippen.casework.actions import closing, front, knowing, own_family, people, visiting, work
from lippen.casework.models import Involvement, KnownPerson, VisitDone
from lippen.casework.queries import workers
from lippen.casework.tests.factories import NOW, TODAY, Cast, InvolvementKind
from lippen.casework.tests.test_not_own import as_
from lippen.casework.vocabulary import (
    BirthPrecision,
    ClosingReason,
    FactKind,
    OwnTieKind,
    Place,
    Status,
    WaitingEndKind,
)
from lippen.organisation.models import Duty

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
WHEN = {"so_on": TODAY, "at": NOW}
FEW, MANY = 2, 6


def owed(child: KnownPerson) -> set[tuple[str, int]]:  # noqa: F811
    rows = Duty.objects.filter(subject_key=child.ref, subject_kind="care.child", closed_at__isnull=True)
    return set(rows.values_list("kind", "holder_id"))


def holders(child: KnownPerson) -> set[int]:  # noqa: F811
    return {holder for _, holder in owed(child)}


def at_night(c: Cast, *children: KnownPerson) -> int:  # noqa: F811
    """How much would follow only now."""
    return follow_all(actor=as_(c.manager), person_ids=[each.pk for each in children], at=NOW)


def left_to_nobody(c: Cast, child: KnownPerson) -> None:  # noqa: F811
    """Whoever had the child does so no longer, past every rule that keeps it from happening."""
    as_(c.manager)
    Involvement.objects.filter(person=child).update(ends_on=TODAY, ended_at=NOW)
    at_night(c, child)


def test_a_visit_that_was_wrong_is_owed_again_at_once(c, child) -> None:  # noqa: F811
    before = owed(child)
    told = {"is_seen": True, "place": Place.HOME, "view": "I like it here", "words": "All is well"}
    visiting.record_visit(actor=as_(c.worker), person_ref=child.ref, **told, **WHEN)
    assert owed(child) != before
    done = VisitDone.objects.get(person=child)
    wrong = {"kind": FactKind.VISIT, "number": done.pk, "why": "It was her sister", **WHEN}
    knowing.withdraw(actor=as_(c.worker), person_ref=child.ref, **wrong)
    assert owed(child) == before
    assert at_night(c, child) == 0


def test_a_day_of_birth_and_that_it_was_wrong_let_what_is_due_follow_at_once(c, child, monkeypatch) -> None:  # noqa: F811
    asked: list[int] = []

    def follows(actor, people, *, own=following.follow_given, **given):
        asked.extend(person.pk for person in people)
        own(actor, people, **given)

    monkeypatch.setattr(following, "follow_given", follows)
    born = {"born_on": date(2009, 3, 4), "precision": BirthPrecision.EXACT, **WHEN}
    made = people.say_birth(actor=as_(c.worker), person_ref=child.ref, **born)
    assert asked == [child.pk]
    wrong = {"kind": FactKind.BIRTH, "number": made.pk, "why": "Another child", **WHEN}
    knowing.withdraw(actor=as_(c.worker), person_ref=child.ref, **wrong)
    assert asked == [child.pk, child.pk]


def test_whoever_held_a_child_that_waits_no_longer_has_nothing_due_any_more(c) -> None:  # noqa: F811
    isla = c.add(c.worker, "Isla", "Balfour")
    waits = c.waiting(as_(c.worker), isla)
    as_(c.worker)
    lives = {"placement": PlacementGiven(PlacementKind.FOSTER_COUNCIL), "legal": LegalGiven("S25")}
    living.begin_care(actor=c.worker, person_ref=isla.ref, so_on=date(2012, 1, 9), at=NOW, **lives)
    given = {"worker_id": c.colleague.person_id, "kind": InvolvementKind.DUTY, **WHEN}
    work.involve(actor=as_(c.leader), person_ref=isla.ref, **given)
    assert holders(isla) == {c.worker.person_id}
    ended = {"kind": WaitingEndKind.NOT_NEEDED, "words": "The family copes", **WHEN}
    front.end_waiting(actor=as_(c.leader), waiting_ref=waits.ref, **ended)
    assert holders(isla) == {c.colleague.person_id}
    assert at_night(c, isla) == 0


def closed(c: Cast, child: KnownPerson) -> None:  # noqa: F811
    why = {"reason": ClosingReason.NEEDS_MET, "words": "All was done that was agreed", "has_seen": True, **WHEN}
    closing.close_work(actor=as_(c.leader), person_ref=child.ref, **why)


def test_of_a_looked_after_child_whose_work_was_closed_what_is_due_stands_with_a_manager_at_once(c, child) -> None:  # noqa: F811
    assert holders(child) == {c.worker.person_id}
    work.say_status(actor=as_(c.worker), person_ref=child.ref, status=Status.NONE, **WHEN)
    closed(c, child)
    assert holders(child) == {c.manager.person_id}
    assert at_night(c, child) == 0


def test_of_a_child_whose_care_had_ended_nothing_is_due_once_work_is_closed(c, child) -> None:  # noqa: F811
    ended = {"destination": Destination.HOME, "so_on": TODAY, "at": NOW}
    living.end_care(actor=as_(c.worker), person_ref=child.ref, **ended)
    closed(c, child)
    as_(c.manager)
    assert owed(child) == set()


def test_a_co_worker_who_comes_to_a_child_whom_nobody_has_and_goes_moves_what_is_due_at_once(c, child) -> None:  # noqa: F811
    line = begun(c, child)
    left_to_nobody(c, child)
    assert holders(child) == {c.manager.person_id}
    about = {"what_for": "The papers for court", "until": TODAY + 30 * DAY, "so_on": TODAY, "at": NOW}
    co_working.give_co_worker(actor=c.manager, line_ref=line.ref, who=Who(c.worker.person_id), **about)
    assert holders(child) == {c.leader.person_id} and at_night(c, child) == 0
    ended = {"words": "The papers are written", "so_on": TODAY, "at": NOW}
    co_working.end_co_worker(actor=c.manager, line_ref=line.ref, **ended)
    assert holders(child) == {c.manager.person_id} and at_night(c, child) == 0


def test_a_co_worker_who_goes_with_the_plan_or_on_their_last_day_moves_it_at_once_too(c, child) -> None:  # noqa: F811
    line = begun(c, child)
    left_to_nobody(c, child)
    about = {"what_for": "The papers for court", "so_on": TODAY, "at": NOW}
    given = {"until": TODAY + 3 * DAY, **about}
    co_working.give_co_worker(actor=c.manager, line_ref=line.ref, who=Who(c.worker.person_id), **given)
    over = {"kind": LineEndKind.REACHED, "so_on": TODAY, "at": NOW}
    permanence.end_line(actor=c.manager, line_ref=line.ref, **over)
    assert holders(child) == {c.manager.person_id} and at_night(c, child) == 0
    told = {"route": Route.PO, "words": "She cannot go home", "view": NOT_KNOWN, "so_on": date(2012, 6, 1), "at": NOW}
    again = permanence.begin_line(actor=as_(c.manager), person_ref=child.ref, **told)
    co_working.give_co_worker(actor=as_(c.manager), line_ref=again.ref, who=Who(c.worker.person_id), **given)
    later = NOW + 5 * DAY
    assert holders(child) == {c.leader.person_id}
    follow_all(actor=c.manager, person_ids=[child.pk], at=later)
    assert holders(child) == {c.manager.person_id}
    assert follow_all(actor=c.manager, person_ids=[child.pk], at=later) == 0


def test_whoever_decides_for_the_agency_has_the_decision_once_they_work_with_the_child_no_longer(c, child) -> None:  # noqa: F811
    line = begun(c, child)
    name(c)
    beside = {"worker_id": c.manager.person_id, "kind": InvolvementKind.CO_WORKING, **WHEN}
    part = work.involve(actor=as_(c.leader), person_ref=child.ref, **beside)
    as_(c.worker)
    decided(c, planned(c, MeetingKind.PANEL), line, decision="It is right", so_on=date(2012, 10, 8))
    assert (DECISION_CLOCK, c.worker.person_id) in owed(child)
    work.end_work(actor=as_(c.leader), work_ref=part.ref, **WHEN)
    assert (DECISION_CLOCK, c.manager.person_id) in owed(child)
    assert at_night(c, child) == 0


def nobodys(c: Cast, count: int) -> list[KnownPerson]:  # noqa: F811
    """Children in care whom nobody has: with half of them somebody of one team or the other works along."""
    found = [looked_after(c, f"Child{number}") for number in range(count)]
    for each in found:
        begun(c, each)
        happens(c, each, Event.PANEL, TODAY - 5 * DAY)
    as_(c.manager)
    Involvement.objects.filter(person__in=found).update(ends_on=TODAY, ended_at=NOW)
    for number, each in enumerate(found):
        beside = {"kind": InvolvementKind.CO_WORKING, **WHEN}
        to = (None, c.worker, c.other_worker)[number % 3]
        if to is not None:
            work.involve(actor=as_(c.manager), person_ref=each.ref, worker_id=to.person_id, **beside)
    as_(c.manager)
    return found


def test_who_answers_for_children_whom_nobody_has_takes_as_many_statements_for_many_as_for_few(c) -> None:  # noqa: F811
    ids = [each.pk for each in nobodys(c, MANY)]
    few = ids[: FEW + 1]
    counts = []
    for these in (few, ids):
        with CaptureQueriesContext(connection) as asked:
            found = workers.holders_of_all(these, on=TODAY)
        assert len(found) == len(these)
        counts.append(len(asked))
    assert counts[0] == counts[1]
    leads = [(c.manager.person_id,), (c.leader.person_id,), (c.other_leader.person_id,)]
    assert [found[each] for each in ids] == 2 * leads


def test_what_is_due_for_children_whom_nobody_has_follows_in_as_many_statements_for_many_as_for_few(c) -> None:  # noqa: F811
    children = nobodys(c, MANY)
    name(c)
    as_(c.worker)
    counts = []
    for these in (children[: FEW + 1], children):
        at_night(c, *these)
        with CaptureQueriesContext(connection) as asked:
            at_night(c, *these)
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert all((DECISION_CLOCK, c.manager.person_id) in owed(each) for each in children)


def test_of_many_children_whom_nobody_has_a_record_that_is_closed_to_the_first_answers_with_the_next(c) -> None:  # noqa: F811
    one, other, third = nobodys(c, 3)
    said = {"kind": OwnTieKind.FAMILY, "why": "A nephew", **WHEN}
    own_family.say_own_tie(actor=as_(c.head), person_ref=one.ref, officer_id=c.manager.person_id, **said)
    as_(c.head)
    found = workers.holders_of_all([one.pk, other.pk, third.pk], on=TODAY)
    assert found.get(one.pk) != (c.manager.person_id,)
    assert found[other.pk] == (c.leader.person_id,)


def test_everybody_who_works_with_each_of_many_children_is_found_on_all_their_records(c, child) -> None:  # noqa: F811
    other = looked_after(c, "Ruaridh")
    part = Involvement.objects.filter(person=other).get(worker_id=c.worker.person_id, ends_on=None)
    found = workers.everybody_with_all([child.pk, other.pk])
    assert found == {child.pk: {c.worker.person_id}, other.pk: {c.worker.person_id}}
    assert workers.everybody_with_all([child.pk, other.pk], leaving=[part.pk])[other.pk] == frozenset()
