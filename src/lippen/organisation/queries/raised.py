"""What was raised with a manager because it was late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, F, OuterRef, QuerySet

from lippen.kernel.access import Actor
from lippen.kernel.prepared import read_prepared
from lippen.organisation.models import Duty, Escalation
from lippen.organisation.queries import DutyRow, duty_row, person_names

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


def raised_with(actor: Actor) -> tuple[tuple[DutyRow, ...], dict[int, str]]:
    """The open duties of others that were raised with this actor, and the names of those who owe them."""
    if actor.person_id is None:
        return (), {}
    mine = Escalation.objects.filter(manager_id=actor.person_id, **SAME)
    found = Duty.objects.filter(Exists(mine), closed_at__isnull=True).order_by("ends_on", "id")
    rows = tuple(duty_row(row) for row in found)
    return rows, person_names({row.holder_id for row in rows}) if rows else {}


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


def _about(subject_kind: str, subject_key: str, known_at: datetime | None) -> tuple[QuerySet[Escalation]]:
    open_ones = Duty.objects.filter(closed_at__isnull=True, **SAME)
    found = Escalation.objects.filter(subject_kind=subject_kind, subject_key=subject_key).known_at(known_at)
    return (found.annotate(is_open=Exists(open_ones), **NAMES).order_by("so_on", "id"),)


NAMES = {
    "holder_given": F("holder__given_name"),
    "holder_family": F("holder__family_name"),
    "manager_given": F("manager__given_name"),
    "manager_family": F("manager__family_name"),
}


def late_and_not_raised(through: date) -> tuple[DutyRow, ...]:
    """Open duties that ended by a day and that nobody's manager has heard of, in one order."""
    told = Escalation.objects.filter(**SAME)
    found = Duty.objects.filter(~Exists(told), closed_at__isnull=True, ends_on__lte=through)
    order = ("subject_kind", "subject_key", "kind", "holder_id")
    return tuple(duty_row(row) for row in found.order_by(*order))
