"""What the demonstration's plan is made of: its themes, their actions, and words that differ between councils."""

from __future__ import annotations

from dataclasses import dataclass, field

TITLE = "Long-term work with children: improvement plan"
WORDS: dict[str, dict[str, str]] = {
    "today": {
        "committee": "Children and Families Committee",
        "girfec": "Getting it right for every child and The Promise",
        "practice": "getting it right for every child and The Promise",
        "tool": "child's plan",
        "tool_long": "shared assessment and child's plan",
        "children": "children in our care",
        "reviews": "reviews of children's plans",
        "self_assessment": "self-evaluation of the whole service",
        "inspection": "joint inspection of services for children at risk of harm",
        "case_review": "learning review",
        "order": "compulsory supervision order",
        "helper": "The Promise change team",
        "adoption": "the fostering and adoption alliance",
        "hub": "the duty desk for children at risk",
        "review_source": "an independent review of our long-term work",
    },
    "2012": {
        "committee": "Housing and Care Committee",
        "girfec": "Getting it right for every child",
        "practice": "getting it right for every child",
        "tool": "integrated assessment form",
        "tool_long": "integrated assessment framework",
        "children": "looked-after children",
        "reviews": "reviews for looked-after children",
        "self_assessment": "public service improvement self-assessment",
        "inspection": "child protection inspection",
        "case_review": "significant case review",
        "order": "supervision requirement",
        "helper": "the national centre for looked-after children",
        "adoption": "the national adoption and fostering body",
        "hub": "the child protection hub",
        "review_source": "an independent review of our long-term work",
    },
}


@dataclass(frozen=True)
class ActionWords:
    """One action as the Word file tells it. `state` is what the performance officer confirms at import."""

    text: str
    leads: str
    review: str
    progress: tuple[str, ...]
    state: str
    kind: str = "finish"


@dataclass(frozen=True)
class Difference:
    """What is different for children under a theme, and what says so; or by when we shall know, in months from now."""

    kind: str
    text: str
    source: str = ""
    know_by: int | None = None


@dataclass(frozen=True)
class ThemeWords:
    """A theme, and which neighbouring actions share one row of the Word table: lengths of the runs."""

    title: str
    actions: tuple[ActionWords, ...]
    difference: Difference
    rows: tuple[int, ...] = field(default=())

    @property
    def runs(self) -> tuple[int, ...]:
        """How many actions stand in each row of the table; one each unless said otherwise."""
        return self.rows or (1,) * len(self.actions)


def said(words: str, council: str) -> str:
    """Put this council's own words into a sentence; dates are left for Dates.say."""
    for key, value in WORDS[council].items():
        words = words.replace("{" + key + "}", value)
    return words[:1].upper() + words[1:] if words[:1].islower() else words
