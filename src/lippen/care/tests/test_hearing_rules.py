"""Each standard around children's hearings, reckoned by hand; the law of the day counts."""

from __future__ import annotations

from datetime import date

from lippen.care.rules import hearings as rules
from lippen.care.tests.reckoning import due, ran, stood
from lippen.care.vocabulary import Event as E
from lippen.kernel.standards import Standing

D = date
MET, LATE, OPEN, OVERDUE, CEASED = Standing.MET, Standing.LATE, Standing.OPEN, Standing.OVERDUE, Standing.CEASED


def test_care_chs_cso_1_a_year_from_the_making_and_from_each_continuation() -> None:
    assert due(rules.CHS_CSO_1, E.ORDER_MADE, D(2016, 2, 29)) == D(2017, 2, 28)
    assert due(rules.CHS_CSO_1, E.ORDER_MADE, D(2013, 6, 23)) is None
    made = (E.ORDER_MADE, D(2014, 5, 6))
    found = ran(rules.CHS_CSO_1, made, (E.ORDER_CONTINUED, D(2015, 5, 7)), (E.ORDER_ENDED, D(2016, 5, 7)))
    assert [(clock.due_on, clock.standing) for clock in found] == [(D(2015, 5, 6), LATE), (D(2016, 5, 7), MET)]


def test_care_chs_cso_2_the_reporter_starts_a_review_three_months_before_the_end() -> None:
    ends = (E.ORDER_EXPIRES, D(2014, 5, 31))
    assert ran(rules.CHS_CSO_2, ends, today=D(2014, 2, 28))[0].due_on == D(2014, 2, 28)
    assert stood(rules.CHS_CSO_2, ends, today=D(2014, 2, 28)) == [OPEN]
    assert stood(rules.CHS_CSO_2, ends, today=D(2014, 3, 1)) == [OVERDUE]
    assert stood(rules.CHS_CSO_2, (E.ORDER_REVIEW_BEGUN, D(2014, 2, 27)), ends) == [MET]


def test_care_chs_cso_3_is_a_right_in_words() -> None:
    assert not rules.CHS_CSO_3.has_clock and rules.CHS_CSO_3.on(D(2013, 6, 24)) is not None


def test_care_chs_cso_4_asks_for_words_and_no_clock() -> None:
    assert not rules.CHS_CSO_4.has_clock and rules.CHS_CSO_4.on(D(2013, 6, 23)) is None


def test_care_chs_cso_5_holds_in_the_time_of_covid_alone() -> None:
    days = (D(2020, 4, 6), D(2020, 4, 7), D(2021, 9, 30), D(2021, 10, 1))
    assert [rules.CHS_CSO_5.on(day) is not None for day in days] == [False, True, True, False]


def test_care_chs_icso_1_each_interim_order_22_days() -> None:
    assert due(rules.CHS_ICSO_1, E.INTERIM_MADE, D(2014, 2, 14)) == D(2014, 3, 7)
    assert due(rules.CHS_ICSO_1, E.INTERIM_MADE, D(2020, 4, 6)) == D(2020, 4, 27)
    assert due(rules.CHS_ICSO_1, E.INTERIM_MADE, D(2020, 4, 7)) is None
    assert due(rules.CHS_ICSO_1, E.INTERIM_MADE, D(2021, 9, 30)) is None
    assert due(rules.CHS_ICSO_1, E.INTERIM_MADE, D(2021, 10, 1)) == D(2021, 10, 22)
    twice = ((E.INTERIM_MADE, D(2014, 2, 14)), (E.INTERIM_MADE, D(2014, 3, 7)), (E.INTERIM_ENDED, D(2014, 3, 29)))
    assert stood(rules.CHS_ICSO_1, *twice) == [MET, LATE]


def test_care_chs_icso_1_sum_66_days_in_all() -> None:
    assert due(rules.CHS_ICSO_1_SUM, E.INTERIM_FIRST_MADE, D(2014, 2, 14)) == D(2014, 4, 20)
    first = (E.INTERIM_FIRST_MADE, D(2014, 2, 14))
    assert stood(rules.CHS_ICSO_1_SUM, first, (E.INTERIM_SERIES_ENDED, D(2014, 4, 21))) == [LATE]


def test_care_chs_icso_2_44_days_in_the_time_of_covid() -> None:
    assert due(rules.CHS_ICSO_2, E.INTERIM_MADE, D(2020, 4, 7)) == D(2020, 5, 20)
    assert due(rules.CHS_ICSO_2, E.INTERIM_MADE, D(2020, 4, 6)) is None
    # 30 September is the first, October has 31, and 12.
    assert due(rules.CHS_ICSO_2, E.INTERIM_MADE, D(2021, 9, 30)) == D(2021, 11, 12)
    assert due(rules.CHS_ICSO_2, E.INTERIM_MADE, D(2021, 10, 1)) is None


def test_care_chs_icso_3_each_interim_variation_22_days() -> None:
    assert due(rules.CHS_ICSO_3, E.INTERIM_VARIED, D(2016, 2, 10)) == D(2016, 3, 2)
    assert due(rules.CHS_ICSO_3, E.INTERIM_VARIED, D(2020, 4, 6)) == D(2020, 4, 27)


def test_care_chs_icso_3_44_days_in_the_time_of_covid() -> None:
    assert due(rules.CHS_ICSO_3, E.INTERIM_VARIED, D(2020, 4, 7)) == D(2020, 5, 20)
    assert due(rules.CHS_ICSO_3, E.INTERIM_VARIED, D(2021, 9, 30)) == D(2021, 11, 12)
    assert due(rules.CHS_ICSO_3, E.INTERIM_VARIED, D(2021, 10, 1)) == D(2021, 10, 22)


def test_care_chs_rpt_1_twenty_working_days_over_christmas() -> None:
    # From Friday 14 December 2012: 17 to 21 (5), 24, 27, 28 (8), 31 (9), 3 and 4 January (11), 7 to 11 (16), 14 to 17.
    assert due(rules.CHS_RPT_1, E.REPORT_ASKED, D(2012, 12, 14)) == D(2013, 1, 17)
    assert stood(rules.CHS_RPT_1, (E.REPORT_ASKED, D(2012, 12, 14)), (E.REPORT_SENT, D(2013, 1, 18))) == [LATE]


def test_care_chs_sup_1_seen_within_15_days_of_a_new_order_of_either_act() -> None:
    assert due(rules.CHS_SUP_1, E.REQUIREMENT_MADE, D(2012, 2, 20)) == D(2012, 3, 6)
    assert due(rules.CHS_SUP_1, E.ORDER_MADE, D(2014, 2, 20)) == D(2014, 3, 7)
    order = (E.ORDER_MADE, D(2014, 2, 20))
    assert stood(rules.CHS_SUP_1, order, (E.OFFICER_SAW_CHILD, D(2014, 3, 7))) == [MET]


def test_care_chs_dec_1_fifty_working_days() -> None:
    # Ten weeks from Monday 3 September 2012, without a holiday between.
    assert due(rules.CHS_DEC_1, E.REFERRED_TO_REPORTER, D(2012, 9, 3)) == D(2012, 11, 12)


def test_care_chs_dec_2_twenty_working_days() -> None:
    assert due(rules.CHS_DEC_2, E.HEARING_ARRANGED, D(2012, 9, 3)) == D(2012, 10, 1)


def test_care_chs_not_1_seven_days_before() -> None:
    hearing = (E.HEARING_HELD, D(2016, 3, 7))
    assert ran(rules.CHS_NOT_1, hearing, today=D(2016, 2, 29))[0].due_on == D(2016, 2, 29)
    assert stood(rules.CHS_NOT_1, (E.HEARING_NOTICE, D(2016, 3, 1)), hearing) == [LATE]


def test_care_chs_doc_1_papers_three_days_before() -> None:
    hearing = (E.HEARING_HELD_AFTER_DEFERRAL, D(2014, 3, 3))
    assert stood(rules.CHS_DOC_1, (E.HEARING_PAPERS, D(2014, 2, 28)), hearing) == [MET]
    assert stood(rules.CHS_DOC_1, (E.HEARING_PAPERS, D(2014, 3, 1)), hearing) == [LATE]


def test_care_chs_doc_2_in_four_days_before() -> None:
    panel = (E.PRE_HEARING, D(2014, 3, 3))
    assert ran(rules.CHS_DOC_2_IN, panel, today=D(2014, 2, 27))[0].due_on == D(2014, 2, 27)


def test_care_chs_doc_2_out_three_days_before() -> None:
    panel = (E.PRE_HEARING, D(2014, 3, 3))
    assert ran(rules.CHS_DOC_2_OUT, panel, today=D(2014, 2, 28))[0].due_on == D(2014, 2, 28)


def test_care_chs_app_1_is_a_right_of_21_days_that_is_never_late() -> None:
    decided = (E.HEARING_DECIDED, D(2014, 2, 10))
    # The 10th is the first day: 19 days to 28 February, and two in March.
    assert due(rules.CHS_APP_1, E.HEARING_DECIDED, D(2014, 2, 10)) == D(2014, 3, 2)
    assert stood(rules.CHS_APP_1, decided, today=D(2014, 3, 2)) == [OPEN]
    assert stood(rules.CHS_APP_1, decided, today=D(2014, 3, 3)) == [CEASED]
    assert stood(rules.CHS_APP_1, decided, (E.APPEALED, D(2014, 3, 2))) == [MET]


def test_care_chs_pre13_a_supervision_requirement_by_the_law_of_its_day() -> None:
    assert due(rules.CHS_PRE13, E.REQUIREMENT_MADE, D(2013, 6, 23)) == D(2014, 6, 23)
    assert due(rules.CHS_PRE13, E.REQUIREMENT_MADE, D(2013, 6, 24)) is None
    made = (E.REQUIREMENT_MADE, D(2011, 3, 1))
    assert stood(rules.CHS_PRE13, made, (E.REQUIREMENT_CONTINUED, D(2012, 3, 2)), today=D(2013, 3, 2)) == [LATE, OPEN]
