"""Children for whom somebody else is to be found: whose worker has left, or may not see the record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Value
from django.db.models.functions import Concat

from lippen.casework.models import Involvement
from lippen.casework.models.sight import one_of
from lippen.casework.queries.owed import owed_for, words_of
from lippen.casework.queries.own_family import RESTS
from lippen.casework.queries.people import people_rows
from lippen.casework.rows import OwedRow, PersonRow, WorkRow
from lippen.casework.vocabulary import INVOLVEMENT_WORDS, WORK_SUBJECT, Duty, InvolvementKind
from lippen.kernel.access import Actor
from lippen.kernel.together import read_together
from lippen.organisation import queries as organisation
from lippen.organisation.queries import leavers

DAY = timedelta(days=1)
BESIDE = (InvolvementKind.CO_WORKING, InvolvementKind.MENTORING)
"""The parts that go on beside another and are ended by themselves."""


@dataclass(frozen=True)
class LeftRow:
    """A child with whom somebody works who has left, and what they still owe for the child."""

    person: PersonRow
    worker: str
    words: str
    is_allocated: bool
    owed: tuple[OwedRow, ...]


@dataclass(frozen=True)
class ClosedRow:
    """A child with whom somebody works who may not see the record: who, and in which part."""

    person: PersonRow
    worker: str
    words: str
    part_ref: str
    is_allocated: bool
    """Whether an allocation takes the place of this part."""
    may_end: bool
    """Whether the part is ended by itself."""


@dataclass(frozen=True)
class ToFind:
    """For whom somebody else is to be found, each by name, those to be allocated first."""

    left: tuple[LeftRow, ...]
    closed: tuple[ClosedRow, ...]


def gone(work: Iterable[WorkRow], *, on: date) -> frozenset[int]:
    """Those of a child's workers who have left."""
    ids = {row.worker_id for row in work}
    return leavers.those_gone(ids, on=on) if ids else frozenset()


def to_find(actor: Actor, *, on: date) -> ToFind:
    """The children whom the actor sees for whom somebody else is to be found; not those who died.

    Whoever has left and may not see the record either has left.
    """
    going_on = Involvement.objects.visible_to(actor).filter(ends_on__isnull=True, person__now__died_on__isnull=True)
    name = Concat("worker__given_name", Value(" "), "worker__family_name")
    named = going_on.annotate(worker_name=name).order_by("person_id", "id")
    refs = organisation.keys_open(Duty.CLOSED_WORK.value, WORK_SUBJECT)
    left, asked = read_together(named.filter(one_of("worker_id", *leavers.all_gone(on=on))), named.filter(ref__in=refs))
    closed = [part for part in asked if part.pk not in {each.pk for each in left}]
    people = people_rows(actor, {part.person_id for part in (*left, *closed)}) if left or closed else {}
    return ToFind(
        _left(actor, [part for part in left if part.person_id in people], people),
        _closed([part for part in closed if part.person_id in people], people),
    )


def _left(actor: Actor, parts: Sequence[Any], people: Mapping[int, PersonRow]) -> tuple[LeftRow, ...]:
    if not parts:
        return ()
    owed = owed_for(actor, {part.person_id for part in parts}, {part.worker_id for part in parts})
    rows = [
        LeftRow(
            people[part.person_id],
            part.worker_name,
            INVOLVEMENT_WORDS[InvolvementKind(part.kind)],
            part.kind == InvolvementKind.ALLOCATED,
            tuple(
                OwedRow(words_of(duty), duty.ends_on - DAY)
                for duty in owed[part.person_id]
                if duty.holder_id == part.worker_id
            ),
        )
        for part in parts
    ]
    return tuple(sorted(rows, key=lambda row: (not row.is_allocated, row.person.name, row.words)))


def _closed(parts: Sequence[Any], people: Mapping[int, PersonRow]) -> tuple[ClosedRow, ...]:
    rows = [
        ClosedRow(
            people[part.person_id],
            part.worker_name,
            INVOLVEMENT_WORDS[InvolvementKind(part.kind)],
            part.ref,
            part.kind in RESTS,
            part.kind in BESIDE,
        )
        for part in parts
    ]
    return tuple(sorted(rows, key=lambda row: (not row.is_allocated, row.person.name, row.words)))
