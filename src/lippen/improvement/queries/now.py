"""What the facts come to for each action: the columns of ActionNow, on any day, as known at any moment."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Exists, OuterRef
from django.db.models.functions import Coalesce

from lippen.improvement.models import (
    Action,
    ActionDate,
    ActionLeads,
    ActionNow,
    ActionState,
    ActionWording,
    Doubt,
    DoubtAnswer,
    EvidenceDecision,
    StandingOverride,
    Update,
)
from lippen.improvement.queries.scope import Scope
from lippen.improvement.vocabulary import EvidenceVerdict, Which

Columns = dict[int, dict[str, Any]]


def wording(scope: Scope) -> Columns:
    """Text, intent, priority, kind, accountable person and authorities."""
    names = ("text", "intent", "priority", "kind", "accountable_id", "authorities")
    rows = scope.latest(ActionWording.objects.all()).values_list("action_id", *names)
    return {row[0]: dict(zip(names, row[1:], strict=True)) for row in rows}


def leads(scope: Scope) -> Columns:
    """Who leads, in order: pairs of person id and words."""
    latest = ActionLeads.objects.filter(pk__in=scope.latest(ActionLeads.objects.all()).values("pk"))
    rows = latest.order_by("action_id", "members__order")
    found: Columns = defaultdict(lambda: {"leads": []})
    for action_id, order, person_id, words in rows.values_list("action_id", *MEMBER_NAMES):
        entry = found[action_id]["leads"]
        if order is not None:
            entry.append([person_id, words])
    return dict(found)


MEMBER_NAMES = ("members__order", "members__person_id", "members__words")


def dates(scope: Scope) -> Columns:
    """First and present start, target and review date, and how often the latter two slipped."""
    rows = scope.of(ActionDate.objects.all()).order_by("action_id", "so_on", "id")
    return folded_dates(rows.values_list(*DATE_NAMES))


DATE_NAMES = ("action_id", "which", "text", "precision", "starts_on", "ends_on")


def folded_dates(rows: Iterable[tuple[Any, ...]]) -> Columns:
    """Dates in order, as first and present with the number of slips: a date that stays the same is none."""
    found: Columns = defaultdict(lambda: {"dates": {}, "target_slips": 0, "review_slips": 0})
    for action_id, which, text, precision, starts_on, ends_on in rows:
        given = [text, precision, starts_on.isoformat(), ends_on.isoformat()]
        entry = found[action_id]
        pair = entry["dates"].setdefault(which, [given, given])
        is_slip = pair[1][2:] != given[2:]
        pair[1] = given
        if which != Which.START:
            entry[f"{which}_ends_on"] = ends_on
        if which == Which.TARGET:
            entry.setdefault("first_target_ends_on", ends_on)
        if is_slip and which != Which.START:
            entry[f"{which}_slips"] += 1
    return dict(found)


def state(scope: Scope) -> Columns:
    """The latest state and since when."""
    latest = scope.latest(ActionState.objects.all()).annotate(came_on=Coalesce("since_on", "so_on"))
    rows = latest.values_list("action_id", "id", "state", "came_on")
    return {row[0]: {"state_id": row[1], "state": row[2], "state_on": row[3]} for row in rows}


def override(scope: Scope) -> Columns:
    """The standing that somebody gave against the rule, where that has not ended."""
    latest = scope.of(StandingOverride.objects.all()).order_by("action_id", "-number").distinct("action_id")
    rows = latest.values_list("action_id", "standing", "reason", "ended")
    return {
        action_id: {"override": "" if ended else standing, "override_reason": "" if ended else reason}
        for action_id, standing, reason, ended in rows
    }


def updates(scope: Scope) -> Columns:
    """When something was last said, what, and how many updates there are, without those that a later one corrects."""
    rows = scope.of(Update.objects.all(), day="counts_on").order_by("-counts_on", "-id")
    told = list(rows.values_list("action_id", "id", "counts_on", "corrects_id"))
    corrected = {corrects_id for *_, corrects_id in told}
    standing = [(action_id, pk, counts_on) for action_id, pk, counts_on, _ in told if pk not in corrected]
    latest = {action_id: (pk, counts_on) for action_id, pk, counts_on in reversed(standing)}
    counts = Counter(action_id for action_id, _, _ in standing)
    words = dict(Update.objects.filter(pk__in=[pk for pk, _ in latest.values()]).values_list("id", "paragraphs"))
    return {
        action_id: {
            "last_update_on": counts_on,
            "last_update_text": "\n".join(words[pk]),
            "updates_count": counts[action_id],
        }
        for action_id, (pk, counts_on) in latest.items()
    }


def evidence(scope: Scope) -> Columns:
    """Whether any evidence was accepted, and whether by someone outside the lead's line."""
    latest = scope.of(EvidenceDecision.objects.all()).order_by("evidence_id", "-so_on", "-id").distinct("evidence_id")
    return folded_decisions(latest.values_list("action_id", "verdict", "outside_line"))


def folded_decisions(rows: Iterable[tuple[int, str, bool]]) -> Columns:
    """The latest decision on each piece of evidence, as what they come to for the action."""
    found: Columns = defaultdict(lambda: {"evidence_accepted": False, "evidence_outside_line": False})
    for action_id, verdict, outside in rows:
        if verdict == EvidenceVerdict.ACCEPTED:
            found[action_id]["evidence_accepted"] = True
            found[action_id]["evidence_outside_line"] |= outside
    return dict(found)


def doubts(scope: Scope) -> Columns:
    """How many doubts are open about each action."""
    answers = DoubtAnswer.objects.filter(doubt_id=OuterRef("pk"))
    if scope.as_at is not None:
        answers = answers.filter(so_on__lte=scope.as_at)
    if scope.known_at is not None:
        answers = answers.filter(recorded_at__lte=scope.known_at)
    asked = Doubt.objects.filter(~Exists(answers), action__isnull=False)
    bare = Scope(plan_id=scope.plan_id, action_ids=scope.action_ids)
    return {
        action_id: {"doubts_open": count}
        for action_id, count in Counter(bare.of(asked).values_list("action_id", flat=True)).items()
    }


PARTS: dict[str, Callable[[Scope], Columns]] = {
    "wording": wording,
    "leads": leads,
    "dates": dates,
    "state": state,
    "override": override,
    "updates": updates,
    "evidence": evidence,
    "doubts": doubts,
}


def columns_of(action_ids: Iterable[int], scope: Scope) -> Columns:
    """What the facts come to for these actions, as columns of ActionNow; what has no fact is left out."""
    found = [part(scope) for part in PARTS.values()]
    rows: Columns = {}
    for action_id in action_ids:
        columns = rows[action_id] = {}
        for part in found:
            columns |= part.get(action_id, {})
    return rows


def worked_out(actions: Iterable[Action], scope: Scope) -> list[ActionNow]:
    """What the facts come to for these actions; nothing is stored."""
    kept = list(actions)
    columns = columns_of([action.pk for action in kept], scope)
    return [ActionNow(action_id=action.pk, plan_id=action.plan_id, **columns[action.pk]) for action in kept]


def present(actions: Iterable[Action]) -> dict[int, ActionNow]:
    """What is kept as the present of these actions."""
    return ActionNow.objects.in_bulk([action.pk for action in actions])
