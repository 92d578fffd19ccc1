"""The households are put together from words: each name and number once, ages that fit, sentences without a gap."""

from __future__ import annotations

from itertools import pairwise

import pytest

from lippen.casework.vocabulary import Level, ReferralWhy
from lippen.demo.colleagues import COLLEAGUES
from lippen.demo.households import lived, names, told
from lippen.demo.households.made import OLD_ENOUGH, Household, Part, fill, households, said
from lippen.demo.people import PEOPLE
from lippen.demo.plan_words import THEMES

ALL = households()
CHILDREN = [(home, child) for home in ALL for child in home.children]


def test_they_are_the_same_every_time():
    assert households() == ALL


def test_about_two_hundred_children_wait_are_assessed_or_have_a_worker():
    assert 185 <= len(CHILDREN) <= 205
    assert {home.part for home in ALL} == set(Part)


def test_no_two_children_have_one_name_and_no_two_people_one_number():
    assert len({child.name for _, child in CHILDREN}) == len(CHILDREN)
    numbers = [each.number for home in ALL for each in (*home.children, *home.adults)]
    assert len(set(numbers)) == len(numbers)


def test_no_given_name_is_worn_out():
    given = [child.given for _, child in CHILDREN]
    assert max(given.count(each) for each in given) <= 3


def test_brothers_and_sisters_are_born_nine_months_apart_at_least_and_nobody_is_eighteen():
    for home in ALL:
        assert all(one.days - other.days > 280 for one, other in pairwise(home.children))
    assert all(0 < child.days < 18 * 365 for _, child in CHILDREN)


def test_a_mother_was_grown_up_and_a_grandmother_is_older_than_her():
    for home in ALL:
        mother, *others = home.adults
        assert 17 <= (mother.days - home.children[0].days) / 365 <= 45
        assert all(each.days - mother.days > 10 * 365 for each in others if each.kind == "Grandmother")


def test_the_worry_fits_the_age():
    assert all(home.children[0].age >= OLD_ENOUGH.get(home.worry, 0) for home in ALL)


def test_telephone_numbers_can_reach_nobody():
    phones = [adult.phone for home in ALL for adult in home.adults if adult.phone]
    assert all(phone.startswith("01632 960") and len(phone) == 12 for phone in phones)
    assert len(set(phones)) == len(phones)


@pytest.mark.parametrize("home", ALL[::9], ids=lambda home: home.family)
def test_no_sentence_has_a_gap_or_begins_small(home: Household):
    words = said(home, home.children[0])
    for sentence in sentences(home):
        filled = fill(sentence, words)
        assert "{" not in filled and filled == filled.strip()
        assert not filled[:1].islower()


def sentences(home: Household):
    yield from (words for _, words in told.WORRIES[home.worry])
    yield from told.REASSURING
    yield from told.NEWS
    yield from (words for level in Level for pair in told.LEVELS[level] for words in pair)
    for entry in (*lived.ANY, *lived.BY_WORRY[home.worry]):
        yield entry[4]
        yield from filter(None, entry[5:])
    for told_of in (lived.OPENINGS, lived.BABY, lived.CHILDS, lived.TEENS, lived.CLOSINGS, lived.NOT_SEEN):
        yield from told_of


def test_every_worry_of_a_household_has_its_words_and_its_life():
    worries = {home.worry for home in ALL}
    assert worries <= set(told.WORRIES) & set(lived.BY_WORRY) and len(worries) >= 9
    assert ReferralWhy.UNBORN not in worries


def test_colleagues_share_initials_with_nobody_and_are_leads_of_nothing():
    initials = [each.initials for each in (*PEOPLE, *COLLEAGUES)]
    assert len(set(initials)) == len(initials)
    leads = {part.strip() for theme in THEMES for action in theme.actions for part in action.leads.split("/")}
    assert leads.isdisjoint(each.initials for each in COLLEAGUES)


def test_every_worker_of_a_household_is_a_colleague():
    assert {home.worker for home in ALL} - {""} == {each.initials for each in COLLEAGUES}


def test_no_family_name_is_used_by_anybody_whom_one_can_enter_as():
    families = {f"{begin}{end}" for begin in names.BEGINNINGS for end in names.ENDS}
    assert families.isdisjoint(each.family_name for each in (*PEOPLE, *COLLEAGUES))
