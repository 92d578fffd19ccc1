"""As much of every action of a plan as a count needs, on several days at once and from one statement."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from lippen.improvement.drawn_rows import ActionThen, PlanThen
from lippen.improvement.models import Action, ActionDate, ActionState, ActionWording
from lippen.improvement.queries.scope import Scope
from lippen.improvement.rows import PlanRow
from lippen.improvement.vocabulary import UNCONFIRMED, Which
from lippen.kernel.access import Actor
from lippen.kernel.calendar import Period, Precision
from lippen.kernel.together import read_together


def over_time(actor: Actor, plan: PlanRow, *, days: Sequence[date], known_at: datetime) -> tuple[PlanThen, ...]:
    """The actions of a plan on each of these days, all as known at one moment."""
    if not days:
        return ()
    seen = Action.objects.visible_to(actor).known_at(known_at)
    scope = Scope(plan_id=plan.id, as_at=max(days), known_at=known_at)
    actions, wordings, states, dates = read_together(
        seen.filter(plan_id=plan.id, so_on__lte=max(days)).order_by("id"),
        scope.of(ActionWording.objects.all()).order_by("so_on", "id"),
        scope.of(ActionState.objects.all()).order_by("so_on", "id"),
        scope.of(ActionDate.objects.filter(which=Which.TARGET.value)).order_by("so_on", "id"),
    )
    said, stood, due = _by_action(wordings), _by_action(states), _by_action(dates)
    return tuple(
        PlanThen(day, tuple(_then(each, day, said, stood, due) for each in actions if each.so_on <= day))
        for day in days
    )


Facts = dict[int, list[Any]]


def _by_action(facts: Iterable[Any]) -> Facts:
    found: Facts = defaultdict(list)
    for fact in facts:
        found[fact.action_id].append(fact)
    return found


def _then(action: Action, day: date, said: Facts, stood: Facts, due: Facts) -> ActionThen:
    wording, state, target = (_latest(facts[action.pk], day) for facts in (said, stood, due))
    return ActionThen(
        ref=action.ref,
        kind=wording.kind if wording else "",
        state=state.state if state else UNCONFIRMED,
        target=Period(target.text, Precision(target.precision), target.starts_on, target.ends_on) if target else None,
    )


def _latest(facts: list[Any], day: date) -> Any:
    """The last fact that was so by a day, of facts in their order."""
    return next((fact for fact in reversed(facts) if fact.so_on <= day), None)
