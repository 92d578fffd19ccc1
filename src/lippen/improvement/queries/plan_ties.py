"""How the actions of a plan hang together on a day: what waits on what, goes on where, carries and answers."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, TypeVar

from django.db.models import F, Q, QuerySet

from lippen.improvement import rules
from lippen.improvement.models import (
    Action,
    ActionAnswer,
    ActionDate,
    ActionNow,
    ActionState,
    ActionWording,
    Plan,
    PlanCarrier,
    PlanSource,
    Recommendation,
    Source,
)
from lippen.improvement.models.toggles import Toggle
from lippen.improvement.queries import now as facts
from lippen.improvement.queries.lean import PLACE, LeanNow, lean
from lippen.improvement.queries.past import LEANS, asked
from lippen.improvement.queries.reading import pair_of
from lippen.improvement.queries.scope import Scope
from lippen.improvement.queries.sources import by_number, counting, label_rows, latest_namings, named_rows, open_of
from lippen.improvement.rows import PlanRow, TiedRow
from lippen.improvement.source_rows import (
    NO_TIES,
    CarrierRow,
    SourceOfPlanRow,
    Ties,
    WaitRow,
)
from lippen.improvement.vocabulary import STATE_WORDS, UNCONFIRMED, Colour, State, Which
from lippen.kernel.access import Actor
from lippen.kernel.prepared import read_prepared

T = TypeVar("T", bound=Toggle)


@dataclass(frozen=True)
class PlanTies:
    """The ties of some actions of a plan, by action id; the sources that the plan draws from, in their order; and every
    action that is tied to another, as it stood."""

    by_action: dict[int, Ties]
    sources: tuple[SourceOfPlanRow, ...]
    tied: dict[int, WaitRow]


def plan_ties(
    actor: Actor,
    plan: PlanRow,
    *,
    as_at: date | None = None,
    known_at: datetime | None = None,
    today: date,
    action_ids: Collection[int] | None = None,
) -> PlanTies:
    """How actions of a plan hang together with others on a day, from one statement; what has no tie is left out.

    The plan has been read for its reader; of what the reader does not see elsewhere, nothing is told.
    """
    day = as_at or today
    is_past = known_at is not None or day < today
    wanted = _of_today if not is_past else _of_a_past_day
    states, answering, recommendations, drawing, shown, namings, carriers, *others = read_prepared(
        wanted, actor, plan.id, day, known_at, action_ids
    )
    rows = named_rows(shown, {naming.source_id: naming for naming in namings})
    known = _others(others, is_past=is_past)
    found = _waiting(states, known, day)
    for each in carriers:
        row = CarrierRow(each.plan_ref, each.plan_title, each.so_on, plan_id=each.plan_id)
        found[each.action_id] = replace(found.get(each.action_id, NO_TIES), carrier=row)
    for action_id, labels in label_rows(answering, recommendations, rows).items():
        found[action_id] = replace(found.get(action_id, NO_TIES), answers=labels)
    if action_ids is not None:
        found = {action_id: found[action_id] for action_id in action_ids if action_id in found}
    ordered = sorted(known.items(), key=lambda item: by_number(item[1].number))
    return PlanTies(
        by_action=found,
        sources=tuple(rows[each.source_id] for each in drawing if each.source_id in rows),
        tied={pk: _wait(other, day) for pk, other in ordered},
    )


def _of_today(*given: Any) -> tuple[QuerySet[Any], ...]:
    return _wanted(*given, is_past=False)


def _of_a_past_day(*given: Any) -> tuple[QuerySet[Any], ...]:
    return _wanted(*given, is_past=True)


def _wanted(
    actor: Actor,
    plan_id: int,
    day: date,
    known_at: datetime | None,
    action_ids: Collection[int] | None,
    *,
    is_past: bool,
) -> tuple[QuerySet[Any], ...]:
    """States that name others, answers, sources, carriers, and the facts of the others."""
    scope = Scope(plan_id=plan_id, as_at=day, known_at=known_at)
    tied = _tied_states(scope, is_past=is_past)
    wanted = Scope(plan_id=plan_id if action_ids is None else None, action_ids=action_ids, as_at=day, known_at=known_at)
    answers = open_of(wanted.of(ActionAnswer.objects.all()), "action_id", "recommendation_id")
    asked_for = Recommendation.objects.filter(pk__in=answers.values("recommendation_id"))
    drawn = open_of(Scope(as_at=day, known_at=known_at).of(PlanSource.objects.filter(plan_id=plan_id)), "source_id")
    sources = Source.objects.visible_to(actor).filter(
        Q(pk__in=asked_for.values("source_id")) | Q(pk__in=drawn.values("source_id"))
    )
    return (
        tied,
        answers,
        asked_for,
        drawn.order_by("id"),
        sources,
        latest_namings(sources, day, known_at),
        _open_carriers(actor, wanted),
        *_facts_of_others(scope, tied, is_past=is_past),
    )


def _tied_states(scope: Scope, *, is_past: bool) -> QuerySet[ActionState]:
    if is_past:
        latest = scope.latest(ActionState.objects.all()).values("pk")
    else:
        latest = ActionNow.objects.filter(plan_id=scope.plan_id, state_id__isnull=False).values("state_id")
    return ActionState.objects.filter(Q(waits_on__isnull=False) | Q(into__isnull=False), pk__in=latest)


def _open_carriers(actor: Actor, wanted: Scope) -> QuerySet[PlanCarrier]:
    """The plans that carry some actions, where the actor sees them."""
    found = open_of(wanted.of(PlanCarrier.objects.all()), "action_id")
    seen = found.filter(plan__in=Plan.objects.visible_to(actor).values("pk"))
    return seen.annotate(plan_ref=F("plan__ref"), plan_title=F("plan__title"))


def _facts_of_others(scope: Scope, tied: QuerySet[ActionState], *, is_past: bool) -> tuple[QuerySet[Any], ...]:
    """What is known of the actions that are tied: their words, states and dates."""
    ids = [tied.values("action_id"), tied.values("waits_on_id"), tied.values("into_id")]

    def of_tied(name: str) -> Q:
        return Q(**{f"{name}__in": ids[0]}) | Q(**{f"{name}__in": ids[1]}) | Q(**{f"{name}__in": ids[2]})

    actions = Action.objects.filter(of_tied("pk"))
    if not is_past:
        return actions, ActionNow.objects.filter(of_tied("pk"))
    bare = Scope(as_at=scope.as_at, known_at=scope.known_at)
    words = bare.latest(ActionWording.objects.filter(of_tied("action_id"))).values("pk")
    states = bare.latest(ActionState.objects.filter(of_tied("action_id"))).values("pk")
    dates = bare.of(ActionDate.objects.filter(of_tied("action_id"), which=Which.TARGET.value))
    return (
        actions,
        ActionWording.objects.filter(pk__in=words),
        ActionState.objects.filter(pk__in=states),
        dates.order_by("so_on", "id"),
    )


def _others(found: Sequence[list[Any]], *, is_past: bool) -> dict[int, Other]:
    actions, *facts_of_them = found
    if not is_past:
        nows = {now.pk: now for now in facts_of_them[0]}
        return {each.pk: Other(each.ref, each.number, nows[each.pk]) for each in actions}
    columns: dict[int, dict[str, Any]] = defaultdict(dict)
    for wording in facts_of_them[0]:
        columns[wording.action_id]["text"] = wording.text
    for state in facts_of_them[1]:
        columns[state.action_id]["state"] = state.state
    dates = [tuple(getattr(each, name) for name in facts.DATE_NAMES) for each in facts_of_them[2]]
    for action_id, folded in facts.folded_dates(dates).items():
        columns[action_id] |= folded
    return {each.pk: Other(each.ref, each.number, ActionNow(action_id=each.pk, **columns[each.pk])) for each in actions}


def _waiting(states: Iterable[ActionState], others: dict[int, Other], day: date) -> dict[int, Ties]:
    """What waits on what, and what goes on as part of what."""
    found: dict[int, Ties] = {}
    held_up: dict[int, list[TiedRow]] = defaultdict(list)
    for state in states:
        above = others.get(state.waits_on_id or 0)
        waits_on = _wait(above, day) if above else None
        found[state.action_id] = Ties(waits_on=waits_on, into=_tied(others.get(state.into_id or 0)))
        if state.waits_on_id and (waiting := _tied(others.get(state.action_id))):
            held_up[state.waits_on_id].append(waiting)
    for action_id, rows in held_up.items():
        ordered = tuple(sorted(rows, key=lambda row: by_number(row.number)))
        found[action_id] = replace(found.get(action_id, NO_TIES), holds_up=ordered)
    return found


def _wait(other: Other, day: date) -> WaitRow:
    state = other.now.state or UNCONFIRMED
    return WaitRow(other.ref, other.number, other.now.text, state, STATE_WORDS[state], late_words(other, day))


@dataclass(frozen=True)
class Other:
    """An action that another is tied to, as it stood."""

    ref: str
    number: str
    now: ActionNow


def _tied(other: Other | None) -> TiedRow | None:
    return TiedRow(other.ref, other.number, other.now.text) if other else None


def late_words(other: Other, day: date) -> str:
    """What holds an action up that others wait on: that it is late, put off or blocked; nothing where it goes well."""
    state = State(other.now.state) if other.now.state else None
    if state in rules.CLOSED:
        return ""
    if state in rules.SET_ASIDE:
        return STATE_WORDS[state]
    target = pair_of(other.now, "target")[1]
    return rules.due_words(target, day) if target is not None and target.has_passed(day) else ""


def carried_actions(
    actor: Actor, plan_id: int, *, as_at: date, known_at: datetime | None = None, today: date
) -> tuple[CarrierRow, ...]:
    """The actions of a plan that plans of their own carry, each with how many of its actions stand where."""
    found = PlanCarrier.objects.filter(action__plan_id=plan_id, plan__in=Plan.objects.visible_to(actor))
    return _with_standings(found, as_at, known_at, today)


def carrier_now(actor: Actor, action_id: int) -> str:
    """The reference of the plan that carries an action now; empty where none does that the actor sees."""
    found = open_of(PlanCarrier.objects.filter(action_id=action_id), "action_id")
    seen = found.filter(plan__in=Plan.objects.visible_to(actor).values("pk"))
    return seen.values_list("plan__ref", flat=True).first() or ""


def carrier_standing(carrier: CarrierRow, *, as_at: date, known_at: datetime | None = None, today: date) -> CarrierRow:
    """The plan that carries an action, with how many of its actions stand where on a day."""
    plans = Plan.objects.filter(pk=carrier.plan_id)
    counts = standings_of(plans, as_at, known_at, today)[carrier.plan_id]
    return replace(carrier, by_standing=in_colours(counts), total=counts.total())


def in_colours(counts: Counter[str]) -> tuple[tuple[str, int], ...]:
    """Counts in the order of the colours, without those that there are none of."""
    return tuple((colour.value, counts[colour.value]) for colour in Colour if counts[colour.value])


def carried_by_plan(
    actor: Actor, plan_id: int, *, as_at: date | None = None, known_at: datetime | None = None
) -> tuple[CarrierRow, ...]:
    """The actions of other plans that this plan carries."""
    found = PlanCarrier.objects.filter(plan_id=plan_id, action__plan__in=Plan.objects.visible_to(actor))
    open_now = counting(found.select_related("action__plan", "action__now"), as_at, known_at, "action_id")
    return tuple(
        CarrierRow(
            each.action.plan.ref,
            each.action.plan.title,
            each.so_on,
            action_ref=each.action.ref,
            action_number=each.action.number,
            action_text=each.action.now.text,
        )
        for each in open_now
    )


def _with_standings(found: Any, day: date, known_at: datetime | None, today: date) -> tuple[CarrierRow, ...]:
    open_now = counting(found.select_related("plan", "action__now"), day, known_at, "action_id")
    counts = standings_of([each.plan for each in open_now], day, known_at, today)
    rows = [
        CarrierRow(
            each.plan.ref,
            each.plan.title,
            each.so_on,
            in_colours(counts[each.plan_id]),
            counts[each.plan_id].total(),
            each.action.ref,
            each.action.number,
            each.action.now.text,
        )
        for each in open_now
    ]
    return tuple(sorted(rows, key=lambda row: (by_number(row.action_number), row.plan_title)))


def standings_of(plans: Collection[Plan], day: date, known_at: datetime | None, today: date) -> dict[int, Counter[str]]:
    """How many actions of each plan stand where on a day, in two statements at most however many plans."""
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    rhythm = {plan.pk: plan.rhythm_days for plan in plans}
    if not rhythm:
        return counts
    if known_at is None and day >= today:
        names = ("plan_id", "action__so_on", *PLACE, *LeanNow._fields)
        for plan_id, so_on, *row in ActionNow.objects.filter(plan_id__in=rhythm).values_list(*names):
            counts[plan_id][_standing(row, so_on, rhythm[plan_id], day)] += 1
        return counts
    of_plan = dict(Action.objects.filter(plan_id__in=rhythm).values_list("id", "plan_id"))
    ids = "{" + ",".join(map(str, of_plan)) + "}"
    for so_on, *row in asked(LEANS, {"ids": ids, "day": day, "known": known_at or "infinity"}):
        plan_id = of_plan[row[4]]
        counts[plan_id][_standing(row, so_on, rhythm[plan_id], day)] += 1
    return counts


def _standing(row: list[Any], so_on: date, rhythm_days: int, day: date) -> str:
    return lean(LeanNow._make(row[4:]), so_on, tuple(row[:4]), rhythm_days, day).standing  # type: ignore[arg-type]
