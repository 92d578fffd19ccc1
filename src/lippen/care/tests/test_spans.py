"""Spans of days: what overlaps, what leaves a gap, and the sentence that says how to mend it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lippen.care.rules import legal
from lippen.care.rules.spans import Fault, FaultKind, Span, faults, overlapping
from lippen.care.rules.stating import SINCE_2013

DAY = timedelta(days=1)
FIRST = date(2012, 1, 1)


def on(day: int) -> date:
    return FIRST + (day - 1) * DAY


def span(start: int, end: int | None, key: str = "") -> Span:
    return Span(on(start), on(end) if end else None, key)


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [
        (span(1, 10), span(10, 20), False),
        (span(1, 10), span(9, 20), True),
        (span(1, None), span(10, None), True),
        (span(5, 5), span(1, 10), False),
        (span(1, 10), span(3, 4), True),
    ],
)
def test_one_that_ends_on_the_day_on_which_the_next_begins_does_not_overlap_it(one, other, both) -> None:
    assert one.overlaps(other) is both and other.overlaps(one) is both


@pytest.mark.parametrize(
    ("whole", "parts", "found"),
    [
        (span(1, None), [span(1, 5), span(5, None)], []),
        (span(1, 9), [span(1, 5), span(5, 9)], []),
        (span(1, 9), [span(1, 5), span(5, 5), span(5, 9)], []),
        (span(1, 9), [span(1, 5), span(6, 9)], [(FaultKind.GAP, 5, 6)]),
        (span(1, 9), [span(2, 9)], [(FaultKind.GAP, 1, 2)]),
        (span(1, 9), [span(1, 8)], [(FaultKind.GAP, 8, 9)]),
        (span(1, None), [span(1, 8)], [(FaultKind.GAP, 8, None)]),
        (span(1, 9), [], [(FaultKind.GAP, 1, 9)]),
        (span(1, 9), [span(1, 6), span(5, 9)], [(FaultKind.OVERLAP, 1, 6)]),
        (span(1, 9), [span(1, None)], [(FaultKind.OUTSIDE, 9, None)]),
        (span(3, 9), [span(1, 9)], [(FaultKind.OUTSIDE, 1, 3)]),
        (span(1, 9), [span(1, 9), span(3, 2)], [(FaultKind.BACKWARDS, 3, 2)]),
    ],
)
def test_every_day_of_a_whole_is_filled_once(whole, parts, found) -> None:
    told = [(each.kind, each.starts_on, each.ends_on) for each in faults(whole, parts)]
    assert told == [(kind, on(start), on(end) if end else None) for kind, start, end in found]


cuts = st.lists(st.integers(1, 60), min_size=1, max_size=8)


@given(cuts, st.integers(1, 60), st.booleans())
def test_what_is_cut_without_a_gap_has_no_fault_and_what_is_taken_out_is_told(lengths, place, is_open) -> None:
    ends, day = [], 1
    for length in lengths:
        ends.append((day, day + length))
        day += length
    parts = [span(start, end) for start, end in ends]
    if is_open:
        parts[-1] = span(ends[-1][0], None)
    whole = Span(parts[0].starts_on, parts[-1].ends_on)
    assert faults(whole, parts) == []
    gone = parts.pop(place % len(parts))
    told = faults(whole, parts)
    assert [(each.kind, each.starts_on, each.ends_on) for each in told] == [
        (FaultKind.GAP, gone.starts_on, gone.ends_on)
    ]


def test_the_first_that_clashes_is_named() -> None:
    fault = overlapping(span(4, 9, "new"), [span(8, 12, "later"), span(1, 5, "first")])
    assert fault == Fault(FaultKind.OVERLAP, on(1), on(5), "new", "first")
    assert "End that one first" in fault.sentence("placement")
    assert overlapping(span(5, 8), [span(1, 5), span(8, None)]) is None


def test_each_fault_says_where_and_how_to_mend_it() -> None:
    gap = Fault(FaultKind.GAP, on(5), on(6)).sentence("placement")
    assert gap == (
        "No placement is recorded from 5 January 2012 to 6 January 2012. "
        "Begin this one on 5 January 2012, or record what was between."
    )
    assert "not looked after from" in Fault(FaultKind.OUTSIDE, on(5), None).sentence("placement")


@pytest.mark.parametrize("code", ["SRH", "SRA", "CPO95", "POS95"])
def test_the_law_of_1995_ends_where_that_of_2011_begins(code) -> None:
    assert legal.may_begin(code, SINCE_2013 - DAY) and not legal.may_begin(code, SINCE_2013)
    assert "no longer in the law" in legal.refused(code, SINCE_2013)


@pytest.mark.parametrize("code", ["CSOH", "CSOA", "CSOS", "ICSO", "IVCSO", "CPO"])
def test_no_order_of_2011_is_made_before_its_law(code) -> None:
    assert legal.may_begin(code, SINCE_2013) and not legal.may_begin(code, SINCE_2013 - DAY)
    assert "not yet in the law" in legal.refused(code, SINCE_2013 - DAY)


def test_every_day_since_1997_has_a_law_for_home_and_for_away() -> None:
    for day in (date(1997, 4, 1), date(2009, 9, 27), date(2009, 9, 28), SINCE_2013 - DAY, SINCE_2013, date(2026, 1, 1)):
        found = legal.of_day(day)
        assert any(each.at_home for each in found) and any(each.at_home is False for each in found)


def test_each_code_fits_and_is_its_own() -> None:
    assert all(kind.code == code and len(code) <= 8 for code, kind in legal.LEGAL_REASONS.items())
