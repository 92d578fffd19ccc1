"""How long records are kept (rule casework.keeping): the lines, holds, two who agree, and what retention destroys."""

from __future__ import annotations

import os
import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import chain

import psycopg
import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from psycopg.conninfo import make_conninfo

from lippen.casework import jobs, rules
from lippen.casework.actions import chronology, consenting, helping, knowing, people, picturing, visiting, work
from lippen.casework.actions import keeping as actions
from lippen.casework.models import (
    DestroyedRecord,
    Destruction,
    DestructionItem,
    DestructionStep,
    Involvement,
    KnownPerson,
)
from lippen.casework.queries import keeping as queries
from lippen.casework.queries.keeping import Kept
from lippen.casework.tests.factories import NOW, TODAY, Cast, cast
from lippen.casework.tests.test_screens import send, signed_in
from lippen.casework.tests.world import JPEG
from lippen.casework.vocabulary import (
    KEEP_WORDS,
    ConsentBy,
    ConsentStep,
    HelperKind,
    KeepFor,
    PictureKind,
    PictureShown,
    Significance,
    Status,
)
from lippen.kernel import access
from lippen.kernel.access import Actor
from lippen.kernel.errors import CannotDo, NotAllowed
from lippen.kernel.files.pictures import Remade
from lippen.server.setup import as_owner

YEARS = {"keep_protection_years": Decimal(35), "keep_other_years": Decimal(10), "keep_died_years": Decimal(25)}
BORN, LAST = date(1990, 2, 28), date(2000, 6, 30)


@pytest.mark.parametrize(
    ("statuses", "born_on", "line", "until"),
    [
        ([], BORN, KeepFor.OTHER, date(2010, 6, 30)),
        ([Status.IN_NEED, Status.ASSESSMENT], BORN, KeepFor.OTHER, date(2010, 6, 30)),
        ([Status.PROTECTION, Status.IN_NEED], BORN, KeepFor.PROTECTION, date(2035, 6, 30)),
        ([Status.PRE_BIRTH], None, KeepFor.PROTECTION, date(2035, 6, 30)),
        ([Status.AWAY], BORN, KeepFor.LOOKED_AFTER, date(2090, 2, 28)),
        ([Status.AT_HOME, Status.PROTECTION], BORN, KeepFor.LOOKED_AFTER, date(2090, 2, 28)),
        ([Status.AFTERCARE, Status.NONE], BORN, KeepFor.LOOKED_AFTER, date(2090, 2, 28)),
        ([Status.AWAY], date(1992, 2, 29), KeepFor.LOOKED_AFTER, date(2092, 2, 29)),
        ([Status.COURT], None, KeepFor.LOOKED_AFTER, None),
    ],
)
def test_casework_keeping_by_the_line_of_what_the_child_ever_was(statuses, born_on, line, until) -> None:
    assert rules.kept_until(statuses, born_on=born_on, last_on=LAST, years=YEARS) == (line, until)


@pytest.mark.parametrize(
    ("statuses", "born_on", "died_on", "line", "until"),
    [
        ([Status.AWAY], BORN, date(2008, 2, 27), KeepFor.DIED, date(2033, 2, 27)),
        ([Status.AWAY], BORN, date(2008, 2, 28), KeepFor.LOOKED_AFTER, date(2090, 2, 28)),
        ([Status.AWAY], None, date(2003, 5, 1), KeepFor.LOOKED_AFTER, None),
        ([], BORN, date(2003, 5, 1), KeepFor.DIED, date(2028, 5, 1)),
        ([Status.PROTECTION], BORN, date(1999, 5, 1), KeepFor.DIED, date(2035, 6, 30)),
        ([Status.PROTECTION], BORN, date(2012, 5, 1), KeepFor.DIED, date(2037, 5, 1)),
    ],
)
def test_casework_keeping_of_a_child_who_died(statuses, born_on, died_on, line, until) -> None:
    given = {"born_on": born_on, "died_on": died_on, "last_on": LAST}
    assert rules.kept_until(statuses, years=YEARS, **given) == (line, until)


def kept(ref: str, *, is_child: bool = True, tied: tuple[str, ...] = (), same_as: str = "", **given: bool) -> Kept:
    in_use, held = given.get("in_use", False), given.get("held", False)
    return Kept(1, ref, is_child, (), BORN, LAST, in_use, held, tied, same_as)


def due(*records: Kept, on: date = date(2010, 6, 30)) -> set[str]:
    return {row.ref for row in queries.due_on(records, on=on, years=YEARS)}


def test_casework_keeping_lists_a_record_from_its_day_on_where_nothing_holds_it() -> None:
    assert due(kept("a")) == {"a"}
    assert due(kept("a"), on=date(2010, 6, 29)) == set()
    assert due(kept("a", in_use=True)) == due(kept("a", held=True)) == set()


def test_casework_keeping_lists_a_grown_up_with_the_last_child_of_theirs() -> None:
    mother = kept("mother", is_child=False, tied=("a", "b"))
    assert due(kept("a"), kept("b"), mother) == {"a", "b", "mother"}
    assert due(kept("a"), kept("b", held=True), mother) == {"a"}
    assert due(kept("a"), kept("b"), kept("mother", is_child=False, tied=("a", "b"), held=True)) == {"a", "b"}
    assert due(kept("alone", is_child=False)) == set()


def test_casework_keeping_lists_records_of_one_person_together_or_not_at_all() -> None:
    assert due(kept("a"), kept("b", same_as="a")) == {"a", "b"}
    assert due(kept("a"), kept("b", same_as="a", held=True)) == set()
    assert due(kept("a", in_use=True), kept("b", same_as="a")) == set()


def test_every_table_that_names_a_person_is_destroyed() -> None:
    known = {
        model._meta.db_table.removeprefix("casework_")
        for model in apps.get_app_config("casework").get_models()
        if any(f.related_model is KnownPerson for f in model._meta.concrete_fields if f.is_relation)
    }
    through = {"knownperson", "searchrun"}
    assert known | through == {*actions.OF_PERSON, *actions.OTHERWISE}


# --- holds, lists and two who agree ---

GIVEN = {"so_on": TODAY, "at": NOW}


def old_child(c: Cast, given: str = "Una") -> KnownPerson:
    """A child with whom nobody works any more, of whom everything was recorded; a mother tied to her alone."""
    made = c.add(c.worker, given, "Oldcase")
    c.mother_of(c.worker, made, given="Zelda", family="Oldcase")
    access.identify(c.worker, today=TODAY)
    about = {"person_ref": made.ref, **GIVEN}
    said = {"source": "School", "significance": Significance.HIGH, "analysis": "x"}
    chronology.write_entry(actor=c.worker, words="Zelda rang about Una", **said, **about)
    people.say_address(actor=c.worker, lines="3 Old Road", postcode="", **about)
    hidden = {"lines": "9 Hidden Close", "postcode": "", "officers": [], "why": "Fled"}
    people.protect_address(actor=c.worker, **hidden, **about)
    visiting.record_visit(actor=c.worker, is_seen=False, words="Nobody in", **about)
    helper = helping.add_helper(actor=c.worker, kind=HelperKind.MENTOR, name="Rory Oldmentor", **about)
    told = {"given_by": ConsentBy.CHILD, "who": "Una", "scope": "Only the football", "until": TODAY + timedelta(9)}
    given = {"actor": c.worker, "helper_ref": helper.ref, "step": ConsentStep.GIVEN, **GIVEN}
    consenting.say_consent(**told, **given)
    drawn = {"kind": PictureKind.DRAWING, "made_by": "Una", "alt": "A crooked boat", "shown": PictureShown.YES}
    picturing.add_picture(actor=c.worker, picture=Remade(JPEG, JPEG, 1, 1), **drawn, **about)
    access.identify(c.manager, today=TODAY)
    Involvement.objects.filter(ends_on__isnull=True).update(
        ends_on=TODAY + timedelta(1), ended_at=NOW, ended_by_id=c.manager.account_id
    )
    return made


@pytest.fixture
def c(settings, db) -> Cast:
    settings.LIPPEN_TODAY = TODAY
    return started()


def started() -> Cast:
    made = cast()
    access.identify(made.head, today=TODAY)
    figure = {"authority_id": made.council.pk, "number": Decimal(10), "why": "Agreed", **GIVEN}
    work.set_number(actor=made.head, key="keep_other_years", **figure)
    access.identify(made.manager, today=TODAY)
    return made


THEN = date(2022, 10, 18)
LATER = datetime(2022, 10, 18, 9, tzinfo=UTC)


def as_(actor: Actor) -> Actor:
    access.identify(actor, today=THEN)
    return actor


def draw(c: Cast, actor: Actor | None = None, on: date = THEN) -> Destruction:
    return actions.draw_list(actor=as_(actor or c.governance), authority_id=c.council.pk, on=on, at=NOW)


def listed(made: Destruction) -> set[str]:
    return set(made.items.values_list("record", flat=True))


def agree(c: Cast, made: Destruction, *actors: Actor) -> None:
    for actor in actors:
        actions.agree_list(actor=as_(actor), list_ref=made.ref, words="Looked at each", at=NOW)


def test_a_list_is_drawn_of_what_is_due_by_keys_alone(c) -> None:
    child = old_child(c)
    with pytest.raises(CannotDo, match="No record is due yet"):
        draw(c, on=THEN - timedelta(1))
    made = draw(c)
    access.identify(c.manager, today=TODAY)
    assert listed(made) == set() or child.ref in listed(made)
    as_(c.governance)
    assert child.ref in listed(made) and len(listed(made)) == 2
    page = signed_in(c.governance).get(reverse("casework:due_list", args=[made.ref])).content.decode()
    assert child.ref in page and "Una" not in page and "Oldcase" not in page


def test_a_record_of_a_child_who_died_is_due_by_years_from_the_death(c) -> None:
    child = old_child(c)
    access.identify(c.manager, today=TODAY)
    knowing.say_death(actor=c.manager, person_ref=child.ref, died_on=date(2012, 10, 1), **GIVEN)
    with pytest.raises(CannotDo, match="No record is due yet"):
        draw(c, on=date(2037, 9, 30))
    made = draw(c, on=date(2037, 10, 1))
    assert made.items.get(record=child.ref).line == KeepFor.DIED
    page = signed_in(c.governance).get(reverse("casework:due_list", args=[made.ref])).content.decode()
    assert "Of a child who died" in page


def test_a_held_record_and_one_that_is_worked_with_are_not_listed(c) -> None:
    child = old_child(c)
    access.identify(c.manager, today=TODAY)
    hold = actions.hold_record(actor=c.manager, person_ref=child.ref, why="Inquiry", until=None, **GIVEN)
    with pytest.raises(CannotDo, match="No record is due yet"):
        draw(c)
    access.identify(c.manager, today=TODAY)
    actions.lift_hold(actor=c.manager, hold_ref=hold.ref, why="The inquiry is over", **GIVEN)
    assert child.ref in listed(draw(c))


def test_whoever_drew_a_list_does_not_agree_it_and_nobody_agrees_twice(c) -> None:
    old_child(c)
    made = draw(c)
    with pytest.raises(CannotDo, match="You drew this list"):
        agree(c, made, c.governance)
    row = {"destruction": made, "kind": "agreed", "words": "Looked", "authority_id": c.council.pk, "recorded_at": NOW}
    access.identify(c.governance, today=TODAY)
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        DestructionStep.objects.create(**row, recorded_by_id=c.governance.account_id)
    agree(c, made, c.head)
    with pytest.raises(CannotDo, match="agreed this already"):
        agree(c, made, c.head)


def test_nobody_else_draws_agrees_or_reads(c) -> None:
    old_child(c)
    made = draw(c)
    for actor in (c.manager, c.leader, c.worker, c.inspector, c.partner):
        with pytest.raises(NotAllowed):
            draw(c, actor)
        with pytest.raises(NotAllowed):
            agree(c, made, actor)
    assert queries.kept_records(c.council.pk) == ()


# --- what retention destroys, from a connection of its own ---


@pytest.fixture
def there(settings, transactional_db) -> Cast:
    settings.LIPPEN_TODAY = TODAY
    url = make_conninfo(os.environ["LIPPEN_RETENTION_URL"], dbname=connection.settings_dict["NAME"])
    settings.LIPPEN_RETENTION_URL = url
    with transaction.atomic():
        return started()


def second_governance(c: Cast) -> Actor:
    from lippen.organisation.roles import Role
    from lippen.organisation.tests import factories

    return factories.actor(c.council, Role.INFORMATION_GOVERNANCE)


def night(settings, on: date = THEN) -> None:
    settings.LIPPEN_TODAY = on
    jobs.destroy_records(timestamp=0)
    settings.LIPPEN_TODAY = TODAY


def rows_with(words: str) -> dict[str, int]:
    """In which tables, of all, some words stand: asked as the owner, past every lock."""
    found = {}
    with as_owner() as owner:
        tables = "select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace"
        for (table,) in owner.execute(tables).fetchall():
            (count,) = owner.execute(
                f"select count(*) from {table} t where t::text ilike %s", [f"%{words}%"]
            ).fetchone()
            if count:
                found[str(table)] = count
    return found


def test_what_two_agreed_is_destroyed_in_the_night_and_leaves_its_key_alone(there, settings) -> None:
    c = there
    with transaction.atomic():
        child, other = old_child(c), c.add(c.worker, "Ewan", "Stays")
        ref = child.ref
        made = draw(c)
        agree(c, made, c.head, second_governance(c))
    assert {"casework_personname", "casework_protectedaddress"} <= {*rows_with("Oldcase"), *rows_with("Hidden Close")}
    assert rows_with(JPEG.hex()) == {"casework_picturefile": 1}
    night(settings)
    gone = ("Oldmentor", "Only the football", "A crooked boat", JPEG.hex())
    for words in ("Oldcase", "Zelda", "Hidden Close", "3 Old Road", "Nobody in", *gone):
        assert rows_with(words) == {}, words
    assert set(rows_with(ref)) <= {
        *("kernel_auditentry", "casework_destructionitem", "casework_destroyedrecord", "organisation_duty"),
    }
    with transaction.atomic():
        as_(c.governance)
        stubs = list(DestroyedRecord.objects.filter(destruction=made))
        assert {stub.record for stub in stubs} == listed(made) and all(stub.rows > 3 for stub in stubs)
        access.identify(c.manager, today=TODAY)
        assert KnownPerson.objects.filter(pk=other.pk).exists()
    before = rows_with("Stays")
    night(settings)
    assert rows_with("Stays") == before


def test_a_hold_placed_after_two_agreed_keeps_the_record(there, settings) -> None:
    c = there
    with transaction.atomic():
        child = old_child(c)
        made = draw(c)
        agree(c, made, c.head, second_governance(c))
        access.identify(c.manager, today=TODAY)
        actions.hold_record(actor=c.manager, person_ref=child.ref, why="A claim", until=None, **GIVEN)
    night(settings)
    assert "casework_personname" in rows_with("Una")
    assert rows_with("Zelda").keys() & {"casework_personname"} == set()  # her mother's own record had no hold


@pytest.mark.parametrize("how", ["one agreed", "taken back", "worked with again"])
def test_nothing_is_destroyed_that_two_did_not_agree_to(how, there, settings) -> None:
    c = there
    with transaction.atomic():
        child = old_child(c)
        made = draw(c)
        agree(c, made, c.head)
        if how != "one agreed":
            agree(c, made, second_governance(c))
        if how == "taken back":
            actions.withdraw_list(actor=as_(c.head), list_ref=made.ref, words="One is asked for", at=NOW)
        if how == "worked with again":
            access.identify(c.manager, today=TODAY)
            work.allocate(actor=c.manager, person_ref=child.ref, worker_id=c.worker.person_id, **GIVEN)
    night(settings)
    assert "casework_personname" in rows_with("Una")


def test_the_role_retention_by_itself_sees_and_destroys_nothing_else(there, settings) -> None:
    with transaction.atomic():
        old_child(there)
        draw(there)
    with psycopg.connect(settings.LIPPEN_RETENTION_URL) as retention:
        for table in (*actions.OF_PERSON, *actions.OTHERWISE):
            assert retention.execute(f"select count(*) from casework_{table}").fetchone() == (0,), table
            assert retention.execute(f"delete from casework_{table}").rowcount == 0, table
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            retention.execute("delete from kernel_auditentry")


def test_without_its_sign_in_nothing_is_destroyed_and_the_log_says_so(there, settings, caplog) -> None:
    with transaction.atomic():
        old_child(there)
        agree(there, draw(there), there.head, second_governance(there))
    settings.LIPPEN_RETENTION_URL = ""
    night(settings)
    assert "LIPPEN_RETENTION_URL is not set" in caplog.text
    assert "casework_personname" in rows_with("Una")


def test_a_hold_is_placed_and_lifted_on_pages(c) -> None:
    child = old_child(c)
    client = signed_in(c.manager)
    page = send(client, reverse("casework:hold_record", args=[child.ref]), why="Inquiry 12").content.decode()
    assert "Inquiry 12" in page and "until it is lifted" in page
    access.identify(c.manager, today=TODAY)
    ref = child.legalholds.get().ref
    page = send(client, reverse("casework:lift_hold", args=[ref]), why="It is over").content.decode()
    assert "It is over" in page
    with pytest.raises(CannotDo, match="lifted this already"):
        access.identify(c.manager, today=TODAY)
        actions.lift_hold(actor=c.manager, hold_ref=ref, why="As was said", **GIVEN)


def test_a_list_is_drawn_and_agreed_on_pages(c, settings) -> None:
    child = old_child(c)
    settings.LIPPEN_TODAY = THEN
    governance, head = signed_in(c.governance), signed_in(c.head)
    page = send(governance, reverse("casework:draw_list"))
    assert "Agreed by 0 of 2" in page.content.decode() and child.ref in page.content.decode()
    url = page.redirect_chain[-1][0]
    assert "Agree that these are destroyed" not in page.content.decode()
    answer = send(head, f"{url}/agree", words="Looked at each").content.decode()
    assert "Agreed by 1 of 2" in answer and "Looked at each" in answer


def test_a_long_list_is_shown_page_by_page_and_counted_whole(c, settings) -> None:
    fact = {"authority_id": c.council.pk, "recorded_at": NOW, "recorded_by_id": c.governance.account_id}
    as_(c.governance)
    made = Destruction.objects.create(ref="destruction-long", as_at=THEN, **fact)
    DestructionItem.objects.bulk_create(
        DestructionItem(
            destruction=made,
            record=f"known-{number:03}",
            known_id=number,
            line=(KeepFor.OTHER if number % 3 else KeepFor.FAMILY).value,
            due_on=THEN - timedelta(number),
            **fact,
        )
        for number in range(1, 121)
    )
    settings.LIPPEN_TODAY = THEN
    client, url = signed_in(c.governance), reverse("casework:due_list", args=[made.ref])
    pages = [client.get(f"{url}?page={number}").content.decode() for number in (1, 2, 3)]
    found = [re.findall(r'<th scope="row">(known-\d+)</th>', page) for page in pages]
    assert [len(each) for each in found] == [50, 50, 20]
    assert [*chain(*found)] == [f"known-{number:03}" for number in range(120, 0, -1)]
    assert all("120 records due on" in page and "1 to 50 of 120 records" in pages[0] for page in pages)
    assert dict(queries.due_list(as_(c.governance), made.ref).lines) == {
        KEEP_WORDS[KeepFor.OTHER]: 80,
        KEEP_WORDS[KeepFor.FAMILY]: 40,
    }
    assert "120 records due on" in client.get(reverse("casework:due_lists")).content.decode()


def seen_list(actor: Actor, made: Destruction, page: str = "due_list") -> str:
    told = signed_in(actor).get(reverse(f"casework:{page}", args=[made.ref] if page != "due_lists" else []))
    return " ".join(told.content.decode().split())


def test_a_hold_placed_later_stands_on_its_row_and_in_the_final_state(c, settings) -> None:
    child = old_child(c)
    settings.LIPPEN_TODAY = THEN
    made = draw(c)
    agree(c, made, c.head)
    access.identify(c.manager, today=THEN)
    actions.hold_record(actor=c.manager, person_ref=child.ref, why="A claim", until=None, so_on=THEN, at=LATER)
    for who in (c.governance, c.head):
        page = seen_list(who, made)
        assert page.count("Held since 18 October 2022: kept") == 1 and "A claim" not in page
        assert "Agreed by 1 of 2; 1 held: not destroyed" in page
    agree(c, made, second_governance(c))
    for page in ("due_list", "due_lists"):
        assert "Agreed by two: destroyed in the night; 1 held: not destroyed" in seen_list(c.head, made, page)


def test_a_record_that_is_worked_with_again_is_said_to_be_kept(c, settings) -> None:
    child = old_child(c)
    settings.LIPPEN_TODAY = THEN
    made = draw(c)
    access.identify(c.manager, today=THEN)
    given = {"worker_id": c.worker.person_id, "so_on": THEN, "at": LATER}
    work.allocate(actor=c.manager, person_ref=child.ref, **given)
    assert "Worked with again: kept" in seen_list(c.head, made)


def test_the_page_to_agree_a_list_says_at_once_who_cannot(c, settings) -> None:
    old_child(c)
    settings.LIPPEN_TODAY = THEN
    made = draw(c)
    agree(c, made, c.head)
    for who, words in ((c.governance, "You drew this list yourself"), (c.head, "You have agreed this already")):
        told = signed_in(who).get(reverse("casework:agree_list", args=[made.ref]))
        assert told.status_code == 409 and words in told.content.decode()
    actions.withdraw_list(actor=as_(c.head), list_ref=made.ref, words="One is asked for", at=NOW)
    told = signed_in(second_governance(c)).get(reverse("casework:agree_list", args=[made.ref]))
    assert told.status_code == 409 and "This list was taken back" in told.content.decode()
