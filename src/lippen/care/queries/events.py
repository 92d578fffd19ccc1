"""What was typed in of the way through care."""

from __future__ import annotations

from collections.abc import Mapping

from lippen.care.models import CareEvent
from lippen.care.rows.clocks import EventRow
from lippen.care.vocabulary import EVENT_WORDS, Event
from lippen.casework.queries.seen import seen_one
from lippen.casework.rows import PictureRow
from lippen.kernel.access import Actor


def event_of(actor: Actor, ref: str) -> CareEvent:
    """An event by its reference, or NotVisible."""
    return seen_one(actor, CareEvent, ref)


def event_row(row: CareEvent, shown: Mapping[int, PictureRow], wrong_why: str = "") -> EventRow:
    """An event in words, with what the child thinks; `shown`: pictures by their numbers."""
    return EventRow(
        row.ref,
        EVENT_WORDS[Event(row.kind)],
        row.so_on,
        row.words,
        wrong_why,
        row.child_view,
        shown.get(row.picture_id or 0),
        row.no_view_why,
        row.changed,
    )
