"""The rules of ways in, by small tables."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from lippen.organisation import rules


@pytest.mark.parametrize(
    ("day", "quarter"),
    [
        (date(2026, 11, 23), date(2026, 10, 1)),
        (date(2026, 12, 31), date(2026, 10, 1)),
        (date(2027, 1, 1), date(2027, 1, 1)),
        (date(2012, 4, 1), date(2012, 4, 1)),
    ],
)
def test_organisation_access_review_belongs_to_the_quarter_of_its_day(day: date, quarter: date) -> None:
    assert rules.quarter_of(day) == quarter


def test_organisation_access_review_is_late_28_days_after_it_was_opened() -> None:
    assert rules.review_due(date(2026, 10, 1)) == date(2026, 10, 29)
    assert rules.review_due(date(2026, 11, 23)) == date(2026, 12, 21)


@pytest.mark.parametrize(
    ("last", "opened", "post", "words"),
    [
        (None, 13, True, None),
        (None, 14, True, "Has never signed in"),
        (89, 400, True, None),
        (90, 400, True, "Has not signed in for 90 days"),
        (1, 400, False, "Holds no post any more"),
        (-5000, 10, True, None),
    ],
)
def test_organisation_access_review_begins_with_leavers_and_accounts_that_nobody_uses(
    last: int | None, opened: int, post: bool, words: str | None
) -> None:
    assert rules.concern(is_open=True, has_post=post, last_in_days=last, opened_days=opened) == words
    assert rules.concern(is_open=False, has_post=post, last_in_days=last, opened_days=opened) is None


def test_organisation_one_time_link_holds_a_week_for_an_invitation_and_an_hour_for_a_recovery() -> None:
    assert timedelta(days=7) == rules.INVITATION_HOLDS
    assert timedelta(hours=1) == rules.RECOVERY_HOLDS


def test_organisation_second_factor_is_asked_of_everybody_from_the_first_day() -> None:
    assert rules.SECOND_FACTOR.in_force(date(2012, 10, 17)) and rules.SECOND_FACTOR.in_force(date(2026, 11, 23))


def test_those_who_could_review_instead_are_all_who_manage_but_oneself() -> None:
    assert rules.others_who_manage({1, 2, 3}, 2) == (1, 3)
    assert rules.others_who_manage({2}, 2) == ()
