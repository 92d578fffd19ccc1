from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from lippen.demo.dates import PAPER_WORK, Dates
from lippen.demo.plan_kinds import WORDS, said
from lippen.demo.plan_words import THEMES
from lippen.demo.small_words import SMALL_PLAN


def dates(today: date) -> Dates:
    return Dates(today, datetime(today.year, today.month, today.day, 15, tzinfo=UTC))


def test_in_2012_the_period_ends_in_september_and_the_committee_meets_on_25_october():
    then = dates(date(2012, 10, 17))
    assert (then.period_end, then.meeting) == (date(2012, 9, 30), date(2012, 10, 25))


@pytest.mark.parametrize("today", [date(2026, 1, 1), date(2026, 11, 23), date(2028, 2, 29), date(2027, 12, 31)])
def test_the_period_has_always_ended_before_today(today):
    assert dates(today).period_end < today


def test_months_roll_with_the_clock():
    words = "{m-2}, {ms-1} / {ms+0}, {my+3}, {m-2.20}"
    assert dates(date(2012, 10, 17)).say(words) == "August, Sept / Oct, January 2013, 20 August"
    assert dates(date(2026, 11, 23)).say(words) == "September, Oct / Nov, February 2027, 20 September"


def test_a_day_that_a_month_has_not_becomes_its_last():
    assert dates(date(2026, 3, 5)).day(-1, 31) == date(2026, 2, 28)


def test_nothing_is_dated_later_than_the_paper_is_written():
    now = dates(date(2026, 11, 23))
    assert now.at(date(2026, 11, 23), 23) == now.now - PAPER_WORK


@pytest.mark.parametrize("council", ["today", "2012"])
def test_no_sentence_of_the_plan_keeps_an_empty_place(council):
    themes = [words for theme in THEMES for words in (theme.title, theme.difference.text, theme.difference.source)]
    plan = [*themes, *(words for theme in THEMES for a in theme.actions for words in (a.text, a.review, *a.progress))]
    small = [words for row in SMALL_PLAN for words in (row.theme, row.action, row.progress)]
    told = [dates(date(2012, 10, 17)).say(said(words, council)) for words in (*plan, *small)]
    assert [words for words in told if "{" in words] == []


def test_both_tellings_know_the_same_words():
    assert WORDS["today"].keys() == WORDS["2012"].keys()


def test_the_words_of_today_are_not_told_in_2012():
    told = " ".join(
        said(words, "2012") for theme in THEMES for words in (theme.title, *(a.text for a in theme.actions))
    )
    assert "Promise" not in told
    assert "Promise" in said(THEMES[0].title, "today")
