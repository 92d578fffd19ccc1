"""The front door: referrals, their stages, and who waits."""

from __future__ import annotations

from enum import StrEnum


class ReferralFrom(StrEnum):
    """Who told us."""

    FAMILY = "family"
    CHILD = "child"
    HEALTH = "health"
    EDUCATION = "education"
    POLICE = "police"
    REPORTER = "reporter"
    OTHER_COUNCIL = "other_council"
    VOLUNTARY = "voluntary"
    PUBLIC = "public"
    OWN_SERVICE = "own_service"
    ANONYMOUS = "anonymous"


FROM_WORDS = {
    ReferralFrom.FAMILY: "Family",
    ReferralFrom.CHILD: "The child",
    ReferralFrom.HEALTH: "Health",
    ReferralFrom.EDUCATION: "School or nursery",
    ReferralFrom.POLICE: "Police",
    ReferralFrom.REPORTER: "Children's Reporter",
    ReferralFrom.OTHER_COUNCIL: "Another council",
    ReferralFrom.VOLUNTARY: "Voluntary organisation",
    ReferralFrom.PUBLIC: "Member of the public",
    ReferralFrom.OWN_SERVICE: "Our own service",
    ReferralFrom.ANONYMOUS: "Somebody who gave no name",
}


class ReferralWhy(StrEnum):
    """What the worry is."""

    NEGLECT = "neglect"
    PHYSICAL = "physical"
    SEXUAL = "sexual"
    EMOTIONAL = "emotional"
    DOMESTIC = "domestic"
    SUBSTANCES = "substances"
    MENTAL_HEALTH = "mental_health"
    BEHAVIOUR = "behaviour"
    DISABILITY = "disability"
    YOUNG_CARER = "young_carer"
    UNBORN = "unborn"
    SUPPORT = "support"


WHY_WORDS = {
    ReferralWhy.NEGLECT: "Neglect",
    ReferralWhy.PHYSICAL: "Physical harm",
    ReferralWhy.SEXUAL: "Sexual harm",
    ReferralWhy.EMOTIONAL: "Emotional harm",
    ReferralWhy.DOMESTIC: "Domestic abuse",
    ReferralWhy.SUBSTANCES: "A parent's drinking or drug use",
    ReferralWhy.MENTAL_HEALTH: "A parent's mental health",
    ReferralWhy.BEHAVIOUR: "The child's behaviour",
    ReferralWhy.DISABILITY: "A disability",
    ReferralWhy.YOUNG_CARER: "A young carer",
    ReferralWhy.UNBORN: "Worry before birth",
    ReferralWhy.SUPPORT: "The family asks for help",
}


class Stage(StrEnum):
    """Where a referral stands: what has still to be done."""

    CONTACT = "contact"
    ASSESSMENT = "assessment"
    DECISION = "decision"
    CLOSED = "closed"


STAGE_WORDS = {
    Stage.CONTACT: "Contact to be screened",
    Stage.ASSESSMENT: "Initial assessment",
    Stage.DECISION: "Decision to be made",
    Stage.CLOSED: "Decided",
}


class Outcome(StrEnum):
    """How a stage ended."""

    ASSESS = "assess"
    ASSESSED = "assessed"
    ALLOCATE = "allocate"
    ADVICE = "advice"
    PASSED_ON = "passed_on"
    NO_ACTION = "no_action"
    MISTAKE = "mistake"


OUTCOME_WORDS = {
    Outcome.ASSESS: "Goes on to initial assessment",
    Outcome.ASSESSED: "Assessed: goes on to the decision",
    Outcome.ALLOCATE: "Needs a social worker",
    Outcome.ADVICE: "Advice given",
    Outcome.PASSED_ON: "Passed on to another service",
    Outcome.NO_ACTION: "Nothing more is needed",
    Outcome.MISTAKE: "Came in by mistake",
}


class SignOffAnswer(StrEnum):
    """What a manager said about an immediate risk."""

    AGREED = "agreed"
    NOT_AGREED = "not_agreed"


SIGN_OFF_WORDS = {
    SignOffAnswer.AGREED: "Agreed: it goes on as planned",
    SignOffAnswer.NOT_AGREED: "Not agreed: something else has to happen first",
}


class Level(StrEnum):
    """How concerned we are about a child."""

    VERY_HIGH = "very_high"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


LEVEL_WORDS = {Level.VERY_HIGH: "Very high", Level.HIGH: "High", Level.MEDIUM: "Medium", Level.LOW: "Low"}


class WaitingEndKind(StrEnum):
    """How a child left the queue."""

    ALLOCATED = "allocated"
    HELPED_ELSEWHERE = "helped_elsewhere"
    NOT_NEEDED = "not_needed"
    MOVED_AWAY = "moved_away"
    MISTAKE = "mistake"


WAITING_END_WORDS = {
    WaitingEndKind.ALLOCATED: "Has a social worker",
    WaitingEndKind.HELPED_ELSEWHERE: "Another service helps",
    WaitingEndKind.NOT_NEEDED: "No longer needs a social worker",
    WaitingEndKind.MOVED_AWAY: "Moved away; the other council was told",
    WaitingEndKind.MISTAKE: "Came in by mistake",
}
ENDINGS = (WaitingEndKind.HELPED_ELSEWHERE, WaitingEndKind.NOT_NEEDED, WaitingEndKind.MOVED_AWAY)
