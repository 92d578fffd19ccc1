"""The tables of organisations: who works where, who owes what, who is let in."""

from lippen.organisation.models.absences import Absence, AbsenceEnd, AbsenceReason
from lippen.organisation.models.duties import CalendarLink, Digest, DigestChoice, Duty, Escalation
from lippen.organisation.models.partners import Delivery, PartnerToken, Subscription
from lippen.organisation.models.people import Account, Authority, Person, Post, PostHolding, Team
from lippen.organisation.models.staffing import Establishment, Skill, SkillFact, SkillWord, WorkTerms
from lippen.organisation.models.ways_in import (
    AccessReview,
    AccessVerdict,
    AccountChange,
    EntryLink,
    EntryLinkEnd,
    OpenSession,
    Recovery,
    RecoveryAnswer,
)

__all__ = [
    "Absence",
    "AbsenceEnd",
    "AbsenceReason",
    "AccessReview",
    "AccessVerdict",
    "Account",
    "AccountChange",
    "Authority",
    "CalendarLink",
    "Delivery",
    "Digest",
    "DigestChoice",
    "Duty",
    "EntryLink",
    "EntryLinkEnd",
    "Escalation",
    "Establishment",
    "OpenSession",
    "PartnerToken",
    "Person",
    "Post",
    "PostHolding",
    "Recovery",
    "RecoveryAnswer",
    "Skill",
    "SkillFact",
    "SkillWord",
    "Subscription",
    "Team",
    "WorkTerms",
]
