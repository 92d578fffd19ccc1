"""What papers draw from a plan besides its actions: frozen rows of decisions, and of actions on a past day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from lippen.improvement.vocabulary import Delivery
from lippen.kernel.calendar import Period


@dataclass(frozen=True)
class ReportBack:
    """That a decision is to be reported back: by when, or on which day it was."""

    status: str
    status_on: date
    due: Period | None
    is_late: bool


@dataclass(frozen=True)
class Decided:
    """One decision as it stood on a day, without anybody's name."""

    ref: str
    body: str
    agreed: str
    decided_on: date
    amount: Decimal | None
    amount_period: str
    posts: Decimal | None
    posts_words: str
    status: str
    status_words: str
    status_on: date
    reports: tuple[ReportBack, ...] = ()
    source_key: str = ""
    """The record in which it was taken, such as a paper."""
    is_hidden: bool = False
    """Whether it was taken on a paper that is not for publication: then nothing of it is said but that it was."""

    @property
    def is_stopped(self) -> bool:
        """Whether it was agreed and then stopped, so that its money and posts no longer count."""
        return self.status == Delivery.STOPPED


@dataclass(frozen=True)
class ActionThen:
    """An action on a day: its state, its kind, and its target date of that day."""

    ref: str
    kind: str
    state: str
    target: Period | None


@dataclass(frozen=True)
class PlanThen:
    """A plan's actions on a day."""

    on: date
    actions: tuple[ActionThen, ...]
