"""Everything that a paper is made from, gathered once: the same records always give the same content."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

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
    writers: frozenset[int] = frozenset()
    """Everyone who wrote any part of it."""

    @property
    def as_at(self) -> date:
        """The day on which the plan is described."""
        return self.paper.days.data_as_at

    @property
    def earlier(self) -> Earlier:
        """What came of the papers before this one; read once."""
        found = self.__dict__.get("_earlier")
        if found is None:
            found = self.earlier_of()
            object.__setattr__(self, "_earlier", found)
        return found

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
