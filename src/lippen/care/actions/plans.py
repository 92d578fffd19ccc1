"""A child's plan is agreed and looked at again, and the child's health is looked at: both stop and start clocks.

The next look at each is owed by whoever has the child, and stands on their desk (`actions.following`).
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db.transaction import atomic

from lippen.care.actions.days import check_event
from lippen.care.actions.following import follow
from lippen.care.actions.reviews import Who
from lippen.care.actions.views import NOTHING_SAID, View, view_given, view_said
from lippen.care.models import ChildPlan, HealthCheck, PlanWrong
from lippen.care.queries import plans as queries
from lippen.care.vocabulary import Event
from lippen.care.vocabulary.plans import HasCopy, HealthKind
from lippen.casework.actions.writing import begin, begin_of, check_ahead, needed, reason_given
from lippen.kernel import audit
from lippen.kernel.access import Actor
from lippen.kernel.clock import day_of
from lippen.kernel.errors import CannotDo, refusal
from lippen.kernel.ids import new_ref

MEANWHILE = "Somebody has said this already. Look at the page again."
NOT_LATER = "Give a day after the one on which it was agreed."


@atomic
def agree_plan(
    *,
    actor: Actor,
    person_ref: str,
    so_on: date,
    words: str,
    lead: Who,
    next_on: date,
    view: View,
    at: datetime,
    copies: Collection[HasCopy] = (),
) -> ChildPlan:
    """Record a child's plan as it was agreed, or agreed anew: what it is for, who leads it, when one looks again."""
    writing = begin(actor, person_ref, at=at)
    check_event(writing, Event.PLAN_AGREED, so_on)
    if not writing.person.is_child:
        raise CannotDo("Plans are kept for children.")
    _check_next(next_on, day_of(at))
    if next_on <= so_on:
        raise CannotDo(NOT_LATER, field="next_on")
    lead_id, lead_words = lead.one("lead")
    made = ChildPlan.objects.create(
        ref=new_ref("childplan"),
        words=needed(words, "words", "Say what the plan is to bring about."),
        lead_id=lead_id,
        lead_words=lead_words,
        next_on=next_on,
        copies=sorted({HasCopy(each).value for each in copies}),
        **view_given(writing, view),
        **writing.fact(so_on),
    )
    audit.record(actor, "care.plan_agreed", made, keys={"person": writing.person.ref})
    follow(writing)
    return made


@atomic
def record_health(
    *,
    actor: Actor,
    person_ref: str,
    kind: HealthKind,
    so_on: date,
    by_whom: str,
    words: str,
    at: datetime,
    to_do: str = "",
    next_on: date | None = None,
    view: View = NOTHING_SAID,
) -> HealthCheck:
    """Record what was found of a child's health, by whom, what is done about it, and when it is looked at again.

    What the child thinks of it may be said; nothing is decided here, so that nothing is refused without it.
    """
    writing = begin(actor, person_ref, at=at)
    check_event(writing, Event.HEALTH_ASSESSED, so_on)
    if not writing.person.is_child:
        raise CannotDo("This is kept for children.")
    if next_on is not None:
        _check_next(next_on, day_of(at))
        if next_on <= so_on:
            raise CannotDo("Give a day after the one on which it was looked at.", field="next_on")
    made = HealthCheck.objects.create(
        ref=new_ref("healthcheck"),
        kind=HealthKind(kind).value,
        by_whom=needed(by_whom, "by_whom", "Say who looked at it.")[:160],
        words=needed(words, "words", "Say what was found."),
        to_do=to_do.strip(),
        next_on=next_on,
        **view_said(writing, view),
        **writing.fact(so_on),
    )
    audit.record(actor, "care.health_recorded", made, keys={"person": writing.person.ref, "kind": made.kind})
    follow(writing)
    return made


def _check_next(next_on: date, today: date) -> None:
    """Refuse a day too far ahead. One that has passed is told as it was agreed then, and is late."""
    check_ahead(max(next_on, today), today, field="next_on")


@atomic
def plan_was_wrong(*, actor: Actor, ref: str, why: str, at: datetime) -> PlanWrong:
    """Say that a plan or what was found of a child's health was recorded wrongly: it stays, and counts no more."""
    found = queries.kept_of(actor, ref)
    writing = begin_of(actor, found.person, at=at, carries_on=True)
    of = "plan" if isinstance(found, ChildPlan) else "health"
    about = {of: found, "why": reason_given(why, "why", "Say what was wrong."), **writing.fact(day_of(at))}
    with refusal(f"care_planwrong_{of}_id_key", MEANWHILE):
        made = PlanWrong.objects.create(**about)
    audit.record(actor, "care.plan_wrong", found, keys={"person": writing.person.ref})
    follow(writing)
    return made
