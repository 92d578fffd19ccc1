"""What a child thinks at a decision: in words, or why it is not known; and what changed because of it."""

from __future__ import annotations

from dataclasses import dataclass

from lippen.casework.actions.writing import reason_given

NO_VIEW = "Say what the child thinks, or why it is not known."


@dataclass(frozen=True)
class View:
    """The child's view at a decision, or why it is not known."""

    words: str = ""
    why_not: str = ""
    changed: str = ""

    def kept(self) -> dict[str, str]:
        """What is recorded of it; a decision without a view and without a reason is refused."""
        if not self.words.strip():
            reason_given(self.why_not, "no_view_why", NO_VIEW)
        return {
            "child_view": self.words.strip(),
            "no_view_why": "" if self.words.strip() else self.why_not.strip(),
            "changed": self.changed.strip(),
        }
