"""The editions of a plan's document, and the plan's actions as an edition's day finds them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Min
from django.db.models.fields.json import KeyTransform

from lippen.improvement import rules
from lippen.improvement.adapters.editions import Known, plain
from lippen.improvement.models import (
    Action,
    ActionDate,
    ActionLeads,
    ActionState,
    ActionWording,
    EditionLine,
    ImportBatch,
)
from lippen.improvement.rows import EditionRow
from lippen.improvement.vocabulary import BatchState, State, Which
from lippen.kernel.calendar import Period, Precision

CLOSED = frozenset({*rules.GONE, State.SHOWN_DONE})


def editions_of(plan_id: int) -> tuple[EditionRow, ...]:
    """Every document that was brought into a plan, by its own date."""
    came = Action.objects.filter(plan_id=plan_id).values_list("batch_id").annotate(Min("so_on"))
    lines = EditionLine.objects.filter(batch__plan_id=plan_id).values_list("batch_id").annotate(Min("so_on"))
    return _editions(plan_id, {**dict(came), **dict(lines)})


def _editions(plan_id: int, days: Mapping[int | None, date]) -> tuple[EditionRow, ...]:
    found = ImportBatch.objects.filter(plan_id=plan_id, state=BatchState.APPLIED.value)
    refused = KeyTransform("gone_refused", "proposal")
    rows = found.annotate(refused=refused).values_list("id", "ref", "document", "refused")
    editions = [EditionRow(i, ref, document, days[i], refused or []) for i, ref, document, refused in rows if i in days]
    return tuple(sorted(editions, key=lambda row: (row.so_on, row.id)))


@dataclass
class Facts:
    """What was recorded about every action of a plan, each table read once, in the order of the days."""

    actions: dict[int, Action]
    wordings: dict[int, list[ActionWording]]
    leads: dict[int, list[tuple[date, int, tuple[tuple[int | None, str], ...]]]]
    dates: dict[tuple[int, str], list[ActionDate]]
    states: dict[int, list[ActionState]]
    lines: dict[int, list[EditionLine]]
    editions: tuple[EditionRow, ...]


def facts_of(plan_id: int) -> Facts:
    """The facts of a plan that an edition can change."""
    found = Action.objects.filter(plan_id=plan_id).select_related("theme", "now")
    actions = list(found.order_by("theme__position", "position", "id"))
    order = ("so_on", "id")
    lines = list(EditionLine.objects.filter(action__plan_id=plan_id).order_by(*order))
    days: dict[int | None, date] = {}
    for each in (*actions, *lines):
        days[each.batch_id] = min(each.so_on, days.get(each.batch_id, each.so_on))
    for line in lines:
        days[line.batch_id] = line.so_on
    return Facts(
        {action.pk: action for action in actions},
        _grouped(ActionWording.objects.filter(action__plan_id=plan_id).order_by(*order)),
        _lead_sets(plan_id),
        _by_which(ActionDate.objects.filter(action__plan_id=plan_id).order_by(*order)),
        _grouped(ActionState.objects.filter(action__plan_id=plan_id).order_by(*order)),
        _grouped(lines),
        _editions(plan_id, days),
    )


def _grouped(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.action_id].append(row)
    return found


def _by_which(rows: Iterable[ActionDate]) -> dict[tuple[int, str], list[ActionDate]]:
    found: dict[tuple[int, str], list[ActionDate]] = defaultdict(list)
    for row in rows:
        found[row.action_id, row.which].append(row)
    return found


def _lead_sets(plan_id: int) -> dict[int, list[tuple[date, int, tuple[tuple[int | None, str], ...]]]]:
    names = ("action_id", "so_on", "id", "members__person_id", "members__words")
    rows = ActionLeads.objects.filter(action__plan_id=plan_id).order_by("so_on", "id", "members__order")
    sets: dict[tuple[int, date, int], list[tuple[int | None, str]]] = {}
    for action_id, so_on, set_id, person_id, words in rows.values_list(*names):
        members = sets.setdefault((action_id, so_on, set_id), [])
        if person_id is not None or words:
            members.append((person_id, words or ""))
    found: dict[int, list[tuple[date, int, tuple[tuple[int | None, str], ...]]]] = defaultdict(list)
    for (action_id, so_on, set_id), several in sets.items():
        found[action_id].append((so_on, set_id, tuple(several)))
    return found


def in_force(rows: list[Any], day: date) -> Any:
    """The latest of some facts on a day; None where there is none yet."""
    return next((row for row in reversed(rows) if day_of(row) <= day), None)


def nearest(rows: list[Any], day: date) -> Any:
    """The fact in force on a day, else the earliest after it."""
    return in_force(rows, day) or next(iter(rows), None)


def day_of(row: Any) -> date:
    """The day of a fact."""
    return row[0] if isinstance(row, tuple) else row.so_on  # type: ignore[no-any-return]


def led_by(facts: Facts) -> set[int]:
    """Everybody who ever led an action of the plan."""
    return {person_id for sets in facts.leads.values() for _, _, each in sets for person_id, _ in each if person_id}


def known_actions(facts: Facts, day: date, names: Mapping[int, str]) -> tuple[Known, ...]:
    """The plan's actions as an edition of this day finds them."""
    days = {row.id: row.so_on for row in facts.editions}
    return tuple(_known(facts, action, day, names, days) for action in facts.actions.values())


def _known(facts: Facts, action: Action, day: date, names: Mapping[int, str], days: dict[int, date]) -> Known:
    wordings = facts.wordings[action.pk]
    wording, led = nearest(wordings, day), nearest(facts.leads[action.pk], day)
    state = nearest(facts.states[action.pk], day)
    dated = {which: nearest(facts.dates[action.pk, which.value], day) for which in Which}
    lines = facts.lines[action.pk]
    places = {line.so_on: (line.theme_title, line.number) for line in lines}
    if action.batch_id in days:
        places.setdefault(days[action.batch_id], (action.theme.title, action.number))
    return Known(
        ref=action.ref,
        number=action.number,
        theme=action.theme.title,
        text=wording.text if wording else "",
        texts=frozenset(plain(each.text) for each in (*wordings, *lines)),
        leads=tuple(names[person_id] if person_id else words for person_id, words in led[2]) if led else (),
        dates={which: period_of(fact) for which, fact in dated.items() if fact},
        state=state.state if state else "",
        intent=wording.intent if wording else "",
        places=places,
        is_closed=action.now.state in CLOSED,
    )


def period_of(fact: ActionDate) -> Period:
    """A recorded date as a period."""
    return Period(fact.text, Precision(fact.precision), fact.starts_on, fact.ends_on)
