"""Desks: the duty board joined with each package's words for its own duties."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from lippen.design.words import day_words, lateness_words
from lippen.improvement import menu as improvement
from lippen.improvement.vocabulary import DutyKind
from lippen.kernel.access import Actor
from lippen.organisation import queries as organisation
from lippen.organisation.queries import DutyRow
from lippen.reporting import menu as reporting


@dataclass(frozen=True)
class DeskLine:
    """One thing to do: what, for what, by when, where to do it."""

    title: str
    subject: str
    url: str
    starts_on: date
    ends_on: date
    kind: str

    @property
    def last_day(self) -> date:
        """The last day on which it is in time."""
        return self.ends_on - timedelta(days=1)

    def is_late(self, today: date) -> bool:
        """Whether its last day has passed; a passed review is due, never late."""
        return self.last_day < today and self.kind not in REVIEWS

    def when(self, today: date) -> str:
        """How late or how soon."""
        if self.last_day < today and not self.is_late(today):
            return f"due since {day_words(self.last_day)}"
        return lateness_words(self.last_day, today)


REVIEWS = frozenset({DutyKind.REVIEW, DutyKind.REVISIT})


@dataclass(frozen=True)
class Dated:
    """A line as it stands today: when in words, and whether it is late."""

    line: DeskLine
    when: str
    is_late: bool


@dataclass(frozen=True)
class Desk:
    """What is late, what is due within a week, and what comes after."""

    late: tuple[Dated, ...]
    soon: tuple[Dated, ...]
    later: tuple[Dated, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing is due at all."""
        return not (self.late or self.soon or self.later)


Words = dict[tuple[str, str], tuple[str, str, str]]
TELLERS: dict[str, Callable[[Actor, Sequence[DutyRow]], Words]] = {
    "improvement": improvement.duty_words,
    "reporting": reporting.duty_words,
}
SOON_DAYS = 7


def my_desk(actor: Actor, *, today: date) -> Desk:
    """Everything the actor owes, the longest overdue first."""
    lines = _lines(actor, organisation.duties_of(actor))
    dated = [(Dated(line, line.when(today), line.is_late(today)), (line.ends_on - today).days) for line in lines]
    return Desk(
        late=tuple(line for line, days in dated if days <= 0),
        soon=tuple(line for line, days in dated if 0 < days <= SOON_DAYS),
        later=tuple(line for line, days in dated if days > SOON_DAYS),
    )


def _lines(actor: Actor, duties: Sequence[DutyRow]) -> list[DeskLine]:
    words: Words = {}
    for package, teller in TELLERS.items():
        theirs = [duty for duty in duties if duty.subject_kind.startswith(f"{package}.")]
        words |= teller(actor, theirs) if theirs else {}
    return [
        DeskLine(*words[duty.kind, duty.subject_key], duty.starts_on, duty.ends_on, duty.kind)
        for duty in duties
        if (duty.kind, duty.subject_key) in words
    ]
