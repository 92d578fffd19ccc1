"""Everything that a paper is made from, gathered once: the same records always give the same content."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from lippen.improvement.drawn_rows import Decided, PlanThen
from lippen.improvement.rows import ActionRow, ChangeRow, PlanRow, UpdateRow
from lippen.reporting.facts import AnswerRow, DifferenceRow, LineRow
from lippen.reporting.papers.template import Template
from lippen.reporting.rows import (
    BackgroundRow,
    ConfirmationRow,
    ConsulteeRow,
    DecisionRow,
    Earlier,
    ExemptRow,
    OriginRow,
    PaperRow,
    PromiseRow,
    ReferenceRow,
    RouteRow,
    TextRow,
)


@dataclass(frozen=True)
class PaperRecords:
    """A paper, its plan as at the paper's day, and what people wrote, all as known at one moment."""

    paper: PaperRow
    template: Template
    known_at: datetime
    since: date
    plan: PlanRow
    actions: tuple[ActionRow, ...]
    changes: tuple[ChangeRow, ...] = ()
    updates: tuple[UpdateRow, ...] = ()
    texts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    written: Mapping[str, TextRow] = field(default_factory=dict)
    answers: Mapping[str, AnswerRow] = field(default_factory=dict)
    lines: Mapping[int, LineRow] = field(default_factory=dict)
    differences: Mapping[int, DifferenceRow] = field(default_factory=dict)
    authors: tuple[RouteRow, ...] = ()
    approvers: tuple[RouteRow, ...] = ()
    consultees: tuple[ConsulteeRow, ...] = ()
    origin: OriginRow | None = None
    exempt: ExemptRow | None = None
    kept_flags: frozenset[str] = frozenset()
    decisions: tuple[DecisionRow, ...] = ()
    promises: Mapping[str, PromiseRow] = field(default_factory=dict)
    """What was decided of sentences that read like promises, by the sentence."""
    references: tuple[ReferenceRow, ...] = ()
    background: tuple[BackgroundRow, ...] = ()
    confirmations: tuple[ConfirmationRow, ...] = ()
    earlier_of: Callable[[], Earlier] = Earlier
    """Reads what came of the papers before, where a draft asks for it."""
    decided: tuple[Decided, ...] = ()
    """What was decided on the plan, the oldest first; read only where the form shows it."""
    then_of: Callable[[Sequence[date]], tuple[PlanThen, ...]] = lambda days: ()
    """How the plan stood on each of several days up to the paper's own."""
    covers: Mapping[str, tuple[str, bool]] = field(default_factory=dict)
    """The mark over each drawn section that is exempt, and whether what it covers is printed below it."""
    writers: frozenset[int] = frozenset()
    """Everyone who wrote any part of it."""

    @property
    def as_at(self) -> date:
        """The day on which the plan is described."""
        return self.paper.days.data_as_at

    @property
    def earlier(self) -> Earlier:
        """What came of the papers before this one; read once."""
        found: Earlier = self.once("_earlier", self.earlier_of)
        return found

    def on_days(self, days: Sequence[date]) -> tuple[PlanThen, ...]:
        """The plan's actions on each of these days; worked out once."""
        found: tuple[PlanThen, ...] = self.once(f"_on_{days}", lambda: self.then_of(days))
        return found

    def hides(self, section_key: str) -> bool:
        """Whether this edition leaves out what a drawn section shows."""
        return section_key in self.covers and not self.covers[section_key][1]

    def once(self, name: str, read: Callable[[], Any]) -> Any:
        """What is read or worked out from these records, at its first use."""
        if name not in self.__dict__:
            object.__setattr__(self, name, read())
        return self.__dict__[name]

    def updates_of(self, action_id: int) -> tuple[UpdateRow, ...]:
        """An action's updates that still stand, oldest first."""
        return self._by_action.get(action_id, ())

    @property
    def _by_action(self) -> Mapping[int, tuple[UpdateRow, ...]]:
        found = self.__dict__.get("_found")
        if found is None:
            found = _grouped(self.updates)
            object.__setattr__(self, "_found", found)
        return found


def _grouped(updates: tuple[UpdateRow, ...]) -> dict[int, tuple[UpdateRow, ...]]:
    groups: dict[int, list[UpdateRow]] = {}
    for update in sorted(updates, key=lambda row: (row.counts_on, row.id)):
        if not update.corrected:
            groups.setdefault(update.action_id, []).append(update)
    return {action_id: tuple(rows) for action_id, rows in groups.items()}
