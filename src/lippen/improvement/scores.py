"""Scores of risks: values in, answer out; no tables, no clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lippen.improvement.rules import Lack, day_words
from lippen.improvement.vocabulary import BAND_FROM, BAND_WORDS, IMPACT_WORDS, LIKELIHOOD_WORDS, Band, RiskStep

ENDS = {RiskStep.RAISED: True, RiskStep.REOPENED: True, RiskStep.CLOSED: False}


@dataclass(frozen=True)
class Score:
    """How likely and how grave."""

    likelihood: int
    impact: int

    @property
    def value(self) -> int:
        """Likelihood times impact."""
        return self.likelihood * self.impact

    @property
    def band(self) -> Band:
        """Low, medium, high or very high."""
        return next(band for least, band in BAND_FROM if self.value >= least)

    @property
    def words(self) -> str:
        """Such as 12, high: likely (4) times moderate (3)."""
        likely, grave = LIKELIHOOD_WORDS[self.likelihood].lower(), IMPACT_WORDS[self.impact].lower()
        return (
            f"{self.value}, {BAND_WORDS[self.band].lower()}: {likely} ({self.likelihood}) times {grave} ({self.impact})"
        )


def may_follow(is_open: bool | None, step: RiskStep) -> bool:
    """Whether this may happen to a risk that stands so; None is one that nobody has raised yet."""
    if is_open is None:
        return step is RiskStep.RAISED
    return step not in {RiskStep.RAISED, RiskStep.REOPENED} if is_open else step is RiskStep.REOPENED


def score_lacks(before: Score, after: Score, *, reason: str, has_evidence: bool) -> tuple[Lack, ...]:
    """What a change of score still needs."""
    found = []
    if before == after:
        found.append(Lack("likelihood", f"The score is {before.words} already. Change one of the two, or both."))
    if not has_evidence:
        found.append(Lack("shown_by", "Choose the evidence or the update that shows it: without one the score stays."))
    if not reason:
        found.append(Lack("reason", "Say why the score changes."))
    return tuple(found)


@dataclass(frozen=True)
class Scored:
    """A score, since when, and why."""

    on: date
    score: Score
    reason: str = ""
    shown_by: str = ""


def history_words(history: Sequence[Scored]) -> tuple[str, ...]:
    """Each score as a sentence, the oldest first."""
    sentences = []
    for place, each in enumerate(history):
        before = history[place - 1].score.value if place else None
        moved = "stood at" if before is None else _moved(before, each.score.value)
        because = f" {each.reason.rstrip('.')}." if each.reason else ""
        shown = f" Shown by: {each.shown_by}." if each.shown_by else ""
        sentences.append(f"On {day_words(each.on)} it {moved} {each.score.words}.{because}{shown}")
    return tuple(sentences)


def _moved(before: int, after: int) -> str:
    if before == after:
        return f"stayed at the same number in another way, from {before} to"
    return f"{'rose' if after > before else 'fell'} from {before} to"
