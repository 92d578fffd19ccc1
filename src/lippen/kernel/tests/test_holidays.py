"""The bank holidays of Scotland, against the lists that were published for those years."""

from __future__ import annotations

from datetime import date

import pytest

from lippen.kernel.holidays import bank_holidays, easter

PUBLISHED = {
    2012: "1-2 1-3 4-6 5-7 6-4 6-5 8-6 11-30 12-25 12-26",
    2016: "1-1 1-4 3-25 5-2 5-30 8-1 11-30 12-26 12-27",
    2020: "1-1 1-2 4-10 5-8 5-25 8-3 11-30 12-25 12-28",
    2021: "1-1 1-4 4-2 5-3 5-31 8-2 11-30 12-27 12-28",
    2022: "1-3 1-4 4-15 5-2 6-2 6-3 8-1 9-19 11-30 12-26 12-27",
    2023: "1-2 1-3 4-7 5-1 5-8 5-29 8-7 11-30 12-25 12-26",
    2024: "1-1 1-2 3-29 5-6 5-27 8-5 12-2 12-25 12-26",
    2025: "1-1 1-2 4-18 5-5 5-26 8-4 12-1 12-25 12-26",
}
"""Month and day. gov.uk/bank-holidays, Scotland, and its editions of earlier years; 2012 by proclamation."""


@pytest.mark.parametrize("year", PUBLISHED)
def test_bank_holidays_are_those_that_were_published(year: int) -> None:
    assert [f"{day.month}-{day.day}" for day in bank_holidays(year)] == PUBLISHED[year].split()


def test_before_the_act_of_2007_st_andrews_day_was_none() -> None:
    assert date(2006, 11, 30) not in bank_holidays(2006)


@pytest.mark.parametrize(
    "day", [date(1818, 3, 22), date(1943, 4, 25), date(2000, 4, 23), date(2019, 4, 21), date(2038, 4, 25)]
)
def test_easter_is_the_published_sunday(day: date) -> None:
    assert easter(day.year) == day
