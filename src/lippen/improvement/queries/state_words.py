"""What a fact of an action's state says: the state that it came into, or on which other action it waits now."""

from __future__ import annotations

from lippen.improvement.models import ActionState
from lippen.improvement.vocabulary import STATE_WORDS

WAITS = "Waits on another action"
WAITS_NO_LONGER = "Waits on no other action any more"


def state_words(fact: ActionState) -> str:
    """The fact as its own line of a story."""
    if fact.since_on is None:
        return STATE_WORDS[fact.state]
    return WAITS if fact.waits_on_id else WAITS_NO_LONGER


def now_words(fact: ActionState) -> str:
    """The fact among what changed."""
    return f"Now {STATE_WORDS[fact.state].lower()}" if fact.since_on is None else state_words(fact)
