"""Word documents, read from their XML: merged cells, nested lists, tracked changes as accepted, ticks that show."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from lxml import etree

from lippen.improvement.adapters.document import Cell, Note, Paragraph, Piece, Table, TableRow
from lippen.improvement.adapters.fragments import clean
from lippen.improvement.adapters.text_tables import cell_of
from lippen.improvement.adapters.word_styles import Styles, W, read_styles, value
from lippen.improvement.adapters.word_text import Changes, text_of
from lippen.kernel.files import gate
from lippen.kernel.files.gate import Refused

_INSIDE = (W + "sdt", W + "sdtContent", W + "ins", W + "moveTo", W + "customXml", W + "smartTag")
_MOST_FRAMES = 5


@dataclass
class _Reading:
    name: str
    styles: Styles
    changes: Changes = field(default_factory=Changes)
    tables: list[Table] = field(default_factory=list)
    body: list[Paragraph] = field(default_factory=list)


def read_word(name: str, content: bytes) -> tuple[tuple[Table, ...], tuple[Paragraph, ...], tuple[Note, ...]]:
    """Tables, paragraphs, and notes on what a reader should know (tracked changes, notes at the foot)."""
    with gate.open_docx(name, content) as archive:
        parts = {
            path: gate.read_part(name, archive, f"word/{path}.xml") for path in ("document", "styles", "numbering")
        }
        footnotes = gate.read_part(name, archive, "word/footnotes.xml")
    body = _parsed(name, parts["document"]).find(W + "body")
    if body is None:
        raise Refused(f"{name} is damaged: it has no text. Open it in Word, save it again and bring that in.")
    reading = _Reading(name, read_styles(_maybe(name, parts["styles"]), _maybe(name, parts["numbering"])))
    for block in _blocks(body):
        _take(reading, block)
    _take_footnotes(reading, _maybe(name, footnotes))
    return tuple(reading.tables), tuple(reading.body), tuple(reading.changes.notes())


def _parsed(name: str, content: bytes) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True)
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError:
        sentence = f"{name} is damaged and cannot be read. Open it in Word, save it again and bring that in."
        raise Refused(sentence) from None


def _maybe(name: str, content: bytes) -> Any:
    return _parsed(name, content) if content else None


def _blocks(parent: Any) -> Iterator[Any]:
    """Paragraphs and tables in order, through content controls and insertions."""
    for child in parent:
        if child.tag in (W + "p", W + "tbl"):
            yield child
        elif child.tag in _INSIDE:
            yield from _blocks(child)


def _frame(block: Any) -> Any:
    """The cell of a table that is only a frame round other tables; None for every other table."""
    cells = list(block.iterfind(f"{W}tr/{W}tc"))
    return cells[0] if len(cells) == 1 and cells[0].find(f".//{W}tbl") is not None else None


def _take(reading: _Reading, block: Any, depth: int = 0) -> None:
    if block.tag == W + "tbl" and depth < _MOST_FRAMES and (frame := _frame(block)) is not None:
        for inner in _blocks(frame):
            _take(reading, inner, depth + 1)
        return
    if block.tag == W + "tbl":
        number = len(reading.tables) + 1
        if number > gate.MOST_TABLES:
            raise Refused(
                f"{reading.name} holds more than {gate.MOST_TABLES} tables. Save the plan's table on its own."
            )
        reading.tables.append(_Grid(reading, number).read(block))
        reading.body.append(Paragraph("", f"table {number}", table=number))
        return
    place = f"paragraph {len(reading.body) + 1}"
    for line in text_of(block, reading.changes, place).split("\n"):
        if text := clean(line):
            listed, _ = reading.styles.list_of(block)
            heading = reading.styles.heading_of(block)
            is_bullet, is_title = listed == "bullet" and not heading, reading.styles.is_title(block)
            reading.body.append(Paragraph(text, place, bullet=is_bullet, heading=heading, is_title=is_title))


def _take_footnotes(reading: _Reading, root: Any) -> None:
    """Notes at the foot belong to no cell: they follow the text."""
    for note in root.iterfind(W + "footnote") if root is not None else ():
        if note.get(W + "type") in (None, "normal"):
            text = clean(" ".join(text_of(part, reading.changes, "footnotes") for part in note.iter(W + "p")))
            if text:
                reading.body.append(Paragraph(text, f"footnote {note.get(W + 'id')}"))


class _Grid:
    """One table's rows on its grid, cells that reach over columns and rows laid where they stand."""

    def __init__(self, reading: _Reading, number: int) -> None:
        self.reading, self.number = reading, number
        self.rows: list[list[Cell]] = []
        self.reaching: dict[int, int] = {}

    def read(self, table: Any) -> Table:
        """The table, every row as wide as the widest."""
        for row in self._rows_in(table):
            if row.find(f"{W}trPr/{W}del") is not None:
                self.reading.changes.row_left_out(f"table {self.number}, after row {len(self.rows)}")
            else:
                self._read_row(row)
        width = max((len(row) for row in self.rows), default=0)
        for row in self.rows:
            row.extend(Cell(column, "") for column in range(len(row), width))
        return Table(self.number, tuple(TableRow(index, tuple(row)) for index, row in enumerate(self.rows, start=1)))

    def _rows_in(self, parent: Any) -> Iterator[Any]:
        for child in parent:
            if child.tag == W + "tr":
                yield child
            elif child.tag in _INSIDE:
                yield from self._rows_in(child)

    def _read_row(self, row: Any) -> None:
        number = len(self.rows) + 1
        cells: list[Cell] = []
        if number > gate.MOST_ROWS:
            raise Refused(
                f"{self.reading.name}, table {self.number}: more than {gate.MOST_ROWS:,} rows. Split the file."
            )
        for _ in range(_count(row, f"{W}trPr/{W}gridBefore", least=0)):
            cells.append(Cell(len(cells), ""))
        for source in self._cells_in(row):
            self._read_cell(source, number, cells)
        self.rows.append(cells)

    def _cells_in(self, parent: Any) -> Iterator[Any]:
        for child in parent:
            if child.tag == W + "tc":
                yield child
            elif child.tag in _INSIDE:
                yield from self._cells_in(child)

    def _read_cell(self, source: Any, number: int, cells: list[Cell]) -> None:
        column, span = len(cells), _count(source, f"{W}tcPr/{W}gridSpan", least=1)
        if column + span > gate.MOST_COLUMNS:
            gate.check_shape(self.reading.name, gate.Shape(f"table {self.number}", number, column + span))
        place = f"table {self.number}, row {number}, column {column + 1}"
        cell = _cell(self.reading, source, column, place)
        if any(source.find(f"{W}tcPr/{W}{change}") is not None for change in ("cellIns", "cellDel", "cellMerge")):
            self.reading.changes.cell_changed(place)
        merged_from = self._merged_from(source, column, number)
        cells.append(replace(cell, span=span, merged_from=merged_from))
        cells.extend(Cell(column + step, "") for step in range(1, span))

    def _merged_from(self, source: Any, column: int, number: int) -> int | None:
        """The row that a vertically merged cell belongs to; None for its first row and for plain cells."""
        merge = source.find(f"{W}tcPr/{W}vMerge")
        if merge is None:
            self.reaching.pop(column, None)
            return None
        if merge.get(W + "val") == "restart" or column not in self.reaching:
            self.reaching[column] = number
            return None
        return self.reaching[column]


def _count(element: Any, path: str, *, least: int) -> int:
    found = element.find(path)
    text = value(found) if found is not None else ""
    return max(least, int(text)) if text.isdecimal() and len(text) < 6 else least


def _cell(reading: _Reading, source: Any, column: int, place: str) -> Cell:
    """A cell: each paragraph a piece, lists with their levels, a table inside it flattened."""
    texts: list[str] = []
    pieces: list[Piece] = []
    for paragraph in _paragraphs_of(source):
        words = text_of(paragraph, reading.changes, place)
        texts.append(words)
        listed, level = reading.styles.list_of(paragraph)
        _add_pieces(pieces, words, bool(listed), level)
    return Cell(column, "\n".join(texts).strip("\n"), tuple(pieces))


def _paragraphs_of(parent: Any) -> Iterator[Any]:
    for block in _blocks(parent):
        if block.tag == W + "p":
            yield block
        else:
            for cell in block.iter(W + "tc"):
                yield from (part for part in cell if part.tag == W + "p")


def _add_pieces(pieces: list[Piece], words: str, listed: bool, level: int) -> None:
    for piece in cell_of(0, words).pieces:
        bullet = listed or piece.bullet
        last = pieces[-1] if pieces else None
        together = last is not None and bullet and last.bullet
        block = 0 if last is None else last.block if together else last.block + 1
        pieces.append(Piece(piece.text, bullet, block, level if listed else 0))
