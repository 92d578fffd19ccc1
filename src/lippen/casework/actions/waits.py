"""How waiting for a social worker ends, whichever way a child came to have one."""

from __future__ import annotations

from datetime import date, datetime

from lippen.casework.actions.writing import Writing, close_duties
from lippen.casework.models import Involvement, Waiting, WaitingEnd
from lippen.casework.vocabulary import WAITING_SUBJECT, Duty, WaitingEndKind
from lippen.kernel import audit
from lippen.kernel.errors import refusal


def close_owed(waiting: Waiting, at: datetime, *kinds: Duty) -> None:
    """End what is owed for a child who waits."""
    for kind in kinds:
        close_duties(kind=kind.value, subject_kind=WAITING_SUBJECT, subject_keys=[waiting.ref], at=at)


def ended(writing: Writing, waiting: Waiting, kind: WaitingEndKind, so_on: date, **given: object) -> WaitingEnd:
    """Write how a child left the queue, and end what was owed meanwhile."""
    with refusal("casework_waitingend_waiting_id_key", "This child waits no longer. Look at the child's page."):
        made = WaitingEnd.objects.create(waiting=waiting, kind=kind.value, **given, **writing.fact(so_on))
    close_owed(waiting, writing.at, Duty.NEXT_CONTACT, Duty.LOOK_AGAIN, Duty.ALLOCATE)
    return made


def end_by(writing: Writing, work: Involvement) -> tuple[WaitingEnd, ...]:
    """Whoever has a social worker waits no longer, by whatever referral and whichever way it was done."""
    waits = Waiting.objects.filter(person=writing.person, end__isnull=True).order_by("id")
    made = []
    for each in waits:
        so_on = max(work.starts_on, each.so_on)
        made.append(ended(writing, each, WaitingEndKind.ALLOCATED, so_on, involvement=work))
        audit.record(writing.actor, "waiting.ended", each, keys={"kind": WaitingEndKind.ALLOCATED.value})
    return tuple(made)
