"""Each standard on the way to permanence, reckoned by hand; the aims of 2014 are not held against what came before."""

from __future__ import annotations

from datetime import date

from lippen.care.rules import GROUPS, STANDARDS, local
from lippen.care.rules import permanence as rules
from lippen.care.tests.reckoning import due, ran, stood
from lippen.care.vocabulary import FROM_RETURNS, OF_THE_WAY
from lippen.care.vocabulary import Event as E
from lippen.kernel.standards import Limit, Override, Standard, Standing, Unit

D = date
MET, LATE, OPEN, OVERDUE, CEASED = Standing.MET, Standing.LATE, Standing.OPEN, Standing.OVERDUE, Standing.CEASED


def taken_up(standard: Standard, number: int, unit: Unit) -> list[Override]:
    return [Override(standard.key, Limit(number, unit), "Committee, 6 March 2014", D(2014, 4, 1))]


def test_care_perm_1_the_agency_decides_within_14_days_of_the_panel() -> None:
    assert due(rules.PERM_1, E.PANEL, D(2012, 2, 16)) == D(2012, 3, 1)
    assert stood(rules.PERM_1, (E.PANEL, D(2012, 2, 16)), (E.AGENCY_DECIDED, D(2012, 3, 2))) == [LATE]


def test_care_perm_2_parents_are_told_within_7_days() -> None:
    assert due(rules.PERM_2, E.AGENCY_DECIDED, D(2012, 2, 24)) == D(2012, 3, 2)


def test_care_perm_3_parents_may_reply_within_28_days() -> None:
    assert due(rules.PERM_3, E.PARENTS_TOLD, D(2012, 2, 1)) == D(2012, 2, 29)
    assert stood(rules.PERM_3, (E.PARENTS_TOLD, D(2012, 2, 1)), today=D(2012, 3, 1)) == [CEASED]


def test_care_perm_4_the_reporter_is_asked_within_7_days() -> None:
    assert due(rules.PERM_4, E.DECIDED_FOR_CHILD_ON_ORDER, D(2012, 12, 28)) == D(2013, 1, 4)


def test_care_perm_5_applied_for_within_28_days() -> None:
    assert due(rules.PERM_5, E.ADVICE_GIVEN, D(2013, 2, 1)) == D(2013, 3, 1)
    assert due(rules.PERM_5, E.REPLY_TIME_ENDED, D(2012, 2, 1)) == D(2012, 2, 29)


def test_care_perm_6_asks_for_words_and_no_clock() -> None:
    assert not rules.PERM_6.has_clock and rules.PERM_6.on(D(2012, 10, 17)) is not None


def test_care_perm_7_a_panel_of_six_and_three_there() -> None:
    version = rules.PERM_7.on(D(2012, 10, 17))
    assert version is not None and version.least == {"members": 6, "there": 3}


def test_care_pace_1_a_plan_reviewed_after_two_years_at_home() -> None:
    assert due(rules.PACE_1, E.AT_HOME_BEGAN, D(2016, 2, 29)) == D(2018, 2, 28)
    assert due(rules.PACE_1, E.AT_HOME_BEGAN, D(2013, 12, 31)) is None
    assert stood(rules.PACE_1, (E.AT_HOME_BEGAN, D(2016, 2, 29)), (E.AT_HOME_ENDED, D(2017, 1, 1))) == [CEASED]


def test_care_pace_2_a_recommendation_within_six_months_of_the_day_that_it_counts() -> None:
    assert due(rules.PACE_2, E.AWAY_BEGAN, D(2013, 12, 31)) is None
    assert due(rules.PACE_2, E.AWAY_BEGAN, D(2014, 1, 1)) == D(2014, 7, 1)
    assert stood(rules.PACE_2, (E.AWAY_BEGAN, D(2014, 8, 31)), (E.RECOMMENDED, D(2015, 2, 28))) == [MET]


def test_care_pace_3_a_decision_within_14_weeks_of_the_recommendation() -> None:
    assert due(rules.PACE_3, E.RECOMMENDED_AWAY, D(2016, 2, 1)) == D(2016, 5, 9)


def test_care_pace_4_in_court_within_16_weeks_of_the_decision() -> None:
    assert due(rules.PACE_4, E.AGENCY_DECIDED, D(2016, 2, 1)) == D(2016, 5, 23)


def only_where_taken_up(standard: Standard, start: E, number: int, unit: Unit, began: date, last: date) -> None:
    assert standard.versions[0].limit == Limit(number, unit)
    assert due(standard, start, began) is None
    assert due(standard, start, began, taken_up(standard, number, unit)) == last
    assert due(standard, start, D(2014, 3, 31), taken_up(standard, number, unit)) is None


def test_care_pace_loc_panel_counts_where_it_was_taken_up() -> None:
    only_where_taken_up(rules.PACE_LOC_PANEL, E.HOME_RULED_OUT, 12, Unit.WEEKS, D(2016, 2, 1), D(2016, 4, 25))


def test_care_pace_loc_final_counts_where_it_was_taken_up() -> None:
    only_where_taken_up(rules.PACE_LOC_FINAL, E.AWAY_BEGAN_UNDER_6, 12, Unit.MONTHS, D(2016, 2, 29), D(2017, 2, 28))


def test_care_pace_loc_kinship_counts_where_it_was_taken_up() -> None:
    only_where_taken_up(rules.PACE_LOC_KINSHIP, E.AWAY_BEGAN, 18, Unit.WEEKS, D(2016, 2, 1), D(2016, 6, 6))


def test_care_pace_loc_plan_counts_where_it_was_taken_up() -> None:
    only_where_taken_up(rules.PACE_LOC_PLAN, E.AWAY_BEGAN_UNDER_12, 9, Unit.MONTHS, D(2015, 5, 31), D(2016, 2, 29))


def test_care_pace_loc_plan_to_panel_counts_where_it_was_taken_up() -> None:
    only_where_taken_up(rules.PACE_LOC_PLAN_TO_PANEL, E.PERMANENCE_PLAN, 12, Unit.WEEKS, D(2016, 2, 1), D(2016, 4, 25))


def test_care_local_visit_home_once_a_month() -> None:
    events = ((E.AT_HOME_BEGAN, D(2012, 1, 31)), (E.HOME_VISIT, D(2012, 2, 29)), (E.HOME_VISIT, D(2012, 3, 30)))
    found = ran(local.LOCAL_VISIT_HOME, *events, today=D(2012, 4, 30))
    assert [clock.due_on for clock in found] == [D(2012, 2, 29), D(2012, 3, 29), D(2012, 4, 30)]
    assert [clock.standing for clock in found] == [MET, LATE, OPEN]


def test_care_local_visit_away_once_a_month_and_by_a_councils_own_figure() -> None:
    assert due(local.LOCAL_VISIT_AWAY, E.AWAY_BEGAN, D(2013, 1, 31)) == D(2013, 2, 28)
    fortnightly = [Override(local.LOCAL_VISIT_AWAY.key, Limit(2, Unit.WEEKS), "Service manager", D(2013, 1, 1))]
    assert due(local.LOCAL_VISIT_AWAY, E.AWAY_BEGAN, D(2013, 1, 31), fortnightly) == D(2013, 2, 14)


def test_every_standard_stands_under_one_heading() -> None:
    keys = [each.key for group in GROUPS.values() for each in group]
    assert len(keys) == len(set(keys)) == len(STANDARDS)


def test_every_standard_reads_events_that_are_named() -> None:
    known = {event.value for event in E} - {event.value for event in FROM_RETURNS | OF_THE_WAY}
    used = {kind for each in STANDARDS.values() for kind in (*each.trigger, *each.fulfilment, *each.ends)}
    assert used <= known
    assert known - used == set(), "an event that no standard reads"
