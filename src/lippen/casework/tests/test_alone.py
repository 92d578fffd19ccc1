"""A search by one thing alone, and by forms of a given name: who is found, what is said of it, and where it ends."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lippen.casework import matching, name_forms
from lippen.casework.actions import guarding, people
from lippen.casework.alone import alone_in
from lippen.casework.matching import Sought, compared
from lippen.casework.models import PersonNow, SearchRun
from lippen.casework.queries import near, searching
from lippen.casework.queries.searching import code_at
from lippen.casework.screens.searching import question_words
from lippen.casework.tests.factories import NOW, TODAY, Cast, cast
from lippen.casework.tests.test_actions import desk, search
from lippen.casework.tests.test_screens import at, signed_in
from lippen.casework.tests.test_sizes import Grown
from lippen.casework.vocabulary import Duty, GlassReason, NameKind
from lippen.kernel import access
from lippen.kernel.access import Actor
from lippen.kernel.clock import real_now
from lippen.kernel.errors import NotVisible
from lippen.kernel.models import AuditEntry

FORMS = st.sampled_from(sorted(name_forms.FORMS))


@pytest.fixture
def c(settings) -> Iterator[Cast]:
    settings.LIPPEN_TODAY = TODAY
    yield cast()


def found(actor: Actor, run: SearchRun) -> searching.Search:
    access.identify(actor, today=TODAY)
    return searching.search(actor, run.ref)


# --- forms of a name ---


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Seumas", "James"),
        ("Hamish", "James"),
        ("Iain", "John"),
        ("Ian", "John"),
        ("Cat", "Catherine"),
        ("Eilidh", "Helen"),
        ("Alasdair", "Alexander"),
        ("Sandy", "Alexandra"),
        ("Peigi", "Margaret"),
        ("Ùisdean", "Hugh"),
        ("Wullie", "William"),
    ],
)
def test_another_form_of_a_given_name_is_found_both_ways_and_said(one, other) -> None:
    for sought, known in ((one, other), (other, one)):
        alike = compared(Sought(names=((sought, "Balfour"),)), Sought(names=((known, "Balfour"),)))
        assert alike.points == 46 and alike.is_enough and alike.is_more_than_family
        assert alike.reasons == ("the same family name", "a form of the same given name")


@pytest.mark.parametrize(
    ("one", "other"), [("Jamie", "James"), ("Màiri", "Mary"), ("Mhairi", "Mary"), ("Catrìona", "Catherine")]
)
def test_a_form_that_sounds_alike_is_found_by_its_sound(one, other) -> None:
    for sought, known in ((one, other), (other, one)):
        alike = compared(Sought(names=((sought, "Balfour"),)), Sought(names=((known, "Balfour"),)))
        assert alike.reasons == ("the same family name", "a given name that sounds or looks alike")


def test_a_name_that_is_written_the_same_or_sounds_alike_is_said_before_its_forms() -> None:
    same = compared(Sought(names=(("Ian", "Balfour"),)), Sought(names=(("Ian", "Balfour"),)))
    assert same.reasons == ("the same family name", "the same given name")
    heard = compared(Sought(names=(("Kathryn", "Balfour"),)), Sought(names=(("Catherine", "Balfour"),)))
    assert heard.reasons == ("the same family name", "a given name that sounds or looks alike")


def test_two_names_without_a_form_in_common_are_not_one() -> None:
    assert not compared(Sought(names=(("Isla", "Balfour"),)), Sought(names=(("Rory", "Balfour"),))).is_enough


@given(FORMS)
def test_every_form_leads_back_and_none_to_itself(name) -> None:
    assert name == matching.folded(name), "written as the keys are, or it is never found"
    assert name not in name_forms.forms_of(name) and name_forms.forms_of(name)
    assert all(name in name_forms.forms_of(each) for each in name_forms.forms_of(name))


# --- what an address says ---


@pytest.mark.parametrize(
    ("lines", "keys"),
    [
        ("12 Kirk Wynd", {"s=kirkwynd", "h=12|kirkwynd"}),
        ("12A Kirk Wynd, Alloa", {"s=kirkwynd", "h=12a|kirkwynd"}),
        ("Flat 1, 12 Kirk Wynd", {"s=kirkwynd", "h=12|kirkwynd"}),
        ("1/2, 12 Mill St", {"s=millstreet", "h=12|millstreet"}),
        ("Mill Street", {"s=millstreet"}),
        ("Rose Cottage, Kirk Wynd", {"s=rosecottage", "s=kirkwynd"}),
        ("Flat 3", set()),
        ("", set()),
    ],
)
def test_an_address_has_its_street_and_number_as_keys(lines, keys) -> None:
    assert matching.place_keys(Sought(addresses=((lines, ""),))) == keys


@given(st.text(max_size=300), st.text(max_size=20))
def test_whatever_is_written_as_an_address_gives_keys_that_fit(lines, postcode) -> None:
    keys = matching.place_keys(Sought(addresses=((lines, postcode[:10]),)))
    assert all(3 <= len(key) <= matching.LONGEST_KEY for key in keys)


def test_a_street_or_a_postcode_in_common_speaks_for_nobody_beside_two_other_things() -> None:
    one = Sought(names=(("Isla", "Balfour"),), addresses=(("12 Kirk Wynd", ""),))
    other = Sought(names=(("Rory", "Balfour"),), addresses=(("12 Kirk Wynd", ""),))
    assert compared(one, other).points == matching.POINTS["family"]


@pytest.mark.parametrize(
    ("sought", "is_alone"),
    [
        (Sought(names=(("", "Balfour"),)), True),
        (Sought(names=(("Isla", ""),)), True),
        (Sought(births=(date(2006, 3, 4),)), True),
        (Sought(addresses=(("Kirk Wynd", ""),)), True),
        (Sought(addresses=(("", "ZZ10 1AB"),)), True),
        (Sought(names=(("", "Balfour"),), addresses=(("", "ZZ10 1AB"),)), True),
        (Sought(names=(("Isla", "Balfour"),)), False),
        (Sought(names=(("", "Balfour"),), births=(date(2006, 3, 4),)), False),
        (Sought(names=(("", "Balfour"),), phones=("01259 555 0101",)), False),
        (Sought(), False),
    ],
)
def test_a_search_is_by_one_thing_alone_where_no_two_can_be_compared(sought, is_alone) -> None:
    assert (alone_in(sought) is not None) is is_alone


# --- who is found ---


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("terms", "points", "reasons"),
    [
        ({"family_name": "Balfour"}, 26, ("the same family name",)),
        ({"family_name": "Belfour"}, 22, ("a family name that sounds or looks alike",)),
        ({"given_name": "Isla"}, 22, ("the same given name",)),
        ({"born_on": "2006-03-04"}, 30, ("the same day of birth",)),
        ({"born_on": "2006-04-03"}, 26, ("the day and month of birth swapped",)),
        ({"lines": "12 Kirk Wynd", "postcode": "ZZ10 1AB"}, 20, ("the same address",)),
        ({"lines": "12 Kirk Wynd"}, 16, ("the same house number and street",)),
        ({"postcode": "zz101ab"}, 12, ("the same postcode",)),
        ({"lines": "kirk wynd"}, 10, ("the same street",)),
        ({"lines": "14 Kirk Wynd"}, 10, ("the same street",)),
        ({"family_name": "Balfour", "lines": "Kirk Wynd"}, 36, ("the same family name", "the same street")),
        ({"given_name": "Isla", "postcode": "ZZ10 1AB"}, 34, ("the same given name", "the same postcode")),
    ],
)
def test_one_thing_alone_finds_who_has_it_with_no_more_points_than_it_is_worth(terms, points, reasons, c) -> None:
    child = c.add(c.worker, "Isla", "Balfour", born_on=date(2006, 3, 4))
    people.say_address(
        actor=c.worker, person_ref=child.ref, lines="12 Kirk Wynd, Alloa", postcode="ZZ10 1AB", so_on=TODAY, at=NOW
    )
    c.add(c.worker, "Rory", "Drummond", born_on=date(1999, 12, 31))
    told = found(c.worker, search(c, c.worker, **terms))
    assert [(one.ref, one.points, one.reasons) for one in told.candidates] == [(child.ref, points, reasons)]
    assert told.is_alone and not told.has_more


@pytest.mark.django_db
def test_a_child_called_seumas_is_found_as_james(c) -> None:
    child = c.add(c.worker, "Seumas", "Balfour")
    (one,) = found(c.worker, search(c, c.worker, given_name="Jamie", family_name="Balfour")).candidates
    assert (one.ref, one.reasons) == (child.ref, ("the same family name", "a form of the same given name"))


@pytest.mark.django_db
def test_an_earlier_family_name_alone_is_found_too(c) -> None:
    child = c.add(c.worker, "Isla", "Balfour")
    said = {"given_name": "Isla", "family_name": "Reid", "kind": NameKind.NAME, "so_on": TODAY, "at": NOW}
    people.say_name(actor=c.worker, person_ref=child.ref, **said)
    (one,) = found(c.worker, search(c, c.worker, family_name="Balfour")).candidates
    assert (one.ref, one.name) == (child.ref, "Isla Reid")


@pytest.mark.django_db
def test_a_protected_address_is_found_by_no_part_of_it(c) -> None:
    child = c.add(c.worker, "Isla", "Balfour")
    given = {"lines": "12 Kirk Wynd", "postcode": "ZZ10 1AB"}
    people.protect_address(
        actor=c.worker,
        person_ref=child.ref,
        officers=[],
        why="He must not know",
        so_on=TODAY,
        at=NOW,
        **given,
    )
    for terms in (given, {"lines": "12 Kirk Wynd"}, {"postcode": "ZZ10 1AB"}, {"lines": "Kirk Wynd"}):
        assert found(c.worker, search(c, c.worker, **terms)).candidates == (), terms


@pytest.mark.django_db
def test_outside_ones_view_one_thing_alone_says_only_whom_to_ask_and_opens_after_a_reason(c) -> None:
    child = c.add(c.other_worker, "Rory", "Drummond")
    run = search(c, c.worker, family_name="Drummond")
    (one,) = found(c.worker, run).candidates
    assert (one.name, one.ref, one.born_on, one.place, one.reasons) == ("", "", None, "", ())
    assert one.team == "Assessment team" and child.ref not in repr(one)
    said = {"reason": GlassReason.DANGER, "words": "Rang at night", "so_on": TODAY, "at": real_now()}
    opened = guarding.break_glass(
        actor=c.worker, search_ref=run.ref, number=one.number, shown=code_at(c.worker, run.ref, one.number), **said
    )
    assert opened.ref == child.ref


@pytest.mark.django_db
def test_of_a_restricted_record_a_family_name_alone_says_nothing_and_does_not_count_it(c) -> None:
    child = c.add(c.worker, "Rory", "Drummond")
    c.allocate(child, c.worker)
    access.identify(c.manager, today=TODAY)
    officers = [c.manager.person_id, c.worker.person_id]
    named = {"officers": officers, "why": "A councillor's child", "so_on": TODAY, "at": NOW}
    guarding.restrict(actor=c.manager, person_ref=child.ref, **named)
    run = search(c, c.colleague, family_name="Drummond")
    told = found(c.colleague, run)
    assert told.candidates == () and not told.has_more
    with pytest.raises(NotVisible):
        searching.hidden_match(c.colleague, run.ref, 1)
    assert (Duty.RESTRICTED_MATCH, "Look at who searched, and whether the two are one person") in desk(c.governance)


@pytest.mark.django_db
def test_more_than_can_be_shown_are_said_to_be_more_with_ones_own_first(c) -> None:
    grown = Grown(c)
    grown.known(3 * searching.MOST)
    mine = c.add(c.worker, "Isla", "Balfour")
    run = search(c, c.worker, family_name="Balfour")
    told = found(c.worker, run)
    assert len(told.candidates) == searching.MOST and told.has_more
    assert told.candidates[0].ref == mine.ref and not any(one.is_seen for one in told.candidates[1:])
    with pytest.raises(NotVisible):
        searching.hidden_match(c.worker, run.ref, searching.MOST + 1)
    kept = AuditEntry.objects.get(verb="search.made", subject_key=run.ref).keys["found"]
    assert len(kept) == searching.MOST, "nobody is said to have been found who was not"
    page = signed_in(c.worker).get(at("found", run.ref)).content.decode()
    assert question_words(1, has_more=False) == "Is it this person?"
    assert question_words(2, has_more=False) == "Is it one of these 2?"
    assert "Is it one of these first 20?" in page and "There are more than 20" in page
    adding = signed_in(c.worker).get(at("add_person", run.ref)).content.decode()
    assert "There were more than 20 like this" in adding


@pytest.mark.django_db
def test_two_things_that_nobody_has_lead_to_a_search_by_one(c) -> None:
    c.add(c.worker, "Isla", "Balfour")
    run = search(c, c.worker, given_name="Struan", family_name="Balfour")
    page = signed_in(c.worker).get(at("found", run.ref)).content.decode()
    assert "Nobody like this is known" in page and "Search by one alone" in page


def pressed(actor: Actor, run: SearchRun, by: str) -> str:
    """The page to which the button leads that searches by a part of what was typed."""
    client = signed_in(actor)
    assert f'name="by" value="{by}"' in client.get(at("found", run.ref)).content.decode()
    answer = client.post(at("look_for"), {"again": run.ref, "by": by}, follow=True)
    assert "Balfour" not in answer.redirect_chain[-1][0]
    return str(answer.content.decode())


@pytest.mark.django_db
def test_whose_protected_address_was_not_the_street_typed_is_found_with_one_press_by_name(c) -> None:
    child = c.add(c.worker, "Isla", "Balfour")
    hidden = {"lines": "14 Heron Street", "postcode": "FK10 1AA", "officers": [], "why": "Fled"}
    people.protect_address(actor=c.worker, person_ref=child.ref, so_on=TODAY, at=NOW, **hidden)
    run = search(c, c.worker, family_name="Balfour", lines="3 Weir Wynd", born_on="2001-01-01")
    page = signed_in(c.worker).get(at("found", run.ref)).content.decode()
    assert "Nobody has all of this. Was one thing wrong?" in page
    assert "Search by name and date of birth alone" in page and "Search by name alone" in page
    assert "An address that is protected is found by no search." in page
    assert "Isla Balfour" in pressed(c.worker, run, "names")
    access.identify(c.worker, today=TODAY)
    kept = SearchRun.objects.filter(recorded_by_id=c.worker.account_id).latest("pk")
    assert kept.terms == {"family_name": "Balfour"}


@pytest.mark.django_db
def test_what_a_search_that_found_nobody_says_does_not_tell_whether_somebody_is_there(c) -> None:
    given = {"family_name": "Balfour", "lines": "14 Heron Street", "born_on": "2001-01-01"}
    client = signed_in(c.other_worker)

    def told() -> str:
        page = client.get(at("found", (run := search(c, c.other_worker, **given)).ref)).content.decode()
        return page.split("<main")[1].replace(run.ref, "").split("csrf")[0]

    before = told()
    child = c.add(c.worker, "Isla", "Balfour")
    hidden = {"lines": "14 Heron Street", "postcode": "FK10 1AA", "officers": [], "why": "Fled"}
    people.protect_address(actor=c.worker, person_ref=child.ref, so_on=TODAY, at=NOW, **hidden)
    assert told() == before and "Nobody has all of this" in before


@pytest.mark.django_db
def test_nobody_searches_again_with_what_another_typed_nor_by_what_was_not_typed(c) -> None:
    run = search(c, c.worker, family_name="Balfour", lines="3 Weir Wynd")
    for actor, by in ((c.colleague, "names"), (c.worker, "born"), (c.worker, "")):
        assert signed_in(actor).post(at("look_for"), {"again": run.ref, "by": by}).status_code == 404
    assert signed_in(c.worker).post(at("look_for"), {"again": "\x00", "by": "names"}).status_code == 404
    assert signed_in(c.colleague).get(at("look_for"), {"again": run.ref}).status_code == 404
    page = signed_in(c.worker).get(at("look_for"), {"again": run.ref}).content.decode()
    assert 'value="Balfour"' in page and 'value="3 Weir Wynd"' in page


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("family_name", []),
        ("family_name born_on", ["name", "date of birth"]),
        ("family_name lines", ["name", "address"]),
        ("given_name family_name", ["family name"]),
        ("given_name born_on postcode phone", ["name and date of birth", "name", "date of birth", "address"]),
        ("lines phone", ["address"]),
    ],
)
def test_a_search_by_less_is_offered_for_each_part_that_was_typed(typed: str, offered: list[str]) -> None:
    assert [each.words for each in searching.fewer(dict.fromkeys(typed.split(), "1"))] == offered


@pytest.mark.django_db
def test_who_was_found_by_a_family_name_alone_is_offered_where_somebody_is_chosen(c) -> None:
    child = c.add(c.manager, "Una", "Carruthers")
    search(c, c.manager, family_name="Carruthers")
    assert near._found_lately(c.manager, NOW) == {child.pk}


@pytest.mark.django_db
def test_a_file_that_comes_in_is_held_against_two_things_still(c) -> None:
    c.add(c.worker, "Isla", "Balfour")
    access.identify(c.worker, today=TODAY)
    assert searching.candidates(c.worker, c.council.pk, Sought(names=(("", "Balfour"),))) == ()


@pytest.mark.django_db
def test_a_record_that_came_in_by_mistake_is_found_by_nothing_alone(c) -> None:
    child = c.add(c.manager, "Isla", "Balfour")
    PersonNow.objects.filter(pk=child.pk).update(is_mistake=True)
    assert found(c.manager, search(c, c.manager, family_name="Balfour")).candidates == ()
