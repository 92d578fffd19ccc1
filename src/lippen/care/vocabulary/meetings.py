"""Meetings about lines to permanence, and the steps of a court: who sits, what is decided, why something is put off."""

from __future__ import annotations

from enum import StrEnum

from lippen.care.vocabulary.events import Event


class MeetingKind(StrEnum):
    """Where lines are talked about."""

    CLINIC = "clinic"
    PANEL = "panel"
    PEER = "peer"


MEETING_WORDS = {
    MeetingKind.CLINIC: "Legal clinic",
    MeetingKind.PANEL: "Adoption and permanence panel",
    MeetingKind.PEER: "Long-term case review by peers",
}
REACHES = {MeetingKind.CLINIC: Event.CLINIC, MeetingKind.PANEL: Event.PANEL}
"""Which milestone a line reaches by being talked about there."""
QUORUM = {MeetingKind.PANEL: 3}
"""How many have to sit, at least: Adoption Agencies (Scotland) Regulations 2009, as `care.perm_7` says."""


class MemberPart(StrEnum):
    """What somebody is at such a meeting."""

    CHAIR = "chair"
    MEMBER = "member"
    LEGAL = "legal"
    MEDICAL = "medical"


MEMBER_WORDS = {
    MemberPart.CHAIR: "Chair",
    MemberPart.MEMBER: "Member",
    MemberPart.LEGAL: "Legal adviser",
    MemberPart.MEDICAL: "Medical adviser",
}


class Rating(StrEnum):
    """What peers say of how a child's plan goes on."""

    WELL = "well"
    SLOW = "slow"
    STUCK = "stuck"


RATING_WORDS = {Rating.WELL: "Goes on well", Rating.SLOW: "Goes on too slowly", Rating.STUCK: "Is stuck"}


class AgencyOutcome(StrEnum):
    """What the agency's decision maker decides on a panel's recommendation."""

    AGREES = "agrees"
    NOT_AGREED = "not_agreed"
    SENT_BACK = "sent_back"


AGENCY_WORDS = {
    AgencyOutcome.AGREES: "Agrees",
    AgencyOutcome.NOT_AGREED: "Does not agree",
    AgencyOutcome.SENT_BACK: "Sends it back to the panel",
}
AGENCY_DECIDED_WORDS = {
    AgencyOutcome.AGREES: "Agreed",
    AgencyOutcome.NOT_AGREED: "Not agreed",
    AgencyOutcome.SENT_BACK: "Sent back to the panel",
}
AGENCY_REACHES = {
    AgencyOutcome.AGREES: Event.AGENCY_DECIDED,
    AgencyOutcome.NOT_AGREED: Event.AGENCY_DECIDED,
    AgencyOutcome.SENT_BACK: Event.SENT_BACK,
}
"""Which event of the way the agency's decision is: whoever does not agree has decided too, and parents are told."""
BY_ITS_MAKER = frozenset({Event.AGENCY_DECIDED, Event.DECIDED_FOR_CHILD_ON_ORDER})
"""What is recorded by the decision maker alone, once a council has named one."""


class MakerStep(StrEnum):
    """That somebody decides for the agency, or no longer."""

    NAMED = "named"
    ENDED = "ended"


MAKER_WORDS = {MakerStep.NAMED: "They decide for the agency", MakerStep.ENDED: "They no longer decide for it"}


class Advice(StrEnum):
    """What a children's hearing advises the sheriff of an application."""

    SUPPORTS = "supports"
    NOT_SUPPORTED = "not_supported"
    ADDS = "adds"


ADVICE_WORDS = {
    Advice.SUPPORTS: "Supports it",
    Advice.NOT_SUPPORTED: "Does not support it",
    Advice.ADDS: "Supports it and adds something",
}


class CourtStepKind(StrEnum):
    """What happened in court, or is set down for a day."""

    DRAFTED = "drafted"
    LODGED = "lodged"
    CURATOR = "curator"
    REPORTS = "reports"
    SET_DOWN = "set_down"
    HEARD = "heard"
    ADJOURNED = "adjourned"
    PROOF = "proof"
    GRANTED = "granted"
    REFUSED = "refused"
    APPEALED = "appealed"


COURT_WORDS = {
    CourtStepKind.DRAFTED: "The petition was drafted",
    CourtStepKind.LODGED: "The petition was lodged",
    CourtStepKind.CURATOR: "A curator or reporting officer was appointed",
    CourtStepKind.REPORTS: "Reports for the court came in",
    CourtStepKind.SET_DOWN: "The sheriff set a day",
    CourtStepKind.HEARD: "Preliminary hearing",
    CourtStepKind.ADJOURNED: "Put off to another day",
    CourtStepKind.PROOF: "Proof",
    CourtStepKind.GRANTED: "Granted",
    CourtStepKind.REFUSED: "Refused",
    CourtStepKind.APPEALED: "Appealed",
}
COURT_REACHES = {
    CourtStepKind.LODGED: Event.LODGED,
    CourtStepKind.HEARD: Event.COURT_HEARD,
    CourtStepKind.PROOF: Event.COURT_HEARD,
    CourtStepKind.REFUSED: Event.REFUSED,
    CourtStepKind.APPEALED: Event.APPEALED,
}
"""Which event of the way a step in court is; an order that is granted is recorded as the legal reason itself."""
WITH_A_DAY = frozenset({CourtStepKind.SET_DOWN, CourtStepKind.ADJOURNED})
"""Steps that name the day to come."""
AFTER_REACHED = frozenset({CourtStepKind.GRANTED, CourtStepKind.APPEALED})
"""Steps that are told of a plan too that was reached, and ended by it."""


class AdjournCause(StrEnum):
    """Why a court put something off."""

    REPORTS = "reports"
    PARENTS = "parents"
    SOLICITOR = "solicitor"
    CURATOR = "curator"
    COUNCIL = "council"
    COURT_TIME = "court_time"
    EVIDENCE = "evidence"
    OTHER = "other"


ADJOURN_WORDS = {
    AdjournCause.REPORTS: "Reports were not ready",
    AdjournCause.PARENTS: "Parents were not there, or not served",
    AdjournCause.SOLICITOR: "A solicitor could not come, or was changed",
    AdjournCause.CURATOR: "The curator could not come",
    AdjournCause.COUNCIL: "The council was not ready",
    AdjournCause.COURT_TIME: "The court had no time",
    AdjournCause.EVIDENCE: "Evidence was disputed or missing",
    AdjournCause.OTHER: "Another cause",
}
