"""Dates as people write them."""

from __future__ import annotations

from datetime import date

import pytest

from lippen.kernel.calendar import Period, Precision, read_period

NEAR = date(2024, 10, 25)
WRITTEN = [
    ("17 October 2024", "day", "2024-10-17", "2024-10-18"),
    ("17th of October, 2024", "day", "2024-10-17", "2024-10-18"),
    ("October 17, 2024", "day", "2024-10-17", "2024-10-18"),
    ("17/10/24", "day", "2024-10-17", "2024-10-18"),
    ("17.10.2024", "day", "2024-10-17", "2024-10-18"),
    ("2024-10-17", "day", "2024-10-17", "2024-10-18"),
    ("Aug 2024", "month", "2024-08-01", "2024-09-01"),
    ("Aug-24", "month", "2024-08-01", "2024-09-01"),
    ("12/2024", "month", "2024-12-01", "2025-01-01"),
    ("Sept - December 2024", "range", "2024-09-01", "2025-01-01"),
    ("November to February 2025", "range", "2024-11-01", "2025-03-01"),
    ("Dec 2024 / Jan 2025", "range", "2024-12-01", "2025-02-01"),
    ("28 September to 4 October 2024", "range", "2024-09-28", "2024-10-05"),
    ("Q2 2024/25", "range", "2024-07-01", "2024-10-01"),
    ("Q4 2024/25", "range", "2025-01-01", "2025-04-01"),
    ("by end of March 2025", "range", "2025-03-01", "2025-04-01"),
    ("spring 2025", "range", "2025-03-01", "2025-06-01"),
    ("2024/25", "range", "2024-04-01", "2025-04-01"),
    ("2024-2026", "range", "2024-01-01", "2027-01-01"),
    ("2025", "year", "2025-01-01", "2026-01-01"),
    ("29 February 2024", "day", "2024-02-29", "2024-03-01"),
]
WITHOUT_YEAR = [
    ("August", "month", "2024-08-01", "2024-09-01"),
    ("January", "month", "2025-01-01", "2025-02-01"),
    ("June", "month", "2024-06-01", "2024-07-01"),
    ("Sept / Oct", "range", "2024-09-01", "2024-11-01"),
    ("Nov - Feb", "range", "2024-11-01", "2025-03-01"),
    ("17th Oct", "day", "2024-10-17", "2024-10-18"),
    ("17/10", "day", "2024-10-17", "2024-10-18"),
    ("Qtr 3", "range", "2024-10-01", "2025-01-01"),
    ("by end of March", "range", "2025-03-01", "2025-04-01"),
    ("Oct 24", "month", "2024-10-01", "2024-11-01"),
]


def spell(text: str) -> tuple[str, str, str, bool]:
    period, assumed = read_period(text, near=NEAR)
    return period.precision.value, period.starts_on.isoformat(), period.ends_on.isoformat(), assumed


@pytest.mark.parametrize(("text", "precision", "starts", "ends"), WRITTEN)
def test_words_with_a_year_are_read_without_any_guess(text: str, precision: str, starts: str, ends: str) -> None:
    assert spell(text) == (precision, starts, ends, False)


@pytest.mark.parametrize(("text", "precision", "starts", "ends"), WITHOUT_YEAR)
def test_words_without_a_year_take_the_nearest_and_say_so(text: str, precision: str, starts: str, ends: str) -> None:
    assert spell(text) == (precision, starts, ends, True)


@pytest.mark.parametrize("text", ["", "Ongoing", "31 February", "99/99/99", "13/2024", "Marching on", "soon"])
def test_what_is_no_date_is_not_made_one(text: str) -> None:
    assert read_period(text, near=NEAR) == (None, False)


def test_a_month_without_a_year_cannot_be_placed_when_nothing_is_near() -> None:
    assert read_period("August", near=None) == (None, True)
    assert read_period("August 2024", near=None)[0].starts_on == date(2024, 8, 1)


def test_the_words_are_kept_as_they_were_written() -> None:
    assert read_period("By  end of March 2025, then yearly", near=NEAR)[0].text == "By end of March 2025, then yearly"


def test_a_month_has_passed_only_after_its_last_day() -> None:
    month = Period("August 2024", Precision.MONTH, date(2024, 8, 1), date(2024, 9, 1))
    assert not month.has_passed(date(2024, 8, 31))
    assert month.has_passed(date(2024, 9, 1))


@pytest.mark.parametrize("words", ["20 to 10 June 2025", "30 June - 1 May 2025", "5/4 to 3 June 2025"])
def test_a_range_that_ends_before_it_begins_is_no_date(words: str) -> None:
    period, _ = read_period(words, near=None)
    assert period is None or period.starts_on < period.ends_on
