"""The genogram: who stands on which row, nobody over anybody, every tie drawn, words for each."""

from __future__ import annotations

from datetime import date
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lippen.casework import genogram
from lippen.casework.genogram import Bond, Member, holds_on
from lippen.casework.vocabulary import TieKind

SVG = "{http://www.w3.org/2000/svg}"
ME, MOTHER, FATHER, BROTHER, HALF, GRAN, AUNT, STEP = range(1, 9)
FAMILY = {
    key: Member(key, name, (), gender, is_child, born_on=date(year, 1, 1), url=f"/{key}", said=f"{name} said")
    for key, name, gender, is_child, year in (
        (ME, "Isla Balfour", "female", True, 2006),
        (MOTHER, "Morag Balfour", "female", False, 1980),
        (FATHER, "Ewan Reid", "male", False, 1978),
        (BROTHER, "Ruaridh Balfour", "male", True, 2003),
        (HALF, "Skye Reid", "", True, 2010),
        (GRAN, "Nan Balfour", "female", False, 1950),
        (AUNT, "Ada Balfour", "female", False, 1984),
        (STEP, "Col Muir", "other", False, 1979),
    )
}
BONDS = (
    Bond(MOTHER, ME, TieKind.PARENT),
    Bond(FATHER, ME, TieKind.PARENT),
    Bond(MOTHER, BROTHER, TieKind.PARENT),
    Bond(FATHER, BROTHER, TieKind.PARENT),
    Bond(FATHER, HALF, TieKind.PARENT),
    Bond(GRAN, MOTHER, TieKind.PARENT),
    Bond(AUNT, ME, TieKind.AUNT_OR_UNCLE),
    Bond(STEP, ME, TieKind.STEP_PARENT),
    Bond(MOTHER, STEP, TieKind.PARTNER),
    Bond(MOTHER, FATHER, TieKind.FORMER_PARTNER),
)


def test_generations_stand_over_one_another_with_grandparents_on_top() -> None:
    rows = genogram.generations(ME, FAMILY, BONDS)
    assert {key for key, row in rows.items() if row == 0} == {ME, BROTHER, HALF}
    assert {key for key, row in rows.items() if row == -1} == {MOTHER, FATHER, AUNT, STEP}
    assert rows[GRAN] == -2


def test_from_the_grandmother_her_grandchild_stands_two_rows_down() -> None:
    assert genogram.generations(GRAN, FAMILY, BONDS)[ME] == 2


def test_brothers_and_sisters_of_the_same_parents_stand_by_age_side_by_side() -> None:
    at = genogram.places(ME, FAMILY, BONDS)
    row = sorted((key for key, place in at.items() if place.row == 2), key=lambda key: at[key].x)
    assert row in ([BROTHER, ME, HALF], [HALF, BROTHER, ME])


def tree(me: int = ME, members: dict[int, Member] = FAMILY, bonds: tuple[Bond, ...] = BONDS) -> ElementTree.Element:
    return ElementTree.fromstring(genogram.draw(me, members, bonds, alt="A family"))


def test_each_person_is_a_link_with_words_the_oldest_read_first() -> None:
    links = tree().findall(f"{SVG}a")
    assert links[0].get("aria-label") == "Nan Balfour said"
    assert {link.get("href") for link in links} == {f"/{key}" for key in FAMILY}


def test_the_signs_follow_what_is_recorded_and_a_cross_stands_over_the_dead() -> None:
    dead = Member(MOTHER, "Morag", (), "female", False, is_dead=True)
    shapes = {}
    for link in tree(members={**FAMILY, MOTHER: dead}).findall(f"{SVG}a"):
        tags = [child.tag.removeprefix(SVG) for child in link]
        shapes[link.get("aria-label")] = [tag for tag in tags if tag != "text"]
    assert shapes["Isla Balfour said"] == ["circle"]
    assert shapes["Ewan Reid said"] == ["rect"]
    assert shapes["Skye Reid said"] == shapes["Col Muir said"] == ["path"]
    assert shapes["Morag"] == ["circle", "path"]


def test_names_are_text_and_never_markup() -> None:
    bold = Member(ME, '<script>"&', ("born <2006>",), said='a "quote" & <b>')
    drawn = ElementTree.fromstring(genogram.draw(ME, {ME: bold}, (), alt='x" onload="y'))
    assert drawn.get("aria-label") == 'x" onload="y' and drawn.get("onload") is None
    assert drawn.find(f"{SVG}a").get("aria-label") == 'a "quote" & <b>'
    assert [text.text for text in drawn.iter(f"{SVG}text")] == ['<script>"&', "born <2006>"]


def test_every_tie_of_two_people_draws_a_line() -> None:
    two = {1: Member(1, "One", (), is_child=False), 2: Member(2, "Two", ())}
    for kind in TieKind:
        drawn = tree(2, two, (Bond(1, 2, kind),))
        assert drawn.find(f"{SVG}g").findall(f"{SVG}path"), kind


@pytest.mark.parametrize(
    ("kind", "on", "holds"),
    [
        (TieKind.PARENT, date(2010, 1, 1), True),
        (TieKind.PARENT, date(2013, 1, 1), False),
        (TieKind.PARTNER, date(2011, 12, 31), False),
        (TieKind.PARTNER, date(2012, 1, 1), True),
        (TieKind.PARTNER, date(2012, 12, 31), True),
        (TieKind.PARTNER, date(2013, 1, 1), False),
    ],
)
def test_what_somebody_is_by_birth_holds_before_it_was_written_and_all_else_from_its_day(kind, on, holds) -> None:
    assert holds_on(kind, so_on=date(2012, 1, 1), ended_on=date(2013, 1, 1), on=on) is holds


ENDS = st.integers(0, 11)
TIES = st.lists(st.tuples(ENDS, ENDS, st.sampled_from(list(TieKind))), max_size=20)


@given(TIES)
def test_whatever_is_recorded_is_drawn_with_everybody_in_a_place_of_their_own(ties) -> None:
    members = {key: Member(key, f"Somebody {key}", (), is_child=key % 2 == 0) for key in range(12)}
    bonds = tuple(Bond(first, second, kind) for first, second, kind in ties if first != second)
    at = genogram.places(0, members, bonds)
    assert set(at) == set(members)
    assert len({(place.row, round(place.x, 3)) for place in at.values()}) == len(members)
    drawn = tree(0, members, bonds)
    width, height = float(drawn.get("width")), float(drawn.get("height"))
    for text in drawn.iter(f"{SVG}text"):
        assert 0 <= float(text.get("x")) <= width and 0 <= float(text.get("y")) <= height
    assert len(drawn.findall(f"{SVG}a")) == len(members)
