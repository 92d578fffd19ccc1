"""One thing that is due by a process that is not held here."""

from __future__ import annotations

from lippen.casework.models import TypedDuty, TypedDutyEnd
from lippen.casework.queries.people import people_rows
from lippen.casework.queries.seen import seen_one
from lippen.casework.rows import PersonRow, TypedRow
from lippen.casework.vocabulary import TYPED_END_WORDS, TYPED_SUBJECT, TYPED_WORDS, TypedEnd, TypedKind
from lippen.kernel.access import Actor
from lippen.kernel.errors import CannotDo, NotVisible
from lippen.organisation import queries as organisation


def due(actor: Actor, ref: str, *, or_done: bool = False) -> tuple[PersonRow, TypedRow]:
    """The child, and what is due; refused where it is done already, unless somebody is sending what they wrote."""
    found = seen_one(actor, TypedDuty, ref)
    people = people_rows(actor, [found.person_id])
    if found.person_id not in people:
        raise NotVisible
    ended = TypedDutyEnd.objects.filter(duty=found).first()
    if ended is not None and not or_done:
        raise CannotDo(f"{TYPED_END_WORDS[TypedEnd(ended.end)]} already.")
    holders = organisation.holders_by_key(TYPED_SUBJECT, [ref]).get(ref, ())
    kind = TypedKind(found.kind)
    who = " and ".join(holders)
    return people[found.person_id], TypedRow(
        ref, kind.value, TYPED_WORDS[kind], found.words, found.due_on, who, found.hours
    )
