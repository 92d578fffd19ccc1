"""What two agreed is destroyed with every copy: drafts, searches, what forms were told. Looked for in every table."""

from __future__ import annotations

import os
from datetime import timedelta
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import connection, transaction
from psycopg.conninfo import make_conninfo

from lippen.casework import jobs
from lippen.casework.actions import keeping, people
from lippen.casework.models import KnownPerson
from lippen.casework.tests.factories import TODAY
from lippen.casework.tests.test_keeping import THEN
from lippen.casework.tests.test_screens import at, send, signed_in
from lippen.casework.tests.world import World, committed_world
from lippen.kernel import access
from lippen.kernel.clock import real_now
from lippen.kernel.drafts import save_draft
from lippen.server.putting_back import made_once
from lippen.server.setup import as_owner

KEYS_ALONE = {"kernel_auditentry", "casework_destructionitem", "casework_destroyedrecord", "organisation_duty"}
KEYS_ALONE |= {"casework_unusualread", "casework_childsample"}
"""Tables in which the key of a destroyed record stays, and no word of it."""
TEXTS = "select table_name, column_name from information_schema.columns where table_schema = 'public'"
OF_NOBODY = ("ref", "keys", "sha256")
"""Columns that hold keys: the number of what was given stays with the audit's row."""
CANARY = "Quillheron"


@pytest.fixture
def w(settings, transactional_db) -> World:
    settings.LIPPEN_TODAY = TODAY
    url = make_conninfo(os.environ["LIPPEN_RETENTION_URL"], dbname=connection.settings_dict["NAME"])
    settings.LIPPEN_RETENTION_URL = url
    return made_once(committed_world)


def every_table() -> dict[str, str]:
    """The whole database as text, table by table: asked as the owner, past every lock."""
    with as_owner() as owner:
        tables = "select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace"
        names = [str(name) for (name,) in owner.execute(tables).fetchall()]
        return {
            name: "\n".join(str(row) for (row,) in owner.execute(f"select t::text from {name} t").fetchall()).lower()
            for name in names
        }


def holding(words: str) -> set[str]:
    return {name for name, text in every_table().items() if words.lower() in text}


def all_agreed(ids: list[int]) -> None:
    """A list of these records that two agreed to, with nothing that keeps them: written past the locks."""
    with as_owner() as owner:
        for statement in (
            "update casework_involvement set ends_on = starts_on + 1, ended_at = now() where ends_on is null",
            "insert into casework_waitingend (recorded_at, authority_id, person_id, so_on, waiting_id, kind, words) "
            "select recorded_at, authority_id, person_id, so_on, id, 'not_needed', 'Over' "
            "from casework_waiting waiting "
            "where not exists (select 1 from casework_waitingend e where e.waiting_id = waiting.id)",
            "insert into casework_legalholdend (recorded_at, authority_id, person_id, so_on, hold_id, why) "
            "select recorded_at, authority_id, person_id, so_on, id, 'Over' from casework_legalhold hold "
            "where not exists (select 1 from casework_legalholdend e where e.hold_id = hold.id)",
        ):
            owner.execute(statement)
        row = owner.execute(
            "insert into casework_destruction (ref, as_at, recorded_at, authority_id, recorded_by_id) "
            "select 'destruction-all', '2022-10-18', now(), authority_id, (select max(id) from organisation_account) "
            "from casework_knownperson limit 1 returning id, authority_id"
        ).fetchone()
        assert row is not None
        for known in ids:
            owner.execute(
                "insert into casework_destructionitem "
                "(recorded_at, authority_id, destruction_id, record, known_id, line, due_on) "
                "select now(), authority_id, %s, ref, id, 'other', '2022-10-17' "
                "from casework_knownperson where id = %s",
                [row[0], known],
            )
        for account in (1, 2):
            owner.execute(
                "insert into casework_destructionstep "
                "(recorded_at, authority_id, destruction_id, kind, words, recorded_by_id) select now(), %s, %s, "
                "'agreed', 'Looked', id from organisation_account order by id limit 1 offset %s",
                [row[1], row[0], account],
            )


def night(settings) -> None:
    settings.LIPPEN_TODAY = THEN
    jobs.destroy_records(timestamp=0)
    jobs.scrub_intakes(timestamp=0)
    settings.LIPPEN_TODAY = TODAY


def words_of_records() -> dict[str, set[str]]:
    """Every word or sentence that somebody wrote in the tables about people, and in which column it stands."""
    of_people = {*keeping.OF_PERSON, *keeping.OTHERWISE}
    found: dict[str, set[str]] = {}
    with as_owner() as owner:
        for table, column in owner.execute(
            TEXTS + " and data_type in ('text', 'character varying') and table_name like 'casework_%%'"
        ).fetchall():
            if str(table).removeprefix("casework_") in of_people and column not in OF_NOBODY:
                for (value,) in owner.execute(f'select distinct "{column}" from {table}').fetchall():
                    if len(str(value)) > 4 and set(" 0123456789") & set(str(value)):
                        found.setdefault(str(value), set()).add(f"{table}.{column}")
    return found


def test_nothing_of_a_council_is_left_but_keys_once_all_of_it_is_destroyed(w, settings) -> None:
    words = words_of_records()
    assert len(words) > 60
    with transaction.atomic():
        access.identify(w.cast.manager, today=TODAY)
        known = list(KnownPerson.objects.values_list("pk", "ref"))
    with as_owner() as owner:
        refs = [
            str(ref)
            for table in (*keeping.OF_PERSON, *keeping.OTHERWISE)
            if "ref" in {field.name for field in apps.get_model("casework", table)._meta.fields}
            for (ref,) in owner.execute(f"select ref from casework_{table}").fetchall()
        ]
        owner.execute("update casework_intake set recorded_at = now() - interval '40 days'")
        owner.execute("update casework_searchrun set recorded_at = now() - interval '400 days'")
    all_agreed([each for each, _ in known])
    night(settings)
    tables = every_table()
    left = {
        f"{value} ({', '.join(sorted(where))}) in {name}"
        for value, where in words.items()
        for name, text in tables.items()
        if value.lower() in text and (value, name) != ("Rowan room", "casework_contactroom")
    }
    assert left == set()
    for ref in refs:
        assert {name for name, text in tables.items() if ref in text} <= KEYS_ALONE, ref


def aged(**days: int) -> None:
    """Rows of these tables were written so many days ago."""
    at_of = {"kernel_usedtoken": "used_at", "casework_searchrun": "recorded_at"}
    with as_owner() as owner:
        for table, number in days.items():
            owner.execute(f"update {table} set {at_of[table]} = {at_of[table]} - make_interval(days => {number})")


@pytest.fixture
def quill(w) -> KnownPerson:
    """A child who was searched for and added on pages, of whom drafts were kept, and who was searched for again."""
    worker, leader, other = signed_in(w.cast.worker), signed_in(w.cast.leader), signed_in(w.cast.other_worker)
    who = {"given_name": "Quilla", "family_name": CANARY}
    found = send(worker, at("look_for"), **who, lines="3 Quill Lane").redirect_chain[-1][0]
    ref = found.rstrip("/").rsplit("/", 1)[-1]
    add = at("add_person", ref)
    draft(worker, add, given_name="Quilla", family_name=CANARY)
    made = send(worker, add, **who, is_child="child", precision="exact", so_on="today")
    assert f"{CANARY} is recorded" in made.content.decode()
    with transaction.atomic():
        access.identify(w.cast.worker, today=TODAY)
        child = KnownPerson.objects.get(search__ref=ref)
    for page in ("write_entry", "record_visit", "say_name"):
        draft(worker, at(page, child.ref), words=f"Rang {CANARY}'s school", given_name=CANARY)
    send(
        leader,
        at("allocate_child", child.ref),
        worker=w.cast.colleague.person_id,
        so_on="today",
        over_limit_why="As was said",
    )
    send(other, at("look_for"), given_name="Kwilla", family_name="Quilheron")
    send(other, at("look_for"), given_name=CANARY, family_name="Quilla")
    return child


def draft(client, url: str, **fields: str) -> None:
    answer = client.post(url, {**fields, "_draft": "1", "form_token": str(uuid4()), "_draft_version": "0"}, follow=True)
    assert "Your draft is saved" in answer.content.decode()


def test_drafts_searches_and_what_forms_were_told_go_with_the_child(w, quill, settings) -> None:
    bulk = f"why-{quill.ref}"
    with transaction.atomic():
        access.identify(w.cast.leader, today=TODAY)
        save_draft(w.cast.leader, "queue-review", "all", fields={bulk: f"{CANARY} rang"}, version=0, at=real_now())
        save_draft(w.cast.leader, "record-mark", w.child.ref, fields={"words": "Stays here"}, version=0, at=real_now())
    assert {"kernel_draft", "casework_searchrun", "kernel_usedtoken", "casework_personname"} <= holding(CANARY)
    aged(kernel_usedtoken=31)
    all_agreed([quill.pk])
    night(settings)
    assert holding(CANARY) == set()
    assert holding("Kwilla") == holding("3 Quill Lane") == set()
    assert holding(quill.ref) <= KEYS_ALONE
    assert holding("Stays here") == {"kernel_draft"}
    with transaction.atomic():
        access.identify(w.cast.manager, today=TODAY)
        assert KnownPerson.objects.filter(pk=w.child.pk, search__isnull=False).exists()


def test_a_search_that_added_nobody_goes_after_a_year_and_what_a_form_was_told_after_a_month(w, settings) -> None:
    with transaction.atomic():
        access.identify(w.cast.worker, today=TODAY)
        terms = {"given_name": "Murdina", "family_name": "Thrushcross"}
        given = {"authority_id": w.cast.council.pk, "today": TODAY}
        people.search(actor=w.cast.worker, terms=terms, at=real_now() - timedelta(366), **given)
        people.search(actor=w.cast.worker, terms={"family_name": "Larkspur"}, at=real_now() - timedelta(364), **given)
    send(signed_in(w.cast.worker), at("say_name", w.child.ref), given_name="Is", kind="known_as", so_on="today")
    kept = len(every_table()["kernel_usedtoken"].splitlines())
    night(settings)
    assert (holding("Thrushcross"), holding("Larkspur")) == (set(), {"casework_searchrun"})
    assert len(every_table()["kernel_usedtoken"].splitlines()) == kept
    aged(kernel_usedtoken=31)
    night(settings)
    assert every_table()["kernel_usedtoken"] == ""
