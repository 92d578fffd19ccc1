"""What a paper needs of a plan on a day: actions, changes and updates, from facts that are read once."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from lippen.improvement.drawn_rows import Decided
from lippen.improvement.models import (
    Action,
    ActionDate,
    ActionLeads,
    ActionNow,
    ActionState,
    ActionWording,
    Evidence,
    EvidenceDecision,
    StandingOverride,
    Update,
)
from lippen.improvement.queries import now as facts
from lippen.improvement.queries.changes import Window, change_rows
from lippen.improvement.queries.over_time import on_days
from lippen.improvement.queries.progress import update_rows
from lippen.improvement.queries.reading import action_rows
from lippen.improvement.queries.scope import Scope
from lippen.improvement.rows import PlanRecords, PlanRow
from lippen.kernel.access import Actor
from lippen.organisation import queries as organisation

WORDING = ("text", "intent", "priority", "kind", "accountable_id", "authorities")


def records_from(
    actor: Actor, plan: PlanRow, scope: Scope, since: date, actions: Sequence[Action], read: Read
) -> PlanRecords:
    """A plan's rows from the facts that were read of it: as they stood, what changed, all that was said."""
    columns = read.columns(action.pk for action in actions)
    nows = {i: ActionNow(action_id=i, plan_id=plan.id, **found) for i, found in columns.items()}
    window = ReadWindow(actor, scope, since, {action.pk: action for action in actions}, read)
    changes = list(window.changes())
    updates: list[Update] = read.rows[Update][::-1]
    by = {each.by_id for each in changes} | {update.recorded_by_id for update in updates}
    names = organisation.account_names(by)
    on = scope.as_at or since
    return PlanRecords(
        actions=action_rows(plan, actions, nows, as_at=on, today=on, states=read.states_of(nows.values())),
        changes=change_rows(actions, changes, columns, names),
        updates=update_rows(updates, read.corrected, names),
        then_of=partial(on_days, actions, read.rows),
        decided=read.decided,
    )


@dataclass
class LeadsFact:
    """A set of leads with its members: pairs of person id and words."""

    id: int
    action_id: int
    so_on: date
    recorded_at: datetime
    recorded_by_id: int | None
    members: list[list[Any]]


@dataclass(frozen=True)
class Read:
    """The facts of a scope by their table, in the order of the days on which they were so."""

    rows: dict[type, list[Any]]
    doubts: facts.Columns
    corrected: set[int]
    decided: tuple[Decided, ...] = ()

    def states_of(self, nows: Iterable[ActionNow]) -> dict[int, ActionState]:
        """The fact behind each action's present state."""
        ids = {now.state_id for now in nows}
        return {fact.pk: fact for fact in self.rows[ActionState] if fact.pk in ids}

    def columns(self, action_ids: Iterable[int]) -> facts.Columns:
        """What the facts come to for these actions, as columns of ActionNow."""
        found: facts.Columns = {action_id: {} for action_id in action_ids}
        for part in self._parts():
            for action_id, columns in part.items():
                if action_id in found:
                    found[action_id] |= columns
        return found

    def _parts(self) -> Iterator[facts.Columns]:
        dates = (tuple(getattr(fact, name) for name in facts.DATE_NAMES) for fact in self.rows[ActionDate])
        decided = {fact.evidence_id: fact for fact in self.rows[EvidenceDecision]}.values()
        yield {fact.action_id: {name: getattr(fact, name) for name in WORDING} for fact in self.rows[ActionWording]}
        yield {fact.action_id: {"leads": fact.members} for fact in self.rows[ActionLeads]}
        yield facts.folded_dates(dates)
        yield {fact.action_id: _state(fact) for fact in self.rows[ActionState]}
        yield {fact.action_id: _override(fact) for fact in sorted(self.rows[StandingOverride], key=_number)}
        yield self._updates()
        yield facts.folded_decisions((fact.action_id, fact.verdict, fact.outside_line) for fact in decided)
        yield self.doubts

    def _updates(self) -> facts.Columns:
        standing = [update for update in self.rows[Update] if update.pk not in self.corrected]
        counts = Counter(update.action_id for update in standing)
        found: facts.Columns = defaultdict(dict)
        for update in standing:
            found[update.action_id] = {
                "last_update_on": update.counts_on,
                "last_update_text": "\n".join(update.paragraphs),
                "updates_count": counts[update.action_id],
            }
        return found


def _number(fact: StandingOverride) -> int:
    return fact.number


def _state(fact: ActionState) -> dict[str, Any]:
    return {"state_id": fact.pk, "state": fact.state, "state_on": fact.state_on}


def _override(fact: StandingOverride) -> dict[str, Any]:
    held = not fact.ended
    return {"override": fact.standing if held else "", "override_reason": fact.reason if held else ""}


@dataclass(frozen=True)
class ReadWindow(Window):
    """The changes among facts that are already read."""

    read: Read

    def _of(self, model: type, day: str = "so_on") -> Iterable[Any]:
        return (fact for fact in self.read.rows[model] if getattr(fact, day) > self.since)

    def _dates_before(self) -> dict[tuple[int, str], str]:
        before = (fact for fact in self.read.rows[ActionDate] if fact.so_on <= self.since)
        return {(fact.action_id, fact.which): fact.text for fact in before}

    def _offered(self) -> Iterable[Any]:
        return self._of(Evidence)
