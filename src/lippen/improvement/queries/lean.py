"""As much of every action of a plan as counting, filtering and sorting need, today or on a past day."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, NamedTuple, Protocol

from django.db.models import TextField
from django.db.models.functions import Cast

from lippen.improvement import rules
from lippen.improvement.models import Action, ActionNow
from lippen.improvement.queries import now as facts
from lippen.improvement.queries.reading import action_rows
from lippen.improvement.rows import ActionRow, PlanRow
from lippen.improvement.vocabulary import UNCONFIRMED, State
from lippen.kernel.calendar import Period, Precision

STATES: dict[str, State] = {state.value: state for state in State}
Place = tuple[int, int, int, int]
PLACE = ("action__theme__position", "action__theme_id", "action__position", "action_id")
Pairs = list[list[Any]]


class LeanNow(NamedTuple):
    """The columns of ActionNow that counting, filtering and sorting need: plain ones, quick to read."""

    action_id: int
    state: str
    state_on: date | None
    first_target_ends_on: date | None
    target_ends_on: date | None
    review_ends_on: date | None
    override: str
    last_update_on: date | None
    evidence_accepted: bool


class Lean(NamedTuple):
    """As much of an action as counting, filtering and sorting need."""

    id: int
    place: Place
    theme_id: int
    state: str
    standing: str
    now: LeanNow
    lacks_update: bool = False


class Look(Protocol):
    """A plan on a day: every action lean, a few of them whole, and what filters ask about."""

    day: date

    def leans(self) -> list[Lean]:
        """Every action, as lean as can be."""

    def rows(self, ids: Sequence[int]) -> tuple[ActionRow, ...]:
        """Some actions whole, in the order given."""

    def leads(self) -> dict[int, Pairs]:
        """Who leads each action."""

    def authorities(self) -> dict[int, list[int]]:
        """For which authorities an action is, where not for all of the plan's."""

    def saying(self, words: Sequence[str]) -> set[int]:
        """The actions in which all of these words stand."""


@dataclass(frozen=True)
class Today:
    """The plan as it is now, from the columns kept for that."""

    plan: PlanRow
    day: date

    def leans(self) -> list[Lean]:
        """Every action, as lean as can be."""
        values = ActionNow.objects.filter(plan_id=self.plan.id)
        rows = values.values_list("action__so_on", *PLACE, *LeanNow._fields)
        rhythm, day = self.plan.rhythm_days, self.day
        return [lean(LeanNow._make(row[5:]), row[0], row[1:5], rhythm, day) for row in rows]

    def rows(self, ids: Sequence[int]) -> tuple[ActionRow, ...]:
        """Some actions whole, in the order given."""
        found = Action.objects.select_related("theme").in_bulk(ids)
        actions = [found[i] for i in ids]
        return action_rows(self.plan, actions, facts.present(actions), as_at=self.day, today=self.day)

    def leads(self) -> dict[int, Pairs]:
        """Who leads each action."""
        written = Cast("leads", TextField())
        return parsed_once(ActionNow.objects.filter(plan_id=self.plan.id).values_list("action_id", written))

    def authorities(self) -> dict[int, list[int]]:
        """For which authorities an action is, where not for all of the plan's."""
        limited = ActionNow.objects.filter(plan_id=self.plan.id).exclude(authorities=[])
        return dict(limited.values_list("action_id", "authorities"))

    def saying(self, words: Sequence[str]) -> set[int]:
        """The actions in which all of these words stand."""
        found = ActionNow.objects.filter(plan_id=self.plan.id)
        for word in words:
            found = (
                found.filter(text__icontains=word)
                | found.filter(intent__icontains=word)
                | found.filter(last_update_text__icontains=word)
                | found.filter(action__theme__title__icontains=word)
                | found.filter(action__number=word)
            )
        return set(found.values_list("action_id", flat=True))


def parsed_once(rows: Iterable[tuple[int, str]]) -> dict[int, Pairs]:
    """Leads from JSON. Few sets of leads stand in many rows: each is parsed once."""
    kept = dict(rows)
    parsed = {words: json.loads(words) for words in set(kept.values())}
    return {action_id: parsed[words] for action_id, words in kept.items()}


def lean(now: LeanNow, added_on: date, place: Place, rhythm_days: int, today: date) -> Lean:
    """An action's columns with its standing by the rule, or the one given against it."""
    standing = now.override or _colour(
        now[1:5], now.last_update_on, now.evidence_accepted, added_on, rhythm_days, today
    )
    lacks = rules.lacks_update(STATES.get(now.state), now.last_update_on, added_on, rhythm_days, today)
    return Lean(now.action_id, place, place[1], now.state or UNCONFIRMED, standing, now, lacks)


@lru_cache(maxsize=50_000)
def _colour(
    dated: tuple[str, date | None, date | None, date | None],
    last_update_on: date | None,
    evidence_accepted: bool,
    added_on: date,
    rhythm_days: int,
    today: date,
) -> str:
    """The rule's colour, remembered. Only the ends of dates are known here, so its words are not used."""
    state, state_on, first_target_ends_on, target_ends_on = dated
    facts_of_it = rules.StandingFacts(
        state=STATES.get(state),
        state_on=state_on,
        first_target=ending(first_target_ends_on),
        target=ending(target_ends_on),
        last_update_on=last_update_on,
        added_on=added_on,
        evidence_accepted=evidence_accepted,
        rhythm_days=rhythm_days,
    )
    return rules.standing(facts_of_it, today).colour.value


@lru_cache(maxsize=4096)
def ending(ends_on: date | None) -> Period | None:
    """A period of which only the end is known."""
    return Period("", Precision.DAY, ends_on - timedelta(days=1), ends_on) if ends_on else None
