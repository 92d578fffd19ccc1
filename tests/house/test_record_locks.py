"""Who sees which child's record: the tables' locks and the app's own, each tried with the other one open.

Two teams of a council; a child of each with their families; one restricted, one of an officer's own family, one who
went to another worker, one opened by break-glass. The same answers are asked of both locks.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection, connections, transaction

from lippen.casework import intake
from lippen.casework.actions import guarding, lending, own_family, people, work
from lippen.casework.models import (
    BreakGlass,
    ChildSample,
    ChildSampleItem,
    Intake,
    IntakeDoubt,
    IntakePart,
    Involvement,
    KnownPerson,
    PersonName,
    ProtectedAddress,
    SearchRun,
    Sharing,
    Tie,
)
from lippen.casework.models import sight as sights
from lippen.casework.queries import lending as lending_queries
from lippen.casework.queries import searching
from lippen.casework.tests.factories import NOW, TODAY, Cast, cast
from lippen.casework.vocabulary import (
    GlassReason,
    IntakeKind,
    InvolvementKind,
    OwnTieKind,
    SharedBasis,
    SharedPart,
    TieKind,
)
from lippen.kernel import access, locks
from lippen.kernel.access import NOBODY, Actor, Permission
from lippen.kernel.clock import real_now
from lippen.kernel.ids import new_ref
from lippen.kernel.records import put
from lippen.organisation.roles import Role, roles_with
from lippen.organisation.tests import factories as organisation
from lippen.server.flush import empty_tables
from lippen.server.setup import as_owner
from tests.house.row_security import switched_off

SEEN: dict[str, set[str]] = {
    "worker": {"isla", "isla's mother", "isla's sister", "restricted", "own", "own's mother", "handed over"},
    "colleague": set(),
    "leader": {"isla", "isla's mother", "isla's sister", "own", "own's mother", "handed over"},
    "other_worker": {"rory", "isla", "isla's mother"},
    "other_leader": {"rory"},
    "manager": {
        *("isla", "isla's mother", "isla's sister", "restricted", "own", "own's mother", "handed over", "rory"),
        "with a protected address",
    },
    "governance": set(),
    "stranger": set(),
    "inspector": {"isla", "isla's sister", "rory", "own", "handed over", "with a protected address"},
    "partner": set(),
}
SEEN["worker"].add("with a protected address")
SEEN["leader"].add("with a protected address")


@dataclass
class There:
    """The council and whom it knows, by what they are called here."""

    cast: Cast
    known: dict[str, KnownPerson] = field(default_factory=dict)
    head: Actor = NOBODY
    """Somebody else who manages the council's records."""

    def actor(self, name: str) -> Actor:
        """Somebody of the cast."""
        return getattr(self.cast, name)

    def names(self, ids: set[int]) -> set[str]:
        """What these people are called here."""
        return {name for name, person in self.known.items() if person.pk in ids}


@pytest.fixture(scope="module")
def there(django_db_setup, django_db_blocker) -> Iterator[There]:
    """Committed, because the locks are tried from transactions of their own; the tables are emptied afterwards."""
    before = settings.LIPPEN_TODAY
    settings.LIPPEN_TODAY = TODAY
    with django_db_blocker.unblock():
        try:
            with transaction.atomic():
                made = There(cast())
                fill(made)
            yield made
        finally:
            connections.close_all()
            empty_tables()
    settings.LIPPEN_TODAY = before


def fill(there: There) -> None:
    """Everybody who is known."""
    c, known = there.cast, there.known
    known["isla"] = c.add(c.worker, "Isla", "Balfour")
    known["isla's mother"] = c.mother_of(c.worker, known["isla"], family="Balfour")
    known["isla's sister"] = c.add(c.worker, "Eilidh", "Balfour", tie=people.NewTie(known["isla"].ref, TieKind.SIBLING))
    known["rory"] = c.add(c.other_worker, "Rory", "Drummond")
    for name in ("restricted", "own", "handed over", "with a protected address"):
        known[name] = c.add(c.worker, "Finlay", name.split()[0].title())
    known["own's mother"] = c.mother_of(c.worker, known["own"], family="Own")
    c.allocate(known["isla"], c.worker)
    c.allocate(known["handed over"], c.colleague)
    c.allocate(known["handed over"], c.worker)
    c.allocate(known["own"], c.colleague)
    c.allocate(known["with a protected address"], c.worker)
    keep_apart(there)
    there.head = organisation.actor(c.council, Role.HEAD_OF_SERVICE)
    with c.as_(c.manager) as actor:
        given = {"authority_id": c.council.pk, "kind": IntakeKind.CHILDREN, "source": "CareBook", "at": NOW}
        with intake.in_memory(b"Person ID,Surname,DOB\nP1,Lorne,no day\n") as file:
            ref = intake.stage(lambda: nullcontext(actor), file, "children.csv", **given)
        intake.check(lambda: nullcontext(actor), ref, today=TODAY, at=NOW)


def keep_apart(there: There) -> None:
    """What is restricted, own, protected and opened by break-glass."""
    c, known, given = there.cast, there.known, {"so_on": TODAY, "at": NOW}
    with c.as_(c.leader):
        officer = {"officer_id": c.colleague.person_id, "kind": OwnTieKind.FAMILY, "why": "Told by the school"}
        own_family.say_own_tie(actor=c.leader, person_ref=known["own"].ref, **officer, **given)
    with c.as_(c.leader):
        kind = InvolvementKind.CO_WORKING
        for person in ("own", "restricted"):
            worker_id = c.worker.person_id
            work.involve(actor=c.leader, person_ref=known[person].ref, worker_id=worker_id, kind=kind, **given)
    with c.as_(c.manager):
        named = {"officers": [c.manager.person_id, c.worker.person_id], "why": "A councillor's grandchild"}
        guarding.restrict(actor=c.manager, person_ref=known["restricted"].ref, **named, **given)
    with c.as_(c.worker):
        where = {"lines": "9 Hidden Close", "postcode": "FK10 9ZZ", "officers": [], "why": "Fled from violence"}
        people.protect_address(actor=c.worker, person_ref=known["with a protected address"].ref, **where, **given)
    with c.as_(c.head):
        drawn = {"inspector_ids": [c.inspector.person_id], "size": 100, "words": "red", "purpose": "Inspection"}
        days = {"opens_on": TODAY, "closes_on": TODAY + timedelta(14), "at": NOW}
        lending.draw_children(actor=c.head, authority_id=c.council.pk, statuses=[], **drawn, **days)
        shared = {"partner_id": c.partner.person_id, "purpose": "School plan", "basis": SharedBasis.SAFEGUARDING}
        parts = [SharedPart.STATUS]
        lending.share(actor=c.head, person_refs=[known["rory"].ref], parts=parts, **shared, **days)
    with c.as_(c.other_worker):
        terms = {"given_name": "Isla", "family_name": "Balfour", "born_on": "2006-03-04"}
        given = {"authority_id": c.council.pk, "today": TODAY, "at": NOW}
        run = people.search(actor=c.other_worker, terms=terms, **given)
        broken = {"number": 1, "reason": GlassReason.DANGER, "words": "Found alone", "so_on": TODAY}
        shown = searching.code_at(c.other_worker, run.ref, 1)
        guarding.break_glass(actor=c.other_worker, search_ref=run.ref, shown=shown, at=real_now(), **broken)


@pytest.fixture(params=["the tables' lock", "the app's lock"], scope="module")
def lock(request: pytest.FixtureRequest, there: There) -> Iterator[str]:
    """One lock alone: the other one is open."""
    if request.param == "the app's lock":
        with switched_off():
            yield request.param
    else:
        yield request.param


@contextmanager
def asking(actor: Actor) -> Iterator[None]:
    """A transaction in somebody's name, undone."""
    with transaction.atomic():
        access.identify(actor, today=TODAY)
        yield
        transaction.set_rollback(True)


def rows(model: type, lock: str, actor: Actor):
    """What one lock alone shows of a table."""
    return model._base_manager.all() if lock == "the tables' lock" else model.objects.visible_to(actor)


@pytest.mark.parametrize("name", SEEN)
def test_each_sees_whom_they_work_with_lead_or_manage_and_nobody_else(name, there, lock) -> None:
    actor = there.actor(name)
    with asking(actor):
        found = set(rows(KnownPerson, lock, actor).values_list("pk", flat=True))
    assert there.names(found) == SEEN[name]


TABLES = sorted(
    model.__name__
    for model in apps.get_app_config("casework").get_models()
    if any(each.name == "person" for each in model._meta.fields)
)


@pytest.mark.parametrize("table", TABLES)
def test_every_table_shows_rows_of_those_people_alone(table, there, lock) -> None:
    model = apps.get_model("casework", table)
    for name, seen in SEEN.items():
        with asking(there.actor(name)):
            found = set(rows(model, lock, there.actor(name)).values_list("person_id", flat=True))
        own = {"rory"} if (name, table) == ("partner", "Sharing") else set()
        assert there.names(found) <= seen | own, name


def test_the_rows_that_are_hidden_are_there(there) -> None:
    with asking(there.cast.manager):
        assert PersonName._base_manager.count() == len(there.known)


def test_a_tie_is_seen_by_whoever_sees_both_its_ends(there, lock) -> None:
    for name, ties in {"worker": 3, "leader": 3, "other_worker": 1, "colleague": 0, "stranger": 0}.items():
        with asking(there.actor(name)):
            assert rows(Tie, lock, there.actor(name)).count() == ties, name


@pytest.mark.parametrize("name", SEEN)
def test_a_protected_address_is_seen_by_the_allocated_worker_and_their_leader_alone(name, there, lock) -> None:
    with asking(there.actor(name)):
        found = list(rows(ProtectedAddress, lock, there.actor(name)).values_list("lines", flat=True))
    assert found == (["9 Hidden Close"] if name in {"worker", "leader"} else [])


def test_searches_are_their_askers_alone(there, lock) -> None:
    with asking(there.cast.worker):
        mine = set(rows(SearchRun, lock, there.cast.worker).values_list("recorded_by_id", flat=True))
    with asking(there.cast.manager):
        assert not rows(SearchRun, lock, there.cast.manager).exists()
    assert mine == {there.cast.worker.account_id}


def test_rows_of_a_file_that_waits_are_seen_by_whoever_brought_it_alone(there, lock) -> None:
    by = {"manager": there.cast.manager, "head": there.head, "worker": there.cast.worker, "nobody": NOBODY}
    found = {}
    for name, actor in by.items():
        with asking(actor):
            found[name] = [rows(model, lock, actor).count() for model in (Intake, IntakePart, IntakeDoubt)]
    assert found == {"manager": [1, 1, 1], "head": [1, 0, 0], "worker": [0, 0, 0], "nobody": [0, 0, 0]}


def test_break_glass_ends_after_its_hour_by_the_real_clock(there, lock) -> None:
    move = "update casework_breakglass set recorded_at = recorded_at - %s, until = until - %s"
    with as_owner(autocommit=True) as owner:
        owner.execute(move, [timedelta(minutes=61)] * 2)
    try:
        with asking(there.cast.other_worker):
            found = set(rows(KnownPerson, lock, there.cast.other_worker).values_list("pk", flat=True))
        assert there.names(found) == {"rory"}
    finally:
        with as_owner(autocommit=True) as owner:
            owner.execute(move, [timedelta(minutes=-61)] * 2)


def test_break_glass_that_was_wrong_ends_at_once(there, lock) -> None:
    review = """insert into casework_glassreview
        (glass_id, authority_id, person_id, so_on, recorded_at, recorded_by_id, verdict, words)
        select id, authority_id, person_id, so_on, recorded_at, recorded_by_id, 'not_right', 'A neighbour'
        from casework_breakglass"""
    with as_owner(autocommit=True) as owner:
        owner.execute(review)
    try:
        with asking(there.cast.other_worker):
            found = set(rows(KnownPerson, lock, there.cast.other_worker).values_list("pk", flat=True))
        assert there.names(found) == {"rory"}
    finally:
        with as_owner(autocommit=True) as owner:
            owner.execute("delete from casework_glassreview")


def test_without_an_actor_there_is_nothing(there, lock) -> None:
    with transaction.atomic():
        for table in TABLES:
            assert not rows(apps.get_model("casework", table), lock, NOBODY).exists()


# --- what the tables' lock refuses to write, whatever the app does ---


by_its_lock_alone = pytest.mark.parametrize("lock", ["the tables' lock"], indirect=True)


def refused(actor: Actor, row: object) -> bool:
    try:
        with asking(actor):
            put(row)
    except DatabaseError as error:
        assert "row-level security" in str(error)
        return True
    return False


@by_its_lock_alone
def test_nobody_keeps_rows_of_a_file_in_somebody_elses_name(there, lock) -> None:
    with asking(there.cast.manager):
        kept = IntakePart._base_manager.get()
    kept.pk, kept.number = None, 2
    assert [refused(actor, kept) for actor in (there.head, there.cast.worker, there.cast.stranger)] == [True] * 3
    assert not refused(there.cast.manager, kept)


def part(there: There, actor: Actor, person_id: int) -> Involvement:
    return Involvement(
        ref=new_ref("work"),
        authority=there.cast.council,
        person_id=person_id,
        worker_id=actor.person_id,
        kind="co_working",
        starts_on=TODAY,
        recorded_at=NOW,
        recorded_by_id=actor.account_id,
    )


@by_its_lock_alone
def test_by_its_lock_alone_nobody_makes_themselves_part_of_a_record_that_they_do_not_see(there, lock) -> None:
    c = there.cast
    assert refused(c.other_leader, part(there, c.other_leader, there.known["isla"].pk))
    assert refused(c.manager, part(there, c.manager, there.known["rory"].pk)) is False
    assert refused(c.stranger, part(there, c.stranger, there.known["rory"].pk))


@by_its_lock_alone
def test_by_its_lock_alone_nobody_ties_a_child_of_theirs_to_somebody_whom_they_do_not_see(there, lock) -> None:
    c = there.cast
    given = {"authority": c.council, "so_on": TODAY, "recorded_at": NOW, "recorded_by_id": c.other_leader.account_id}
    ends = {"person": there.known["rory"], "other": there.known["isla"]}
    assert refused(c.other_leader, Tie(kind="sibling", **ends, **given))
    assert refused(c.manager, Tie(kind="sibling", **ends, **given)) is False


@by_its_lock_alone
def test_by_its_lock_alone_break_glass_makes_nobody_part_of_a_record_for_good(there, lock) -> None:
    c = there.cast
    given = {"authority": c.council, "so_on": TODAY, "recorded_at": NOW, "recorded_by_id": c.other_worker.account_id}
    assert refused(c.other_worker, part(there, c.other_worker, there.known["isla"].pk))
    assert refused(c.other_worker, Tie(kind="sibling", person=there.known["rory"], other=there.known["isla"], **given))
    assert refused(c.other_worker, part(there, c.other_worker, there.known["rory"].pk)) is False


def test_inspectors_read_the_children_of_their_sample_between_its_days(there, lock) -> None:
    inspector, known = there.cast.inspector, there.known
    for day, is_open in ((TODAY - timedelta(1), False), (TODAY + timedelta(13), True), (TODAY + timedelta(14), False)):
        with transaction.atomic():
            access.identify(inspector, today=day)
            found = set(rows(PersonName, lock, inspector).values_list("person_id", flat=True))
            transaction.set_rollback(True)
        assert (known["rory"].pk in found) is is_open, day


def test_what_is_shared_is_told_between_its_days_and_no_part_more(there, lock) -> None:
    partner = there.cast.partner
    for day, is_open in ((TODAY - timedelta(1), False), (TODAY + timedelta(13), True), (TODAY + timedelta(14), False)):
        with transaction.atomic():
            access.identify(partner, today=day)
            with connection.cursor() as cursor:
                cursor.execute("select * from visible_shared('')")
                told = cursor.fetchall()
            told = told if lock == "the tables' lock" else lending_queries.shared_with(partner, on=day)
            transaction.set_rollback(True)
        assert bool(told) is is_open, day
        if told and lock == "the tables' lock":
            assert told[0][2:5] == (None, None, None) and told[0][6:] == (None, None, None)


@by_its_lock_alone
def test_by_its_lock_alone_an_inspector_writes_nothing_of_a_sampled_child(there, lock) -> None:
    c, rory = there.cast, there.known["rory"]
    given = {"authority": c.council, "so_on": TODAY, "recorded_at": NOW, "recorded_by_id": c.inspector.account_id}
    name = PersonName(person=rory, given_name="R", family_name="D", kind="name", **given)
    assert refused(c.inspector, name) and refused(c.inspector, part(there, c.inspector, rory.pk))


@by_its_lock_alone
def test_by_its_lock_alone_nobody_lends_a_sample_or_a_sharing_to_themselves(there, lock) -> None:
    c, rory = there.cast, there.known["rory"]
    given = {"authority": c.council, "recorded_at": NOW}
    with asking(c.inspector):
        sample = ChildSample._base_manager.get()
    for actor in (c.inspector, c.worker, c.manager):
        fact = {**given, "recorded_by_id": actor.account_id}
        assert refused(actor, ChildSampleItem(sample=sample, order=50, child=there.known["restricted"], **fact))
    days = {"opens_on": TODAY, "closes_on": TODAY + timedelta(2), "so_on": TODAY}
    for actor in (c.partner, c.worker):
        fact = {**given, **days, "recorded_by_id": actor.account_id, "ref": new_ref("sharing"), "purpose": "x"}
        row = Sharing(person=rory, partner_id=c.partner.person_id, basis="consent", parts=["name"], **fact)
        assert refused(actor, row)


@by_its_lock_alone
def test_by_its_lock_alone_break_glass_is_nobody_elses_than_its_writers(there, lock) -> None:
    c = there.cast
    given = {"authority": c.council, "so_on": TODAY, "reason": "danger", "words": "x", "recorded_at": NOW}
    row = {"ref": "glass-x", "person": there.known["rory"], "until": NOW + timedelta(minutes=60), **given}
    assert refused(c.colleague, BreakGlass(recorded_by_id=c.worker.account_id, **row))
    assert refused(c.colleague, BreakGlass(recorded_by_id=c.colleague.account_id, **row)) is False


@by_its_lock_alone
def test_the_app_deletes_nothing_and_changes_no_fact(there, lock) -> None:
    for table in TABLES:
        name = apps.get_model("casework", table)._meta.db_table
        with asking(there.cast.manager), connection.cursor() as cursor, pytest.raises(DatabaseError, match="denied"):
            cursor.execute(f"delete from {name}")
    with asking(there.cast.manager), connection.cursor() as cursor, pytest.raises(DatabaseError, match="denied"):
        cursor.execute("update casework_personname set family_name = 'x'")


def test_the_roles_that_these_locks_name_are_those_that_the_permissions_give() -> None:
    assert set(locks.RECORD_READERS) == roles_with(Permission.READ_RECORDS) == roles_with(Permission.WRITE_RECORDS)
    assert set(locks.RECORD_MANAGERS) == set(sights.MANAGERS) < roles_with(Permission.ALLOCATE)
    assert roles_with(Permission.ALLOCATE) == roles_with(Permission.AGREE_RISK) == {*sights.MANAGERS, sights.LEADER}
