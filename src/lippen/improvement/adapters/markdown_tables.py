"""Markdown: pipe tables, and lists whose points say who leads an action, when and how it goes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from lippen.improvement.adapters.columns import ACTION, OTHER, names_columns, role_of
from lippen.improvement.adapters.document import Cell, Note, Paragraph, Table, TableRow
from lippen.improvement.adapters.fragments import BULLETS, clean, pieces_of
from lippen.kernel.files import gate

_STRUCK = "“{words}” has a line through it in the document and is kept. Look whether it still counts."
_MOST_LABEL = 40


@dataclass
class _Reading:
    """What was found so far; `listed` gathers the actions of all lists, which are one table."""

    tables: list[Table | None] = field(default_factory=list)
    body: list[Paragraph] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    heading: str = ""
    listed: list[_Listed] = field(default_factory=list)

    def open_table(self, table: Table | None) -> None:
        """Keep a table, or the place of the lists' one, where it stands in the text."""
        self.tables.append(table)
        self.body.append(Paragraph("", f"table {len(self.tables)}", table=len(self.tables)))


@dataclass
class _Listed:
    """One action out of a list: the heading above it, its words, and what its points say by their labels."""

    theme: str
    text: str
    line: int
    said: dict[str, str]


def read_markdown(text: str) -> tuple[tuple[Table, ...], tuple[Paragraph, ...], tuple[Note, ...]]:
    """Tables and paragraphs in order; actions that stand in lists are a table at the place of the first list."""
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    reading = _Reading()
    for node in SyntaxTreeNode(parser.parse(text)).children:
        _take(reading, node)
    tables = tuple(
        _listed_table(reading.listed, number) if table is None else table
        for number, table in enumerate(reading.tables, start=1)
    )
    return tables, tuple(reading.body), tuple(reading.notes)


def _take(reading: _Reading, node: SyntaxTreeNode) -> None:
    line = (node.map or (0, 0))[0] + 1
    if node.type == "table":
        reading.open_table(_table(reading, node))
    elif node.type == "heading":
        words = _words(node)
        is_title = node.tag == "h1" and not any(paragraph.is_title for paragraph in reading.body)
        reading.heading = words
        _add(reading, words, line, heading=int(node.tag[1]), is_title=is_title)
    elif node.type in ("bullet_list", "ordered_list"):
        _take_list(reading, node)
    elif node.type in ("fence", "code_block", "html_block"):
        for words in node.content.split("\n"):
            _add(reading, " ".join(piece.text for piece in pieces_of(words)), line)
    elif node.type == "blockquote":
        for child in node.children:
            _take(reading, child)
    elif node.type == "paragraph":
        for words in _words(node).split("\n"):
            _add(reading, words, line)


def _add(
    reading: _Reading, words: str, line: int, *, bullet: bool = False, heading: int = 0, is_title: bool = False
) -> None:
    if text := clean(words):
        reading.body.append(Paragraph(text, f"line {line}", bullet=bullet, heading=heading, is_title=is_title))


# Tables ------------------------------------------------------------------------------------------------------------


def _table(reading: _Reading, node: SyntaxTreeNode) -> Table:
    number = len(reading.tables) + 1
    rows: list[TableRow] = []
    for row in (row for part in node.children for row in part.children):
        index = len(rows) + 1
        cells = [_cell(reading, cell, at, f"table {number}, row {index}") for at, cell in enumerate(row.children)]
        rows.append(TableRow(index, tuple(cells)))
        if index > gate.MOST_ROWS:
            break
    width = max((len(row.cells) for row in rows), default=0)
    return Table(number, tuple(TableRow(row.number, _padded(row.cells, width)) for row in rows))


def _padded(cells: tuple[Cell, ...], width: int) -> tuple[Cell, ...]:
    return (*cells, *(Cell(column, "") for column in range(len(cells), width)))


def _cell(reading: _Reading, node: SyntaxTreeNode, column: int, place: str) -> Cell:
    """A cell word for word as it was written, and its words without the marks of emphasis."""
    source = "".join(child.content for child in node.children)
    words = _words(node)
    for struck in (child for child in node.walk() if child.type == "s"):
        sentence = _STRUCK.format(words=clean(_inline(struck.children))[:80])
        reading.notes.append(Note("struck through", f"struck:{place}", place, sentence))
    return Cell(column, source, pieces_of(words))


def _words(node: SyntaxTreeNode) -> str:
    return "".join(_inline(child.children) for child in node.children if child.type == "inline")


def _inline(children: Sequence[SyntaxTreeNode]) -> str:
    """Words of a line without its marks: a link keeps its address, a picture its description."""
    parts: list[str] = []
    for child in children:
        if child.type in ("text", "code_inline", "html_inline"):
            parts.append(child.content)
        elif child.type in ("softbreak", "hardbreak"):
            parts.append("\n")
        elif child.type == "image":
            parts.append(child.content)
        elif child.type == "link":
            words, address = _inline(child.children), str(child.attrs.get("href", ""))
            parts.append(words if not address or address == words else f"{words} ({address})")
        else:
            parts.append(_inline(child.children))
    return "".join(parts)


# Lists -------------------------------------------------------------------------------------------------------------


def _take_list(reading: _Reading, node: SyntaxTreeNode) -> None:
    """A list of actions where most points say by labels who leads or when; any other list is text."""
    found = [_listed(reading, item) for item in node.children]
    told = [item for item in found if item.said]
    if told and 2 * len(told) >= len(found) and names_columns(["Action", *_labels(told)]):
        if not reading.listed:
            reading.open_table(None)
        reading.listed.extend(found)
        return
    _take_points(reading, node)


def _take_points(reading: _Reading, node: SyntaxTreeNode) -> None:
    for item in node.children:
        line = (item.map or (0, 0))[0] + 1
        for child in item.children:
            if child.type in ("bullet_list", "ordered_list"):
                _take_points(reading, child)
            elif child.type == "table":
                reading.open_table(_table(reading, child))
            else:
                _add(reading, _words(child).replace("\n", " "), line, bullet=True)


def _listed(reading: _Reading, item: SyntaxTreeNode) -> _Listed:
    texts: list[str] = []
    said: dict[str, str] = {}
    for child in item.children:
        if child.type not in ("bullet_list", "ordered_list"):
            texts.append(_words(child).replace("\n", " "))
            continue
        for point in child.children:
            label, words = _labelled(point)
            if label:
                said[label] = f"{said[label]}\n{words}" if label in said else words
            else:
                texts.append(f"{BULLETS[0]} {words}")
    return _Listed(reading.heading, "\n".join(texts), (item.map or (0, 0))[0] + 1, said)


def _labelled(point: SyntaxTreeNode) -> tuple[str, str]:
    """'Lead: AB' as its label and words; a label that names no column is none."""
    first = "".join(_words(child) for child in point.children if child.type == "paragraph")
    deeper = [f"{BULLETS[0]} {words}" for words in _deeper(point)]
    label, colon, rest = first.partition(":")
    if colon and len(label) <= _MOST_LABEL and role_of(clean(label)) not in (OTHER, ACTION):
        return clean(label), "\n".join(filter(None, [rest.strip(), *deeper]))
    return "", "\n".join([first, *deeper])


def _deeper(point: SyntaxTreeNode) -> list[str]:
    lists = [child for child in point.children if child.type in ("bullet_list", "ordered_list")]
    return [_words(part).replace("\n", " ") for each in lists for item in each.children for part in item.children]


def _labels(listed: list[_Listed]) -> list[str]:
    return list(dict.fromkeys(label for item in listed for label in item.said))


def _listed_table(listed: list[_Listed], number: int) -> Table:
    labels = _labels(listed)
    headings = ["Recommendation", "Action", *labels]
    rows = [TableRow(1, tuple(Cell(at, words, pieces_of(words)) for at, words in enumerate(headings)))]
    for item in listed:
        texts = [item.theme, item.text, *(item.said.get(label, "") for label in labels)]
        cells = tuple(Cell(at, words, pieces_of(words)) for at, words in enumerate(texts))
        rows.append(TableRow(len(rows) + 1, cells, where=f"line {item.line}"))
    return Table(number, tuple(rows), where="the list of actions")
