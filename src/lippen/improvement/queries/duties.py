"""Titles and links for the duties that plans put on the duty board, in bulk."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from lippen.improvement.queries.stories import action_refs
from lippen.improvement.vocabulary import ACTION_SUBJECT, DUTY_WORDS, DutyKind
from lippen.kernel.access import Actor
from lippen.organisation.queries import DutyRow

Words = dict[tuple[str, str], tuple[str, str, str]]


def duty_words(actor: Actor, duties: Sequence[DutyRow]) -> Words:
    """For each duty by kind and key: what to do, about what, and where. What the actor may not see is left out."""
    mine = [duty for duty in duties if duty.subject_kind == ACTION_SUBJECT]
    found = action_refs(actor, [duty.subject_key for duty in mine])
    return {
        (duty.kind, duty.subject_key): (
            DUTY_WORDS[DutyKind(duty.kind)],
            " ".join(found[duty.subject_key]),
            reverse("improvement:action", args=[duty.subject_key]),
        )
        for duty in mine
        if duty.subject_key in found
    }
