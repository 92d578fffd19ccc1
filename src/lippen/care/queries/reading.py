"""What is read of children's time in care, together: every room of this package's pages and clocks rests on it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import QuerySet

from lippen.care.models import (
    AfterCare,
    AgreedDay,
    CareEvent,
    CareEventWrong,
    ChildPlan,
    DecisionEnd,
    Episode,
    HealthCheck,
    LegalReason,
    LineEnd,
    LineEndUndone,
    PermanenceLine,
    Placement,
    PlanWrong,
    Review,
    ReviewDecision,
    ReviewHeld,
    ReviewStep,
)
from lippen.care.vocabulary.plans import HEALTH_DUTY, PLAN_DUTY
from lippen.care.vocabulary.reviews import ReviewStepKind
from lippen.casework.queries.people import kept_for
from lippen.casework.queries.visited import of_visits, visits_seen
from lippen.casework.rows import PersonRow
from lippen.kernel.access import Actor
from lippen.kernel.prepared import read_prepared

SPANS: tuple[Any, ...] = (Episode, Placement, LegalReason)
FACTS: tuple[Any, ...] = (
    *(CareEvent, CareEventWrong, AgreedDay, AfterCare),
    *(Review, ReviewStep, ReviewHeld, ReviewDecision, DecisionEnd),
    *(PermanenceLine, LineEnd, LineEndUndone),
    *(ChildPlan, HealthCheck, PlanWrong),
)


@dataclass
class Record:
    """What is recorded of one child's time in care, as it stands now; of each the rows in the order of days."""

    person: PersonRow
    rows: dict[Any, list[Any]] = field(default_factory=dict)
    seen: list[tuple[date, str]] = field(default_factory=list)
    """On which days the child was seen on a visit, and the visit's reference."""

    def of(self, model: Any) -> list[Any]:
        """The rows of one table."""
        return self.rows.get(model, [])

    @property
    def events(self) -> list[CareEvent]:
        """What was typed in and is not wrong."""
        wrong = {row.event_id for row in self.of(CareEventWrong)}
        return [row for row in self.of(CareEvent) if row.pk not in wrong]

    @property
    def reviews(self) -> list[tuple[Review, ReviewHeld]]:
        """The reviews that were held, in the order of days, but for those recorded by mistake."""
        by_id = {row.pk: row for row in self.of(Review)}
        gone = {row.review_id for row in self.of(ReviewStep) if row.kind == ReviewStepKind.MISTAKE}
        return [(by_id[row.review_id], row) for row in self.of(ReviewHeld) if row.review_id not in gone]

    @property
    def wrong_plans(self) -> dict[int, str]:
        """Why plans were wrong, by their numbers."""
        return {row.plan_id: row.why for row in self.of(PlanWrong) if row.plan_id}

    @property
    def wrong_health(self) -> dict[int, str]:
        """Why what was found of the child's health was wrong, by its number."""
        return {row.health_id: row.why for row in self.of(PlanWrong) if row.health_id}

    @property
    def plans(self) -> list[ChildPlan]:
        """The child's plans in the order of days, but for those that were wrong."""
        return [row for row in self.of(ChildPlan) if row.pk not in self.wrong_plans]

    @property
    def health(self) -> list[HealthCheck]:
        """What was found of the child's health in the order of days, but for what was wrong."""
        return [row for row in self.of(HealthCheck) if row.pk not in self.wrong_health]

    @property
    def coming(self) -> dict[str, tuple[date, date]]:
        """By kind of duty the next look at plan and health: since which day it is owed, and its last day.

        Of each kind of look at health the latest one says when the next is; nothing is owed once care ended.
        """
        if not any(row.ends_on is None for row in self.of(Episode)):
            return {}
        plans = self.plans
        found = {PLAN_DUTY: (plans[-1].so_on, plans[-1].next_on)} if plans else {}
        latest = {row.kind: row for row in self.health}
        if again := sorted((row.next_on, row.so_on) for row in latest.values() if row.next_on):
            found[HEALTH_DUTY] = (again[0][1], again[0][0])
        return found

    @property
    def ended(self) -> dict[int, LineEnd]:
        """How each line ended that has, by the line's number; an end that was undone is none."""
        undone = {row.end_id for row in self.of(LineEndUndone)}
        return {row.line_id: row for row in self.of(LineEnd) if row.pk not in undone}

    @property
    def open_lines(self) -> list[PermanenceLine]:
        """The lines that go on."""
        ended = self.ended
        return [row for row in self.of(PermanenceLine) if row.pk not in ended]

    @property
    def open_decisions(self) -> list[ReviewDecision]:
        """What reviews decided and nobody has said to be done, the first due first."""
        done = {row.decision_id for row in self.of(DecisionEnd)}
        counting = {review.pk for review, _ in self.reviews}
        rows = (row for row in self.of(ReviewDecision) if row.pk not in done and row.review_id in counting)
        return sorted(rows, key=lambda row: (row.due_on, row.pk))


def read(actor: Actor, people: Iterable[PersonRow], *, kept: Mapping[int, int] | None = None) -> dict[int, Record]:
    """What is recorded of these children, by id, as far as the actor sees them.

    What stands on a record that is put together with one of theirs is theirs (decision 31). `kept`: which those are,
    by the one that stays, where that was read; with none of them each is read alone.
    """
    found = {row.id: Record(row) for row in people}
    if not found:
        return {}
    also = kept_for(found) if kept is None else {one: stays for one, stays in kept.items() if stays in found}
    whose = {**also, **{each: each for each in found}}
    ids = tuple(whose)
    *facts, visits = read_prepared(_all_of, actor, ids)
    for model, rows in zip((*SPANS, *FACTS), facts, strict=True):
        for row in rows:
            found[whose[row.person_id]].rows.setdefault(model, []).append(row)
    for person_id, days in of_visits(visits).items():
        found[whose[person_id]].seen += days
    if len(whose) > len(found):
        _in_order(found.values())
    return found


def _in_order(records: Iterable[Record]) -> None:
    """What two records told of one child, in the order of days."""
    for record in records:
        record.seen.sort()
        for rows in record.rows.values():
            rows.sort(key=lambda row: (row.so_on, row.pk))


def _all_of(actor: Actor, ids: Collection[int]) -> tuple[QuerySet[Any], ...]:
    return (*facts_of(actor, ids), visits_seen(actor, ids))


def facts_of(actor: Actor, ids: Collection[int]) -> tuple[QuerySet[Any], ...]:
    """Spans as they stand and facts about these people, in the order of `SPANS` and `FACTS`."""
    stands = {"person_id__in": ids, "is_current": True, "is_wrong": False}
    return (
        *(model.objects.visible_to(actor).filter(**stands).order_by("so_on", "id") for model in SPANS),
        *(model.objects.visible_to(actor).filter(person_id__in=ids).order_by("so_on", "id") for model in FACTS),
    )
