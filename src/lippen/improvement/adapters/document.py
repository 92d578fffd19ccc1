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
    """One row of the source, numbered from 1 with its heading."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """One table, numbered from 1 as it stands in the document."""

    number: int
    rows: tuple[TableRow, ...]

    @property
    def width(self) -> int:
        """How many columns the widest row has."""
        return max((len(row.cells) for row in self.rows), default=0)


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
