"""Somebody works alongside a child's worker for what a room above asks of them, and no longer than that."""

from __future__ import annotations

from datetime import date

from lippen.casework.actions.offers import close_left
from lippen.casework.actions.work import give
from lippen.casework.actions.writing import Writing
from lippen.casework.models import Involvement
from lippen.casework.vocabulary import InvolvementKind
from lippen.kernel import audit


def begin_beside(writing: Writing, worker_id: int, so_on: date) -> int:
    """Let somebody work alongside, of a record held; the number of their part, by which they see the child."""
    made = give(writing, worker_id, InvolvementKind.CO_WORKING, so_on)
    audit.record(writing.actor, "work.began", made, keys={"person": writing.person.ref, "kind": made.kind})
    return made.pk


def end_beside(writing: Writing, part_id: int, so_on: date) -> None:
    """End such a part, unless somebody ended it already."""
    beside = {"kind": InvolvementKind.CO_WORKING.value, "ends_on__isnull": True}
    open_part = Involvement.objects.filter(pk=part_id, person=writing.person, **beside)
    found = open_part.first()
    if found is None:
        return
    audit.record(writing.actor, "work.ended", found, keys={"person": writing.person.ref})
    close_left(open_part, writing.at)
    open_part.update(ends_on=so_on, ended_at=writing.at, ended_by_id=writing.actor.account_id)
