"""Children's hearings, as legal dates that are typed in: how long orders last, and what is due around a hearing."""

from __future__ import annotations

from datetime import date

from lippen.care.rules.stating import (
    COVID_ACT,
    COVID_END,
    COVID_FROM,
    COVID_UNTIL,
    PARTLY,
    SINCE_2013,
    UNCONFIRMED,
    days,
    months,
    standard,
    version,
    working_days,
    years,
)
from lippen.care.vocabulary import Event

ACT_2011 = "Children's Hearings (Scotland) Act 2011"
RULES_2013 = "Children's Hearings (Scotland) Act 2011 (Rules of Procedure in Children's Hearings) Rules 2013"
INTERIM_ORDERS = f"{ACT_2011}, section 86(3), and the Reporter's practice direction 19"
FROM_PRACTICE = "Usual in the hearings system; the figure is from memory"
SEEN_SINCE = date(2007, 1, 1)
"""Reported on by then; from when exactly was not found."""

CHS_CSO_1 = standard(
    "chs_cso_1",
    "Compulsory supervision order",
    version(
        "chs_cso_1",
        "A compulsory supervision order lasts up to a year from the day on which it is made, and up to a year "
        "from each day on which it is continued.",
        f"{ACT_2011}, section 83, explanatory notes to section 138, and practice direction 19",
        years(1),
        since=SINCE_2013,
    ),
    starts={Event.ORDER_MADE, Event.ORDER_CONTINUED},
    stops={Event.ORDER_CONTINUED, Event.ORDER_ENDED},
)
CHS_CSO_2 = standard(
    "chs_cso_2",
    "The Reporter starts a review of the order",
    version(
        "chs_cso_2",
        "The Reporter starts a review once an order ends within the next 3 months and no other review is due.",
        f"{ACT_2011}, section 133",
        months(3),
        since=SINCE_2013,
    ),
    starts={Event.ORDER_EXPIRES},
    stops={Event.ORDER_REVIEW_BEGUN},
    ends={Event.ORDER_MADE, Event.ORDER_CONTINUED},
    is_before=True,
)
CHS_CSO_3 = standard(
    "chs_cso_3",
    "Child or family ask for a review",
    version(
        "chs_cso_3",
        "The child or a relevant person may ask for a review once 3 months have passed since the order was made, "
        "continued or varied.",
        f"{ACT_2011}, section 132",
        since=SINCE_2013,
    ),
)
CHS_CSO_4 = standard(
    "chs_cso_4",
    "The council asks for a review",
    version(
        "chs_cso_4",
        "The council asks for a review of an order that should end or change, or is not kept to, and before it goes on "
        "to a permanence order, a placement for adoption and the like.",
        f"{ACT_2011}, section 131",
        since=SINCE_2013,
    ),
)
CHS_CSO_5 = standard(
    "chs_cso_5",
    "Orders in the time of Covid",
    version(
        "chs_cso_5",
        "An order that was to end in the time of Covid may go on for up to 6 months.",
        f"{ACT_2011}, sections 83 and 133, as changed by the {COVID_ACT}, paragraph 3, by its explanatory notes; "
        f"{COVID_END}",
        since=COVID_FROM,
        until=COVID_UNTIL,
    ),
)
INTERIM = (
    "An interim compulsory supervision order lasts up to {figure}, of which the day on which it is made is the first."
)
INTERIM_VARIATIONS = f"{ACT_2011}, section 140(4), and explanatory notes to section 118"
VARIED = (
    "An interim variation of an order lasts up to {figure}, of which the day on which it is made is the first; several "
    "of them have no end in all."
)
CHS_ICSO_1 = standard(
    "chs_icso_1",
    "Interim order",
    version(
        "chs_icso_1",
        INTERIM.format(figure="22 days"),
        INTERIM_ORDERS,
        days(22, with_first=True),
        since=SINCE_2013,
        until=COVID_FROM,
    ),
    version(
        "chs_icso_1", INTERIM.format(figure="22 days"), INTERIM_ORDERS, days(22, with_first=True), since=COVID_UNTIL
    ),
    starts={Event.INTERIM_MADE},
    stops={Event.INTERIM_MADE, Event.INTERIM_ENDED},
)
CHS_ICSO_1_SUM = standard(
    "chs_icso_1_sum",
    "Interim orders together",
    version(
        "chs_icso_1_sum",
        "While a proof is asked for, a hearing may make interim orders for up to 66 days in all; after that "
        "the sheriff may. Once the grounds are settled there is no such end.",
        f"{ACT_2011}, section 96(4), and the Reporter's practice direction 19",
        days(66, with_first=True),
        since=SINCE_2013,
    ),
    starts={Event.INTERIM_FIRST_MADE},
    stops={Event.INTERIM_SERIES_ENDED},
)
CHS_ICSO_2 = standard(
    "chs_icso_2",
    "Interim order in the time of Covid",
    version(
        "chs_icso_2",
        INTERIM.format(figure="44 days") + " The sheriff may fix another time.",
        f"{COVID_ACT}, paragraph 4(2), by its explanatory notes; {COVID_END}",
        days(44, with_first=True),
        since=COVID_FROM,
        until=COVID_UNTIL,
    ),
    starts={Event.INTERIM_MADE},
    stops={Event.INTERIM_MADE, Event.INTERIM_ENDED},
)
CHS_ICSO_3 = standard(
    "chs_icso_3",
    "Interim variation of an order",
    version(
        "chs_icso_3",
        VARIED.format(figure="22 days"),
        INTERIM_VARIATIONS,
        days(22, with_first=True),
        since=SINCE_2013,
        until=COVID_FROM,
    ),
    version(
        "chs_icso_3",
        VARIED.format(figure="44 days") + " The sheriff may fix another time.",
        f"{COVID_ACT}, paragraph 4(3), by its explanatory notes; {COVID_END}",
        days(44, with_first=True),
        since=COVID_FROM,
        until=COVID_UNTIL,
    ),
    version(
        "chs_icso_3", VARIED.format(figure="22 days"), INTERIM_VARIATIONS, days(22, with_first=True), since=COVID_UNTIL
    ),
    starts={Event.INTERIM_VARIED},
    stops={Event.INTERIM_VARIED, Event.INTERIM_VARIATION_ENDED},
)
CHS_RPT_1 = standard(
    "chs_rpt_1",
    "Report for the Reporter",
    version(
        "chs_rpt_1",
        "A report that the Reporter asks for is sent within 20 working days.",
        "National target, as Audit Scotland reported on it in 2007: three quarters in time",
        working_days(20),
        since=SEEN_SINCE,
    ),
    starts={Event.REPORT_ASKED},
    stops={Event.REPORT_SENT},
)
CHS_SUP_1 = standard(
    "chs_sup_1",
    "First seen by the supervising officer",
    version(
        "chs_sup_1",
        "A child on a new order is seen by the supervising officer within 15 days of the hearing.",
        "Former statutory performance indicator of councils, as one council reports it",
        days(15),
        since=SEEN_SINCE,
    ),
    starts={Event.ORDER_MADE, Event.REQUIREMENT_MADE},
    stops={Event.OFFICER_SAW_CHILD},
    ends={Event.ORDER_ENDED, Event.REQUIREMENT_ENDED},
)
CHS_DEC_1 = standard(
    "chs_dec_1",
    "The Reporter's decision",
    version(
        "chs_dec_1",
        "The Reporter decides on a referral within 50 working days.",
        FROM_PRACTICE,
        working_days(50),
        since=SEEN_SINCE,
        sure=UNCONFIRMED,
    ),
    starts={Event.REFERRED_TO_REPORTER},
    stops={Event.REPORTER_DECIDED},
)
CHS_DEC_2 = standard(
    "chs_dec_2",
    "The hearing after the decision",
    version(
        "chs_dec_2",
        "A hearing is held within 20 working days of the Reporter's decision to arrange one.",
        FROM_PRACTICE,
        working_days(20),
        since=SEEN_SINCE,
        sure=UNCONFIRMED,
    ),
    starts={Event.HEARING_ARRANGED},
    stops={Event.HEARING_HELD},
)
CHS_NOT_1 = standard(
    "chs_not_1",
    "Notice of a hearing",
    version(
        "chs_not_1",
        "Notice of a hearing is given 7 days before it.",
        f"{RULES_2013}, rule 22, for the notice; the figure is from memory",
        days(7),
        since=SINCE_2013,
        sure=PARTLY,
    ),
    starts={Event.HEARING_HELD},
    stops={Event.HEARING_NOTICE},
    is_before=True,
)
CHS_DOC_1 = standard(
    "chs_doc_1",
    "Papers of a hearing",
    version(
        "chs_doc_1",
        "After a deferral or a proof the papers of a hearing are there at least 3 days before it.",
        f"{RULES_2013}, part 8",
        days(3),
        since=SINCE_2013,
    ),
    starts={Event.HEARING_HELD_AFTER_DEFERRAL},
    stops={Event.HEARING_PAPERS},
    is_before=True,
)
CHS_DOC_2_IN = standard(
    "chs_doc_2_in",
    "What is put to a pre-hearing panel",
    version(
        "chs_doc_2_in",
        "What is to be put to a pre-hearing panel is sent in 4 days before it, where that can be done.",
        f"{RULES_2013}, rule 47",
        days(4),
        since=SINCE_2013,
    ),
    starts={Event.PRE_HEARING},
    stops={Event.REPRESENTATIONS_IN},
    is_before=True,
)
CHS_DOC_2_OUT = standard(
    "chs_doc_2_out",
    "What is put to a pre-hearing panel, copied out",
    version(
        "chs_doc_2_out",
        "What is put to a pre-hearing panel is copied to the others 3 days before it, where that can be done.",
        f"{RULES_2013}, rule 47",
        days(3),
        since=SINCE_2013,
    ),
    starts={Event.PRE_HEARING},
    stops={Event.REPRESENTATIONS_OUT},
    is_before=True,
)
CHS_APP_1 = standard(
    "chs_app_1",
    "Appeal to the sheriff",
    version(
        "chs_app_1",
        "An appeal to the sheriff may be brought within 21 days, of which the day of the hearing's decision is the "
        "first.",
        f"{ACT_2011}, section 154(5)",
        days(21, with_first=True),
        since=SINCE_2013,
    ),
    starts={Event.HEARING_DECIDED},
    stops={Event.APPEALED},
    is_right=True,
)
CHS_PRE13 = standard(
    "chs_pre13",
    "Supervision requirement",
    version(
        "chs_pre13",
        "A supervision requirement lapses where it is not reviewed within a year.",
        "Children (Scotland) Act 1995, section 73(2); Social Work (Scotland) Act 1968, section 48, had the same",
        years(1),
        since=date(1997, 4, 1),
        until=SINCE_2013,
    ),
    starts={Event.REQUIREMENT_MADE, Event.REQUIREMENT_CONTINUED},
    stops={Event.REQUIREMENT_CONTINUED, Event.REQUIREMENT_ENDED},
)
HEARINGS = (
    *(CHS_CSO_1, CHS_CSO_2, CHS_CSO_3, CHS_CSO_4, CHS_CSO_5),
    *(CHS_ICSO_1, CHS_ICSO_1_SUM, CHS_ICSO_2, CHS_ICSO_3),
    *(CHS_RPT_1, CHS_SUP_1, CHS_DEC_1, CHS_DEC_2, CHS_NOT_1),
    *(CHS_DOC_1, CHS_DOC_2_IN, CHS_DOC_2_OUT, CHS_APP_1, CHS_PRE13),
)
