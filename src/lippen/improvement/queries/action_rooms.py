"""The risks that hang on an action and the commitments about it, read in one statement for the action's own page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from django.db.models import QuerySet

from lippen.improvement import promises, scores
from lippen.improvement.models import Commitment, CommitmentFact, RiskFact, RiskTie
from lippen.improvement.models.risks import Risk
from lippen.improvement.queries.commitments import step_of
from lippen.improvement.scores import Score
from lippen.improvement.vocabulary import BAND_WORDS, COMMITMENT_STATUS_WORDS, RiskStep
from lippen.kernel.access import Actor
from lippen.kernel.prepared import read_prepared

T = TypeVar("T")


@dataclass(frozen=True)
class RiskLine:
    """A risk in one line."""

    ref: str
    title: str
    score: Score
    band: str
    band_words: str
    is_open: bool


@dataclass(frozen=True)
class CommitmentLine:
    """A commitment in one line."""

    ref: str
    words: str
    status: str
    status_words: str
    due_words: str
    is_late: bool


@dataclass(frozen=True)
class ActionRooms:
    """What hangs on an action besides its own story."""

    risks: tuple[RiskLine, ...]
    commitments: tuple[CommitmentLine, ...]


def action_rooms(
    actor: Actor, action_id: int, *, as_at: date | None = None, known_at: datetime | None = None, today: date
) -> ActionRooms:
    """The risks and commitments of an action that the actor sees, on a day, as known at a moment."""
    day = as_at or today
    rows = read_prepared(_wanted, actor, action_id, day, known_at)
    ties = {tie.risk_id: not tie.is_ended for tie in rows[1]}
    scored, kept = _by(rows[2], "risk_id"), _by(rows[4], "commitment_id")
    lines = [risk_line(risk.ref, scored[risk.pk]) for risk in rows[0] if ties.get(risk.pk) and scored[risk.pk]]
    return ActionRooms(
        tuple(sorted(lines, key=lambda line: (not line.is_open, -line.score.value))),
        tuple(commitment_line(each, kept[each.pk], day) for each in rows[3] if kept[each.pk]),
    )


def _wanted(actor: Actor, action_id: int, day: date, known_at: datetime | None) -> tuple[QuerySet[Any], ...]:
    on: dict[str, Any] = {"so_on__lte": day}
    tied = RiskTie.objects.filter(action_id=action_id, **on).known_at(known_at)
    made = Commitment.objects.visible_to(actor).filter(action_id=action_id, **on).known_at(known_at)
    risks = Risk.objects.visible_to(actor).filter(pk__in=tied.values("risk_id"))
    told = RiskFact.objects.filter(risk__in=risks, **on).known_at(known_at)
    facts = CommitmentFact.objects.visible_to(actor).filter(commitment__in=made, **on).known_at(known_at)
    return (
        risks.order_by("id"),
        tied.order_by("id"),
        told.order_by("number"),
        made.order_by("id"),
        facts.order_by("number"),
    )


def _by(rows: Iterable[T], name: str) -> dict[int, list[T]]:
    found: dict[int, list[T]] = defaultdict(list)
    for row in rows:
        found[getattr(row, name)].append(row)
    return found


def risk_line(ref: str, facts: list[RiskFact]) -> RiskLine:
    """A risk from its facts."""
    scored = [fact for fact in facts if fact.likelihood is not None][-1]
    ended = [fact for fact in facts if fact.step in scores.ENDS][-1]
    score = Score(scored.likelihood or 1, scored.impact or 1)
    title = [fact.title for fact in facts if fact.title][-1]
    return RiskLine(ref, title, score, score.band.value, BAND_WORDS[score.band], scores.ENDS[RiskStep(ended.step)])


def commitment_line(made: Commitment, facts: list[CommitmentFact], day: date) -> CommitmentLine:
    """A commitment from its facts, on a day."""
    now = promises.stands([step_of(fact) for fact in facts])
    assert now is not None
    return CommitmentLine(
        made.ref,
        made.words,
        now.status.value,
        COMMITMENT_STATUS_WORDS[now.status],
        promises.due_words(now.status, now.due, day),
        promises.is_late(now.status, now.due, day),
    )
