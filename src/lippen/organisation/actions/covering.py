"""Whether something is somebody's own to do: by themselves, or for whom they cover; the trail says for whom."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from lippen.kernel import audit
from lippen.kernel.access import Actor
from lippen.kernel.clock import day_of
from lippen.organisation.queries.cover import covered_by


def is_own(actor: Actor, holder_ids: Iterable[int | None], *, subject: audit.Subject, at: datetime) -> bool:
    """Whether one of these holds what the actor wants to do, or is covered by the actor today.

    Whoever does it for another signs it with their own account; the trail keeps for whom it was done.
    """
    holders = {holder for holder in holder_ids if holder is not None}
    if actor.person_id is None or not holders:
        return False
    if actor.person_id in holders:
        return True
    covered = sorted(holders & covered_by(actor, on=day_of(at)))
    if covered:
        audit.record(actor, "duty.covered", subject, keys={"for": covered})
    return bool(covered)
