"""HTML: a page, or text that carries its tables as HTML; cells over columns and rows laid where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from lxml import etree
from lxml import html as markup

from lippen.improvement.adapters.columns import names_columns
from lippen.improvement.adapters.document import Cell, Note, Paragraph, Table, TableRow
from lippen.improvement.adapters.fragments import clean
from lippen.improvement.adapters.text_tables import cell_of
from lippen.kernel.files.gate import MOST_COLUMNS, MOST_ROWS

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_TEXT = ("p", *_HEADINGS, "li", "dt", "dd")
_UNSEEN = ("head", "script", "style", "template", "noscript", "nav")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_INLINE_TAGS = "a b strong i em u span font sup sub s strike del ins small mark br abbr time code q cite label"
_INLINE = frozenset(_INLINE_TAGS.split())
_STRUCK = ("s", "strike", "del")
_STRUCK_WORDS = "“{words}” has a line through it in the document and is kept. Look whether it still counts."
_HIDDEN_WORDS = "“{words}” is hidden on the page and comes in like the rest. Look whether it still counts."
_MOST_NOTES = 200


@dataclass
class _Reading:
    tables: list[Table] = field(default_factory=list)
    body: list[Paragraph] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


def read_html(text: str) -> tuple[tuple[Table, ...], tuple[Paragraph, ...]]:
    """Tables and paragraphs of a text in order; a table inside a cell is part of that cell."""
    reading = _read(markup.document_fromstring(text), is_page=False)
    return tuple(reading.tables), tuple(reading.body)


def read_page(text: str) -> tuple[tuple[Table, ...], tuple[Paragraph, ...], tuple[Note, ...]]:
    """The same of a web page: tables that only lay it out are passed over; what is hidden or struck through is said."""
    reading = _read(markup.document_fromstring(_without_declaration(text)), is_page=True)
    return tuple(reading.tables), tuple(reading.body), tuple(reading.notes)


def _without_declaration(text: str) -> str:
    """The text without an XML declaration: it names the encoding of bytes that were read already."""
    return re.sub(r"^\s*<\?xml[^>]*\?>", "", text, count=1)


def _read(root: Any, *, is_page: bool) -> _Reading:
    reading = _Reading()
    for found in _in_order(root, is_page):
        if not isinstance(found, str) and found.tag == "table" and found.find(".//tr/*") is not None:
            _take_table(reading, found, is_page=is_page)
        elif paragraph := _paragraph(found, f"paragraph {len(reading.body) + 1}", is_page=is_page):
            is_title = paragraph.is_title and not any(before.is_title for before in reading.body)
            reading.body.append(replace(paragraph, is_title=is_title))
    return reading


def _take_table(reading: _Reading, element: Any, *, is_page: bool) -> None:
    number = len(reading.tables) + 1
    if is_page and (caption := element.find("caption")) is not None and clean(caption.text_content()):
        reading.body.append(Paragraph(clean(caption.text_content()), f"caption of table {number}"))
    table = _table(number, element)
    if is_page:
        table = _turned(element, table)
        _say_marks(reading, element, number)
    reading.tables.append(table)
    reading.body.append(Paragraph("", f"table {number}", table=number))


def _is_layout(table: Any) -> bool:
    """Whether a table only lays the page out: it says so, or holds tables and its own cells name no column."""
    if (table.get("role") or "").lower() in ("presentation", "none"):
        return True
    rows = [row for row in table.iter("tr") if next(row.iterancestors("table")) is table]
    if any(names_columns([clean(cell.text_content()) for cell in row.iterchildren("td", "th")]) for row in rows[:10]):
        return False
    return table.find(".//table//tr") is not None or len(rows) == 1 or all(len(row) <= 1 for row in rows)


def _turned(element: Any, table: Table) -> Table:
    """A table whose headings stand at the head of its rows, laid with its headings on top."""
    firsts = [row.cells[0].text for row in table.rows]
    heads = [next(iter(row.iterchildren("td", "th")), None) for row in element.iter("tr")]
    if len(firsts) < 2 or not all(head is not None and head.tag == "th" for head in heads):
        return table
    if not names_columns([clean(text) for text in firsts]) or names_columns(
        [clean(cell.text) for cell in table.rows[0].cells]
    ):
        return table
    rows = tuple(
        TableRow(
            at + 1,
            tuple(replace(row.cells[at], column=row.number - 1, span=1, merged_from=None) for row in table.rows),
            where=f"table {table.number}, column {at + 1}",
        )
        for at in range(table.width)
    )
    return replace(table, rows=rows)


def _say_marks(reading: _Reading, element: Any, number: int) -> None:
    """Words with a line through them, and cells that the page hides."""
    for row_number, row in enumerate((row for row in element.iter("tr")), start=1):
        for column, cell in enumerate(row.iterchildren("td", "th"), start=1):
            place = f"table {number}, row {row_number}, column {column}"
            if _is_hidden(cell) or _is_hidden(row):
                _note(reading, "hidden", place, _HIDDEN_WORDS, cell.text_content())
            for struck in cell.iter(*_STRUCK):
                _note(reading, "struck through", place, _STRUCK_WORDS, struck.text_content())


def _note(reading: _Reading, kind: str, place: str, sentence: str, words: str) -> None:
    words = clean(words)
    short = words if len(words) <= 80 else words[:80].rsplit(" ", 1)[0] + "…"
    if words and len(reading.notes) < _MOST_NOTES:
        reading.notes.append(Note(kind, f"{kind.split()[0]}:{place}", place, sentence.format(words=short)))


def _is_hidden(element: Any) -> bool:
    return element.get("hidden") is not None or bool(_HIDDEN.search(element.get("style") or ""))


def _paragraph(found: Any, place: str, *, is_page: bool) -> Paragraph | None:
    if isinstance(found, str):
        return Paragraph(clean(found), place) if clean(found) else None
    words = clean(found.text_content())
    heading = int(found.tag[1]) if found.tag in _HEADINGS else 0
    return Paragraph(words, place, found.tag == "li", heading, is_title=is_page and heading == 1) if words else None


def _in_order(element: Any, is_page: bool) -> Iterator[Any]:
    """Tables, blocks of text, and the lines of text that stand in neither; those that lay out a page are entered."""
    if not isinstance(element.tag, str) or element.tag in _UNSEEN:
        return
    is_table = element.tag == "table" and not (is_page and _is_layout(element))
    if is_table or (element.tag in _TEXT and not (is_page and element.find(".//table") is not None)):
        yield element
        return
    if is_page:
        yield from _run_in(element)
    else:
        yield from (element.text or "").split("\n")
        for child in element:
            yield from _in_order(child, is_page)
            yield from (child.tail or "").split("\n")


def _run_in(element: Any) -> Iterator[Any]:
    """A page's blocks in order; words with marks of emphasis among them are one line, up to a line break."""
    line = element.text or ""
    for child in element:
        if isinstance(child.tag, str) and child.tag not in _UNSEEN and _is_inline(child):
            if child.tag == "br":
                yield line
                line = ""
            line += child.text_content()
        else:
            yield line
            line = ""
            yield from _in_order(child, True)
        line += child.tail or ""
    yield line


def _is_inline(element: Any) -> bool:
    return element.tag in _INLINE and element.find(".//table") is None


def _table(number: int, element: Any) -> Table:
    rows: list[list[Cell]] = []
    reaching: dict[int, tuple[int, int]] = {}
    own = [row for row in element.iter("tr") if next(row.iterancestors("table")) is element]
    for row in sorted(own, key=lambda row: row.getparent().tag == "tfoot"):
        if len(rows) <= MOST_ROWS:
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
