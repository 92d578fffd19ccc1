"""What ways in offer the rest of the house: their duties in words, each with where to do it."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from lippen.kernel.access import Actor
from lippen.organisation.queries import DutyRow
from lippen.organisation.queries.access_review import reviews_of
from lippen.organisation.vocabulary import REVIEW_SUBJECT


def duty_words(actor: Actor, duties: Sequence[DutyRow]) -> dict[tuple[str, str], tuple[str, str, str]]:
    """Title, subject and address of each review that the actor may answer."""
    mine = [duty for duty in duties if duty.subject_kind == REVIEW_SUBJECT]
    found = reviews_of(actor, {duty.subject_key for duty in mine})
    return {
        (duty.kind, duty.subject_key): (
            "Review who has access",
            found[duty.subject_key].authority.name,
            f"{reverse('organisation:review')}?council={found[duty.subject_key].authority.ref}",
        )
        for duty in mine
        if duty.subject_key in found
    }
