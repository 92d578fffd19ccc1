"""Each standard of looked-after children, reckoned by hand: month ends, leap days, holidays, rules that changed."""

from __future__ import annotations

from datetime import date

from lippen.care.rules import looked_after as rules
from lippen.care.tests.reckoning import due, ran, stood
from lippen.care.vocabulary import Event as E
from lippen.kernel.standards import Standing, Sure

D = date
MET, LATE, OPEN, OVERDUE, CEASED = Standing.MET, Standing.LATE, Standing.OPEN, Standing.OVERDUE, Standing.CEASED


def test_care_lac_em_1_an_emergency_placement_lasts_three_working_days() -> None:
    # Friday 21 December 2012: Monday 24, then Thursday 27 and Friday 28 after two holidays.
    assert due(rules.LAC_EM_1, E.PLACED_IN_EMERGENCY, D(2012, 12, 21)) == D(2012, 12, 28)
    assert due(rules.LAC_EM_1, E.PLACED_IN_EMERGENCY, D(2012, 10, 17)) == D(2012, 10, 22)
    assert due(rules.LAC_EM_1, E.PLACED_IN_EMERGENCY, D(2009, 9, 27)) is None
    began = (E.PLACED_IN_EMERGENCY, D(2012, 10, 17))
    assert stood(rules.LAC_EM_1, began, (E.EMERGENCY_WENT_ON, D(2012, 10, 22))) == [MET]
    assert stood(rules.LAC_EM_1, began, (E.EMERGENCY_ENDED, D(2012, 10, 23))) == [LATE]


def test_care_lac_em_1_lasts_five_working_days_in_the_time_of_covid() -> None:
    assert due(rules.LAC_EM_1, E.PLACED_IN_EMERGENCY, D(2020, 4, 6)) == D(2020, 4, 9)
    # Tuesday 7 April 2020: 8 and 9, past Good Friday, then Monday 13 to Wednesday 15.
    assert due(rules.LAC_EM_1, E.PLACED_IN_EMERGENCY, D(2020, 4, 7)) == D(2020, 4, 15)
    # Thursday 30 September 2021 is its last day: Friday 1 October, then Monday 4 to Thursday 7.
    assert due(rules.LAC_EM_1, E.PLACED_IN_EMERGENCY, D(2021, 9, 30)) == D(2021, 10, 7)
    assert due(rules.LAC_EM_1, E.PLACED_IN_EMERGENCY, D(2021, 10, 1)) == D(2021, 10, 6)


def test_care_lac_em_2_a_review_within_three_working_days_and_five_in_the_time_of_covid() -> None:
    for placed, last in (
        (D(2012, 10, 17), D(2012, 10, 22)),
        (D(2020, 4, 6), D(2020, 4, 9)),
        # Tuesday 7 April 2020, with Good Friday on the 10th; Easter Monday is no bank holiday in Scotland.
        (D(2020, 4, 7), D(2020, 4, 15)),
        (D(2021, 9, 29), D(2021, 10, 6)),
        # Its last day is Thursday 30 September 2021: Friday 1 October, then Monday 4 to Thursday 7.
        (D(2021, 9, 30), D(2021, 10, 7)),
        (D(2021, 10, 1), D(2021, 10, 6)),
    ):
        (clock,) = ran(rules.LAC_EM_2, (E.PLACED_IN_EMERGENCY, placed))
        assert (clock.due_on, clock.version.sure) == (last, Sure.CONFIRMED), placed


def test_care_lac_em_3_a_further_review_within_six_weeks_where_it_goes_on() -> None:
    assert due(rules.LAC_EM_3, E.PLACED_IN_EMERGENCY, D(2012, 1, 31)) == D(2012, 3, 13)
    began = (E.PLACED_IN_EMERGENCY, D(2012, 10, 17))
    assert stood(rules.LAC_EM_3, began, (E.EMERGENCY_ENDED, D(2012, 10, 20))) == [CEASED]
    assert stood(rules.LAC_EM_3, began, (E.EMERGENCY_FURTHER_REVIEW, D(2012, 11, 28))) == [MET]
    assert stood(rules.LAC_EM_3, began, (E.EMERGENCY_FURTHER_REVIEW, D(2012, 11, 29))) == [LATE]


def test_care_lac_em_4_twelve_weeks_at_most_while_carers_are_assessed() -> None:
    assert due(rules.LAC_EM_4, E.PLACED_IN_EMERGENCY, D(2012, 10, 17)) == D(2013, 1, 9)
    began = (E.PLACED_IN_EMERGENCY, D(2012, 10, 17))
    assert stood(rules.LAC_EM_4, began, (E.CARERS_APPROVED, D(2013, 1, 9))) == [MET]
    assert stood(rules.LAC_EM_4, began, (E.EMERGENCY_ENDED, D(2013, 1, 10))) == [LATE]


def test_care_lac_r_1_a_first_review_within_six_weeks() -> None:
    assert due(rules.LAC_R_1, E.AWAY_BEGAN, D(2012, 1, 31)) == D(2012, 3, 13)
    assert due(rules.LAC_R_1, E.AWAY_BEGAN, D(2013, 1, 31)) == D(2013, 3, 14)
    # Over the last Sunday of October, when clocks go back: 42 days are 42 days.
    assert due(rules.LAC_R_1, E.AWAY_BEGAN, D(2012, 10, 1)) == D(2012, 11, 12)
    assert due(rules.LAC_R_1, E.AWAY_BEGAN, D(2009, 9, 27)) is None
    away = (E.AWAY_BEGAN, D(2012, 10, 1))
    assert stood(rules.LAC_R_1, away, (E.FIRST_REVIEW, D(2012, 11, 12))) == [MET]
    assert stood(rules.LAC_R_1, away, (E.FIRST_REVIEW, D(2012, 11, 13))) == [LATE]
    assert stood(rules.LAC_R_1, away, today=D(2012, 11, 12)) == [OPEN]
    assert stood(rules.LAC_R_1, away, today=D(2012, 11, 13)) == [OVERDUE]
    assert stood(rules.LAC_R_1, away, (E.AWAY_ENDED, D(2012, 10, 30))) == [CEASED]


def test_care_lac_r_2_a_second_within_three_months_of_the_first() -> None:
    assert due(rules.LAC_R_2, E.FIRST_REVIEW, D(2012, 11, 30)) == D(2013, 2, 28)
    assert due(rules.LAC_R_2, E.FIRST_REVIEW, D(2011, 11, 30)) == D(2012, 2, 29)
    assert stood(rules.LAC_R_2, (E.FIRST_REVIEW, D(2012, 11, 30)), (E.SECOND_REVIEW, D(2013, 3, 1))) == [LATE]


def test_care_lac_r_3_each_later_one_within_six_months_of_the_one_before() -> None:
    assert due(rules.LAC_R_3, E.SECOND_REVIEW, D(2012, 8, 31)) == D(2013, 2, 28)
    reviews = ((E.SECOND_REVIEW, D(2012, 8, 31)), (E.LATER_REVIEW, D(2013, 2, 28)), (E.LATER_REVIEW, D(2013, 8, 29)))
    found = ran(rules.LAC_R_3, *reviews, today=D(2014, 2, 28))
    assert [(clock.due_on, clock.standing) for clock in found] == [
        (D(2013, 2, 28), MET),
        (D(2013, 8, 28), LATE),
        (D(2014, 2, 28), OPEN),
    ]


def test_care_lac_r_4_short_breaks_and_what_follows_an_emergency_within_three_months() -> None:
    assert due(rules.LAC_R_4, E.SHORT_SERIES_BEGAN, D(2012, 5, 31)) == D(2012, 8, 31)
    assert due(rules.LAC_R_4, E.EMERGENCY_FURTHER_REVIEW, D(2012, 11, 30)) == D(2013, 2, 28)
    series = (E.SHORT_SERIES_BEGAN, D(2012, 5, 31))
    assert stood(rules.LAC_R_4, series, (E.SERIES_REVIEW, D(2012, 8, 31))) == [MET]


def test_care_lac_r_5_a_review_before_the_reporter_the_court_and_a_hearing() -> None:
    referred = (E.REFERRED_TO_REPORTER, D(2012, 6, 12))
    assert stood(rules.LAC_R_5, (E.FIRST_REVIEW, D(2012, 6, 12)), referred) == [MET]
    assert stood(rules.LAC_R_5, referred, (E.FIRST_REVIEW, D(2012, 6, 13))) == [OVERDUE]
    lodged = (E.LODGED, D(2012, 9, 3))
    # The review that served the referral serves the court too, and not the next referral.
    assert stood(rules.LAC_R_5, (E.LATER_REVIEW, D(2012, 5, 1)), referred, lodged) == [MET, MET]
    again = (E.REFERRED_TO_REPORTER, D(2012, 10, 3))
    assert stood(rules.LAC_R_5, (E.LATER_REVIEW, D(2012, 5, 1)), referred, again) == [MET, OVERDUE]


def test_care_lac_r_6_first_review_at_home() -> None:
    assert due(rules.LAC_R_6_FIRST, E.AT_HOME_BEGAN, D(2012, 2, 1)) == D(2012, 3, 14)
    home = (E.AT_HOME_BEGAN, D(2012, 2, 1))
    assert stood(rules.LAC_R_6_FIRST, home, (E.HOME_FIRST_REVIEW, D(2012, 3, 15))) == [LATE]


def test_care_lac_r_6_second_review_at_home() -> None:
    assert due(rules.LAC_R_6_SECOND, E.HOME_FIRST_REVIEW, D(2012, 1, 31)) == D(2012, 4, 30)
    first = (E.HOME_FIRST_REVIEW, D(2012, 1, 31))
    assert stood(rules.LAC_R_6_SECOND, first, (E.AT_HOME_ENDED, D(2012, 4, 30))) == [CEASED]


def test_care_lac_r_6_later_reviews_at_home() -> None:
    reviews = ((E.HOME_SECOND_REVIEW, D(2012, 8, 31)), (E.HOME_LATER_REVIEW, D(2013, 3, 1)))
    found = ran(rules.LAC_R_6_LATER, *reviews, today=D(2013, 3, 2))
    assert [(clock.due_on, clock.standing) for clock in found] == [(D(2013, 2, 28), LATE), (D(2013, 9, 1), OPEN)]


def test_care_lac_r_7_asks_for_words_and_no_clock() -> None:
    assert not rules.LAC_R_7.has_clock and rules.LAC_R_7.on(D(2012, 10, 17)) is not None


def test_care_lac_v_1_a_visit_within_a_week_of_each_placement() -> None:
    assert due(rules.LAC_V_1, E.PLACED, D(2012, 2, 24)) == D(2012, 3, 2)
    moved = ((E.PLACED, D(2012, 2, 24)), (E.VISIT, D(2012, 2, 24)), (E.PLACED, D(2012, 5, 1)))
    assert stood(rules.LAC_V_1, *moved, today=D(2012, 5, 9)) == [MET, OVERDUE]
    assert stood(rules.LAC_V_1, (E.PLACED, D(2012, 2, 24)), (E.PLACEMENT_ENDED, D(2012, 2, 27))) == [CEASED]


def test_care_lac_v_2_later_visits_not_more_than_three_months_apart() -> None:
    visits = ((E.VISIT, D(2012, 11, 30)), (E.VISIT, D(2013, 3, 1)))
    found = ran(rules.LAC_V_2, *visits, today=D(2013, 6, 2))
    assert [(clock.due_on, clock.standing) for clock in found] == [(D(2013, 2, 28), LATE), (D(2013, 6, 1), OVERDUE)]
    assert found[1].days_late(D(2013, 6, 2)) == 1


def test_care_lac_h_1_health_within_four_weeks_of_the_notice() -> None:
    assert due(rules.LAC_H_1, E.HEALTH_BOARD_TOLD, D(2012, 2, 8)) == D(2012, 3, 7)
    assert due(rules.LAC_H_1, E.HEALTH_BOARD_TOLD, D(2010, 2, 28)) is None
    assert stood(rules.LAC_H_1, (E.HEALTH_BOARD_TOLD, D(2012, 2, 8)), (E.HEALTH_ASSESSED, D(2012, 3, 7))) == [MET]


def test_care_lac_p_1_permanence_considered_after_six_months_and_not_before_the_aims() -> None:
    assert due(rules.LAC_P_1, E.AWAY_BEGAN, D(2014, 8, 31)) == D(2015, 2, 28)
    assert due(rules.LAC_P_1, E.AWAY_BEGAN, D(2012, 8, 31)) is None
    assert stood(rules.LAC_P_1, (E.AWAY_BEGAN, D(2014, 8, 31)), (E.AWAY_ENDED, D(2014, 12, 1))) == [CEASED]


def test_care_lac_t_1_asks_for_words_and_no_clock() -> None:
    assert not rules.LAC_T_1.has_clock and rules.LAC_T_1.on(D(2012, 10, 17)) is not None


def test_care_lac_f_1_more_than_three_go_to_panel_within_four_weeks() -> None:
    assert due(rules.LAC_F_1, E.FOSTER_HOME_OVER_THREE, D(2024, 2, 1)) == D(2024, 2, 29)
    # From 26 July 2021: five days to the end of the month, and 23.
    assert due(rules.LAC_F_1, E.FOSTER_HOME_OVER_THREE, D(2021, 7, 26)) == D(2021, 8, 23)
    assert due(rules.LAC_F_1, E.FOSTER_HOME_OVER_THREE, D(2021, 7, 25)) is None


def test_care_lac_f_2_a_panel_of_six_and_three_there() -> None:
    version = rules.LAC_F_2.on(D(2012, 10, 17))
    assert version is not None and version.least == {"members": 6, "there": 3}


def test_care_lac_d_1_notice_within_one_working_day() -> None:
    assert due(rules.LAC_D_1_NOTICE, E.DIED, D(2012, 12, 24)) == D(2012, 12, 27)
    assert due(rules.LAC_D_1_NOTICE, E.DIED, D(2012, 10, 19)) == D(2012, 10, 22)


def test_care_lac_d_1_report_within_28_days() -> None:
    assert due(rules.LAC_D_1_REPORT, E.DIED, D(2012, 2, 1)) == D(2012, 2, 29)
    assert due(rules.LAC_D_1_REPORT, E.DIED, D(2013, 2, 1)) == D(2013, 3, 1)


def test_care_lac_16_asks_for_words_and_holds_from_2015_for_more_ages_each_year() -> None:
    assert not rules.LAC_16.has_clock and rules.LAC_16.on(D(2015, 3, 31)) is None
    for day, ages in (
        (D(2015, 4, 1), "at 16 may"),
        (D(2016, 3, 31), "at 16 may"),
        (D(2016, 4, 1), "at 16 or 17 may"),
        (D(2017, 4, 1), "at 16 to 18 may"),
        (D(2018, 4, 1), "at 16 to 19 may"),
        (D(2019, 4, 1), "at 16 to 20 may"),
    ):
        version = rules.LAC_16.on(day)
        assert version is not None and ages in version.sentence, day


def test_care_lac_k_1_kinship_carers_within_twelve_weeks() -> None:
    assert due(rules.LAC_K_1, E.KINSHIP_ASSESSMENT_BEGAN, D(2012, 10, 17)) == D(2013, 1, 9)
