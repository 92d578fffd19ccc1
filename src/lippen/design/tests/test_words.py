from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from lippen.design import words
from lippen.kernel.calendar import Period, Precision

TODAY = date(2026, 10, 17)
OCTOBER = Period("Oct", Precision.MONTH, date(2026, 10, 1), date(2026, 11, 1))


@pytest.mark.parametrize(
    ("due", "said"),
    [
        (date(2026, 9, 30), "17 days late"),
        (date(2026, 10, 16), "1 day late"),
        (date(2026, 10, 17), "due today"),
        (date(2026, 10, 18), "due tomorrow"),
        (date(2026, 10, 20), "due in 3 days"),
        (date(2023, 1, 1), "1,385 days late"),
        (None, "no date"),
    ],
)
def test_lateness_counts_days_from_the_due_day(due: date | None, said: str) -> None:
    assert words.lateness_words(due, TODAY) == said


def test_a_month_is_not_late_before_its_last_day_is_over() -> None:
    assert words.lateness_words(OCTOBER, date(2026, 10, 31)) == "due today"
    assert words.lateness_words(OCTOBER, date(2026, 11, 1)) == "1 day late"


def test_a_passed_review_is_due_and_never_late() -> None:
    assert words.review_words(OCTOBER, date(2027, 3, 1)) == "review due"
    assert words.review_words(OCTOBER, date(2026, 10, 28)) == "review due in 3 days"


@pytest.mark.parametrize(
    ("period", "said"),
    [
        (Period("17/10/12", Precision.DAY, date(2012, 10, 17), date(2012, 10, 18)), "17 October 2012"),
        (Period("Oct 12", Precision.MONTH, date(2012, 10, 1), date(2012, 11, 1)), "October 2012"),
        (Period("2012", Precision.YEAR, date(2012, 1, 1), date(2013, 1, 1)), "2012"),
        (Period("Sept / Oct", Precision.RANGE, date(2012, 9, 1), date(2012, 11, 1)), "Sept / Oct 2012"),
        (Period("Sept / Oct 2012", Precision.RANGE, date(2012, 9, 1), date(2012, 11, 1)), "Sept / Oct 2012"),
        (Period("", Precision.RANGE, date(2012, 12, 1), date(2013, 2, 1)), "1 December 2012 to 31 January 2013"),
        (
            Period("over winter", Precision.RANGE, date(2012, 12, 1), date(2013, 2, 1)),
            "1 December 2012 to 31 January 2013",
        ),
    ],
)
def test_a_period_reads_as_exactly_as_it_was_given(period: Period, said: str) -> None:
    assert words.period_words(period) == said


def test_a_moment_reads_in_the_time_of_scotland() -> None:
    assert words.instant_words(datetime(2026, 7, 1, 23, 30, tzinfo=UTC)) == "2 July 2026 at 00:30"


def test_a_date_that_has_not_moved_is_shown_once() -> None:
    assert not words.first_and_current(OCTOBER, OCTOBER).has_moved
    assert words.first_and_current(OCTOBER, None).current == "October 2026"


def test_a_date_that_has_moved_keeps_its_first() -> None:
    moved = words.first_and_current(OCTOBER, date(2027, 1, 5))

    assert (moved.first, moved.current, moved.has_moved) == ("October 2026", "5 January 2027", True)


@pytest.mark.parametrize(
    ("current", "last", "window"),
    [
        (1, 1, [1]),
        (1, 3, [1, 2, 3]),
        (5, 9, [1, None, 4, 5, 6, None, 9]),
        (3, 9, [1, 2, 3, 4, None, 9]),
        (4, 9, [1, 2, 3, 4, 5, None, 9]),
        (9, 9, [1, None, 8, 9]),
    ],
)
def test_a_gap_in_the_pages_hides_more_than_one(current: int, last: int, window: list[int | None]) -> None:
    assert list(words.page_window(current, last)) == window


@pytest.mark.parametrize(
    ("written", "read"),
    [("To read the records.", "To read the records."), ("Four mornings ", "Four mornings."), ("Why now?", "Why now?")],
)
def test_what_somebody_wrote_ends_with_one_stop_before_the_next_sentence(written: str, read: str) -> None:
    assert words.sentence_words(written) == read
