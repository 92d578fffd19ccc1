"""What of a child's record reaches a milestone by itself, and what reaches the route of a line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from lippen.care.models import AfterCare, Episode, LegalReason, Placement
from lippen.care.queries.reading import Record
from lippen.care.queries.spans import setting_of
from lippen.care.rules import milestones as rules
from lippen.care.rules.legal import LEGAL_REASONS
from lippen.care.rules.reaching import BY_EVENT, BY_LEAVING, BY_ORDER, Reaching
from lippen.care.vocabulary import DESTINATION_WORDS, EVENT_WORDS, AfterKind, CodeSystem, Destination, Event, Setting
from lippen.kernel.standards import Happened


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


def from_spans(rows: Mapping[Any, Sequence[Any]]) -> list[Happened]:
    """Milestones that follow from spans of days and from the facts of leaving care, each table's in order of days."""
    found = [
        Happened(rules.ORDER_GRANTED, row.so_on, row.ref)
        for row in rows.get(LegalReason, ())
        if row.code in {"PO", "POA"}
    ]
    for row in rows.get(Episode, ()):
        if row.ends_on and row.destination == Destination.ADOPTED:
            found.append(Happened(rules.ADOPTED, row.ends_on, row.ref))
        if row.ends_on and row.destination == Destination.HOME:
            found.append(Happened(rules.WENT_HOME, row.ends_on, row.ref))
    away = False
    for row in rows.get(Placement, ()):
        is_home = setting_of(row.code_system, row.code) is Setting.HOME
        if is_home and away:
            found.append(Happened(rules.WENT_HOME, row.so_on, row.ref))
        away = not is_home
    began_after = {AfterKind.CONTINUING_BEGAN, AfterKind.AFTERCARE_BEGAN}
    found += [Happened(rules.AFTER, row.so_on, row.ref) for row in rows.get(AfterCare, ()) if row.kind in began_after]
    return found
