"""Who is past the limit, what was decided about it, and which figures somebody asks to change."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from lippen.casework import rules
from lippen.casework.models import FigureAnswer, FigureChallenge, OverLimit
from lippen.casework.queries.seen import seen_one
from lippen.kernel.access import Actor
from lippen.organisation import queries as organisation


@dataclass(frozen=True)
class OverRow:
    """Somebody who is or was past the limit: since when, and with how many children."""

    ref: str
    worker: str
    team: str
    since: date
    children: int
    limit: int
    authority_id: int


@dataclass(frozen=True)
class ChallengeRow:
    """A figure that somebody asked to change, and what was answered."""

    ref: str
    figure: str
    words: str
    asked_on: date
    asked_by: str
    asked_by_id: int | None
    answer: str
    answered_on: date | None
    answered_by: str


def over(actor: Actor, ref: str, *, on: date) -> OverRow:
    """Somebody who passed the limit, or NotVisible."""
    row = seen_one(actor, OverLimit, ref)
    team = organisation.team_of(row.worker_id, row.authority_id, on=on)
    names = organisation.team_names([team]) if team else {}
    worker = organisation.person_names([row.worker_id])[row.worker_id]
    return OverRow(ref, worker, names.get(team or 0, ""), row.so_on, row.children, row.limit, row.authority_id)


def names_of_over(actor: Actor, refs: Iterable[str]) -> dict[str, str]:
    """Who each of these is about."""
    rows = dict(OverLimit.objects.visible_to(actor).filter(ref__in=list(refs)).values_list("ref", "worker_id"))
    names = organisation.person_names(rows.values()) if rows else {}
    return {ref: names[worker] for ref, worker in rows.items()}


def figures_of(actor: Actor, refs: Iterable[str]) -> dict[str, str]:
    """Which figure each of these challenges is about, in words."""
    rows = FigureChallenge.objects.visible_to(actor).filter(ref__in=list(refs)).values_list("ref", "key")
    return {ref: rules.LOCALS[key].words for ref, key in rows if key in rules.LOCALS}


def challenges(actor: Actor, authority_id: int, *, most: int = 100) -> tuple[ChallengeRow, ...]:
    """What was asked of a council's figures, the newest first, with the answers."""
    asked = FigureChallenge.objects.visible_to(actor).filter(authority_id=authority_id).order_by("-id")[:most]
    return _rows(actor, list(asked))


def challenge(actor: Actor, ref: str) -> ChallengeRow:
    """One challenge, or NotVisible."""
    return _rows(actor, [seen_one(actor, FigureChallenge, ref)])[0]


def _rows(actor: Actor, asked: list[FigureChallenge]) -> tuple[ChallengeRow, ...]:
    if not asked:
        return ()
    answers = {row.challenge_id: row for row in FigureAnswer.objects.visible_to(actor).filter(challenge__in=asked)}
    names = organisation.account_names({row.recorded_by_id for row in (*asked, *answers.values())})
    return tuple(
        ChallengeRow(
            row.ref,
            rules.LOCALS[row.key].words if row.key in rules.LOCALS else row.key,
            row.words,
            row.so_on,
            names.get(row.recorded_by_id or 0, ""),
            row.recorded_by_id,
            answers[row.pk].words if row.pk in answers else "",
            answers[row.pk].so_on if row.pk in answers else None,
            names.get(answers[row.pk].recorded_by_id or 0, "") if row.pk in answers else "",
        )
        for row in asked
    )
