"""The ways to permanence: routes, on whom one waits, how one ends, how drift is answered."""

from __future__ import annotations

from enum import StrEnum


class Route(StrEnum):
    """Where a child's plan leads."""

    HOME = "home"
    KINSHIP = "kinship"
    PO = "po"
    POA = "poa"
    ADOPTION = "adoption"
    LONG_TERM = "long_term"


ROUTE_WORDS = {
    Route.HOME: "Home",
    Route.KINSHIP: "Kinship care order",
    Route.PO: "Permanence order",
    Route.POA: "Permanence order with authority to adopt",
    Route.ADOPTION: "Adoption",
    Route.LONG_TERM: "Long-term placement",
}
OF_COURT = frozenset({Route.KINSHIP, Route.PO, Route.POA, Route.ADOPTION})
"""Routes on which a court decides."""
OF_PANEL = frozenset({Route.PO, Route.POA, Route.ADOPTION, Route.LONG_TERM})
"""Routes on which a panel and the agency's decision maker decide."""


class Waits(StrEnum):
    """On whom a child waits."""

    SOCIAL_WORK = "social_work"
    LEGAL = "legal"
    PANEL = "panel"
    REPORTER = "reporter"
    COURT = "court"
    HEALTH = "health"
    COUNCIL = "council"


WAITS_WORDS = {
    Waits.SOCIAL_WORK: "Social work",
    Waits.LEGAL: "Legal services",
    Waits.PANEL: "The panel",
    Waits.REPORTER: "The Reporter",
    Waits.COURT: "The court",
    Waits.HEALTH: "Health",
    Waits.COUNCIL: "Another council",
}


class LineEndKind(StrEnum):
    """How a line ends. None of its days are lost by it."""

    REACHED = "reached"
    CHANGED = "changed"
    CEASED = "ceased"
    MISTAKE = "mistake"


LINE_END_WORDS = {
    LineEndKind.REACHED: "It was reached",
    LineEndKind.CHANGED: "The plan changed to another route",
    LineEndKind.CEASED: "It is no longer pursued",
    LineEndKind.MISTAKE: "It was recorded by mistake",
}


class AnswerKind(StrEnum):
    """How somebody answers that a child's line drifts."""

    ACTION = "action"
    REASON = "reason"
    RAISED = "raised"


ANSWER_WORDS = {
    AnswerKind.ACTION: "Something is done",
    AnswerKind.REASON: "There is a reason to wait",
    AnswerKind.RAISED: "It was raised above",
}
