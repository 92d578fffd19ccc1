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
from lippen.casework.models.helping import Helper, HelperFact
from lippen.casework.models.knowing import FactWord
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
from lippen.casework.models.ties import Tie, TieEnd
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
    "FactWord",
    "FamilyContact",
    "FamilyContactDone",
    "GlassReview",
    "Helper",
    "HelperFact",
    "Involvement",
    "KnownPerson",
    "LocalNumber",
    "Marker",
    "MarkerFact",
    "NewInformation",
    "OutsideId",
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
    "Visit",
    "VisitDone",
    "Waiting",
    "WaitingEnd",
    "WaitingFact",
]
