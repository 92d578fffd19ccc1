"""Reviews of looked-after children: who is asked, how the child takes part, why one is late, what becomes of it."""

from __future__ import annotations

from enum import StrEnum

from lippen.care.vocabulary.events import Event

REVIEWS = (
    *(Event.FIRST_REVIEW, Event.SECOND_REVIEW, Event.LATER_REVIEW),
    *(Event.HOME_FIRST_REVIEW, Event.HOME_SECOND_REVIEW, Event.HOME_LATER_REVIEW),
    *(Event.EMERGENCY_REVIEW, Event.EMERGENCY_FURTHER_REVIEW, Event.SERIES_REVIEW),
)
"""The kinds of review; each starts and stops clocks as an event of its name does."""


HOME_REVIEWS = frozenset({Event.HOME_FIRST_REVIEW, Event.HOME_SECOND_REVIEW, Event.HOME_LATER_REVIEW})
"""Those of a child who is looked after at home."""


class ReviewStepKind(StrEnum):
    """What becomes of a planned review before it is held, or of one that was never to be recorded."""

    MOVED = "moved"
    CALLED_OFF = "called_off"
    MISTAKE = "mistake"


REVIEW_STEP_WORDS = {
    ReviewStepKind.MOVED: "Moved to another day",
    ReviewStepKind.CALLED_OFF: "Called off",
    ReviewStepKind.MISTAKE: "Recorded by mistake",
}


class InvitedKind(StrEnum):
    """Who is asked to come to a review."""

    CHILD = "child"
    PARENT = "parent"
    CARER = "carer"
    FAMILY = "family"
    WORKER = "worker"
    HEALTH = "health"
    SCHOOL = "school"
    ADVOCATE = "advocate"
    OTHER = "other"


INVITED_WORDS = {
    InvitedKind.CHILD: "The child",
    InvitedKind.PARENT: "A parent",
    InvitedKind.CARER: "Carers",
    InvitedKind.FAMILY: "Somebody else of the family",
    InvitedKind.WORKER: "A social worker",
    InvitedKind.HEALTH: "Health",
    InvitedKind.SCHOOL: "School or nursery",
    InvitedKind.ADVOCATE: "An advocate",
    InvitedKind.OTHER: "Somebody else",
}


class TookPart(StrEnum):
    """How the child took part."""

    SPOKE = "spoke"
    ADVOCATE = "advocate"
    BEFOREHAND = "beforehand"
    SENT = "sent"
    SILENT = "silent"
    CHOSE_NOT = "chose_not"
    TOO_YOUNG = "too_young"
    NOT_ASKED = "not_asked"


TOOK_PART_WORDS = {
    TookPart.SPOKE: "Was there and said what they think",
    TookPart.ADVOCATE: "An advocate spoke for the child",
    TookPart.BEFOREHAND: "Met the chair beforehand",
    TookPart.SENT: "Sent words, a drawing or a film",
    TookPart.SILENT: "Was there and said nothing",
    TookPart.CHOSE_NOT: "Chose not to take part",
    TookPart.TOO_YOUNG: "Too young to be asked",
    TookPart.NOT_ASKED: "Was not asked",
}
HEARD = frozenset({TookPart.SPOKE, TookPart.ADVOCATE, TookPart.BEFOREHAND, TookPart.SENT})
"""Where what the child thinks came to the review."""


class LateCause(StrEnum):
    """Why a review was held after its last day."""

    CHAIR = "chair"
    WORKER = "worker"
    REPORTS = "reports"
    CHILD = "child"
    PARENTS = "parents"
    CARERS = "carers"
    OTHERS = "others"
    HEARING = "hearing"
    MOVED = "moved"
    NOT_PLANNED = "not_planned"
    OTHER = "other"


LATE_WORDS = {
    LateCause.CHAIR: "No chair could come",
    LateCause.WORKER: "The child had no social worker, or they could not come",
    LateCause.REPORTS: "Reports were not ready",
    LateCause.CHILD: "The child asked for another day",
    LateCause.PARENTS: "Parents could not come",
    LateCause.CARERS: "Carers could not come",
    LateCause.OTHERS: "Another service could not come",
    LateCause.HEARING: "A hearing or court came first",
    LateCause.MOVED: "The child moved",
    LateCause.NOT_PLANNED: "Nobody planned it in time",
    LateCause.OTHER: "Another cause",
}


class DecisionOutcome(StrEnum):
    """What became of something that a review decided."""

    DONE = "done"
    NOT_DONE = "not_done"


OUTCOME_WORDS = {DecisionOutcome.DONE: "Done", DecisionOutcome.NOT_DONE: "Will not be done"}
DECISION_DUTY = "care_decision"
"""The kind of duty by which whoever is to do what a review decided has it on their desk."""
DECISION_TITLE = "Do what a review decided"
