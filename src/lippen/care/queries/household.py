"""Carers on their own page: who lives with them and who lived with them, as far as the reader may know of it."""

from __future__ import annotations

from lippen.care.models import Placement
from lippen.care.queries.carers import carer_of, told_of
from lippen.care.queries.spans import placement_words
from lippen.care.rows.living import HouseholdRow, StayRow
from lippen.casework.queries.people import people_who_stay
from lippen.casework.queries.records import homes_kept_apart
from lippen.kernel.access import Actor


def household(actor: Actor, ref: str) -> HouseholdRow:
    """Carers with every child of theirs whom the actor sees, or NotVisible.

    A child whose address is held apart from the actor is not named: whose carers these are would tell it.
    """
    carer = carer_of(actor, ref)
    row, approvals = told_of(actor, carer)
    stays = _stays(actor, carer.pk)
    now: dict[int, StayRow] = {}
    for person_id, stay in stays:
        if stay.ends_on is None:
            now.setdefault(person_id, stay)
    past = [stay for _, stay in stays if stay.ends_on is not None]
    return HouseholdRow(carer.authority_id, row, approvals, tuple(now.values()), tuple(past))


def _stays(actor: Actor, carer_id: int) -> list[tuple[int, StayRow]]:
    """Every stay with carers and whose it is, the latest first; of two records of one child by the one that stays."""
    stands = {"carer_id": carer_id, "is_current": True, "is_wrong": False}
    rows = list(Placement.objects.visible_to(actor).filter(**stands).order_by("-so_on", "-id"))
    people = people_who_stay(actor, {row.person_id for row in rows})
    hidden = homes_kept_apart(actor, people.values())
    return [
        (
            person.id,
            StayRow(person.ref, person.name, placement_words(row.code_system, row.code), row.so_on, row.ends_on),
        )
        for row in rows
        if (person := people.get(row.person_id)) and not person.is_mistake and person.id not in hidden
    ]
