"""The front door: which stage follows which, by when, and in which order children wait."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from lippen.casework.rules.days import a_year_before
from lippen.casework.rules.stated import ASSESSMENT, DECISION, SCREENING
from lippen.casework.vocabulary import Duty, Level, Outcome, SignOffAnswer, Stage
from lippen.kernel.calendar import working_days_after
from lippen.kernel.rules import Rule

CLOCKS: dict[Stage, tuple[Rule, str, Duty]] = {
    Stage.CONTACT: (SCREENING, "screening_days", Duty.SCREEN),
    Stage.ASSESSMENT: (ASSESSMENT, "assessment_days", Duty.ASSESS),
    Stage.DECISION: (DECISION, "decision_days", Duty.DECIDE),
}
OFFERED: dict[Stage, tuple[Outcome, ...]] = {
    Stage.CONTACT: (Outcome.ASSESS, Outcome.ADVICE, Outcome.PASSED_ON, Outcome.NO_ACTION),
    Stage.ASSESSMENT: (Outcome.ASSESSED,),
    Stage.DECISION: (Outcome.ALLOCATE, Outcome.ADVICE, Outcome.PASSED_ON, Outcome.NO_ACTION),
}
NEXT: dict[Outcome, Stage] = {
    Outcome.ASSESS: Stage.ASSESSMENT,
    Outcome.ASSESSED: Stage.DECISION,
}
LEVEL_ORDER = {level: place for place, level in enumerate(Level)}


def stage_after(outcome: Outcome | None) -> Stage:
    """What has to be done next, once a stage ended so; a referral without any step waits to be screened."""
    return Stage.CONTACT if outcome is None else NEXT.get(outcome, Stage.CLOSED)


def stage_due(
    stage: Stage, *, received_on: date, stage_on: date, days: int, closed: frozenset[date] = frozenset()
) -> date:
    """The last day of a stage: assessment counts from the referral itself, the others from when they began."""
    return working_days_after(received_on if stage is Stage.ASSESSMENT else stage_on, days, closed)


def may_go_on(*, is_immediate: bool, answer: SignOffAnswer | None) -> bool:
    """Whether a referral may take its next step: an immediate risk waits for a manager who agrees."""
    return not is_immediate or answer is SignOffAnswer.AGREED


def is_repeat(received_on: date, earlier: Iterable[date]) -> bool:
    """Whether a referral came within 12 months of an earlier one, the same day a year before counted in."""
    return any(a_year_before(received_on) <= each <= received_on for each in earlier)


def queue_key(level: Level, waiting_since: date) -> tuple[int, date]:
    """By what the queue is ordered: the level of concern, then how long somebody has waited."""
    return LEVEL_ORDER[level], waiting_since
