"""Commitments, risks and what came of groups' meetings as spreadsheets or CSV. Rows in, bytes out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from lippen.improvement.exports import Cell, people, period_in_words, sheet_of, values_of
from lippen.improvement.vocabulary import COLOUR_WORDS, Colour

KINDS = frozenset({"csv", "xlsx"})


class Told(StrEnum):
    """Which table is taken away."""

    COMMITMENTS = "commitments"
    RISKS = "risks"
    GROUPS = "groups"


@dataclass(frozen=True)
class Column:
    """One column: its heading, its width in characters and what stands in it."""

    heading: str
    width: int
    read: Callable[[Any], Cell]


def _yes(claim: bool) -> str:
    return "Yes" if claim else "No"


COLUMNS: dict[Told, tuple[Column, ...]] = {
    Told.COMMITMENTS: (
        Column("Which way", 14, lambda row: row.direction_words),
        Column("Commitment", 60, lambda row: row.words),
        Column("To whom, or by whom", 30, lambda row: row.other_words),
        Column("Who keeps it", 30, lambda row: people([row.owner])),
        Column("Promised on", 16, lambda row: row.made_on),
        Column("First date", 18, lambda row: period_in_words(row.first_due)),
        Column("Date now", 18, lambda row: period_in_words(row.due)),
        Column("Date now, last day", 16, lambda row: row.due.last_day if row.due else None),
        Column("Times the date moved", 10, lambda row: row.slips),
        Column("How it stands", 12, lambda row: row.status_words),
        Column("So since", 16, lambda row: row.status_on),
        Column("Late", 8, lambda row: _yes(row.is_late)),
        Column("What shows it", 40, lambda row: row.shown_by),
        Column("Plan", 30, lambda row: row.plan_title),
        Column("Action number", 10, lambda row: row.action_number),
        Column("Action", 40, lambda row: row.action_text),
        Column("Reference in Lippen", 20, lambda row: row.ref),
    ),
    Told.RISKS: (
        Column("Number", 9, lambda row: row.number),
        Column("Risk", 60, lambda row: row.title),
        Column("What would follow", 40, lambda row: row.details),
        Column("Who watches it", 30, lambda row: people([row.owner])),
        Column("Likelihood", 10, lambda row: row.score.likelihood),
        Column("Impact", 10, lambda row: row.score.impact),
        Column("Score", 10, lambda row: row.score.value),
        Column("Band", 12, lambda row: row.band_words),
        Column("First score", 10, lambda row: row.first_score.value),
        Column("Raised on", 16, lambda row: row.raised_on),
        Column("Scored on", 16, lambda row: row.scored_on),
        Column("Why this score", 40, lambda row: row.last_reason),
        Column("Open", 8, lambda row: _yes(row.is_open)),
        Column("Closed because", 40, lambda row: row.ended_reason),
        Column("Actions", 40, lambda row: "; ".join(f"{tied.number} {tied.text}" for tied in row.actions)),
        Column("Reference in Lippen", 20, lambda row: row.ref),
    ),
    Told.GROUPS: (
        Column("Group", 30, lambda row: row.group),
        Column("Meeting", 16, lambda row: row.meets_on),
        Column("Plan", 30, lambda row: row.plan),
        Column("Agenda line", 50, lambda row: row.line),
        Column("Came of it", 12, lambda row: row.outcome),
        Column("In words", 50, lambda row: row.words),
        Column("Written on", 16, lambda row: row.on),
        Column("Action number", 10, lambda row: row.action.number if row.action else ""),
        Column("Action", 40, lambda row: row.action.text if row.action else ""),
        Column("Leads", 30, lambda row: people(row.action.leads) if row.action else ""),
        Column("State", 14, lambda row: row.action.state_words if row.action else ""),
        Column("Standing", 10, lambda row: COLOUR_WORDS[Colour(row.action.standing)] if row.action else ""),
        Column("Target date", 18, lambda row: period_in_words(row.action.target) if row.action else ""),
        Column("Commitment", 40, lambda row: row.commitment.words if row.commitment else ""),
        Column("Who keeps it", 30, lambda row: people([row.commitment.owner]) if row.commitment else ""),
        Column("Commitment by", 18, lambda row: period_in_words(row.commitment.due) if row.commitment else ""),
        Column("Commitment stands", 12, lambda row: row.commitment.status_words if row.commitment else ""),
        Column("Decision", 40, lambda row: row.decision),
    ),
}
NAMES = {Told.COMMITMENTS: "Commitments", Told.RISKS: "Risks", Told.GROUPS: "Groups"}
ONE = {
    Told.COMMITMENTS: ("commitment", "commitments"),
    Told.RISKS: ("risk", "risks"),
    Told.GROUPS: ("line of groups' meetings", "lines of groups' meetings"),
}


def table(told: Told, kind: str, rows: Sequence[Any], *, title: str) -> bytes:
    """The rows as a file of the kind asked for; no cell of it is run by a spreadsheet."""
    columns = COLUMNS[told]
    headings = [(column.heading, column.width) for column in columns]
    lines = ([column.read(row) for column in columns] for row in rows)
    return sheet_of(NAMES[told], headings, lines, title=title) if kind == "xlsx" else values_of(headings, lines)
