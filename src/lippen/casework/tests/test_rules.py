"""The rules of the child's record, by small tables worked by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from lippen.casework import rules
from lippen.casework.rules import Carried
from lippen.casework.rules.figures import ONE
from lippen.casework.vocabulary import Level, MarkerStep, Outcome, SignOffAnswer, Stage, Status
from lippen.kernel.calendar import working_days_after

FRIDAY = date(2012, 10, 19)
NOON = datetime(2012, 10, 19, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("days", "due"), [(0, FRIDAY), (1, date(2012, 10, 22)), (5, date(2012, 10, 26)), (20, date(2012, 11, 16))]
)
def test_working_days_pass_over_weekends(days, due) -> None:
    assert working_days_after(FRIDAY, days) == due


def test_working_days_pass_over_the_holidays_that_are_given() -> None:
    assert working_days_after(FRIDAY, 1, frozenset({date(2012, 10, 22)})) == date(2012, 10, 23)


def test_casework_screening_is_due_the_next_working_day() -> None:
    assert rules.stage_due(Stage.CONTACT, received_on=FRIDAY, stage_on=FRIDAY, days=1) == date(2012, 10, 22)


def test_casework_initial_assessment_counts_from_the_referral_and_not_from_the_screening() -> None:
    due = rules.stage_due(Stage.ASSESSMENT, received_on=FRIDAY, stage_on=date(2012, 10, 30), days=20)
    assert due == date(2012, 11, 16)


def test_casework_decision_counts_from_the_assessment() -> None:
    due = rules.stage_due(Stage.DECISION, received_on=FRIDAY, stage_on=date(2012, 11, 15), days=2)
    assert due == date(2012, 11, 19)


def test_casework_allocation_has_five_working_days() -> None:
    assert working_days_after(FRIDAY, int(rules.LOCALS["allocation_days"].start)) == date(2012, 10, 26)


@pytest.mark.parametrize(
    ("outcome", "stage"),
    [
        (None, Stage.CONTACT),
        (Outcome.ASSESS, Stage.ASSESSMENT),
        (Outcome.ASSESSED, Stage.DECISION),
        (Outcome.ALLOCATE, Stage.CLOSED),
        (Outcome.ADVICE, Stage.CLOSED),
        (Outcome.NO_ACTION, Stage.CLOSED),
    ],
)
def test_each_outcome_leads_to_its_stage(outcome, stage) -> None:
    assert rules.stage_after(outcome) is stage


@pytest.mark.parametrize(
    ("earlier", "is_repeat"),
    [
        ([], False),
        ([date(2011, 10, 19)], True),
        ([date(2011, 10, 18)], False),
        ([FRIDAY], True),
        ([date(2012, 10, 20)], False),
    ],
)
def test_casework_repeat_referral_is_one_within_twelve_months(earlier, is_repeat) -> None:
    assert rules.is_repeat(FRIDAY, earlier) is is_repeat


@pytest.mark.parametrize(
    ("last", "on", "stands"),
    [
        (None, date(2012, 10, 22), (True, False, False)),
        (None, date(2012, 10, 23), (True, False, True)),
        (MarkerStep.AGREED, date(2012, 12, 31), (True, True, False)),
        (MarkerStep.AGREED, date(2013, 1, 1), (True, True, True)),
        (MarkerStep.KEPT, date(2013, 1, 1), (True, True, True)),
        (MarkerStep.REFUSED, date(2013, 1, 1), (False, False, False)),
        (MarkerStep.ENDED, date(2013, 1, 1), (False, False, False)),
    ],
)
def test_casework_marker_is_late_when_nobody_agreed_it_or_looked_again_by_its_day(last, on, stands) -> None:
    found = rules.marker_stands(last, agree_by=date(2012, 10, 22), review_on=date(2012, 12, 31), on=on)
    assert (found.is_open, found.is_agreed, found.is_late) == stands


def test_casework_marker_is_agreed_or_not_then_looked_at_again_until_it_is_over() -> None:
    follows = {last: {step for step in MarkerStep if rules.may_follow(last, step)} for last in (None, *MarkerStep)}
    again = {MarkerStep.KEPT, MarkerStep.ENDED}
    assert follows == {
        None: {MarkerStep.AGREED, MarkerStep.REFUSED},
        MarkerStep.AGREED: again,
        MarkerStep.KEPT: again,
        MarkerStep.REFUSED: set(),
        MarkerStep.ENDED: set(),
    }


def test_a_year_before_the_leap_day_is_the_day_before() -> None:
    assert rules.a_year_before(date(2012, 2, 29)) == date(2011, 2, 28)


@pytest.mark.parametrize(
    ("is_immediate", "answer", "goes_on"),
    [
        (False, None, True),
        (True, None, False),
        (True, SignOffAnswer.NOT_AGREED, False),
        (True, SignOffAnswer.AGREED, True),
    ],
)
def test_casework_sign_off_lets_an_immediate_risk_go_on(is_immediate, answer, goes_on) -> None:
    assert rules.may_go_on(is_immediate=is_immediate, answer=answer) is goes_on


def test_casework_queue_order_is_the_level_then_the_longest_wait() -> None:
    waits = [(Level.HIGH, 3), (Level.LOW, 90), (Level.VERY_HIGH, 1), (Level.HIGH, 30)]
    ordered = sorted(waits, key=lambda wait: rules.queue_key(wait[0], FRIDAY - timedelta(wait[1])))
    assert ordered == [(Level.VERY_HIGH, 1), (Level.HIGH, 30), (Level.HIGH, 3), (Level.LOW, 90)]


@pytest.mark.parametrize(("minutes", "holds"), [(0, True), (60, True), (61, False), (-1, False)])
def test_casework_search_first_holds_for_an_hour(minutes, holds) -> None:
    assert rules.search_holds(NOON, NOON + timedelta(minutes=minutes)) is holds


@pytest.mark.parametrize(("days", "may"), [(0, True), (30, True), (31, False)])
def test_casework_same_person_is_undone_for_thirty_days(days, may) -> None:
    assert rules.may_undo(FRIDAY, FRIDAY + timedelta(days)) is may


def test_casework_weights_add_up_by_status() -> None:
    figures = rules.numbers_with({"weight_in_need": Decimal(6)})
    found = rules.load([Carried(Status.PROTECTION), Carried(Status.IN_NEED, 2), Carried(Status.NONE)], figures)
    assert (found.children, found.hours, found.capacity, found.share) == (4, Decimal(33), Decimal("84.0"), 39)


@pytest.mark.parametrize(("hours", "limit"), [(Decimal(1), 15), (Decimal("0.5"), 7), (Decimal("0.01"), 1)])
def test_casework_limit_goes_with_working_hours(hours, limit) -> None:
    found = rules.load([Carried(Status.IN_NEED, 15)], rules.numbers_with({}), hours_share=hours)
    assert (found.limit, found.is_over) == (limit, limit < 15)
    assert found.with_one_more(Decimal(5)).is_over


@pytest.mark.parametrize(
    ("number", "unit", "read"),
    [
        (Decimal("1.00"), "working days", "working day"),
        (Decimal(2), "working days", "working days"),
        (Decimal("0.5"), "hours in 4 weeks", "hours in 4 weeks"),
        (Decimal(1), "children", "child"),
        (Decimal(1), "of 1", "of 1"),
    ],
)
def test_casework_the_unit_of_one_is_singular(number: Decimal, unit: str, read: str) -> None:
    assert rules.unit_words(number, unit) == read


def test_casework_every_unit_of_a_figure_has_a_word_for_one() -> None:
    assert {each.unit for each in rules.LOCALS.values()} - {*ONE} == {"of 1"}
