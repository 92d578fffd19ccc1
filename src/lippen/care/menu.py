"""What the room of looked-after children offers the rest of the house: its duties in words, with where to do them."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.urls import reverse

from lippen.care.queries.clocks import asked_in_words
from lippen.care.queries.fitting import care_ended_by_death
from lippen.care.queries.permanence import DECISION_CLOCK
from lippen.casework.queries.lists import names_by_ref
from lippen.design.words import day_words
from lippen.kernel import clock
from lippen.kernel.access import Actor, Permission, may
from lippen.organisation.queries import DutyRow

BY_DEATH = "Care ended by it on {day}, and goes on only once somebody says that this was wrong too."
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


def rests_on_death(actor: Actor, person_ids: Collection[int]) -> tuple[str, str] | None:
    """That care ended by a death, in words, and where it is said to have been wrong; of one child's records."""
    found = care_ended_by_death(actor, person_ids)
    if found is None or found.ends_on is None:
        return None
    return BY_DEATH.format(day=day_words(found.ends_on)), reverse("care:end_was_wrong", args=[found.thread])
