"""Children's plans and what was found of their health, as they are read; and who has no plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef

from lippen.care.models import ChildPlan, Episode, HealthCheck
from lippen.care.queries.reading import Record, read
from lippen.care.rows.plans import HealthEvent, HealthRow, PlanRow, WithoutPlanRow
from lippen.care.vocabulary import EVENT_WORDS, CodeSystem, Event
from lippen.care.vocabulary.plans import COPY_WORDS, HEALTH_WORDS, PLAN_DUTY, HasCopy, HealthKind
from lippen.casework.queries import pictures
from lippen.casework.queries.people import people_rows
from lippen.casework.queries.seen import seen_one
from lippen.casework.rows import PersonRow, PictureRow
from lippen.design.words import day_words
from lippen.kernel.access import Actor
from lippen.kernel.errors import NotVisible
from lippen.organisation import queries as organisation

MOST_WITHOUT = 25
OF_HEALTH = frozenset({Event.HEALTH_BOARD_TOLD.value, Event.HEALTH_ASSESSED.value})


def kept_of(actor: Actor, ref: str) -> ChildPlan | HealthCheck:
    """A plan, or what was found of a child's health, by its reference; or NotVisible."""
    return seen_one(actor, ChildPlan if ref.startswith("childplan-") else HealthCheck, ref)


@dataclass(frozen=True)
class PlansAndHealth:
    """A child's plans and what was found of their health, of each the latest first."""

    plans: tuple[PlanRow, ...]
    health: tuple[HealthRow, ...]
    told: tuple[HealthEvent, ...] = ()
    """What is known of it from what happened in care, and not recorded here."""


def about(actor: Actor, person: PersonRow, *, today: date) -> PlansAndHealth:
    """The plans of a child and what was found of their health, with those that were wrong."""
    record = read(actor, [person])[person.id]
    drawn = {row.picture_id for row in (*record.of(ChildPlan), *record.of(HealthCheck)) if row.picture_id}
    shown = pictures.by_number(actor, drawn)
    return PlansAndHealth(_plans(record, shown, today), _health(record, shown), _told(record))


def _told(record: Record) -> tuple[HealthEvent, ...]:
    """Events of the child's health, the latest first, but for those that a look recorded here tells."""
    here = {row.so_on for row in record.health}
    found = (row for row in reversed(record.events) if row.kind in OF_HEALTH)
    return tuple(
        HealthEvent(EVENT_WORDS[Event(row.kind)], row.so_on, row.words) for row in found if row.so_on not in here
    )


def _plans(record: Record, shown: Mapping[int, PictureRow], today: date) -> tuple[PlanRow, ...]:
    rows = record.of(ChildPlan)
    wrong = record.wrong_plans
    leads = {row.lead_id for row in rows} - {None}
    names = organisation.person_names(leads) if leads else {}
    counting = [row.pk for row in rows if row.pk not in wrong]
    return tuple(
        PlanRow(
            row.ref,
            "Plan agreed" if row.pk not in counting[1:] else "Plan agreed anew",
            row.so_on,
            row.words,
            names.get(row.lead_id or 0, row.lead_words),
            row.next_on,
            tuple(COPY_WORDS[HasCopy(each)] for each in row.copies),
            row.child_view,
            shown.get(row.picture_id or 0),
            row.no_view_why,
            row.changed,
            wrong.get(row.pk, ""),
            row.pk in counting[-1:] and PLAN_DUTY in record.coming and row.next_on < today,
        )
        for row in reversed(rows)
    )


def _health(record: Record, shown: Mapping[int, PictureRow]) -> tuple[HealthRow, ...]:
    wrong = record.wrong_health
    return tuple(
        HealthRow(
            row.ref,
            HEALTH_WORDS[HealthKind(row.kind)],
            row.so_on,
            row.by_whom,
            row.words,
            row.to_do,
            row.next_on,
            wrong.get(row.pk, ""),
            row.child_view,
            shown.get(row.picture_id or 0),
            row.no_view_why,
            row.changed,
        )
        for row in reversed(record.of(HealthCheck))
    )


def without_plan(actor: Actor, *, page: int = 1) -> tuple[tuple[WithoutPlanRow, ...], int]:
    """Children who are looked after and of whom no plan is recorded, by the day on which care began; and how many."""
    stands = {"is_current": True, "is_wrong": False, "ends_on__isnull": True, "code_system": CodeSystem.SCOTTISH.value}
    plans = ChildPlan.objects.filter(person_id=OuterRef("person_id"), wrong__isnull=True)
    rows = Episode.objects.visible_to(actor).filter(~Exists(plans), **stands).order_by("so_on", "id")
    found = list(rows.values_list("person_id", "so_on"))
    shown = found[(page - 1) * MOST_WITHOUT : page * MOST_WITHOUT]
    people = people_rows(actor, [person_id for person_id, _ in shown])
    told = (
        WithoutPlanRow(person.ref, person.name, since)
        for person_id, since in shown
        if (person := people.get(person_id))
    )
    return tuple(told), len(found)


def person_of(actor: Actor, ref: str) -> tuple[PersonRow, str]:
    """Whose a plan or a look at health is, and what it is in words; or NotVisible."""
    found = kept_of(actor, ref)
    people = people_rows(actor, [found.person_id])
    if found.person_id not in people:
        raise NotVisible
    words = "Plan" if isinstance(found, ChildPlan) else HEALTH_WORDS[HealthKind(found.kind)]
    return people[found.person_id], f"{words}, {day_words(found.so_on)}"
