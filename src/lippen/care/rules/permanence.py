"""The way to permanence: panel, agency decision, court, the national aims of 2014 and other councils' own."""

from __future__ import annotations

from datetime import date

from lippen.care.rules.stating import (
    PARTLY,
    UNCONFIRMED,
    days,
    months,
    standard,
    version,
    weeks,
    years,
)
from lippen.care.vocabulary import Event

AGENCIES_2009 = "Adoption Agencies (Scotland) Regulations 2009"
AIMS = "National programme on permanence and care excellence"
SINCE_AIMS = date(2014, 1, 1)
"""
The programme began in January 2014, by the Scottish Government's page on it; the first of the month stands for its day.

Councils set aims of their own at first, and the four national ones followed on a day that was not found. What came
before the programme is not held against it.
"""
AWAY = {Event.AWAY_ENDED}

PERM_1 = standard(
    "perm_1",
    "Agency decision",
    version(
        "perm_1",
        "The agency decides within 14 days of the panel's recommendation.",
        f"{AGENCIES_2009}, regulation 13",
        days(14),
    ),
    starts={Event.PANEL},
    stops={Event.AGENCY_DECIDED},
    ends={Event.SENT_BACK},
)
PERM_2 = standard(
    "perm_2",
    "Parents are told of the decision",
    version(
        "perm_2",
        "Parents and others are told of the agency's decision within 7 days.",
        f"{AGENCIES_2009}, regulation 14, for the duty. The figure is that of the Adoption Agencies (Scotland) "
        "Regulations 1996, regulation 12(3); that of 2009 was not read",
        days(7),
        sure=PARTLY,
    ),
    starts={Event.AGENCY_DECIDED},
    stops={Event.PARENTS_TOLD},
)
PERM_3 = standard(
    "perm_3",
    "Parents' reply",
    version(
        "perm_3",
        "Parents may reply within 28 days of being told.",
        f"{AGENCIES_2009}. The figure is from memory",
        days(28),
        sure=UNCONFIRMED,
    ),
    starts={Event.PARENTS_TOLD},
    stops={Event.PARENTS_REPLIED},
    is_right=True,
)
PERM_4 = standard(
    "perm_4",
    "Advice of a hearing is asked for",
    version(
        "perm_4",
        "For a child on an order the Reporter is asked for the advice of a hearing within 7 days of the "
        "decision, before anything is lodged.",
        "The Reporter's practice direction 25 for the duty; the figure is from memory",
        days(7),
        sure=PARTLY,
    ),
    starts={Event.DECIDED_FOR_CHILD_ON_ORDER},
    stops={Event.ADVICE_ASKED},
)
PERM_5 = standard(
    "perm_5",
    "Application for a permanence order",
    version(
        "perm_5",
        "A permanence order is applied for within 28 days of the hearing's advice, or of the end of the time to reply.",
        f"{AGENCIES_2009}. The figure is from memory",
        days(28),
        sure=UNCONFIRMED,
    ),
    starts={Event.ADVICE_GIVEN, Event.REPLY_TIME_ENDED},
    stops={Event.LODGED},
)
PERM_6 = standard(
    "perm_6",
    "What goes with a petition",
    version(
        "perm_6",
        "With a petition for a permanence order (form 11) go the child's birth extract and a numbered report: needs, "
        "family, health, views, the search for parents, care plan, contact, identity.",
        "Sheriff Court Adoption Rules 2009, part 4, rule 31",
    ),
)
PERM_7 = standard(
    "perm_7",
    "Adoption panel",
    version(
        "perm_7",
        "An adoption panel has at least 6 members, of whom 3 must be there.",
        f"{AGENCIES_2009}: the figures stand in questions of a consultation",
        sure=PARTLY,
        least={"members": 6, "there": 3},
    ),
)
PACE_1 = standard(
    "pace_1",
    "Plan reviewed after two years at home",
    version(
        "pace_1",
        "For a child who has been on an order at home for 2 years, the child's plan is reviewed.",
        f"{AIMS}, aim 1",
        years(2),
        since=SINCE_AIMS,
    ),
    starts={Event.AT_HOME_BEGAN},
    stops={Event.PLAN_REVIEWED},
    ends={Event.AT_HOME_ENDED},
)
PACE_2 = standard(
    "pace_2",
    "Permanence recommendation",
    version(
        "pace_2",
        "For a child who is away from home, a way to permanence (going home among them) is recommended within "
        "6 months.",
        f"{AIMS}, aim 2; some count 26 weeks (from memory)",
        months(6),
        since=SINCE_AIMS,
    ),
    starts={Event.AWAY_BEGAN},
    stops={Event.RECOMMENDED},
    ends=AWAY,
)
PACE_3 = standard(
    "pace_3",
    "From recommendation to agency decision",
    version(
        "pace_3",
        "The agency decides within 14 weeks of the recommendation.",
        f"{AIMS}, aim 3. The figure is from memory",
        weeks(14),
        since=SINCE_AIMS,
        sure=UNCONFIRMED,
    ),
    starts={Event.RECOMMENDED_AWAY},
    stops={Event.AGENCY_DECIDED},
    ends=AWAY,
)
PACE_4 = standard(
    "pace_4",
    "From agency decision to court",
    version(
        "pace_4",
        "The application is lodged in court within 16 weeks of the agency's decision.",
        f"{AIMS}, aim 4. The figure is from memory",
        weeks(16),
        since=SINCE_AIMS,
        sure=UNCONFIRMED,
    ),
    starts={Event.AGENCY_DECIDED},
    stops={Event.LODGED},
    ends=AWAY | {Event.REFUSED},
)
PACE_LOC_PANEL = standard(
    "pace_loc_panel",
    "Panel after home was ruled out",
    version(
        "pace_loc_panel",
        "The panel meets within 12 weeks of the review that ruled out going home.",
        "Local aim of Aberdeen: for nine in ten children",
        weeks(12),
        since=SINCE_AIMS,
    ),
    starts={Event.HOME_RULED_OUT},
    stops={Event.PANEL},
    ends=AWAY,
    is_taken_up=True,
)
PACE_LOC_FINAL = standard(
    "pace_loc_final",
    "Final placement of a young child",
    version(
        "pace_loc_final",
        "A child of 5 or younger is in the final placement within 12 months.",
        "Local aim of Aberdeen: for nine in ten children",
        months(12),
        since=SINCE_AIMS,
    ),
    starts={Event.AWAY_BEGAN_UNDER_6},
    stops={Event.FINAL_PLACEMENT},
    ends=AWAY,
    is_taken_up=True,
)
PACE_LOC_KINSHIP = standard(
    "pace_loc_kinship",
    "Kinship ruled in or out",
    version(
        "pace_loc_kinship",
        "Living with kin is ruled in or out by the review at 18 weeks.",
        "Local aim of Aberdeen",
        weeks(18),
        since=SINCE_AIMS,
    ),
    starts={Event.AWAY_BEGAN},
    stops={Event.KINSHIP_RULED},
    ends=AWAY,
    is_taken_up=True,
)
PACE_LOC_PLAN = standard(
    "pace_loc_plan",
    "Permanence plan of a child under 12",
    version(
        "pace_loc_plan",
        "A child under 12 has a permanence plan within 9 months.",
        "Local aim of Aberdeenshire: for nine in ten children",
        months(9),
        since=SINCE_AIMS,
    ),
    starts={Event.AWAY_BEGAN_UNDER_12},
    stops={Event.PERMANENCE_PLAN},
    ends=AWAY,
    is_taken_up=True,
)
PACE_LOC_PLAN_TO_PANEL = standard(
    "pace_loc_plan_to_panel",
    "Panel after the permanence plan",
    version(
        "pace_loc_plan_to_panel",
        "The panel meets within 12 weeks of the permanence plan.",
        "Local aim of Aberdeenshire",
        weeks(12),
        since=SINCE_AIMS,
    ),
    starts={Event.PERMANENCE_PLAN},
    stops={Event.PANEL},
    ends=AWAY,
    is_taken_up=True,
)
PERMANENCE = (
    *(PERM_1, PERM_2, PERM_3, PERM_4, PERM_5, PERM_6, PERM_7),
    *(PACE_1, PACE_2, PACE_3, PACE_4),
    *(PACE_LOC_PANEL, PACE_LOC_FINAL, PACE_LOC_KINSHIP, PACE_LOC_PLAN, PACE_LOC_PLAN_TO_PANEL),
)
