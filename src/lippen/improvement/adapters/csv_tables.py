"""CSV: any of four delimiters, quoted cells with line breaks, found by how evenly the rows divide."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from lippen.improvement.adapters.columns import names_columns
from lippen.improvement.adapters.document import Paragraph, Table
from lippen.improvement.adapters.text_tables import table_of
from lippen.kernel.files.gate import MOST_CELL_CHARACTERS, MOST_ROWS, Refused

DELIMITERS = (",", ";", "\t", "|")
_RARER = "^~¦#:\x1f"
_SAMPLE_ROWS = 300
_SAMPLE_LINES = 3_000
_SAYS_MARK = re.compile(r"sep=([^\w\s\"]|\t)\n")
"""The first line by which Excel says what separates the cells."""


def delimiter_of(text: str) -> str | None:
    """What separates the cells, or None where the text is not evenly divided and so not a CSV."""
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))  # the whole process reads by this limit
    if said := _SAYS_MARK.match(text):
        return said[1]
    scores = {mark: _evenness(text, mark) for mark in DELIMITERS if mark != "|" or not text.lstrip().startswith("|")}
    best = max(scores, key=lambda mark: scores[mark])
    if scores[best][0] >= 0.8:
        return best
    return next((mark for mark in (*(",", ";"), *_RARER) if mark in text and _has_headings(text, mark)), None)


def _evenness(text: str, mark: str) -> tuple[float, int]:
    """The share of rows with the commonest number of cells, two at least; and that number."""
    widths = Counter(len(row) for row in _sample(text, mark))
    if sum(widths.values()) < 2:
        return 0.0, 0
    width, count = widths.most_common(1)[0]
    return (count / sum(widths.values()), width) if width >= 2 else (0.0, width)


def _has_headings(text: str, mark: str) -> bool:
    """Whether one of the first lines names a plan's columns; the rows below may leave out their last cells."""
    return any(names_columns(row) for row in islice(_sample(text, mark), 10))


def _sample(text: str, mark: str) -> Iterator[list[str]]:
    """The first rows that hold words; a quotation mark gone astray ends them, for the rows before it still tell."""
    lines = islice(_lines(text), _SAMPLE_LINES)
    try:
        rows = (row for row in csv.reader(lines, delimiter=mark) if any(cell.strip() for cell in row))
        yield from islice(rows, _SAMPLE_ROWS)
    except csv.Error:
        return


def _lines(text: str) -> Iterator[str]:
    """Lines as the gate left them: other signs that some systems take for line ends are words of a cell."""
    start = 0
    while (end := text.find("\n", start)) >= 0:
        yield text[start : end + 1]
        start = end + 1
    if start < len(text):
        yield text[start:]


def read_csv(name: str, text: str, mark: str) -> tuple[tuple[Table, ...], tuple[Paragraph, ...]]:
    """The one table of a CSV file."""
    rows = _rows(name, text[said.end() :] if (said := _SAYS_MARK.match(text)) else text, mark)
    while rows and not any(cell.strip() for cell in rows[-1]):
        rows.pop()
    return (table_of(1, rows),), (Paragraph("", "table 1", table=1),)


def _rows(name: str, text: str, mark: str) -> list[list[str]]:
    """All rows; a quotation mark that is never closed is refused, for it would swallow the rest of the file."""
    lines, rows = list(_lines(text)), []
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
