"""Spreadsheets: each sheet a table on its own grid, with its title rows, merged cells, dates and stored results."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from openpyxl import load_workbook

from lippen.improvement.adapters.columns import headings_of, names_columns
from lippen.improvement.adapters.document import Cell, Note, Paragraph, Table, TableRow, letters
from lippen.improvement.adapters.fragments import clean
from lippen.improvement.adapters.sheet_scan import SheetScan, clamped, scan_sheet
from lippen.improvement.adapters.sheet_values import words_of
from lippen.improvement.adapters.text_tables import cell_of
from lippen.kernel.files import gate
from lippen.kernel.files.gate import Refused

_MOST_NAMED = 12
_HIDDEN = "{what} of {place} {is_are} hidden there and {come} in like the rest. Look whether {it} still count{s}."
_HIDDEN_SHEET = (
    "The sheet “{title}” is hidden. No action is read from it; its words are listed as fitting nowhere. If it counts, "
    "show it in the spreadsheet and bring the file in again."
)
_ALL_HIDDEN = (
    "Every sheet of {name} that holds words is hidden. Show the sheet with the plan and bring the file in again."
)
_STORED = "{count} of {place} {hold} by formula; what was stored when the file was last saved is taken."
_NO_VALUE = (
    "The formula {formula} has no result stored beside it, so nothing of it came in. Open the file in a spreadsheet "
    "program, save it and bring it in again, or say what the cell shows."
)
_ERROR = "The cell shows the error {words} and not what it should say. Look at it."
_STRUCK = "“{words}” has a line through it in the document and is kept. Look whether it still counts."


@dataclass
class _Sheet:
    """One sheet on its way to a table."""

    name: str
    title: str
    scan: SheetScan
    is_hidden: bool
    notes: list[Note]

    @property
    def place(self) -> str:
        return f"sheet {self.title}"

    def cell(self, row: int, column: int) -> str:
        """Where a cell stands, by the sheet's own letters and numbers."""
        return f"{self.place}, cell {letters(column)}{row}"

    def note(self, kind: str, key: str, place: str, sentence: str) -> None:
        """Something that a person should know of this sheet."""
        self.notes.append(Note(kind, f"{key}:{place}", place, sentence))


def read_workbook(name: str, content: bytes) -> tuple[tuple[Table, ...], tuple[Paragraph, ...], tuple[Note, ...]]:
    """Every sheet that holds words; Refused where the file is damaged or larger than any plan."""
    archive = gate.open_workbook(name, content)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        sheets = [found for sheet in book.worksheets if (found := _read(name, archive, sheet)) is not None]
    except (Refused, MemoryError, RecursionError):
        raise
    except Exception as problem:  # the library fails in many ways on a broken part: all mean damage
        raise Refused(gate.damaged(name, "a spreadsheet program")) from problem
    return _together(name, sheets)


def _together(
    name: str, sheets: list[tuple[_Sheet, list[TableRow]]]
) -> tuple[tuple[Table, ...], tuple[Paragraph, ...], tuple[Note, ...]]:
    if sheets and all(sheet.is_hidden for sheet, _ in sheets):
        raise Refused(_ALL_HIDDEN.format(name=name))
    tables: list[Table] = []
    body: list[Paragraph] = []
    several = sum(not sheet.is_hidden for sheet, _ in sheets) > 1
    for sheet, rows in sheets:
        for part in _parts(rows):
            table = _table(sheet, part, len(tables) + 1, several)
            if not sheet.is_hidden:
                table, above = _head_as_text(table, is_first=not tables)
                body.extend(above)
            body.append(Paragraph("", table.name, table=table.number))
            tables.append(table)
    return tuple(tables), tuple(body), tuple(note for sheet, _ in sheets for note in sheet.notes)


def _read(name: str, archive: zipfile.ZipFile, sheet: Any) -> tuple[_Sheet, list[TableRow]] | None:
    """One sheet's rows; None where it holds nothing."""
    title = clean(str(sheet.title)) or "without a name"
    with archive.open(sheet._worksheet_path) as source:
        scan = scan_sheet(name, f"sheet {title}", source)
    if not scan.cells:
        return None
    found = _Sheet(name, title, scan, sheet.sheet_state != "visible", [])
    sheet.reset_dimensions()
    rows = list(_rows(found, sheet))
    _say_what_is_hidden(found)
    _say_what_is_worked_out(found)
    return found, _merged(found, rows)


def _rows(found: _Sheet, sheet: Any) -> Iterator[TableRow]:
    (first, last), (left, right) = found.scan.rows, found.scan.columns
    source = sheet.iter_rows(min_row=first, max_row=last, min_col=left, max_col=right)
    for number, row in enumerate(source, start=1):
        cells = tuple(_cell(found, cell, first + number - 1, at) for at, cell in enumerate(row))
        yield TableRow(number, cells, first + number - 1)


def _cell(found: _Sheet, cell: Any, row: int, at: int) -> Cell:
    column = found.scan.columns[0] + at
    if (row, column) in found.scan.without_value:
        formula = f"={found.scan.formulas[row, column]}"
        found.note("formula", "formula", found.cell(row, column), _NO_VALUE.format(formula=formula))
        return Cell(at, formula)
    if cell.value is None:
        return Cell(at, "")
    words = words_of(cell.value, cell.number_format or "")
    if cell.data_type == "e":
        found.note("formula", "error", found.cell(row, column), _ERROR.format(words=words))
    elif words.strip() and cell.has_style and cell.font is not None and cell.font.strike:
        found.note("struck through", "struck", found.cell(row, column), _STRUCK.format(words=_short(words)))
    return cell_of(at, words)


def _short(words: str) -> str:
    words = clean(words)
    return words if len(words) <= 80 else words[:80].rsplit(" ", 1)[0] + "…"


def _merged(found: _Sheet, rows: list[TableRow]) -> list[TableRow]:
    """The rows with cells that reach over columns and rows laid where they stand."""
    try:
        areas = clamped(found.scan)
    except Refused:
        limit = f"the limit is {gate.MOST_CELLS:,} cells. Undo them and bring the file in again."
        raise Refused(f"{found.name}, {found.place}: its merged areas lie over each other; {limit}") from None
    grid = [list(row.cells) for row in rows]
    top_row, left_column = found.scan.rows[0], found.scan.columns[0]
    for top, left, bottom, right in areas:
        at, index = left - left_column, top - top_row
        if bottom - top_row >= len(grid):
            continue
        grid[index][at] = replace(grid[index][at], span=right - left + 1)
        for below in range(index + 1, bottom - top_row + 1):
            if not grid[below][at].text:
                grid[below][at] = replace(grid[below][at], merged_from=index + 1, span=right - left + 1)
    return [replace(row, cells=tuple(cells)) for row, cells in zip(rows, grid, strict=True)]


def _parts(rows: list[TableRow]) -> list[list[TableRow]]:
    """A sheet is one table, unless headings of another stand below an empty row."""
    parts: list[list[TableRow]] = [[]]
    known: list[str] = []
    is_open = False
    for row in rows:
        words = [clean(cell.text) for cell in row.cells]
        if names_columns(words):
            if known and words != known and is_open:
                parts.append([])
            known = words
        is_open = not any(words) and not any(cell.merged_from for cell in row.cells)
        parts[-1].append(row)
    return [_from_one(part) for part in parts]


def _from_one(rows: list[TableRow]) -> list[TableRow]:
    """The rows numbered from 1, and merged cells with them."""
    before = rows[0].number - 1
    if not before:
        return rows
    return [replace(row, number=row.number - before, cells=_moved(row.cells, before)) for row in rows]


def _moved(cells: tuple[Cell, ...], before: int) -> tuple[Cell, ...]:
    return tuple(
        replace(cell, merged_from=cell.merged_from - before if cell.merged_from > before else None)
        if cell.merged_from
        else cell
        for cell in cells
    )


def _table(sheet: _Sheet, rows: list[TableRow], number: int, several: bool) -> Table:
    return Table(
        number,
        tuple(rows),
        where=sheet.place,
        first_column=sheet.scan.columns[0],
        aside=sheet.is_hidden,
        title=sheet.title if several else "",
    )


def _head_as_text(table: Table, *, is_first: bool) -> tuple[Table, list[Paragraph]]:
    """What stands above the headings is the document's own text: its title and facts such as 'Date: 3 May 2025'."""
    last, count, _ = headings_of(table)
    above = [row for row in table.rows[: max(0, last - count)] if any(cell.pieces for cell in row.cells)]
    texts = [
        Paragraph(_line(row), table.row_place(row.number), is_title=is_first and not at and ":" not in _line(row))
        for at, row in enumerate(above)
    ]
    return replace(table, head_is_text=bool(texts)), texts


def _line(row: TableRow) -> str:
    """A row above the headings as one line; two cells are what a fact is called and what it is."""
    filled = [" ".join(piece.text for piece in cell.pieces) for cell in row.cells if cell.pieces]
    if len(filled) == 2 and len(filled[0]) <= 32 and ":" not in filled[0][:-1]:
        return f"{filled[0].rstrip(': ')}: {filled[1]}"
    return " ".join(filled)


# What a person should know -----------------------------------------------------------------------------------------


def _say_what_is_hidden(found: _Sheet) -> None:
    scan = found.scan
    if found.is_hidden:
        found.note("hidden", "hidden", found.place, _HIDDEN_SHEET.format(title=found.title))
        return
    if rows := scan.hidden_rows:
        what = f"Row {rows[0]}" if len(rows) == 1 else f"Rows {_runs(rows)}"
        found.note("hidden", "hidden-rows", found.place, _hidden(found, what, len(rows)))
    first, last = scan.columns
    columns = [at for start, end in scan.hidden_columns for at in range(max(start, first), min(end, last) + 1)]
    if columns:
        named = ", ".join(letters(column) for column in columns[:_MOST_NAMED])
        what = f"Column {named}" if len(columns) == 1 else f"Columns {named}"
        found.note("hidden", "hidden-columns", found.place, _hidden(found, what, len(columns)))


def _hidden(found: _Sheet, what: str, count: int) -> str:
    one = count == 1
    return _HIDDEN.format(
        what=what,
        place=f"the sheet “{found.title}”",
        is_are="is" if one else "are",
        come="comes" if one else "come",
        it="it" if one else "they",
        s="s" if one else "",
    )


def _runs(numbers: Iterable[int]) -> str:
    """'3 to 5, 9': runs of numbers, the first of many."""
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][-1] + 1:
            runs[-1][1:] = [number]
        else:
            runs.append([number])
    shown = [f"{run[0]} to {run[1]}" if len(run) > 1 else str(run[0]) for run in runs[:_MOST_NAMED]]
    return ", ".join(shown) + (f" and {len(runs) - _MOST_NAMED} more" if len(runs) > _MOST_NAMED else "")


def _say_what_is_worked_out(found: _Sheet) -> None:
    if count := len(found.scan.formulas) - len(found.scan.without_value):
        words = "One cell" if count == 1 else f"{count:,} cells"
        hold = "is worked out" if count == 1 else "are worked out"
        sentence = _STORED.format(count=words, place=f"the sheet “{found.title}”", hold=hold)
        found.note("formula", "formulas", found.place, sentence)
