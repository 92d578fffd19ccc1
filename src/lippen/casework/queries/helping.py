"""Somebody of another service who works with a child's family, and whose helper they are."""

from __future__ import annotations

from lippen.casework.models import Helper
from lippen.casework.queries.records import people_rows
from lippen.casework.queries.seen import seen_one
from lippen.casework.rows import HelperRow, PersonRow
from lippen.casework.vocabulary import HELPER_WORDS, HelperKind
from lippen.kernel.access import Actor
from lippen.kernel.errors import NotVisible


def helper(actor: Actor, ref: str) -> tuple[PersonRow, HelperRow]:
    """One helper and the child, or NotVisible."""
    found: Helper = seen_one(actor, Helper, ref)
    people = people_rows(actor, [found.person_id])
    if found.person_id not in people:
        raise NotVisible
    row = HelperRow(
        ref, HELPER_WORDS[HelperKind(found.kind)], found.name, found.reach, found.so_on, contact_on=None, ended_on=None
    )
    return people[found.person_id], row
