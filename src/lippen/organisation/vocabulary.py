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
