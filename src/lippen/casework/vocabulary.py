"""Closed lists of words of the child's record."""

from __future__ import annotations

from enum import StrEnum


class NameKind(StrEnum):
    """What a name is."""

    NAME = "name"
    KNOWN_AS = "known_as"
    FORMER = "former"


NAME_KIND_WORDS = {NameKind.NAME: "Name", NameKind.KNOWN_AS: "Known as", NameKind.FORMER: "Former name"}


class BirthPrecision(StrEnum):
    """How well a day of birth is known."""

    EXACT = "exact"
    ESTIMATED = "estimated"
    EXPECTED = "expected"


BIRTH_WORDS = {
    BirthPrecision.EXACT: "Known exactly",
    BirthPrecision.ESTIMATED: "Estimated",
    BirthPrecision.EXPECTED: "Expected: not born yet",
}


class ContactKind(StrEnum):
    """How somebody can be reached."""

    PHONE = "phone"
    EMAIL = "email"


CONTACT_WORDS = {ContactKind.PHONE: "Telephone", ContactKind.EMAIL: "E-mail"}


class IdScheme(StrEnum):
    """Whose number it is."""

    CHI = "chi"
    SCN = "scn"
    OTHER = "other"


SCHEME_WORDS = {
    IdScheme.CHI: "CHI number (health)",
    IdScheme.SCN: "Scottish candidate number (school)",
    IdScheme.OTHER: "Another number",
}


class TieKind(StrEnum):
    """What one person is to another. Written from the first to the second; the other way is read, not stored."""

    PARENT = "parent"
    STEP_PARENT = "step_parent"
    GRANDPARENT = "grandparent"
    CARER = "carer"
    AUNT_OR_UNCLE = "aunt_or_uncle"
    SIBLING = "sibling"
    HALF_SIBLING = "half_sibling"
    PARTNER = "partner"
    FORMER_PARTNER = "former_partner"
    OTHER = "other"


TIE_WORDS: dict[TieKind, tuple[str, str]] = {
    TieKind.PARENT: ("Parent", "Child"),
    TieKind.STEP_PARENT: ("Step-parent", "Stepchild"),
    TieKind.GRANDPARENT: ("Grandparent", "Grandchild"),
    TieKind.CARER: ("Carer", "Child cared for"),
    TieKind.AUNT_OR_UNCLE: ("Aunt or uncle", "Niece or nephew"),
    TieKind.SIBLING: ("Brother or sister", "Brother or sister"),
    TieKind.HALF_SIBLING: ("Half-brother or half-sister", "Half-brother or half-sister"),
    TieKind.PARTNER: ("Partner", "Partner"),
    TieKind.FORMER_PARTNER: ("Former partner", "Former partner"),
    TieKind.OTHER: ("Somebody else who matters", "Somebody else who matters"),
}
"""What the first is to the second, and the second to the first."""


class Rights(StrEnum):
    """Whether somebody holds parental responsibilities and rights."""

    YES = "yes"
    NO = "no"
    NOT_KNOWN = "not_known"


RIGHTS_WORDS = {Rights.YES: "Holds them", Rights.NO: "Does not hold them", Rights.NOT_KNOWN: "Not known"}


class OwnTieKind(StrEnum):
    """What somebody known is to an officer of ours."""

    SELF = "self"
    FAMILY = "family"
    NONE = "none"


OWN_TIE_WORDS = {
    OwnTieKind.SELF: "It is the officer's own record",
    OwnTieKind.FAMILY: "It is a record of the officer's family",
    OwnTieKind.NONE: "There is no such tie: it was a mistake",
}


class InvolvementKind(StrEnum):
    """What somebody's part in a child's record is."""

    ALLOCATED = "allocated"
    CO_WORKING = "co_working"
    HOLDING = "holding"
    DUTY = "duty"


INVOLVEMENT_WORDS = {
    InvolvementKind.ALLOCATED: "Allocated worker",
    InvolvementKind.CO_WORKING: "Works alongside",
    InvolvementKind.HOLDING: "Holds while waiting",
    InvolvementKind.DUTY: "Took it in at the front door",
}


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


OUTCOME_WORDS = {
    Outcome.ASSESS: "Goes on to initial assessment",
    Outcome.ASSESSED: "Assessed: goes on to the decision",
    Outcome.ALLOCATE: "Needs a social worker",
    Outcome.ADVICE: "Advice given",
    Outcome.PASSED_ON: "Passed on to another service",
    Outcome.NO_ACTION: "Nothing more is needed",
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


WAITING_END_WORDS = {
    WaitingEndKind.ALLOCATED: "Has a social worker",
    WaitingEndKind.HELPED_ELSEWHERE: "Another service helps",
    WaitingEndKind.NOT_NEEDED: "No longer needs a social worker",
    WaitingEndKind.MOVED_AWAY: "Moved away; the other council was told",
}
ENDINGS = (WaitingEndKind.HELPED_ELSEWHERE, WaitingEndKind.NOT_NEEDED, WaitingEndKind.MOVED_AWAY)


class Status(StrEnum):
    """What kind of work a child's record needs now. Processes that are not held here yet are typed in."""

    IN_NEED = "in_need"
    ASSESSMENT = "assessment"
    PROTECTION = "protection"
    PRE_BIRTH = "pre_birth"
    AT_HOME = "at_home"
    AWAY = "away"
    COURT = "court"
    AFTERCARE = "aftercare"
    NONE = "none"


STATUS_WORDS = {
    Status.IN_NEED: "Supported at home by agreement",
    Status.ASSESSMENT: "Being assessed",
    Status.PROTECTION: "On the child protection register",
    Status.PRE_BIRTH: "Not born yet, planned for",
    Status.AT_HOME: "Looked after at home",
    Status.AWAY: "Looked after away from home",
    Status.COURT: "Permanence in court",
    Status.AFTERCARE: "Aftercare",
    Status.NONE: "No open work",
}


class Place(StrEnum):
    """Where a child was seen."""

    HOME = "home"
    SCHOOL = "school"
    OFFICE = "office"
    CARER = "carer"
    OUT = "out"
    VIDEO = "video"


PLACE_WORDS = {
    Place.HOME: "At home",
    Place.SCHOOL: "At school or nursery",
    Place.OFFICE: "At our office",
    Place.CARER: "Where a carer lives",
    Place.OUT: "Out and about",
    Place.VIDEO: "By video or telephone",
}


class Significance(StrEnum):
    """How much an event matters to the child."""

    HIGH = "high"
    SOME = "some"
    BACKGROUND = "background"


SIGNIFICANCE_WORDS = {
    Significance.HIGH: "Matters a great deal",
    Significance.SOME: "Matters",
    Significance.BACKGROUND: "Background",
}


class GlassReason(StrEnum):
    """Why a record outside somebody's own work is opened."""

    DANGER = "danger"
    OUT_OF_HOURS = "out_of_hours"
    COVER = "cover"
    COURT = "court"


GLASS_WORDS = {
    GlassReason.DANGER: "The child may be in danger now",
    GlassReason.OUT_OF_HOURS: "I am on duty out of hours",
    GlassReason.COVER: "I stand in for whoever works with the child",
    GlassReason.COURT: "A court or a hearing asks today",
}


class GlassVerdict(StrEnum):
    """What a manager found about such an opening."""

    RIGHT = "right"
    NOT_RIGHT = "not_right"


GLASS_VERDICT_WORDS = {
    GlassVerdict.RIGHT: "It was right to open it",
    GlassVerdict.NOT_RIGHT: "It should not have been opened",
}


class SameStep(StrEnum):
    """What happened to the proposal that two records are of one person."""

    AGREED = "agreed"
    REFUSED = "refused"
    UNDONE = "undone"


SAME_STEP_WORDS = {
    SameStep.AGREED: "Agreed: one person",
    SameStep.REFUSED: "Not agreed: two people",
    SameStep.UNDONE: "Undone: two people again",
}


class MarkerKind(StrEnum):
    """What whoever meets somebody, or goes where they live, has to know."""

    VIOLENCE = "violence"
    ALONE = "alone"
    ANIMAL = "animal"
    SELF_HARM = "self_harm"
    MISSING = "missing"
    PLACE = "place"
    OTHER = "other"


MARKER_WORDS = {
    MarkerKind.VIOLENCE: "Has hurt or threatened somebody",
    MarkerKind.ALONE: "Do not visit alone",
    MarkerKind.ANIMAL: "An animal that may hurt somebody",
    MarkerKind.SELF_HARM: "May harm themselves",
    MarkerKind.MISSING: "May go missing",
    MarkerKind.PLACE: "The place is not safe",
    MarkerKind.OTHER: "Something else to know before a visit",
}


class MarkerStep(StrEnum):
    """What was said of a warning after it was written."""

    AGREED = "agreed"
    REFUSED = "refused"
    KEPT = "kept"
    ENDED = "ended"


MARKER_STEP_WORDS = {
    MarkerStep.AGREED: "Agreed",
    MarkerStep.REFUSED: "Not agreed",
    MarkerStep.KEPT: "Looked at again: it stays",
    MarkerStep.ENDED: "Looked at again: it is over",
}


class Duty(StrEnum):
    """What the child's record puts on somebody's desk."""

    SCREEN = "screen_contact"
    ASSESS = "assess_referral"
    DECIDE = "decide_referral"
    SIGN_OFF = "sign_off_risk"
    ALLOCATE = "allocate_child"
    NEXT_CONTACT = "waiting_contact"
    LOOK_AGAIN = "level_again"
    VISIT = "visit_child"
    GLASS_TOLD = "glass_told"
    GLASS_REVIEW = "glass_review"
    RESTRICTED_MATCH = "restricted_match"
    AGREE_SAME = "agree_same"
    AGREE_MARKER = "agree_marker"
    REVIEW_MARKER = "review_marker"


DUTY_WORDS = {
    Duty.SCREEN: "Screen the contact",
    Duty.ASSESS: "Finish the initial assessment",
    Duty.DECIDE: "Decide on the referral",
    Duty.SIGN_OFF: "Sign off the plan for an immediate risk",
    Duty.ALLOCATE: "Find a social worker",
    Duty.NEXT_CONTACT: "Be in touch while the family waits",
    Duty.LOOK_AGAIN: "Look at the level of concern again today",
    Duty.VISIT: "Visit",
    Duty.GLASS_TOLD: "Somebody opened this record outside their own work",
    Duty.GLASS_REVIEW: "Look at why a record was opened",
    Duty.RESTRICTED_MATCH: "A search came upon a restricted record",
    Duty.AGREE_SAME: "Say whether two records are of one person",
    Duty.AGREE_MARKER: "Agree a warning, or not",
    Duty.REVIEW_MARKER: "Look at a warning again",
}
PERSON_SUBJECT = "casework.person"
REFERRAL_SUBJECT = "casework.referral"
WAITING_SUBJECT = "casework.waiting"
VISIT_SUBJECT = "casework.visit"
GLASS_SUBJECT = "casework.glass"
SEARCH_SUBJECT = "casework.search"
SAME_SUBJECT = "casework.same"
MARKER_SUBJECT = "casework.marker"


class IntakeKind(StrEnum):
    """What the rows of a file from another system are."""

    STAFF = "staff"
    CHILDREN = "children"
    PEOPLE = "people"
    TIES = "ties"
    REFERRALS = "referrals"
    ALLOCATIONS = "allocations"
    ENTRIES = "entries"


INTAKE_WORDS = {
    IntakeKind.STAFF: "Staff and posts",
    IntakeKind.CHILDREN: "Children",
    IntakeKind.PEOPLE: "Grown-ups of their families",
    IntakeKind.TIES: "Who is who to whom",
    IntakeKind.REFERRALS: "Open referrals",
    IntakeKind.ALLOCATIONS: "Who works with which child",
    IntakeKind.ENTRIES: "Notes and events",
}
INTAKE_NOUNS = {
    IntakeKind.STAFF: "post",
    IntakeKind.CHILDREN: "child",
    IntakeKind.PEOPLE: "grown-up",
    IntakeKind.TIES: "tie",
    IntakeKind.REFERRALS: "referral",
    IntakeKind.ALLOCATIONS: "part",
    IntakeKind.ENTRIES: "entry",
}


class IntakeState(StrEnum):
    """How far a file has come. What is taken or set aside keeps its counts, and none of its rows."""

    READING = "reading"
    WAITING = "waiting"
    TAKING = "taking"
    TAKEN = "taken"
    DROPPED = "dropped"


INTAKE_STATE_WORDS = {
    IntakeState.READING: "Being read",
    IntakeState.WAITING: "Waits for its answers",
    IntakeState.TAKING: "On its way in",
    IntakeState.TAKEN: "Brought in",
    IntakeState.DROPPED: "Set aside",
}


class DoubtKind(StrEnum):
    """What is not clear about a row: somebody says how it comes in. Refused rows do not."""

    REFUSED = "refused"
    SAME = "same"
    IN_FILE = "in_file"
    NOT_BORN = "not_born"
    LIMIT = "limit"
    STAGE = "stage"
    POST = "post"
    THERE = "there"
    STOPPED = "stopped"


DOUBT_WORDS = {
    DoubtKind.REFUSED: "Rows that cannot come in",
    DoubtKind.SAME: "May be somebody recorded already",
    DoubtKind.IN_FILE: "May stand in the file twice",
    DoubtKind.NOT_BORN: "Born on a day to come",
    DoubtKind.LIMIT: "Past the limit of children",
    DoubtKind.STAGE: "Immediate risks past the first stage",
    DoubtKind.POST: "Posts that somebody holds",
    DoubtKind.THERE: "Recorded already",
    DoubtKind.STOPPED: "What stopped it on its way in",
}
