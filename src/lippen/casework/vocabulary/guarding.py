"""What keeps records safe, lends them, gives them out and destroys them."""

from __future__ import annotations

from enum import StrEnum


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


RELATION_WORDS = (
    *("mum", "mummy", "mam", "mother", "dad", "daddy", "father", "parent", "parents", "carer", "carers"),
    *("mother's partner", "mum's partner", "father's partner", "dad's partner", "partner", "boyfriend", "girlfriend"),
    *("mother’s partner", "mum’s partner", "father’s partner", "dad’s partner", "husband", "wife"),
    *("stepmother", "stepfather", "stepmum", "stepdad", "step-mother", "step-father"),
    *("grandmother", "grandfather", "grandparents", "granny", "gran", "nan", "nana", "grandad", "granda", "grandpa"),
    *("brother", "sister", "brothers", "sisters", "sibling", "siblings", "half-brother", "half-sister"),
    *("uncle", "aunt", "auntie", "aunty", "cousin", "neighbour", "neighbours"),
)
"""Words by which an entry may speak of somebody else without a name."""
