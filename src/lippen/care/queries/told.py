"""A child's time in care as the record's own chronology tells it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from django.db.models import QuerySet

from lippen.care.models import (
    AfterCare,
    CareEvent,
    CareEventWrong,
    Carer,
    ChildPlan,
    Episode,
    HealthCheck,
    LegalReason,
    LineEnd,
    LineEndUndone,
    PermanenceLine,
    Placement,
    PlanWrong,
    Review,
    ReviewHeld,
    ReviewStep,
)
from lippen.care.queries.living import destination_words, moved_words
from lippen.care.queries.reading import FACTS, SPANS, facts_of
from lippen.care.queries.spans import legal_words, placement_words
from lippen.care.vocabulary import AFTER_WORDS, EVENT_WORDS, AfterKind, Event
from lippen.care.vocabulary.permanence import LINE_END_WORDS, ROUTE_WORDS, LineEndKind, Route
from lippen.care.vocabulary.plans import HEALTH_WORDS, HealthKind
from lippen.care.vocabulary.reviews import ReviewStepKind
from lippen.casework.rows import Event as Told
from lippen.kernel.access import Actor

TABLES: tuple[Any, ...] = (*SPANS, *FACTS, Carer)


def facts_about(actor: Actor, person_ids: Collection[int]) -> tuple[QuerySet[Any], ...]:
    """What is read of a time in care for the chronology, in the order of `TABLES`, to be read with the record."""
    placed = Placement.objects.filter(person_id__in=person_ids)
    carers = Carer.objects.visible_to(actor).filter(pk__in=placed.values("carer_id")).order_by("id")
    return (*facts_of(actor, person_ids), carers)


def events_of(read: Sequence[list[Any]]) -> list[Told]:
    """What happened in care to somebody, from what was read; what was wrong with its reason."""
    rows = dict(zip(TABLES, read, strict=True))
    carers = {row.pk: row.name for row in rows[Carer]}
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
    told += _of_reviews(rows)
    told += _of_plans(rows)
    told += [
        Told(row.so_on, f"Plan for permanence: {ROUTE_WORDS[Route(row.route)].lower()}", row.words)
        for row in rows[PermanenceLine]
    ]
    undone = {row.end_id: row.why for row in rows[LineEndUndone]}
    told += [
        Told(
            row.so_on,
            f"A plan for permanence ended: {LINE_END_WORDS[LineEndKind(row.kind)].lower()}",
            row.words,
            wrong_why=undone.get(row.pk, ""),
        )
        for row in rows[LineEnd]
    ]
    told += [Told(row.so_on, AFTER_WORDS[AfterKind(row.kind)], row.words) for row in rows[AfterCare]]
    return told


def _of_plans(rows: dict[Any, list[Any]]) -> list[Told]:
    """Plans that were agreed, and looks at the child's health; what was wrong says so."""
    why = {("plan", row.plan_id): row.why for row in rows[PlanWrong] if row.plan_id}
    why |= {("health", row.health_id): row.why for row in rows[PlanWrong] if row.health_id}
    told = [
        Told(row.so_on, "The child’s plan was agreed", row.words, wrong_why=why.get(("plan", row.pk), ""))
        for row in rows[ChildPlan]
    ]
    return told + [
        Told(
            row.so_on,
            f"{HEALTH_WORDS[HealthKind(row.kind)]}, {row.by_whom}",
            row.words,
            wrong_why=why.get(("health", row.pk), ""),
        )
        for row in rows[HealthCheck]
    ]


def _of_reviews(rows: dict[Any, list[Any]]) -> list[Told]:
    """Reviews that were held, with their minute; one recorded by mistake says so."""
    kinds = {row.pk: EVENT_WORDS[Event(row.kind)] for row in rows[Review]}
    mistakes = {row.review_id: row.why for row in rows[ReviewStep] if row.kind == ReviewStepKind.MISTAKE}
    return [
        Told(row.so_on, kinds[row.review_id], row.minute, wrong_why=mistakes.get(row.review_id, ""))
        for row in rows[ReviewHeld]
    ]
