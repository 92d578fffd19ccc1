"""The closed lists of looked-after children: what happens to them, as standards read it."""

from __future__ import annotations

from enum import StrEnum


class Event(StrEnum):
    """What standards of this floor start, stop or end by."""

    # Living somewhere
    EPISODE_BEGAN = "episode_began"
    EPISODE_ENDED = "episode_ended"
    AT_HOME_BEGAN = "at_home_began"
    AT_HOME_ENDED = "at_home_ended"
    AWAY_BEGAN = "away_began"
    AWAY_BEGAN_UNDER_6 = "away_began_under_6"
    AWAY_BEGAN_UNDER_12 = "away_began_under_12"
    AWAY_ENDED = "away_ended"
    PLACED = "placed"
    PLACED_IN_EMERGENCY = "placed_in_emergency"
    EMERGENCY_ENDED = "emergency_ended"
    EMERGENCY_WENT_ON = "emergency_went_on"
    CARERS_APPROVED = "carers_approved"
    SHORT_SERIES_BEGAN = "short_series_began"
    FOSTER_HOME_OVER_THREE = "foster_home_over_three"
    FOSTERING_PANEL = "fostering_panel"
    PLACEMENT_ENDED = "placement_ended"
    KINSHIP_ASSESSMENT_BEGAN = "kinship_assessment_began"
    KINSHIP_ASSESSED = "kinship_assessed"

    # Reviews, visits, health
    EMERGENCY_REVIEW = "emergency_review"
    EMERGENCY_FURTHER_REVIEW = "emergency_further_review"
    FIRST_REVIEW = "first_review"
    SECOND_REVIEW = "second_review"
    LATER_REVIEW = "later_review"
    HOME_FIRST_REVIEW = "home_first_review"
    HOME_SECOND_REVIEW = "home_second_review"
    HOME_LATER_REVIEW = "home_later_review"
    SERIES_REVIEW = "series_review"
    VISIT = "visit"
    HOME_VISIT = "home_visit"
    HEALTH_BOARD_TOLD = "health_board_told"
    HEALTH_ASSESSED = "health_assessed"

    # Hearings, as legal dates that are typed in
    ORDER_MADE = "order_made"
    ORDER_CONTINUED = "order_continued"
    ORDER_ENDED = "order_ended"
    ORDER_EXPIRES = "order_expires"
    ORDER_REVIEW_BEGUN = "order_review_begun"
    REQUIREMENT_MADE = "requirement_made"
    REQUIREMENT_CONTINUED = "requirement_continued"
    REQUIREMENT_ENDED = "requirement_ended"
    INTERIM_MADE = "interim_made"
    INTERIM_FIRST_MADE = "interim_first_made"
    INTERIM_ENDED = "interim_ended"
    INTERIM_SERIES_ENDED = "interim_series_ended"
    INTERIM_VARIED = "interim_varied"
    INTERIM_VARIATION_ENDED = "interim_variation_ended"
    REPORT_ASKED = "report_asked"
    REPORT_SENT = "report_sent"
    OFFICER_SAW_CHILD = "officer_saw_child"
    REFERRED_TO_REPORTER = "referred_to_reporter"
    REPORTER_DECIDED = "reporter_decided"
    HEARING_ARRANGED = "hearing_arranged"
    HEARING_HELD = "hearing_held"
    HEARING_HELD_AFTER_DEFERRAL = "hearing_held_after_deferral"
    HEARING_NOTICE = "hearing_notice"
    HEARING_PAPERS = "hearing_papers"
    PRE_HEARING = "pre_hearing"
    REPRESENTATIONS_IN = "representations_in"
    REPRESENTATIONS_OUT = "representations_out"
    HEARING_DECIDED = "hearing_decided"
    APPEALED = "appealed"

    # The way to permanence
    HOME_RULED_OUT = "home_ruled_out"
    PERMANENCE_CONSIDERED = "permanence_considered"
    RECOMMENDED = "recommended"
    RECOMMENDED_AWAY = "recommended_away"
    PERMANENCE_PLAN = "permanence_plan"
    PANEL = "panel"
    AGENCY_DECIDED = "agency_decided"
    DECIDED_FOR_CHILD_ON_ORDER = "decided_for_child_on_order"
    PARENTS_TOLD = "parents_told"
    PARENTS_REPLIED = "parents_replied"
    REPLY_TIME_ENDED = "reply_time_ended"
    ADVICE_ASKED = "advice_asked"
    ADVICE_GIVEN = "advice_given"
    LODGED = "lodged"
    PLAN_REVIEWED = "plan_reviewed"
    FINAL_PLACEMENT = "final_placement"
    KINSHIP_RULED = "kinship_ruled"
    FULLY_ASSESSED = "fully_assessed"
    PLAN_AGREED = "plan_agreed"
    FAMILY_MET = "family_met"
    CLINIC = "clinic"
    REPORTS_READY = "reports_ready"
    COURT_HEARD = "court_heard"
    MATCHED = "matched"
    KINSHIP_ORDER = "kinship_order"
    SENT_BACK = "sent_back"
    REFUSED = "refused"

    # From returns
    REVIEW_RETURNED = "review_returned"

    # A death
    DIED = "died"
    DEATH_NOTIFIED = "death_notified"
    DEATH_REPORTED = "death_reported"


OF_THE_WAY = frozenset(
    {
        *(Event.FULLY_ASSESSED, Event.PLAN_AGREED, Event.FAMILY_MET, Event.CLINIC, Event.REPORTS_READY),
        *(Event.COURT_HEARD, Event.MATCHED, Event.KINSHIP_ORDER),
    }
)
"""Milestones on the way to permanence that start and stop no clock."""
FROM_SPANS = frozenset(
    {
        *(Event.EPISODE_BEGAN, Event.EPISODE_ENDED, Event.AT_HOME_BEGAN, Event.AT_HOME_ENDED),
        *(Event.AWAY_BEGAN, Event.AWAY_BEGAN_UNDER_6, Event.AWAY_BEGAN_UNDER_12, Event.AWAY_ENDED),
        *(Event.PLACED, Event.PLACED_IN_EMERGENCY, Event.EMERGENCY_ENDED, Event.SHORT_SERIES_BEGAN),
        *(Event.PLACEMENT_ENDED, Event.ORDER_MADE, Event.ORDER_CONTINUED, Event.ORDER_ENDED, Event.ORDER_EXPIRES),
        *(Event.REQUIREMENT_MADE, Event.REQUIREMENT_CONTINUED, Event.REQUIREMENT_ENDED),
        *(Event.INTERIM_MADE, Event.INTERIM_FIRST_MADE, Event.INTERIM_ENDED, Event.INTERIM_SERIES_ENDED),
        *(Event.INTERIM_VARIED, Event.INTERIM_VARIATION_ENDED),
    }
)
"""What follows from episodes, placements and legal reasons, and is never typed in."""
FROM_RECORD = frozenset({Event.VISIT, Event.HOME_VISIT, Event.OFFICER_SAW_CHILD, Event.DIED})
"""What follows from the child's record: visits at which the child was seen, and a death."""
FROM_RETURNS = frozenset({Event.REVIEW_RETURNED})
"""What a return of another system tells; it starts and stops no clock."""
TYPED = frozenset(Event) - FROM_SPANS - FROM_RECORD - FROM_RETURNS
"""What somebody types in, with its day."""
BEFORE_BIRTH = frozenset(
    {
        *(Event.FAMILY_MET, Event.FULLY_ASSESSED, Event.PLAN_AGREED, Event.CLINIC),
        *(Event.KINSHIP_ASSESSMENT_BEGAN, Event.KINSHIP_ASSESSED, Event.CARERS_APPROVED, Event.FOSTERING_PANEL),
    }
)
"""What may happen before a child is born: the family is met, kin and carers are looked at, a plan is made."""
BEFORE_CARE = BEFORE_BIRTH | frozenset(
    {
        *(Event.REPORT_ASKED, Event.REPORT_SENT, Event.REFERRED_TO_REPORTER, Event.REPORTER_DECIDED),
        *(Event.HEARING_ARRANGED, Event.HEARING_HELD, Event.HEARING_HELD_AFTER_DEFERRAL, Event.HEARING_NOTICE),
        *(Event.HEARING_PAPERS, Event.PRE_HEARING, Event.REPRESENTATIONS_IN, Event.REPRESENTATIONS_OUT),
        *(Event.HEARING_DECIDED, Event.APPEALED, Event.COURT_HEARD, Event.ORDER_REVIEW_BEGUN),
        *(Event.HEALTH_ASSESSED, Event.PLAN_REVIEWED, Event.KINSHIP_RULED, Event.KINSHIP_ORDER),
    }
)
"""What may come before a child's first day in care: the way to a hearing, kin who are looked at, a plan, health."""
EVENT_WORDS = {
    Event.EMERGENCY_WENT_ON: "A review found that the emergency placement goes on",
    Event.CARERS_APPROVED: "Carers were approved for this child",
    Event.FOSTER_HOME_OVER_THREE: "More than three unrelated children in the foster home",
    Event.FOSTERING_PANEL: "Fostering panel looked at it",
    Event.KINSHIP_ASSESSMENT_BEGAN: "Assessment of kinship carers began",
    Event.KINSHIP_ASSESSED: "Kinship carers were assessed",
    Event.EMERGENCY_REVIEW: "Review of the emergency placement",
    Event.EMERGENCY_FURTHER_REVIEW: "Further review of the emergency placement",
    Event.FIRST_REVIEW: "First review, away from home",
    Event.SECOND_REVIEW: "Second review, away from home",
    Event.LATER_REVIEW: "Later review, away from home",
    Event.HOME_FIRST_REVIEW: "First review at home",
    Event.HOME_SECOND_REVIEW: "Second review at home",
    Event.HOME_LATER_REVIEW: "Later review at home",
    Event.SERIES_REVIEW: "Review of short breaks",
    Event.REVIEW_RETURNED: "Review, as a return tells it",
    Event.HEALTH_BOARD_TOLD: "The health board was told",
    Event.HEALTH_ASSESSED: "Health was assessed",
    Event.ORDER_REVIEW_BEGUN: "The Reporter began a review of the order",
    Event.REPORT_ASKED: "The Reporter asked for a report",
    Event.REPORT_SENT: "The report was sent to the Reporter",
    Event.REFERRED_TO_REPORTER: "Referred to the Reporter",
    Event.REPORTER_DECIDED: "The Reporter decided",
    Event.HEARING_ARRANGED: "A hearing was to be arranged",
    Event.HEARING_HELD: "Children's hearing",
    Event.HEARING_HELD_AFTER_DEFERRAL: "Children's hearing after a deferral or proof",
    Event.HEARING_NOTICE: "Notice of the hearing came",
    Event.HEARING_PAPERS: "Papers for the hearing came",
    Event.PRE_HEARING: "Pre-hearing panel",
    Event.REPRESENTATIONS_IN: "Representations were handed in",
    Event.REPRESENTATIONS_OUT: "Representations were passed on",
    Event.HEARING_DECIDED: "The hearing's decision was told",
    Event.APPEALED: "Appealed to the sheriff",
    Event.HOME_RULED_OUT: "Going home was ruled out",
    Event.PERMANENCE_CONSIDERED: "Permanence away from home was considered",
    Event.RECOMMENDED: "A review recommended a plan for permanence",
    Event.RECOMMENDED_AWAY: "A review recommended permanence away from home",
    Event.PERMANENCE_PLAN: "The plan for permanence was made",
    Event.PANEL: "Adoption and permanence panel",
    Event.AGENCY_DECIDED: "The agency decided",
    Event.DECIDED_FOR_CHILD_ON_ORDER: "The agency decided, for a child on a supervision order",
    Event.PARENTS_TOLD: "Parents and others were told of the decision",
    Event.PARENTS_REPLIED: "Parents replied",
    Event.REPLY_TIME_ENDED: "The parents' time to reply ended",
    Event.ADVICE_ASKED: "Advice of a hearing was asked for",
    Event.ADVICE_GIVEN: "The hearing gave its advice",
    Event.LODGED: "The application was lodged in court",
    Event.PLAN_REVIEWED: "The child's plan was reviewed",
    Event.FINAL_PLACEMENT: "The placement that is to last began",
    Event.KINSHIP_RULED: "Kinship care was ruled in or out",
    Event.FULLY_ASSESSED: "Comprehensive assessment done",
    Event.PLAN_AGREED: "Child's plan agreed",
    Event.FAMILY_MET: "Family meeting: kin explored",
    Event.CLINIC: "Seen at the legal clinic",
    Event.REPORTS_READY: "Reports for the panel are ready",
    Event.COURT_HEARD: "Heard in court (curator, preliminary hearing or proof)",
    Event.MATCHED: "Matched with those who are to care for the child",
    Event.KINSHIP_ORDER: "Kinship care order made",
    Event.SENT_BACK: "Sent back by the panel or the agency",
    Event.REFUSED: "Refused by the agency or the court",
    Event.DEATH_NOTIFIED: "Ministers and the inspectorate were told of the death",
    Event.DEATH_REPORTED: "The report on the death was sent",
}
"""What somebody types in, in words."""
EVENT_GROUPS = {
    "Reviews": (
        *(Event.FIRST_REVIEW, Event.SECOND_REVIEW, Event.LATER_REVIEW),
        *(Event.HOME_FIRST_REVIEW, Event.HOME_SECOND_REVIEW, Event.HOME_LATER_REVIEW),
        *(Event.EMERGENCY_REVIEW, Event.EMERGENCY_FURTHER_REVIEW, Event.EMERGENCY_WENT_ON, Event.SERIES_REVIEW),
    ),
    "Hearings and orders": (
        *(Event.REPORT_ASKED, Event.REPORT_SENT, Event.REFERRED_TO_REPORTER, Event.REPORTER_DECIDED),
        *(Event.HEARING_ARRANGED, Event.HEARING_NOTICE, Event.HEARING_PAPERS, Event.PRE_HEARING),
        *(Event.REPRESENTATIONS_IN, Event.REPRESENTATIONS_OUT, Event.HEARING_HELD, Event.HEARING_HELD_AFTER_DEFERRAL),
        *(Event.HEARING_DECIDED, Event.APPEALED, Event.ORDER_REVIEW_BEGUN),
    ),
    "The way to permanence": (
        *(Event.FULLY_ASSESSED, Event.PLAN_AGREED, Event.PLAN_REVIEWED, Event.FAMILY_MET, Event.HOME_RULED_OUT),
        *(Event.PERMANENCE_CONSIDERED, Event.RECOMMENDED, Event.RECOMMENDED_AWAY, Event.PERMANENCE_PLAN),
        *(Event.CLINIC, Event.REPORTS_READY, Event.PANEL, Event.AGENCY_DECIDED, Event.DECIDED_FOR_CHILD_ON_ORDER),
        *(Event.PARENTS_TOLD, Event.PARENTS_REPLIED, Event.REPLY_TIME_ENDED, Event.ADVICE_ASKED, Event.ADVICE_GIVEN),
        *(Event.LODGED, Event.COURT_HEARD, Event.MATCHED, Event.FINAL_PLACEMENT, Event.KINSHIP_RULED),
        *(Event.KINSHIP_ORDER, Event.SENT_BACK, Event.REFUSED),
    ),
    "Health": (Event.HEALTH_BOARD_TOLD, Event.HEALTH_ASSESSED),
    "Carers, and other things": (
        *(Event.CARERS_APPROVED, Event.KINSHIP_ASSESSMENT_BEGAN, Event.KINSHIP_ASSESSED, Event.FOSTERING_PANEL),
        *(Event.FOSTER_HOME_OVER_THREE, Event.DEATH_NOTIFIED, Event.DEATH_REPORTED),
    ),
}
"""The same under headings, in the order in which it usually happens: every kind stands under one."""
