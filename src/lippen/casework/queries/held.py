"""What is held about somebody beside their record: offers to other workers, openings with reasons, what was shared."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from lippen.casework.models import BreakGlass, GlassReview, Handover, HandoverFact
from lippen.casework.queries import lending, rooms
from lippen.casework.queries.people import twins
from lippen.casework.rows import PersonRow
from lippen.casework.vocabulary import GLASS_WORDS, HANDOVER_STEP_WORDS, GlassReason, HandoverStep
from lippen.design.words import day_words
from lippen.kernel.access import Actor
from lippen.kernel.clock import day_of
from lippen.organisation import queries as organisation

Held = tuple[date | None, str, str]
OPENED = "The record was opened for an hour by somebody of the council who does not work with the family"


def beside_the_record(actor: Actor, person: PersonRow, *, on: date) -> list[Held]:
    """All of it as day, heading and words, the earliest first of each kind."""
    above = rooms.held_about(actor, [person.id, *twins(person.id)])
    return [*above, *_offers(actor, person), *_openings(actor, person), *_shared(actor, person, on)]


def _of(person: PersonRow) -> Q:
    return Q(person_id=person.id) | Q(person__now__same_as_id=person.id)


def _offers(actor: Actor, person: PersonRow) -> list[Held]:
    """What was written of somebody as they were offered to another worker, and what came of it."""
    rows = list(Handover.objects.visible_to(actor).filter(_of(person)).order_by("so_on", "id"))
    facts = list(HandoverFact.objects.filter(handover__in=[row.pk for row in rows]).order_by("number"))
    names = organisation.person_names({row.worker_id for row in rows}) if rows else {}
    told: list[Held] = []
    for row in rows:
        who = names.get(row.worker_id, "somebody")
        told.append((row.so_on, f"Offered to another worker: {who}", row.note))
        told += [
            (fact.so_on, f"Offered to {who}: {HANDOVER_STEP_WORDS[HandoverStep(fact.step)].lower()}", fact.words)
            for fact in facts
            if fact.handover_id == row.pk
        ]
    return told


def _openings(actor: Actor, person: PersonRow) -> list[Held]:
    """When the record was opened outside somebody's own work and why, and what came of the look at it.

    Not by whom: an employee who looks up a record for the council is no recipient of it, and is named only where
    somebody could not do without it to use their rights. Whoever prepares the answer decides that case by case.
    """
    rows = list(BreakGlass.objects.visible_to(actor).filter(_of(person)).order_by("recorded_at", "id"))
    reviews = {row.glass_id: row for row in GlassReview.objects.filter(glass__in=[row.pk for row in rows])}
    told: list[Held] = []
    for row in rows:
        reason = f"{GLASS_WORDS[GlassReason(row.reason)]}. {row.words}"
        told.append((day_of(row.recorded_at), OPENED, reason))
        if review := reviews.get(row.pk):
            told.append((review.so_on, "The opening was looked at", review.words))
    return told


def _shared(actor: Actor, person: PersonRow, on: date) -> list[Held]:
    """What was shared with whom of another service, for what, on which ground, and how long."""
    rows = sorted(lending.sharings_of(actor, person, on=on), key=lambda row: (row.opens_on, row.ref))
    told: list[Held] = []
    for row in rows:
        who = f"{row.partner}, {row.post_title}" if row.post_title else row.partner
        parts = f"What: {', '.join(row.parts).lower()}. Until {day_words(row.closes_on)}. Ground: {row.basis}"
        told.append((row.opens_on, f"Shared with {who}", f"{row.purpose}\n{parts}"))
        if row.ended_on:
            told.append((row.ended_on, f"No longer shared with {who}", row.ended_why))
    return told
