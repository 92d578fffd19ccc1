"""Text whose future is already past, found by the day that the text closes."""

from __future__ import annotations

from datetime import date

import pytest

from lippen.reporting.papers.futures import past_futures

CLOSED = date(2012, 10, 17)
WRITTEN = date(2012, 8, 20)


def words(text: str, *, closed_on: date = CLOSED, written_on: date = WRITTEN) -> list[str]:
    return [f.words for f in past_futures([text], place="Line 1.1", closed_on=closed_on, written_on=written_on)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A second course is taking place in September.", ["in September"]),
        ("The report is due by 6 August.", ["by 6 August"]),
        ("The teams will move in September 2012.", ["in September 2012"]),
        ("We will meet the panel next month.", ["next month"]),
        ("The team meets later this month to agree it.", ["later this month"]),
        ("A draft goes to the board meeting in September", ["in September"]),
        ("Reviews are planned for 3 September and will be reported.", ["for 3 September"]),
        ("The first is planned for July, the second for August.", ["for July", "for August"]),
        ("Training will start on 1st Oct. Everyone is invited.", ["on 1st Oct"]),
        ("By the end of August the posts are to be filled.", ["By the end of August"]),
    ],
)
def test_a_coming_time_that_is_over_is_flagged(text: str, found: list[str]) -> None:
    assert words(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "The manager started on 6 August.",
        "Training was held in September.",
        "The roll-out has run since 20 August 2012.",
        "The teams will move in November.",
        "Two workers start in Sept / Early Oct.",
        "A joint review will run from September to December 2012.",
        "Another meeting will take place in December.",
        "The panel is put off until January 2013.",
        "The work may march on.",
        "We will meet on 18 October.",
        "The service will keep a register.",
        "",
    ],
)
def test_a_time_that_is_behind_us_or_still_to_come_is_not_flagged(text: str) -> None:
    assert words(text) == []


def test_a_month_is_over_only_after_its_last_day() -> None:
    text = "The teams will move in October."
    assert words(text, closed_on=date(2012, 10, 31)) == []
    assert words(text, closed_on=date(2012, 11, 1)) == ["in October"]


def test_a_month_without_a_year_is_the_nearest_one() -> None:
    assert words("It will open in January.", closed_on=date(2012, 10, 17)) == []
    assert words("It will open in January.", closed_on=date(2013, 3, 1)) == ["in January"]


def test_next_month_is_counted_from_the_day_of_writing() -> None:
    assert words("It starts next month.", written_on=date(2012, 9, 20)) == []
    assert words("It starts next month.", written_on=date(2012, 8, 31)) == ["next month"]
    assert words("It starts next quarter.", written_on=date(2012, 5, 2)) == ["next quarter"]
    assert words("It starts next quarter.", written_on=date(2012, 8, 2)) == []


def test_the_flag_says_where_and_why() -> None:
    (flag,) = past_futures(["Fine.", "It will start in August."], place="Section 4", closed_on=CLOSED)
    assert flag.place == "Section 4, paragraph 2"
    assert "31 August 2012 is before the text closes (17 October 2012)" in flag.why
