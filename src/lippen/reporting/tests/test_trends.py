"""Lines over quarters and months: counted from dated facts, said in words, and the same figures as a table."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from lippen.improvement.drawn_rows import PlanThen
from lippen.reporting.papers.build import build_content, every_figure, members_lines
from lippen.reporting.papers.canonical import ContentFault, canonical
from lippen.reporting.papers.charting import drawing_of
from lippen.reporting.papers.template import read_template
from lippen.reporting.papers.trends import points_of, trend_of
from lippen.reporting.tests.drawn import block_of, drawn_content, drawn_data, drawn_records
from lippen.reporting.tests.hand_made import action


def values(name: str) -> list[int]:
    block = block_of(drawn_content(), "trend_quarters")
    return next(line["values"] for line in block["lines"] if line["label"] == name)


def test_the_points_are_the_ends_of_quarters_since_the_plan_began() -> None:
    assert points_of("trend_quarters", drawn_records()) == (
        date(2011, 3, 31),
        date(2011, 6, 30),
        date(2011, 9, 30),
        date(2011, 12, 31),
        date(2012, 3, 31),
        date(2012, 6, 30),
        date(2012, 9, 30),
    )


def test_a_younger_plan_has_only_its_own_points_and_months_end_where_they_end() -> None:
    young = drawn_records(actions=(replace(action("1.1"), added_on=date(2012, 7, 31)),))
    assert points_of("trend_months", young) == (date(2012, 7, 31), date(2012, 8, 31), date(2012, 9, 30))
    assert points_of("trend_quarters", young) == (date(2012, 9, 30),)


def test_each_line_counts_the_actions_of_each_day() -> None:
    assert values("Late") == [0, 0, 7, 5, 3, 1, 0]  # June 2011 has passed only after its last day
    assert values("Shown done") == [0, 1, 2, 3, 4, 5, 6]
    assert values("In place") == [0] * 7


def test_the_title_is_what_the_lines_show_and_the_words_hold_every_number() -> None:
    block = block_of(drawn_content(), "trend_quarters")
    assert block["title"] == (
        "Since 31 March 2011 actions shown done rose from 0 to 6, and late ones are again at 0 after as many as 7."
    )
    assert "Late: 0 on 31 March 2011, 0 on 30 June 2011, 7 on 30 September 2011" in block["alt"]


def test_one_point_alone_is_said_without_a_change() -> None:
    young = drawn_records(actions=(replace(action("1.1"), added_on=date(2012, 8, 1)),))
    assert trend_of("trend_quarters", young)["title"] == "Of 12 actions, 0 are shown done and 11 are late."


def test_every_point_is_a_figure_that_leads_to_its_actions_on_its_own_day() -> None:
    figure = every_figure(drawn_records())["shown_done_on_2011_09_30"]
    assert (figure.value, figure.on, figure.ids) == (2, date(2011, 9, 30), ("action-then-0", "action-then-1"))
    assert figure.words == "2 actions were shown done on 30 September 2011"


def test_the_drawing_names_each_line_at_its_end_and_differs_without_colour() -> None:
    drawing = drawing_of(block_of(drawn_content(), "trend_quarters"))
    assert all(f">{name}</text>" in drawing for name in ("In place 0", "Shown done 6", "Late 0"))
    assert 'stroke-dasharray="7 5"' in drawing and 'stroke-dasharray="2 4"' in drawing
    assert ">30 Jun</text>" in drawing and ">2011</text>" in drawing


def test_a_plan_without_actions_still_draws() -> None:
    nothing = drawn_records(actions=(), then_of=lambda days: tuple(PlanThen(day, ()) for day in days))
    assert "Late 0" in drawing_of(trend_of("trend_months", nothing))
    canonical(build_content(nothing))


def test_a_line_with_other_days_than_its_points_is_refused() -> None:
    content = drawn_content()
    block_of(content, "trend_quarters")["lines"][0]["values"].pop()
    with pytest.raises(ContentFault, match="6 values for 7 days"):
        canonical(content)


def test_a_line_chart_and_a_table_on_page_one_take_their_room_there() -> None:
    data = drawn_data()
    bare = members_lines(drawn_records(template=read_template(data)))
    table = {"key": "early", "title": "Decided", "kind": "table", "table": "agreed", "guidance": "x"}
    chart = {"key": "went", "title": "How it went", "kind": "figure", "figure": "trend_quarters", "guidance": "x"}
    data["members"]["sections"] += [chart, table]
    assert members_lines(drawn_records(template=read_template(data))) == bare + (16 + 7 + 1) + 4 * 5
