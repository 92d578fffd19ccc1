"""The tables of the child's record."""

from lippen.casework.models.alerting import AlertSeen
from lippen.casework.models.front import (
    NewInformation,
    Referral,
    ReferralStep,
    SignOff,
    Waiting,
    WaitingEnd,
    WaitingFact,
)
from lippen.casework.models.handing import Handover, HandoverFact, VisitHanded
from lippen.casework.models.helping import Helper, HelperFact
from lippen.casework.models.knowing import FactWord
from lippen.casework.models.limits import CouncilDay, FigureAnswer, FigureChallenge, LimitDecision, OverLimit
from lippen.casework.models.marking import Marker, MarkerFact
from lippen.casework.models.meeting import ContactRoom, FamilyContact, FamilyContactDone, RoomBooking
from lippen.casework.models.people import (
    KnownPerson,
    OutsideId,
    OwnTie,
    PersonAddress,
    PersonBirth,
    PersonContact,
    PersonDeath,
    PersonGender,
    PersonName,
    PersonNow,
    ProtectedAddress,
    Restriction,
    SameAs,
    SameAsStep,
    SearchRun,
)
from lippen.casework.models.supporting import FamilyHelp, FamilyHelpEnd
from lippen.casework.models.ties import Tie, TieEnd
from lippen.casework.models.typed import TypedDuty, TypedDutyEnd
from lippen.casework.models.work import (
    BreakGlass,
    ChronologyEntry,
    GlassReview,
    Involvement,
    LocalNumber,
    StatusFact,
    Visit,
    VisitDone,
)

__all__ = [
    "AlertSeen",
    "BreakGlass",
    "ChronologyEntry",
    "ContactRoom",
    "CouncilDay",
    "FactWord",
    "FamilyContact",
    "FamilyContactDone",
    "FamilyHelp",
    "FamilyHelpEnd",
    "FigureAnswer",
    "FigureChallenge",
    "GlassReview",
    "Handover",
    "HandoverFact",
    "Helper",
    "HelperFact",
    "Involvement",
    "KnownPerson",
    "LimitDecision",
    "LocalNumber",
    "Marker",
    "MarkerFact",
    "NewInformation",
    "OutsideId",
    "OverLimit",
    "OwnTie",
    "PersonAddress",
    "PersonBirth",
    "PersonContact",
    "PersonDeath",
    "PersonGender",
    "PersonName",
    "PersonNow",
    "ProtectedAddress",
    "Referral",
    "ReferralStep",
    "Restriction",
    "RoomBooking",
    "SameAs",
    "SameAsStep",
    "SearchRun",
    "SignOff",
    "StatusFact",
    "Tie",
    "TieEnd",
    "TypedDuty",
    "TypedDutyEnd",
    "Visit",
    "VisitDone",
    "VisitHanded",
    "Waiting",
    "WaitingEnd",
    "WaitingFact",
]
