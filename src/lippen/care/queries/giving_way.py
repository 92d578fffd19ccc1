"""What was said of waiting for the panel gives way once the agency has decided, until somebody says anew."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q

from lippen.care.models import AgencyDecision, CareEvent, Discussed, PermanenceLine, WaitsOn
from lippen.care.queries.reading import Record
from lippen.care.vocabulary import Event
from lippen.care.vocabulary.meetings import BY_ITS_MAKER
from lippen.care.vocabulary.permanence import OF_PANEL, Route, Waits

ROUTES = frozenset(each.value for each in OF_PANEL)
KINDS = frozenset(each.value for each in BY_ITS_MAKER)


def waits_for_panel(said: WaitsOn | None) -> bool:
    """Whether it was said that a plan waits for the panel: the agency's decision is what it waits for."""
    return said is not None and said.on_whom == Waits.PANEL.value


def gives_way() -> Q:
    """Whether words of waiting give way, within a query of them: the last of a line.

    A decision of its maker keeps what had been said before it. One that was typed in counts, as for its maker's list,
    for all lines of the child on which no panel has met since; it gives way what had been recorded before it.
    """
    decided = AgencyDecision.objects.filter(
        line_id=OuterRef("line_id"), said_before_id__gte=OuterRef("pk"), event__wrong__isnull=True
    )
    own = Q(discussed__isnull=True) | Q(discussed__line_id=OuterRef(OuterRef("line_id")))
    stands = CareEvent.objects.filter(wrong__isnull=True)
    since = stands.filter(own, kind=Event.PANEL.value, person_id=OuterRef("person_id"), so_on__gt=OuterRef("so_on"))
    typed = stands.filter(
        ~Exists(since),
        Q(person_id=OuterRef("line__person_id")) | Q(person_id=OuterRef("line__person__now__same_as_id")),
        kind__in=sorted(KINDS),
        decided__isnull=True,
        decided_with__isnull=True,
        so_on__gte=OuterRef("line__so_on"),
        recorded_at__gt=OuterRef("recorded_at"),
    )
    for_panel = {"on_whom": Waits.PANEL.value, "line__route__in": sorted(ROUTES)}
    return Q(Exists(decided)) | Q(Exists(typed), **for_panel)


def has_given_way(said: WaitsOn, line: PermanenceLine, record: Record, told: Mapping[Any, Sequence[Any]]) -> bool:
    """The same of what was said last of a line, by what was read of the child and of the child's lines."""
    standing = {row.pk for row in record.events}
    decisions = told[AgencyDecision]
    of_line = (row for row in decisions if row.line_id == line.pk and row.event_id in standing)
    if said.pk <= max((row.said_before_id or 0 for row in of_line), default=0):
        return True
    if not waits_for_panel(said) or Route(line.route) not in OF_PANEL:
        return False
    acts = {row.event_id for row in decisions} | {row.also_id for row in decisions}
    whose = {line.person_id, record.person.id}
    typed = (row for row in record.events if row.kind in KINDS and row.pk not in acts and row.person_id in whose)
    later = [row for row in typed if row.so_on >= line.so_on and row.recorded_at > said.recorded_at]
    others = {row.event_id for row in told[Discussed] if row.line_id != line.pk}
    panels = [row for row in record.events if row.kind == Event.PANEL and row.pk not in others]
    return any(not _has_met_since(row, panels) for row in later)


def _has_met_since(event: CareEvent, panels: Iterable[CareEvent]) -> bool:
    """Whether one of these panels met after the day of an event."""
    return any(row.so_on > event.so_on for row in panels if row.person_id == event.person_id)
