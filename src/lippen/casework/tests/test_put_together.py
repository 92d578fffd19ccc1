"""Two records that are put together are of one person: to whoever reads, writes, searches, decides and undoes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from lippen.casework.actions import guarding, work
from lippen.casework.models import KnownPerson, PersonNow
from lippen.casework.queries import records
from lippen.casework.tests.factories import NOW, TODAY, Cast, cast
from lippen.casework.vocabulary import Place, Significance
from lippen.kernel import access
from lippen.kernel.access import Actor

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
        guarding.undo_same(actor=self.c.manager, same_ref=self.same.ref, **GIVEN)
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
    work.write_entry(actor=c.other_worker, person_ref=a.ref, **entry, **GIVEN)
    work.record_visit(actor=c.other_worker, person_ref=a.ref, is_seen=True, place=Place.HOME, **GIVEN)
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
    from lippen.casework.actions import own_family
    from lippen.casework.vocabulary import OwnTieKind

    c = two.c
    access.identify(c.manager, today=TODAY)
    said = {"officer_id": c.leader.person_id, "kind": OwnTieKind.FAMILY, "why": "Her niece"}
    own_family.say_own_tie(actor=c.manager, person_ref=two.a.ref, **said, **GIVEN)
    assert two.seen_by(c.leader) == {"B"}
    two.put_together()
    assert two.seen_by(c.leader) == set()
    two.take_apart()
    assert two.seen_by(c.leader) == {"B"}
