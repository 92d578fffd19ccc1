from __future__ import annotations

import io
from datetime import UTC, date, datetime

import pytest
from docx import Document

from lippen.demo.dates import Dates
from lippen.demo.plan_words import THEMES
from lippen.demo.word_file import plan_as_word

DATES = Dates(date(2012, 10, 17), datetime(2012, 10, 17, 14, tzinfo=UTC))


@pytest.fixture(scope="module")
def table():
    return Document(io.BytesIO(plan_as_word("2012", DATES))).tables[0]


def test_the_plan_has_ten_themes_and_32_actions():
    assert (len(THEMES), sum(len(theme.actions) for theme in THEMES)) == (10, 32)


def test_a_theme_stands_in_one_merged_cell_over_its_rows(table):
    first, second = table.rows[1].cells[1], table.rows[2].cells[1]
    assert first._tc is second._tc
    assert first.text == "Getting it right for every child"


def test_one_cell_holds_three_actions_against_three_leads(table):
    row = next(row for row in table.rows if row.cells[0].text == "6")
    assert [len(row.cells[place].paragraphs) for place in (2, 3, 4, 5)] == [3, 3, 3, 3]


def test_actions_are_bullets(table):
    assert table.rows[1].cells[2].paragraphs[0].style.name == "List Bullet"


def test_a_review_stands_as_a_range_of_two_months(table):
    assert "Sept / Oct" in {row.cells[4].text for row in table.rows}


def test_the_same_plan_written_twice_says_the_same():
    one, two = (Document(io.BytesIO(plan_as_word("2012", DATES))) for _ in range(2))
    assert [cell.text for cell in one.tables[0]._cells] == [cell.text for cell in two.tables[0]._cells]
