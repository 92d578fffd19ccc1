"""What can be seen of a plan. Each read starts from the actor."""

from lippen.improvement.queries.changes import gathered, what_changed
from lippen.improvement.queries.commitments import (
    CommitmentEvent,
    CommitmentFilters,
    CommitmentRow,
    CommitmentStory,
    commitment,
    commitment_words,
    commitments,
)
from lippen.improvement.queries.decisions import (
    DecisionRow,
    DecisionStory,
    OptionRow,
    decision,
    decisions,
    latest_options,
)
from lippen.improvement.queries.evidence import evidence_file
from lippen.improvement.queries.for_papers import plan_head, plan_records, plan_themes
from lippen.improvement.queries.imports import (
    doubt,
    doubts,
    doubts_about,
    import_batch,
    remembered_mapping,
    waiting_imports,
)
from lippen.improvement.queries.keepers import keeper_of
from lippen.improvement.queries.pages import Filters, plan_counts, plan_page
from lippen.improvement.queries.partners import partner, partners
from lippen.improvement.queries.parts import arrangement, arrangements, councils, parts
from lippen.improvement.queries.plans import action_choices, plan, plan_actions, plan_by_id, plan_titled, plans
from lippen.improvement.queries.progress import updates_between
from lippen.improvement.queries.risks import (
    RiskEvent,
    RiskRow,
    RiskStory,
    risk,
    risk_titles,
    risks,
    risks_changed,
    shown_by_choices,
)
from lippen.improvement.queries.stories import action_brief, action_story

__all__ = [
    "CommitmentEvent",
    "CommitmentFilters",
    "CommitmentRow",
    "CommitmentStory",
    "DecisionRow",
    "DecisionStory",
    "Filters",
    "OptionRow",
    "RiskEvent",
    "RiskRow",
    "RiskStory",
    "action_brief",
    "action_choices",
    "action_story",
    "arrangement",
    "arrangements",
    "commitment",
    "commitment_words",
    "commitments",
    "councils",
    "decision",
    "decisions",
    "doubt",
    "doubts",
    "doubts_about",
    "evidence_file",
    "gathered",
    "import_batch",
    "keeper_of",
    "latest_options",
    "partner",
    "partners",
    "parts",
    "plan",
    "plan_actions",
    "plan_by_id",
    "plan_counts",
    "plan_head",
    "plan_page",
    "plan_records",
    "plan_themes",
    "plan_titled",
    "plans",
    "remembered_mapping",
    "risk",
    "risk_titles",
    "risks",
    "risks_changed",
    "shown_by_choices",
    "updates_between",
    "waiting_imports",
    "what_changed",
]
