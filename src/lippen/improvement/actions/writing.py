"""How every write to a plan begins and ends: the plan's row locked, the moment settled, `now` and duties following."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache, partial
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model

from lippen.improvement import rules
from lippen.improvement.actions import officers
from lippen.improvement.models import Action, ActionNow, Plan
from lippen.improvement.queries import now as facts
from lippen.improvement.queries.reading import pair_of
from lippen.improvement.queries.scope import Scope
from lippen.improvement.vocabulary import ACTION_SUBJECT, DutyKind, State
from lippen.kernel import clock
from lippen.kernel.access import Actor, Permission, may, require
from lippen.kernel.errors import CannotDo, NotAllowed, NotVisible
from lippen.kernel.typed import said
from lippen.organisation.actions import Pin, close_duties, pin_duties
from lippen.organisation.actions.covering import is_own

T = TypeVar("T", bound=Model)
TICK = timedelta(microseconds=1)
EMPTY: dict[str, dict[str, Any]] = {
    "doubts": {"doubts_open": 0},
    "override": {"override": "", "override_reason": ""},
    "evidence": {"evidence_accepted": False, "evidence_outside_line": False},
}
"""What `now` holds where no fact of a kind is left: evidence that was accepted may be refused later."""


@dataclass(frozen=True)
class Writing:
    """One write to an action under way: its plan is locked, and `recorded_at` lies after every signed moment."""

    actor: Actor
    plan: Plan
    action: Action
    now: ActionNow
    recorded_at: datetime

    @property
    def recorded(self) -> dict[str, Any]:
        """What every fact about the action carries."""
        return {
            "action": self.action,
            "recorded_at": self.recorded_at,
            "recorded_by_id": self.actor.account_id,
        }

    @property
    def lead_ids(self) -> tuple[int, ...]:
        """The known people who lead the action."""
        return tuple(person_id for person_id, _ in self.now.leads if person_id)

    def follow(self, *parts: str, duties: Iterable[DutyKind] = ()) -> None:
        """Let `now` and the duty board follow from the facts just written."""
        scope = Scope(action_ids=(self.action.pk,))
        columns: dict[str, Any] = {}
        for part in parts:
            columns |= facts.PARTS[part](scope).get(self.action.pk, EMPTY.get(part, {}))
        for name, value in columns.items():
            setattr(self.now, name, value)
        ActionNow.objects.filter(pk=self.action.pk).update(**columns)
        self._follow_duties(frozenset(duties))

    def _follow_duties(self, kinds: frozenset[DutyKind]) -> None:
        for kind in kinds:
            close_duties(
                kind=kind.value, subject_kind=ACTION_SUBJECT, subject_keys=[self.action.ref], at=self.recorded_at
            )
        pins = [
            pin
            for pin in pins_of(
                self.plan,
                self.action,
                self.now,
                revisit_on=self._revisit_on(),
                keepers=keepers_of(self.plan, self.recorded_at),
            )
            if pin.kind in kinds
        ]
        if pins:
            pin_duties(pins, at=self.recorded_at)

    def _revisit_on(self) -> date | None:
        if self.now.state not in rules.SET_ASIDE:
            return None
        return self.action.actionstates.filter(pk=self.now.state_id).values_list("revisit_on", flat=True).first()


ALL_DUTIES = frozenset(DutyKind)


def begin(actor: Actor, permission: Permission, action_ref: str, *, at: datetime) -> Writing:
    """Begin a write to an action that the actor may see and may change."""
    require(actor, permission)
    action = Action.objects.visible_to(actor).filter(ref=action_ref).select_related("theme").first()
    if action is None:
        raise NotVisible
    plan = locked(action.plan_id)
    require_for(plan, actor, permission)
    return Writing(actor, plan, action, ActionNow.objects.get(pk=action.pk), moment(plan, at))


def begin_own(actor: Actor, action_ref: str, *, at: datetime, also: Permission = Permission.EDIT_PLAN) -> Writing:
    """Begin to say where an action stands or when it is due: `rules.OWN_ACTION` says who may.

    Its leads and whoever answers for it may, and whoever covers for one of them; so may those who edit the plan, such
    as the performance officer and the head of service. A colleague may not, though they see the action and may add an
    update to it. `also` is one more permission that lets in.
    """
    writing = begin(actor, Permission.WRITE_UPDATE, action_ref, at=at)
    if may_for(writing.plan, actor, Permission.EDIT_PLAN) or may_for(writing.plan, actor, also):
        return writing
    holders = (*writing.lead_ids, writing.now.accountable_id)
    if not is_own(actor, holders, subject=writing.action, at=at):
        raise NotAllowed(rules.OWN_ACTION.key)
    return writing


def begin_plan(actor: Actor, permission: Permission, plan_ref: str, *, at: datetime) -> tuple[Plan, datetime]:
    """Begin a write to a plan itself."""
    require(actor, permission)
    found = Plan.objects.visible_to(actor).filter(ref=plan_ref).values_list("id", flat=True).first()
    if found is None:
        raise NotVisible
    plan = locked(found)
    require_for(plan, actor, permission)
    return plan, moment(plan, at)


def may_for(plan: Plan, actor: Actor, permission: Permission) -> bool:
    """Whether the actor may do this in the council that answers for the plan, or in one that shares it."""
    if may(actor, permission, at=[plan.authority_id]):
        return True
    return may(actor, permission, at=plan.authorities.values_list("id", flat=True))


def require_for(plan: Plan, actor: Actor, permission: Permission) -> None:
    """Refuse with NotAllowed unless the actor may do this in a council of the plan."""
    if not may_for(plan, actor, permission):
        raise NotAllowed(permission)


def locked(plan_id: int) -> Plan:
    """The plan with its row locked: writes to one plan wait for each other, and for its signing."""
    return Plan.objects.select_for_update(no_key=True).get(pk=plan_id)


def moment(plan: Plan, at: datetime) -> datetime:
    """When the fact counts as recorded: never at or before a moment that a signed paper rests on."""
    return at if plan.closed_through is None else max(at, plan.closed_through + TICK)


def already(model: type[T], token: UUID | str | None, actor: Actor) -> T | None:
    """What this form has made before, if it was sent twice."""
    if token is None:
        return None
    return model._default_manager.filter(token=token, recorded_by_id=actor.account_id).first()


def check_day(so_on: date, at: datetime, *, after: date | None = None) -> None:
    """Refuse a day that has not come, or that lies before what is already recorded."""
    if so_on > clock.day_of(at):
        raise CannotDo(f"{rules.day_words(so_on)} has not come yet. Give today or an earlier day.", field="so_on")
    if after is not None and so_on < after:
        words = rules.day_words(after)
        raise CannotDo(f"Something later is already recorded, on {words}. Give that day or a later one.", field="so_on")


def needed(words: str, field: str, sentence: str) -> str:
    """The words without spaces round them; refused when there are none."""
    if not (kept := said(words)):
        raise CannotDo(sentence, field=field)
    return kept


def refuse_lacks(lacks: Iterable[rules.Lack]) -> None:
    """Refuse with the first thing that is missing."""
    for lack in lacks:
        raise CannotDo(lack.sentence, field=lack.field)


def held_state(now: ActionNow) -> State | None:
    """The present state, or None while nobody has confirmed one."""
    return State(now.state) if now.state else None


def keepers_of(plan: Plan, at: datetime) -> Callable[[], tuple[int, ...]]:
    """The plan's keepers, asked for once, and only where an action has nobody else."""
    return cache(partial(officers.keepers, plan.authority_id, on=clock.day_of(at)))


def pins_of(
    plan: Plan,
    action: Action,
    now: ActionNow,
    *,
    keepers: Callable[[], tuple[int, ...]],
    revisit_on: date | None = None,
) -> list[Pin]:
    """What is owed of an action: its review, a look at what was put off, and the next update.

    Each known lead owes it; where none is known whoever answers for the action, else the plan's keepers.
    """
    state = held_state(now)
    if state in rules.CLOSED:
        return []
    if state in rules.SET_ASIDE:
        spans = (
            [(DutyKind.REVISIT, now.state_on, revisit_on + timedelta(days=1), rules.SETTING_ASIDE)]
            if revisit_on
            else []
        )
    else:
        spans = _open_spans(plan, action, now)
    if not spans:
        return []
    leads = [person_id for person_id, _ in now.leads if person_id] or [now.accountable_id or 0]
    if not any(leads):
        leads = list(keepers())
    return [
        Pin(
            kind.value, ACTION_SUBJECT, action.ref, lead, min(starts_on, ends_on - timedelta(days=1)), ends_on, rule.key
        )
        for kind, starts_on, ends_on, rule in spans
        for lead in leads
    ]


def _open_spans(plan: Plan, action: Action, now: ActionNow) -> list[tuple[DutyKind, date, date, rules.Rule]]:
    due = rules.update_due(now.last_update_on, action.so_on, plan.rhythm_days)
    since = now.last_update_on or action.so_on
    spans = [(DutyKind.UPDATE, since, due + timedelta(days=1), rules.RHYTHM)]
    target, review = pair_of(now, "target")[1], pair_of(now, "review")[1]
    if held_state(now) is State.SAYS_DONE:
        if not now.evidence_accepted:
            shown_by = now.state_on + timedelta(days=rules.SAYS_DONE_DAYS + 1)
            spans.append((DutyKind.SHOW, now.state_on, shown_by, rules.SAYS_DONE_LIMIT))
    elif target is not None:
        spans.append((DutyKind.TARGET, target.starts_on, target.ends_on, rules.TARGET_DATE))
    if review is not None:
        spans.append((DutyKind.REVIEW, review.starts_on, review.ends_on, rules.REVIEW_DUE))
    return spans
