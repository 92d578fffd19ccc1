"""As much of every action of a plan as a count needs, on several days at once: from facts that are read already."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from lippen.improvement.drawn_rows import ActionThen, PlanThen
from lippen.improvement.models import Action, ActionDate, ActionState, ActionWording
from lippen.improvement.vocabulary import UNCONFIRMED, Which
from lippen.kernel.calendar import Period, Precision

Facts = dict[int, list[Any]]


def on_days(actions: Sequence[Action], rows: Mapping[type, list[Any]], days: Sequence[date]) -> tuple[PlanThen, ...]:
    """The actions of a plan on each of these days, from its facts in the order of the days on which they were so."""
    said, stood = _by_action(rows[ActionWording]), _by_action(rows[ActionState])
    due = _by_action(fact for fact in rows[ActionDate] if fact.which == Which.TARGET)
    return tuple(
        PlanThen(day, tuple(_then(row, day, said, stood, due) for row in actions if row.so_on <= day)) for day in days
    )


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
