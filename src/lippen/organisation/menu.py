"""What ways in offer the rest of the house: their duties in words, each with where to do it."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from lippen.kernel import clock
from lippen.kernel.access import Actor
from lippen.organisation.queries import DutyRow
from lippen.organisation.queries.access_review import reviews_of
from lippen.organisation.queries.recoveries import recoveries_named
from lippen.organisation.vocabulary import RECOVERY_SUBJECT, REVIEW_SUBJECT


def duty_words(actor: Actor, duties: Sequence[DutyRow]) -> dict[tuple[str, str], tuple[str, str, str]]:
    """Title, subject and address of each review that the actor may answer."""
    mine = [duty for duty in duties if duty.subject_kind == REVIEW_SUBJECT]
    found = reviews_of(actor, {duty.subject_key for duty in mine})
    return _recovery_words(actor, duties) | {
        (duty.kind, duty.subject_key): (
            "Review who has access",
            found[duty.subject_key].authority.name,
            f"{reverse('organisation:review')}?council={found[duty.subject_key].authority.ref}",
        )
        for duty in mine
        if duty.subject_key in found
    }


def _recovery_words(actor: Actor, duties: Sequence[DutyRow]) -> dict[tuple[str, str], tuple[str, str, str]]:
    mine = [duty for duty in duties if duty.subject_kind == RECOVERY_SUBJECT]
    if not mine:
        return {}
    found = recoveries_named(actor, {duty.subject_key for duty in mine}, at=clock.real_now())
    return {
        (duty.kind, duty.subject_key): (
            f"Confirm that {found[duty.subject_key][0]} be let back in",
            found[duty.subject_key][1],
            reverse("organisation:recovery", args=[duty.subject_key]),
        )
        for duty in mine
        if duty.subject_key in found
    }
