"""Other people's documents into plans: read, match the columns, propose. Nothing here knows the database."""

from __future__ import annotations

from lippen.improvement.adapters.answers import UnusableAnswer
from lippen.improvement.adapters.columns import ROLE_WORDS, ROLES, ColumnUse, Layout, Mapping, guess_mapping
from lippen.improvement.adapters.document import ReadDocument
from lippen.improvement.adapters.proposal import Doubt, Proposal, ProposedAction, ProposedRecommendation, Unplaced
from lippen.improvement.adapters.propose import propose
from lippen.improvement.adapters.reading import read_document
from lippen.kernel.files.gate import Refused

__all__ = [
    "ROLES",
    "ROLE_WORDS",
    "ColumnUse",
    "Doubt",
    "Layout",
    "Mapping",
    "Proposal",
    "ProposedAction",
    "ProposedRecommendation",
    "ReadDocument",
    "Refused",
    "Unplaced",
    "UnusableAnswer",
    "guess_mapping",
    "propose",
    "read_document",
]
