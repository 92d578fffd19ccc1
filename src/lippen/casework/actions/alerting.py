"""Alerts: somebody says that they saw them, one or several at once."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db.transaction import atomic

from lippen.casework.actions.writing import begin, check_day
from lippen.casework.models import AlertSeen
from lippen.casework.queries.alerting import alerts
from lippen.kernel import audit
from lippen.kernel.access import Actor, Permission, require
from lippen.kernel.errors import CannotDo


@atomic
def see_alerts(*, actor: Actor, keys: Collection[str], so_on: date, at: datetime) -> int:
    """Say that these alerts were seen, by their keys; gives how many were open until now. Again changes nothing."""
    require(actor, Permission.WRITE_RECORDS)
    check_day(so_on, at)
    if not keys:
        raise CannotDo("Tick what you have seen.")
    wanted = frozenset(keys)
    rows = [row for row in alerts(actor, today=so_on).open if row.key in wanted]
    seen = 0
    for row in rows:
        writing = begin(actor, row.person.ref, at=at)
        if AlertSeen.objects.filter(kind=row.kind, subject=row.subject).exists():
            continue
        AlertSeen.objects.create(kind=row.kind, subject=row.subject, **writing.fact(so_on))
        audit.record(actor, "known.alert_seen", writing.person, keys={"kind": row.kind, "subject": row.subject})
        seen += 1
    return seen
