"""Lines drawn by ourselves: ruled from nothing, told apart without colour, and named where they end."""

from __future__ import annotations

import itertools
import re

import pytest

from lippen.design.charts import APART, PLOT_HEIGHT, PLOT_TOP, Line, _apart, lines, tick_step

POINTS = [("30 Jun", "2012"), ("30 Sep", "2012"), ("31 Dec", "2012")]


def drawn(*rows: Line) -> str:
    return lines(POINTS, rows, alt="Line chart <of> a & b")


@pytest.mark.parametrize(
    ("most", "step"), [(0, 1), (5, 1), (6, 2), (10, 2), (11, 5), (25, 5), (26, 10), (251, 100), (9999, 2000)]
)
def test_at_most_five_ruled_steps_of_a_round_number(most: int, step: int) -> None:
    assert tick_step(most) == step
    assert most <= 5 * step


def test_words_of_others_are_only_words() -> None:
    said = drawn(Line("<script>", (1, 2, 3), "#000000"))
    assert "<script>" not in said and "&lt;script&gt; 3" in said and "&lt;of&gt; a &amp; b" in said


def test_lines_differ_by_stroke_and_by_mark() -> None:
    said = drawn(*(Line(name, (1, place, 2), "#333333") for place, name in enumerate("abcd")))
    roads = re.findall(r'<path d="M[^"]*L[^"]*L[^"]*" fill="none"[^/]*/>', said)
    assert len(roads) == 4 and len({re.sub(r'd="[^"]*"', "", road) for road in roads}) == 4
    assert said.count("<rect") == 3 and said.count('r="4.5"') == 3


def test_names_at_the_ends_never_touch_and_keep_their_order() -> None:
    said = drawn(
        Line("first", (0, 0, 3), "#111111"), Line("second", (0, 0, 3), "#222222"), Line("third", (9, 9, 3), "#333333")
    )
    heights = [float(y) for y in re.findall(r'y="([\d.]+)" fill="#1a1a1a">(?:first|second|third)', said)]
    assert all(later - earlier >= APART - 0.01 for earlier, later in itertools.pairwise(heights))
    assert _apart([500.0, 500.0], PLOT_TOP, PLOT_TOP + PLOT_HEIGHT)[-1] <= PLOT_TOP + PLOT_HEIGHT


def test_one_point_is_a_mark_without_a_line() -> None:
    said = lines([("30 Jun",)], [Line("a", (2,), "#111111")], alt="One")
    assert "<circle" in said and 'fill="none"' not in said


def test_nothing_to_count_is_drawn_on_the_zero_line() -> None:
    assert f'cy="{PLOT_TOP + PLOT_HEIGHT:.1f}"' in drawn(Line("a", (0, 0, 0), "#111111"))
