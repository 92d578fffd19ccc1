"""Closed lists of words of the organisation."""

from __future__ import annotations

from enum import StrEnum


class Rhythm(StrEnum):
    """How often somebody wants their duties by e-mail."""

    DAILY = "daily"
    WEEKLY = "weekly"
    OFF = "off"


RHYTHM_WORDS = {
    Rhythm.DAILY: "Every working day",
    Rhythm.WEEKLY: "Once a week, on Monday",
    Rhythm.OFF: "Never",
}


class DigestState(StrEnum):
    """What became of a digest."""

    PLANNED = "planned"
    SENT = "sent"
    NOTHING = "nothing"
    FAILED = "failed"


DIGEST_STATE_WORDS = {
    DigestState.PLANNED: "About to be sent",
    DigestState.SENT: "Sent",
    DigestState.NOTHING: "Nothing was due, so none was sent",
    DigestState.FAILED: "Could not be sent",
}


class Scope(StrEnum):
    """One thing that a partner's system may do with its token."""

    READ_PLANS = "read_plans"
    READ_PAPERS = "read_papers"
    WRITE_UPDATES = "write_updates"


SCOPE_WORDS = {
    Scope.READ_PLANS: "Read plans and their actions",
    Scope.READ_PAPERS: "Read papers that were issued and are not exempt",
    Scope.WRITE_UPDATES: "Write updates of actions",
}
