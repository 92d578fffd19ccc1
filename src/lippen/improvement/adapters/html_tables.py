"""Text that carries its tables as HTML: cells that reach over columns and rows laid where they stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from lxml import etree
from lxml import html as markup

from lippen.improvement.adapters.document import Cell, Paragraph, Table, TableRow
from lippen.improvement.adapters.fragments import clean
from lippen.improvement.adapters.text_tables import cell_of
from lippen.kernel.files.gate import MOST_COLUMNS, MOST_ROWS

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_TEXT = ("p", *_HEADINGS, "li")
_UNSEEN = ("head", "script", "style", "template")


def read_html(text: str) -> tuple[tuple[Table, ...], tuple[Paragraph, ...]]:
    """Tables and paragraphs in order; a table inside a cell is part of that cell."""
    tables: list[Table] = []
    body: list[Paragraph] = []
    for found in _in_order(markup.document_fromstring(text)):
        if not isinstance(found, str) and found.tag == "table" and found.find(".//tr/*") is not None:
            tables.append(_table(len(tables) + 1, found))
            body.append(Paragraph("", f"table {len(tables)}", table=len(tables)))
        elif paragraph := _paragraph(found, f"paragraph {len(body) + 1}"):
            body.append(paragraph)
    return tuple(tables), tuple(body)


def _paragraph(found: Any, place: str) -> Paragraph | None:
    if isinstance(found, str):
        return Paragraph(clean(found), place) if clean(found) else None
    words = clean(found.text_content())
    heading = int(found.tag[1]) if found.tag in _HEADINGS else 0
    return Paragraph(words, place, found.tag == "li", heading) if words else None


def _in_order(element: Any) -> Iterator[Any]:
    """Tables, blocks of text, and the lines of text that stand in neither."""
    if not isinstance(element.tag, str) or element.tag in _UNSEEN:
        return
    if element.tag == "table" or element.tag in _TEXT:
        yield element
        return
    yield from (element.text or "").split("\n")
    for child in element:
        yield from _in_order(child)
        yield from (child.tail or "").split("\n")


def _table(number: int, element: Any) -> Table:
    rows: list[list[Cell]] = []
    reaching: dict[int, tuple[int, int]] = {}
    for row in element.iter("tr"):
        if next(row.iterancestors("table")) is element and len(rows) <= MOST_ROWS:
            rows.append(_row(row, len(rows) + 1, reaching))
    width = max((len(row) for row in rows), default=0)
    for row in rows:
        row.extend(Cell(column, "") for column in range(len(row), width))
    return Table(number, tuple(TableRow(index, tuple(row)) for index, row in enumerate(rows, start=1)))


def _row(row: Any, number: int, reaching: dict[int, tuple[int, int]]) -> list[Cell]:
    """One row; `reaching` holds for each column the row that a tall cell began in and the rows it has left."""
    cells: list[Cell] = []
    for source in row.iterchildren("td", "th"):
        _fill_from_above(cells, reaching)
        span, tall = _count(source, "colspan"), _count(source, "rowspan")
        cell = cell_of(len(cells), _inside(source))
        cells.append(replace(cell, span=span))
        if tall > 1:
            reaching[cell.column] = (number, tall - 1)
        cells.extend(Cell(cell.column + step, "") for step in range(1, span))
    _fill_from_above(cells, reaching)
    return cells


def _fill_from_above(cells: list[Cell], reaching: dict[int, tuple[int, int]]) -> None:
    while (column := len(cells)) in reaching:
        began, left = reaching.pop(column)
        if left > 1:
            reaching[column] = (began, left - 1)
        cells.append(Cell(column, "", merged_from=began))


def _count(source: Any, name: str) -> int:
    text = source.get(name) or ""
    return min(max(1, int(text)), MOST_COLUMNS + 1) if text.isdecimal() and len(text) < 6 else 1


def _inside(source: Any) -> str:
    """A cell's own HTML, which the reader of fragments takes apart."""
    children = "".join(etree.tostring(child, encoding="unicode", method="html") for child in source)
    return f"{source.text or ''}{children}".strip()
