"""What the papers offer the rest of the house: their duties in words, each with where to do it."""

from __future__ import annotations

from collections.abc import Sequence

from lippen.kernel.access import Actor
from lippen.organisation.queries import DutyRow


def duty_words(actor: Actor, duties: Sequence[DutyRow]) -> dict[tuple[str, str], tuple[str, str, str]]:
    """Title, subject and address of each duty, by its kind and the paper's ref."""
    return {}
