"""What people do with a child's record: what is refused, what is kept, what stands on whose desk."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from lippen.casework import menu
from lippen.casework.actions import front, guarding, knowing, own_family, people, visiting, work
from lippen.casework.models import (
    Involvement,
    KnownPerson,
    PersonAddress,
    PersonNow,
    ReferralStep,
    SearchRun,
    Tie,
    VisitDone,
    Waiting,
    WaitingEnd,
    WaitingFact,
)
from lippen.casework.queries import glass, lists, numbers, records, referrals, searching
from lippen.casework.tests.factories import NOW, TODAY, Cast, cast
from lippen.casework.vocabulary import (
    BirthPrecision,
    ContactKind,
    Duty,
    GlassReason,
    GlassVerdict,
    IdScheme,
    InvolvementKind,
    Level,
    NameKind,
    Outcome,
    OwnTieKind,
    Place,
    Rights,
    SignOffAnswer,
    Status,
    TieKind,
    WaitingEndKind,
)
from lippen.kernel import access
from lippen.kernel.access import Actor
from lippen.kernel.clock import real_now
from lippen.kernel.errors import CannotDo, NotAllowed, NotVisible
from lippen.organisation.queries import open_duties

pytestmark = pytest.mark.django_db


@pytest.fixture
def c(settings) -> Cast:
    settings.LIPPEN_TODAY = TODAY
    return cast()


def desk(actor: Actor) -> set[tuple[str, str]]:
    """What somebody owes, as their desk reads it: kind and whom it is about."""
    access.identify(actor, today=TODAY)
    duties = open_duties([actor.person_id])
    return {(kind, words[1]) for (kind, _), words in menu.duty_words(actor, duties).items()}


def search(c: Cast, actor: Actor, **terms: str) -> SearchRun:
    access.identify(actor, today=TODAY)
    return people.search(actor=actor, authority_id=c.council.pk, terms=terms, today=TODAY, at=NOW)


# --- search before create ---


def test_nobody_is_added_without_a_search_of_ones_own(c) -> None:
    run = search(c, c.colleague, family_name="Balfour")
    access.identify(c.worker, today=TODAY)
    given = {"given_name": "Isla", "family_name": "Balfour", "is_child": True, "so_on": TODAY, "at": NOW}
    for ref in (run.ref, "search-none"):
        with pytest.raises(NotVisible):
            people.add_person(actor=c.worker, search_ref=ref, real_at=NOW, **given)


def test_nobody_is_added_an_hour_after_the_search_or_twice_from_one(c) -> None:
    run = search(c, c.worker, family_name="Balfour")
    given = {"given_name": "Isla", "family_name": "Balfour", "is_child": True, "so_on": TODAY, "at": NOW}
    with pytest.raises(CannotDo, match="Search again first"):
        people.add_person(actor=c.worker, search_ref=run.ref, real_at=NOW + timedelta(minutes=61), **given)
    people.add_person(actor=c.worker, search_ref=run.ref, real_at=NOW, **given)
    with pytest.raises(CannotDo, match="Somebody was added from this search"):
        people.add_person(actor=c.worker, search_ref=run.ref, real_at=NOW, **given)


def test_the_database_itself_adds_nobody_without_a_search(c) -> None:
    access.identify(c.manager, today=TODAY)
    given = {"ref": "known-x", "authority": c.council, "is_child": True, "so_on": TODAY, "recorded_at": NOW}
    with pytest.raises(IntegrityError, match="search_id"), transaction.atomic():
        KnownPerson.objects.create(**given)


def test_those_who_were_shown_and_passed_over_are_kept(c) -> None:
    first = c.add(c.worker, "Isla", "Balfour")
    second = c.add(c.worker, "Isla", "Balfour")
    assert (first.not_these, second.not_these) == ([], [first.pk])


@pytest.mark.parametrize(
    "terms",
    [
        {"given_name": "Isla", "family_name": "Balfour"},
        {"given_name": "Ila", "family_name": "Belfour"},
        {"given_name": "Balfour", "family_name": "Isla"},
        {"given_name": "Isla", "born_on": "2006-03-06"},
        {"family_name": "Balfour", "born_on": "2006-04-03"},
        {"phone": "+44 1259 5550101"},
        {"scheme": "chi", "outside_id": "04030 61234"},
        {"family_name": "Balfour", "lines": "12 Kirk Wynd", "postcode": "ZZ10 1AB"},
    ],
)
def test_a_search_finds_by_what_is_known_and_says_why(terms, c) -> None:
    child = c.add(c.worker, "Isla", "Balfour", born_on=date(2006, 3, 4))
    given = {"person_ref": child.ref, "so_on": TODAY, "at": NOW}
    people.say_contact(actor=c.worker, kind=ContactKind.PHONE, value="01259 555 0101", **given)
    people.say_outside_id(actor=c.worker, scheme=IdScheme.CHI, value="0403061234", **given)
    people.say_address(actor=c.worker, lines="12 Kirk Wynd", postcode="ZZ10 1AB", **given)
    run = search(c, c.worker, **terms)
    (found,) = searching.search(c.worker, run.ref).candidates
    assert (found.ref, found.name, bool(found.reasons)) == (child.ref, "Isla Balfour", True)


def test_outside_ones_view_a_search_says_only_whom_to_ask(c) -> None:
    child = c.add(c.other_worker, "Rory", "Drummond")
    run = search(c, c.worker, given_name="Rory", family_name="Drummond")
    (found,) = searching.search(c.worker, run.ref).candidates
    assert (found.name, found.ref, found.born_on, found.place, found.reasons) == ("", "", None, "", ())
    assert found.team == "Assessment team"
    assert child.ref not in repr(found)


def test_of_a_restricted_record_a_search_says_nothing_and_information_governance_is_told(c) -> None:
    child = c.add(c.worker, "Rory", "Drummond")
    c.allocate(child, c.worker)
    access.identify(c.manager, today=TODAY)
    officers = [c.manager.person_id, c.worker.person_id]
    named = {"officers": officers, "why": "A councillor's child", "so_on": TODAY, "at": NOW}
    guarding.restrict(actor=c.manager, person_ref=child.ref, **named)
    run = search(c, c.colleague, given_name="Rory", family_name="Drummond")
    assert searching.search(c.colleague, run.ref).candidates == ()
    with pytest.raises(NotVisible):
        searching.hidden_match(c.colleague, run.ref, 1)
    assert (Duty.RESTRICTED_MATCH, "Look at who searched, and whether the two are one person") in desk(c.governance)


# --- people and ties ---


def test_a_new_name_stands_and_the_earlier_one_stays(c) -> None:
    child = c.add(c.worker, "Isla", "Balfour")
    given = {"given_name": "Isla", "family_name": "Reid", "so_on": TODAY, "at": NOW}
    people.say_name(actor=c.worker, person_ref=child.ref, kind=NameKind.NAME, **given)
    found = records.record(c.worker, child.ref, real_at=NOW)
    assert (found.person.name, found.names) == ("Isla Reid", (("Earlier name", "Isla Balfour"),))
    run = search(c, c.worker, given_name="Isla", family_name="Balfour")
    assert [each.ref for each in searching.search(c.worker, run.ref).candidates] == [child.ref]


def test_a_tie_is_written_once_and_read_both_ways(c) -> None:
    child = c.add(c.worker, "Isla", "Balfour")
    mother = c.mother_of(c.worker, child)
    of_child = records.record(c.worker, child.ref, real_at=NOW).ties
    of_mother = records.record(c.worker, mother.ref, real_at=NOW).ties
    assert [(tie.is_what, tie.person.ref) for tie in of_child] == [("Parent", mother.ref)]
    assert [(tie.is_what, tie.person.ref) for tie in of_mother] == [("Child", child.ref)]
    assert Tie.objects.count() == 1


def test_a_tie_is_not_written_twice_in_either_direction(c) -> None:
    child, sister = c.add(c.worker, "Isla"), c.add(c.worker, "Eilidh")
    given = {"kind": TieKind.SIBLING, "so_on": TODAY, "at": NOW, "rights": Rights.NO}
    people.tie_people(actor=c.worker, person_ref=child.ref, other_ref=sister.ref, **given)
    with pytest.raises(CannotDo, match="recorded already"):
        people.tie_people(actor=c.worker, person_ref=sister.ref, other_ref=child.ref, **given)


def test_a_tie_that_was_a_mistake_opens_nobody_any_more(c) -> None:
    child = c.add(c.worker, "Isla", "Balfour")
    mother = c.mother_of(c.worker, child)
    tie = Tie.objects.get()
    people.end_tie(actor=c.worker, person_ref=child.ref, tie_id=tie.pk, is_mistake=True, so_on=TODAY, at=NOW)
    with pytest.raises(NotVisible):
        records.head(c.worker, mother.ref)
    assert records.record(c.worker, child.ref, real_at=NOW).ties == ()


def test_a_child_not_born_yet_is_expected_on_a_day_to_come(c) -> None:
    child = c.add(c.worker, "", "Balfour", born_on=None)
    given = {"person_ref": child.ref, "born_on": TODAY + timedelta(90), "so_on": TODAY, "at": NOW}
    with pytest.raises(CannotDo, match="Expected"):
        people.say_birth(actor=c.worker, precision=BirthPrecision.EXACT, **given)
    people.say_birth(actor=c.worker, precision=BirthPrecision.EXPECTED, **given)
    assert records.head(c.worker, child.ref).age(TODAY) is None


BIRTHS_THAT_CANNOT_BE = [(TODAY + timedelta(1), "has not come yet"), (date(1892, 10, 16), "More than 120 years ago")]


@pytest.mark.parametrize(("born_on", "told"), BIRTHS_THAT_CANNOT_BE)
def test_nobody_is_added_or_said_to_be_born_on_a_day_to_come_or_over_120_years_ago(born_on, told, c) -> None:
    child = c.add(c.worker, "Isla", "Balfour")
    given = {"born_on": born_on, "precision": BirthPrecision.EXACT, "so_on": TODAY, "at": NOW}
    with pytest.raises(CannotDo, match=told) as refused:
        people.say_birth(actor=c.worker, person_ref=child.ref, **given)
    assert refused.value.field == "born_on"
    with pytest.raises(CannotDo, match=told) as refused:
        c.add(c.worker, "Skye", "Balfour", born_on=born_on)
    assert refused.value.field == "born_on"
    assert c.add(c.worker, "Skye", "Balfour", born_on=date(1892, 10, 17))


def test_a_parent_is_at_least_ten_years_older_than_the_child(c) -> None:
    child = c.add(c.worker, "Isla", "Balfour", born_on=date(2006, 3, 4))
    told = "born on 5 March 1996, would be younger than 10 years when the child was born on 4 March 2006"
    mother = {"born_on": date(1996, 3, 5), "is_child": False}
    with pytest.raises(CannotDo, match=told) as refused:
        c.add(c.worker, "Morag", "Balfour", tie=people.NewTie(child.ref, TieKind.PARENT), **mother)
    assert refused.value.field == "tie"
    aunt = c.add(c.worker, "Morag", "Balfour", tie=people.NewTie(child.ref, TieKind.AUNT_OR_UNCLE), **mother)
    given = {"kind": TieKind.PARENT, "so_on": TODAY, "at": NOW}
    with pytest.raises(CannotDo, match=told):
        people.tie_people(actor=c.worker, person_ref=aunt.ref, other_ref=child.ref, **given)
    c.add(c.worker, "Ada", born_on=date(1996, 3, 4), is_child=False, tie=people.NewTie(child.ref, TieKind.PARENT))


@pytest.mark.parametrize(
    ("whose", "born_on", "what"), [("Morag", date(1996, 3, 5), "child"), ("Isla", date(1989, 12, 31), "parent")]
)
def test_a_day_of_birth_that_is_changed_is_held_against_the_ties_that_stand(whose, born_on, what, c) -> None:
    child = c.add(c.worker, "Isla", "Balfour", born_on=date(2006, 3, 4))
    mother = c.add(
        c.worker,
        "Morag",
        "Balfour",
        born_on=date(1980, 1, 1),
        is_child=False,
        tie=people.NewTie(child.ref, TieKind.PARENT),
    )
    changed, other = (mother, "Isla Balfour") if whose == "Morag" else (child, "Morag Balfour")
    given = {
        "person_ref": changed.ref,
        "born_on": born_on,
        "precision": BirthPrecision.EXACT,
        "so_on": TODAY,
        "at": NOW,
    }
    told = f"does not fit the tie to {other}, recorded as their {what}. The parent, born on"
    with pytest.raises(CannotDo, match=told) as refused:
        people.say_birth(actor=c.worker, **given)
    assert refused.value.field == "born_on"
    tie = Tie.objects.get(person=mother, other=child)
    people.end_tie(actor=c.worker, person_ref=child.ref, tie_id=tie.pk, is_mistake=False, so_on=TODAY, at=NOW)
    assert people.say_birth(actor=c.worker, **given).born_on == born_on


def test_a_day_of_birth_after_the_day_of_death_is_refused(c) -> None:
    child = c.add(c.worker, "Isla", "Balfour", born_on=date(2006, 3, 4))
    given = {"actor": c.worker, "person_ref": child.ref, "so_on": TODAY, "at": NOW}
    knowing.say_death(died_on=date(2012, 10, 1), **given)
    with pytest.raises(CannotDo, match="after the day of death, 1 October 2012"):
        people.say_birth(born_on=date(2012, 10, 2), precision=BirthPrecision.EXACT, **given)


@pytest.mark.parametrize("name", ["\u200b", "\u200d\u2060", " \ufeff ", "\u3164", "\u00ad\u200e"])
def test_a_name_of_which_nothing_can_be_seen_is_none(name, c) -> None:
    child = c.add(c.worker, "Isla", "Balfour")
    given = {"given_name": name, "family_name": name, "kind": NameKind.NAME, "so_on": TODAY, "at": NOW}
    with pytest.raises(CannotDo, match="at least one name"):
        people.say_name(actor=c.worker, person_ref=child.ref, **given)
    with pytest.raises(CannotDo, match="at least one name"):
        c.add(c.worker, name, name, born_on=date(2006, 5, 4))


@pytest.mark.parametrize(
    ("kind", "value", "told"),
    [
        (ContactKind.PHONE, "abc", "at least three figures"),
        (ContactKind.PHONE, "javascript:alert(1)", "at least three figures"),
        (ContactKind.PHONE, "javascript:alert(111)", "figures, spaces and"),
        (ContactKind.PHONE, "01259 555 0101, in the evening", "figures, spaces and"),
        (ContactKind.PHONE, "01259 555 0101 ext", "figures, spaces and"),
        (ContactKind.PHONE, "٠١٢٥٩", "at least three figures"),
        (ContactKind.PHONE, "\u200b", "Write the number or address"),
        (ContactKind.EMAIL, "<script>@x", "the whole e-mail address"),
        (ContactKind.EMAIL, "isla at example", "the whole e-mail address"),
    ],
)
def test_by_what_is_written_somebody_can_be_reached(kind, value, told, c) -> None:
    child = c.add(c.worker, "Isla", "Balfour")
    given = {"person_ref": child.ref, "so_on": TODAY, "at": NOW}
    with pytest.raises(CannotDo, match=told) as refused:
        people.say_contact(actor=c.worker, kind=kind, value=value, **given)
    assert refused.value.field == "value"
    for number in ("+44 (0)1259 555-0101", "01259.555.0101 ext 12", "01259 555 0101 x12", "101", "555 0101, Ext. 4"):
        people.say_contact(actor=c.worker, kind=ContactKind.PHONE, value=number, **given)
    people.say_contact(actor=c.worker, kind=ContactKind.EMAIL, value="isla@example.org", **given)


def test_a_protected_address_is_nowhere_else_and_is_found_by_no_search(c) -> None:
    child = c.add(c.worker, "Isla", "Balfour")
    given = {"person_ref": child.ref, "so_on": TODAY, "at": NOW}
    people.say_address(actor=c.worker, lines="1 Open Road", postcode="ZZ10 1AA", **given)
    hidden = {"lines": "9 Hidden Close", "postcode": "ZZ10 9ZZ", "officers": [], "why": "Fled"}
    people.protect_address(actor=c.worker, **hidden, **given)
    now = PersonNow.objects.get(pk=child.pk)
    assert (now.lines, now.postcode, now.is_protected) == ("", "", True)
    assert not [key for key in now.keys if key.startswith("a=")]
    assert records.head(c.worker, child.ref).place == "Address protected"
    with pytest.raises(CannotDo, match="protected"):
        people.say_address(actor=c.worker, lines="9 Hidden Close", postcode="", **given)
    assert not PersonAddress.objects.filter(lines__contains="Hidden").exists()
    with pytest.raises(IntegrityError, match="protected_address_is_nowhere_else"), transaction.atomic():
        PersonNow.objects.filter(pk=child.pk).update(lines="9 Hidden Close")


def test_a_protected_address_can_be_opened_again(c) -> None:
    child = c.add(c.worker, "Isla", "Balfour")
    c.allocate(child, c.worker)
    access.identify(c.worker, today=TODAY)
    given = {"person_ref": child.ref, "so_on": TODAY, "at": NOW}
    people.say_address(actor=c.worker, lines="1 Open Road", postcode="ZZ10 1AA", **given)
    for lines in ("9 Hidden Close", ""):
        asked = {"lines": lines, "is_over": not lines, "postcode": "", "officers": [], "why": "As was said"}
        people.protect_address(actor=c.worker, **asked, **given)
    assert records.head(c.worker, child.ref).place == "1 Open Road, ZZ10 1AA"


# --- two records of one person ---


def put_together(c: Cast) -> tuple[KnownPerson, KnownPerson, object]:
    one, kept = c.add(c.worker, "Isla", "Balfour"), c.add(c.worker, "Isla", "Belfour")
    given = {"so_on": TODAY, "at": NOW}
    made = guarding.propose_same(actor=c.worker, person_ref=one.ref, kept_ref=kept.ref, why="Same school", **given)
    return one, kept, made


def test_that_two_records_are_of_one_person_takes_two_people(c) -> None:
    _, kept, made = put_together(c)
    with pytest.raises(CannotDo, match="You proposed this yourself"):
        guarding.decide_same(actor=c.worker, same_ref=made.ref, is_same=True, so_on=TODAY, at=NOW)
    assert (Duty.AGREE_SAME, "Isla Balfour") in desk(c.leader)
    guarding.decide_same(actor=c.leader, same_ref=made.ref, is_same=True, so_on=TODAY, at=NOW)
    assert (Duty.AGREE_SAME, "Isla Balfour") not in desk(c.leader)
    with pytest.raises(CannotDo, match="decided on this already"):
        guarding.decide_same(actor=c.leader, same_ref=made.ref, is_same=False, so_on=TODAY, at=NOW)
    assert kept.ref in {row.person.ref for row in lists.children(c.leader).rows}


def test_the_record_that_is_kept_shows_the_facts_of_both_until_it_is_undone(c) -> None:
    one, kept, made = put_together(c)
    c.refer(c.worker, one, words="Told under the other name")
    access.identify(c.leader, today=TODAY)
    guarding.decide_same(actor=c.leader, same_ref=made.ref, is_same=True, so_on=TODAY, at=NOW)
    assert [row.words for row in records.record(c.leader, kept.ref, real_at=NOW).referrals] == [
        "Told under the other name"
    ]
    assert records.record(c.leader, one.ref, real_at=NOW).kept.ref == kept.ref
    with pytest.raises(CannotDo, match="More than 30 days"):
        guarding.undo_same(
            actor=c.leader, same_ref=made.ref, why="Two schools", so_on=TODAY, at=NOW + timedelta(days=31)
        )
    guarding.undo_same(actor=c.leader, same_ref=made.ref, why="Two schools", so_on=TODAY, at=NOW)
    assert records.record(c.leader, kept.ref, real_at=NOW).referrals == ()
    assert records.record(c.leader, one.ref, real_at=NOW).kept is None


# --- the front door ---


def test_a_referral_goes_through_its_stages_each_with_its_clock(c) -> None:
    child = c.add(c.worker, "Isla", "Balfour")
    made = c.refer(c.worker, child)
    assert (Duty.SCREEN, "Isla Balfour") in desk(c.worker)
    given = {"referral_ref": made.ref, "words": "Seen", "so_on": TODAY, "at": NOW}
    with pytest.raises(CannotDo, match="taken this step already"):
        front.take_step(actor=c.worker, outcome=Outcome.ALLOCATE, **given)
    step = front.take_step(actor=c.worker, outcome=Outcome.ASSESS, **given)
    assert (step.due_on, desk(c.worker)) == (date(2012, 10, 18), {(Duty.ASSESS, "Isla Balfour")})
    step = front.take_step(actor=c.worker, outcome=Outcome.ASSESSED, **given)
    assert step.due_on == date(2012, 11, 14)
    front.take_step(actor=c.worker, outcome=Outcome.ADVICE, **given)
    assert desk(c.worker) == set()


def test_the_councils_own_standard_counts_once_it_is_set(c) -> None:
    access.identify(c.manager, today=TODAY)
    given = {"authority_id": c.council.pk, "why": "Agreed in September", "so_on": TODAY, "at": NOW}
    work.set_number(actor=c.manager, key="screening_days", number=Decimal(3), **given)
    child = c.add(c.worker, "Isla", "Balfour")
    made = c.refer(c.worker, child)
    given = {"referral_ref": made.ref, "words": "Seen", "so_on": TODAY, "at": NOW}
    assert front.take_step(actor=c.worker, outcome=Outcome.ASSESS, **given).due_on == date(2012, 10, 22)
    with pytest.raises(NotAllowed):
        work.set_number(
            actor=c.worker,
            authority_id=c.council.pk,
            key="limit_children",
            number=Decimal(40),
            why="As was said",
            so_on=TODAY,
            at=NOW,
        )


def test_an_immediate_risk_waits_for_a_manager_who_is_not_its_recorder(c) -> None:
    child = c.add(c.worker, "Isla", "Balfour")
    c.allocate(child, c.colleague)
    made = c.refer(c.leader, child, is_immediate=True)
    given = {"referral_ref": made.ref, "so_on": TODAY, "at": NOW}
    with pytest.raises(CannotDo, match="once a manager has agreed"):
        front.take_step(actor=c.leader, outcome=Outcome.ASSESS, words="It goes on", **given)
    with pytest.raises(CannotDo, match="You recorded this yourself"):
        front.sign_off(actor=c.leader, answer=SignOffAnswer.AGREED, words="Yes", **given)
    access.identify(c.worker, today=TODAY)
    with pytest.raises(NotAllowed):
        front.sign_off(actor=c.worker, answer=SignOffAnswer.AGREED, words="Yes", **given)
    access.identify(c.manager, today=TODAY)
    front.sign_off(actor=c.manager, answer=SignOffAnswer.NOT_AGREED, words="See the child first", **given)
    with pytest.raises(CannotDo, match="once a manager has agreed"):
        front.take_step(actor=c.manager, outcome=Outcome.ASSESS, words="It goes on", **given)
    front.sign_off(actor=c.manager, answer=SignOffAnswer.AGREED, words="Seen now", **given)
    front.take_step(actor=c.manager, outcome=Outcome.ASSESS, words="It goes on", **given)


def test_earlier_referrals_of_the_year_stand_beside_a_repeat(c) -> None:
    child = c.add(c.worker, "Isla", "Balfour")
    c.refer(c.worker, child, received_on=date(2011, 1, 1), words="Long ago")
    c.refer(c.worker, child, received_on=date(2012, 3, 1), words="In spring")
    last = c.refer(c.worker, child)
    found = referrals.referral(c.worker, last.ref, numbers=numbers.numbers(c.worker, c.council.pk, on=TODAY))
    assert (found.row.is_repeat, [row.words for row in found.earlier]) == (True, ["In spring"])


# --- waiting ---


def test_casework_waiting_takes_holder_level_plan_and_next_contact(c) -> None:
    child = c.add(c.worker, "Isla", "Balfour")
    referral = c.refer(c.worker, child)
    given = {"referral_ref": referral.ref, "words": "Seen", "so_on": TODAY, "at": NOW}
    for outcome in (Outcome.ASSESS, Outcome.ASSESSED):
        front.take_step(actor=c.worker, outcome=outcome, **given)
    with pytest.raises(CannotDo, match="who holds the child"):
        front.take_step(actor=c.worker, outcome=Outcome.ALLOCATE, **given)
    full = {
        "holder_id": c.worker.person_id,
        "level": Level.LOW,
        "why": "As was said",
        "plan": "y",
        "next_contact_on": TODAY,
    }
    for empty in ({"why": " "}, {"plan": ""}, {"next_contact_on": TODAY - timedelta(1)}):
        with pytest.raises(CannotDo):
            front.take_step(actor=c.worker, outcome=Outcome.ALLOCATE, wait=front.Wait(**{**full, **empty}), **given)
    assert not Waiting.objects.exists()
    front.take_step(actor=c.worker, outcome=Outcome.ALLOCATE, wait=front.Wait(**full), **given)
    assert (Duty.NEXT_CONTACT, "Isla Balfour") in desk(c.worker)
    assert (Duty.ALLOCATE, "Isla Balfour") in desk(c.leader)


def test_the_next_contact_of_a_child_who_waits_is_at_most_90_days_ahead(c) -> None:
    wait = c.waiting(c.worker, c.add(c.worker, "Isla", "Balfour"))
    given = {"so_on": TODAY, "at": NOW}
    for days, refused in ((90, False), (91, True)):
        how = c.wait(c.worker, days=days)
        with pytest.raises(CannotDo, match="At most 90 days ahead") if refused else nullcontext() as told:
            front.look_again(actor=c.worker, waiting_ref=wait.ref, wait=how, **given)
    assert told.value.field == "next_contact_on"
    access.identify(c.leader, today=TODAY)
    with pytest.raises(CannotDo, match="At most 90 days ahead") as told:
        front.review_queue(actor=c.leader, waits=[(wait.ref, c.wait(c.worker, days=91))], **given)
    assert told.value.field == f"next_contact_on_{wait.ref}"


def test_a_child_goes_into_the_queue_with_a_contact_at_most_90_days_ahead(c) -> None:
    given = {"words": "Seen", "so_on": TODAY, "at": NOW}
    referral = c.refer(c.worker, c.add(c.worker, "Isla", "Balfour"))
    for outcome in (Outcome.ASSESS, Outcome.ASSESSED):
        front.take_step(actor=c.worker, referral_ref=referral.ref, outcome=outcome, **given)
    far = {"outcome": Outcome.ALLOCATE, "wait": c.wait(c.worker, days=91)}
    with pytest.raises(CannotDo, match="At most 90 days ahead"):
        front.take_step(actor=c.worker, referral_ref=referral.ref, **far, **given)


def now_at_commit() -> None:
    """Ask the constraints that wait for the commit now."""
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute("set constraints all deferred")


def test_nobody_vanishes_between_the_decision_and_the_queue(c) -> None:
    child = c.add(c.worker, "Isla", "Balfour")
    referral = c.refer(c.worker, child)
    fact = {"person": child, "authority": c.council, "so_on": TODAY, "recorded_at": NOW}
    now_at_commit()
    given = {"stage": "decision", "outcome": "allocate", "words": "As was said", "due_on": TODAY}
    with pytest.raises(DatabaseError, match="nobody_vanishes"), transaction.atomic():
        ReferralStep.objects.create(referral=referral, **given, **fact)
        now_at_commit()
    with pytest.raises(DatabaseError, match="nobody_vanishes"), transaction.atomic():
        Waiting.objects.create(ref="waiting-x", referral=referral, due_on=TODAY, **fact)
        now_at_commit()


def test_a_child_leaves_the_queue_by_allocation_or_a_recorded_ending_once(c) -> None:
    first, second = c.add(c.worker, "Isla"), c.add(c.worker, "Rory")
    one, two = c.waiting(c.worker, first), c.waiting(c.worker, second)
    given = {"so_on": TODAY, "at": NOW}
    access.identify(c.leader, today=TODAY)
    assert {row.person.ref for row in lists.queue(c.leader, today=TODAY)} == {first.ref, second.ref}
    front.allocate_waiting(actor=c.leader, waiting_ref=one.ref, worker_id=c.colleague.person_id, **given)
    with pytest.raises(CannotDo, match="Say why"):
        front.end_waiting(actor=c.leader, waiting_ref=two.ref, kind=WaitingEndKind.NOT_NEEDED, words=" ", **given)
    ended = {"kind": WaitingEndKind.NOT_NEEDED, "words": "The grandmother helps"}
    front.end_waiting(actor=c.leader, waiting_ref=two.ref, **ended, **given)
    assert lists.queue(c.leader, today=TODAY) == ()
    access.identify(c.manager, today=TODAY)  # with the wait the work ended, and the leader sees the second no longer
    for waiting in (one, two):
        with pytest.raises(CannotDo, match="waits no longer"):
            front.end_waiting(actor=c.manager, waiting_ref=waiting.ref, **ended, **given)
    assert WaitingEnd.objects.count() == 2
    assert {kind for kind, _ in desk(c.leader)} & {Duty.ALLOCATE, Duty.NEXT_CONTACT} == set()


def test_an_allocation_to_another_team_is_whole_though_its_maker_sees_the_child_no_longer(c) -> None:
    child = c.add(c.worker, "Isla")
    waiting = c.waiting(c.worker, child)
    access.identify(c.leader, today=TODAY)
    to = c.other_worker.person_id
    front.allocate_waiting(actor=c.leader, waiting_ref=waiting.ref, worker_id=to, so_on=TODAY, at=NOW)
    with pytest.raises(NotVisible):
        records.head(c.leader, child.ref)
    access.identify(c.other_worker, today=TODAY)
    (row,) = records.record(c.other_worker, child.ref, real_at=NOW).open_work
    assert (row.kind, row.name) == (InvolvementKind.ALLOCATED, c.other_worker.name)


def test_casework_reopens_the_level_on_the_day_of_new_information(c) -> None:
    child = c.add(c.worker, "Isla", "Balfour")
    waiting = c.waiting(c.worker, child)
    front.tell_news(actor=c.worker, waiting_ref=waiting.ref, words="Hurt at school", so_on=TODAY, at=NOW)
    (duty,) = [d for d in open_duties([c.worker.person_id]) if d.kind == Duty.LOOK_AGAIN]
    assert (duty.ends_on - timedelta(1), duty.starts_on) == (TODAY, TODAY)
    front.look_again(
        actor=c.worker, waiting_ref=waiting.ref, wait=c.wait(c.worker, Level.VERY_HIGH), so_on=TODAY, at=NOW
    )
    assert (Duty.LOOK_AGAIN, "Isla Balfour") not in desk(c.worker)
    assert lists.queue(c.worker, today=TODAY)[0].wait.level is Level.VERY_HIGH


def test_a_review_of_the_queue_is_whole_or_not_at_all(c) -> None:
    refs = [c.waiting(c.worker, c.add(c.worker, name)).ref for name in ("Isla", "Rory")]
    access.identify(c.leader, today=TODAY)
    good, bad = c.wait(c.worker, Level.LOW), front.Wait(c.worker.person_id, Level.LOW, "", "y", TODAY)
    given = {"so_on": TODAY, "at": NOW}
    with pytest.raises(CannotDo), transaction.atomic():
        front.review_queue(actor=c.leader, waits=[(refs[0], good), (refs[1], bad)], **given)
    assert WaitingFact.objects.filter(level="low").count() == 0
    assert front.review_queue(actor=c.leader, waits=[(ref, good) for ref in refs], **given) == 2
    with pytest.raises(CannotDo, match="at least one"):
        front.review_queue(actor=c.leader, waits=[], **given)


# --- allocation and load ---


def test_a_day_before_the_worker_came_is_named_as_what_is_wrong(c) -> None:
    child = c.add(c.worker, "Isla")
    access.identify(c.leader, today=TODAY)
    given = {"actor": c.leader, "person_ref": child.ref, "at": NOW}
    with pytest.raises(CannotDo, match="did not work with children here on 1 January 2000") as refused:
        work.allocate(worker_id=c.colleague.person_id, so_on=date(2000, 1, 1), **given)
    assert refused.value.field == "so_on"
    with pytest.raises(CannotDo, match="works with children") as refused:
        work.allocate(worker_id=c.governance.person_id, so_on=TODAY, **given)
    assert refused.value.field == "worker"


def test_past_the_limit_an_allocation_takes_a_reason(c) -> None:
    access.identify(c.manager, today=TODAY)
    limit = {"authority_id": c.council.pk, "key": "limit_children", "number": Decimal(1)}
    work.set_number(actor=c.manager, why="For this test", so_on=TODAY, at=NOW, **limit)
    first, second = c.add(c.worker, "Isla"), c.add(c.worker, "Rory")
    c.allocate(first, c.colleague)
    with pytest.raises(CannotDo, match="would have 2 children; the limit is 1"):
        c.allocate(second, c.colleague)
    made = c.allocate(second, c.colleague, over_limit_why="Nobody else is there")
    assert made.over_limit_why == "Nobody else is there"


def test_a_load_counts_children_whom_the_asker_does_not_see(c) -> None:
    child = c.add(c.other_worker, "Rory")
    access.identify(c.other_leader, today=TODAY)
    given = {"person_ref": child.ref, "so_on": TODAY, "at": NOW}
    work.allocate(actor=c.other_leader, worker_id=c.other_worker.person_id, **given)
    work.say_status(actor=c.other_leader, status=Status.PROTECTION, **given)
    access.identify(c.leader, today=TODAY)
    loads = {row.person_id: row.load for row in numbers.workers(c.leader, c.council.pk, on=TODAY)}
    assert (loads[c.other_worker.person_id].children, loads[c.other_worker.person_id].hours) == (1, 16)
    access.identify(c.stranger, today=TODAY)
    assert numbers.carried_by(c.council.pk, loads) == {}


def test_casework_one_worker_at_a_time_is_allocated_and_the_change_is_counted(c) -> None:
    child = c.add(c.worker, "Isla")
    for actor in (c.worker, c.colleague):
        c.allocate(child, actor)
    found = records.record(c.leader, child.ref, real_at=NOW)
    assert [row.worker_id for row in found.open_work] == [c.colleague.person_id]
    assert found.workers_so_far == 2
    given = {"authority": c.council, "person": child, "kind": "allocated", "recorded_at": NOW}
    with pytest.raises(IntegrityError, match="one_allocated_worker_at_a_time"), transaction.atomic():
        Involvement.objects.create(ref="work-x", worker_id=c.leader.person_id, starts_on=TODAY, **given)
        now_at_commit()


def test_nobody_is_left_without_anybody_who_works_with_them(c) -> None:
    child = c.add(c.worker, "Isla")
    access.identify(c.leader, today=TODAY)
    (row,) = records.record(c.leader, child.ref, real_at=NOW).open_work
    with pytest.raises(CannotDo, match="so that nobody is lost"):
        work.end_work(actor=c.leader, work_ref=row.ref, so_on=TODAY, at=NOW)


def test_a_social_worker_allocates_nobody(c) -> None:
    child = c.add(c.worker, "Isla")
    with pytest.raises(NotAllowed):
        work.allocate(actor=c.worker, person_ref=child.ref, worker_id=c.worker.person_id, so_on=TODAY, at=NOW)


# --- visits ---


def test_casework_visit_says_whether_the_child_was_seen_or_why_not(c) -> None:
    child = c.add(c.worker, "Isla", "Balfour")
    given = {"person_ref": child.ref, "so_on": TODAY, "at": NOW}
    visit = visiting.plan_visit(actor=c.worker, planned_on=TODAY, worker_id=c.worker.person_id, **given)
    assert (Duty.VISIT, "Isla Balfour") in desk(c.worker)
    with pytest.raises(CannotDo, match="why the child was not seen"):
        visiting.record_visit(actor=c.worker, is_seen=False, visit_ref=visit.ref, **given)
    with pytest.raises(CannotDo, match="where the child was seen"):
        visiting.record_visit(actor=c.worker, is_seen=True, visit_ref=visit.ref, **given)
    said = {"is_seen": True, "is_seen_alone": True, "place": Place.HOME, "view": "I like my room"}
    visiting.record_visit(actor=c.worker, visit_ref=visit.ref, **said, **given)
    assert (Duty.VISIT, "Isla Balfour") not in desk(c.worker)
    found = records.record(c.worker, child.ref, real_at=NOW)
    assert found.last_seen.view == "I like my room"
    assert found.events[0].title == "Visit: seen at home, alone"
    with pytest.raises(CannotDo, match="recorded this visit already"):
        visiting.record_visit(actor=c.worker, visit_ref=visit.ref, **said, **given)
    assert VisitDone.objects.count() == 1


# --- break-glass and own family ---


def broken(c: Cast, child: KnownPerson, actor: Actor) -> KnownPerson:
    run = search(c, actor, given_name="Rory", family_name="Drummond")
    given = {"reason": GlassReason.DANGER, "words": "Found alone", "so_on": TODAY, "at": real_now()}
    shown = searching.code_at(actor, run.ref, 1)
    return guarding.break_glass(actor=actor, search_ref=run.ref, number=1, shown=shown, **given)


def test_casework_break_glass_tells_whoever_works_with_the_child_and_is_looked_at_by_another(c) -> None:
    child = c.add(c.other_worker, "Rory", "Drummond")
    assert broken(c, child, c.leader).pk == child.pk
    found = records.record(c.leader, child.ref, real_at=real_now())
    assert found.opened_until is not None
    assert (Duty.GLASS_TOLD, "Rory Drummond") in desk(c.other_worker)
    assert (Duty.GLASS_REVIEW, "Rory Drummond") in desk(c.other_leader)
    access.identify(c.leader, today=TODAY)
    (row,) = glass.openings(c.leader)
    given = {"glass_ref": row.ref, "verdict": GlassVerdict.RIGHT, "words": "Rang the school", "so_on": TODAY, "at": NOW}
    with pytest.raises(CannotDo, match="You opened this record"):
        guarding.review_glass(actor=c.leader, **given)
    access.identify(c.other_leader, today=TODAY)
    guarding.review_glass(actor=c.other_leader, **given)
    assert desk(c.other_leader) == set()
    with pytest.raises(CannotDo, match="looked at this already"):
        guarding.review_glass(actor=c.other_leader, **given)


def test_casework_break_glass_that_was_wrong_closes_at_once_and_those_above_hear(c) -> None:
    child = c.add(c.other_worker, "Rory", "Drummond")
    broken(c, child, c.worker)
    assert records.head(c.worker, child.ref)
    access.identify(c.other_leader, today=TODAY)
    (row,) = glass.openings(c.other_leader)
    verdict = {"verdict": GlassVerdict.NOT_RIGHT, "words": "Rory is her neighbour", "so_on": TODAY, "at": NOW}
    guarding.review_glass(actor=c.other_leader, glass_ref=row.ref, **verdict)
    access.identify(c.worker, today=TODAY)
    with pytest.raises(NotVisible):
        records.head(c.worker, child.ref)
    for who in (c.manager, c.governance):
        assert [kind for kind, words in desk(who) if c.worker.name in words] == [Duty.GLASS_WRONG]
        access.identify(who, today=TODAY)
        (found,) = glass.wrong_openings(who)
        assert (found.record, found.by, found.found_by) == (child.ref, c.worker.name, c.other_leader.name)
        guarding.see_glass(actor=who, glass_ref=row.ref, at=NOW)
        assert desk(who) == set()
    for who in (c.worker, c.leader, c.stranger):
        access.identify(who, today=TODAY)
        assert glass.wrong_openings(who) == ()


def test_break_glass_makes_nobody_part_of_a_record_for_good(c) -> None:
    child, own = c.add(c.other_worker, "Rory", "Drummond"), c.add(c.worker, "Isla", "Balfour")
    broken(c, child, c.leader)
    given = {"so_on": TODAY, "at": NOW}
    alongside = {"worker_id": c.leader.person_id, "kind": InvolvementKind.CO_WORKING}
    with pytest.raises(CannotDo, match="opened this record outside"):
        work.involve(actor=c.leader, person_ref=child.ref, **alongside, **given)
    for ends in ((child.ref, own.ref), (own.ref, child.ref)):
        with pytest.raises(CannotDo, match="opened this record outside"):
            people.tie_people(actor=c.leader, person_ref=ends[0], other_ref=ends[1], kind=TieKind.SIBLING, **given)
    seen = {"is_seen": True, "place": Place.HOME}
    visiting.record_visit(actor=c.leader, person_ref=child.ref, **seen, **given)


def test_break_glass_does_not_open_ones_own_family(c) -> None:
    child = c.add(c.other_worker, "Rory", "Drummond")
    tie = {"officer_id": c.worker.person_id, "kind": OwnTieKind.FAMILY, "why": "Told by the school"}
    own_family.say_own_tie(actor=c.other_worker, person_ref=child.ref, so_on=TODAY, at=NOW, **tie)
    with pytest.raises(CannotDo, match="If a child is in danger, ring Assessment team"):
        broken(c, child, c.worker)
    (told,) = searching.search(c.worker, SearchRun.objects.latest("id").ref).candidates
    assert told.is_closed and not told.is_seen


def test_casework_own_family_is_closed_to_the_officer_and_opened_by_another_alone(c) -> None:
    child = c.add(c.worker, "Isla", "Balfour")
    tie = {"officer_id": c.worker.person_id, "why": "Told by the school", "so_on": TODAY, "at": NOW}
    own_family.say_own_tie(actor=c.worker, person_ref=child.ref, kind=OwnTieKind.FAMILY, **tie)
    with pytest.raises(NotVisible):
        records.head(c.worker, child.ref)
    access.identify(c.leader, today=TODAY)
    own_family.say_own_tie(actor=c.leader, person_ref=child.ref, kind=OwnTieKind.NONE, **tie)
    access.identify(c.worker, today=TODAY)
    assert records.head(c.worker, child.ref).ref == child.ref


def test_casework_restricted_names_whoever_restricts(c) -> None:
    child = c.add(c.worker, "Isla", "Balfour")
    access.identify(c.leader, today=TODAY)
    given = {"person_ref": child.ref, "why": "As was said", "so_on": TODAY, "at": NOW}
    with pytest.raises(CannotDo, match="Name yourself too"):
        guarding.restrict(actor=c.leader, officers=[c.worker.person_id], **given)
    guarding.restrict(actor=c.leader, officers=[c.leader.person_id], **given)
    access.identify(c.worker, today=TODAY)
    with pytest.raises(NotVisible):
        records.head(c.worker, child.ref)
    access.identify(c.leader, today=TODAY)
    guarding.restrict(actor=c.leader, officers=[], **given)
    access.identify(c.worker, today=TODAY)
    assert records.head(c.worker, child.ref).ref == child.ref
