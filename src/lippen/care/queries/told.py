"""A child's time in care as the record's own chronology tells it."""

from __future__ import annotations

from collections.abc import Sequence

from lippen.care.models import AfterCare, CareEvent, CareEventWrong, Episode, LegalReason, Placement
from lippen.care.queries.living import carer_names, destination_words, moved_words
from lippen.care.queries.reading import read_facts
from lippen.care.queries.spans import legal_words, placement_words
from lippen.care.vocabulary import AFTER_WORDS, EVENT_WORDS, AfterKind, Event
from lippen.casework.rows import Event as Told
from lippen.kernel.access import Actor


def events_about(actor: Actor, person_ids: Sequence[int]) -> list[Told]:
    """What happened in care to somebody, by itself from the record; what was wrong with its reason."""
    rows = read_facts(actor, person_ids)
    carers = carer_names(actor, rows[Placement])
    wrong = {row.event_id: row.why for row in rows[CareEventWrong]}
    told = []
    for row in rows[Episode]:
        told.append(Told(row.so_on, "Care began"))
        if row.ends_on:
            told.append(Told(row.ends_on, "Care ended", destination_words(row)))
    for row in rows[Placement]:
        where = placement_words(row.code_system, row.code)
        who = carers.get(row.carer_id or 0, "")
        title = f"Lives now: {where[:1].lower()}{where[1:]}{f', {who}' if who else ''}"
        told.append(Told(row.so_on, title, moved_words(row)))
    told += [
        Told(row.so_on, f"By law: {legal_words(row.code_system, row.code)}", row.words) for row in rows[LegalReason]
    ]
    told += [
        Told(row.so_on, EVENT_WORDS[Event(row.kind)], row.words, wrong_why=wrong.get(row.pk, ""))
        for row in rows[CareEvent]
    ]
    told += [Told(row.so_on, AFTER_WORDS[AfterKind(row.kind)], row.words) for row in rows[AfterCare]]
    return told
