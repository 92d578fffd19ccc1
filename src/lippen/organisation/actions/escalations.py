"""What is late, or was left by somebody who went, is raised with whoever manages its holder, by rule."""

from __future__ import annotations

from datetime import datetime

from django.db import connection
from django.db.transaction import atomic

from lippen.kernel import audit
from lippen.kernel.access import Actor
from lippen.kernel.clock import day_of
from lippen.organisation.models import Escalation
from lippen.organisation.queries.cover import managers_of
from lippen.organisation.queries.raised import to_be_raised


@atomic
def raise_late_duties(*, actor: Actor, at: datetime) -> int:
    """Raise each duty that is too late, or that somebody left, with the manager of whoever owes it; gives how many."""
    today = day_of(at)
    with connection.cursor() as cursor:  # one at a time, so that two clocks that strike together raise it once
        cursor.execute("select pg_advisory_xact_lock(hashtext('organisation.escalation'))")
    late = to_be_raised(today)
    managers = managers_of({duty.holder_id for duty in late}, on=today)
    raised = 0
    for duty in late:
        if duty.holder_id not in managers:
            continue
        manager_id, post_id = managers[duty.holder_id]
        Escalation.objects.create(
            kind=duty.kind,
            subject_kind=duty.subject_kind,
            subject_key=duty.subject_key,
            holder_id=duty.holder_id,
            ends_on=duty.ends_on,
            manager_id=manager_id,
            post_id=post_id,
            so_on=today,
            recorded_at=at,
            recorded_by_id=actor.account_id,
        )
        raised += 1
        keys = {"duty": duty.kind, "holder": duty.holder_id, "manager": manager_id}
        audit.record(actor, "duty.raised", (duty.subject_kind, duty.subject_key), keys=keys)
    return raised
