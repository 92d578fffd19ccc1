"""A source by itself as comma-separated values: what it asked for and what answers it. Rows in, bytes out."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from lippen.design.words import period_words
from lippen.improvement.exports import Cell, csv_cell, people
from lippen.improvement.source_rows import AnsweringRow, RecommendationRow, SourceReport
from lippen.improvement.vocabulary import COLOUR_WORDS, Colour

HEADINGS = (
    "Source",
    "Kind of source",
    "Number",
    "Recommendation",
    "Made on",
    "Withdrawn",
    "Plan",
    "Action number",
    "Action",
    "Leads",
    "State",
    "Standing",
    "Why",
    "Target date",
    "Answers since",
    "Also answers",
)
NOTHING = "Nothing answers it yet"


def source_csv(report: SourceReport) -> bytes:
    """One line for each recommendation and action that answers it; one alone where nothing does."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HEADINGS)
    for row in report.recommendations:
        head = (report.source.title, report.source.kind_words, *_asked(row))
        for cells in _answers(row):
            writer.writerow(csv_cell(cell) for cell in (*head, *cells))
    return out.getvalue().encode("utf-8-sig")


def _asked(row: RecommendationRow) -> tuple[Cell, ...]:
    return row.number, row.text, row.made_on, row.reason if row.is_withdrawn else ""


def _answers(row: RecommendationRow) -> Iterator[tuple[Cell, ...]]:
    if not row.answers:
        yield "", "", "" if row.is_withdrawn else NOTHING, "", "", "", "", "", "", ""
    for each in row.answers:
        yield _answer(each)


def _answer(each: AnsweringRow) -> tuple[Cell, ...]:
    action = each.action
    return (
        each.plan.title,
        action.number,
        action.text,
        people(action.leads),
        action.state_words,
        COLOUR_WORDS[Colour(action.standing)],
        action.standing_reason,
        period_words(action.target) if action.target else "",
        each.since,
        "; ".join(label.words for label in each.also),
    )
