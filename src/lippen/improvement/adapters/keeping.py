"""The last net under an import: cells whose words came out nowhere are listed as fitting nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lippen.improvement.adapters.blocks import place_of
from lippen.improvement.adapters.columns import Layout, Mapping
from lippen.improvement.adapters.document import ReadDocument, Table
from lippen.improvement.adapters.proposal import ProposedRecommendation, Unplaced

_NUMBER_WORDS = {"Recommendation", "Theme", "Priority", "Area", "Objective", "Action"}  # "Theme 2" is number 2
_WORD = re.compile(r"\w+")


def left_behind(
    document: ReadDocument,
    mapping: Mapping,
    recommendations: Iterable[ProposedRecommendation],
    unplaced: Iterable[Unplaced],
) -> list[Unplaced]:
    """The cells below the headings of a plan's tables with a word that is neither in the plan nor unplaced."""
    held: set[str] = set()
    for text in (*_texts(recommendations), *(left.text for left in unplaced)):
        held.update(_WORD.findall(text))
    found: list[Unplaced] = []
    for table in document.tables:
        layout = mapping.layout_of(table.number)
        if layout is not None and layout.is_plan:
            found.extend(_missing(table, layout, held))
    return found


def _missing(table: Table, layout: Layout, held: set[str]) -> Iterator[Unplaced]:
    said = held | {word for column in layout.columns for word in _WORD.findall(column.heading)} | _NUMBER_WORDS
    for row in table.rows[layout.heading_row :]:
        for cell in row.cells:
            text = " ".join(piece.text for piece in cell.pieces)
            words = set(_WORD.findall(text))
            if not words <= said:
                yield Unplaced(place_of(table, layout, row.number, cell.column), text)


def _texts(recommendations: Iterable[ProposedRecommendation]) -> Iterator[str]:
    for recommendation in recommendations:
        yield from (recommendation.number, recommendation.title)
        for action in recommendation.actions:
            yield from (action.text, action.printed_number, action.lead_text, action.status, action.intent)
            yield from (action.priority, action.reference)
            yield from (when.text for when in (action.review, action.target, action.start) if when)
            yield from (entry.text for entry in action.progress)
