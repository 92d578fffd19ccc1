"""What is held again and again: when it was last held and when the next is due."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from lippen.improvement.models import MeetingSchedule, ScheduleFact
from lippen.improvement.queries.reading import People
from lippen.improvement.rows import LeadRow
from lippen.improvement.vocabulary import SCHEDULE_KIND_WORDS, SCHEDULE_STEP_WORDS, ScheduleKind, ScheduleStep
from lippen.kernel.access import Actor
from lippen.kernel.errors import NotVisible


@dataclass(frozen=True)
class ScheduleRow:
    """One schedule as it stood on a day."""

    ref: str
    plan_id: int
    plan_ref: str
    kind: str
    kind_words: str
    name: str
    every_days: int
    holder: LeadRow
    next_on: date | None
    is_ended: bool
    is_late: bool
    times_held: int
    times_missed: int
    last_held_on: date | None
    action_ref: str
    action_number: str
    events: tuple[tuple[date, str, str], ...]


def schedules(
    actor: Actor,
    plan_id: int | None = None,
    *,
    ref: str = "",
    as_at: date | None = None,
    known_at: datetime | None = None,
    today: date,
) -> tuple[ScheduleRow, ...]:
    """The schedules of a plan or of all plans that the actor sees, by kind and name."""
    day = as_at or today
    found = MeetingSchedule.objects.visible_to(actor).filter(so_on__lte=day).known_at(known_at)
    if plan_id is not None:
        found = found.filter(plan_id=plan_id)
    if ref:
        found = found.filter(ref=ref)
    kept = list(found.select_related("plan", "action"))
    facts: dict[int, list[ScheduleFact]] = defaultdict(list)
    told = ScheduleFact.objects.filter(schedule__in=kept, so_on__lte=day).known_at(known_at) if kept else ()
    for fact in told.order_by("schedule_id", "number") if kept else ():
        facts[fact.schedule_id].append(fact)
    people = People.of({each.holder_id for each in kept}, on=day)
    rows = [_row(each, facts[each.pk], people, day) for each in kept if facts[each.pk]]
    return tuple(sorted(rows, key=lambda row: (row.is_ended, row.kind_words, row.name)))


def schedule(actor: Actor, ref: str, *, today: date) -> ScheduleRow:
    """One schedule, or NotVisible."""
    found = schedules(actor, ref=ref, today=today)
    if not found:
        raise NotVisible
    return found[0]


def schedule_names(actor: Actor, refs: Collection[str]) -> dict[str, str]:
    """The names of the schedules with these references that the actor sees."""
    seen = MeetingSchedule.objects.visible_to(actor).filter(ref__in=list(refs))
    return {
        ref: f"{SCHEDULE_KIND_WORDS[ScheduleKind(kind)]}: {name}"
        for ref, kind, name in seen.values_list("ref", "kind", "name")
    }


def _row(made: MeetingSchedule, facts: list[ScheduleFact], people: People, day: date) -> ScheduleRow:
    last = facts[-1]
    held = [fact.so_on for fact in facts if fact.step == ScheduleStep.HELD]
    return ScheduleRow(
        ref=made.ref,
        plan_id=made.plan_id,
        plan_ref=made.plan.ref,
        kind=made.kind,
        kind_words=SCHEDULE_KIND_WORDS[ScheduleKind(made.kind)],
        name=made.name,
        every_days=made.every_days,
        holder=people.lead(made.holder_id),
        next_on=last.next_on,
        is_ended=last.step == ScheduleStep.ENDED,
        is_late=last.next_on is not None and last.next_on < day,
        times_held=len(held),
        times_missed=sum(fact.step == ScheduleStep.MISSED for fact in facts),
        last_held_on=held[-1] if held else None,
        action_ref=made.action.ref if made.action else "",
        action_number=made.action.number if made.action else "",
        events=tuple((fact.so_on, SCHEDULE_STEP_WORDS[ScheduleStep(fact.step)], fact.words) for fact in facts),
    )
