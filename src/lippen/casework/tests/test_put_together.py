"""Two records that are put together are of one person: to whoever reads, writes, searches, decides and undoes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from lippen.casework.actions import (
    chronology,
    closing,
    front,
    guarding,
    marking,
    own_family,
    people,
    typed,
    visiting,
    work,
)
from lippen.casework.models import ChronologyEntry, FactWord, Involvement, KnownPerson, PersonNow, Waiting
from lippen.casework.queries import knowing, lists, looking, records, searching
from lippen.casework.screens.urls import urlpatterns
from lippen.casework.tests.factories import NOW, TODAY, Cast, cast
from lippen.casework.tests.test_screens import at, send, signed_in
from lippen.casework.vocabulary import (
    ClosingReason,
    ContactKind,
    Duty,
    InvolvementKind,
    MarkerKind,
    MarkerStep,
    NameKind,
    Outcome,
    OwnTieKind,
    Place,
    Significance,
    TieKind,
    TypedKind,
)
from lippen.kernel import access
from lippen.kernel.access import Actor
from lippen.kernel.errors import CannotDo
from lippen.organisation import queries as organisation

pytestmark = pytest.mark.django_db
GIVEN = {"so_on": TODAY, "at": NOW}
DAY = timedelta(days=1)


@dataclass
class Two:
    """Two records of one child: A, which another team took in, and B, which stays; of each its worker."""

    c: Cast
    a: KnownPerson
    b: KnownPerson
    same: Any = None

    def put_together(self) -> Two:
        access.identify(self.c.manager, today=TODAY)
        guarding.decide_same(actor=self.c.manager, same_ref=self.same.ref, is_same=True, **GIVEN)
        return self

    def take_apart(self) -> Two:
        access.identify(self.c.manager, today=TODAY)
        guarding.undo_same(actor=self.c.manager, same_ref=self.same.ref, why="Two birthdays", **GIVEN)
        return self

    def seen_by(self, actor: Actor) -> set[str]:
        """Which of the two somebody sees, by the application's lock and by the database's, which agree."""
        access.identify(actor, today=TODAY)
        ids = [self.a.pk, self.b.pk]
        asked = set(KnownPerson.objects.visible_to(actor).filter(pk__in=ids).values_list("pk", flat=True))
        locked = set(PersonNow.objects.filter(pk__in=ids).values_list("pk", flat=True))
        assert asked <= locked
        return {name for name, each in (("A", self.a), ("B", self.b)) if each.pk in asked & locked}


@pytest.fixture
def c(settings: Any) -> Cast:
    settings.LIPPEN_TODAY = TODAY
    return cast()


def two_of(c: Cast) -> Two:
    """A is worked with by another team, with a note and a visit; B by ours."""
    b = c.add(c.worker, "Isla", "Balfour")
    c.allocate(b, c.worker)
    a = c.add(c.other_worker, "Ayla", "Belfour")
    access.identify(c.other_leader, today=TODAY)
    work.allocate(actor=c.other_leader, person_ref=a.ref, worker_id=c.other_worker.person_id, **GIVEN)
    access.identify(c.other_worker, today=TODAY)
    entry = {"words": "A bruise was seen", "source": "School", "significance": Significance.HIGH}
    chronology.write_entry(actor=c.other_worker, person_ref=a.ref, **entry, **GIVEN)
    visiting.record_visit(actor=c.other_worker, person_ref=a.ref, is_seen=True, place=Place.HOME, **GIVEN)
    access.identify(c.head, today=TODAY)
    same = guarding.propose_same(actor=c.head, person_ref=a.ref, kept_ref=b.ref, why="The same birthday", **GIVEN)
    return Two(c, a, b, same)


@pytest.fixture
def two(c: Cast) -> Two:
    return two_of(c)


# --- what is seen ---


def test_whoever_works_with_the_one_sees_the_other_until_they_are_taken_apart(two: Two) -> None:
    c = two.c
    assert two.seen_by(c.worker) == {"B"}
    two.put_together()
    assert two.seen_by(c.worker) == two.seen_by(c.leader) == two.seen_by(c.manager) == {"A", "B"}
    two.take_apart()
    assert two.seen_by(c.worker) == two.seen_by(c.leader) == {"B"}


def test_what_stands_on_both_is_read_alike_by_everybody_who_sees_the_one_that_stays(two: Two) -> None:
    two.put_together()
    told = []
    for actor in (two.c.worker, two.c.leader, two.c.manager):
        access.identify(actor, today=TODAY)
        found = records.record(actor, two.b.ref, real_at=NOW)
        told.append((found.last_seen, [event.title for event in found.events]))
    assert told[0] == told[1] == told[2]
    assert told[0][0] is not None and "A bruise was seen" in told[0][1]


def test_a_grown_up_of_the_family_who_stands_twice_is_seen_twice(c: Cast) -> None:
    child = c.add(c.worker, "Isla", "Balfour")
    c.allocate(child, c.worker)
    mother = c.mother_of(c.worker, child)
    other = c.add(c.other_worker, "Rory", "Carruthers")
    again = c.mother_of(c.other_worker, other, "Moira")
    access.identify(c.head, today=TODAY)
    ends = {"person_ref": again.ref, "kept_ref": mother.ref}
    same = guarding.propose_same(actor=c.head, why="The same number", **ends, **GIVEN)
    two = Two(c, again, mother, same).put_together()
    assert two.seen_by(c.worker) == two.seen_by(c.other_worker) == {"A", "B"}
    two.take_apart()
    assert two.seen_by(c.worker) == {"B"} and two.seen_by(c.other_worker) == {"A"}


@pytest.mark.parametrize("closed", ["a", "b"])
def test_what_closes_either_record_closes_both(two: Two, closed: str) -> None:
    c, person = two.c, getattr(two, closed)
    access.identify(c.head, today=TODAY)
    named = [c.head.person_id, c.manager.person_id, c.worker.person_id, c.other_worker.person_id]
    guarding.restrict(actor=c.head, person_ref=person.ref, officers=named, why="A threat was made", **GIVEN)
    two.put_together()
    assert two.seen_by(c.leader) == set()
    assert two.seen_by(c.worker) == two.seen_by(c.manager) == {"A", "B"}
    two.take_apart()
    assert two.seen_by(c.leader) == ({"B"} if closed == "a" else set())


def test_own_family_of_either_is_own_family_of_both(two: Two) -> None:
    c = two.c
    access.identify(c.manager, today=TODAY)
    said = {"officer_id": c.leader.person_id, "kind": OwnTieKind.FAMILY, "why": "Her niece"}
    own_family.say_own_tie(actor=c.manager, person_ref=two.a.ref, **said, **GIVEN)
    assert two.seen_by(c.leader) == {"B"}
    two.put_together()
    assert two.seen_by(c.leader) == set()
    two.take_apart()
    assert two.seen_by(c.leader) == {"B"}


def test_what_closes_both_is_lifted_on_the_record_that_stays(two: Two) -> None:
    c = two.c
    access.identify(c.head, today=TODAY)
    said = {"officer_id": c.leader.person_id, "why": "Her niece"}
    own_family.say_own_tie(actor=c.head, person_ref=two.a.ref, kind=OwnTieKind.FAMILY, **said, **GIVEN)
    named = [c.head.person_id, c.manager.person_id, c.worker.person_id, c.other_worker.person_id]
    guarding.restrict(actor=c.head, person_ref=two.a.ref, officers=named, why="A threat was made", **GIVEN)
    two.put_together()
    access.identify(c.head, today=TODAY)
    guarding.restrict(actor=c.head, person_ref=two.b.ref, officers=[], why="It is over", **GIVEN)
    assert two.seen_by(c.leader) == set()
    access.identify(c.manager, today=TODAY)
    own_family.say_own_tie(actor=c.manager, person_ref=two.b.ref, kind=OwnTieKind.NONE, **said, **GIVEN)
    assert two.seen_by(c.leader) == {"A", "B"}


# --- what is written ---


def test_nothing_is_put_together_while_somebody_asks_to_close_the_work_with_it(two: Two) -> None:
    c = two.c
    access.identify(c.other_worker, today=TODAY)
    said = {"reason": ClosingReason.MOVED, "words": "They live in Perth now, and the school there knows.", **GIVEN}
    closing.close_work(actor=c.other_worker, person_ref=two.a.ref, has_seen=True, **said)
    with pytest.raises(CannotDo, match="asks to close the work"):
        two.put_together()
    access.identify(c.other_leader, today=TODAY)
    closing.answer_closing(actor=c.other_leader, person_ref=two.a.ref, is_agreed=False, words="Not yet", at=NOW)
    assert two.put_together().seen_by(c.worker) == {"A", "B"}


def parts_of(person: KnownPerson) -> dict[str, str]:
    """Who works with somebody, by the part they have."""
    parts = Involvement.objects.filter(person=person, ends_on__isnull=True).select_related("worker")
    return {part.kind: part.worker.name for part in parts}


WRITES: dict[str, Callable[[Cast, KnownPerson], object]] = {
    "a note": lambda c, p: chronology.write_entry(
        actor=c.worker, person_ref=p.ref, words="Seen", source="", significance=Significance.HIGH, **GIVEN
    ),
    "a visit": lambda c, p: visiting.record_visit(
        actor=c.worker, person_ref=p.ref, is_seen=True, place=Place.HOME, **GIVEN
    ),
    "a planned visit": lambda c, p: visiting.plan_visit(
        actor=c.worker, person_ref=p.ref, planned_on=TODAY + DAY, worker_id=c.worker.person_id, **GIVEN
    ),
    "a referral": lambda c, p: c.refer(c.worker, p),
    "a name": lambda c, p: people.say_name(
        actor=c.worker, person_ref=p.ref, given_name="Ailsa", family_name="", kind=NameKind.NAME, **GIVEN
    ),
    "an allocation": lambda c, p: c.allocate(p, c.colleague),
    "somebody alongside": lambda c, p: work.involve(
        actor=c.leader, person_ref=p.ref, worker_id=c.colleague.person_id, kind=InvolvementKind.CO_WORKING, **GIVEN
    ),
    "something due": lambda c, p: typed.type_duty(
        actor=c.worker,
        person_ref=p.ref,
        kind=TypedKind.CORE_GROUP,
        words="",
        due_on=TODAY + DAY,
        worker_id=c.worker.person_id,
        **GIVEN,
    ),
}


@pytest.mark.parametrize("what", WRITES)
def test_nothing_new_is_written_on_the_record_that_leads_on(two: Two, what: str) -> None:
    two.put_together()
    access.identify(two.c.worker, today=TODAY)
    with pytest.raises(CannotDo, match=r"These two records are one\. Write on Isla Balfour’s record"):
        WRITES[what](two.c, two.a)
    access.identify(two.c.worker, today=TODAY)
    assert parts_of(two.a) == {}
    two.take_apart()
    access.identify(two.c.other_worker, today=TODAY)


def test_of_two_allocated_workers_the_one_of_the_record_that_stays_goes_on(two: Two) -> None:
    two.put_together()
    assert parts_of(two.b) == {"allocated": two.c.worker.name}
    assert parts_of(two.a) == {}


def test_where_nobody_was_allocated_there_the_other_worker_comes_along_with_what_is_due(c: Cast) -> None:
    b = c.add(c.worker, "Isla", "Balfour")
    a = c.add(c.other_worker, "Ayla", "Belfour")
    access.identify(c.other_leader, today=TODAY)
    work.allocate(actor=c.other_leader, person_ref=a.ref, worker_id=c.other_worker.person_id, **GIVEN)
    before = [row for row in organisation.open_duties([c.other_worker.person_id]) if row.kind == Duty.FIRST_VISIT]
    access.identify(c.head, today=TODAY)
    same = guarding.propose_same(actor=c.head, person_ref=a.ref, kept_ref=b.ref, why="The same birthday", **GIVEN)
    later = {"so_on": TODAY + 3 * DAY, "at": NOW + 3 * DAY}
    access.identify(c.manager, today=TODAY + 3 * DAY)
    guarding.decide_same(actor=c.manager, same_ref=same.ref, is_same=True, **later)
    assert parts_of(b) == {"allocated": c.other_worker.name} and parts_of(a) == {}
    after = [row for row in organisation.open_duties([c.other_worker.person_id]) if row.kind == Duty.FIRST_VISIT]
    assert [row.ends_on for row in after] == [row.ends_on for row in before] != []
    assert after[0].subject_key != before[0].subject_key


def test_what_was_planned_on_it_is_done_by_whoever_goes_on_where_it_stands(two: Two) -> None:
    c = two.c
    access.identify(c.other_worker, today=TODAY)
    visit = visiting.plan_visit(
        actor=c.other_worker, person_ref=two.a.ref, planned_on=TODAY + DAY, worker_id=c.other_worker.person_id, **GIVEN
    )
    two.put_together()
    assert visit.ref in {row.subject_key for row in organisation.open_duties([c.worker.person_id])}
    access.identify(c.worker, today=TODAY)
    seen = {"is_seen": True, "place": Place.HOME, "visit_ref": visit.ref}
    done = visiting.record_visit(actor=c.worker, person_ref=two.b.ref, **seen, **GIVEN)
    assert done.person_id == two.a.pk
    assert visit.ref not in {row.subject_key for row in organisation.open_duties([c.worker.person_id])}


def told_again(c: Cast) -> tuple[KnownPerson, KnownPerson, Any, Any]:
    """A child who was told of anew: the new record has a referral that is still to be decided."""
    b, a = c.add(c.worker, "Isla", "Balfour"), c.add(c.worker, "Ayla", "Belfour")
    referral = c.refer(c.worker, a)
    same = guarding.propose_same(actor=c.worker, person_ref=a.ref, kept_ref=b.ref, why="The same birthday", **GIVEN)
    return b, a, referral, same


def to_the_queue(c: Cast, referral: Any) -> None:
    access.identify(c.worker, today=TODAY)
    for outcome in (Outcome.ASSESS, Outcome.ASSESSED):
        front.take_step(actor=c.worker, referral_ref=referral.ref, outcome=outcome, words="Seen", **GIVEN)
    given = {"outcome": Outcome.ALLOCATE, "words": "Needs a social worker", "wait": c.wait(c.worker)}
    front.take_step(actor=c.worker, referral_ref=referral.ref, **given, **GIVEN)
    access.identify(c.leader, today=TODAY)


def test_a_referral_on_it_is_carried_on_and_the_one_who_stays_waits_by_it(c: Cast) -> None:
    b, a, referral, same = told_again(c)
    access.identify(c.leader, today=TODAY)
    guarding.decide_same(actor=c.leader, same_ref=same.ref, is_same=True, **GIVEN)
    to_the_queue(c, referral)
    wait = Waiting.objects.get(is_open=True)
    assert wait.person_id == b.pk and parts_of(a) == {}
    with pytest.raises(CannotDo, match="waits for a social worker by a referral"):
        guarding.undo_same(actor=c.leader, same_ref=same.ref, why="Two birthdays", **GIVEN)
    front.allocate_waiting(actor=c.leader, waiting_ref=wait.ref, worker_id=c.colleague.person_id, **GIVEN)
    assert parts_of(b) == {"allocated": c.colleague.name}


def test_whoever_waits_under_it_is_allocated_first(c: Cast) -> None:
    b, _, referral, same = told_again(c)
    to_the_queue(c, referral)
    with pytest.raises(CannotDo, match="Ayla Belfour waits for a social worker"):
        guarding.decide_same(actor=c.leader, same_ref=same.ref, is_same=True, **GIVEN)
    c.allocate(b, c.colleague)
    guarding.decide_same(actor=c.leader, same_ref=same.ref, is_same=True, **GIVEN)
    assert not Waiting.objects.filter(is_open=True).exists()
    assert parts_of(b) == {"allocated": c.colleague.name}


def test_nobody_loses_the_child_by_it(two: Two) -> None:
    c = two.c
    access.identify(c.head, today=TODAY)
    named = [c.head.person_id, c.manager.person_id, c.other_worker.person_id]
    guarding.restrict(actor=c.head, person_ref=two.a.ref, officers=named, why="A threat was made", **GIVEN)
    with pytest.raises(CannotDo, match=f"closed to {c.worker.name}"):
        two.put_together()


def test_taken_apart_again_each_has_whom_it_had(two: Two) -> None:
    two.put_together().take_apart()
    access.identify(two.c.manager, today=TODAY)
    assert parts_of(two.a) == {"allocated": two.c.other_worker.name}
    assert parts_of(two.b) == {"allocated": two.c.worker.name}
    assert two.seen_by(two.c.other_worker) == {"A"}


def test_they_are_taken_apart_with_a_reason_by_whoever_agreed_proposed_or_leads(two: Two) -> None:
    two.put_together()
    undo = partial(guarding.undo_same, same_ref=two.same.ref, **GIVEN)
    access.identify(two.c.worker, today=TODAY)
    with pytest.raises(CannotDo, match="Whoever proposed this or agreed"):
        undo(actor=two.c.worker, why="Two birthdays")
    access.identify(two.c.leader, today=TODAY)
    with pytest.raises(CannotDo, match="Say what shows that they are two people"):
        undo(actor=two.c.leader, why=" ")
    assert undo(actor=two.c.leader, why="Two birthdays").words == "Two birthdays"


def test_whoever_sees_the_other_by_a_brother_alone_takes_them_apart(two: Two) -> None:
    c = two.c
    brother = c.add(c.other_worker, "Ruaridh", "Belfour")
    access.identify(c.other_leader, today=TODAY)
    work.allocate(actor=c.other_leader, person_ref=brother.ref, worker_id=c.other_worker.person_id, **GIVEN)
    people.tie_people(actor=c.other_leader, person_ref=brother.ref, other_ref=two.a.ref, kind=TieKind.SIBLING, **GIVEN)
    two.put_together()
    assert two.seen_by(c.other_leader) == {"A", "B"}
    guarding.undo_same(actor=c.other_leader, same_ref=two.same.ref, why="Two birthdays", **GIVEN)
    assert two.seen_by(c.other_leader) == {"A"}
    access.identify(c.manager, today=TODAY)
    assert [row.name for row in PersonNow.objects.filter(pk__in=[two.a.pk, two.b.pk]).order_by("pk")] == [
        *("Isla Balfour", "Ayla Belfour")
    ]


# --- where they live ---


def protect(c: Cast, person: KnownPerson, lines: str = "9 Hidden Close", **given: Any) -> None:
    asked = {"lines": lines, "postcode": "", "officers": [], "why": "A threat was made", **given}
    people.protect_address(actor=c.manager, person_ref=person.ref, **asked, **GIVEN)


def places(two: Two, actor: Actor) -> list[str]:
    """Where each of the two is said to live, to somebody."""
    access.identify(actor, today=TODAY)
    return [records.head(actor, person.ref).place for person in (two.a, two.b)]


@pytest.mark.parametrize("held", ["a", "b"])
def test_an_address_protected_on_one_is_protected_on_both_until_they_are_taken_apart(two: Two, held: str) -> None:
    c = two.c
    access.identify(c.manager, today=TODAY)
    other = two.b if held == "a" else two.a
    people.say_address(actor=c.manager, person_ref=other.ref, lines="1 Open Road", postcode="ZZ10 1AA", **GIVEN)
    protect(c, getattr(two, held))
    two.put_together()
    assert places(two, c.manager) == places(two, c.worker) == ["Address protected", "Address protected"]
    assert not PersonNow.objects.filter(keys__contains=["a=1openroad"]).exists()
    access.identify(c.manager, today=TODAY)
    for person in (two.a, two.b):
        _, facts = knowing.facts(c.manager, person.ref, on=TODAY)
        assert "Open Road" not in str(facts)
    two.take_apart()
    shown = ["Address protected", "1 Open Road, ZZ10 1AA"]
    assert places(two, c.manager) == (shown if held == "a" else shown[::-1])


def test_the_allocated_worker_reads_the_protected_address_of_the_other_record(two: Two) -> None:
    access.identify(two.c.manager, today=TODAY)
    protect(two.c, two.a)
    two.put_together()
    access.identify(two.c.worker, today=TODAY)
    assert records.record(two.c.worker, two.b.ref, real_at=NOW).protected == ("9 Hidden Close", "A threat was made")
    access.identify(two.c.manager, today=TODAY)
    assert records.record(two.c.manager, two.b.ref, real_at=NOW).protected is None


def test_an_address_protected_later_is_protected_on_both_and_opened_on_both(two: Two) -> None:
    c = two.c
    access.identify(c.manager, today=TODAY)
    people.say_address(actor=c.manager, person_ref=two.a.ref, lines="1 Open Road", postcode="", **GIVEN)
    two.put_together()
    access.identify(c.manager, today=TODAY)
    protect(c, two.b)
    assert places(two, c.worker) == ["Address protected", "Address protected"]
    ended = {"lines": "", "postcode": "", "officers": [], "why": "It is over", "is_over": True}
    people.protect_address(actor=c.worker, person_ref=two.b.ref, **ended, **GIVEN)
    assert places(two, c.worker) == ["1 Open Road", ""]


# --- what is found ---


def looked_for(actor: Actor, c: Cast, **terms: str) -> list[searching.Candidate]:
    access.identify(actor, today=TODAY)
    run = people.search(actor=actor, authority_id=c.council.pk, terms=terms, today=TODAY, at=NOW)
    return list(searching.search(actor, run.ref).candidates)


@pytest.mark.parametrize("terms", [{"given_name": "Ayla", "family_name": "Belfour"}, {"family_name": "Belfour"}])
def test_a_search_finds_the_one_that_stays_under_the_other_name(two: Two, terms: dict[str, str]) -> None:
    c = two.c
    access.identify(c.manager, today=TODAY)
    people.say_address(actor=c.manager, person_ref=two.a.ref, lines="1 Open Road", postcode="", **GIVEN)
    protect(c, two.b)
    two.put_together()
    for actor in (c.worker, c.manager):
        (found,) = looked_for(actor, c, **terms)
        assert (found.ref, found.also, found.place) == (two.b.ref, ("Ayla Belfour",), "Address protected")
    (hidden,) = looked_for(c.other_worker, c, **terms)
    assert (hidden.ref, hidden.team) == ("", "Long-term team")


def test_the_search_box_finds_the_one_that_stays_under_the_other_name(two: Two) -> None:
    two.put_together()
    access.identify(two.c.worker, today=TODAY)
    found = looking.found(two.c.worker, "Ayla")
    assert [(row.ref, also) for row, also in found.told] == [(two.b.ref, ("Ayla Belfour",))]
    assert found.count == 1


def test_of_two_records_of_which_one_is_restricted_a_search_tells_nothing(two: Two) -> None:
    c = two.c
    access.identify(c.head, today=TODAY)
    named = [c.head.person_id, c.manager.person_id, c.worker.person_id, c.other_worker.person_id]
    guarding.restrict(actor=c.head, person_ref=two.a.ref, officers=named, why="A threat was made", **GIVEN)
    two.put_together()
    assert looked_for(c.other_leader, c, given_name="Isla", family_name="Balfour") == []


# --- what is shown ---


def page(actor: Actor, name: str, *args: object, follow: bool = False) -> Any:
    return signed_in(actor).get(at(name, *args), follow=follow)


def test_whoever_decides_sees_both_side_by_side_and_what_follows(two: Two) -> None:
    c = two.c
    access.identify(c.manager, today=TODAY)
    protect(c, two.b)
    people.say_contact(actor=c.manager, person_ref=two.a.ref, kind=ContactKind.PHONE, value="01632 960 001", **GIVEN)
    told = page(c.manager, "decide_same", two.same.ref).content.decode()
    for words in (
        *("Isla Balfour", "Ayla Belfour", "4 March 2006", "Address protected", "01632 960 001", "The same birthday"),
        *(c.worker.name, c.other_worker.name, "works with the child no longer", "The address of both is protected"),
        *(at("child", two.a.ref), at("child", two.b.ref)),
    ):
        assert words in told, words
    assert "Hidden Close" not in told


def test_what_was_decided_is_told_in_the_place_of_the_form(two: Two) -> None:
    two.put_together()
    told = page(two.c.manager, "decide_same", two.same.ref).content.decode()
    assert "the records are put together" in told and "<form" not in told.split("<main")[1].split("</main")[0]
    assert at("undo_same", two.same.ref) in told
    assert at("undo_same", two.same.ref) not in page(two.c.worker, "decide_same", two.same.ref).content.decode()


def test_they_are_taken_apart_on_a_page_of_its_own_with_a_reason(two: Two) -> None:
    two.put_together()
    client = signed_in(two.c.leader)
    assert "Take two records apart" in client.get(at("undo_same", two.same.ref)).content.decode()
    sent = send(client, at("undo_same", two.same.ref), why="Two birthdays")
    assert "Tick the box if you are sure" in sent.content.decode()
    done = send(client, at("undo_same", two.same.ref), why="Two birthdays", is_sure="on")
    assert "They are two records again" in done.content.decode()
    told = page(two.c.manager, "decide_same", two.same.ref).content.decode()
    assert "took the records apart again" in told and "Two birthdays" in told


ON_A_RECORD = [
    pattern.name
    for pattern in urlpatterns
    if str(pattern.pattern).startswith("<slug:ref>/") and str(pattern.pattern).count("<") == 1
]
READ = {"chronology", "who_looked", "family", "pictures", "facts", "access_requests", "holds", "who_may_see"}


@pytest.mark.parametrize("name", sorted({*ON_A_RECORD} - READ - {"name_audience"}))
def test_every_form_of_the_record_that_leads_on_opens_on_the_one_that_stays(two: Two, name: str) -> None:
    two.put_together()
    answer = page(two.c.manager, name, two.a.ref)
    assert (answer.status_code, answer.headers.get("Location")) == (302, at(name, two.b.ref)), name


def test_a_form_of_the_record_that_leads_on_that_is_sent_keeps_its_words_and_says_where_to_write(two: Two) -> None:
    two.put_together()
    words = {"words": "She said so", "significance": "high", "so_on": "today", "source": "School"}
    told = send(signed_in(two.c.worker), at("write_entry", two.a.ref), **words).content.decode()
    assert "These two records are one. Write on Isla Balfour’s record." in told and "She said so" in told
    assert at("write_entry", two.b.ref) in told


def test_each_of_the_two_leads_to_the_other(two: Two) -> None:
    two.put_together()
    stays = page(two.c.worker, "child", two.b.ref).content.decode()
    leads = page(two.c.worker, "child", two.a.ref).content.decode()
    assert "Also recorded as" in stays and at("child", two.a.ref) in stays
    assert "This record is of the same person as" in leads and at("decide_same", two.same.ref) in leads


def test_what_was_wrong_on_the_other_record_is_said_from_the_one_that_stays(two: Two) -> None:
    two.put_together()
    entry = ChronologyEntry.objects.get(person=two.a)
    client = signed_in(two.c.worker)
    assert client.get(at("withdraw_fact", two.b.ref, "entry", entry.pk)).status_code == 200
    send(client, at("withdraw_fact", two.b.ref, "entry", entry.pk), why="It was another child")
    access.identify(two.c.worker, today=TODAY)
    assert FactWord.objects.get(fact=entry.pk, kind="entry").person_id == two.a.pk


def test_warnings_and_last_seen_of_both_stand_on_the_page_and_in_the_list(two: Two) -> None:
    c = two.c
    access.identify(c.other_worker, today=TODAY)
    said = {"words": "A dog that bites", "shown_by": "The postman", "review_on": TODAY + 30 * DAY}
    marker = marking.mark(actor=c.other_worker, person_ref=two.a.ref, kind=MarkerKind.ANIMAL, **said, **GIVEN)
    two.put_together()
    access.identify(c.worker, today=TODAY)
    (row,) = lists.children(c.worker).rows
    assert (row.last_seen_on, len(row.warnings)) == (TODAY, 1)
    assert "A dog that bites" in page(c.worker, "child", two.b.ref).content.decode()
    access.identify(c.leader, today=TODAY)
    given = {"marker_ref": marker.ref, "step": MarkerStep.AGREED, "words": "It is so", "review_on": TODAY + 30 * DAY}
    assert marking.look_at_marker(actor=c.leader, **given, **GIVEN)
