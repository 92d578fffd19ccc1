"""What a reader finds in a file: tables with every cell verbatim and its place, and the text around them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph or a bullet of a cell. Pieces of one list or one paragraph share a block; a sub-point has a level."""

    text: str
    bullet: bool = False
    block: int = 0
    level: int = 0


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell, verbatim. `merged_from` is the row whose cell reaches down into this one; `span` counts columns."""

    column: int
    text: str
    pieces: tuple[Piece, ...] = ()
    merged_from: int | None = None
    span: int = 1


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row of the source, numbered from 1 with its heading. `source` is its number in a sheet; `where` in words."""

    number: int
    cells: tuple[Cell, ...]
    source: int = 0
    where: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """
    One table, numbered from 1 as it stands in the document.

    `where` names it otherwise than by its number; `first_column` is set for a sheet, whose columns have letters. What
    stands above the headings of a table whose `head_is_text` is among the document's paragraphs too. One that is
    `aside` was hidden: its words are listed, and no action is read from it. `title` is the theme of a table that names
    none.
    """

    number: int
    rows: tuple[TableRow, ...]
    where: str = ""
    first_column: int = 0
    head_is_text: bool = False
    aside: bool = False
    title: str = ""

    @property
    def width(self) -> int:
        """How many columns the widest row has."""
        return max((len(row.cells) for row in self.rows), default=0)

    @property
    def name(self) -> str:
        """The table in words: 'table 1', 'sheet Plan'."""
        return self.where or f"table {self.number}"

    def row_place(self, number: int) -> str:
        """Where a row stands: 'table 1, row 5'."""
        row = self.rows[number - 1]
        return row.where or f"{self.name}, row {row.source or number}"

    def cell_place(self, number: int, column: int, heading: str = "") -> str:
        """Where a cell stands: 'table 1, row 5, column Progress', 'sheet Plan, cell F7 (Progress)'."""
        if self.first_column:
            cell = f"{self.name}, cell {letters(self.first_column + column)}{self.rows[number - 1].source}"
            return f"{cell} ({heading})" if heading else cell
        return f"{self.row_place(number)}, column {heading or column + 1}"


def letters(column: int) -> str:
    """A sheet's column by its letters: 1 is A, 27 is AA."""
    found = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        found = chr(ord("A") + rest) + found
    return found


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph outside the tables; or, where `table` is set, the place in the text where that table stands."""

    text: str
    place: str
    bullet: bool = False
    heading: int = 0
    table: int | None = None
    is_title: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """Something that the reader saw and a person should know: it becomes a doubt."""

    kind: str
    key: str
    place: str
    sentence: str


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """A file as it was read: nothing interpreted, nothing lost."""

    name: str
    kind: str
    sha256: str
    tables: tuple[Table, ...] = ()
    body: tuple[Paragraph, ...] = ()
    notes: tuple[Note, ...] = ()
    encoding: str = ""
