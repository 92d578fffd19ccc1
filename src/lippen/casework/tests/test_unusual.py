"""Which reads are unusual, by hand-worked tables (rule casework.unusual_reads); who looks at them, and the pages."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from lippen.casework import jobs, unusual
from lippen.casework.actions import guarding, people, watching
from lippen.casework.models import KnownPerson, ReadDay, UnusualLook, UnusualRead
from lippen.casework.queries import searching
from lippen.casework.queries import watching as queries
from lippen.casework.tests.factories import NOW, TODAY, Cast, cast, with_child
from lippen.casework.tests.test_screens import send, signed_in
from lippen.casework.unusual import Habit, Read, Sign
from lippen.casework.vocabulary import Duty, GlassReason, LookOutcome
from lippen.kernel import access
from lippen.kernel.access import Actor
from lippen.kernel.clock import day_of, end_of, real_now
from lippen.kernel.errors import CannotDo, NotAllowed
from lippen.kernel.models import AuditEntry
from lippen.organisation.models import Absence, Person, PostHolding
from lippen.organisation.models import Duty as Owed

NOON, EVENING = datetime(2012, 10, 16, 11, tzinfo=UTC), datetime(2012, 10, 16, 21, tzinfo=UTC)
USUAL = {1: Habit(days=40, odd_days=2)}
MINE = Read(1, "known-a", NOON, is_own_work=True)
THEIRS = Read(1, "known-a", NOON)
MANAGED = Read(1, "known-a", NOON, is_manager=True)
TABLE = {
    "own work": (MINE, None),
    "own work in the evening": (replace(MINE, at=EVENING), None),
    "own work, own common name": (replace(MINE, is_own_name=True), None),
    "own work, own rare name": (replace(MINE, is_own_name=True, is_rare_name=True), {Sign.OWN_NAME}),
    "own work, own street": (replace(MINE, is_own_street=True), {Sign.STREET}),
    "outside, once": (THEIRS, None),
    "outside, refused once": (replace(THEIRS, is_refused=True), None),
    "outside, own common name": (replace(THEIRS, is_own_name=True), {Sign.OUTSIDE, Sign.SHARED_NAME}),
    "outside in the evening": (replace(THEIRS, at=EVENING), {Sign.OUTSIDE, Sign.HOURS}),
    "outside, leaving": (replace(THEIRS, is_leaving=True), {Sign.OUTSIDE, Sign.LEAVING}),
    "manager": (MANAGED, None),
    "manager, common name": (replace(MANAGED, is_own_name=True), {Sign.NO_BUSINESS, Sign.SHARED_NAME}),
    "manager in the evening": (replace(MANAGED, at=EVENING), {Sign.NO_BUSINESS, Sign.HOURS}),
    "manager in the evening, of a child who waits": (replace(MANAGED, at=EVENING, is_pending=True), None),
}


@pytest.mark.parametrize("name", TABLE)
def test_casework_unusual_reads_by_table(name) -> None:
    read, signs = TABLE[name]
    found = unusual.found([read], habits=USUAL)
    assert [set(each.signs) for each in found] == ([signs] if signs else [])


def test_casework_unusual_reads_at_night_are_usual_for_whoever_works_at_night() -> None:
    read = replace(MANAGED, at=EVENING)
    assert unusual.found([read], habits={1: Habit(days=40, odd_days=8)}) == ()
    assert unusual.found([read], habits={1: Habit(days=40, odd_days=7)})
    assert unusual.found([read], habits={1: Habit(days=9, odd_days=9)})


def test_casework_unusual_reads_on_a_saturday_are_at_an_odd_hour() -> None:
    assert unusual.is_odd_hour(datetime(2012, 10, 20, 11, tzinfo=UTC))
    assert [hour for hour in range(24) if not unusual.is_odd_hour(datetime(2012, 10, 16, hour, tzinfo=UTC))] == [
        *range(6, 18)  # seven to nineteen in British summer time
    ]


@pytest.mark.parametrize(("number", "minutes", "bursts"), [(9, 5, 0), (10, 5, 1), (10, 6, 1), (10, 7, 0), (14, 4, 1)])
def test_casework_unusual_reads_are_a_burst_from_ten_records_within_an_hour(number, minutes, bursts) -> None:
    reads = [
        replace(MANAGED, record=f"known-{each}", at=NOON + timedelta(minutes=minutes * each)) for each in range(number)
    ]
    found = unusual.found(reads, habits=USUAL)
    assert [(each.signs, each.records) for each in found] == [((Sign.BURST,), number)] * bursts


def test_casework_unusual_reads_of_ones_own_children_are_never_a_burst() -> None:
    reads = [replace(MINE, record=f"known-{each}") for each in range(30)]
    assert unusual.found(reads, habits=USUAL) == ()


def test_casework_unusual_reads_of_two_records_outside_own_work_on_one_day() -> None:
    found = unusual.found([THEIRS, replace(THEIRS, record="known-b")], habits=USUAL)
    assert [each.signs for each in found] == [(Sign.OUTSIDE, Sign.SEVERAL)] * 2


def test_casework_unusual_reads_of_a_managers_name_or_street_on_one_day_stand_as_one() -> None:
    named = replace(MANAGED, is_own_name=True)
    near = replace(MANAGED, record="known-b", is_own_street=True)
    (found,) = unusual.found([named, near], habits=USUAL)
    assert (found.record, found.records, found.signs) == ("", 2, (Sign.STREET, Sign.SHARED_NAME, Sign.NO_BUSINESS))
    found = unusual.found([named, replace(near, at=EVENING)], habits=USUAL)
    assert [each.record for each in found] == ["known-b", "known-a"]
    theirs = [replace(THEIRS, is_own_name=True), replace(THEIRS, record="known-b", is_own_name=True)]
    assert [each.record for each in unusual.found(theirs, habits=USUAL)] == ["known-a", "known-b"]


def test_casework_unusual_reads_of_own_work_are_two_a_day_and_the_others_come_up_again() -> None:
    near = [replace(MINE, record=f"known-{each}", is_own_street=True) for each in "abc"]
    found = unusual.found([*near, replace(MANAGED, account_id=2, record="known-d", is_own_street=True)], habits=USUAL)
    assert [each.record for each in found] == ["known-d", "known-a", "known-b"]
    many = [replace(MANAGED, account_id=number, record="known-z", is_own_street=True) for number in range(2, 6)]
    assert [each.record for each in unusual.found([*near, *many], habits=USUAL)] == [*["known-z"] * 4, "known-a"]
    many.append(replace(many[0], account_id=9))
    assert [each.record for each in unusual.found([*near, *many], habits=USUAL)] == ["known-z"] * 5
    told = {(1, f"known-{each}", Sign.STREET) for each in "ab"}
    assert [each.record for each in unusual.found(near, habits=USUAL, told=told)] == ["known-c"]


def test_casework_unusual_reads_opened_at_night_by_whoever_works_then_are_their_work() -> None:
    opened = [replace(THEIRS, record=f"known-{each}", at=EVENING, is_opened=True) for each in "ab"]
    assert unusual.found(opened, habits={1: Habit(days=40, odd_days=8)}) == ()
    assert len(unusual.found(opened, habits=USUAL)) == 2
    by_day = [replace(each, at=NOON) for each in opened]
    assert len(unusual.found(by_day, habits={1: Habit(days=40, odd_days=8)})) == 2


def test_what_was_looked_at_and_found_right_is_not_reported_again_and_another_sign_is() -> None:
    read = replace(MANAGED, is_own_name=True)
    cleared = {(1, "known-a", Sign.SHARED_NAME)}
    assert unusual.found([read], habits=USUAL, cleared=cleared) == ()
    assert unusual.found([replace(read, at=EVENING)], habits=USUAL, cleared=cleared)


def test_a_neighbour_of_own_work_is_reported_once_and_one_outside_own_work_each_time() -> None:
    told = {(1, "known-a", Sign.STREET)}
    assert unusual.found([replace(MINE, is_own_street=True)], habits=USUAL, told=told) == ()
    assert unusual.found([replace(MANAGED, is_own_street=True)], habits=USUAL, told=told)


# --- from the trail ---


@pytest.fixture
def c(request, settings, db) -> Cast:
    settings.LIPPEN_TODAY = TODAY
    return with_child("Isla", "Balfour") if "child" in request.fixturenames else cast()


@pytest.fixture
def child(c: Cast) -> KnownPerson:
    return c.child


YESTERDAY = NOW - timedelta(days=1)


def looked(actor: Actor, ref: str, at: datetime = YESTERDAY, verb: str = "known.read") -> None:
    AuditEntry.objects.create(
        at=at, account_id=actor.account_id, verb=verb, subject_kind="casework:child", subject_key=ref
    )


def reads(c: Cast, asker: Actor | None = None) -> dict[str, Read]:
    access.identify(asker or c.governance, today=TODAY)
    day = day_of(YESTERDAY)
    found = queries.reads_between(c.council.pk, end_of(day - timedelta(days=1)), end_of(day))
    names = {getattr(c, name).account_id: name for name in ("worker", "colleague", "leader", "other_worker", "manager")}
    return {names[read.account_id]: read for read in found}


def test_whose_work_a_read_is_comes_from_the_record(c, child) -> None:
    mother = c.mother_of(c.worker, child)
    for name in ("worker", "colleague", "leader", "other_worker", "manager"):
        looked(getattr(c, name), mother.ref)
    found = reads(c)
    assert {name: read.is_own_work for name, read in found.items()} == {
        "worker": True,
        "colleague": True,
        "leader": True,
        "other_worker": False,
        "manager": False,
    }
    assert [name for name, read in found.items() if read.is_manager] == ["manager"]


def test_whoever_covers_for_the_worker_reads_as_part_of_their_work(c, child) -> None:
    looked(c.other_worker, child.ref)
    assert not reads(c)["other_worker"].is_own_work
    access.identify(c.manager, today=TODAY)
    away = {"starts_on": TODAY - timedelta(3), "ends_on": TODAY + timedelta(3), "recorded_at": NOW}
    Absence.objects.create(
        ref="absence-x", authority=c.council, person_id=c.worker.person_id, cover_id=c.other_worker.person_id, **away
    )
    assert reads(c)["other_worker"].is_own_work


def test_names_and_streets_are_compared_with_the_family(c, child) -> None:
    mother = c.mother_of(c.worker, child, family="Kinross")
    people.say_address(
        actor=c.worker, person_ref=mother.ref, lines="14b Mill Road, Alloa", postcode="FK10 1AA", so_on=TODAY, at=NOW
    )
    looked(c.other_worker, child.ref)
    read = reads(c)["other_worker"]
    assert (read.is_own_name, read.is_own_street) == (False, False)
    Person.objects.filter(pk=c.other_worker.person_id).update(family_name="KINROSS")
    given = {"authority_id": c.council.pk, "officer_id": c.other_worker.person_id, "so_on": TODAY, "at": NOW}
    watching.say_street(actor=c.governance, street="mill road", postcode="FK10", **given)
    read = reads(c)["other_worker"]
    assert (read.is_own_name, read.is_rare_name, read.is_own_street) == (True, True, True)
    watching.say_street(actor=c.governance, street="Mill Road", postcode="EH1", **given)
    assert not reads(c)["other_worker"].is_own_street
    watching.say_street(actor=c.governance, street="", postcode="", **given)
    assert not reads(c)["other_worker"].is_own_street


def test_a_protected_address_is_compared_with_nobodys_street(c, child) -> None:
    hidden = {"lines": "9 Hidden Close", "postcode": "", "officers": [], "why": "Fled"}
    access.identify(c.worker, today=TODAY)
    people.protect_address(actor=c.worker, person_ref=child.ref, **hidden, so_on=TODAY, at=NOW)
    looked(c.manager, child.ref)
    access.identify(c.governance, today=TODAY)
    given = {"authority_id": c.council.pk, "officer_id": c.manager.person_id, "so_on": TODAY, "at": NOW}
    watching.say_street(actor=c.governance, street="Hidden Close", postcode="", **given)
    assert not reads(c)["manager"].is_own_street


def test_a_post_that_ends_soon_and_a_refusal_are_signs(c, child) -> None:
    PostHolding.objects.filter(person_id=c.other_worker.person_id).update(ends_on=TODAY + timedelta(10))
    looked(c.other_worker, child.ref, verb="refused.not_visible")
    read = reads(c)["other_worker"]
    assert (read.is_leaving, read.is_refused, read.is_opened) == (True, True, False)


def test_a_record_opened_by_break_glass_says_so(c, child) -> None:
    access.identify(c.other_worker, today=TODAY)
    terms = {"given_name": "Isla", "family_name": "Balfour", "born_on": "2006-03-04"}
    run = people.search(actor=c.other_worker, authority_id=c.council.pk, terms=terms, today=TODAY, at=real_now())
    given = {"number": 1, "reason": GlassReason.DANGER, "words": "Found alone", "so_on": TODAY, "at": real_now()}
    shown = searching.code_at(c.other_worker, run.ref, 1)
    guarding.break_glass(actor=c.other_worker, search_ref=run.ref, shown=shown, **given)
    looked(c.other_worker, child.ref, at=real_now())
    access.identify(c.governance, today=TODAY)
    (read,) = queries.reads_between(c.council.pk, real_now() - timedelta(hours=1), real_now())
    assert read.is_opened and not read.is_own_work


@pytest.mark.parametrize(("first", "is_odd_seldom"), [(29, False), (1, True)])
def test_a_habit_of_the_last_four_weeks_is_none_yet(first, is_odd_seldom, c, child) -> None:
    for number in range(first, first + 20):
        evening = (YESTERDAY - timedelta(number)).replace(hour=21)
        looked(c.manager, child.ref, evening)
    looked(c.manager, child.ref, YESTERDAY.replace(hour=21))
    access.identify(c.governance, today=TODAY)
    day = day_of(YESTERDAY)
    read = queries.reads_between(c.council.pk, end_of(day - timedelta(days=1)), end_of(day))
    found = queries.unusual_of(c.governance, c.council.pk, day, read)
    assert [Sign.HOURS in each.signs for each in found] == ([True] if is_odd_seldom else [])


@pytest.mark.parametrize("name", ["worker", "manager", "stranger"])
def test_the_database_tells_of_reads_to_governance_of_that_council_alone(name, c, child) -> None:
    looked(c.worker, child.ref)
    assert reads(c)
    assert reads(c, getattr(c, name)) == {}
    with pytest.raises(NotAllowed):
        look_through(c, getattr(c, name))


def test_the_page_offers_the_day_before_which_can_be_looked_through(c: Cast) -> None:
    told = signed_in(c.governance).get(reverse("casework:look_through")).content.decode()
    assert 'value="yesterday"' in told and 'value="today"' not in told


def look_through(c: Cast, actor: Actor | None = None) -> ReadDay:
    who = actor or c.governance
    access.identify(who, today=TODAY)
    return watching.look_through(actor=who, authority_id=c.council.pk, day=day_of(YESTERDAY), at=NOW, real_at=NOW)


@pytest.fixture
def strange(c, child) -> UnusualRead:
    """The manager read a record of her own name in the evening."""
    Person.objects.filter(pk=c.manager.person_id).update(family_name="Balfour")
    looked(c.manager, child.ref, YESTERDAY + timedelta(hours=7))
    look_through(c)
    return UnusualRead.objects.get()


def owed(c: Cast) -> list[str]:
    return [duty.kind for duty in Owed.objects.filter(holder_id=c.governance.person_id, closed_at=None)]


def test_a_day_is_looked_through_once_and_stands_on_the_desk_until_everything_is_settled(c, strange) -> None:
    assert look_through(c).pk == strange.day_id
    assert strange.signs == ["own_name", "no_business", "hours"]
    assert (strange.record.startswith("known-"), strange.reader_id) == (True, c.manager.account_id)
    assert owed(c) == [Duty.UNUSUAL_READS]
    said = {"actor": c.governance, "unusual_ref": strange.ref, "words": "Rang her", "so_on": TODAY, "at": NOW}
    watching.settle(outcome=LookOutcome.ASKED, **said)
    assert owed(c) == [Duty.UNUSUAL_READS]
    watching.settle(outcome=LookOutcome.NOTHING, **said)
    assert owed(c) == []


def test_a_day_that_is_not_over_is_refused(c) -> None:
    access.identify(c.governance, today=TODAY)
    with pytest.raises(CannotDo, match="not over yet"):
        watching.look_through(actor=c.governance, authority_id=c.council.pk, day=TODAY, at=NOW, real_at=NOW)


def test_nobody_says_what_came_of_their_own_read(c, strange) -> None:
    own = replace(c.governance, account_id=c.manager.account_id)
    with pytest.raises(CannotDo, match="yourself"):
        watching.settle(
            actor=own, unusual_ref=strange.ref, outcome=LookOutcome.NOTHING, words="As was said", so_on=TODAY, at=NOW
        )
    access.identify(c.governance, today=TODAY)
    row = {
        "unusual": strange,
        "authority_id": c.council.pk,
        "outcome": "nothing",
        "words": "As was said",
        "so_on": TODAY,
    }
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        UnusualLook.objects.create(**row, recorded_at=NOW, recorded_by_id=c.manager.account_id)
    assert not UnusualLook.objects.exists()


def test_the_night_looks_through_the_days_before_and_twice_is_the_same(c, child) -> None:
    yesterday = real_now() - timedelta(days=1)
    looked(c.worker, child.ref, yesterday)
    jobs.look_through_reads(timestamp=0)
    jobs.look_through_reads(timestamp=0)
    access.identify(c.governance, today=TODAY)
    rows = ReadDay.objects.filter(authority=c.council)
    assert rows.count() == jobs.BACK_DAYS
    assert rows.get(day=day_of(yesterday)).reads == 1


def test_governance_reads_the_list_and_records_what_came_of_it(c, strange) -> None:
    client, day = signed_in(c.governance), reverse("casework:unusual_day", args=[strange.day.ref])
    page = client.get(reverse("casework:unusual")).content.decode()
    assert "<strong>1</strong>" in page
    shown = client.get(day).content.decode()
    assert unusual.WORDS[Sign.OWN_NAME].replace("'", "&#x27;") in shown and strange.record in shown
    assert "Isla" not in shown
    answer = send(
        client, reverse("casework:settle_read", args=[strange.ref]), outcome="nothing", words="Covered the duty desk"
    )
    assert answer.redirect_chain[-1][0] == day
    assert "Settled" in answer.content.decode() and "Covered the duty desk" in answer.content.decode()


def test_an_officers_street_is_recorded_and_seen_by_governance_alone(c) -> None:
    url = reverse("casework:say_street")
    answer = send(signed_in(c.governance), url, officer=c.worker.person_id, street="Mill Road", postcode="fk10")
    assert "Mill Road, FK10" in answer.content.decode()
    for name in ("worker", "manager", "leader"):
        assert signed_in(getattr(c, name)).get(url).status_code == 403
