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


class Change(StrEnum):
    """What happened to a way in."""

    OPENED = "opened"
    CLOSED = "closed"
    REOPENED = "reopened"
    STOPPED = "stopped"
    RESTORED = "restored"


CHANGE_WORDS = {
    Change.OPENED: "Way in opened",
    Change.CLOSED: "Way in closed",
    Change.REOPENED: "Way in opened again",
    Change.STOPPED: "Access in this council stopped",
    Change.RESTORED: "Access in this council given back",
}
OF_ONE_COUNCIL = (Change.STOPPED, Change.RESTORED)


class Why(StrEnum):
    """Why a way in is closed or stopped. A closed list: nothing about a person is written out here."""

    LEFT = "left"
    MOVED = "moved"
    NOT_NEEDED = "not_needed"
    NEVER_USED = "never_used"
    NOT_KNOWN = "not_known"
    CONCERN = "concern"
    MISTAKE = "mistake"


WHY_WORDS = {
    Why.LEFT: "They have left the council",
    Why.MOVED: "They have moved to other work",
    Why.NOT_NEEDED: "Their work does not need it",
    Why.NEVER_USED: "They have never used it",
    Why.NOT_KNOWN: "Nobody here knows who this is",
    Why.CONCERN: "Somebody else may be using it",
    Why.MISTAKE: "It was done by mistake",
}
CLOSING = (Why.LEFT, Why.MOVED, Why.NOT_NEEDED, Why.NEVER_USED, Why.NOT_KNOWN, Why.CONCERN)


class Purpose(StrEnum):
    """What a one-time link is for."""

    INVITE = "invite"
    RECOVER = "recover"


PURPOSE_WORDS = {Purpose.INVITE: "Invitation", Purpose.RECOVER: "Recovery"}


class Lost(StrEnum):
    """What somebody lost, so that they cannot come in."""

    SECOND_STEP = "second_step"
    PASSWORD = "password"
    BOTH = "both"


LOST_WORDS = {
    Lost.SECOND_STEP: "Their phone, passkey or app: the second step",
    Lost.PASSWORD: "Their password",
    Lost.BOTH: "Both",
}


class Checked(StrEnum):
    """How somebody made sure who asked for recovery."""

    IN_PERSON = "in_person"
    MANAGER = "manager"
    CALLED_BACK = "called_back"
    AT_SERVER = "at_server"


CHECKED_WORDS = {
    Checked.IN_PERSON: "I saw them, and know them or saw their staff card",
    Checked.MANAGER: "Their manager came to me with them, or rang me about it",
    Checked.CALLED_BACK: "I rang them back on the number in the council's directory",
    Checked.AT_SERVER: "Made at the server, where no two others could confirm it",
}
BY_PEOPLE = (Checked.IN_PERSON, Checked.MANAGER, Checked.CALLED_BACK)
"""What somebody says on the site; the server says the other."""


class RecoveryAnswered(StrEnum):
    """What became of a recovery that somebody asked for; one that is past its time needs no word."""

    CONFIRMED = "confirmed"
    WITHDRAWN = "withdrawn"


class Told(StrEnum):
    """What somebody is told by e-mail about their own recovery."""

    ASKED = "asked"
    CONFIRMED = "confirmed"
    WITHDRAWN = "withdrawn"
    USED = "used"
    AT_SERVER = "at_server"


RECOVERY_DUTY = "confirm_recovery"
RECOVERY_SUBJECT = "organisation.recovery"


class Ended(StrEnum):
    """How a one-time link came to its end; one that is past its time needs no word."""

    USED = "used"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"


class Verdict(StrEnum):
    """What a reviewer said about somebody's access."""

    CONFIRMED = "confirmed"
    REVOKED = "revoked"
    GIVEN_BACK = "given_back"


VERDICT_WORDS = {
    Verdict.CONFIRMED: "Confirmed",
    Verdict.REVOKED: "Revoked",
    Verdict.GIVEN_BACK: "Given back",
}


class How(StrEnum):
    """How a session began."""

    PASSWORD = "password"
    PASSKEY = "passkey"
    PROVIDER = "provider"
    DEMO = "demo"


HOW_WORDS = {
    How.PASSWORD: "password and second step",
    How.PASSKEY: "passkey",
    How.PROVIDER: "council sign-in",
    How.DEMO: "the demonstration's door",
}
REVIEW_DUTY = "review_access"
REVIEW_SUBJECT = "organisation.access_review"


class Event(StrEnum):
    """What a partner's system may be told of as it happens."""

    UPDATE_WRITTEN = "update.written"
    PAPER_ISSUED = "paper.issued"
    PAPER_WITHDRAWN = "paper.withdrawn"


EVENT_WORDS = {
    Event.UPDATE_WRITTEN: "An update of an action was written",
    Event.PAPER_ISSUED: "A paper was issued that is not exempt",
    Event.PAPER_WITHDRAWN: "A paper that is not exempt was withdrawn",
}


class DeliveryState(StrEnum):
    """How far a delivery has come."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    GIVEN_UP = "given_up"


DELIVERY_STATE_WORDS = {
    DeliveryState.WAITING: "Waits for its next try",
    DeliveryState.DELIVERED: "Delivered",
    DeliveryState.GIVEN_UP: "Given up",
}


class Experience(StrEnum):
    """How far somebody is in their profession."""

    STUDENT = "student"
    NEWLY_QUALIFIED = "newly_qualified"
    EXPERIENCED = "experienced"


EXPERIENCE_WORDS = {
    Experience.STUDENT: "Student",
    Experience.NEWLY_QUALIFIED: "Newly qualified",
    Experience.EXPERIENCED: "Experienced",
}


class AwayWhy(StrEnum):
    """Why somebody is away."""

    LEAVE = "leave"
    SICKNESS = "sickness"
    TRAINING = "training"
    OTHER = "other"


AWAY_WORDS = {
    AwayWhy.LEAVE: "Leave",
    AwayWhy.SICKNESS: "Sickness",
    AwayWhy.TRAINING: "Training",
    AwayWhy.OTHER: "Something else",
}
NOT_SAID = "Not said"


class SkillStep(StrEnum):
    """What was said of a skill of a council's list since it came on it."""

    RENAMED = "renamed"
    ENDED = "ended"
    TAKEN_UP = "taken_up"


SKILL_STEP_WORDS = {
    SkillStep.RENAMED: "It is called otherwise",
    SkillStep.ENDED: "It is on the list no longer",
    SkillStep.TAKEN_UP: "It is on the list again",
}


class Basis(StrEnum):
    """On what terms somebody fills a post."""

    PERMANENT = "permanent"
    TEMPORARY = "temporary"
    AGENCY = "agency"
    SESSIONAL = "sessional"


BASIS_WORDS = {
    Basis.PERMANENT: "Permanent",
    Basis.TEMPORARY: "For a time",
    Basis.AGENCY: "Agency",
    Basis.SESSIONAL: "Sessional",
}
