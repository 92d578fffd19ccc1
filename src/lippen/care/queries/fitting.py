"""What does not go together in a child's time in care as it stands, whoever or whatever file told it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from lippen.care.models import Episode, LegalReason, Placement
from lippen.care.queries import spans
from lippen.care.queries.reading import Record
from lippen.care.rules.fitting import at_odds
from lippen.care.rules.possible import too_old_to_go_on
from lippen.care.vocabulary import CodeSystem, Destination, PlacementKind, english
from lippen.kernel.access import Actor


def odd_of(record: Record, *, today: date) -> tuple[str, ...]:
    """What is odd of the time in care that goes on: law and place at odds, somebody who is grown."""
    if not any(row.ends_on is None for row in record.of(Episode)) or record.person.died_on:
        return ()
    child = record.person
    born_on, precision = child.born_on, child.born_precision
    grown = too_old_to_go_on(today, name=child.name, born_on=born_on, precision=precision)
    return tuple(filter(None, (_law_and_place(record), grown)))


def _law_and_place(record: Record) -> str:
    """Of what holds now; of codes of another list nothing is said."""
    place = [row for row in record.of(Placement) if row.ends_on is None]
    law = [row for row in record.of(LegalReason) if row.ends_on is None and row.is_basis]
    if not place or not law or {place[-1].code_system, law[-1].code_system} != {CodeSystem.SCOTTISH.value}:
        return ""
    return at_odds(PlacementKind(place[-1].code), law[-1].code)


def ended_by_death(episodes: Sequence[Episode]) -> Episode | None:
    """The last of these times in care, in the order of days, where it ended by death."""
    last = episodes[-1] if episodes else None
    if last is None or last.ends_on is None:
        return None
    return last if last.destination == Destination.DIED or last.end_code == english.DIED else None


def care_ended_by_death(actor: Actor, person_ids: Collection[int]) -> Episode | None:
    """The same of one child whose records these are."""
    return ended_by_death(spans.current(actor, Episode, person_ids))
