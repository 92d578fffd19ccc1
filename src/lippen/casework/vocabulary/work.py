"""Work with a child: who, how, what happened, what warns, what is handed on."""

from __future__ import annotations

from enum import StrEnum


class InvolvementKind(StrEnum):
    """What somebody's part in a child's record is."""

    ALLOCATED = "allocated"
    CO_WORKING = "co_working"
    HOLDING = "holding"
    DUTY = "duty"
    OFFERED = "offered"
    MENTORING = "mentoring"


INVOLVEMENT_WORDS = {
    InvolvementKind.ALLOCATED: "Allocated worker",
    InvolvementKind.CO_WORKING: "Works alongside",
    InvolvementKind.HOLDING: "Holds while waiting",
    InvolvementKind.DUTY: "Took it in at the front door",
    InvolvementKind.OFFERED: "Is asked to take over",
    InvolvementKind.MENTORING: "Mentors the worker",
}


class HelperKind(StrEnum):
    """From which service somebody is who works with a family too."""

    HEALTH_VISITOR = "health_visitor"
    SCHOOL = "school"
    GP = "gp"
    NURSE = "nurse"
    MENTAL_HEALTH = "mental_health"
    SUBSTANCES = "substances"
    POLICE = "police"
    HOUSING = "housing"
    JUSTICE = "justice"
    ADULTS = "adults"
    VOLUNTARY = "voluntary"
    ADVOCATE = "advocate"
    MENTOR = "mentor"
    VOLUNTEER = "volunteer"
    SOLICITOR = "solicitor"
    OTHER = "other"


HELPER_WORDS = {
    HelperKind.HEALTH_VISITOR: "Health visitor",
    HelperKind.SCHOOL: "School or nursery",
    HelperKind.GP: "GP practice",
    HelperKind.NURSE: "Nurse or hospital",
    HelperKind.MENTAL_HEALTH: "Mental health service",
    HelperKind.SUBSTANCES: "Drug and alcohol service",
    HelperKind.POLICE: "Police",
    HelperKind.HOUSING: "Housing",
    HelperKind.JUSTICE: "Justice social work",
    HelperKind.ADULTS: "Adults' social work",
    HelperKind.VOLUNTARY: "Voluntary organisation",
    HelperKind.ADVOCATE: "Advocate of the child",
    HelperKind.MENTOR: "Mentor",
    HelperKind.VOLUNTEER: "Volunteer or befriender",
    HelperKind.SOLICITOR: "Solicitor",
    HelperKind.OTHER: "Another service",
}


class HelperStep(StrEnum):
    """What was said of such help later."""

    CONTACT = "contact"
    ENDED = "ended"


class ConsentStep(StrEnum):
    """What was said of telling somebody of another service something."""

    GIVEN = "given"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


CONSENT_STEP_WORDS = {
    ConsentStep.GIVEN: "They may be told what is said below",
    ConsentStep.REFUSED: "No: they may be told nothing",
    ConsentStep.WITHDRAWN: "What was agreed before is taken back",
}


class ConsentBy(StrEnum):
    """Who said so."""

    CHILD = "child"
    PARENT = "parent"
    RIGHTS = "rights"
    COURT = "court"


CONSENT_BY_WORDS = {
    ConsentBy.CHILD: "The child",
    ConsentBy.PARENT: "A parent",
    ConsentBy.RIGHTS: "Somebody else with parental rights",
    ConsentBy.COURT: "A court or a children's hearing",
}


class PictureKind(StrEnum):
    """What a child made."""

    DRAWING = "drawing"
    PHOTOGRAPH = "photograph"
    WRITING = "writing"
    THING = "thing"


PICTURE_WORDS = {
    PictureKind.DRAWING: "A drawing or painting",
    PictureKind.PHOTOGRAPH: "A photograph",
    PictureKind.WRITING: "Something written",
    PictureKind.THING: "Something that they made",
}


class PictureShown(StrEnum):
    """Whether the child agrees that others see it."""

    YES = "yes"
    NO = "no"
    NOT_ASKED = "not_asked"


PICTURE_SHOWN_WORDS = {
    PictureShown.YES: "Yes",
    PictureShown.NO: "No: only those who work with them",
    PictureShown.NOT_ASKED: "They could not be asked, or were not",
}


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


class AlertKind(StrEnum):
    """What somebody who works with a child has to know, because others did it or a standard was broken."""

    WAITS = "waits"
    REFERRAL = "referral"
    NOT_SEEN = "not_seen"
    MARKER = "marker"
    ENTRY = "entry"
    STATUS = "status"
    ADDRESS = "address"
    WRONG = "wrong"
    GIVEN = "given"
    DEATH = "death"


ALERT_WORDS = {
    AlertKind.WAITS: "Has waited longer than the council's standard",
    AlertKind.REFERRAL: "A new referral",
    AlertKind.NOT_SEEN: "A visit found them not in, or not seen",
    AlertKind.MARKER: "A new warning",
    AlertKind.ENTRY: "Something that matters a great deal was written down",
    AlertKind.STATUS: "The status changed",
    AlertKind.ADDRESS: "The address changed",
    AlertKind.WRONG: "Something was marked as wrong",
    AlertKind.GIVEN: "Was allocated",
    AlertKind.DEATH: "Has died",
}


class HandoverStep(StrEnum):
    """What came of it that a child was offered to another worker."""

    ACCEPTED = "accepted"
    TAKEN = "taken"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    OVERTAKEN = "overtaken"
    KEPT = "kept"


HANDOVER_STEP_WORDS = {
    HandoverStep.ACCEPTED: "Accepted",
    HandoverStep.TAKEN: "Taken over",
    HandoverStep.REFUSED: "Not taken over",
    HandoverStep.WITHDRAWN: "Taken back",
    HandoverStep.OVERTAKEN: "Overtaken: the child was allocated otherwise",
    HandoverStep.KEPT: "Stays with the worker",
}
SAYS_WHY = frozenset({HandoverStep.REFUSED, HandoverStep.WITHDRAWN, HandoverStep.KEPT})


class ClosingReason(StrEnum):
    """Why work with a child is closed."""

    NEEDS_MET = "needs_met"
    ELSEWHERE = "elsewhere"
    MOVED = "moved"
    DECLINED = "declined"
    GROWN_UP = "grown_up"
    DIED = "died"
    NOT_NEEDED = "not_needed"
    OTHER = "other"


CLOSING_WORDS = {
    ClosingReason.NEEDS_MET: "What the child needed is met",
    ClosingReason.ELSEWHERE: "Another council or service has taken over",
    ClosingReason.MOVED: "The family has moved away",
    ClosingReason.DECLINED: "The family no longer wants help",
    ClosingReason.GROWN_UP: "Turned 18 or left care",
    ClosingReason.DIED: "The child died",
    ClosingReason.NOT_NEEDED: "Nothing more was needed after the contact",
    ClosingReason.OTHER: "Another reason",
}


class ClosingSaid(StrEnum):
    """What was said to a closing that somebody asked for; or that it was closed in one step."""

    AGREED = "agreed"
    REFUSED = "refused"
    AT_ONCE = "at_once"


class ClosingFirst(StrEnum):
    """What has to be dealt with before work with a child is closed."""

    REFERRAL = "referral"
    STATUS = "status"
    OFFER = "offer"
    DEATH = "death"


class TypedKind(StrEnum):
    """What a process asks that Lippen does not hold yet. Each is a kind of duty too."""

    CORE_GROUP = "core_group"
    PROTECTION_VISIT = "protection_visit"
    PROTECTION_MEETING = "protection_meeting"
    REPORTER_REPORT = "reporter_report"
    HEARING = "hearing"
    COURT = "court"
    LOOKED_AFTER_REVIEW = "looked_after_review"
    CHILDS_PLAN = "childs_plan"
    OTHER_DUTY = "other_duty"


TYPED_WORDS = {
    TypedKind.CORE_GROUP: "Core group",
    TypedKind.PROTECTION_VISIT: "Child protection visit",
    TypedKind.PROTECTION_MEETING: "Child protection planning meeting",
    TypedKind.REPORTER_REPORT: "Report for the Children's Reporter",
    TypedKind.HEARING: "Children's hearing",
    TypedKind.COURT: "Court date or report",
    TypedKind.LOOKED_AFTER_REVIEW: "Review of a looked-after child",
    TypedKind.CHILDS_PLAN: "Child's plan to be written or reviewed",
    TypedKind.OTHER_DUTY: "Something else that is due",
}


class DeskWork(StrEnum):
    """What duties ask for that nobody types in: each is reckoned to take some hours, as what is typed in is."""

    VISIT = "visit"
    FAMILY_CONTACT = "family_contact"
    HEALTH = "health_look"
    DECIDED = "review_decision"
    PERMANENCE = "permanence_papers"
    CARERS = "carers_assessed"
    NOTICE = "notice"


DESK_WORDS = {
    DeskWork.VISIT: "Visit to a child",
    DeskWork.FAMILY_CONTACT: "Being there when a child meets their family",
    DeskWork.HEALTH: "Looking at a looked-after child's health",
    DeskWork.DECIDED: "What a review decided",
    DeskWork.PERMANENCE: "Papers on the way to permanence",
    DeskWork.CARERS: "Assessment of carers",
    DeskWork.NOTICE: "Notice or request to others",
}


class TypedEnd(StrEnum):
    """What became of it."""

    DONE = "done"
    CANCELLED = "cancelled"


TYPED_END_WORDS = {TypedEnd.DONE: "It is done", TypedEnd.CANCELLED: "It need not be done"}
