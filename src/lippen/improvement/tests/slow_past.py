"""A plan on a past day, slowly: every fact of every action read and folded in Python. What the quick way must equal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from lippen.improvement.models import Action, ActionNow
from lippen.improvement.queries import now as facts
from lippen.improvement.queries.lean import Lean, LeanNow, Pairs, Place, lean
from lippen.improvement.queries.reading import action_rows
from lippen.improvement.queries.scope import Scope
from lippen.improvement.rows import ActionRow, PlanRow

EMPTY = LeanNow(0, "", None, None, None, None, "", None, False)._asdict()


@dataclass(frozen=True)
class SlowPast:
    """The plan as it stood on a day, as known at a moment."""

    plan: PlanRow
    day: date
    known_at: datetime | None

    @cached_property
    def actions(self) -> dict[int, Action]:
        found = Action.objects.filter(plan_id=self.plan.id, so_on__lte=self.day).known_at(self.known_at)
        return {action.pk: action for action in found.select_related("theme")}

    @cached_property
    def columns(self) -> dict[int, dict[str, Any]]:
        scope = Scope(plan_id=self.plan.id, as_at=self.day, known_at=self.known_at)
        return facts.columns_of(self.actions, scope)

    def leans(self) -> list[Lean]:
        return [
            lean(_lean_now(i, self.columns[i]), action.so_on, _place(action), self.plan.rhythm_days, self.day)
            for i, action in self.actions.items()
        ]

    def rows(self, ids: Sequence[int]) -> tuple[ActionRow, ...]:
        nows = {i: ActionNow(action_id=i, plan_id=self.plan.id, **self.columns[i]) for i in ids}
        return action_rows(self.plan, [self.actions[i] for i in ids], nows, as_at=self.day, today=self.day)

    def leads(self) -> dict[int, Pairs]:
        return {i: columns["leads"] for i, columns in self.columns.items() if "leads" in columns}

    def authorities(self) -> dict[int, list[int]]:
        return {i: columns["authorities"] for i, columns in self.columns.items() if columns.get("authorities")}

    def saying(self, words: Sequence[str]) -> set[int]:
        wanted = [word.upper() for word in words]
        return {i for i, action in self.actions.items() if all(self._says(action, word) for word in wanted)}

    def _says(self, action: Action, word: str) -> bool:
        columns = self.columns[action.pk]
        texts = (action.theme.title, *(columns.get(name, "") for name in ("text", "intent", "last_update_text")))
        return action.number == word or any(word in text.upper() for text in texts)


def _lean_now(action_id: int, columns: dict[str, Any]) -> LeanNow:
    return LeanNow(action_id, *(columns.get(name, EMPTY[name]) for name in LeanNow._fields[1:]))


def _place(action: Action) -> Place:
    return action.theme.position, action.theme_id, action.position, action.pk
