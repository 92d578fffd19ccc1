"""A file that was downloaded here comes back: known by its headings, read word for word, nothing guessed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from lippen.improvement.adapters.csv_tables import read_csv
from lippen.improvement.adapters.document import Cell, Piece, ReadDocument, Table, TableRow
from lippen.improvement.adapters.proposal import (
    Doubt,
    Entry,
    ProposedAction,
    ProposedRecommendation,
    ProposedState,
    When,
)
from lippen.improvement.vocabulary import BULLET, STATE_WORDS, Kind, State
from lippen.kernel.calendar import Precision, read_period

REFERENCE = "Reference in Lippen"
FIRST_HEADINGS = ("Number", "Theme", "Action")
_ESCAPED = re.compile(r"^'+[=+\-@\t\r]")
_BY_WORDS = {words.lower(): state for state, words in STATE_WORDS.items()}
_STATE = "Action {number}: the file says “{words}”. Confirm it or say otherwise."


def is_own_text(text: str) -> bool:
    """Whether a text is a plan that was downloaded here as CSV."""
    head = text.removeprefix("\ufeff")[:1_000].partition("\n")[0]
    return head.startswith(",".join(FIRST_HEADINGS)) and REFERENCE in head


def read_own_text(name: str, text: str) -> Table:
    """The one table of such a CSV, word for word; an apostrophe that kept a cell from being a formula is taken off."""
    (table,), _ = read_csv(name, text.removeprefix("\ufeff"), ",")
    rows = tuple(TableRow(row.number, tuple(map(_unescaped, row.cells))) for row in table.rows)
    return Table(table.number, rows)


def _unescaped(cell: Cell) -> Cell:
    text = cell.text[1:] if _ESCAPED.match(cell.text) else cell.text
    return Cell(cell.column, text, (Piece(text),) if text.strip() else ())


def headings_in(table: Table) -> dict[str, int]:
    """The columns of a table that was downloaded here, by their headings; none where it was not."""
    found = {cell.text.strip(): cell.column for cell in table.rows[0].cells}
    return found if REFERENCE in found and "Action" in found else {}


def own_table(document: ReadDocument) -> Table | None:
    """The plan's table, where the document was downloaded here."""
    table = document.tables[0] if document.tables else None
    return table if table and all(name in headings_in(table) for name in (*FIRST_HEADINGS, REFERENCE)) else None


@dataclass(frozen=True)
class OwnRow:
    """One row of such a table, its cells by their headings."""

    table: Table
    row: TableRow
    at: dict[str, int]

    def words(self, heading: str) -> str:
        """What stands under a heading, word for word."""
        column = self.at.get(heading)
        return self.row.cells[column].text if column is not None else ""

    @property
    def place(self) -> str:
        """Where the row stands."""
        return self.table.row_place(self.row.number)


def rows_of(table: Table) -> Iterator[OwnRow]:
    """The rows under the headings that hold anything."""
    at = headings_in(table)
    for row in table.rows[1:]:
        if any(cell.text.strip() for cell in row.cells):
            yield OwnRow(table, row, at)


def own_plan(table: Table) -> tuple[ProposedRecommendation, ...]:
    """The themes with their actions, in the order of the file."""
    themes: dict[tuple[str, str], list[ProposedAction]] = {}
    places: dict[tuple[str, str], str] = {}
    for row in rows_of(table):
        number = row.words("Number").strip()
        theme = (number.partition(".")[0], row.words("Theme"))
        places.setdefault(theme, row.place)
        themes.setdefault(theme, []).append(_action(row, number))
    return tuple(
        ProposedRecommendation(number, title, places[number, title], tuple(actions))
        for (number, title), actions in themes.items()
    )


def _action(row: OwnRow, number: str) -> ProposedAction:
    kind = Kind.KEEP_GOING if row.words("Kind") == "To be kept going" else Kind.FINISH
    state = _BY_WORDS.get(row.words("State").strip().lower())
    return ProposedAction(
        number=number,
        text=row.words("Action"),
        place=row.place,
        printed_number=number,
        leads=_leads(row.words("Leads")),
        lead_text=row.words("Leads"),
        review=_when(row.words("Review date")),
        target=_when(row.words("Target date now")),
        first_target=_when(row.words("First target date")),
        intent=row.words("Intent"),
        priority=row.words("Priority"),
        progress=_progress(row),
        proposed=ProposedState(State(state), row.words("State"), kind) if state in set(State) else None,
        kind=kind,
        reference=row.words(REFERENCE).strip(),
    )


def _leads(words: str) -> tuple[str, ...]:
    """The leads by name; their posts stand after a comma."""
    return tuple(name.partition(", ")[0].strip() for name in words.split("; ") if name.strip())


def _when(words: str) -> When | None:
    if not words.strip():
        return None
    period, _ = read_period(words, near=None)
    return When(words.strip(), period)


def _progress(row: OwnRow) -> tuple[Entry, ...]:
    day, _ = read_period(row.words("Last update on"), near=None)
    so_on: date | None = day.starts_on if day and day.precision is Precision.DAY else None
    lines = row.words("Last update").split("\n") if row.words("Last update").strip() else []
    return tuple(Entry(line.removeprefix(BULLET), line.startswith(BULLET), so_on) for line in lines)


def state_doubts(recommendations: tuple[ProposedRecommendation, ...]) -> Iterator[Doubt]:
    """No state comes in that nobody confirmed, from our own files neither."""
    for action in (action for each in recommendations for action in each.actions):
        words = action.proposed.words if action.proposed else "no state"
        sentence = _STATE.format(number=action.number, words=words)
        yield Doubt(f"state:{action.number}", "state", action.place, sentence)


def date_doubts(recommendations: tuple[ProposedRecommendation, ...]) -> Iterator[Doubt]:
    """Dates that somebody has made unreadable since."""
    for action in (action for each in recommendations for action in each.actions):
        for role, when in (("review", action.review), ("target", action.target)):
            if when is not None and when.period is None:
                sentence = f"Action {action.number}: “{when.text}” is not a date that can be read. Say the date."
                yield Doubt(f"date:{action.number}.{role}", "date", action.place, sentence)
