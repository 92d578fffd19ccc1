"""Warnings on records: how each stands, who wrote and who agreed it, and what was said of it since."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django.db.models import QuerySet

from lippen.casework import rules
from lippen.casework.models import KnownPerson, Marker, MarkerFact, PersonNow
from lippen.casework.models.sight import one_of
from lippen.casework.queries.people import people_rows, tied
from lippen.casework.queries.seen import seen_one
from lippen.casework.rows import MarkerRow, MarkerSaid, PersonRow
from lippen.casework.vocabulary import MARKER_STEP_WORDS, MARKER_WORDS, MarkerKind, MarkerStep
from lippen.kernel.access import Actor
from lippen.kernel.errors import NotVisible
from lippen.kernel.prepared import read_prepared
from lippen.organisation import queries as organisation


def warnings_of(actor: Actor, people: Mapping[int, PersonRow], *, on: date) -> tuple[MarkerRow, ...]:
    """The warnings that stand on these people's records, those that nobody has agreed or looked at again first."""
    rows = [row for row in _rows(actor, people, on) if row.is_open]
    return tuple(sorted(rows, key=lambda row: (not row.is_late, row.is_agreed, row.written_on, row.ref)))


def warnings_round(actor: Actor, person: PersonRow, *, on: date) -> tuple[MarkerRow, ...]:
    """The warnings that stand on somebody's record and on those of the family whom the actor sees."""
    family = people_rows(actor, sorted(tied(actor, person.id)))
    return warnings_of(actor, {person.id: person, **family}, on=on)


def warning(actor: Actor, ref: str, *, on: date) -> MarkerRow:
    """One warning with everything that was said of it, or NotVisible."""
    found: Any = seen_one(actor, Marker, ref)
    people = people_rows(actor, [found.person_id])
    row = next((row for row in _rows(actor, people, on) if row.ref == ref), None)
    if row is None:
        raise NotVisible
    return row


def _rows(actor: Actor, people: Mapping[int, PersonRow], on: date) -> list[MarkerRow]:
    found, facts, twins = read_prepared(_wanted, actor, tuple(sorted(people)))
    if not found:
        return []
    people = {**{twin.pk: people[twin.same_as_id] for twin in twins}, **people}
    names = organisation.account_names({each.recorded_by_id for each in (*found, *facts)})
    return [
        _row(row, people[row.person_id], [each for each in facts if each.marker_id == row.pk], names, on)
        for row in found
    ]


def _wanted(actor: Actor, ids: Collection[int]) -> tuple[QuerySet[Any], ...]:
    """What stands on these people's records and on those that are put together with them, and which these are."""
    twins = PersonNow.objects.filter(same_as__in=ids)
    about = one_of("person_id", KnownPerson.objects.filter(pk__in=ids).values("pk"), twins.values("pk"))
    return (
        Marker.objects.visible_to(actor).filter(about).order_by("id"),
        MarkerFact.objects.filter(about).order_by("marker_id", "number"),
        twins.order_by("pk"),
    )


def _row(row: Marker, person: PersonRow, facts: list[MarkerFact], names: Mapping[int, str], on: date) -> MarkerRow:
    last = MarkerStep(facts[-1].step) if facts else None
    agree_by = row.so_on + rules.MARKER_AGREED_IN
    review_on = (facts[-1].review_on if facts else None) or row.review_on
    stands = rules.marker_stands(last, agree_by=agree_by, review_on=review_on, on=on)
    return MarkerRow(
        row.ref,
        person,
        MARKER_WORDS[MarkerKind(row.kind)],
        row.words,
        row.shown_by,
        row.so_on,
        names.get(row.recorded_by_id or 0, ""),
        row.recorded_by_id,
        review_on if stands.is_agreed else agree_by,
        row.review_on,
        stands.is_open,
        stands.is_agreed,
        stands.is_late,
        tuple(
            MarkerSaid(
                MARKER_STEP_WORDS[MarkerStep(each.step)],
                each.words,
                each.so_on,
                names.get(each.recorded_by_id or 0, ""),
            )
            for each in facts
        ),
    )
