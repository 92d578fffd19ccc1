"""The tables of looked-after children."""

from lippen.care.models.agency import AgencyDecision, DecisionMaker, HearingAdvice
from lippen.care.models.carers import Carer, CarerApproval
from lippen.care.models.meetings import CareMeeting, CourtStep, Discussed, MeetingMember, MeetingMoved
from lippen.care.models.permanence import (
    CoWorker,
    CoWorkerEnd,
    DriftAnswer,
    LineEnd,
    LineEndUndone,
    PermanenceLine,
    WaitsOn,
)
from lippen.care.models.plans import ChildPlan, HealthCheck, PlanWrong
from lippen.care.models.returned import ReturnRow
from lippen.care.models.reviews import DecisionEnd, Invited, Review, ReviewDecision, ReviewHeld, ReviewStep
from lippen.care.models.spans import AfterCare, Episode, LegalReason, Placement
from lippen.care.models.standards import AgreedDay, CareEvent, CareEventWrong, OwnStandard

__all__ = [
    "AfterCare",
    "AgencyDecision",
    "AgreedDay",
    "CareEvent",
    "CareEventWrong",
    "CareMeeting",
    "Carer",
    "CarerApproval",
    "ChildPlan",
    "CoWorker",
    "CoWorkerEnd",
    "CourtStep",
    "DecisionEnd",
    "DecisionMaker",
    "Discussed",
    "DriftAnswer",
    "Episode",
    "HealthCheck",
    "HearingAdvice",
    "Invited",
    "LegalReason",
    "LineEnd",
    "LineEndUndone",
    "MeetingMember",
    "MeetingMoved",
    "OwnStandard",
    "PermanenceLine",
    "Placement",
    "PlanWrong",
    "ReturnRow",
    "Review",
    "ReviewDecision",
    "ReviewHeld",
    "ReviewStep",
    "WaitsOn",
]
