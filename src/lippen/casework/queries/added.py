"""Somebody who was added by mistake: what whoever added them wrote of them, and what stands in the way by now."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from lippen.casework import rules
from lippen.casework.models import BroughtIn, FactWord, Involvement, Tie, TieEnd
from lippen.casework.queries.knowing import TABLES
from lippen.casework.queries.undoing import Brought, brought_of, in_the_way
from lippen.casework.rows import PersonRow
from lippen.casework.vocabulary import FactKind, InvolvementKind
from lippen.kernel.access import Actor, Permission, may
from lippen.kernel.clock import day_of
from lippen.kernel.together import read_together

KINDS = tuple(kind for kind in TABLES if kind not in {FactKind.DEATH, FactKind.VISIT, FactKind.PICTURE})
"""Facts that whoever added somebody takes back together; anything else that was recorded stands in the way."""
BY_FILE = "they came in with a file: whoever brings records in can undo that file"


def may_take_back(actor: Actor, person: PersonRow, *, on: date) -> bool:
    """Whether it is the actor's to say that somebody was added by mistake, within 30 days of that day."""
    if person.is_mistake or person.added_at is None or not rules.may_undo(day_of(person.added_at), on):
        return False
    leads = may(actor, Permission.ALLOCATE, at=[person.authority_id])
    return leads or (actor.account_id is not None and person.added_by_id == actor.account_id)


def written_of(person: PersonRow) -> Brought:
    """What whoever added somebody wrote of them: facts, ties, what they said of these, and who holds a child first.

    A tie that was said to be a mistake stands in nobody's way, whoever recorded it.
    """
    own = {"person_id": person.id, "recorded_by_id": person.added_by_id}
    duty = InvolvementKind.DUTY.value
    near = Q(person_id=person.id) | Q(other_id=person.id)
    ended = Q(tie__person_id=person.id) | Q(tie__other_id=person.id)
    theirs = Q(recorded_by_id=person.added_by_id) | Q(ended__is_mistake=True)
    rows = read_together(
        Involvement.objects.filter(person_id=person.id, kind=duty).order_by("id"),
        Tie.objects.filter(near & theirs).order_by("id"),
        TieEnd.objects.filter(ended, is_mistake=True).order_by("id"),
        FactWord.objects.filter(**own, kind__in=[kind.value for kind in KINDS]).order_by("id"),
        *(TABLES[kind].objects.filter(**own).order_by("id") for kind in KINDS),
    )
    tables = (Involvement, Tie, TieEnd, FactWord, *(TABLES[kind] for kind in KINDS))
    wrote = {str(table._meta.model_name): [row.pk for row in found] for table, found in zip(tables, rows, strict=True)}
    wrote["knownperson"] = [person.id]
    return brought_of((BroughtIn(person_id=person.id, row=1, recorded_at=person.added_at, wrote=wrote),))


def stands_in_the_way(actor: Actor, person: PersonRow, written: Brought) -> tuple[str, ...]:
    """What others have recorded of somebody, or built upon them, since they were added; each said once."""
    files = BroughtIn.objects.filter(person_id=person.id, wrote__has_key="knownperson")
    by_file = (BY_FILE,) if files.exists() else ()
    return by_file + tuple(dict.fromkeys(each.why for each in in_the_way(actor, written, every=True)))
