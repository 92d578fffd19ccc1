"""Tables of the improvement plan. Facts are added, never overwritten; `now` is worked out from them."""

from lippen.improvement.models.commitments import Commitment, CommitmentFact
from lippen.improvement.models.decisions import CouncilDecision, DecisionOption, DecisionStatus, DecisionTie
from lippen.improvement.models.evidence import Evidence, EvidenceDecision
from lippen.improvement.models.facts import (
    ActionDate,
    ActionLead,
    ActionLeads,
    ActionState,
    ActionWording,
    StandingOverride,
    Update,
)
from lippen.improvement.models.framework import (
    Contribution,
    ContributionTerms,
    Delivery,
    Strand,
    StrandProgress,
    StrandWording,
)
from lippen.improvement.models.imports import Doubt, DoubtAnswer, ImportBatch, RememberedLayout, SourceCell
from lippen.improvement.models.now import ActionNow
from lippen.improvement.models.partners import Partner, PartnerNaming
from lippen.improvement.models.parts import Arrangement, ArrangementEnd, Part
from lippen.improvement.models.plans import Action, Plan, Theme
from lippen.improvement.models.restricted import FileAudience, RestrictedEntry, RestrictedFile
from lippen.improvement.models.risks import Risk, RiskFact, RiskTie
from lippen.improvement.models.samples import Sample, SampleEnd, SampleInspector, SampleItem
from lippen.improvement.models.sources import (
    ActionAnswer,
    PlanCarrier,
    PlanSource,
    Recommendation,
    RecommendationWording,
    Source,
    SourceNaming,
)
from lippen.improvement.models.stakeholders import (
    Contact,
    ContactDetails,
    EngagementTheme,
    GivenBack,
    Said,
    SaidAnswer,
    StakeholderCame,
    StakeholderGroup,
    StakeholderMeeting,
    StakeholderMeetingFact,
    StakeholderNaming,
    ThemeReading,
    ThemeSign,
)
from lippen.improvement.models.versions import PlanVersion, PlanVersionNaming

__all__ = [
    "Action",
    "ActionAnswer",
    "ActionDate",
    "ActionLead",
    "ActionLeads",
    "ActionNow",
    "ActionState",
    "ActionWording",
    "Arrangement",
    "ArrangementEnd",
    "Commitment",
    "CommitmentFact",
    "Contact",
    "ContactDetails",
    "Contribution",
    "ContributionTerms",
    "CouncilDecision",
    "DecisionOption",
    "DecisionStatus",
    "DecisionTie",
    "Delivery",
    "Doubt",
    "DoubtAnswer",
    "EngagementTheme",
    "Evidence",
    "EvidenceDecision",
    "FileAudience",
    "GivenBack",
    "ImportBatch",
    "Part",
    "Partner",
    "PartnerNaming",
    "Plan",
    "PlanCarrier",
    "PlanSource",
    "PlanVersion",
    "PlanVersionNaming",
    "Recommendation",
    "RecommendationWording",
    "RememberedLayout",
    "RestrictedEntry",
    "RestrictedFile",
    "Risk",
    "RiskFact",
    "RiskTie",
    "Said",
    "SaidAnswer",
    "Sample",
    "SampleEnd",
    "SampleInspector",
    "SampleItem",
    "Source",
    "SourceCell",
    "SourceNaming",
    "StakeholderCame",
    "StakeholderGroup",
    "StakeholderMeeting",
    "StakeholderMeetingFact",
    "StakeholderNaming",
    "StandingOverride",
    "Strand",
    "StrandProgress",
    "StrandWording",
    "Theme",
    "ThemeReading",
    "ThemeSign",
    "Update",
]
