"""What was typed in of the way through care."""

from __future__ import annotations

from lippen.care.models import CareEvent
from lippen.casework.queries.seen import seen_one
from lippen.kernel.access import Actor


def event_of(actor: Actor, ref: str) -> CareEvent:
    """An event by its reference, or NotVisible."""
    return seen_one(actor, CareEvent, ref)
