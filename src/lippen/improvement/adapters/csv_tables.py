"""CSV: any of four delimiters, quoted cells with line breaks, found by how evenly the rows divide."""

from __future__ import annotations

import csv
from collections import Counter

from lippen.improvement.adapters.document import Paragraph, Table
from lippen.improvement.adapters.text_tables import table_of
from lippen.kernel.files.gate import MOST_CELL_CHARACTERS, MOST_ROWS, Refused

DELIMITERS = (",", ";", "\t", "|")
_SAMPLE_ROWS = 300


def delimiter_of(text: str) -> str | None:
    """What separates the cells, or None where the text is not evenly divided and so not a CSV."""
    csv.field_size_limit(len(text) + 1)
    scores = {mark: _evenness(text, mark) for mark in DELIMITERS if mark != "|" or not text.lstrip().startswith("|")}
    best = max(scores, key=lambda mark: scores[mark])
    return best if scores[best][0] >= 0.8 else None


def _evenness(text: str, mark: str) -> tuple[float, int]:
    """The share of rows with the commonest number of cells, two at least; and that number."""
    widths: Counter[int] = Counter()
    try:
        for row in csv.reader(text.splitlines(keepends=True), delimiter=mark, strict=True):
            if any(cell.strip() for cell in row):
                widths[len(row)] += 1
            if sum(widths.values()) >= _SAMPLE_ROWS:
                break
    except csv.Error:
        pass  # a quotation mark gone astray: the rows before it still tell
    if sum(widths.values()) < 2:
        return 0.0, 0
    width, count = widths.most_common(1)[0]
    return (count / sum(widths.values()), width) if width >= 2 else (0.0, width)


def read_csv(name: str, text: str, mark: str) -> tuple[tuple[Table, ...], tuple[Paragraph, ...]]:
    """The one table of a CSV file."""
    rows = _rows(name, text, mark)
    while rows and not any(cell.strip() for cell in rows[-1]):
        rows.pop()
    return (table_of(1, rows),), (Paragraph("", "table 1", table=1),)


def _rows(name: str, text: str, mark: str) -> list[list[str]]:
    """All rows; a quotation mark that is never closed is refused, for it would swallow the rest of the file."""
    lines, rows = text.splitlines(keepends=True), []
    reader = csv.reader(lines, delimiter=mark, strict=True)
    started = 0
    try:
        for row in reader:
            rows.append(row)
            started = reader.line_num
            _check_count(name, len(rows))
    except csv.Error as problem:
        if "unexpected end" in str(problem) or len(rows) < 1:
            raise Refused(_never_closed(name, len(rows) + 1, started + 1)) from None
        return _forgiving(name, lines, mark)
    return rows


def _forgiving(name: str, lines: list[str], mark: str) -> list[list[str]]:
    rows = list(csv.reader(lines, delimiter=mark))
    for number, row in enumerate(rows, start=1):
        if any(len(cell) > MOST_CELL_CHARACTERS for cell in row):
            raise Refused(_never_closed(name, number, number))
    _check_count(name, len(rows))
    return rows


def _check_count(name: str, count: int) -> None:
    if count > MOST_ROWS:
        raise Refused(f"{name}, table 1: more than {MOST_ROWS:,} rows. Split the file.")


def _never_closed(name: str, row: int, line: int) -> str:
    return f"{name}, table 1, row {row} (line {line}): a quotation mark opens a cell and is never closed. Close it."
