"""What changed in a plan between two days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from lippen.improvement import rules
from lippen.improvement.models import (
    Action,
    ActionDate,
    ActionLeads,
    ActionState,
    ActionWording,
    Evidence,
    EvidenceDecision,
    StandingOverride,
    Update,
)
from lippen.improvement.queries import now as facts
from lippen.improvement.queries.events import override_words
from lippen.improvement.queries.plans import bare_plan, ordered_actions
from lippen.improvement.queries.scope import Scope
from lippen.improvement.queries.state_words import now_words
from lippen.improvement.rows import ArrivalRow, ChangeRow
from lippen.improvement.vocabulary import REASON_NOT_GIVEN, WHICH_WORDS, Audience, EvidenceVerdict, Which
from lippen.kernel.access import Actor
from lippen.organisation import queries as organisation

LONGEST = 240
FEWEST = 3
"""Fewer actions that come on one day are told one by one."""


@dataclass(frozen=True)
class Found:
    """One change before names are put to it."""

    action_id: int
    kind: str
    words: str
    on: date
    by_id: int | None
    order: int


def what_changed(
    actor: Actor, plan_id: int, *, since: date, until: date, known_at: datetime | None = None
) -> tuple[ChangeRow, ...]:
    """Everything that was so after `since`, up to and with `until`, in the plan's order and then by day."""
    plan = bare_plan(actor, plan_id)
    scope = Scope(plan_id=plan.id, as_at=until, known_at=known_at)
    actions = ordered_actions(plan.id, as_at=until, known_at=known_at)
    window = Window(actor, scope, since, {action.pk: action for action in actions})
    found = list(window.changes())
    texts = facts.wording(scope) if found else {}
    names = organisation.account_names({each.by_id for each in found})
    return change_rows(actions, found, texts, names)


def gathered(changes: Sequence[ChangeRow]) -> tuple[tuple[ArrivalRow, ...], tuple[ChangeRow, ...]]:
    """Actions that came in together as one arrival each, with the states they came with; and everything else."""
    days: dict[tuple[date, str], list[ChangeRow]] = {}
    for row in changes:
        if row.kind == "added":
            days.setdefault((row.on, row.by_name), []).append(row)
    many = {key: rows for key, rows in days.items() if len(rows) >= FEWEST}
    came = {row.action_ref: row.on for rows in many.values() for row in rows}
    states: dict[str, str] = {}
    for row in changes:
        if _is_first(row, came):
            states.setdefault(row.action_ref, row.words)
    arrivals = [
        ArrivalRow(on, by, tuple((row, states.get(row.action_ref, "").removeprefix("Now ")) for row in rows))
        for (on, by), rows in sorted(many.items())
    ]
    return tuple(arrivals), tuple(row for row in changes if not _came_in(row, came, states))


def _is_first(row: ChangeRow, came: Mapping[str, date]) -> bool:
    """Whether it is a state of the day on which the action came; the first of them came with it."""
    return row.kind == "state" and came.get(row.action_ref) == row.on


def _came_in(row: ChangeRow, came: Mapping[str, date], states: Mapping[str, str]) -> bool:
    """Whether an arrival tells it: that the action came, and the state that it came with."""
    if row.kind == "added":
        return row.action_ref in came
    return _is_first(row, came) and states[row.action_ref] == row.words


def change_rows(
    actions: Iterable[Action], found: Iterable[Found], texts: facts.Columns, names: dict[int, str]
) -> tuple[ChangeRow, ...]:
    """Changes with the names of those who made them, in the order of the actions and then by day."""
    return tuple(_rows(actions, found, texts, names))


def _rows(
    actions: Iterable[Action], found: Iterable[Found], texts: facts.Columns, names: dict[int, str]
) -> Iterator[ChangeRow]:
    by_action: dict[int, list[Found]] = {}
    for each in found:
        by_action.setdefault(each.action_id, []).append(each)
    for action in actions:
        for each in sorted(by_action.get(action.pk, ()), key=lambda each: (each.on, each.order)):
            text = texts[action.pk]["text"]
            yield ChangeRow(
                action.ref, action.number, text, each.kind, each.words, each.on, names.get(each.by_id or 0, "")
            )


@dataclass(frozen=True)
class Window:
    """The facts of a plan after one day, up to and with another. What came with an action is not a change of it."""

    actor: Actor
    scope: Scope
    since: date
    actions: dict[int, Action]

    def changes(self) -> Iterator[Found]:
        """Every change, in no order."""
        for part in (
            self.added,
            self.states,
            self.dates,
            self.wordings,
            self.leads,
            self.overrides,
            self.updates,
            self.evidence,
            self.decisions,
        ):
            yield from part()

    def _of(self, model: Any, day: str = "so_on") -> Any:
        found = self.scope.of(model.objects.all(), day=day).filter(**{f"{day}__gt": self.since})
        return found.order_by(day, "id")

    def _came_with_it(self, fact: Any) -> bool:
        action = self.actions[fact.action_id]
        return fact.so_on == action.so_on and fact.recorded_at == action.recorded_at

    def added(self) -> Iterator[Found]:
        """Actions that came into the plan."""
        for action in self.actions.values():
            if action.so_on > self.since:
                yield Found(action.pk, "added", "Came into the plan", action.so_on, action.recorded_by_id, 0)

    def states(self) -> Iterator[Found]:
        """States that actions came into."""
        for fact in self._of(ActionState):
            words = now_words(fact) + (f": {fact.reason}" if fact.reason else "")
            yield Found(fact.action_id, "state", words, fact.so_on, fact.recorded_by_id, 1)

    def dates(self) -> Iterator[Found]:
        """Dates that were set or moved."""
        before = self._dates_before()
        for fact in self._of(ActionDate):
            key = (fact.action_id, fact.which)
            if key in before or not self._came_with_it(fact):
                yield Found(fact.action_id, *self._moved(fact, before.get(key)), fact.so_on, fact.recorded_by_id, 2)
            before[key] = fact.text

    def _dates_before(self) -> dict[tuple[int, str], str]:
        rows = self.scope.of(ActionDate.objects.filter(so_on__lte=self.since)).order_by("so_on", "id")
        return {(action_id, which): text for action_id, which, text in rows.values_list("action_id", "which", "text")}

    def _moved(self, fact: ActionDate, before: str | None) -> tuple[str, str]:
        name = WHICH_WORDS[Which(fact.which)]
        if before is None:
            return "date", f"{name} set: {fact.text}"
        reason = fact.reason or REASON_NOT_GIVEN
        if before == fact.text:
            return "slip", f"{name} {fact.text}, why it moved: {reason}"
        return "slip", f"{name} moved from {before} to {fact.text}: {reason}"

    def wordings(self) -> Iterator[Found]:
        """Wordings that changed."""
        for fact in self._of(ActionWording):
            if not self._came_with_it(fact):
                yield Found(fact.action_id, "wording", "Wording changed", fact.so_on, fact.recorded_by_id, 3)

    def leads(self) -> Iterator[Found]:
        """Leads that changed."""
        for fact in self._of(ActionLeads):
            if not self._came_with_it(fact):
                yield Found(fact.action_id, "leads", "Lead changed", fact.so_on, fact.recorded_by_id, 4)

    def overrides(self) -> Iterator[Found]:
        """Standings given against the rule, and their ends."""
        for fact in self._of(StandingOverride):
            words = "The rule decides the standing again" if fact.ended else override_words(fact.standing)
            yield Found(fact.action_id, "override", f"{words}: {fact.reason}", fact.so_on, fact.recorded_by_id, 5)

    def updates(self) -> Iterator[Found]:
        """Updates; what an internal one says stays on the action's page."""
        for fact in self._of(Update, day="counts_on"):
            kind = "Correction" if fact.corrects_id else "Update"
            said = f": {_short(fact.paragraphs[0])}" if fact.audience == Audience.COMMITTEE else ""
            yield Found(fact.action_id, "update", f"{kind}{said}", fact.counts_on, fact.recorded_by_id, 6)

    def evidence(self) -> Iterator[Found]:
        """Evidence that was offered."""
        for fact in self._offered():
            yield Found(
                fact.action_id, "evidence", f"Evidence offered: {fact.title}", fact.so_on, fact.recorded_by_id, 7
            )

    def _offered(self) -> Any:
        visible = Evidence.objects.visible_to(self.actor)
        return self.scope.of(visible.filter(so_on__gt=self.since)).order_by("so_on", "id")

    def decisions(self) -> Iterator[Found]:
        """What was decided about evidence."""
        for fact in self._of(EvidenceDecision):
            accepted = fact.verdict == EvidenceVerdict.ACCEPTED
            words = rules.acceptance_words(fact.outside_line) if accepted else f"Not accepted: {fact.reason}"
            yield Found(fact.action_id, "decision", f"Evidence. {words}", fact.so_on, fact.recorded_by_id, 8)


def _short(words: str) -> str:
    return words if len(words) <= LONGEST else f"{words[:LONGEST]}…"
