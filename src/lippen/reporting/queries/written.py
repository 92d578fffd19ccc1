"""What people wrote on a paper, and its route: every fact of it from one statement, as known at any moment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from lippen.kernel.together import read_together
from lippen.organisation import queries as organisation
from lippen.reporting.facts import AnswerRow, DifferenceRow, LineRow
from lippen.reporting.models import (
    CommitteeLine,
    Decision,
    PaperAnswer,
    PaperText,
    RouteStep,
    ThemeDifference,
)
from lippen.reporting.rows import DecisionRow, RouteRow, TextRow
from lippen.reporting.vocabulary import LineStep, RouteRole

TABLES = (PaperText, PaperAnswer, CommitteeLine, ThemeDifference, RouteStep, Decision)


@dataclass(frozen=True)
class Written:
    """The facts of one paper in the order in which they were recorded."""

    rows: Mapping[type, list[Any]]

    def known(self, moment: datetime) -> Written:
        """Only what was recorded by a moment."""
        kept = {model: [row for row in rows if row.recorded_at <= moment] for model, rows in self.rows.items()}
        return Written(kept)

    @cached_property
    def names(self) -> Mapping[int, str]:
        """The names of those who wrote texts and lines."""
        wrote = {row.person_id for model in (PaperText, CommitteeLine) for row in self.rows[model]} - {None}
        return organisation.person_names(wrote) if wrote else {}

    def texts(self, names: Mapping[int, str]) -> dict[str, TextRow]:
        """Every section's latest text, with who wrote it."""
        return {
            row.section: TextRow(
                row.section, tuple(row.paragraphs), row.version, names.get(row.person_id, ""), row.recorded_at
            )
            for row in sorted(self.rows[PaperText], key=_version)
        }

    def answers(self) -> dict[str, AnswerRow]:
        """Every question's latest answer."""
        return {row.question: AnswerRow(row.question, tuple(row.ticked), row.note) for row in self.rows[PaperAnswer]}

    def lines(self, names: Mapping[int, str]) -> dict[int, LineRow]:
        """Every action's latest committee line."""
        return {
            row.action_id: LineRow(
                row.action_id,
                tuple(row.paragraphs),
                row.step,
                row.version,
                tuple(row.rests_on),
                by_name=names.get(row.person_id, ""),
            )
            for row in sorted(self.rows[CommitteeLine], key=_version)
        }

    def differences(self) -> dict[int, DifferenceRow]:
        """Every theme's latest answer to what is different for children."""
        return {
            row.theme_number: DifferenceRow(row.theme_number, row.kind, row.text, row.source, row.know_by)
            for row in self.rows[ThemeDifference]
        }

    @property
    def route_version(self) -> int:
        """How often the route was set."""
        return max((row.version for row in self.rows[RouteStep]), default=0)

    @property
    def authors(self) -> tuple[RouteRow, ...]:
        """Authors of the route that counts, in order."""
        return self._people(RouteRole.AUTHOR)

    @property
    def approvers(self) -> tuple[RouteRow, ...]:
        """Approvers of the route that counts, in order."""
        return self._people(RouteRole.APPROVER)

    def _people(self, role: RouteRole) -> tuple[RouteRow, ...]:
        steps = (row for row in self.rows[RouteStep] if row.version == self.route_version and row.role == role)
        return tuple(
            RouteRow(r.pk, r.order, r.role, r.person_id, r.name, r.designation, r.phone, r.acting)
            for r in sorted(steps, key=lambda row: row.order)
        )

    def decisions(self, round_: int | None = None) -> tuple[DecisionRow, ...]:
        """The decisions of one round; or of all."""
        names = {step.pk: step.name for step in self.rows[RouteStep]}
        return tuple(
            DecisionRow(d.route_step_id, d.round, d.verdict, names[d.route_step_id], d.comments, d.recorded_at)
            for d in self.rows[Decision]
            if round_ is None or d.round == round_
        )

    @property
    def writers(self) -> frozenset[int]:
        """Everyone who wrote any text of the paper, and its authors; agreeing a line is not writing."""
        lines = (row for row in self.rows[CommitteeLine] if row.step != LineStep.AGREED)
        noted = (row for row in self.rows[PaperAnswer] if row.note)
        wrote: Iterable[Any] = (*self.rows[PaperText], *self.rows[ThemeDifference], *noted, *lines, *self.authors)
        return frozenset(row.person_id for row in wrote if row.person_id is not None)

    def versions(self) -> tuple[tuple[str, int, str, datetime], ...]:
        """Section, version, writer and moment of every text, newest first."""
        return tuple(
            (row.section, row.version, self.names.get(row.person_id, ""), row.recorded_at)
            for row in reversed(self.rows[PaperText])
        )


def written_on(paper_id: int) -> Written:
    """Every fact of a paper."""
    found = read_together(*(model.objects.filter(paper_id=paper_id).order_by("id") for model in TABLES))
    return Written(dict(zip(TABLES, found, strict=True)))


def writers_of(paper_id: int) -> frozenset[int]:
    """Everyone who wrote any text of a paper, and its authors."""
    return written_on(paper_id).writers


def _version(row: Any) -> int:
    return int(row.version)
