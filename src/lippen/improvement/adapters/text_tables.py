"""Plain text: tables in tab-separated or pipe-separated lines, and the paragraphs around them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lippen.improvement.adapters.document import Cell, Paragraph, Table, TableRow
from lippen.improvement.adapters.fragments import clean, pieces_of

_PIPE = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r"^[\s|:=_+-]*$")
_BULLET = re.compile(r"^\s*[-*•–]\s+")
_SECTION = re.compile(r"^\s*(?:[-*•–]\s+)?\(?\d{1,2}[.)\s]")


@dataclass
class _Open:
    """The table that is being gathered."""

    mark: str = ""
    rows: list[list[str]] = field(default_factory=list)
    blank_since: bool = False

    @property
    def width(self) -> int:
        return max((len(row) for row in self.rows), default=0)


@dataclass
class _Reading:
    tables: list[Table] = field(default_factory=list)
    body: list[Paragraph] = field(default_factory=list)
    open: _Open = field(default_factory=_Open)


def read_text(text: str) -> tuple[tuple[Table, ...], tuple[Paragraph, ...]]:
    """Tables and paragraphs of a plain text, in order."""
    reading, lines = _Reading(), text.split("\n")
    for index, line in enumerate(lines):
        mark = _mark(line)
        if not line.strip():
            reading.open.blank_since = True
        elif mark:
            _take_row(reading, line, mark)
        elif _belongs_to_row(reading.open, lines, index):
            reading.open.rows[-1][-1] += "\n" + line
        else:
            _close(reading)
            _take_paragraph(reading, line, index + 1)
    _close(reading)
    return tuple(reading.tables), tuple(reading.body)


def _mark(line: str) -> str:
    """What separates the cells of this line; nothing where it is not a row."""
    if "\t" in line.strip("\n ") and (line.strip() or line.startswith("\t")):
        return "\t" if line.strip() else ""
    return "|" if len(_PIPE.findall(line)) >= 2 or re.match(r"^\s*\|.*\|\s*$", line) else ""


def _cells(line: str, mark: str) -> list[str]:
    if mark == "\t":
        return line.split("\t")
    bare = line.strip()
    bare = bare[1:] if bare.startswith("|") else bare
    bare = bare[:-1] if bare.endswith("|") and not bare.endswith("\\|") else bare
    return [cell.replace("\\|", "|") for cell in _PIPE.split(bare)]


def _take_row(reading: _Reading, line: str, mark: str) -> None:
    if _RULE.match(line):
        return
    cells = _cells(line, mark)
    if reading.open.rows and not _same_table(reading.open, cells, mark):
        _close(reading)
    if _is_rest_of_row(reading.open, cells):
        last = reading.open.rows[-1]
        last[-1] += "\n" + cells[0]
        last.extend(cells[1:])
    else:
        reading.open.rows.append(cells)
    reading.open.mark, reading.open.blank_since = mark, False


def _same_table(table: _Open, cells: list[str], mark: str) -> bool:
    """A blank line inside a table is a page break when the columns stay the same."""
    if mark != table.mark:
        return False
    return not table.blank_since or len(cells) == table.width


def _is_rest_of_row(table: _Open, cells: list[str]) -> bool:
    """A row broken inside a cell: its two halves together have the table's width."""
    if len(table.rows) < 2 or table.blank_since or not cells[0].strip():
        return False
    last = len(table.rows[-1])
    return last < table.width and 1 < len(cells) < table.width and last + len(cells) - 1 == table.width


def _belongs_to_row(table: _Open, lines: list[str], index: int) -> bool:
    """A line without cells straight after a row, with more rows to come, is a line of that row's last cell."""
    if len(table.rows) < 2 or table.blank_since or table.width < 4:
        return False
    return any(_mark(line) for line in lines[index + 1 : index + 4]) and not _SECTION.match(lines[index])


def _close(reading: _Reading) -> None:
    if reading.open.rows:
        number = len(reading.tables) + 1
        reading.tables.append(table_of(number, reading.open.rows))
        reading.body.append(Paragraph("", f"table {number}", table=number))
    reading.open = _Open()


def table_of(number: int, rows: list[list[str]]) -> Table:
    """A table from its rows of strings, every row as wide as the widest."""
    width = max(len(row) for row in rows)
    return Table(
        number,
        tuple(
            TableRow(index, tuple(cell_of(column, text) for column, text in enumerate(row + [""] * (width - len(row)))))
            for index, row in enumerate(rows, start=1)
        ),
    )


def cell_of(column: int, text: str) -> Cell:
    """A cell with its pieces found."""
    return Cell(column, text, pieces_of(text))


def _take_paragraph(reading: _Reading, line: str, number: int) -> None:
    bullet = _BULLET.match(line)
    text = clean(line[bullet.end() :] if bullet else line)
    if text:
        reading.body.append(Paragraph(text, f"line {number}", bullet=bool(bullet)))
