"""What is held again and again: set, said to be held or not, ended. Each time the next stands on its holder's desk."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.transaction import atomic

from lippen.improvement import rules
from lippen.improvement.actions.on_plan import MEANWHILE, OnPlanWriting, begin_on, begin_part, check_follows
from lippen.improvement.actions.writing import already, check_day, may_for, needed
from lippen.improvement.models import MeetingSchedule, ScheduleFact
from lippen.improvement.vocabulary import SCHEDULE_SUBJECT, ScheduleDuty, ScheduleKind, ScheduleStep
from lippen.kernel import audit
from lippen.kernel.access import Actor, Permission
from lippen.kernel.errors import CannotDo, NotAllowed, refusal
from lippen.kernel.ids import new_ref
from lippen.organisation.actions import Pin, close_duty, pin_duties
from lippen.organisation.actions.covering import is_own


@atomic
def set_schedule(
    *,
    actor: Actor,
    plan_ref: str,
    kind: ScheduleKind,
    name: str,
    every_days: int,
    holder_id: int,
    first_on: date,
    so_on: date,
    at: datetime,
    action_ref: str = "",
    token: UUID | str | None = None,
) -> MeetingSchedule:
    """Set what is to be held again and again, by whom, in what rhythm, and when first."""
    writing = begin_on(actor, plan_ref, Permission.WRITE_UPDATE, at=at)
    if made := already(MeetingSchedule, token, actor):
        return made
    check_day(so_on, at)
    if not 1 <= every_days <= 366:
        raise CannotDo("The rhythm is a number of days, from 1 to 366.", field="every_days")
    if first_on < so_on:
        raise CannotDo("That day has been. Give a day to come.", field="first_on")
    made = MeetingSchedule.objects.create(
        ref=new_ref("schedule"),
        plan=writing.plan,
        action=writing.action(action_ref) if action_ref else None,
        kind=ScheduleKind(kind).value,
        name=needed(name, "name", "Say whose it is, such as the long-term team.")[:200],
        every_days=every_days,
        holder_id=holder_id,
        **writing.fact(so_on, token),
    )
    _add(writing, made, ScheduleStep.SET, so_on, first_on)
    audit.record(actor, "schedule.set", made)
    return made


@atomic
def say_held(
    *,
    actor: Actor,
    schedule_ref: str,
    was_held: bool,
    so_on: date,
    at: datetime,
    words: str = "",
    token: UUID | str | None = None,
) -> ScheduleFact:
    """Say that it was held on a day, or that it was not and why; the next is due a rhythm later."""
    schedule, writing = _begin(actor, schedule_ref, at)
    if made := already(ScheduleFact, token, actor):
        return made
    check_follows(so_on, at, schedule.facts, schedule.so_on)
    step = ScheduleStep.HELD if was_held else ScheduleStep.MISSED
    if not was_held:
        needed(words, "words", "Say why it was not held.")
    made = _add(
        writing, schedule, step, so_on, so_on + timedelta(days=schedule.every_days), words=words.strip(), token=token
    )
    audit.record(actor, f"schedule.{step.value}", schedule)
    return made


@atomic
def end_schedule(
    *, actor: Actor, schedule_ref: str, reason: str, so_on: date, at: datetime, token: UUID | str | None = None
) -> ScheduleFact:
    """End a schedule, for a reason."""
    schedule, writing = _begin(actor, schedule_ref, at)
    if made := already(ScheduleFact, token, actor):
        return made
    check_follows(so_on, at, schedule.facts, schedule.so_on)
    words = needed(reason, "reason", "Say why it ends.")
    made = _add(writing, schedule, ScheduleStep.ENDED, so_on, None, words=words, token=token)
    audit.record(actor, "schedule.ended", schedule)
    return made


def _begin(actor: Actor, ref: str, at: datetime) -> tuple[MeetingSchedule, OnPlanWriting]:
    """Its holder, whoever covers for them and those who edit the plan say what became of it, until it has ended."""
    schedule, writing = begin_part(actor, MeetingSchedule, ref, Permission.WRITE_UPDATE, at=at)
    edits = may_for(writing.plan, actor, Permission.EDIT_PLAN)
    if not (edits or is_own(actor, [schedule.holder_id], subject=schedule, at=at)):
        raise NotAllowed(rules.SCHEDULE_HELD.key)
    if schedule.facts.filter(step=ScheduleStep.ENDED.value).exists():
        raise CannotDo("This schedule has ended. Set a new one.")
    return schedule, writing


def _add(
    writing: OnPlanWriting,
    schedule: MeetingSchedule,
    step: ScheduleStep,
    so_on: date,
    next_on: date | None,
    *,
    words: str = "",
    token: UUID | str | None = None,
) -> ScheduleFact:
    with refusal("schedule_fact_numbered_once", MEANWHILE):
        made = ScheduleFact.objects.create(
            schedule=schedule,
            number=schedule.facts.count() + 1,
            step=step.value,
            next_on=next_on,
            words=words,
            **writing.fact(so_on, token),
        )
    about = {"kind": ScheduleDuty.HOLD.value, "subject_kind": SCHEDULE_SUBJECT, "subject_key": schedule.ref}
    close_duty(**about, at=writing.recorded_at)
    if next_on is not None:
        days = {"starts_on": min(so_on, next_on), "ends_on": next_on + timedelta(days=1)}
        pin_duties(
            [Pin(**about, holder_id=schedule.holder_id, rule_key=rules.SCHEDULE_HELD.key, **days)],
            at=writing.recorded_at,
        )
    return made
