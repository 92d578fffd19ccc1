"""What the plans offer the rest of the house: their duties in words, each with where to do it."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from lippen.improvement.queries.commitments import commitment_words
from lippen.improvement.queries.stories import action_refs
from lippen.improvement.vocabulary import (
    ACTION_SUBJECT,
    COMMITMENT_DUTY_WORDS,
    COMMITMENT_SUBJECT,
    DUTY_WORDS,
    CommitmentDuty,
    DutyKind,
)
from lippen.kernel.access import Actor
from lippen.organisation.queries import DutyRow

PAGES = {DutyKind.UPDATE: "improvement:write_update", DutyKind.REVISIT: "improvement:change_state"}


Words = dict[tuple[str, str], tuple[str, str, str]]


def duty_words(actor: Actor, duties: Sequence[DutyRow]) -> Words:
    """What to do, about what and where, by kind and the subject's ref; what the actor cannot see is left out."""
    return _of_actions(actor, duties) | _of_commitments(actor, duties)


def _of_commitments(actor: Actor, duties: Sequence[DutyRow]) -> Words:
    mine = [duty for duty in duties if duty.subject_kind == COMMITMENT_SUBJECT]
    found = commitment_words(actor, [duty.subject_key for duty in mine]) if mine else {}
    return {
        (duty.kind, duty.subject_key): (
            COMMITMENT_DUTY_WORDS[CommitmentDuty(duty.kind)],
            found[duty.subject_key],
            reverse("partners:commitment", args=[duty.subject_key]),
        )
        for duty in mine
        if duty.subject_key in found
    }


def _of_actions(actor: Actor, duties: Sequence[DutyRow]) -> Words:
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
