"""What the room of looked-after children offers the rest of the house: its duties in words, with where to do them."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from lippen.care.queries.clocks import asked_in_words
from lippen.care.queries.permanence import DECISION_CLOCK
from lippen.casework.queries.lists import names_by_ref
from lippen.kernel import clock
from lippen.kernel.access import Actor, Permission, may
from lippen.organisation.queries import DutyRow

Words = dict[tuple[str, str], tuple[str, str, str]]


def duty_words(actor: Actor, duties: Sequence[DutyRow]) -> Words:
    """What is due for which child, and where; what the record shows to be done meanwhile is left out."""
    refs = sorted({duty.subject_key for duty in duties})
    names = names_by_ref(actor, refs)
    titles = asked_in_words(actor, sorted(names), today=clock.today())
    decides = {DECISION_CLOCK} if may(actor, Permission.DECIDE_FOR_AGENCY) else set()
    return {
        (duty.kind, duty.subject_key): (
            title,
            names[duty.subject_key],
            reverse("care:agency") if duty.kind in decides else reverse("care:life", args=[duty.subject_key]),
        )
        for duty in duties
        if (title := titles.get((duty.subject_key, duty.kind)))
    }
