"""Duties that rest: taken off the board together, and put back as they were should it prove wrong."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import QuerySet

from lippen.organisation.actions import pin_duties, pin_for
from lippen.organisation.models import Duty
from lippen.organisation.queries import duty_row

Subject = tuple[str, str]
"""The kind of what a duty is about, and its key."""


def rest_duties(subjects: Iterable[Subject], *, kinds: Collection[str] | None, at: datetime) -> int:
    """Take every open duty of these kinds about these subjects off the board, of any kind without; how many."""
    return _about(subjects, kinds).filter(closed_at__isnull=True).update(closed_at=at)


def wake_duties(
    subjects: Iterable[Subject], *, kinds: Collection[str] | None, rested_at: datetime, at: datetime
) -> int:
    """Put back what was taken off the board at that moment, as it was; how many there were."""
    rows = _about(subjects, kinds).filter(closed_at=rested_at).order_by("id")
    pins = [pin_for(duty_row(row), row.holder_id) for row in rows]
    pin_duties(pins, at=at)
    return len(pins)


def _about(subjects: Iterable[Subject], kinds: Collection[str] | None) -> QuerySet[Duty]:
    wanted = set(subjects)
    found = Duty.objects.filter(subject_key__in=[key for _, key in wanted])
    found = found if kinds is None else found.filter(kind__in=list(kinds))
    return found.filter(subject_kind__in=sorted({kind for kind, _ in wanted}))
