"""The other action of the same plan that an action waits on or goes on as part of; never round in a circle."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lippen.improvement.actions.writing import Writing
from lippen.improvement.models import Action, ActionNow, ActionState
from lippen.improvement.rules import GONE
from lippen.improvement.vocabulary import STATE_WORDS, State
from lippen.kernel.errors import CannotDo


@dataclass(frozen=True)
class Tied:
    """The present state of an action that is tied to another, or out of the plan."""

    state: State
    waits_on_id: int | None
    into_id: int | None


def waited_on(writing: Writing, ref: str) -> Action | None:
    """The action that this one waits on; refused where that one waits on this, directly or through others."""
    if not ref:
        return None
    found = _other(writing, ref, "waits_on", "An action cannot wait on itself. Choose another one.")
    if writing.action.pk in _chain(found.pk, _tied(writing)):
        raise CannotDo(
            f"Action {found.number} waits on this one already, itself or through others, so neither could go on. "
            "Choose another action, or none.",
            field="waits_on",
        )
    return found


def merged_into(writing: Writing, ref: str) -> Action | None:
    """The action that this one goes on as part of; refused where that one is itself merged or superseded."""
    if not ref:
        return None
    found = _other(writing, ref, "into", "An action cannot be merged into itself. Choose another one.")
    tied = _tied(writing)
    if found.pk in tied and tied[found.pk].state in GONE:
        raise CannotDo(_gone_words(writing, found, tied), field="into")
    return found


def _gone_words(writing: Writing, found: Action, tied: Mapping[int, Tied]) -> str:
    """Why an action cannot take in another, and which one can."""
    end_id = _chain(found.pk, tied, only_into=True)[-1]
    words = STATE_WORDS[tied[found.pk].state].lower()
    if end_id == writing.action.pk:
        return (
            f"Action {found.number} was itself merged into this one, so the work goes on here. "
            "Choose another action, or bring that one back first."
        )
    if end_id in tied and tied[end_id].state in GONE:
        return f"Action {found.number} is {words}, so nothing goes on there. Choose one that is still in the plan."
    into = Action.objects.get(pk=end_id)
    return f"Action {found.number} is {words} and goes on as part of {into.number}. Merge this one into {into.number}."


def _other(writing: Writing, ref: str, field: str, itself: str) -> Action:
    if ref == writing.action.ref:
        raise CannotDo(itself, field=field)
    found = Action.objects.filter(ref=ref, plan=writing.plan).first()
    if found is None:
        raise CannotDo("That action is not in this plan. Choose one that is.", field=field)
    return found


def _tied(writing: Writing) -> dict[int, Tied]:
    """The ties of the plan's actions as they stand; the plan is locked, so none is added meanwhile."""
    now = ActionNow.objects.filter(plan=writing.plan, state_id__isnull=False).values("state_id")
    facts = ActionState.objects.filter(pk__in=now).values_list("action_id", "state", "waits_on_id", "into_id")
    return {
        action_id: Tied(State(state), waits_on_id, into_id)
        for action_id, state, waits_on_id, into_id in facts
        if waits_on_id or into_id or state in GONE
    }


def _chain(first: int, tied: Mapping[int, Tied], *, only_into: bool = False) -> list[int]:
    """The actions that follow from one by what each goes into or waits on, that one first."""
    found = [first]
    while (tie := tied.get(found[-1])) is not None:
        after = tie.into_id or (None if only_into else tie.waits_on_id)
        if after is None or after in found:
            break
        found.append(after)
    return found
