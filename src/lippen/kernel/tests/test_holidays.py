"""The bank holidays of Scotland, against the lists that were published for those years."""

from __future__ import annotations

from datetime import date

import pytest

from lippen.kernel.holidays import bank_holidays, easter

PUBLISHED = {
    2012: "1-2 1-3 4-6 5-7 6-4 6-5 8-6 11-30 12-25 12-26",
    2013: "1-1 1-2 3-29 5-6 5-27 8-5 12-2 12-25 12-26",
    2014: "1-1 1-2 4-18 5-5 5-26 8-4 12-1 12-25 12-26",
    2015: "1-1 1-2 4-3 5-4 5-25 8-3 11-30 12-25 12-28",
    2016: "1-1 1-4 3-25 5-2 5-30 8-1 11-30 12-26 12-27",
    2017: "1-2 1-3 4-14 5-1 5-29 8-7 11-30 12-25 12-26",
    2018: "1-1 1-2 3-30 5-7 5-28 8-6 11-30 12-25 12-26",
    2019: "1-1 1-2 4-19 5-6 5-27 8-5 12-2 12-25 12-26",
    2020: "1-1 1-2 4-10 5-8 5-25 8-3 11-30 12-25 12-28",
    2021: "1-1 1-4 4-2 5-3 5-31 8-2 11-30 12-27 12-28",
    2022: "1-3 1-4 4-15 5-2 6-2 6-3 8-1 9-19 11-30 12-26 12-27",
    2023: "1-2 1-3 4-7 5-1 5-8 5-29 8-7 11-30 12-25 12-26",
}
"""Month and day, of gov.uk's own list for Scotland.

2012 to 2016: repository alphagov/calendars, lib/data/bank-holidays.json; 2017 to 2023: alphagov/frontend, same path.
Their edition of mid-2022 has neither 19 September 2022 nor 8 May 2023, which were proclaimed after it: these two are by
vacanza/holidays, snapshots/ISO_3166/GB/SCT.json.
"""
WORKED_OUT_BY_OTHERS = {
    2024: "1-1 1-2 3-29 5-6 5-27 8-5 12-2 12-25 12-26",
    2025: "1-1 1-2 4-18 5-5 5-26 8-4 12-1 12-25 12-26",
    2026: "1-1 1-2 4-3 5-4 5-25 6-15 8-3 11-30 12-25 12-28",
    2027: "1-1 1-4 3-26 5-3 5-31 8-2 11-30 12-27 12-28",
    2028: "1-3 1-4 4-14 5-1 5-29 8-7 11-30 12-25 12-26",
}
"""By the same snapshot of vacanza/holidays, which has weekends and their substitutes: here the substitutes alone.

15 June 2026 is later than that snapshot: proclamation of 3 February 2026, as gov.scot told on 4 February 2026 and
vacanza/holidays took up in its change 3272.
"""


def days_of(year: int) -> str:
    return " ".join(f"{day.month}-{day.day}" for day in bank_holidays(year))


@pytest.mark.parametrize("year", PUBLISHED)
def test_bank_holidays_are_those_that_were_published(year: int) -> None:
    assert days_of(year) == PUBLISHED[year]


@pytest.mark.parametrize("year", WORKED_OUT_BY_OTHERS)
def test_bank_holidays_to_come_are_those_that_others_work_out(year: int) -> None:
    assert days_of(year) == WORKED_OUT_BY_OTHERS[year]


def test_a_day_that_was_proclaimed_is_one_in_that_year_alone() -> None:
    assert bank_holidays(2026)[date(2026, 6, 15)] == "Scotland at the World Cup"
    assert date(2027, 6, 14) not in bank_holidays(2027)


def test_before_the_act_of_2007_st_andrews_day_was_none() -> None:
    assert date(2006, 11, 30) not in bank_holidays(2006)


@pytest.mark.parametrize(
    "day", [date(1818, 3, 22), date(1943, 4, 25), date(2000, 4, 23), date(2019, 4, 21), date(2038, 4, 25)]
)
def test_easter_is_the_published_sunday(day: date) -> None:
    assert easter(day.year) == day
