"""Closed lists of words of the child's record."""

from __future__ import annotations

import re
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


class Gender(StrEnum):
    """A person's gender, as they or their family give it."""

    FEMALE = "female"
    MALE = "male"
    OTHER = "other"
    NOT_KNOWN = "not_known"


GENDER_WORDS = {
    Gender.FEMALE: "Female",
    Gender.MALE: "Male",
    Gender.OTHER: "Described in another way",
    Gender.NOT_KNOWN: "Not known yet",
}


class FactKind(StrEnum):
    """Which fact about somebody it is: each is a table of its own."""

    NAME = "name"
    BIRTH = "birth"
    DEATH = "death"
    GENDER = "gender"
    ADDRESS = "address"
    CONTACT = "contact"
    NUMBER = "number"
    STATUS = "status"
    ENTRY = "entry"
    VISIT = "visit"
    PICTURE = "picture"


FACT_WORDS = {
    FactKind.NAME: "Name",
    FactKind.BIRTH: "Born",
    FactKind.DEATH: "Died",
    FactKind.GENDER: "Gender",
    FactKind.ADDRESS: "Address",
    FactKind.CONTACT: "Telephone or e-mail",
    FactKind.NUMBER: "Number of another service",
    FactKind.STATUS: "Status",
    FactKind.ENTRY: "Entry in the chronology",
    FactKind.VISIT: "Visit",
    FactKind.PICTURE: "Picture by the child",
}


class FactStep(StrEnum):
    """What was said of a fact later."""

    STILL_SO = "still_so"
    WRONG = "wrong"


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


CHI = re.compile(r"(0[1-9]|[12][0-9]|3[01])(0[1-9]|1[0-2])[0-9]{6}")


def is_chi(value: str) -> bool:
    """Whether it has the form of a CHI number: ten figures, the day and month of birth first; spaces do not count.

    The last figure is a check by a method that is not held here, so a slip among the others goes unseen.
    """
    return CHI.fullmatch(re.sub(r"[\s-]", "", value)) is not None


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
BY_GENDER: dict[str, tuple[str, str]] = {
    "Parent": ("Mother", "Father"),
    "Child": ("Daughter", "Son"),
    "Step-parent": ("Stepmother", "Stepfather"),
    "Stepchild": ("Stepdaughter", "Stepson"),
    "Grandparent": ("Grandmother", "Grandfather"),
    "Grandchild": ("Granddaughter", "Grandson"),
    "Aunt or uncle": ("Aunt", "Uncle"),
    "Niece or nephew": ("Niece", "Nephew"),
    "Brother or sister": ("Sister", "Brother"),
    "Half-brother or half-sister": ("Half-sister", "Half-brother"),
}
"""What a woman or girl, and a man or boy, is called instead."""


def tie_word(kind: TieKind, gender: str, *, is_second: bool = False) -> str:
    """What the first of a tie is to the second, or the second to the first, by their gender where it is known."""
    words = TIE_WORDS[kind][1 if is_second else 0]
    female, male = BY_GENDER.get(words, (words, words))
    return {Gender.FEMALE.value: female, Gender.MALE.value: male}.get(gender, words)


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


class Supervision(StrEnum):
    """Who is there when a child meets their family."""

    SUPERVISED = "supervised"
    SUPPORTED = "supported"
    NONE = "none"


SUPERVISION_WORDS = {
    Supervision.SUPERVISED: "Supervised: somebody of ours is in the room all the time",
    Supervision.SUPPORTED: "Supported: somebody of ours is near by",
    Supervision.NONE: "Nobody of ours is there",
}
SUPERVISED_SHORT = {
    Supervision.SUPERVISED: "supervised",
    Supervision.SUPPORTED: "supported",
    Supervision.NONE: "not supervised",
}


class RoomFeature(StrEnum):
    """What a contact room has."""

    STEP_FREE = "step_free"
    KITCHEN = "kitchen"
    GARDEN = "garden"
    TOYS = "toys"
    CHANGING = "changing"
    WINDOW = "window"
    QUIET = "quiet"


FEATURE_WORDS = {
    RoomFeature.STEP_FREE: "No steps",
    RoomFeature.KITCHEN: "Kitchen",
    RoomFeature.GARDEN: "Garden",
    RoomFeature.TOYS: "Toys",
    RoomFeature.CHANGING: "Changing table",
    RoomFeature.WINDOW: "A window to watch through",
    RoomFeature.QUIET: "Quiet",
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


class TypedEnd(StrEnum):
    """What became of it."""

    DONE = "done"
    CANCELLED = "cancelled"


TYPED_END_WORDS = {TypedEnd.DONE: "It is done", TypedEnd.CANCELLED: "It need not be done"}


class SharedPart(StrEnum):
    """What of a child's record a partner sees. The address is no part of it."""

    NAME = "name"
    STATUS = "status"
    WORKERS = "workers"
    SEEN = "seen"
    WARNINGS = "warnings"


SHARED_WORDS = {
    SharedPart.NAME: "Name and date of birth",
    SharedPart.STATUS: "Status",
    SharedPart.WORKERS: "Who works with the child, and their telephone",
    SharedPart.SEEN: "When the child was last seen",
    SharedPart.WARNINGS: "Warnings that stand on the record",
}


class SharedBasis(StrEnum):
    """On what ground of law something is shared."""

    SAFEGUARDING = "safeguarding"
    LEGAL_DUTY = "legal_duty"
    PUBLIC_TASK = "public_task"
    CONSENT = "consent"


BASIS_WORDS = {
    SharedBasis.SAFEGUARDING: "To keep a child safe",
    SharedBasis.LEGAL_DUTY: "A duty by law",
    SharedBasis.PUBLIC_TASK: "A public task of both",
    SharedBasis.CONSENT: "Consent, given and recorded",
}


class AskedBy(StrEnum):
    """Who asks for what is held about somebody."""

    SELF = "self"
    PARENT = "parent"
    SOLICITOR = "solicitor"
    OTHER = "other"


ASKED_BY_WORDS = {
    AskedBy.SELF: "The person themselves",
    AskedBy.PARENT: "A parent, for a child",
    AskedBy.SOLICITOR: "A solicitor, with their mandate",
    AskedBy.OTHER: "Somebody else with the right to ask",
}


class AccessStepKind(StrEnum):
    """What became of a request for what is held about somebody."""

    GATHERED = "gathered"
    EXTENDED = "extended"
    CHECK_ASKED = "check_asked"
    RETURNED = "returned"
    AGREED = "agreed"
    RELEASED = "released"
    CLOSED = "closed"


ACCESS_STEP_WORDS = {
    AccessStepKind.GATHERED: "Gathered",
    AccessStepKind.EXTENDED: "Given two more months",
    AccessStepKind.CHECK_ASKED: "Waits to be checked by somebody else",
    AccessStepKind.RETURNED: "Checked: something is still to do",
    AccessStepKind.AGREED: "Checked: may be released",
    AccessStepKind.RELEASED: "Released",
    AccessStepKind.CLOSED: "Closed without release",
}


class WithheldWhy(StrEnum):
    """Why something is withheld."""

    SOMEBODY_ELSE = "somebody_else"
    HARM = "harm"
    LEGAL = "legal"
    CRIME = "crime"
    OTHER = "other"


WITHHELD_WORDS = {
    WithheldWhy.SOMEBODY_ELSE: "about somebody else",
    WithheldWhy.HARM: "could cause serious harm",
    WithheldWhy.LEGAL: "advice of a lawyer, or restricted by a hearing or court",
    WithheldWhy.CRIME: "could hinder the police",
    WithheldWhy.OTHER: "another ground of law",
}


class KeepFor(StrEnum):
    """By which line a record is kept."""

    LOOKED_AFTER = "looked_after"
    PROTECTION = "protection"
    OTHER = "other"
    FAMILY = "family"
    DIED = "died"


KEEP_WORDS = {
    KeepFor.LOOKED_AFTER: "Looked after: until the hundredth anniversary of birth",
    KeepFor.PROTECTION: "On the child protection register, not looked after",
    KeepFor.OTHER: "Neither looked after nor on the register",
    KeepFor.FAMILY: "Of the family of children who are due",
    KeepFor.DIED: "Of a child who died: by years from the death",
}


class DestructionStepKind(StrEnum):
    """What was said of a list of records that are due."""

    AGREED = "agreed"
    WITHDRAWN = "withdrawn"


class LookOutcome(StrEnum):
    """What came of looking at a read of a record that was unusual."""

    NOTHING = "nothing"
    ASKED = "asked"
    PASSED_ON = "passed_on"


LOOK_WORDS = {
    LookOutcome.NOTHING: "Nothing wrong",
    LookOutcome.ASKED: "Asked the reader; waits for an answer",
    LookOutcome.PASSED_ON: "Passed on to be looked into",
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
    FAMILY_CONTACT = "family_contact"
    GLASS_TOLD = "glass_told"
    GLASS_REVIEW = "glass_review"
    RESTRICTED_MATCH = "restricted_match"
    AGREE_SAME = "agree_same"
    AGREE_MARKER = "agree_marker"
    REVIEW_MARKER = "review_marker"
    ANSWER_HANDOVER = "answer_handover"
    TAKE_OVER = "take_over_child"
    FIND_WORKER = "find_worker"
    LEFT_WORK = "left_work"
    CORE_GROUP = "core_group"
    PROTECTION_VISIT = "protection_visit"
    PROTECTION_MEETING = "protection_meeting"
    REPORTER_REPORT = "reporter_report"
    HEARING = "hearing"
    COURT = "court"
    LOOKED_AFTER_REVIEW = "looked_after_review"
    CHILDS_PLAN = "childs_plan"
    OTHER_DUTY = "other_duty"
    OVER_LIMIT = "over_limit"
    ANSWER_CHALLENGE = "answer_challenge"
    UNUSUAL_READS = "unusual_reads"
    ANSWER_ACCESS = "answer_access"
    CHECK_ACCESS = "check_access"
    RENEW_CONSENT = "renew_consent"
    AGREE_DESTRUCTION = "agree_destruction"


DUTY_WORDS = {
    Duty.SCREEN: "Screen the contact",
    Duty.ASSESS: "Finish the initial assessment",
    Duty.DECIDE: "Decide on the referral",
    Duty.SIGN_OFF: "Sign off the plan for an immediate risk",
    Duty.ALLOCATE: "Find a social worker",
    Duty.NEXT_CONTACT: "Be in touch while the family waits",
    Duty.LOOK_AGAIN: "Look at the level of concern again today",
    Duty.VISIT: "Visit",
    Duty.FAMILY_CONTACT: "Be there when the child meets their family",
    Duty.GLASS_TOLD: "Somebody opened this record outside their own work",
    Duty.GLASS_REVIEW: "Look at why a record was opened",
    Duty.RESTRICTED_MATCH: "A search came upon a restricted record",
    Duty.AGREE_SAME: "Say whether two records are of one person",
    Duty.AGREE_MARKER: "Agree a warning, or not",
    Duty.REVIEW_MARKER: "Look at a warning again",
    Duty.ANSWER_HANDOVER: "Say whether you take over a child",
    Duty.TAKE_OVER: "Take over a child",
    Duty.FIND_WORKER: "Not taken over: say who works with the child",
    Duty.LEFT_WORK: "Whoever worked with this child has left: find somebody",
    Duty.OVER_LIMIT: "Past the limit for two weeks: decide what follows",
    Duty.ANSWER_CHALLENGE: "Somebody asks for another figure",
    **{Duty(kind.value): words for kind, words in TYPED_WORDS.items()},
    Duty.ANSWER_ACCESS: "Answer a request for what is held",
    Duty.CHECK_ACCESS: "Check what is withheld before it is released",
    Duty.AGREE_DESTRUCTION: "Agree that records whose time is up are destroyed, or not",
    Duty.UNUSUAL_READS: "Look at reads of records that were unusual",
    Duty.RENEW_CONSENT: "Ask again what somebody of another service may be told",
}
REFERRAL_SUBJECT = "casework.referral"
WAITING_SUBJECT = "casework.waiting"
VISIT_SUBJECT = "casework.visit"
GLASS_SUBJECT = "casework.glass"
SEARCH_SUBJECT = "casework.search"
SAME_SUBJECT = "casework.same"
MARKER_SUBJECT = "casework.marker"
CONTACT_SUBJECT = "casework.contact"
WORK_SUBJECT = "casework.work"
HANDOVER_SUBJECT = "casework.handover"
OVER_SUBJECT = "casework.over"
CHALLENGE_SUBJECT = "casework.challenge"
TYPED_SUBJECT = "casework.typed"
GOES_WITH_THE_CHILD = frozenset(
    {
        *(Duty.SCREEN, Duty.ASSESS, Duty.DECIDE, Duty.NEXT_CONTACT, Duty.LOOK_AGAIN),
        *(Duty.VISIT, Duty.FAMILY_CONTACT, Duty.GLASS_TOLD, Duty.AGREE_SAME),
        *(Duty(kind.value) for kind in TypedKind),
        Duty.RENEW_CONSENT,
    }
)
"""What a new worker owes in the place of the one before. What somebody owes who leads or manages stays with them."""
RESTS_WITH_A_DEATH = frozenset(
    {
        *(Duty.ALLOCATE, Duty.NEXT_CONTACT, Duty.LOOK_AGAIN, Duty.VISIT, Duty.FAMILY_CONTACT, Duty.REVIEW_MARKER),
        *(Duty.ANSWER_HANDOVER, Duty.TAKE_OVER, Duty.FIND_WORKER, Duty.LEFT_WORK),
        *(Duty(kind.value) for kind in TypedKind),
    }
)
"""What nobody is reminded of any more once a child has died."""
ACCESS_SUBJECT = "casework.access"
DESTRUCTION_SUBJECT = "casework.destruction"
READS_SUBJECT = "casework.reads"
HELPER_SUBJECT = "casework.helper"


class IntakeKind(StrEnum):
    """What the rows of a file from another system are."""

    STAFF = "staff"
    CHILDREN = "children"
    PEOPLE = "people"
    TIES = "ties"
    REFERRALS = "referrals"
    WAITS = "waits"
    ALLOCATIONS = "allocations"
    ENTRIES = "entries"


INTAKE_WORDS = {
    IntakeKind.STAFF: "Staff and posts",
    IntakeKind.CHILDREN: "Children",
    IntakeKind.PEOPLE: "Grown-ups of their families",
    IntakeKind.TIES: "Who is who to whom",
    IntakeKind.REFERRALS: "Open referrals",
    IntakeKind.WAITS: "Children who wait for a social worker",
    IntakeKind.ALLOCATIONS: "Who works with which child",
    IntakeKind.ENTRIES: "Notes and events",
}


class IntakeState(StrEnum):
    """How far a file has come. What is taken, undone or set aside keeps its counts, and none of its rows."""

    READING = "reading"
    WAITING = "waiting"
    TAKING = "taking"
    TAKEN = "taken"
    UNDOING = "undoing"
    UNDONE = "undone"
    DROPPED = "dropped"


INTAKE_STATE_WORDS = {
    IntakeState.READING: "Being read",
    IntakeState.WAITING: "Waits for its answers",
    IntakeState.TAKING: "On its way in",
    IntakeState.TAKEN: "Brought in",
    IntakeState.UNDOING: "Being undone",
    IntakeState.UNDONE: "Undone",
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
