"""What is due for a looked-after child: emergency placements, reviews, visits, health, fostering, a death."""

from __future__ import annotations

from datetime import date

from lippen.care.rules.stating import (
    CONFIRMED,
    COVID_ACT,
    COVID_END,
    COVID_FROM,
    COVID_UNTIL,
    PARTLY,
    REGULATIONS_2009,
    UNCONFIRMED,
    days,
    months,
    standard,
    version,
    weeks,
    working_days,
)
from lippen.care.vocabulary import Event
from lippen.kernel.standards import Sure, Version

GUIDANCE_2011 = f"Guidance on the {REGULATIONS_2009} and the Adoption and Children (Scotland) Act 2007, 2011"
SIBLINGS_GUIDANCE = "Staying together and connected, national practice guidance on brothers and sisters, 2021"
AWAY = {Event.AWAY_ENDED}
REVIEWS = (Event.FIRST_REVIEW, Event.SECOND_REVIEW, Event.LATER_REVIEW)
HOME_REVIEWS = (Event.HOME_FIRST_REVIEW, Event.HOME_SECOND_REVIEW, Event.HOME_LATER_REVIEW)
AGREED = f"{REGULATIONS_2009}, regulation 44(5): as often as is agreed. The figure is the product's own start"
AT_HOME = (
    "A child who is looked after at home has {what}, or as often as was agreed with the child, parents and others."
)
EMERGENCY_STAY = (
    "A child who was placed in an emergency stays with an approved or known carer for {figure} at most, unless a "
    "review found that the placement is to go on."
)
EMERGENCY_REVIEWED = "An emergency placement is reviewed within {figure} of the placement."

LAC_EM_1 = standard(
    "lac_em_1",
    "Emergency placement, at most",
    version(
        "lac_em_1",
        EMERGENCY_STAY.format(figure="3 working days"),
        f"{REGULATIONS_2009}, regulation 36",
        working_days(3),
        until=COVID_FROM,
    ),
    version(
        "lac_em_1",
        EMERGENCY_STAY.format(figure="5 working days"),
        f"{REGULATIONS_2009}, regulation 36, as changed by the {COVID_ACT}, paragraph 10(6); {COVID_END}",
        working_days(5),
        since=COVID_FROM,
        until=COVID_UNTIL,
    ),
    version(
        "lac_em_1",
        EMERGENCY_STAY.format(figure="3 working days"),
        f"{REGULATIONS_2009}, regulation 36",
        working_days(3),
        since=COVID_UNTIL,
    ),
    starts={Event.PLACED_IN_EMERGENCY},
    stops={Event.EMERGENCY_ENDED, Event.EMERGENCY_WENT_ON},
)
LAC_EM_2 = standard(
    "lac_em_2",
    "Review of an emergency placement",
    version(
        "lac_em_2",
        EMERGENCY_REVIEWED.format(figure="3 working days"),
        f"{REGULATIONS_2009}, regulation 38",
        working_days(3),
        until=COVID_FROM,
    ),
    version(
        "lac_em_2",
        EMERGENCY_REVIEWED.format(figure="5 working days")
        + " Where the chief social work officer finds the placement right and the time too short, it comes as soon "
        "after as can be.",
        f"{REGULATIONS_2009}, regulation 38, as changed by the {COVID_ACT}, paragraph 10(7); {COVID_END}",
        working_days(5),
        since=COVID_FROM,
        until=COVID_UNTIL,
    ),
    version(
        "lac_em_2",
        EMERGENCY_REVIEWED.format(figure="3 working days"),
        f"{REGULATIONS_2009}, regulation 38",
        working_days(3),
        since=COVID_UNTIL,
    ),
    starts={Event.PLACED_IN_EMERGENCY},
    stops={Event.EMERGENCY_REVIEW},
    ends={Event.EMERGENCY_ENDED, *AWAY},
)
LAC_EM_3 = standard(
    "lac_em_3",
    "Further review of an emergency placement",
    version(
        "lac_em_3",
        "An emergency placement that goes on is reviewed again within 6 weeks of the placement.",
        f"{REGULATIONS_2009}, regulation 39(3), as cited in: {SIBLINGS_GUIDANCE}",
        weeks(6),
    ),
    starts={Event.PLACED_IN_EMERGENCY},
    stops={Event.EMERGENCY_FURTHER_REVIEW},
    ends={Event.EMERGENCY_ENDED, *AWAY},
)
LAC_EM_4 = standard(
    "lac_em_4",
    "Emergency placement while carers are assessed, at most",
    version(
        "lac_em_4",
        "An emergency placement that goes on while its carers are assessed lasts 12 weeks at most.",
        f"{REGULATIONS_2009}, regulation 39. The figure is from memory",
        weeks(12),
        sure=UNCONFIRMED,
    ),
    starts={Event.PLACED_IN_EMERGENCY},
    stops={Event.CARERS_APPROVED, Event.EMERGENCY_ENDED},
    ends=AWAY,
)
LAC_R_1 = standard(
    "lac_r_1",
    "First review",
    version(
        "lac_r_1",
        "A child who is placed away from home has a first review within 6 weeks of the placement.",
        f"{REGULATIONS_2009}, regulation 45(2)(a)",
        weeks(6),
    ),
    starts={Event.AWAY_BEGAN},
    stops={Event.FIRST_REVIEW},
    ends=AWAY,
)
LAC_R_2 = standard(
    "lac_r_2",
    "Second review",
    version(
        "lac_r_2",
        "The second review is held within 3 months of the first.",
        f"{REGULATIONS_2009}, regulation 45(2)(b)",
        months(3),
    ),
    starts={Event.FIRST_REVIEW},
    stops={Event.SECOND_REVIEW},
    ends=AWAY,
)
LAC_R_3 = standard(
    "lac_r_3",
    "Later reviews",
    version(
        "lac_r_3",
        "Each later review is held within 6 months of the one before.",
        f"{REGULATIONS_2009}, regulation 45(2)(c)",
        months(6),
    ),
    starts={Event.SECOND_REVIEW, Event.LATER_REVIEW},
    stops={Event.LATER_REVIEW},
    ends=AWAY,
)
LAC_R_4 = standard(
    "lac_r_4",
    "First review of short breaks, or after an emergency",
    version(
        "lac_r_4",
        "A child in a series of short placements has a first review within 3 months of the first of them; a "
        "child whose emergency placement goes on, within 3 months of its further review.",
        f"{REGULATIONS_2009}, regulation 45(3)",
        months(3),
    ),
    starts={Event.SHORT_SERIES_BEGAN, Event.EMERGENCY_FURTHER_REVIEW},
    stops={Event.SERIES_REVIEW, Event.FIRST_REVIEW},
    ends=AWAY,
)
LAC_R_5 = standard(
    "lac_r_5",
    "Review before Reporter, court or hearing",
    version(
        "lac_r_5",
        "A review is held before a child is referred to the Reporter, before a permanence order is asked for, "
        "and, where that can be done, before a hearing.",
        f"{REGULATIONS_2009}, regulation 45(4)",
        days(0),
    ),
    starts={Event.REFERRED_TO_REPORTER, Event.LODGED, Event.HEARING_HELD},
    stops={*REVIEWS, *HOME_REVIEWS, Event.SERIES_REVIEW},
    ends={Event.EPISODE_BEGAN},
    is_before=True,
)
LAC_R_6_FIRST = standard(
    "lac_r_6_first",
    "First review at home",
    version("lac_r_6_first", AT_HOME.format(what="a first review within 6 weeks"), AGREED, weeks(6), sure=UNCONFIRMED),
    starts={Event.AT_HOME_BEGAN},
    stops={Event.HOME_FIRST_REVIEW},
    ends={Event.AT_HOME_ENDED},
)
LAC_R_6_SECOND = standard(
    "lac_r_6_second",
    "Second review at home",
    version(
        "lac_r_6_second",
        AT_HOME.format(what="a second review within 3 months of the first"),
        AGREED,
        months(3),
        sure=UNCONFIRMED,
    ),
    starts={Event.HOME_FIRST_REVIEW},
    stops={Event.HOME_SECOND_REVIEW},
    ends={Event.AT_HOME_ENDED},
)
LAC_R_6_LATER = standard(
    "lac_r_6_later",
    "Later reviews at home",
    version(
        "lac_r_6_later",
        AT_HOME.format(what="each later review within 6 months of the one before"),
        AGREED,
        months(6),
        sure=UNCONFIRMED,
    ),
    starts={Event.HOME_SECOND_REVIEW, Event.HOME_LATER_REVIEW},
    stops={Event.HOME_LATER_REVIEW},
    ends={Event.AT_HOME_ENDED},
)
LAC_R_7 = standard(
    "lac_r_7",
    "What a review keeps",
    version(
        "lac_r_7",
        "What a review was told, how it went and what it decided is written down, and the child's plan is revised.",
        f"{REGULATIONS_2009}, regulation 44(4)",
    ),
)
LAC_V_1 = standard(
    "lac_v_1",
    "First visit in a placement",
    version(
        "lac_v_1",
        "Child and carer are visited within 1 week of the placement.",
        f"{REGULATIONS_2009}, regulation 46(2)(a)",
        weeks(1),
    ),
    starts={Event.PLACED},
    stops={Event.VISIT},
    ends={Event.PLACEMENT_ENDED},
)
LAC_V_2 = standard(
    "lac_v_2",
    "Later visits",
    version(
        "lac_v_2",
        "Later visits are not more than 3 months apart, and whenever they are needed or reasonably asked for; "
        "a report of each is written.",
        f"{REGULATIONS_2009}, regulation 46(2) to (4)",
        months(3),
    ),
    starts={Event.VISIT},
    stops={Event.VISIT},
    ends=AWAY,
)
LAC_H_1 = standard(
    "lac_h_1",
    "Health assessment",
    version(
        "lac_h_1",
        "A looked-after child's health is assessed within 4 weeks of the notice to the health board.",
        "Guidance on health assessments for looked-after children in Scotland (CEL 16); in force from March 2010",
        weeks(4),
        since=date(2010, 3, 1),
    ),
    starts={Event.HEALTH_BOARD_TOLD},
    stops={Event.HEALTH_ASSESSED},
    ends={Event.EPISODE_ENDED},
)
LAC_P_1 = standard(
    "lac_p_1",
    "Permanence away from home considered",
    version(
        "lac_p_1",
        "For a child who has been away for 6 months without real progress towards home, permanence away from home is "
        "considered.",
        "Scottish Government, pages on permanence and care excellence: the programme began in January 2014. The first "
        "of the month stands for its day",
        months(6),
        since=date(2014, 1, 1),
        sure=PARTLY,
    ),
    starts={Event.AWAY_BEGAN},
    stops={Event.PERMANENCE_CONSIDERED, Event.RECOMMENDED},
    ends=AWAY,
)
LAC_T_1 = standard(
    "lac_t_1",
    "A placement that does the child no good",
    version(
        "lac_t_1",
        "A placement that is no longer in the child's interest is ended as soon as can be, and whoever was told of it "
        "before is told of its end at once.",
        f"{REGULATIONS_2009}, regulation 47",
    ),
)
LAC_F_1 = standard(
    "lac_f_1",
    "More than three unrelated foster children",
    version(
        "lac_f_1",
        "Where more than three unrelated children are to go on living in a foster home, it is put to the "
        "fostering panel within 4 weeks, or as soon as can be.",
        f"{REGULATIONS_2009}, regulation 27B, put in by SSI 2021/103, as summed up in: {SIBLINGS_GUIDANCE}. SSI "
        "2021/103 came into force from 31 March to 26 July 2021; which day is regulation 27B's was not read, and the "
        "later one counts",
        weeks(4),
        since=date(2021, 7, 26),
        sure=PARTLY,
    ),
    starts={Event.FOSTER_HOME_OVER_THREE},
    stops={Event.FOSTERING_PANEL},
    ends={Event.PLACEMENT_ENDED},
)
LAC_F_2 = standard(
    "lac_f_2",
    "Fostering panel",
    version(
        "lac_f_2",
        "A fostering panel has at least 6 members, of whom 3 must be there.",
        f"{REGULATIONS_2009}, as summed up by an association of the field",
        least={"members": 6, "there": 3},
    ),
)
LAC_D_1_NOTICE = standard(
    "lac_d_1_notice",
    "Death of a looked-after child: notice",
    version(
        "lac_d_1_notice",
        "Ministers and the inspectorate are told of a looked-after child's death within 1 working day.",
        f"{REGULATIONS_2009}, regulation 6: at once; {GUIDANCE_2011}, chapter 6: 1 working day, and so the guidance "
        "on a death that followed it, from when the council learns of it",
        working_days(1),
    ),
    starts={Event.DIED},
    stops={Event.DEATH_NOTIFIED},
)
LAC_D_1_REPORT = standard(
    "lac_d_1_report",
    "Death of a looked-after child: report",
    version(
        "lac_d_1_report",
        "A report on a looked-after child's death is sent within 28 days.",
        f"{GUIDANCE_2011}, chapter 6, on regulation 6; the guidance on a death that followed it asks for the report "
        "where no learning review is held",
        days(28),
    ),
    starts={Event.DIED},
    stops={Event.DEATH_REPORTED},
)


def _continuing(
    at: str, changed: str = "", *, since: date, until: date | None = None, sure: Sure = CONFIRMED
) -> Version:
    """Continuing care, which those who leave at more and more ages came to have year by year, and aftercare."""
    return version(
        "lac_16",
        f"Who leaves kinship, foster or residential care {at} may stay in continuing care until 21; who was looked "
        "after at 16 or later has aftercare until 26.",
        "Children (Scotland) Act 1995, sections 26A and 29, as changed by the Children and Young People (Scotland) Act "
        "2014, sections 66 and 67, from the day of SSI 2015/61; Continuing Care (Scotland) Order 2015, SSI "
        f"2015/158{changed}",
        since=since,
        until=until,
        sure=sure,
    )


LAC_16 = standard(
    "lac_16",
    "Continuing care and aftercare",
    _continuing("at 16", since=date(2015, 4, 1), until=date(2016, 4, 1)),
    _continuing(
        "at 16 or 17",
        ", as changed by SSI 2016/92, whose day was not read",
        since=date(2016, 4, 1),
        until=date(2017, 4, 1),
        sure=PARTLY,
    ),
    _continuing("at 16 to 18", ", as changed in 2017", since=date(2017, 4, 1), until=date(2018, 4, 1)),
    _continuing("at 16 to 19", ", as changed in 2018", since=date(2018, 4, 1), until=date(2019, 4, 1)),
    _continuing("at 16 to 20", ", as changed by SSI 2019/91", since=date(2019, 4, 1)),
)
LAC_K_1 = standard(
    "lac_k_1",
    "Assessment of kinship carers",
    version(
        "lac_k_1",
        "Kinship carers are assessed within 12 weeks of the day on which it was begun.",
        "Usual among councils, from memory: no statutory number of days was found",
        weeks(12),
        sure=UNCONFIRMED,
    ),
    starts={Event.KINSHIP_ASSESSMENT_BEGAN},
    stops={Event.KINSHIP_ASSESSED},
    ends=AWAY,
)
LOOKED_AFTER = (
    *(LAC_EM_1, LAC_EM_2, LAC_EM_3, LAC_EM_4),
    *(LAC_R_1, LAC_R_2, LAC_R_3, LAC_R_4, LAC_R_5, LAC_R_6_FIRST, LAC_R_6_SECOND, LAC_R_6_LATER, LAC_R_7),
    *(LAC_V_1, LAC_V_2, LAC_H_1, LAC_P_1, LAC_T_1, LAC_F_1, LAC_F_2),
    *(LAC_D_1_NOTICE, LAC_D_1_REPORT, LAC_16, LAC_K_1),
)
