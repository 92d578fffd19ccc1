"""What rows of files come to beside what is recorded: in any order the same, filled, without an overlap."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lippen.care.rules.told import WAITING, Merged, Reckoned, Rule, Stands, Told, holds, reckon
from lippen.care.vocabulary import SpanOf

BEGAN = date(2010, 1, 1)
LIGHT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
SCOTTISH = "scotland"
CODES = {SpanOf.PLACEMENT: ("KIN", "HOME", "FOSLA"), SpanOf.LEGAL: ("S25", "SRA"), SpanOf.ORDER: ("MEO", "WARR")}
BLANK = {"destination": "", "destination_words": "", "end_code": ""}


def on(days: int | None) -> date | None:
    return None if days is None else BEGAN + timedelta(days=days)


def row(key: str, of: SpanOf, starts: int, ends: int | None, code: str = "") -> Told:
    said = {"ends_on": on(ends), **({"code": code} if code else {})}
    if of is SpanOf.EPISODE and ends is not None:
        said["destination"] = "home"
    return Told(key, of, BEGAN + timedelta(days=starts), SCOTTISH, said)


def as_stands(merged: Sequence[Merged], is_ours: bool = True) -> list[Stands]:
    """Spans as the record keeps them, where it says of each all that can be said."""
    blank = {SpanOf.EPISODE: BLANK}
    return [
        Stands(f"s{n}", each.of, each.starts_on, each.system, {**blank.get(each.of, {}), **each.values}, is_ours)
        for n, each in enumerate(merged)
    ]


def shape(found: Reckoned) -> set[tuple[object, ...]]:
    return {(each.of, each.starts_on, each.span.ends_on, each.values.get("code")) for each in found.merged}


@st.composite
def a_life(draw: st.DrawFn) -> list[Told]:
    """Times in care without a fault, each filled day by day."""
    made: list[Told] = []
    day = 0
    for _ in range(draw(st.integers(1, 3))):
        ends = day + draw(st.integers(1, 6))
        made.append(row(f"e{day}", SpanOf.EPISODE, day, ends))
        for of in (SpanOf.PLACEMENT, SpanOf.LEGAL):
            cuts = sorted({day, *draw(st.sets(st.integers(day, ends - 1), max_size=3)), ends})
            for place, (since, until) in enumerate(pairwise(cuts)):
                code = CODES[of][place % len(CODES[of])]
                made.append(row(f"{of}{since}", of, since, until, code))
        day = ends + draw(st.integers(0, 3))
    return made


@st.composite
def any_rows(draw: st.DrawFn) -> list[Told]:
    """Rows of one child as files may have them: some of a life that holds together, others that clash with it."""
    made = [each for each in draw(a_life()) if draw(st.integers(0, 9))] if draw(st.booleans()) else []
    for number in range(draw(st.integers(0, 5))):
        of = draw(st.sampled_from(list(SpanOf)))
        starts = draw(st.integers(0, 8))
        ends = draw(st.none() | st.integers(starts, 10))
        code = draw(st.sampled_from(CODES[of])) if of in CODES else ""
        made.append(row(f"n{number}", of, starts, ends, code))
    return made


@LIGHT
@given(any_rows(), st.randoms())
def test_rows_come_to_the_same_in_any_order(rows: list[Told], random) -> None:
    before = reckon((), rows)
    shuffled = list(rows)
    random.shuffle(shuffled)
    after = reckon((), shuffled)
    assert shape(after) == shape(before) and after.out == before.out


@LIGHT
@given(any_rows())
def test_whatever_comes_in_leaves_no_gap_and_no_overlap_and_every_row_lands_or_is_listed(rows: list[Told]) -> None:
    found = reckon((), rows)
    assert holds(as_stands(found.merged))
    landed = {told.key for each in found.merged for told in each.told}
    assert landed | set(found.out) == {each.key for each in rows}
    assert not landed & set(found.out)


@LIGHT
@given(any_rows(), any_rows())
def test_a_second_file_leaves_what_is_recorded_whole(first: list[Told], second: list[Told]) -> None:
    stands = as_stands(reckon((), first).merged)
    found = reckon(stands, second)
    assert holds(as_stands(found.merged))
    kept = {each.slot for each in stands}
    assert kept <= {
        (each.of.value, each.starts_on, each.values["code"] if each.of is SpanOf.ORDER else "") for each in found.merged
    }, "no file takes a span away"


@LIGHT
@given(any_rows())
def test_the_same_rows_again_change_nothing(rows: list[Told]) -> None:
    first = reckon((), rows)
    stands = as_stands(first.merged)
    landed = [each for each in rows if each.key not in first.out]
    again = reckon(stands, landed)
    assert not again.out and not again.changes


@LIGHT
@given(a_life(), st.lists(st.integers(0, 3), min_size=40, max_size=40), st.randoms())
def test_a_whole_life_comes_in_however_it_is_split_into_files(rows: list[Told], split: list[int], random) -> None:
    shuffled = list(rows)
    random.shuffle(shuffled)
    files = [[each for each, at in zip(shuffled, split, strict=False) if at == number] for number in range(4)]
    stands: list[Stands] = []
    waiting: list[Told] = []
    for file in files:
        found = reckon(stands, [*file, *waiting])
        stands = as_stands(found.merged)
        assert {rule for rule, _ in found.out.values()} <= WAITING
        still = [each for each in (*file, *waiting) if each.key in found.out]
        waiting = [Told(each.key, each.of, each.starts_on, each.system, each.said, waited=True) for each in still]
    assert not waiting
    assert {(each.of, each.starts_on, each.values["ends_on"]) for each in stands} == {
        (each.of, each.starts_on, each.said["ends_on"]) for each in rows
    }


def test_a_row_that_waits_in_error_does_not_keep_the_right_ones_out() -> None:
    wrong = Told("old", SpanOf.EPISODE, BEGAN, SCOTTISH, {"ends_on": None}, waited=True)
    right = [
        row("e", SpanOf.EPISODE, 5, None),
        row("p", SpanOf.PLACEMENT, 5, None, "KIN"),
        row("l", SpanOf.LEGAL, 5, None, "S25"),
    ]
    found = reckon((), [wrong, *right])
    assert not found.out and {each.starts_on for each in found.merged} == {on(5)}


def test_what_somebody_typed_in_is_not_changed_by_a_row_and_a_row_that_says_the_same_lands() -> None:
    life = [
        row("e", SpanOf.EPISODE, 0, None),
        row("p", SpanOf.PLACEMENT, 0, None, "KIN"),
        row("l", SpanOf.LEGAL, 0, None, "S25"),
    ]
    stands = as_stands(reckon((), life).merged, is_ours=False)
    assert not reckon(stands, life).out
    otherwise = reckon(stands, [row("p2", SpanOf.PLACEMENT, 0, None, "HOME")])
    assert otherwise.out["p2"][0] is Rule.CHANGED_HERE and not otherwise.changes
