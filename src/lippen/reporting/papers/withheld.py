"""What is told, outside an exempt paper, of what it promises and of what was said about it: that, and no more."""

from __future__ import annotations

from datetime import date

from lippen.reporting.rules import printed

THERE = "is not for publication: see the paper of that meeting."


def promise_words(meets_on: date, number: int, of: int) -> str:
    """The words of a commitment that an exempt part makes; with its number where there are several."""
    which = f" ({number} of {of})" if of > 1 else ""
    return f"What the exempt part of the paper of {printed(meets_on)} promises{which}: see there."


def decision_words(so_on: date) -> str:
    """What the plan and the next paper say of a decision on an exempt paper."""
    return f"What was decided on {printed(so_on)} {THERE}"


def question_words(so_on: date) -> str:
    """What the next paper says of a question about an exempt paper."""
    return f"What was asked on {printed(so_on)} {THERE}"


def answer_promised_words(asked_by: str, so_on: date) -> str:
    """The words of the commitment to answer such a question."""
    return f"Answer what {asked_by} asked on {printed(so_on)}, which {THERE}"


def answer_shown_words(so_on: date) -> str:
    """What shows that such a question was answered."""
    return f"What was answered on {printed(so_on)} {THERE}"
