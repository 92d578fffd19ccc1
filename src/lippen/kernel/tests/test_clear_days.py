"""Clear days, worked by hand on a calendar: the meeting is on Thursday 25 October 2012."""

from __future__ import annotations

from datetime import date

import pytest

from lippen.kernel.clear_days import Notice, clear_days_between, days_before, latest_issue, open_day

MEETS_ON = date(2012, 10, 25)
FRIDAY, MONDAY = date(2012, 10, 19), date(2012, 10, 22)
HOLIDAY = frozenset({MONDAY})

# Issued on, how the council counts, how many clear days that gives.
COUNTED = [
    (MONDAY, Notice(), 2),  # 23, 24
    (date(2012, 10, 21), Notice(), 3),  # 22, 23, 24
    (FRIDAY, Notice(), 5),  # 20 to 24
    (FRIDAY, Notice(counts_weekends=False), 3),  # 22, 23, 24
    (FRIDAY, Notice(counts_weekends=False, counts_holidays=False, holidays=HOLIDAY), 2),  # 23, 24
    (FRIDAY, Notice(counts_weekends=False, holidays=HOLIDAY), 3),  # a holiday that counts changes nothing
    (MONDAY, Notice(counts_day_of_issue=True), 3),  # 22, 23, 24
    (MONDAY, Notice(counts_day_of_issue=True, counts_day_of_meeting=True), 4),  # 22 to 25
    (MEETS_ON, Notice(), 0),
]


@pytest.mark.parametrize(("issued_on", "notice", "expected"), COUNTED)
def test_paper_clear_days_kept_counts_as_the_council_counts(issued_on, notice, expected) -> None:
    assert clear_days_between(issued_on, MEETS_ON, notice) == expected


LATEST = [
    (Notice(), date(2012, 10, 21)),
    (Notice(counts_weekends=False), date(2012, 10, 21)),  # a Sunday: it is not a day that has to be open
    (Notice(counts_weekends=False, counts_holidays=False, holidays=HOLIDAY), date(2012, 10, 18)),
    (Notice(clear_days=5), FRIDAY),
    (Notice(counts_day_of_issue=True, counts_day_of_meeting=True), date(2012, 10, 23)),
]


@pytest.mark.parametrize(("notice", "expected"), LATEST)
def test_the_last_day_of_issue_gives_just_enough_days_and_the_day_after_too_few(notice, expected) -> None:
    assert latest_issue(MEETS_ON, notice) == expected
    assert clear_days_between(expected, MEETS_ON, notice) >= notice.clear_days
    assert clear_days_between(date.fromordinal(expected.toordinal() + 1), MEETS_ON, notice) < notice.clear_days


def test_no_day_is_found_where_every_day_is_left_out() -> None:
    every_day = frozenset(date.fromordinal(MEETS_ON.toordinal() - back) for back in range(500))
    with pytest.raises(ValueError, match="No day"):
        latest_issue(MEETS_ON, Notice(counts_holidays=False, holidays=every_day))


def test_working_days_pass_over_weekends_and_holidays() -> None:
    notice = Notice(holidays=HOLIDAY)
    assert days_before(date(2012, 10, 23), 1, notice, in_working_days=True) == FRIDAY
    assert days_before(date(2012, 10, 23), 1, notice, in_working_days=False) == MONDAY
    assert open_day(MONDAY, notice) == FRIDAY
    assert open_day(date(2012, 10, 21), notice) == FRIDAY
    assert open_day(date(2012, 10, 23), notice) == date(2012, 10, 23)
