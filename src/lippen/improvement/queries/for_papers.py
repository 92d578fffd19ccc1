"""What papers read of a plan, in as few statements as there can be: all its facts in one, or its themes alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet

from lippen.improvement.models import (
    Action,
    ActionDate,
    ActionLead,
    ActionLeads,
    ActionState,
    ActionWording,
    Doubt,
    DoubtAnswer,
    Evidence,
    EvidenceDecision,
    StandingOverride,
    Theme,
    Update,
)
from lippen.improvement.queries import now as facts
from lippen.improvement.queries.decided import decided_from, wanted
from lippen.improvement.queries.plans import bare_plan
from lippen.improvement.queries.records import LeadsFact, Read, records_from
from lippen.improvement.queries.scope import Scope
from lippen.improvement.rows import PlanRecords, PlanRow
from lippen.kernel.access import Actor
from lippen.kernel.prepared import read_prepared
from lippen.kernel.together import read_together

WAITED_ON = {"waits_on_ref": F("waits_on__ref"), "waits_on_number": F("waits_on__number")}
PLAIN = (ActionWording, ActionDate, StandingOverride, EvidenceDecision)


def plan_head(actor: Actor, plan_id: int) -> PlanRow:
    """A plan's own facts without its themes and counts, or NotVisible."""
    return bare_plan(actor, plan_id)


def plan_themes(actor: Actor, plan_id: int, *, as_at: date, known_at: datetime) -> tuple[tuple[int, str], ...]:
    """Number and title of each theme that has an action on a day, in order."""
    bare_plan(actor, plan_id)
    actions = Action.objects.filter(plan_id=plan_id, so_on__lte=as_at).known_at(known_at)
    found = Theme.objects.filter(pk__in=actions.values("theme_id")).order_by("number", "title")
    return tuple(found.values_list("number", "title"))


def plan_records(
    actor: Actor, plan: PlanRow, *, as_at: date, since: date, known_at: datetime, with_decisions: bool = False
) -> PlanRecords:
    """A plan as it stood on a day, what changed after another, and all that was said; as known at a moment.

    The same as `plan_actions`, `what_changed` and `updates_between` of a plan that the actor has read; what was decided
    on it comes in the same statement where it is asked for.
    """
    scope = Scope(plan_id=plan.id, as_at=as_at, known_at=known_at)
    actions, read = facts_of(actor, scope, with_decisions=with_decisions)
    return records_from(actor, plan, scope, since, actions, read)


def facts_of(actor: Actor, scope: Scope, *, with_decisions: bool) -> tuple[list[Action], Read]:
    """The actions of a plan in its order, and every fact about them, from one statement."""
    assert scope.plan_id is not None and scope.as_at is not None  # a paper is about one plan on one day
    asked = _with_decisions if with_decisions else _without_decisions
    return _read(read_prepared(asked, actor, scope.plan_id, scope.as_at, scope.known_at), scope)


def _with_decisions(actor: Actor, plan_id: int, as_at: date, known_at: datetime | None) -> tuple[QuerySet[Any], ...]:
    also = wanted(actor, plan_id, as_at=as_at, known_at=known_at)
    return *_without_decisions(actor, plan_id, as_at, known_at), *also


def _without_decisions(actor: Actor, plan_id: int, as_at: date, known_at: datetime | None) -> tuple[QuerySet[Any], ...]:
    scope = Scope(plan_id=plan_id, as_at=as_at, known_at=known_at)
    themes = Theme.objects.filter(plan_id=plan_id)
    return _facts(actor, scope, themes, Action.objects.filter(plan_id=plan_id, so_on__lte=as_at).known_at(known_at))


def read_facts(actor: Actor, scope: Scope, of_themes: Any, of_actions: Any) -> tuple[list[Action], Read]:
    """These actions in order, each with its theme, and every fact about them that counts, from one statement."""
    return _read(read_together(*_facts(actor, scope, of_themes, of_actions)), scope)


def _facts(actor: Actor, scope: Scope, of_themes: Any, of_actions: Any) -> tuple[QuerySet[Any], ...]:
    return (
        of_themes,
        of_actions,
        *(scope.of(model.objects.all()).order_by("so_on", "id") for model in PLAIN),
        scope.of(ActionState.objects.all()).annotate(**WAITED_ON).order_by("so_on", "id"),
        scope.of(ActionLeads.objects.all()).order_by("so_on", "id"),
        ActionLead.objects.filter(leads__in=scope.of(ActionLeads.objects.all())).order_by("order"),
        scope.of(Update.objects.all(), day="counts_on").order_by("counts_on", "id"),
        scope.of(Evidence.objects.visible_to(actor)).order_by("so_on", "id"),
        open_doubts_in(scope),
    )


def _read(found: Sequence[Sequence[Any]], scope: Scope) -> tuple[list[Action], Read]:
    """Out of what was read: themes, actions, facts, and what was decided where that was asked for as well."""
    count = len(PLAIN) + 8
    themes, actions, *plain, states, sets, members, updates, evidence, doubts = found[:count]
    decided = decided_from(found[count:], scope.as_at) if len(found) > count and scope.as_at else ()
    rows = dict(zip(PLAIN, plain, strict=True))
    rows |= {ActionState: with_waits(states), ActionLeads: _led(sets, members), Update: updates, Evidence: evidence}
    corrected = {update.corrects_id for update in updates if update.corrects_id}
    return _in_order(actions, themes), Read(rows, _counted(doubts), corrected, decided)


def _in_order(actions: list[Action], themes: list[Theme]) -> list[Action]:
    """The actions in the plan's order, each with its theme."""
    by_id = {theme.pk: theme for theme in themes}
    for action in actions:
        action.theme = by_id[action.theme_id]
    return sorted(actions, key=lambda each: (each.theme.position, each.theme_id, each.position, each.pk))


def with_waits(states: list[ActionState]) -> list[ActionState]:
    """States with the action that each waits on."""
    for state in states:
        if state.waits_on_id is not None:
            number, ref = state.waits_on_number, state.waits_on_ref  # type: ignore[attr-defined]
            state.waits_on = Action(pk=state.waits_on_id, number=number, ref=ref)
    return states


def _led(sets: list[ActionLeads], members: list[ActionLead]) -> list[LeadsFact]:
    """Sets of leads, each with its members in order."""
    found = {
        each.pk: LeadsFact(each.pk, each.action_id, each.so_on, each.recorded_at, each.recorded_by_id, [])
        for each in sets
    }
    for member in members:
        found[member.leads_id].members.append([member.person_id, member.words])
    return list(found.values())


def open_doubts_in(scope: Scope):  # type: ignore[no-untyped-def]
    """The doubts about some actions that nobody had answered on a day."""
    answers = DoubtAnswer.objects.filter(doubt_id=OuterRef("pk"))
    answers = answers.filter(so_on__lte=scope.as_at)
    if scope.known_at is not None:
        answers = answers.filter(recorded_at__lte=scope.known_at)
    asked = Doubt.objects.filter(~Exists(answers), action__isnull=False)
    return Scope(plan_id=scope.plan_id, action_ids=scope.action_ids).of(asked)


def _counted(doubts: list[Doubt]) -> facts.Columns:
    """How many doubts are open about each action."""
    return {action_id: {"doubts_open": count} for action_id, count in Counter(d.action_id for d in doubts).items()}
