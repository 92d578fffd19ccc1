"""What every file about looked-after children needs as a part of it comes in."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.db.models import prefetch_related_objects

from lippen.casework.actions.bringing.rows import CHANGED, Bringing, Stopped
from lippen.casework.actions.writing import Writing, begin_all
from lippen.casework.queries.intake import RefusedRow
from lippen.kernel.errors import CannotDo


def check_same(now: Sequence[RefusedRow], refused: Collection[int]) -> None:
    """Stop where other rows than those that the dry run refused cannot come in: the record has changed since."""
    if changed := {each.row for each in now} ^ set(refused):
        raise Stopped(min(changed), CHANGED)


def writings_of(bringing: Bringing, people: Collection[int]) -> dict[int, Writing]:
    """Begin to write to the records of all these children, or stop."""
    writings = begin_all(bringing.actor, people, at=bringing.at)
    if set(people) - set(writings):
        raise CannotDo(CHANGED)
    prefetch_related_objects([writing.person for writing in writings.values()], "now")
    return writings
