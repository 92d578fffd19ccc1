"""Files of another system's records."""

from __future__ import annotations

from enum import StrEnum


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
    RETURN = "return"
    EPISODES = "episodes"
    PLACEMENTS = "placements"
    LEGAL = "legal"
    REVIEWS = "reviews"
    MILESTONES = "milestones"


INTAKE_WORDS = {
    IntakeKind.STAFF: "Staff and posts",
    IntakeKind.CHILDREN: "Children",
    IntakeKind.PEOPLE: "Grown-ups of their families",
    IntakeKind.TIES: "Who is who to whom",
    IntakeKind.REFERRALS: "Open referrals",
    IntakeKind.WAITS: "Children who wait for a social worker",
    IntakeKind.ALLOCATIONS: "Who works with which child",
    IntakeKind.ENTRIES: "Notes and events",
    IntakeKind.RETURN: "A return of looked-after children (SSDA903)",
    IntakeKind.EPISODES: "Times in care",
    IntakeKind.PLACEMENTS: "Placements of looked-after children",
    IntakeKind.LEGAL: "Legal reasons and orders of looked-after children",
    IntakeKind.REVIEWS: "Reviews of looked-after children that were held",
    IntakeKind.MILESTONES: "Milestones on the way to permanence",
}
CHILD_BY_CHILD = (
    *(IntakeKind.EPISODES, IntakeKind.PLACEMENTS, IntakeKind.LEGAL),
    *(IntakeKind.REVIEWS, IntakeKind.MILESTONES),
)
"""What a row of these says depends on the others of its child: all rows of a child are looked at together."""
AGAIN = (IntakeKind.RETURN, *CHILD_BY_CHILD)
"""These come in as often as somebody wants, and what stands already stays; what stays out is listed for thirty days."""


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
    GROWN_UP = "grown_up"
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
    DoubtKind.GROWN_UP: "Brought in as a child, and over 25 years old",
    DoubtKind.LIMIT: "Past the limit of children",
    DoubtKind.STAGE: "Immediate risks past the first stage",
    DoubtKind.POST: "Posts that somebody holds",
    DoubtKind.THERE: "Recorded already",
    DoubtKind.STOPPED: "What stopped it on its way in",
}
