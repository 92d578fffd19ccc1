"""What is owed about a child, and what it is about."""

from __future__ import annotations

from enum import StrEnum

from lippen.casework.vocabulary.work import TYPED_WORDS, TypedKind


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
    FIRST_VISIT = "first_visit"
    FAMILY_CONTACT = "family_contact"
    GLASS_TOLD = "glass_told"
    GLASS_REVIEW = "glass_review"
    GLASS_WRONG = "glass_wrong"
    RESTRICTED_MATCH = "restricted_match"
    AGREE_SAME = "agree_same"
    AGREE_OWN_TIE = "agree_own_tie"
    AGREE_MARKER = "agree_marker"
    REVIEW_MARKER = "review_marker"
    ANSWER_HANDOVER = "answer_handover"
    TAKE_OVER = "take_over_child"
    FIND_WORKER = "find_worker"
    CHILD_MOVED = "child_moved"
    LEFT_WORK = "left_work"
    CLOSED_WORK = "closed_work"
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
    AGREE_CLOSING = "agree_closing"


DUTY_WORDS = {
    Duty.SCREEN: "Screen the contact",
    Duty.ASSESS: "Finish the initial assessment",
    Duty.DECIDE: "Decide on the referral",
    Duty.SIGN_OFF: "Sign off the plan for an immediate risk",
    Duty.ALLOCATE: "Find a social worker",
    Duty.NEXT_CONTACT: "Be in touch while the family waits",
    Duty.LOOK_AGAIN: "Look at the level of concern again today",
    Duty.VISIT: "Visit",
    Duty.FIRST_VISIT: "First visit since the allocation",
    Duty.FAMILY_CONTACT: "Be there when the child meets their family",
    Duty.GLASS_TOLD: "Somebody opened this record outside their own work",
    Duty.GLASS_REVIEW: "Look at why a record was opened",
    Duty.GLASS_WRONG: "A record was opened that should not have been",
    Duty.RESTRICTED_MATCH: "A search came upon a restricted record",
    Duty.AGREE_SAME: "Say whether two records are of one person",
    Duty.AGREE_OWN_TIE: "Say whether a record is the own family of somebody who manages or leads a team",
    Duty.AGREE_MARKER: "Agree a warning, or not",
    Duty.REVIEW_MARKER: "Look at a warning again",
    Duty.ANSWER_HANDOVER: "Say whether you take over a child",
    Duty.TAKE_OVER: "Take over a child",
    Duty.FIND_WORKER: "Not taken over: say who works with the child",
    Duty.CHILD_MOVED: "Taken over in another team: say that you have seen it",
    Duty.LEFT_WORK: "Whoever worked with this child has left: find somebody",
    Duty.CLOSED_WORK: "Find somebody else: whoever works with this child may not see the record",
    Duty.OVER_LIMIT: "Past the limit for two weeks: decide what follows",
    Duty.ANSWER_CHALLENGE: "Somebody asks for another figure",
    **{Duty(kind.value): words for kind, words in TYPED_WORDS.items()},
    Duty.ANSWER_ACCESS: "Answer a request for what is held",
    Duty.CHECK_ACCESS: "Check what is withheld before it is released",
    Duty.AGREE_DESTRUCTION: "Agree that records whose time is up are destroyed, or not",
    Duty.UNUSUAL_READS: "Look at reads of records that were unusual",
    Duty.AGREE_CLOSING: "Agree that work with a child is closed, or not",
    Duty.RENEW_CONSENT: "Ask again what somebody of another service may be told",
}
REFERRAL_SUBJECT = "casework.referral"
WAITING_SUBJECT = "casework.waiting"
VISIT_SUBJECT = "casework.visit"
GLASS_SUBJECT = "casework.glass"
WRONG_OPENING_SUBJECT = "casework.wrong_opening"
SEARCH_SUBJECT = "casework.search"
SAME_SUBJECT = "casework.same"
OWN_TIE_SUBJECT = "casework.own_tie"
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
        *(Duty.VISIT, Duty.FIRST_VISIT, Duty.FAMILY_CONTACT, Duty.GLASS_TOLD, Duty.AGREE_SAME),
        *(Duty(kind.value) for kind in TypedKind),
        Duty.RENEW_CONSENT,
    }
)
"""What a new worker owes in the place of the one before. What somebody owes who leads or manages stays with them."""
RESTS_WITH_A_DEATH = frozenset(
    {
        *(Duty.ALLOCATE, Duty.NEXT_CONTACT, Duty.LOOK_AGAIN, Duty.VISIT, Duty.FIRST_VISIT, Duty.FAMILY_CONTACT),
        Duty.REVIEW_MARKER,
        *(Duty.ANSWER_HANDOVER, Duty.TAKE_OVER, Duty.FIND_WORKER, Duty.LEFT_WORK, Duty.CLOSED_WORK),
        *(Duty(kind.value) for kind in TypedKind),
    }
)
"""What nobody is reminded of any more once a child has died."""
ACCESS_SUBJECT = "casework.access"
DESTRUCTION_SUBJECT = "casework.destruction"
READS_SUBJECT = "casework.reads"
HELPER_SUBJECT = "casework.helper"
CLOSING_SUBJECT = "casework.closing"
ENDS_WITH_THE_WORK = GOES_WITH_THE_CHILD | RESTS_WITH_A_DEATH | {Duty.AGREE_MARKER, Duty.AGREE_CLOSING}
"""What nobody owes any more once work with a child is closed. Of an opening, whoever manages still says what it was."""
