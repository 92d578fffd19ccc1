"""Opening a file: through the gate, in a child process, into one kind of reading whatever the file was."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any

from lippen.improvement.adapters.columns import names_columns
from lippen.improvement.adapters.csv_tables import delimiter_of, read_csv
from lippen.improvement.adapters.document import Cell, Note, Paragraph, ReadDocument, Table
from lippen.improvement.adapters.own_file import is_own_text, read_own_text
from lippen.improvement.adapters.plain import from_plain, to_plain
from lippen.improvement.adapters.text_tables import read_text
from lippen.kernel.files import gate
from lippen.kernel.files.confined import run_confined
from lippen.kernel.files.gate import FileKind, Refused

MEMORY_MB = 700
LEAST_SECONDS, MOST_SECONDS = 8, 60
BYTES_A_SECOND = 100_000


def read_document(name: str, content: bytes) -> ReadDocument:
    """Read a file in a child process with limits; raises Refused with a sentence for the person who sent it."""
    gate.check_size(name, len(content))
    answer = run_confined(
        "lippen.improvement.adapters.reading:read_plainly",
        content,
        options={"name": name},
        memory_mb=MEMORY_MB,
        seconds=min(MOST_SECONDS, LEAST_SECONDS + len(content) // BYTES_A_SECOND),
    )
    return from_plain(ReadDocument, answer)


def read_plainly(content: bytes, *, name: str) -> dict[str, Any]:
    """What the child process does."""
    plain: dict[str, Any] = to_plain(read_here(name, content))
    return plain


def read_here(name: str, content: bytes) -> ReadDocument:
    """Read a file in this process: for the child, and for tests of the readers."""
    kind = gate.kind_of(name, content)
    document = _read_own(name, content) if kind in _WRITTEN else None
    document = document or _READERS.get(kind, _read_words)(name, content)
    document = replace(document, tables=tuple(table for table in document.tables if table.width))
    if not document.tables:
        raise Refused(f"{name} holds no table. A plan's actions are read from a table: add one, or save as CSV.")
    gate.check_amount(name, cells=sum(len(t.rows) * t.width for t in document.tables), paragraphs=len(document.body))
    for table in document.tables:
        _check_table(name, table)
    return document


def _read_word(name: str, content: bytes) -> ReadDocument:
    from lippen.improvement.adapters.word_tables import read_word  # lxml only where a Word file is read

    tables, body, notes = read_word(name, content)
    return ReadDocument(name, "docx", _digest(content), tables, body, notes)


def _read_own(name: str, content: bytes) -> ReadDocument | None:
    """A plan that was downloaded here as CSV, whatever its cells hold; None for every other text."""
    text, encoding, said = _text_of(name, content)
    if not is_own_text(text):
        return None
    body = (Paragraph("", "table 1", table=1),)
    return ReadDocument(name, "csv", _digest(content), (read_own_text(name, text),), body, said, encoding)


def _read_workbook(name: str, content: bytes) -> ReadDocument:
    from lippen.improvement.adapters.workbook import read_workbook  # each library only where its kind is read

    tables, body, notes = read_workbook(name, content)
    return ReadDocument(name, "xlsx", _digest(content), tables, body, notes)


def _read_pdf(name: str, content: bytes) -> ReadDocument:
    from lippen.improvement.adapters.pdf_tables import read_pdf

    tables, body = read_pdf(name, content)
    return ReadDocument(name, "pdf", _digest(content), tables, body)


def _read_page(name: str, content: bytes) -> ReadDocument:
    from lippen.improvement.adapters.html_tables import read_page

    text, encoding, said = _text_of(name, content)
    tables, body, notes = read_page(text)
    return ReadDocument(name, "html", _digest(content), tables, body, (*said, *notes), encoding)


def _read_markdown(name: str, content: bytes) -> ReadDocument:
    from lippen.improvement.adapters.markdown_tables import read_markdown

    text, encoding, said = _text_of(name, content)
    tables, body, notes = ((), (), ()) if _has_tabbed_headings(text) else read_markdown(text)
    if not tables:
        return _read_words(name, content)
    return ReadDocument(name, "markdown", _digest(content), tables, body, (*said, *notes), encoding)


def _read_words(name: str, content: bytes) -> ReadDocument:
    text, encoding, said = _text_of(name, content)
    kind, (tables, body) = _read_marked(name, text)
    return ReadDocument(name, kind, _digest(content), tables, body, said, encoding)


def _text_of(name: str, content: bytes) -> tuple[str, str, tuple[Note, ...]]:
    """A file's text, its encoding, and what is to be said about that."""
    text, encoding = gate.decoded(name, content)
    if not text.strip("\ufeff \t\n\x0b\x0c\x1c\x1d\x1e\x85"):
        raise Refused(f"{name} is empty: it holds no word. Choose the file again.")
    return text, encoding, (_encoding_note(name),) if encoding == "windows-1252" else ()


_WRITTEN = (FileKind.HTML, FileKind.MARKDOWN, FileKind.TEXT)
_READERS = {
    FileKind.DOCX: _read_word,
    FileKind.XLSX: _read_workbook,
    FileKind.PDF: _read_pdf,
    FileKind.HTML: _read_page,
    FileKind.MARKDOWN: _read_markdown,
}


def _read_marked(name: str, text: str) -> tuple[str, tuple[tuple[Table, ...], tuple[Paragraph, ...]]]:
    """By what marks its cells: HTML, a delimiter throughout, or lines with tabs and pipes among paragraphs."""
    if "<table" in (lowered := text.lower()) and "<td" in lowered and not _has_tabbed_headings(text):
        from lippen.improvement.adapters.html_tables import read_html  # lxml only where it is needed

        return "text", read_html(text)
    mark = delimiter_of(text)
    return ("csv", read_csv(name, text, mark)) if mark else ("text", read_text(text))


def _has_tabbed_headings(text: str) -> bool:
    """Whether a line of plain text names a plan's columns: then HTML stands only inside its cells."""
    lines = (line for line in text.split("\n") if "\t" in line and "<t" not in line.lower())
    return any(names_columns(line.split("\t")) for line in lines)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _encoding_note(name: str) -> Note:
    sentence = f"{name} does not say how its letters are written. It was read as Windows-1252: look at £, é and quotes."
    return Note("encoding", "encoding", name, sentence)


def _check_table(name: str, table: Table) -> None:
    gate.check_shape(name, gate.Shape(table.name, len(table.rows), table.width))
    heading = table.rows[0].cells
    for row in table.rows:
        for cell in row.cells:
            if len(cell.text) > gate.MOST_CELL_CHARACTERS or "\x00" in cell.text:
                gate.check_cell(name, _place(table, row.number, heading[cell.column]), cell.text)


def _place(table: Table, row: int, heading: Cell) -> str:
    return table.cell_place(row, heading.column, " ".join(heading.text.split())[:40])
