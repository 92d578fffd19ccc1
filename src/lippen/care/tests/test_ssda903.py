"""The SSDA903 return put together: every row comes in or is listed, with rule, row and reason. Made-up rows alone."""

from __future__ import annotations

from datetime import date
from io import StringIO
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lippen.care.adapters.ssda903 import Kind, Return, Rule, day_of, kind_of, put_together, read

HEADER = "CHILD,SEX,DOB,ETHNIC\n7,2,04/03/2006,WBRI\n"
EPISODES = "CHILD,DECOM,RNE,LS,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE\n"


def together(**files: str) -> Return:
    return put_together(row for name, text in files.items() for row in read(named(name), StringIO(text)))


def named(name: str) -> str:
    word, _, year = name.rpartition("_")
    return f"{year}-{word}.csv"


def episodes(*lines: str) -> str:
    return EPISODES + "".join(f"7,{line}\n" for line in lines)


def rules(found: Return) -> list[tuple[int, Rule]]:
    return [(each.row, each.rule) for each in found.listed]


def test_rows_that_follow_on_each_other_are_one_time_in_care() -> None:
    found = together(
        header_2017=HEADER,
        episodes_2017=episodes(
            "01/02/2016,S,V2,U6,PR1,10/03/2016,X1,",
            "10/03/2016,L,C1,U6,PR1,20/05/2016,X1,PLACE",
            "20/05/2016,P,C1,K2,PR4,01/09/2016,X1,CARPL",
            "01/09/2016,B,C2,U4,PR1,02/12/2016,E4A,",
        ),
    )
    (child,) = found.children
    (time,) = child.times
    assert (time.starts_on, time.ends_on, time.end_code) == (date(2016, 2, 1), date(2016, 12, 2), "E4A")
    assert [(p.code, p.starts_on, p.ends_on, p.moved_why) for p in time.placements] == [
        ("U6", date(2016, 2, 1), date(2016, 5, 20), ""),
        ("K2", date(2016, 5, 20), date(2016, 9, 1), "PLACE"),
        ("U4", date(2016, 9, 1), date(2016, 12, 2), "CARPL"),
    ]
    assert [(h.code, h.starts_on, h.ends_on) for h in time.legal] == [
        ("V2", date(2016, 2, 1), date(2016, 3, 10)),
        ("C1", date(2016, 3, 10), date(2016, 9, 1)),
        ("C2", date(2016, 9, 1), date(2016, 12, 2)),
    ]
    assert (found.rows, found.landed, found.listed) == (5, 5, ())


def test_a_later_years_row_with_the_same_start_brings_the_earlier_one_up_to_date_and_both_land() -> None:
    found = together(
        header_2016=HEADER,
        episodes_2016=episodes("01/02/2016,S,V2,U6,PR1,,,"),
        episodes_2017=episodes("01/02/2016,S,V2,U6,PR1,04/06/2016,E8,"),
    )
    (time,) = found.children[0].times
    assert (time.ends_on, time.end_code) == (date(2016, 6, 4), "E8")
    assert (found.rows, found.landed) == (3, 3)
    assert [(row.file, row.place) for row in time.rows] == [("2016-episodes.csv", 2), ("2017-episodes.csv", 2)]


def test_an_overlap_is_listed_with_what_follows_on_it_and_never_mended() -> None:
    found = together(
        header_2017=HEADER,
        episodes_2017=episodes(
            "01/02/2016,S,V2,U6,PR1,10/05/2016,X1,",
            "01/04/2016,P,V2,K2,PR1,01/07/2016,X1,",
            "01/07/2016,P,V2,U4,PR1,,,",
        ),
    )
    assert rules(found) == [(3, Rule.OVERLAP), (4, Rule.FOLLOWS)]
    (time,) = found.children[0].times
    assert (time.starts_on, time.ends_on, len(time.rows)) == (date(2016, 2, 1), date(2016, 5, 10), 1)
    assert "2017-episodes.csv, row 2, holds from 01/02/2016 up to 10/05/2016" in found.listed[0].reason


def test_a_gap_is_listed_and_a_new_time_in_care_begins_again() -> None:
    found = together(
        header_2017=HEADER,
        episodes_2017=episodes(
            "01/02/2016,S,V2,U6,PR1,10/05/2016,X1,",
            "12/05/2016,P,V2,K2,PR1,01/07/2016,E4A,",
            "01/11/2016,S,C1,U4,PR1,,,",
        ),
    )
    assert rules(found) == [(3, Rule.GAP)]
    assert "from 10/05/2016 to 12/05/2016" in found.listed[0].reason
    assert [time.starts_on for time in found.children[0].times] == [date(2016, 2, 1), date(2016, 11, 1)]


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("31/02/2016,S,V2,U6,PR1,,,", Rule.UNREADABLE_DAY),
        (",S,V2,U6,PR1,,,", Rule.UNREADABLE_DAY),
        ("01/02/2016,S,V2,U6,PR1,soon,X1,", Rule.UNREADABLE_DAY),
        ("01/02/2016,S,V2,U6,PR1,01/01/2016,X1,", Rule.BACKWARDS),
        ("01/02/2016,Q,V2,U6,PR1,,,", Rule.UNKNOWN_CODE),
        ("01/02/2016,S,ZZ,U6,PR1,,,", Rule.UNKNOWN_CODE),
        ("01/02/2016,S,V2,99,PR1,,,", Rule.UNKNOWN_CODE),
        ("01/02/2016,S,V2,U6,PR1,01/03/2016,E99,", Rule.UNKNOWN_CODE),
    ],
)
def test_a_row_that_cannot_be_read_is_listed(line, rule) -> None:
    found = together(header_2017=HEADER, episodes_2017=episodes(line))
    assert rules(found) == [(2, rule)] and found.landed == 1


def test_one_start_twice_in_one_file_is_listed() -> None:
    lines = ("01/02/2016,S,V2,U6,PR1,,,", "01/02/2016,S,V2,K2,PR1,,,")
    found = together(header_2017=HEADER, episodes_2017=episodes(*lines))
    assert rules(found) == [(3, Rule.TWICE)]


def test_reviews_land_on_days_in_care_and_others_are_listed() -> None:
    reviews = "CHILD,DOB,REVIEW,REVIEW_CODE\n" + "".join(
        f"7,04/03/2006,{day},PN1\n" for day in ("10/02/2016", "10/02/2016", "01/01/2016", "x")
    )
    found = together(header_2017=HEADER, episodes_2017=episodes("01/02/2016,S,V2,U6,PR1,,,"), reviews_2017=reviews)
    assert [(each.on, each.code) for each in found.children[0].reviews] == [(date(2016, 2, 10), "PN1")]
    assert rules(found) == [(3, Rule.TWICE), (4, Rule.NOT_IN_CARE), (5, Rule.UNREADABLE_DAY)]


def test_a_child_of_no_header_or_of_two_births_is_listed() -> None:
    found = together(episodes_2017=episodes("01/02/2016,S,V2,U6,PR1,,,"))
    assert rules(found) == [(2, Rule.NO_HEADER)] and found.children == ()
    other = HEADER.replace("04/03/2006", "05/03/2006")
    found = together(header_2016=HEADER, header_2017=other)
    assert rules(found) == [(2, Rule.OTHER_BIRTH)] and found.children[0].born_on == date(2006, 3, 4)


def test_a_file_of_nothing_known_and_a_row_of_nobody_are_listed_row_by_row() -> None:
    found = together(invoices_2017="A,B\n1,2\n3,4\n", header_2017="CHILD,SEX,DOB,ETHNIC\n,1,,\n")
    assert [(each.file, each.row, each.rule) for each in found.listed] == [
        ("2017-header.csv", 2, Rule.NO_CHILD),
        ("2017-invoices.csv", 2, Rule.NOT_A_FILE),
        ("2017-invoices.csv", 3, Rule.NOT_A_FILE),
    ]
    found = together(episodes_2017="CHILD,DECOM\n7,01/02/2016\n")
    assert "The columns RNE, LS, PLACE, DEC, REC are missing." in found.listed[0].reason


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("2017-episodes.csv", (Kind.EPISODES, 2017)),
        ("Episodes.CSV", (Kind.EPISODES, 0)),
        ("ssda903_2020_placed_for_adoption.csv", (Kind.PLACED_FOR_ADOPTION, 2020)),
        ("previous_permanence.csv", (Kind.PREVIOUS_PERMANENCE, 0)),
        ("holiday.csv", None),
    ],
)
def test_a_file_is_known_by_its_name(name, kind) -> None:
    assert kind_of(name) == kind


def test_days_are_read_in_both_forms_and_never_guessed() -> None:
    assert day_of("29/02/2016") == day_of("2016-02-29") == date(2016, 2, 29)
    assert day_of("29/02/2017") is None and day_of("02/30/2016") is None and day_of("") is None


days = st.integers(0, 400).map(lambda number: date.fromordinal(date(2016, 1, 1).toordinal() + number))


def written(told) -> str:
    began, why, legal, place, ended, reason = told
    until = f"{ended:%d/%m/%Y},{reason}" if ended else ","
    return f"{began:%d/%m/%Y},{why},{legal},{place},PR1,{until},"


line = st.tuples(
    days,
    st.sampled_from("SLPTBUX"),
    st.sampled_from(["V2", "C1", "C2", "?"]),
    st.sampled_from(["U6", "K2", "P1", "?"]),
    st.one_of(st.none(), days),
    st.sampled_from(["X1", "E8", ""]),
)


@given(st.lists(line, max_size=8), st.integers(0, 8))
def test_every_row_lands_or_is_listed_and_what_lands_leaves_no_gap_or_overlap(lines, cut) -> None:
    def text(some) -> str:
        return episodes(
            *(
                f"{a:%d/%m/%Y},{b},{c},{d},PR1,{f'{e:%d/%m/%Y}' if e else ''},{r if e else ''},"
                for a, b, c, d, e, r in some
            )
        )

    found = together(header_2017=HEADER, episodes_2016=text(lines[:cut]), episodes_2017=text(lines[cut:]))
    (child,) = found.children
    told = [row for time in child.times for row in time.rows]
    assert found.rows == 1 + len(lines) == found.landed + len(found.listed)
    assert len({(row.file, row.place) for row in told}) == len(told) == found.landed - 1
    before = date.min
    for time in child.times:
        assert before <= time.starts_on
        before = time.ends_on or date.max
        for parts in (time.placements, time.legal):
            assert parts[0].starts_on == time.starts_on and parts[-1].ends_on == time.ends_on
            assert all(one.ends_on == other.starts_on for one, other in pairwise(parts))
