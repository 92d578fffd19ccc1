"""What of a child's record reaches the route of a line."""

from __future__ import annotations

from lippen.care.models import Episode, LegalReason
from lippen.care.queries.reading import Record
from lippen.care.rules.legal import LEGAL_REASONS
from lippen.care.rules.reaching import BY_EVENT, BY_LEAVING, BY_ORDER, Reaching
from lippen.care.vocabulary import DESTINATION_WORDS, EVENT_WORDS, CodeSystem, Destination, Event


def reaching(record: Record) -> list[Reaching]:
    """Orders, ends of care and events that reach a route, as they stand now."""
    return [
        *(
            Reaching(BY_ORDER[row.code], row.so_on, row.thread, f"Granted: {LEGAL_REASONS[row.code].words}")
            for row in record.of(LegalReason)
            if row.code_system == CodeSystem.SCOTTISH and row.code in BY_ORDER
        ),
        *(
            Reaching(
                BY_LEAVING[Destination(row.destination)],
                row.ends_on,
                row.thread,
                f"Care ended: {DESTINATION_WORDS[Destination(row.destination)].lower()}",
            )
            for row in record.of(Episode)
            if row.ends_on and row.destination in BY_LEAVING
        ),
        *(
            Reaching(BY_EVENT[Event(row.kind)], row.so_on, row.ref, EVENT_WORDS[Event(row.kind)])
            for row in record.events
            if row.kind in BY_EVENT
        ),
    ]
