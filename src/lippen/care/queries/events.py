"""What was typed in of the way through care."""

from __future__ import annotations

from lippen.care.models import CareEvent
from lippen.casework.queries.seen import seen_one
from lippen.kernel.access import Actor


def event_of(actor: Actor, ref: str) -> CareEvent:
    """An event by its reference, or NotVisible."""
    return seen_one(actor, CareEvent, ref)


def events_of(actor: Actor, person_id: int) -> list[CareEvent]:
    """What was typed in of a child, the latest first; what was wrong with its reason."""
    rows = CareEvent.objects.visible_to(actor).filter(person_id=person_id).select_related("wrong")
    return list(rows.order_by("-so_on", "-id"))
