"""Children whose worker has left: who they are, and what is owed for each, until somebody else works with them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from lippen.casework.models import Involvement
from lippen.casework.models.sight import one_of
from lippen.casework.queries.owed import owed_for, words_of
from lippen.casework.queries.people import people_rows
from lippen.casework.rows import OwedRow, PersonRow, WorkRow
from lippen.casework.vocabulary import INVOLVEMENT_WORDS, InvolvementKind
from lippen.kernel.access import Actor
from lippen.organisation.queries import leavers

DAY = timedelta(days=1)


@dataclass(frozen=True)
class LeftRow:
    """A child with whom somebody works who has left, and what they still owe for the child."""

    person: PersonRow
    worker: str
    words: str
    is_allocated: bool
    owed: tuple[OwedRow, ...]


def gone(work: Iterable[WorkRow], *, on: date) -> frozenset[int]:
    """Those of a child's workers who have left."""
    ids = {row.worker_id for row in work}
    return leavers.those_gone(ids, on=on) if ids else frozenset()


def left_work(actor: Actor, *, on: date) -> tuple[LeftRow, ...]:
    """The children whom the actor sees whose worker has left, by name, those allocated first; not those who died."""
    of_gone = one_of("worker_id", *leavers.all_gone(on=on))
    here = Involvement.objects.visible_to(actor).filter(
        of_gone, ends_on__isnull=True, person__now__died_on__isnull=True
    )
    found = list(here.select_related("worker").order_by("person_id", "id"))
    if not found:
        return ()
    ids, workers = {row.person_id for row in found}, {row.worker_id for row in found}
    people = people_rows(actor, ids)
    owed = owed_for(actor, ids, workers)
    rows = [
        LeftRow(
            people[row.person_id],
            row.worker.name,
            INVOLVEMENT_WORDS[InvolvementKind(row.kind)],
            row.kind == InvolvementKind.ALLOCATED,
            tuple(
                OwedRow(words_of(duty), duty.ends_on - DAY)
                for duty in owed[row.person_id]
                if duty.holder_id == row.worker_id
            ),
        )
        for row in found
        if row.person_id in people
    ]
    return tuple(sorted(rows, key=lambda row: (not row.is_allocated, row.person.name, row.words)))
