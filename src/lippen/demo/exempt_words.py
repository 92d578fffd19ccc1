"""What stands in the papers that were kept from the public in part, or withdrawn and replaced."""

from __future__ import annotations

from lippen.demo.paper_words import SMALL_TEXTS
from lippen.demo.small_words import SMALL_DIFFERENCES

DIFFERENCES = SMALL_DIFFERENCES
HELPLINE_SUBJECT = "Kinship carers: who is to answer the helpline"
HELPLINE_EXEMPT = "resources.finance"
HELPLINE_PARAGRAPHS = (8, 9)
HELPLINE_REASON = "It tells what the council would pay while the terms are still being settled."
HELPLINE_TEXTS: dict[str, tuple[str, ...]] = {
    **SMALL_TEXTS,
    "stakeholders": ("Carers asked for one number to ring. Two charities have offered to answer it.",),
    HELPLINE_EXEMPT: (
        "We would pay up to £41,000 a year for a line that is open until nine. The lower offer stands at £36,500.",
    ),
}
RESOLUTION = (
    "The Committee resolved under section 50A(4) of the Local Government (Scotland) Act 1973 that the public be "
    "excluded while item 9 was considered, since exempt information as defined in paragraphs 8 and 9 of Part I of "
    "Schedule 7A would have been disclosed."
)

SUPPER_SUBJECT = "Kinship carers: what the suppers cost"
SUPPER_SECTION = "resources.finance"
WRONG = "Each supper costs £1,140 from the existing budget."
RIGHT = "Each supper costs £380 from the existing budget; £1,140 is what three of them cost."
WITHDRAWN = "The cost of one supper was given as the cost of three."
REPLACED = "It gives the cost of one supper, and says where the other figure came from."


def supper_texts(cost: str) -> dict[str, tuple[str, ...]]:
    """The paper's texts with this sentence on the cost."""
    return {**SMALL_TEXTS, SUPPER_SECTION: (cost,)}
