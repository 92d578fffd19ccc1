"""A plan on a past day. Every action is counted in the database; only the actions of the page are read whole.

What each statement means is said once more, slowly and in Python, in `tests/slow_past.py`, and held equal to it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.db import connection

from lippen.improvement.models import (
    Action,
    ActionNow,
    ActionState,
    ActionWording,
    EvidenceDecision,
    StandingOverride,
)
from lippen.improvement.queries import now as facts
from lippen.improvement.queries.for_papers import WAITED_ON, with_waits
from lippen.improvement.queries.lean import Lean, LeanNow, Pairs, lean, parsed_once
from lippen.improvement.queries.reading import action_rows
from lippen.improvement.queries.scope import Scope
from lippen.improvement.rows import ActionRow, PlanRow
from lippen.kernel.together import read_together

COUNTS = "f.so_on <= %(day)s AND f.recorded_at <= %(known)s::timestamptz"
SAID = "f.counts_on <= %(day)s AND f.recorded_at <= %(known)s::timestamptz"
SEEN = f"""
WITH seen AS MATERIALIZED (
    SELECT a.id, a.number, a.so_on, a.position, a.theme_id, t.position AS theme_position, t.title
    FROM improvement_action a JOIN improvement_theme t ON t.id = a.theme_id
    WHERE a.id = ANY(%(ids)s::bigint[]) AND a.so_on <= %(day)s AND a.recorded_at <= %(known)s::timestamptz
), corrected AS MATERIALIZED (
    SELECT f.corrects_id AS id FROM improvement_update f JOIN seen ON seen.id = f.action_id
    WHERE f.corrects_id IS NOT NULL AND {SAID}
)"""
LATEST_UPDATE = f"""
    SELECT f.counts_on, f.paragraphs FROM improvement_update f
    WHERE f.action_id = seen.id AND {SAID} AND NOT EXISTS (SELECT FROM corrected WHERE corrected.id = f.id)
    ORDER BY f.counts_on DESC, f.id DESC LIMIT 1"""
LEANS = f"""{SEEN}, state AS (
    SELECT DISTINCT ON (f.action_id) f.action_id, f.state, f.so_on
    FROM improvement_actionstate f JOIN seen ON seen.id = f.action_id WHERE {COUNTS}
    ORDER BY f.action_id, f.so_on DESC, f.id DESC
), dated AS (
    SELECT f.action_id,
        (array_agg(f.ends_on ORDER BY f.so_on, f.id) FILTER (WHERE f.which = 'target'))[1] AS first_target,
        (array_agg(f.ends_on ORDER BY f.so_on DESC, f.id DESC) FILTER (WHERE f.which = 'target'))[1] AS target,
        (array_agg(f.ends_on ORDER BY f.so_on DESC, f.id DESC) FILTER (WHERE f.which = 'review'))[1] AS review
    FROM improvement_actiondate f JOIN seen ON seen.id = f.action_id WHERE {COUNTS}
    GROUP BY f.action_id
), override AS (
    SELECT DISTINCT ON (f.action_id) f.action_id, f.standing
    FROM improvement_standingoverride f JOIN seen ON seen.id = f.action_id WHERE {COUNTS}
    ORDER BY f.action_id, f.number DESC
), verdict AS (
    SELECT DISTINCT ON (f.evidence_id) f.action_id, f.verdict
    FROM improvement_evidencedecision f JOIN seen ON seen.id = f.action_id WHERE {COUNTS}
    ORDER BY f.evidence_id, f.so_on DESC, f.id DESC
), accepted AS (
    SELECT DISTINCT action_id FROM verdict WHERE verdict.verdict = 'accepted'
)
SELECT seen.so_on, seen.theme_position, seen.theme_id, seen.position, seen.id, seen.id, coalesce(state.state, ''),
    state.so_on, dated.first_target, dated.target, dated.review, coalesce(override.standing, ''), said.counts_on,
    accepted.action_id IS NOT NULL
FROM seen
    LEFT JOIN state ON state.action_id = seen.id
    LEFT JOIN dated ON dated.action_id = seen.id
    LEFT JOIN override ON override.action_id = seen.id
    LEFT JOIN accepted ON accepted.action_id = seen.id
    LEFT JOIN LATERAL ({LATEST_UPDATE}) said ON true
"""
LEADS = f"""{SEEN}, latest AS (
    SELECT DISTINCT ON (f.action_id) f.action_id, f.id FROM improvement_actionleads f JOIN seen ON seen.id = f.action_id
    WHERE {COUNTS} ORDER BY f.action_id, f.so_on DESC, f.id DESC
)
SELECT latest.action_id, coalesce(json_agg(json_build_array(m.person_id, m.words) ORDER BY m."order")
    FILTER (WHERE m.id IS NOT NULL), '[]')::text
FROM latest LEFT JOIN improvement_actionlead m ON m.leads_id = latest.id GROUP BY latest.action_id
"""
SAYING = f"""{SEEN}
SELECT seen.id FROM seen
    LEFT JOIN LATERAL (
        SELECT f.text, f.intent FROM improvement_actionwording f
        WHERE f.action_id = seen.id AND {COUNTS}
        ORDER BY f.so_on DESC, f.id DESC LIMIT 1) wording ON true
    LEFT JOIN LATERAL ({LATEST_UPDATE}) said ON true
    CROSS JOIN LATERAL (
        SELECT string_agg(paragraph, E'\\n') AS said
        FROM jsonb_array_elements_text(said.paragraphs) AS paragraph) told
    CROSS JOIN LATERAL (
        SELECT upper(concat_ws(E'\\n', seen.title, wording.text, wording.intent, told.said)) AS words) whole
WHERE NOT EXISTS (
    SELECT FROM unnest(%(words)s::text[], %(patterns)s::text[]) AS asked(word, pattern)
    WHERE seen.number <> asked.word AND whole.words NOT LIKE upper(asked.pattern))
"""


@dataclass(frozen=True)
class Past:
    """The plan as it stood on a day, as known at a moment, worked out from the facts."""

    plan: PlanRow
    day: date
    known_at: datetime | None

    @cached_property
    def whole(self) -> Scope:
        """The facts that count, of every action."""
        return Scope(plan_id=self.plan.id, as_at=self.day, known_at=self.known_at)

    @cached_property
    def ids(self) -> str:
        """Every action of the plan, as an array in PostgreSQL's own writing.

        PostgreSQL is told which they are, for it guesses few where a plan has just come in.
        """
        found = Action.objects.filter(plan_id=self.plan.id).values_list("id", flat=True)
        return "{" + ",".join(map(str, found)) + "}"

    def leans(self) -> list[Lean]:
        """Every action, as lean as can be."""
        rhythm, day = self.plan.rhythm_days, self.day
        return [lean(LeanNow._make(row[5:]), row[0], row[1:5], rhythm, day) for row in self._asked(LEANS)]

    def rows(self, ids: Sequence[int]) -> tuple[ActionRow, ...]:
        """Some actions whole, in the order given."""
        found = Action.objects.select_related("theme").in_bulk(ids)
        scope = Scope(action_ids=ids, as_at=self.day, known_at=self.known_at)
        states, columns = latest_facts(scope)
        for part in (facts.wording, facts.leads, facts.dates, facts.updates, facts.doubts):
            for action_id, values in part(scope).items():
                columns[action_id] |= values
        nows = {i: ActionNow(action_id=i, plan_id=self.plan.id, **columns[i]) for i in ids}
        return action_rows(self.plan, [found[i] for i in ids], nows, as_at=self.day, today=self.day, states=states)

    def leads(self) -> dict[int, Pairs]:
        """Who led each action; an action of which nothing was said is left out."""
        return parsed_once(self._asked(LEADS))

    def authorities(self) -> dict[int, list[int]]:
        """For which authorities an action was, where not for all of the plan's."""
        latest = self.whole.latest(ActionWording.objects.all()).values_list("action_id", "authorities")
        return {action_id: limited for action_id, limited in latest if limited}

    def saying(self, words: Sequence[str]) -> set[int]:
        """The actions in which all of these words stood."""
        patterns = [f"%{connection.ops.prep_for_like_query(word)}%" for word in words]
        return {row[0] for row in self._asked(SAYING, words=list(words), patterns=patterns)}

    def _asked(self, statement: str, **given: object) -> list[tuple[Any, ...]]:
        bounds: Mapping[str, object] = {"ids": self.ids, "day": self.day, "known": self.known_at or "infinity"}
        return asked(statement, {**bounds, **given})


def latest_facts(scope: Scope) -> tuple[dict[int, ActionState], facts.Columns]:
    """The latest states, standings against the rule and decisions on evidence of a few actions, in one statement."""
    overridden = scope.of(StandingOverride.objects.all()).order_by("action_id", "-number").distinct("action_id")
    decided = scope.of(EvidenceDecision.objects.all()).order_by("evidence_id", "-so_on", "-id").distinct("evidence_id")
    states, overrides, decisions = read_together(
        ActionState.objects.filter(pk__in=scope.latest(ActionState.objects.all()).values("pk")).annotate(**WAITED_ON),
        StandingOverride.objects.filter(pk__in=overridden.values("pk"), ended=False),
        EvidenceDecision.objects.filter(pk__in=decided.values("pk")),
    )
    columns: facts.Columns = defaultdict(dict)
    for state in with_waits(states):
        columns[state.action_id] |= {"state_id": state.pk, "state": state.state, "state_on": state.state_on}
    for override in overrides:
        columns[override.action_id] |= {"override": override.standing, "override_reason": override.reason}
    accepted = facts.folded_decisions((each.action_id, each.verdict, each.outside_line) for each in decisions)
    for action_id, values in accepted.items():
        columns[action_id] |= values
    return {state.pk: state for state in states}, columns


def asked(statement: str, given: Mapping[str, object]) -> list[tuple[Any, ...]]:
    """What PostgreSQL answers to one of these statements."""
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return cursor.fetchall()
