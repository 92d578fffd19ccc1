"""A child's page has an order: who holds, what is next, what is done most, the rest folded; who looked too."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.urls import resolve, reverse

from lippen import design
from lippen.casework.actions import guarding, people, visiting
from lippen.casework.models import KnownPerson, Tie
from lippen.casework.queries import families, records, searching
from lippen.casework.tests.factories import NOW, TODAY, Cast, cast, with_child
from lippen.casework.tests.test_loads import client_of, text_of
from lippen.casework.tests.test_screens import send
from lippen.casework.vocabulary import GlassReason, TieKind
from lippen.kernel import access, audit
from lippen.kernel.access import Actor
from lippen.kernel.clock import day_of, real_now

pytestmark = pytest.mark.django_db
WHEN = {"so_on": TODAY, "at": NOW}
DAY = timedelta(days=1)


@pytest.fixture
def c(request, settings) -> Cast:
    settings.LIPPEN_TODAY = TODAY
    return with_child("Isla", "Balfour") if "child" in request.fixturenames else cast()


@pytest.fixture
def child(c: Cast) -> KnownPerson:
    return c.child


def page(actor: Actor, child: KnownPerson, name: str = "child", **asked: object) -> str:
    return text_of(client_of(actor).get(reverse(f"casework:{name}", args=[child.ref]), asked))


# --- the child's page ---


def test_who_holds_the_child_and_what_is_next_stand_before_everything_else(c: Cast, child: KnownPerson) -> None:
    access.identify(c.worker, today=TODAY)
    given = {"person_ref": child.ref, "planned_on": TODAY + 3 * DAY, "worker_id": c.worker.person_id}
    visiting.plan_visit(actor=c.worker, purpose="See her new room", **given, **WHEN)
    told = page(c.worker, child)
    order = ("Allocated to", "Next visit", "See her new room", "Record the visit", "<dt>Born", "Who is who")
    places = [told.find(words) for words in order]
    assert -1 not in places and places == sorted(places), dict(zip(order, places, strict=True))
    assert f"{c.worker.name}, Long-term team, since 17 October 2012" in told
    assert "20 October 2012, due in 3 days" in told


def test_a_child_without_a_worker_or_a_visit_says_so_first(c: Cast) -> None:
    alone = c.add(c.worker, "Ewan", "Balfour")
    told = page(c.worker, alone)
    assert "Nobody is allocated" in told and "None is planned" in told
    assert told.find("Nobody is allocated") < told.find("<dt>Born")


def test_a_child_who_waits_says_with_whom_before_the_buttons(c: Cast, child: KnownPerson) -> None:
    waits = c.add(c.worker, "Una", "Balfour")
    c.waiting(c.worker, waits)
    told = page(c.leader, waits)
    assert told.find("Waits for a social worker") < told.find(">Allocate</a>") < told.find("<dt>Born")
    assert "Nobody is allocated" not in told


def test_there_is_one_primary_button_and_two_beside_it(c: Cast, child: KnownPerson) -> None:
    told = page(c.worker, child).split('class="lippen-next"')[1].split("</div>")[0]
    buttons = re.findall(r'<a class="(ds_button[^"]*)" href="[^"]*">([^<]+)', told)
    assert buttons == [
        ("ds_button", "Record a visit"),
        ("ds_button ds_button--secondary", "Add to the chronology"),
        ("ds_button ds_button--secondary", "Plan a visit"),
    ]


def test_every_way_on_is_there_under_a_heading_that_opens_without_scripts(c: Cast, child: KnownPerson) -> None:
    told = page(c.leader, child).split('id="do-title"')[1].split("</nav>")[0]
    groups = re.findall(r"<details class=\"ds_details\"( open)?><summary[^>]*>([^<]+)</summary>", told)
    assert [words for _, words in groups] == [
        "Visits, referrals and what is due",
        "Family, helpers and warnings",
        "Name, address and how to reach them",
        "Who works with Isla Balfour",
        "Who may see this record",
    ]
    assert [bool(is_open) for is_open, _ in groups] == [True, False, False, False, False]
    ways = (
        *("record_visit", "plan_visit", "plan_contact", "type_duty", "write_entry", "add_picture", "refer_child"),
        *("say_status", "tie_people", "add_helper", "mark", "facts", "say_name", "say_birth", "say_gender"),
        *("say_address", "protect_address", "say_contact", "say_number", "say_death", "offer_child", "allocate_child"),
        *("involve", "assign_help", "who_looked", "who_may_see", "restrict", "own_tie", "propose_same"),
        *("access_requests", "holds"),
    )
    for name in ways:
        assert f'href="{reverse(f"casework:{name}", args=[child.ref])}"' in told, name


def test_a_worker_has_no_way_on_that_a_leader_alone_has(c: Cast, child: KnownPerson) -> None:
    told = page(c.worker, child).split('id="do-title"')[1].split("</nav>")[0]
    assert "Offer to another worker" in told
    assert all(words not in told for words in ("Allocate to", "Restrict the record", "Legal holds"))


# --- who looked ---


def looked(actor: Actor, child: KnownPerson, verb: str = "known.read", times: int = 1) -> None:
    access.identify(actor, today=TODAY)
    for _ in range(times):
        audit.record(actor, verb, child)


def test_what_somebody_did_on_a_day_is_one_line_that_opens_and_nothing_is_lost(c: Cast, child: KnownPerson) -> None:
    looked(c.leader, child, times=3)
    looked(c.leader, child, "known.chronology", times=2)
    told = page(c.worker, child, "who_looked")
    (line,) = [each for each in told.split("<li><details")[1:] if c.leader.name in each]
    summary, _, opened = line.partition("</summary>")
    assert "Read the chronology" in summary and "read the record" in summary
    assert "Read the record: 3 times, first" in opened and "Read the chronology: 2 times, first" in opened
    assert "Wrote in the record: " in opened, "the child was given a worker"
    assert "6 times" in summary


def test_a_busy_record_is_read_page_by_page(c: Cast, child: KnownPerson) -> None:
    for who in (c.worker, c.colleague, c.leader, c.manager, c.head):
        looked(who, child)
    access.identify(c.manager, today=TODAY)
    on = day_of(real_now())
    whole = records.looks(c.manager, child.ref, on=on, page=1, size=50)
    assert whole.found == len(whole.rows) == 5
    parts = [records.looks(c.manager, child.ref, on=on, page=page, size=2) for page in (1, 2, 3)]
    assert [len(part.rows) for part in parts] == [2, 2, 1] and {part.found for part in parts} == {5}
    assert tuple(row for part in parts for row in part.rows) == whole.rows
    assert records.looks(c.manager, child.ref, on=on, page=99, size=2) == parts[0]


def test_the_pages_of_who_looked_are_named(c: Cast, child: KnownPerson, monkeypatch) -> None:
    monkeypatch.setattr("lippen.casework.screens.looked.LOOKS_ON_A_PAGE", 2)
    for who in (c.worker, c.colleague, c.leader, c.manager):
        looked(who, child)
    told = page(c.worker, child, "who_looked")
    assert told.count("<li><details") == 2 and "page=2" in told
    assert page(c.worker, child, "who_looked", page=2).count("<li><details") == 2


def test_who_does_not_see_the_record_is_told_of_nobody_by_the_database_either(c: Cast, child: KnownPerson) -> None:
    looked(c.worker, child)
    for stranger, count in ((c.other_leader, 0), (c.stranger, 0), (c.governance, 0), (c.leader, 1)):
        access.identify(stranger, today=TODAY)
        with connection.cursor() as cursor:
            cursor.execute("select count(*) from visible_looks(%s, 0, 50)", [child.ref])
            assert min(cursor.fetchone()[0], 1) == count, stranger.name


# --- an address that is open to too many, and on paper ---


def lives(c: Cast, person: KnownPerson, lines: str = "14 Heron Street, Alloa") -> None:
    access.identify(c.worker, today=TODAY)
    people.say_address(actor=c.worker, person_ref=person.ref, lines=lines, postcode="FK10 1AA", **WHEN)


def protect(c: Cast, person: KnownPerson) -> None:
    access.identify(c.worker, today=TODAY)
    hidden = {"lines": "14 Heron Street", "postcode": "FK10 1AA", "officers": [], "why": "Fled"}
    people.protect_address(actor=c.worker, person_ref=person.ref, **hidden, **WHEN)


def test_an_address_is_said_to_be_open_to_whom_must_not_know_it_until_it_is_protected(c: Cast, child) -> None:
    lives(c, child)
    father = c.mother_of(c.worker, child, "Derek", "Kinross")
    assert "must not know where" not in page(c.worker, child)
    given = {"other": father.ref, "tie": "carer:first", "must_not_know_address": "on", "so_on": "today"}
    told = text_of(send(client_of(c.worker), reverse("casework:tie_people", args=[child.ref]), **given))
    words = "Derek Kinross must not know where Isla Balfour lives, and the address is open to all who see the record."
    assert words in told and reverse("casework:protect_address", args=[child.ref]) + '">Protect it' in told
    protect(c, child)
    assert words not in page(c.worker, child)


def test_whose_address_tells_a_protected_one_is_said_to_those_who_see_that_one(c: Cast, child) -> None:
    sister = c.add(c.worker, "Poppy", "Balfour", tie=people.NewTie(child.ref, TieKind.SIBLING))
    aunt = c.add(c.worker, "Una", "Balfour", is_child=False, tie=people.NewTie(child.ref, TieKind.AUNT_OR_UNCLE))
    lives(c, sister)
    lives(c, aunt, "15 Heron Street")
    words, link = (
        "others of the family are recorded at it",
        f'{reverse("casework:protect_address", args=[sister.ref])}">',
    )
    assert words not in page(c.worker, child)
    protect(c, child)
    told = page(c.worker, child)
    assert words in told and f"{link}Poppy Balfour" in told and ">Una Balfour<span" not in told
    assert words not in page(c.manager, child)
    protect(c, sister)
    assert words not in page(c.worker, child)


def test_a_print_says_that_the_address_is_protected_and_leaves_out_what_is_done_on_the_screen(c: Cast, child) -> None:
    protect(c, child)
    soup = BeautifulSoup(page(c.worker, child), "html.parser")
    for each in soup.select(".lippen-screen-only"):
        each.decompose()
    printed = soup.get_text()
    assert "Heron" not in printed and "Address protected" in printed
    assert "Record somebody of another service" not in soup.select_one(".lippen-columns__main").get_text()
    style = (Path(design.__file__).parent / "static/design/lippen.css").read_text()
    before, _, on_paper = style.partition("@media print {")
    assert ".lippen-print-only { display: none; }" in before
    assert ".lippen-print-only { display: inline; }" in on_paper.partition("\n}\n")[0]


def marked_by_form(c: Cast, whose: KnownPerson, other: KnownPerson, tie: str, *marks: str) -> Tie:
    given = {"other": other.ref, "tie": tie, "so_on": "today", **dict.fromkeys(marks, "on")}
    send(client_of(c.worker), reverse("casework:tie_people", args=[whose.ref]), **given)
    access.identify(c.worker, today=TODAY)
    return Tie.objects.latest("pk")


def related(c: Cast, child: KnownPerson, given: str) -> KnownPerson:
    tie = people.NewTie(child.ref, TieKind.OTHER)
    return c.add(c.worker, given, "Tarvie", is_child=False, born_on=None, tie=tie)


@pytest.mark.parametrize("end", ["first", "second"])
@pytest.mark.parametrize("mark", ["must_not_know_address", "keeps_address"])
def test_either_of_two_tied_people_can_be_the_one_who_must_not_know_and_both_records_say_who(
    c: Cast, child, end: str, mark: str
) -> None:
    other = related(c, child, "Ewan")
    for each, lines in ((child, "14 Heron Street, Alloa"), (other, "3 Weir Wynd, Alloa")):
        lives(c, each, lines)
    tie = marked_by_form(c, child, other, f"carer:{end}", mark)
    assert (tie.person_id == other.pk) is (end == "first")
    kept, open_one = (other, child) if mark == "must_not_know_address" else (child, other)
    found = {each.pk: records.record(c.worker, each.ref, real_at=NOW) for each in (kept, open_one)}
    assert [row.id for row in found[open_one.pk].kept_from] == [kept.pk]
    assert [row.id for row in found[open_one.pk].address_open_to] == [kept.pk]
    assert [row.id for row in found[kept.pk].keeping_address] == [open_one.pk]
    assert found[kept.pk].kept_from == () and found[kept.pk].address_open_to == ()
    assert found[open_one.pk].keeping_address == ()
    drawn = {each.pk: families.family(c.worker, each.ref, on=TODAY) for each in (kept, open_one)}
    assert (drawn[open_one.pk].kept_from, drawn[open_one.pk].keeps_address) == ({kept.pk}, frozenset())
    assert (drawn[kept.pk].kept_from, drawn[kept.pk].keeps_address) == (frozenset(), {open_one.pk})
    near = {each.pk: families.relatives(c.worker, found[each.pk].person, on=TODAY) for each in (kept, open_one)}
    assert [(each.is_kept_from, each.keeps_address) for each in near[open_one.pk]] == [(True, False)]
    assert [(each.is_kept_from, each.keeps_address) for each in near[kept.pk]] == [(False, True)]
    names = {each.pk: f"{found[each.pk].person.name}" for each in (kept, open_one)}
    for name in ("child", "family"):
        assert f"{names[kept.pk]} must not know where they live" in page(c.worker, kept, name)
        assert f">Must not know where {names[open_one.pk]} lives" in page(c.worker, open_one, name)
    told = page(c.worker, child, "plan_contact")
    assert ("Must not know where Isla Balfour lives: Ewan Tarvie" in told) is (kept == other)
    assert ("Isla Balfour must not know where they live: Ewan Tarvie" in told) is (kept == child)


def test_a_tie_can_keep_both_addresses_and_one_that_keeps_none_says_nothing(c: Cast, child) -> None:
    other, aunt = related(c, child, "Ewan"), related(c, child, "Una")
    marked_by_form(c, child, aunt, "aunt_or_uncle:first")
    marked_by_form(c, child, other, "carer:first", "must_not_know_address", "keeps_address")
    for whose, who in ((child, other), (other, child)):
        found = records.record(c.worker, whose.ref, real_at=NOW)
        assert [row.id for row in found.kept_from] == [row.id for row in found.keeping_address] == [who.pk]


def test_a_mark_outlives_its_tie_before_a_meeting_until_one_without_it_is_recorded(c: Cast, child) -> None:
    father = c.mother_of(c.worker, child, "Derek", "Tarvie")
    tie = marked_by_form(c, child, father, "carer:first", "must_not_know_address", "keeps_address")
    people.end_tie(actor=c.worker, person_ref=child.ref, tie_id=tie.pk, is_mistake=False, **WHEN)
    head = records.head(c.worker, child.ref)
    (near,) = families.relatives(c.worker, head, on=TODAY)
    assert near.is_what == "Parent" and near.is_kept_from and near.keeps_address
    marked_by_form(c, child, father, "carer:first", "keeps_address")
    (near,) = families.relatives(c.worker, head, on=TODAY)
    assert not near.is_kept_from and near.keeps_address


def test_whoever_must_not_know_by_one_of_two_ties_is_named_before_a_meeting(c: Cast, child) -> None:
    father = c.mother_of(c.worker, child, "Derek", "Tarvie")
    marked = {"kind": TieKind.CARER, "must_not_know_address": True, **WHEN}
    people.tie_people(actor=c.worker, person_ref=father.ref, other_ref=child.ref, **marked)
    near = families.relatives(c.worker, records.head(c.worker, child.ref), on=TODAY)
    assert [(each.person.name, each.is_kept_from) for each in near] == [("Derek Tarvie", True)]


# --- what is offered to whom ---

EVERY_READER = {"facts", "who_looked", "who_may_see", "family", "child", "chronology", "referral"}


def opened_by(c: Cast, actor: Actor, child: KnownPerson) -> None:
    access.identify(actor, today=TODAY)
    terms = {"given_name": "Isla", "family_name": "Balfour"}
    given = {"actor": actor, "so_on": TODAY, "at": real_now(), "words": "Found alone", "reason": GlassReason.DANGER}
    run = people.search(actor=actor, authority_id=c.council.pk, terms=terms, today=TODAY, at=real_now())
    guarding.break_glass(search_ref=run.ref, number=1, shown=searching.code_at(actor, run.ref, 1), **given)


def ways(told: str) -> set[str]:
    """What a page leads to in the children's room, by name."""
    main = BeautifulSoup(told, "html.parser").select_one("main")
    links = {each.get("href") or each.get("action") for each in main.select("a[href], form[action]")}
    found = [resolve(each.partition("?")[0].partition("#")[0]) for each in links if each.startswith("/")]
    return {each.url_name for each in found if each.app_name == "casework"}


def test_a_record_that_was_opened_offers_only_what_may_be_written_there(c: Cast, child: KnownPerson) -> None:
    mother = c.mother_of(c.worker, child)
    lives(c, child)
    c.refer(c.worker, child)
    for actor in (c.other_worker, c.other_leader):
        opened_by(c, actor, child)
        told = page(actor, child)
        assert ways(told) - EVERY_READER == {"record_visit", "write_entry", "refer_child"}
        words = f"Anything else is written by {c.worker.name}, their team leader or a manager."
        assert f"You can record a visit, a referral or what happened. {words}" in told
        for name in ("record_visit", "write_entry", "refer_child"):
            assert client_of(actor).get(reverse(f"casework:{name}", args=[child.ref])).status_code == 200
        assert ways(page(actor, child, "chronology")) - EVERY_READER == {"write_entry"}
        assert ways(page(actor, child, "facts")) - EVERY_READER == set()
        told = page(actor, mother)
        assert ways(told) - EVERY_READER == set()
        assert "You can read this record. It is written by those who work with the family or manage it." in told
        access.identify(actor, today=TODAY)
        (referral,) = records.record(actor, child.ref, real_at=real_now()).referrals
        told = text_of(client_of(actor).get(reverse("casework:referral", args=[referral.ref])))
        assert "take_step" not in ways(told)
    assert "is written by" not in page(c.worker, child)
    assert {"tie_people", "say_name"} <= ways(page(c.worker, child))


def test_whoever_opened_a_record_and_was_given_the_child_then_writes_as_others_do(c: Cast, child) -> None:
    opened_by(c, c.other_worker, child)
    c.allocate(child, c.other_worker)
    told = page(c.other_worker, child)
    assert "You opened this record outside your own work" in told
    assert {"tie_people", "say_name"} <= ways(told) and "is written by" not in told
