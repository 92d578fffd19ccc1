"""Who works on a line from outside: now, and before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import Exists, OuterRef, Q

from lippen.care.models import CoWorker, CoWorkerEnd
from lippen.care.queries.reviews import line_of
from lippen.care.rows.permanence import CoWorkerRow
from lippen.casework.queries.workers import teams_of
from lippen.organisation import queries as organisation

STANDS = Q(ended__isnull=True) & (Q(part__isnull=True) | Q(part__ends_on__isnull=True))
"""A co-worker who has not ended, and whose part in the work with the child has not either."""
LEFT = "Works with the child no longer"


def standing(line_id: int) -> CoWorker | None:
    """Who works on a line from outside now."""
    return CoWorker.objects.filter(STANDS, line_id=line_id).order_by("-nth").first()


def has_one() -> Exists:
    """Whether somebody works on a line from outside now."""
    return Exists(CoWorker.objects.filter(STANDS, line_id=OuterRef("pk")))


def is_of_line(person_id: int, officer_id: int, authority_id: int, *, on: date) -> bool:
    """Whether an officer works with a child, leads those who do, or is of the team that has the child."""
    if officer_id in line_of(person_id, on=on):
        return True
    team = teams_of([person_id]).get(person_id)
    return team is not None and team == organisation.team_of(officer_id, authority_id, on=on)


def rows(
    found: Iterable[CoWorker], ends: Iterable[CoWorkerEnd], names: Mapping[int, str], *, today: date
) -> tuple[CoWorkerRow, ...]:
    """Co-workers in words, the last first; `left_on` is the day on which an officer's part with the child ended."""
    ended = {row.co_worker_id: (row.so_on, row.words) for row in ends}
    told = []
    for each in found:
        ended_on, words = ended.get(each.pk, (each.left_on, LEFT if each.left_on else ""))  # type: ignore[attr-defined]
        is_past = ended_on is None and each.until < today
        name = names.get(each.officer_id or 0, each.words)
        told.append(CoWorkerRow(name, each.what_for, each.so_on, each.until, ended_on, words, is_past))
    return tuple(reversed(told))
