"""What was typed in of the way through care."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from lippen.care.models import CareEvent
from lippen.care.rows.clocks import EventRow
from lippen.care.vocabulary import EVENT_WORDS, Event
from lippen.casework.queries.seen import seen_one
from lippen.casework.rows import PictureRow
from lippen.kernel.access import Actor


def event_of(actor: Actor, ref: str) -> CareEvent:
    """An event by its reference, or NotVisible."""
    return seen_one(actor, CareEvent, ref)


def panel_days(actor: Actor, person_id: int, *, since: date) -> list[date]:
    """The days from this one on which a panel recommended something of a child, in order."""
    found = CareEvent.objects.visible_to(actor).filter(person_id=person_id, kind=Event.PANEL.value, wrong__isnull=True)
    return sorted(found.filter(so_on__gte=since).values_list("so_on", flat=True))


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
