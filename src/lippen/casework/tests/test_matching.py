"""Whether two records may be of one person: by hand, and by laws that hold for every name."""

from __future__ import annotations

import string
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lippen.casework.matching import ENOUGH, Sought, compared, is_one_place, may_mean, sound, swapped

BORN = date(2006, 3, 4)
NAMES = st.text(alphabet=string.ascii_letters, min_size=4, max_size=14)
DAYS = st.integers(date(1930, 1, 1).toordinal(), date(2013, 1, 1).toordinal()).map(date.fromordinal)


def somebody(given: str = "Isla", family: str = "Balfour", born: date | None = BORN, **more) -> Sought:
    return Sought(names=((given, family),), births=(born,) if born else (), **more)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Catherine", "Kathryn"),
        ("Macleod", "McLeod"),
        ("Philip", "Filip"),
        ("Smith", "Smyth"),
        ("Stewart", "Stuart"),
        ("Knox", "Nox"),
        ("Reid", "Read"),
    ],
)
def test_names_that_sound_alike_have_one_key(one, other) -> None:
    assert sound(one) == sound(other)


@pytest.mark.parametrize(("one", "other"), [("Isla", "Rory"), ("Balfour", "Drummond"), ("Reid", "Ross")])
def test_names_that_do_not_sound_alike_have_two(one, other) -> None:
    assert sound(one) != sound(other)


@pytest.mark.parametrize(
    ("other", "points", "reasons"),
    [
        (somebody(), 78, ("the same day of birth", "the same family name", "the same given name")),
        (somebody("Balfour", "Isla"), 72, ("the same names the other way round", "the same day of birth")),
        (somebody(born=BORN + timedelta(3)), 72, ("the same family name", "born within 3 days", "the same given name")),
        (somebody(born=date(2006, 4, 3)), 74, None),
        (somebody("Iszla", "Belfour"), 72, None),
        (somebody("Rory", "Balfour", None), 26, ("the same family name",)),
        (somebody("Rory", "Drummond"), 30, ("the same day of birth",)),
        (somebody("Rory", "Drummond", date(1999, 1, 1)), 0, ()),
    ],
)
def test_what_speaks_for_one_person_is_scored_with_its_reasons(other, points, reasons) -> None:
    found = compared(somebody(), other)
    assert found.points == points
    assert reasons is None or found.reasons == reasons


def test_a_telephone_number_or_an_outside_number_alone_is_enough() -> None:
    for one, other in ((("01259 555 0101",), ("+44 1259 555 0101",)),):
        assert compared(Sought(phones=one), Sought(phones=other)).is_enough
    ids = (("chi", "0403061234"),)
    assert compared(Sought(outside_ids=ids), Sought(outside_ids=(("chi", "0403 061234"),))).is_enough
    assert not compared(Sought(outside_ids=ids), Sought(outside_ids=(("scn", "0403061234"),))).is_enough


def test_an_address_counts_by_postcode_and_number() -> None:
    here = Sought(addresses=(("12 Kirk Wynd", "ZZ10 1AB"),))
    assert compared(here, Sought(addresses=(("Flat 1, 12 Kirk Wynd", "zz101ab"),))).points == 0
    assert compared(here, Sought(addresses=(("12, Kirk Wynd", "zz101ab"),))).points == 20


@given(NAMES, NAMES, DAYS)
def test_a_record_always_finds_itself(given, family, born) -> None:
    assert compared(somebody(given, family, born), somebody(given, family, born)).points >= ENOUGH


@given(NAMES, NAMES, NAMES, NAMES, DAYS, DAYS)
def test_likeness_is_the_same_both_ways(given, family, other_given, other_family, born, other_born) -> None:
    one, other = somebody(given, family, born), somebody(other_given, other_family, other_born)
    assert compared(one, other) == compared(other, one)


@given(NAMES, NAMES, st.integers(0, 3), st.sampled_from(string.ascii_lowercase), st.sampled_from(["deletion", "swap"]))
def test_one_wrong_letter_in_a_name_is_found(given, family, place, letter, how) -> None:
    changed = given[:place] + ("" if how == "deletion" else letter) + given[place + 1 :]
    assert compared(somebody(given, family, None), somebody(changed, family, None)).is_enough


@given(NAMES, NAMES, DAYS, st.integers(-3, 3))
def test_a_birth_three_days_off_is_found_with_the_given_name_alone(given, family, born, days) -> None:
    assert compared(somebody(given, family, born), somebody(given, "Qqqqq", born + timedelta(days))).is_enough


@given(DAYS)
def test_day_and_month_swapped_twice_is_the_day_itself(born) -> None:
    assert all(swapped(each) == [born] for each in swapped(born))


@pytest.mark.parametrize(
    ("typed", "is_so"),
    [
        ("Derek Kinross", True),
        ("Mr D. Kinross", True),
        ("KINROSS, Derek", True),
        ("Derek John Kinross", True),
        ("Fenwick and Partners for Derek Kinross", True),
        ("Kinross", True),
        ("Morag Kinross", False),
        ("Derek Balfour", False),
        ("D.", False),
        ("", False),
    ],
)
def test_a_typed_name_may_mean_somebody_by_title_initial_order_and_sound(typed, is_so) -> None:
    assert may_mean(typed, "Derek Kinross") is is_so


@pytest.mark.parametrize(
    ("other", "is_so"),
    [
        ("14 Heron Street, Alloa, FK10 1AA", True),
        ("14 heron st, FK101AA", True),
        ("Flat 2, 14 Heron Street, FK10 1AA", True),
        ("15 Heron Street, Alloa, FK10 1AA", False),
        ("14 Heron Street, Tillicoultry, FK13 6AA", False),
        ("", False),
    ],
)
def test_two_addresses_are_of_one_house_by_postcode_number_and_street(other, is_so) -> None:
    assert is_one_place("14 Heron Street, Alloa, FK10 1AA", other) is is_so
