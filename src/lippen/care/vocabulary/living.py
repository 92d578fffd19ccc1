"""Where looked-after children live and why: kinds of placement, reasons, destinations, in Lippen's own codes.

A code keeps the system that it belongs to. The Scottish list stands here; the English one in `english.py`.
"""

from __future__ import annotations

from enum import StrEnum

CHILD_SUBJECT = "care.child"


class SpanKind(StrEnum):
    """What fills an episode."""

    PLACEMENT = "placement"
    LEGAL = "legal"


SPAN_KIND_WORDS = {SpanKind.PLACEMENT: "placement", SpanKind.LEGAL: "legal reason"}


class SpanOf(StrEnum):
    """What a row of a file about days tells of: a time in care, what fills it, or an order beside its legal reason."""

    EPISODE = "episode"
    PLACEMENT = "placement"
    LEGAL = "legal"
    ORDER = "order"


SPAN_OF_WORDS = {
    SpanOf.EPISODE: "time in care",
    SpanOf.PLACEMENT: "placement",
    SpanOf.LEGAL: "legal reason",
    SpanOf.ORDER: "order",
}


class CodeSystem(StrEnum):
    """Whose list a code is of. No code is translated into another list."""

    SCOTTISH = "scotland"
    ENGLISH = "ssda903"


CODE_SYSTEM_WORDS = {
    CodeSystem.SCOTTISH: "Scottish list",
    CodeSystem.ENGLISH: "English list (SSDA903)",
}


class Setting(StrEnum):
    """What kind of home a placement is: which standards apply, and how it is published."""

    HOME = "home"
    FAMILY = "family"
    RESIDENTIAL = "residential"
    UNKNOWN = "unknown"


class PlacementKind(StrEnum):
    """Where a looked-after child lives."""

    HOME = "HOME"
    KINSHIP = "KIN"
    FOSTER_COUNCIL = "FOSLA"
    FOSTER_PURCHASED = "FOSPU"
    ADOPTERS = "PADOP"
    OTHER_COMMUNITY = "OCOM"
    COUNCIL_HOME = "LAHOME"
    VOLUNTARY_HOME = "VHOME"
    RESIDENTIAL_SCHOOL = "RSCH"
    SECURE = "SECURE"
    CRISIS = "CRISIS"
    OTHER_RESIDENTIAL = "ORES"


PLACEMENT_WORDS = {
    PlacementKind.HOME: "At home with a parent",
    PlacementKind.KINSHIP: "With relatives or friends",
    PlacementKind.FOSTER_COUNCIL: "With foster carers of the council",
    PlacementKind.FOSTER_PURCHASED: "With foster carers of another agency",
    PlacementKind.ADOPTERS: "With those who are to adopt",
    PlacementKind.OTHER_COMMUNITY: "Elsewhere in the community",
    PlacementKind.COUNCIL_HOME: "In a children's house of the council",
    PlacementKind.VOLUNTARY_HOME: "In a children's house of another provider",
    PlacementKind.RESIDENTIAL_SCHOOL: "At a residential school",
    PlacementKind.SECURE: "In secure care",
    PlacementKind.CRISIS: "In crisis care",
    PlacementKind.OTHER_RESIDENTIAL: "In other residential care",
}
PLACEMENT_SETTINGS = {
    PlacementKind.HOME: Setting.HOME,
    PlacementKind.KINSHIP: Setting.FAMILY,
    PlacementKind.FOSTER_COUNCIL: Setting.FAMILY,
    PlacementKind.FOSTER_PURCHASED: Setting.FAMILY,
    PlacementKind.ADOPTERS: Setting.FAMILY,
    PlacementKind.OTHER_COMMUNITY: Setting.FAMILY,
    PlacementKind.COUNCIL_HOME: Setting.RESIDENTIAL,
    PlacementKind.VOLUNTARY_HOME: Setting.RESIDENTIAL,
    PlacementKind.RESIDENTIAL_SCHOOL: Setting.RESIDENTIAL,
    PlacementKind.SECURE: Setting.RESIDENTIAL,
    PlacementKind.CRISIS: Setting.RESIDENTIAL,
    PlacementKind.OTHER_RESIDENTIAL: Setting.RESIDENTIAL,
}


class Area(StrEnum):
    """Whether a placement is within the council's own area."""

    IN = "in"
    OUT = "out"
    ABROAD = "abroad"
    NOT_KNOWN = "not_known"


AREA_WORDS = {
    Area.IN: "Within this council's area",
    Area.OUT: "Elsewhere in Scotland",
    Area.ABROAD: "Outside Scotland",
    Area.NOT_KNOWN: "Not known",
}


class Siblings(StrEnum):
    """Whether a child lives with brothers and sisters who are looked after too."""

    TOGETHER = "together"
    SOME = "some"
    APART = "apart"
    NONE = "none"
    NOT_KNOWN = "not_known"


SIBLINGS_WORDS = {
    Siblings.TOGETHER: "With all of them",
    Siblings.SOME: "With some of them",
    Siblings.APART: "Apart from them",
    Siblings.NONE: "No brother or sister is looked after",
    Siblings.NOT_KNOWN: "Not known",
}
APART = (Siblings.SOME, Siblings.APART)
"""Where it takes a reason."""


class MoveReason(StrEnum):
    """Why a child moved to another placement, or why one ended."""

    PLAN = "plan"
    HOME = "home"
    PERMANENT = "permanent"
    KIN = "kin"
    CLOSER = "closer"
    NEEDS = "needs"
    CHILD_ASKED = "child_asked"
    CARER_ASKED = "carer_asked"
    BROKE_DOWN = "broke_down"
    SAFETY = "safety"
    CLOSED = "closed"
    EMERGENCY_OVER = "emergency_over"
    OTHER = "other"
    NOT_KNOWN = "not_known"


MOVE_WORDS = {
    MoveReason.PLAN: "As the plan said",
    MoveReason.HOME: "To go home",
    MoveReason.PERMANENT: "To live there for good",
    MoveReason.KIN: "To live with relatives or friends",
    MoveReason.CLOSER: "To live closer to family, school or friends",
    MoveReason.NEEDS: "To have needs met better",
    MoveReason.CHILD_ASKED: "The child asked for it",
    MoveReason.CARER_ASKED: "The carers asked for it",
    MoveReason.BROKE_DOWN: "It broke down",
    MoveReason.SAFETY: "The child was not safe there",
    MoveReason.CLOSED: "The home closed or the carers stopped",
    MoveReason.EMERGENCY_OVER: "The emergency was over",
    MoveReason.OTHER: "Another reason",
    MoveReason.NOT_KNOWN: "Not known",
}


class Destination(StrEnum):
    """Where somebody went on leaving care."""

    HOME = "home"
    KIN = "kin"
    ADOPTED = "adopted"
    FORMER_CARER = "former_carer"
    CONTINUING = "continuing"
    SUPPORTED = "supported"
    TENANCY = "tenancy"
    RESIDENTIAL = "residential"
    HOMELESS = "homeless"
    CUSTODY = "custody"
    DIED = "died"
    OTHER = "other"
    NOT_KNOWN = "not_known"


DESTINATION_WORDS = {
    Destination.HOME: "Home to a parent",
    Destination.KIN: "To relatives or friends",
    Destination.ADOPTED: "Adopted",
    Destination.FORMER_CARER: "Stays with the former foster carers",
    Destination.CONTINUING: "Continuing care in the same placement",
    Destination.SUPPORTED: "Supported accommodation",
    Destination.TENANCY: "A tenancy of their own",
    Destination.RESIDENTIAL: "Other residential care",
    Destination.HOMELESS: "Homeless",
    Destination.CUSTODY: "Custody or secure care under a sentence",
    Destination.DIED: "Died",
    Destination.OTHER: "Elsewhere",
    Destination.NOT_KNOWN: "Not known",
}


class AfterKind(StrEnum):
    """What stands about somebody who is about to leave care or has left it."""

    CONTINUING_BEGAN = "continuing_began"
    CONTINUING_ENDED = "continuing_ended"
    AFTERCARE_BEGAN = "aftercare_began"
    AFTERCARE_ENDED = "aftercare_ended"
    PATHWAY_PLAN = "pathway_plan"
    COORDINATOR = "coordinator"
    DECLINED = "declined"


FROM_16 = frozenset(
    {
        *(AfterKind.CONTINUING_BEGAN, AfterKind.CONTINUING_ENDED),
        *(AfterKind.AFTERCARE_BEGAN, AfterKind.AFTERCARE_ENDED),
    }
)
"""What is for those of 16 or more."""
AFTER_WORDS = {
    AfterKind.CONTINUING_BEGAN: "Continuing care began",
    AfterKind.CONTINUING_ENDED: "Continuing care ended",
    AfterKind.AFTERCARE_BEGAN: "Aftercare began",
    AfterKind.AFTERCARE_ENDED: "Aftercare ended",
    AfterKind.PATHWAY_PLAN: "A pathway plan was made",
    AfterKind.COORDINATOR: "A pathway coordinator was named",
    AfterKind.DECLINED: "Aftercare was offered and declined",
}


class CarerKind(StrEnum):
    """Who carers are."""

    FOSTER = "foster"
    KINSHIP = "kinship"
    ADOPTERS = "adopters"
    HOUSE = "house"


CARER_WORDS = {
    CarerKind.FOSTER: "Foster carers",
    CarerKind.KINSHIP: "Kinship carers",
    CarerKind.ADOPTERS: "Those who are to adopt",
    CarerKind.HOUSE: "Children's house, school or unit",
}


class ApprovalStep(StrEnum):
    """What was decided of carers."""

    APPROVED = "approved"
    CHANGED = "changed"
    ENDED = "ended"


APPROVAL_WORDS = {
    ApprovalStep.APPROVED: "Approved",
    ApprovalStep.CHANGED: "Approval changed",
    ApprovalStep.ENDED: "Approval ended",
}
