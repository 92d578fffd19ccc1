"""What the plans offer the rest of the house: their duties in words, each with where to do it."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from lippen.improvement.queries.stories import action_refs
from lippen.improvement.vocabulary import ACTION_SUBJECT, DUTY_WORDS, DutyKind
from lippen.kernel.access import Actor
from lippen.organisation.queries import DutyRow

PAGES = {DutyKind.UPDATE: "improvement:write_update", DutyKind.REVISIT: "improvement:change_state"}


def duty_words(actor: Actor, duties: Sequence[DutyRow]) -> dict[tuple[str, str], tuple[str, str, str]]:
    """What to do, about what and where, by kind and the action's ref; what the actor cannot see is left out."""
    mine = [duty for duty in duties if duty.subject_kind == ACTION_SUBJECT]
    found = action_refs(actor, [duty.subject_key for duty in mine])
    return {
        (duty.kind, duty.subject_key): (
            DUTY_WORDS[DutyKind(duty.kind)],
            " ".join(found[duty.subject_key]),
            reverse(PAGES.get(DutyKind(duty.kind), "improvement:action"), args=[duty.subject_key]),
        )
        for duty in mine
        if duty.subject_key in found
    }
