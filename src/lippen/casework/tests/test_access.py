"""What is held about somebody, for whoever asks (casework.subject_access): its clock, what is withheld, the file."""

from __future__ import annotations

import io
from datetime import date, timedelta
from hashlib import sha256

import pdfplumber
import pypdf
import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from lippen.casework import rules
from lippen.casework.actions import access as actions
from lippen.casework.actions import chronology, handing, helping, knowing, lending, people, work
from lippen.casework.models import AccessBundle, AccessMark, AccessRequest, AccessStep, BreakGlass, KnownPerson
from lippen.casework.queries import access as queries
from lippen.casework.queries import records
from lippen.casework.redaction import redacted
from lippen.casework.tests.factories import NOW, TODAY, Cast, cast
from lippen.casework.tests.test_screens import send, signed_in
from lippen.casework.vocabulary import (
    AccessStepKind,
    AskedBy,
    Duty,
    FactKind,
    Gender,
    HelperKind,
    SharedBasis,
    SharedPart,
    Significance,
    TieKind,
    WithheldWhy,
)
from lippen.kernel import access
from lippen.kernel.access import Actor
from lippen.kernel.clock import real_now
from lippen.kernel.errors import CannotDo, NotAllowed, NotVisible
from lippen.kernel.models import AuditEntry
from lippen.organisation.queries import duties_of, person_names
from lippen.server.standing import stands

GIVEN = {"so_on": TODAY, "at": NOW}


# --- the clock ---


@pytest.mark.parametrize(
    ("received", "due", "extended"),
    [
        (date(2012, 10, 17), date(2012, 11, 17), date(2013, 1, 17)),
        (date(2012, 1, 31), date(2012, 2, 29), date(2012, 4, 30)),
        (date(2013, 1, 31), date(2013, 2, 28), date(2013, 4, 30)),
        (date(2012, 12, 31), date(2013, 1, 31), date(2013, 3, 31)),
        (date(2012, 11, 30), date(2012, 12, 30), date(2013, 2, 28)),
    ],
)
def test_casework_subject_access_is_due_a_month_after_or_three(received, due, extended) -> None:
    assert rules.access_due(received, is_extended=False) == due
    assert rules.access_due(received, is_extended=True) == extended


# --- taking words out ---


@pytest.mark.parametrize(
    ("text", "withheld", "left"),
    [
        ("Morag rang", ["Morag"], "[withheld: about her] rang"),
        ("MORAG rang", ["morag"], "[withheld: about her] rang"),
        ("Morag\nBalfour rang", ["Morag Balfour"], "[withheld: about her] rang"),
        ("Moragan rang", ["Morag"], "Moragan rang"),
        ("She said (Morag) so", ["(Morag)"], "She said [withheld: about her] so"),
        ("a.b axb", ["a.b"], "[withheld: about her] axb"),
        ("Morag Balfour rang", ["Morag", "Morag Balfour"], "[withheld: about her] rang"),
        ("one two three", ["one two", "two three"], "[withheld: about her]"),
        ("Morag and Morag", ["Morag"], "[withheld: about her] and [withheld: about her]"),
        ("Nothing", [""], "Nothing"),
    ],
)
def test_words_are_taken_out_whole(text, withheld, left) -> None:
    assert redacted(text, [(words, "about her") for words in withheld]) == left


# --- from the request to the file ---


@stands
def with_child_who_hides() -> Cast:
    c = cast()
    c.child = made = c.add(c.worker, "Isla", "Balfour")
    c.allocate(made, c.worker)
    c.mother_of(c.worker, made, given="Morag", family="Kinross")
    access.identify(c.worker, today=TODAY)
    about = {"person_ref": made.ref, **GIVEN}
    said = {"source": "Neighbour Jean Zwicky", "significance": Significance.HIGH, "analysis": "Jean is afraid of him"}
    chronology.write_entry(actor=c.worker, words="Jean Zwicky heard shouting from Flat 2", **said, **about)
    hidden = {"lines": "9 Canary Close", "postcode": "FK10 9ZZ", "officers": [], "why": "Fled"}
    people.protect_address(actor=c.worker, **hidden, **about)
    return c


@pytest.fixture
def c(request, settings, db) -> Cast:
    settings.LIPPEN_TODAY = TODAY
    return with_child_who_hides() if "child" in request.fixturenames else cast()


@pytest.fixture
def child(c: Cast) -> KnownPerson:
    return c.child


def as_(actor: Actor) -> Actor:
    access.identify(actor, today=TODAY)
    return actor


@pytest.fixture
def asked(c: Cast, child: KnownPerson) -> AccessRequest:
    told = {"asked_by": AskedBy.SELF, "who": "Isla Balfour", "shown_by": "Passport", "received_on": TODAY}
    return actions.ask_access(actor=as_(c.leader), person_ref=child.ref, at=NOW, **told)


@pytest.fixture
def ready(c: Cast, asked: AccessRequest) -> AccessRequest:
    actions.gather(actor=as_(c.leader), access_ref=asked.ref, real_at=real_now(), **GIVEN)
    return asked


def number_of(c: Cast, asked: AccessRequest, words: str) -> int:
    as_(c.leader)
    return next(each.number for each in queries.entries(c.leader, asked.ref) if words in each.heading + each.words)


def withhold(c: Cast, asked: AccessRequest, *words: str, where: str = "shouting", **given: object) -> int:
    about = {"number": number_of(c, asked, where), "why": WithheldWhy.SOMEBODY_ELSE, **GIVEN, **given}
    return actions.withhold(actor=as_(c.leader), access_ref=asked.ref, words=words, **about)


def released(c: Cast, asked: AccessRequest) -> bytes:
    actions.ask_check(actor=as_(c.leader), access_ref=asked.ref, **GIVEN)
    actions.check(actor=as_(c.manager), access_ref=asked.ref, may_go=True, words="Read it all", **GIVEN)
    made = actions.release(actor=as_(c.leader), access_ref=asked.ref, **GIVEN)
    assert made.sha256 == sha256(made.content).hexdigest()
    return bytes(made.content)


def words_of(pdf: bytes) -> str:
    with pdfplumber.open(io.BytesIO(pdf)) as opened:
        return " ".join(" ".join((page.extract_text() or "").split()) for page in opened.pages)


def everything_in(pdf: bytes) -> bytes:
    """The file's own bytes, and those of every stream in it, packed or not: also what no page shows."""
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    found = [pdf, str(reader.metadata).encode(), reader.xmp_metadata.stream.get_data() if reader.xmp_metadata else b""]
    for number in range(1, int(reader.trailer["/Size"])):
        thing = reader.get_object(pypdf.generic.IndirectObject(number, 0, reader))
        found.append(thing.get_data() if hasattr(thing, "get_data") else str(thing).encode())
    return b"\n".join(found)


def test_the_bundle_holds_what_the_record_holds_and_no_protected_address(c, ready) -> None:
    words = words_of(released(c, ready))
    for each in ("Isla Balfour", "4 March 2006", "Jean Zwicky heard shouting", "Address protected", "Morag Kinross"):
        assert each in words
    assert "Canary" not in words


def test_what_was_wrong_is_told_as_wrong_and_gender_and_other_services_are_held_too(c, child) -> None:
    access.identify(c.worker, today=TODAY)
    about = {"actor": c.worker, "person_ref": child.ref, "so_on": TODAY, "at": NOW}
    knowing.say_gender(gender=Gender.FEMALE, **about)
    helping.add_helper(kind=HelperKind.SCHOOL, name="Head teacher", **about)
    made = chronology.write_entry(words="Moved house", source="", significance=Significance.SOME, **about)
    knowing.withdraw(kind=FactKind.ENTRY, number=made.pk, why="Next door", **about)
    held = queries.gathered(records.record(c.worker, child.ref, real_at=NOW))
    told = {heading: words for _, heading, words in held}
    assert "This was wrong: Next door" in told["Moved house"]
    assert told["Gender"] == "Female" and told["Works with the family: school or nursery"] == "Head teacher"


def test_what_is_withheld_is_nowhere_in_the_file_neither_words_nor_bytes(c, ready) -> None:
    before = released_of_another(c, ready)
    assert "Zwicky" in words_of(before) and "Zwicky" in words_by_glyphs(before)
    withhold(c, ready, "Jean Zwicky", "Jean")
    after = released(c, ready)
    words = words_of(after)
    assert "[withheld: about somebody else] heard shouting" in words
    for each in ("Zwicky", "Jean"):
        assert each not in words and each not in words_by_glyphs(after)
        for coded in (each.encode(), each.encode("utf-16-be"), each.encode().hex().encode()):
            assert coded not in everything_in(after)


def released_of_another(c: Cast, like: AccessRequest) -> bytes:
    """The same record, released without anything withheld: what shows that the search for words finds them."""
    told = {"asked_by": AskedBy.SELF, "who": "Isla Balfour", "shown_by": "Passport", "received_on": TODAY}
    other = actions.ask_access(actor=as_(c.leader), person_ref=like.person.ref, at=NOW, **told)
    actions.gather(actor=as_(c.leader), access_ref=other.ref, real_at=real_now(), **GIVEN)
    return released(c, other)


def words_by_glyphs(pdf: bytes) -> str:
    """The words as another reader draws them together, from each page's glyphs."""
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def test_a_whole_entry_is_withheld_with_its_day_and_heading(c, ready) -> None:
    withhold(c, ready)
    words = words_of(released(c, ready))
    assert "[This entry is withheld: about somebody else]" in words
    assert "shouting" not in words and "afraid" not in words


def test_words_are_withheld_everywhere_at_once(c, ready) -> None:
    assert withhold(c, ready, "Isla", where="Name", everywhere=True) >= 1
    assert withhold(c, ready, "Zwicky", everywhere=True) == 1


def test_words_that_do_not_stand_in_the_entry_are_refused_and_nothing_is_marked(c, ready) -> None:
    with pytest.raises(CannotDo, match="“Joan” does not stand in this entry"):
        withhold(c, ready, "Jean", "Joan")
    assert not AccessMark.objects.exists()


def test_what_was_withheld_is_shown_again_and_both_stay_recorded(c, ready) -> None:
    withhold(c, ready, "Zwicky")
    number = number_of(c, ready, "shouting")
    actions.show_again(actor=as_(c.leader), access_ref=ready.ref, number=number, **GIVEN)
    assert AccessMark.objects.filter(end__isnull=False).count() == 1
    assert "Zwicky" in words_of(released(c, ready))


def test_entries_that_name_somebody_of_the_family_say_so(c, ready) -> None:
    as_(c.leader)
    others = queries.others_of(records.record(c.leader, ready.person.ref, real_at=real_now()))
    rows = queries.entries(c.leader, ready.ref, others=others)
    told = {row.heading: row.names for row in rows if row.names}
    assert told == {
        "Family: parent": ("Kinross", "Morag"),
        "Jean Zwicky heard shouting from Flat 2": ("Neighbour",),
    }


# --- somebody who must not know where the child lives ---


@pytest.fixture
def rory(c: Cast) -> KnownPerson:
    """A child whose father must not know where they live: where it stands as a fact, and in words."""
    made = c.add(c.worker, "Rory", "Balfour")
    c.allocate(made, c.worker)
    tie = people.NewTie(made.ref, TieKind.PARENT, must_not_know_address=True)
    c.add(c.worker, "Derek", "Kinross", born_on=date(1979, 5, 6), is_child=False, tie=tie)
    about = {"actor": as_(c.worker), "person_ref": made.ref, **GIVEN}
    for lines, postcode in (("3 Weir Wynd, Alloa", "FK10 2BB"), ("14 Heron Street, Alloa", "FK10 1AA")):
        people.say_address(lines=lines, postcode=postcode, **about)
    said = {"source": "", "significance": Significance.SOME}
    chronology.write_entry(words="Moved from 3 Weir Wynd to 14 Heron Street, FK101AA", **said, **about)
    return made


def asked_for(c: Cast, child: KnownPerson, who: str) -> AccessRequest:
    told = {"asked_by": AskedBy.PARENT, "who": who, "shown_by": "Passport", "received_on": TODAY}
    made = actions.ask_access(actor=as_(c.leader), person_ref=child.ref, at=NOW, **told)
    actions.gather(actor=as_(c.leader), access_ref=made.ref, real_at=real_now(), **GIVEN)
    return made


@pytest.mark.parametrize("who", ["Derek Kinross", "Mr D. Kinross", "kinross, derek", "Derrick Kinros"])
def test_an_asker_who_must_not_know_the_address_has_it_withheld_from_the_start(c, rory, who) -> None:
    asked = asked_for(c, rory, who)
    file = released_by(c, asked)
    words = words_of(file)
    assert "[This entry is withheld: could cause serious harm]" in words
    for each in ("Heron", "FK10 1AA", "FK101AA", "Weir Wynd"):
        assert each not in words and each not in words_by_glyphs(file)


def released_by(c: Cast, asked: AccessRequest) -> bytes:
    actions.ask_check(actor=as_(c.leader), access_ref=asked.ref, **GIVEN)
    actions.check(actor=as_(c.manager), access_ref=asked.ref, may_go=True, words="Read it all", **GIVEN)
    return bytes(actions.release(actor=as_(c.leader), access_ref=asked.ref, **GIVEN).content)


def test_an_address_that_was_withheld_from_the_start_says_why_and_may_be_shown_again(c, rory) -> None:
    asked = asked_for(c, rory, "Derek Kinross")
    as_(c.leader)
    row = next(each for each in queries.entries(c.leader, asked.ref) if each.heading == "Lives at")
    assert [mark.note for mark in row.marks] == [
        "Derek Kinross asks, and Derek Kinross must not know where Rory Balfour lives."
    ]
    actions.show_again(actor=as_(c.leader), access_ref=asked.ref, number=row.number, **GIVEN)
    page = signed_in(c.leader).get(reverse("casework:access", args=[asked.ref])).content.decode()
    assert f"The address stands in entry {row.number}, and would be given as it is." in page


def test_whoever_asks_under_another_name_the_pages_warn_who_must_not_know_the_address(c, rory) -> None:
    asked = asked_for(c, rory, "Fenwick and Partners")
    as_(c.leader)
    assert not AccessMark.objects.exists()
    warning = (
        "Derek Kinross must not know where Rory Balfour lives. "
        "Withhold the address if this file goes to them or through them."
    )
    page = signed_in(c.leader).get(reverse("casework:access", args=[asked.ref])).content.decode()
    assert warning in page and "would be given as it is" in page
    actions.ask_check(actor=as_(c.leader), access_ref=asked.ref, **GIVEN)
    page = signed_in(c.manager).get(reverse("casework:check_access", args=[asked.ref])).content.decode()
    assert warning in page and "would be given as it is" in page


def test_nobody_is_warned_of_where_everybody_may_know_the_address(c, ready) -> None:
    page = signed_in(c.leader).get(reverse("casework:access", args=[ready.ref])).content.decode()
    assert "must not know" not in page


def test_a_tie_that_ended_keeps_its_mark_until_one_without_it_is_recorded(c, rory) -> None:
    found = records.record(as_(c.worker), rory.ref, real_at=NOW)
    (tie,) = found.ties
    about = {"actor": c.worker, **GIVEN}
    people.end_tie(person_ref=rory.ref, tie_id=tie.id, is_mistake=False, **about)
    assert [row.name for row in records.record(c.worker, rory.ref, real_at=NOW).kept_from] == ["Derek Kinross"]
    people.tie_people(person_ref=tie.person.ref, other_ref=rory.ref, kind=TieKind.PARENT, **about)
    assert records.record(c.worker, rory.ref, real_at=NOW).kept_from == ()


@pytest.fixture
def mother(c: Cast, rory: KnownPerson) -> KnownPerson:
    """His mother, of whom Rory must not know where she lives; both lived in one house before."""
    tie = people.NewTie(rory.ref, TieKind.PARENT, other_must_not_know_address=True)
    made = c.add(c.worker, "Morag", "Quarrie", born_on=date(1980, 5, 6), is_child=False, tie=tie)
    about = {"actor": as_(c.worker), "person_ref": made.ref, **GIVEN}
    for lines, postcode in (("3 Weir Wynd, Alloa", "FK10 2BB"), ("27 Linnet Brae, Alloa", "FK10 9ZZ")):
        people.say_address(lines=lines, postcode=postcode, **about)
    said = {"source": "", "significance": Significance.SOME}
    for ref in (made.ref, rory.ref):
        chronology.write_entry(words="She is safe at 27 Linnet Brae", **said, **about | {"person_ref": ref})
    return made


def test_an_address_that_a_child_must_not_know_is_withheld_in_the_childs_file_whoever_asks(c, rory, mother) -> None:
    asked = asked_for(c, rory, "Fenwick and Partners")
    words = words_of(released_by(c, asked))
    assert "Linnet" not in words and "FK10 9ZZ" not in words and "She is safe at" in words
    assert "14 Heron Street" in words and "3 Weir Wynd" in words
    as_(c.leader)
    notes = {mark.note for row in queries.entries(c.leader, asked.ref) for mark in row.marks}
    assert notes == {"Rory Balfour must not know where Morag Quarrie lives or lived."}


def test_a_house_where_a_child_lived_is_withheld_once_who_must_not_be_found_lives_there_again(c, rory, mother) -> None:
    about = {"actor": as_(c.worker), "person_ref": mother.ref, **GIVEN}
    people.say_address(lines="3 Weir Wynd, Alloa", postcode="FK10 2BB", **about)
    words = words_of(released_by(c, asked_for(c, rory, "Fenwick and Partners")))
    assert "Weir Wynd" not in words and "Linnet" not in words and "14 Heron Street" in words


def test_an_address_that_a_child_must_not_know_is_withheld_when_the_child_asks_for_the_parents_file(
    c, rory, mother
) -> None:
    words = words_of(released_by(c, asked_for(c, mother, "Rory Balfour")))
    assert "Linnet" not in words and "FK10 9ZZ" not in words and "Weir Wynd" not in words


def test_what_somebody_must_not_know_stands_first_for_both_who_prepare_their_file(c, rory, mother) -> None:
    asked = asked_for(c, rory, "Rory Balfour")
    warning = "Rory Balfour must not know where Morag Quarrie lives. Look for that address in every entry"
    page = signed_in(c.leader).get(reverse("casework:access", args=[asked.ref])).content.decode()
    assert warning in page and "Derek Kinross must not know where Rory Balfour lives." in page
    actions.ask_check(actor=as_(c.leader), access_ref=asked.ref, **GIVEN)
    assert warning in signed_in(c.manager).get(reverse("casework:check_access", args=[asked.ref])).content.decode()


def test_the_address_of_a_child_is_withheld_in_the_file_of_who_must_not_know_it(c, rory) -> None:
    father = KnownPerson.objects.get(now__given_name="Derek")
    said = {"source": "", "significance": Significance.SOME}
    about = {"actor": as_(c.worker), "person_ref": father.ref, **GIVEN}
    chronology.write_entry(words="Asked the school about 14 Heron Street", **said, **about)
    words = words_of(released_by(c, asked_for(c, father, "Derek Kinross")))
    assert "Heron" not in words and "Asked the school about" in words


def test_nobody_checks_what_they_prepared(c, ready) -> None:
    withhold(c, ready, "Zwicky")
    actions.ask_check(actor=as_(c.manager), access_ref=ready.ref, **GIVEN)
    for actor in (c.leader, c.manager):  # one marked, one asked for the check
        with pytest.raises(CannotDo, match="somebody else checks it"):
            actions.check(actor=as_(actor), access_ref=ready.ref, may_go=True, words="Fine", **GIVEN)
    as_(c.manager)
    row = {"request": ready, "kind": AccessStepKind.AGREED.value, "words": "Fine", "person_id": ready.person_id}
    row |= {"authority_id": ready.authority_id, "so_on": TODAY, "recorded_at": NOW}
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        AccessStep.objects.create(**row, recorded_by_id=c.leader.account_id)
    actions.check(actor=as_(c.head), access_ref=ready.ref, may_go=True, words="Fine", **GIVEN)


@pytest.mark.parametrize("kind", ["agreed", "returned"])
def test_whoever_asked_for_the_check_is_refused_by_the_database_though_nothing_is_withheld(c, ready, kind) -> None:
    actions.ask_check(actor=as_(c.manager), access_ref=ready.ref, **GIVEN)
    as_(c.manager)
    row = {"request": ready, "kind": kind, "words": "Read it all", "person_id": ready.person_id, "number": 9}
    row |= {"authority_id": ready.authority_id, "so_on": TODAY, "recorded_at": NOW}
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        AccessStep.objects.create(**row, recorded_by_id=c.manager.account_id)
    as_(c.head)
    AccessStep.objects.create(**row, recorded_by_id=c.head.account_id)


def test_whoever_showed_something_again_is_refused_by_the_database(c, ready) -> None:
    withhold(c, ready, "Zwicky")
    (row, *_) = (row for row in queries.entries(c.leader, ready.ref) if row.marks)
    actions.show_again(actor=as_(c.manager), access_ref=ready.ref, number=row.number, **GIVEN)
    actions.ask_check(actor=as_(c.leader), access_ref=ready.ref, **GIVEN)
    with pytest.raises(CannotDo, match="somebody else checks it"):
        actions.check(actor=as_(c.manager), access_ref=ready.ref, may_go=True, words="Fine", **GIVEN)
    as_(c.manager)
    step = {"request": ready, "kind": "agreed", "words": "Fine", "person_id": ready.person_id, "number": 9}
    step |= {"authority_id": ready.authority_id, "so_on": TODAY, "recorded_at": NOW}
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        AccessStep.objects.create(**step, recorded_by_id=c.manager.account_id)


def test_nothing_is_released_before_it_was_checked_or_after_it_was_returned(c, ready) -> None:
    do = {"access_ref": ready.ref, **GIVEN}
    with pytest.raises(CannotDo, match="Somebody else has to check"):
        actions.release(actor=as_(c.leader), **do)
    actions.ask_check(actor=as_(c.leader), **do)
    with pytest.raises(CannotDo, match="Somebody else has to check"):
        actions.release(actor=as_(c.leader), **do)
    actions.check(actor=as_(c.manager), may_go=False, words="Jean is named", **do)
    with pytest.raises(CannotDo, match="Somebody else has to check"):
        actions.release(actor=as_(c.leader), **do)
    assert not AccessBundle.objects.exists()
    withhold(c, ready, "Jean Zwicky", "Jean")
    assert "Zwicky" not in words_of(released(c, ready))


def test_what_is_withheld_does_not_change_while_it_is_checked_or_after(c, ready) -> None:
    actions.ask_check(actor=as_(c.leader), access_ref=ready.ref, **GIVEN)
    with pytest.raises(CannotDo, match="settled"):
        withhold(c, ready, "Zwicky")
    actions.check(actor=as_(c.manager), access_ref=ready.ref, may_go=True, words="Fine", **GIVEN)
    with pytest.raises(CannotDo, match="settled"):
        withhold(c, ready, "Zwicky")


def test_a_request_is_released_once(c, ready) -> None:
    released(c, ready)
    with pytest.raises(CannotDo):
        actions.release(actor=as_(c.leader), access_ref=ready.ref, **GIVEN)
    with pytest.raises(CannotDo):
        actions.close_access(actor=as_(c.leader), access_ref=ready.ref, why="As was said", **GIVEN)


def test_more_time_is_given_once_and_within_the_first_month(c, asked) -> None:
    late = {"access_ref": asked.ref, "so_on": TODAY, "at": NOW + timedelta(days=32)}
    with pytest.raises(CannotDo, match="first month is over"):
        actions.extend(actor=as_(c.leader), why="Two volumes", **late)
    actions.extend(actor=as_(c.leader), access_ref=asked.ref, why="Two volumes on paper", **GIVEN)
    row, _ = queries.request(c.leader, asked.ref)
    assert (row.is_extended, row.due_on, row.state) == (True, date(2013, 1, 17), None)
    with pytest.raises(CannotDo, match="given already"):
        actions.extend(actor=as_(c.leader), access_ref=asked.ref, why="More", **GIVEN)


def test_more_time_is_not_offered_once_the_first_month_is_over(c, asked, settings) -> None:
    page = reverse("casework:access", args=[asked.ref])
    settings.LIPPEN_TODAY = date(2012, 11, 17)
    assert "Take two more months" in signed_in(c.leader).get(page).content.decode()
    settings.LIPPEN_TODAY = date(2012, 11, 18)
    assert "Take two more months" not in signed_in(c.leader).get(page).content.decode()


def test_the_request_and_the_check_stand_on_desks_with_their_last_day(c, ready) -> None:
    def desk(actor: Actor) -> list[tuple[str, date]]:
        as_(actor)
        ours = (Duty.ANSWER_ACCESS, Duty.CHECK_ACCESS)
        return [(duty.kind, duty.ends_on) for duty in duties_of(actor) if duty.kind in ours]

    due = date(2012, 11, 18)
    assert desk(c.leader) == [(Duty.ANSWER_ACCESS, due)]
    actions.ask_check(actor=as_(c.leader), access_ref=ready.ref, **GIVEN)
    assert desk(c.manager) == [(Duty.CHECK_ACCESS, due)]
    actions.check(actor=as_(c.manager), access_ref=ready.ref, may_go=True, words="Fine", **GIVEN)
    assert desk(c.manager) == []
    actions.release(actor=as_(c.leader), access_ref=ready.ref, **GIVEN)
    assert desk(c.leader) == []


def test_those_who_do_not_lead_or_manage_and_strangers_do_nothing(c, ready) -> None:
    told = {"asked_by": AskedBy.SELF, "who": "x", "shown_by": "x", "received_on": TODAY, "at": NOW}
    with pytest.raises(NotAllowed):
        actions.ask_access(actor=as_(c.worker), person_ref=ready.person.ref, **told)
    for actor in (c.other_leader, c.stranger):
        with pytest.raises(NotVisible):
            actions.ask_check(actor=as_(actor), access_ref=ready.ref, **GIVEN)
        assert signed_in(actor).get(reverse("casework:access", args=[ready.ref])).status_code == 404


def test_from_the_page_to_the_file(c, child) -> None:
    leader, manager = signed_in(c.leader), signed_in(c.manager)
    told = {"asked_by": "self", "who": "Isla Balfour", "shown_by": "Passport", "received_on": "today"}
    answer = send(leader, reverse("casework:ask_access", args=[child.ref]), **told)
    assert "17 November 2012" in answer.content.decode()
    as_(c.leader)
    ref = AccessRequest.objects.get().ref

    def at(name: str, *more: object) -> str:
        return reverse(f"casework:{name}", args=[ref, *more])

    leader.post(at("gather_access"))
    as_(c.leader)
    asked = AccessRequest.objects.get()
    number = number_of(c, asked, "shouting")
    given = {"words": "Jean Zwicky\nJean", "why": "somebody_else", "note": "She asked for it"}
    page = send(leader, at("withhold", number), **given).content.decode()
    assert "withheld in 2 places" in page and "She asked for it" in page
    told = leader.post(at("ask_check"), follow=True).content.decode()
    as_(c.leader)
    assert f"it stands with {person_names([c.manager.person_id])[c.manager.person_id]}." in told
    assert "Somebody else checks it" in leader.get(at("access")).content.decode()
    send(manager, at("check_access"), verdict="yes", words="Read every entry")
    page = send(leader, at("release_access")).content.decode()
    as_(c.leader)
    assert "something withheld in 1" in page and "Tick that it may go" in page and not AccessBundle.objects.exists()
    send(leader, at("release_access"), sure="on")
    answer = leader.get(at("access_file"))
    assert answer.headers["Content-Type"] == "application/pdf"
    assert "Zwicky" not in words_of(answer.content) and "Isla Balfour" in words_of(answer.content)
    assert ref in answer.headers["Content-Disposition"] and "Isla" not in answer.headers["Content-Disposition"]
    as_(c.governance)
    kept = [str(row.keys) for row in AuditEntry.objects.filter(verb__startswith="access.")]
    assert len(kept) >= 7 and not any("Zwicky" in each or "Isla" in each for each in kept)


def test_casework_subject_access_goes_only_its_way() -> None:
    after = rules.ACCESS_AFTER
    assert AccessStepKind.RELEASED in after[AccessStepKind.AGREED]
    assert [kind for kind, nexts in after.items() if AccessStepKind.RELEASED in nexts] == [AccessStepKind.AGREED]


# --- what is held beside the record, and what is said with a copy ---


def test_offers_openings_and_what_was_shared_are_gathered_and_can_be_withheld(c, child) -> None:
    note = {"note": "Fears her aunt", "from_on": TODAY, "worker_id": c.colleague.person_id}
    offered = handing.offer(actor=as_(c.worker), person_ref=child.ref, **note, **GIVEN)
    refusal = {"is_accepted": False, "words": "Court all week"}
    handing.answer(actor=as_(c.colleague), handover_ref=offered.ref, **refusal, **GIVEN)
    opened = {"reason": "danger", "words": "The police rang", "so_on": TODAY, "recorded_at": NOW}
    BreakGlass.objects.bulk_create(
        [
            BreakGlass(
                ref="glass-test",
                person=child,
                authority=c.council,
                until=NOW + timedelta(minutes=60),
                recorded_by_id=as_(c.other_worker).account_id,
                **opened,
            )
        ]
    )
    shared = {"purpose": "To plan her meals", "basis": SharedBasis.SAFEGUARDING, "parts": [SharedPart.STATUS]}
    days = {"opens_on": TODAY, "closes_on": TODAY + timedelta(30)}
    whom = {"person_refs": [child.ref], "partner_id": c.partner.person_id, "at": NOW}
    lending.share(actor=as_(c.manager), **whom, **shared, **days)
    told = {"asked_by": AskedBy.PARENT, "who": "Morag Kinross", "shown_by": "Passport", "received_on": TODAY}
    asked = actions.ask_access(actor=as_(c.leader), person_ref=child.ref, at=NOW, **told)
    actions.gather(actor=as_(c.leader), access_ref=asked.ref, real_at=real_now(), **GIVEN)
    withhold(c, asked, "aunt", where="Fears her")
    words = words_of(released(c, asked))
    assert "Offered to another worker: Cole" in words and "Fears her [withheld" in words and "Court all week" in words
    assert "The police rang" in words and "Otto" not in words
    assert "Shared with Petra" in words and "To plan her meals" in words


@pytest.mark.parametrize(
    ("asked_by", "title"),
    [(AskedBy.SELF, "about you"), (AskedBy.PARENT, "about Isla Balfour"), (AskedBy.OTHER, "about Isla Balfour")],
)
def test_the_title_names_whom_it_is_about_where_somebody_else_asks(asked_by, title, c, child) -> None:
    told = {"asked_by": asked_by, "who": "Morag Kinross", "shown_by": "Passport", "received_on": TODAY}
    asked = actions.ask_access(actor=as_(c.leader), person_ref=child.ref, at=NOW, **told)
    actions.gather(actor=as_(c.leader), access_ref=asked.ref, real_at=real_now(), **GIVEN)
    assert f"What is held {title}" in words_of(released(c, asked))[:60]


def test_with_a_copy_goes_why_it_is_held_who_receives_it_and_for_how_long(c, ready) -> None:
    figure = {"authority_id": c.council.pk, "key": "keep_other_years", "number": 12, "why": "Agreed"}
    work.set_number(actor=as_(c.head), **figure, **GIVEN)
    words = words_of(released(c, ready))
    for said in (
        "Why it is held",
        "Who may receive it",
        "How long it is kept",
        "12 years after it",
        "What you may ask",
    ):
        assert said in words
    assert "35 years after the last work" in words and "Information Commissioner" in words


def test_words_for_others_are_pointed_at_and_the_name_of_whoever_asks_is_not(c, child) -> None:
    said = {"source": "", "significance": Significance.SOME, "analysis": ""}
    for words in ("Morag rang twice", "Mum's partner shouted; Granny heard it", "She likes drawing"):
        chronology.write_entry(actor=as_(c.worker), person_ref=child.ref, words=words, **said, **GIVEN)
    told = {"asked_by": AskedBy.PARENT, "who": "Morag Kinross", "shown_by": "Passport", "received_on": TODAY}
    asked = actions.ask_access(actor=as_(c.leader), person_ref=child.ref, at=NOW, **told)
    actions.gather(actor=as_(c.leader), access_ref=asked.ref, real_at=real_now(), **GIVEN)
    found = records.record(as_(c.leader), child.ref, real_at=real_now())
    rows = queries.entries(c.leader, asked.ref, others=queries.others_of(found, asked_by="Morag Kinross"))
    names = {row.heading: row.names for row in rows}
    assert names["Morag rang twice"] == () and names["She likes drawing"] == ()
    assert names["Mum's partner shouted; Granny heard it"] == ("Granny", "Mum's partner")
    rows = queries.entries(c.leader, asked.ref, others=queries.others_of(found, asked_by="Jean Zwicky"))
    assert {row.heading: row.names for row in rows}["Morag rang twice"] == ("Morag",)
