"""What was raised with a manager because it was late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, Q

from lippen.kernel.access import Actor
from lippen.kernel.prepared import read_prepared
from lippen.organisation.models import Duty, Escalation
from lippen.organisation.queries import DutyRow, duty_row, person_names
from lippen.organisation.queries.leavers import has_left, left_alone
from lippen.organisation.rules import raised_through

SAME = {name: OuterRef(name) for name in ("kind", "subject_kind", "subject_key", "holder_id", "ends_on")}


@dataclass(frozen=True)
class RaisedRow:
    """A duty that was raised with a manager: which, whose, with whom and when."""

    kind: str
    subject_kind: str
    subject_key: str
    holder_id: int
    holder: str
    manager: str
    ends_on: date
    so_on: date
    recorded_at: datetime
    is_open: bool


def raised_with(actor: Actor, *, on: date) -> tuple[tuple[DutyRow, ...], dict[int, str]]:
    """The open duties of others that were raised with this actor, and the names of those who owe them.

    What was raised with somebody who left stands with whoever holds their post. What those owe who left themselves is
    in `leavers.left_behind`.
    """
    if actor.person_id is None:
        return (), {}
    (found,) = read_prepared(_raised_with, actor, on, raised_through(on))
    rows = tuple(duty_row(row) for row in found)
    return rows, person_names({row.holder_id for row in rows}) if rows else {}


def _raised_with(actor: Actor, on: date, through: date) -> tuple[Any]:
    inherited = Q(has_left("manager_id", on=on), post_id__in=actor.post_ids)
    mine = Escalation.objects.filter(Q(manager_id=actor.person_id) | inherited, **SAME)
    late = Duty.objects.filter(Exists(mine), closed_at__isnull=True, ends_on__lte=through)
    return (late.exclude(holder_id=actor.person_id).exclude(left_alone(on=on)).order_by("ends_on", "id"),)


def raised_about(subject_kind: str, subject_key: str, *, known_at: datetime | None = None) -> tuple[RaisedRow, ...]:
    """What was raised about one subject, the earliest first."""
    (found,) = read_prepared(_about, subject_kind, subject_key, known_at)
    return tuple(
        RaisedRow(
            each.kind,
            each.subject_kind,
            each.subject_key,
            each.holder_id,
            f"{each.holder_given} {each.holder_family}",
            f"{each.manager_given} {each.manager_family}",
            each.ends_on,
            each.so_on,
            each.recorded_at,
            each.is_open,
        )
        for each in found
    )


def _about(subject_kind: str, subject_key: str, known_at: datetime | None) -> tuple[Any]:
    open_ones = Duty.objects.filter(closed_at__isnull=True, **SAME)
    found = Escalation.objects.filter(subject_kind=subject_kind, subject_key=subject_key).known_at(known_at)
    return (found.annotate(is_open=Exists(open_ones), **NAMES).order_by("so_on", "id"),)


NAMES = {
    "holder_given": F("holder__given_name"),
    "holder_family": F("holder__family_name"),
    "manager_given": F("manager__given_name"),
    "manager_family": F("manager__family_name"),
}


def to_be_raised(on: date) -> tuple[DutyRow, ...]:
    """Open duties that are so late, or whose holder left, and that nobody's manager has heard of, in one order."""
    told = Escalation.objects.filter(**SAME)
    wanted = Q(ends_on__lte=raised_through(on)) | has_left("holder_id", on=on)
    found = Duty.objects.filter(wanted, ~Exists(told), closed_at__isnull=True)
    order = ("subject_kind", "subject_key", "kind", "holder_id")
    return tuple(duty_row(row) for row in found.order_by(*order))
