"""PDF: tables by the lines round their cells, over pages; words by where they stand, so that a wrap is no end."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect

from lippen.improvement.adapters.columns import names_columns, role_of
from lippen.improvement.adapters.document import Cell, Paragraph, Table, TableRow
from lippen.improvement.adapters.fragments import clean
from lippen.improvement.adapters.pdf_lines import Line, Word, joined, lines_of, paragraphs_of
from lippen.improvement.adapters.text_tables import cell_of
from lippen.kernel.files import gate
from lippen.kernel.files.gate import Refused

NO_WORDS = (
    "{name} holds pictures of pages and no words. Bring in the document that it was made from, or a copy whose words "
    "were made readable."
)
NO_LINES = (
    "{name} holds words, and no table with lines round its cells. Bring in the document that it was made from, or save "
    "the plan's table as a spreadsheet or CSV."
)
LOCKED = "{name} is locked with a password. Take the password off and bring it in again."
_LEAST_GUTTER = 4.0
_SAME_COLUMN = 4.0
_FIGURES = re.compile(r"\d+")
Box = tuple[float, float, float, float]


@dataclass
class _Reading:
    """What was found so far, page after page."""

    name: str
    tables: list[_Open] = field(default_factory=list)
    lines: list[tuple[int, float, Line]] = field(default_factory=list)
    has_words: bool = False


@dataclass
class _Open:
    """A table that may go on over the page: where its columns begin, its rows, and the page it ends on."""

    starts: list[float]
    rows: list[TableRow]
    page: int


def read_pdf(name: str, content: bytes) -> tuple[tuple[Table, ...], tuple[Paragraph, ...]]:
    """Tables and paragraphs in order; a sentence where the file is locked, damaged, a scan or without a ruled table."""
    try:
        with pdfplumber.open(io.BytesIO(content), unicode_norm="NFC") as document:
            gate.check_pages(name, len(document.pages))
            reading = _read(name, document.pages)
    except (Refused, MemoryError, RecursionError):
        raise
    except Exception as problem:  # the library fails in many ways on a broken object: all mean damage
        locked = any(isinstance(cause, PDFPasswordIncorrect) for cause in (problem, *problem.args))
        raise Refused(LOCKED.format(name=name) if locked else gate.damaged(name)) from problem
    if not reading.has_words:
        raise Refused(NO_WORDS.format(name=name))
    if not reading.tables:
        raise Refused(NO_LINES.format(name=name))
    return _finished(reading)


def _read(name: str, pages: Sequence[Any]) -> _Reading:
    reading = _Reading(name)
    for number, page in enumerate(pages, start=1):
        _read_page(reading, page, number, _ruled)
    if reading.has_words and not reading.tables:
        reading = _Reading(name)
        for number, page in enumerate(pages, start=1):
            _read_page(reading, page, number, _underlined)
    return reading


def _read_page(reading: _Reading, page: Any, number: int, find: Callable[[Any, list[Word]], list[Any]]) -> None:
    words = [_word(found) for found in page.extract_words(x_tolerance=2, extra_attrs=["size"])]
    reading.has_words = reading.has_words or bool(words)
    taken: list[Box] = []
    for table in find(page, words) if words else ():
        if rows := _rows(reading, table, words, number, len(taken) + 1):
            _take_table(reading, table, rows, number, is_first=not taken)
            taken.append(table.bbox)
    left = [word for word in words if not any(_is_in(word, box) for box in taken)]
    reading.lines.extend((number, line.top, line) for line in lines_of(left))
    page.close()


def _ruled(page: Any, words: list[Word]) -> list[Any]:
    """Tables with lines round their cells."""
    return [table for table in page.find_tables() if len(table.cells) > 1]


def _underlined(page: Any, words: list[Word]) -> list[Any]:
    """A table with lines between its rows alone: its columns stand where no row has a word."""
    spans: dict[tuple[int, int], list[float]] = {}
    for edge in page.edges:
        if edge["orientation"] == "h" and edge["x1"] - edge["x0"] > 0.3 * page.width:
            spans.setdefault((round(edge["x0"]), round(edge["x1"])), []).append(edge["top"])
    (left, right), tops = max(spans.items(), key=lambda found: len(found[1]), default=((0, 0), []))
    if len(tops) < 3:
        return []
    inside = [word for word in words if min(tops) < (word.top + word.bottom) / 2 < max(tops)]
    columns = [left, *_gutters(inside), right]
    lines = {"explicit_vertical_lines": columns, "explicit_horizontal_lines": sorted(tops)}
    found = page.find_tables({"vertical_strategy": "explicit", "horizontal_strategy": "explicit", **lines})
    return [table for table in found if len(columns) > 3]


def _gutters(words: list[Word]) -> list[float]:
    """The middles of the upright strips in which no word stands."""
    found: list[float] = []
    reach = min((word.x1 for word in words), default=0.0)
    for word in sorted(words, key=lambda each: each.x0):
        if word.x0 - reach > _LEAST_GUTTER:
            found.append((word.x0 + reach) / 2)
        reach = max(reach, word.x1)
    return found


def _word(found: dict[str, Any]) -> Word:
    return Word(found["text"], found["x0"], found["x1"], found["top"], found["bottom"], found.get("size") or 0.0)


def _is_in(word: Word, box: Box) -> bool:
    middle, height = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
    return box[0] - 1 <= middle <= box[2] + 1 and box[1] - 1 <= height <= box[3] + 1


# Tables ------------------------------------------------------------------------------------------------------------


def _rows(reading: _Reading, table: Any, words: list[Word], page: int, number: int) -> list[TableRow]:
    """A page's part of a table: each cell's words, cells that reach over columns and rows laid where they stand."""
    starts = _starts(table)
    if len(starts) > gate.MOST_COLUMNS:
        gate.check_shape(reading.name, gate.Shape(f"page {page}, table {number}", len(table.rows), len(starts)))
    inside = [word for word in words if _is_in(word, table.bbox)]
    boxes = [[cell for cell in row.cells if cell is not None] for row in table.rows]
    margin = _margins(boxes, inside)
    rows: list[TableRow] = []
    reaching: dict[int, tuple[int, float]] = {}
    for index, row in enumerate(boxes, start=1):
        cells = [Cell(column, "") for column in range(len(starts))]
        top = min((box[1] for box in row), default=0.0)
        for box in row:
            _lay(cells, starts, box, inside, margin)
            if box[3] > _bottom(row) + 1:
                reaching[starts.index(box[0])] = (index, box[3])
        for column, (began, bottom) in list(reaching.items()):
            if began != index and bottom > top + 1 and not cells[column].text:
                cells[column] = replace(cells[column], merged_from=began)
        rows.append(TableRow(index, tuple(cells), where=f"page {page}, table {number}, row {index}"))
    return rows


def _starts(table: Any) -> list[float]:
    return sorted({cell[0] for row in table.rows for cell in row.cells if cell is not None})


def _bottom(row: list[Box]) -> float:
    return min(box[3] for box in row)


def _lay(cells: list[Cell], starts: list[float], box: Box, words: list[Word], margin: dict[float, float]) -> None:
    column = starts.index(box[0])
    span = sum(box[0] <= start < box[2] - 1 for start in starts)
    held = [word for word in words if _is_in(word, (box[0] + 1, box[1] + 1, box[2] - 1, box[3] - 1))]
    text = joined(lines_of(held), box[2] - margin.get(box[0], 2.0))
    cells[column] = replace(cell_of(column, text), span=max(1, span))


def _margins(boxes: list[list[Box]], words: list[Word]) -> dict[float, float]:
    """How far words stand from the line on the left of each column: as much is kept free on the right."""
    found: dict[float, float] = {}
    for row in boxes:
        for box in row:
            nearest = min((word.x0 - box[0] for word in words if _is_in(word, box)), default=None)
            if nearest is not None:
                found[box[0]] = min(found.get(box[0], 15.0), max(nearest, 0.0))
    return found


def _take_table(reading: _Reading, table: Any, rows: list[TableRow], page: int, *, is_first: bool) -> None:
    """A new table, or the rest of the one on the page before where its columns stand in the same places."""
    starts = _starts(table)
    last = reading.tables[-1] if reading.tables else None
    if last is not None and is_first and last.page == page - 1 and _same_columns(last.starts, starts):
        heading = [clean(cell.text) for cell in last.rows[0].cells]
        first = [clean(cell.text) for cell in rows[0].cells]
        if first == heading or not _is_heading(first):
            last.rows.extend(_moved(rows, len(last.rows)))
            last.page = page
            return
    reading.tables.append(_Open(starts, rows, page))
    reading.lines.append((page, table.bbox[1], Line((), len(reading.tables))))


def _is_heading(texts: list[str]) -> bool:
    """Whether most of a row's cells name columns, so that another table begins here."""
    filled = [text for text in texts if text]
    return names_columns(texts) and sum(len(text) <= 60 and bool(role_of(text)) for text in filled) > len(filled) / 2


def _same_columns(before: list[float], after: list[float]) -> bool:
    return len(before) == len(after) and all(abs(a - b) <= _SAME_COLUMN for a, b in zip(before, after, strict=True))


def _moved(rows: list[TableRow], before: int) -> Iterator[TableRow]:
    for row in rows:
        cells = tuple(
            replace(cell, merged_from=cell.merged_from + before) if cell.merged_from else cell for cell in row.cells
        )
        yield replace(row, number=row.number + before, cells=cells)


# Text --------------------------------------------------------------------------------------------------------------


def _finished(reading: _Reading) -> tuple[tuple[Table, ...], tuple[Paragraph, ...]]:
    tables = tuple(
        Table(number, tuple(opened.rows), where=_named(opened)) for number, opened in enumerate(reading.tables, start=1)
    )
    return tables, tuple(_paragraphs(_without_repeats(reading.lines)))


def _named(opened: _Open) -> str:
    return opened.rows[0].where.rpartition(", row ")[0]


def _without_repeats(lines: list[tuple[int, float, Line]]) -> list[tuple[int, Line]]:
    """The lines in order, without those that stand on most pages at the same height: a page's head and foot."""
    pages = {page for page, _, _ in lines}
    seen = Counter(_mark(top, line) for _, top, line in lines if line.words)
    often = max(2, (len(pages) + 1) // 2 + 1)
    kept: list[tuple[int, Line]] = []
    met: set[tuple[str, int]] = set()
    for page, top, line in sorted(lines, key=lambda found: (found[0], found[1])):
        if line.words and seen[_mark(top, line)] >= often:
            if _mark(top, line) in met:
                continue
            met.add(_mark(top, line))
        kept.append((page, line))
    return kept


def _mark(top: float, line: Line) -> tuple[str, int]:
    """What a head or foot has on every page: its words but for the page's number, and its height."""
    return _FIGURES.sub("0", line.text), round(top / 5)


def _paragraphs(lines: list[tuple[int, Line]]) -> Iterator[Paragraph]:
    sizes = Counter(round(line.size, 1) for _, line in lines if line.words)
    usual = sizes.most_common(1)[0][0] if sizes else 0.0
    largest = max(sizes, default=0.0)
    titled = False
    run: list[Line] = []
    run_page = 0
    for page, line in [*lines, (0, Line((), -1))]:
        if line.words and (not run or page == run_page):
            run, run_page = [*run, line], page
            continue
        for number, text, size, bullet in paragraphs_of(run):
            is_title = not titled and largest > 1.2 * usual and round(size, 1) == largest and ":" not in text
            titled = titled or is_title
            yield Paragraph(text, f"page {run_page}, paragraph {number}", bullet=bullet, is_title=is_title)
        run, run_page = ([line], page) if line.words else ([], 0)
        if line.table > 0:
            yield Paragraph("", f"table {line.table}", table=line.table)
