"""Word documents made in code for the tests: tables with merged cells, lists, tracked changes, tick boxes."""

from __future__ import annotations

import io
import subprocess
import zipfile
from collections.abc import Sequence
from pathlib import Path

import docx
from docx.document import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.table import Table, _Cell

WORDS = nsdecls("w")
MATHS = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
HEADINGS = ("Recommendation", "", "Action", "Lead", "Review date", "Progress")


def new_document() -> Document:
    """A document with a header fact and one section before its table."""
    document = docx.Document()
    document.add_paragraph("Date of Meeting: 14 November 2024")
    document.add_heading("1.0 Purpose", level=1)
    document.add_paragraph("1.1 How the plan has moved.")
    return document


def plan_table(document: Document, *rows: Sequence[str], headings: Sequence[str] = HEADINGS) -> Table:
    """A table with these headings and rows; line breaks make paragraphs, '* ' a bullet, '** ' a bullet under it."""
    table = document.add_table(rows=1, cols=len(headings))
    for cell, heading in zip(table.rows[0].cells, headings, strict=True):
        cell.text = heading
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            fill(cell, text)
    return table


def fill(cell: _Cell, text: str) -> None:
    """Paragraphs and bullets into a cell."""
    for index, line in enumerate(text.split("\n")):
        paragraph = cell.paragraphs[0] if index == 0 else cell.add_paragraph()
        style = "List Bullet 2" if line.startswith("** ") else "List Bullet" if line.startswith("* ") else None
        paragraph.add_run(line.lstrip("* ") if style else line)
        if style:
            paragraph.style = style


def saved(document: Document) -> bytes:
    """The document's bytes."""
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def insert_tracked(cell: _Cell, words: str) -> None:
    """Words that a tracked change put in."""
    cell.paragraphs[-1]._p.append(_tracked("w:ins", "w:t", words))


def delete_tracked(cell: _Cell, words: str) -> None:
    """Words that a tracked change struck out."""
    cell.paragraphs[-1]._p.append(_tracked("w:del", "w:delText", words))


def _tracked(change: str, holder: str, words: str):
    mark = OxmlElement(change)
    mark.set(qn("w:id"), "1")
    mark.set(qn("w:author"), "A B")
    run, text = OxmlElement("w:r"), OxmlElement(holder)
    text.text = words
    text.set(qn("xml:space"), "preserve")
    run.append(text)
    mark.append(run)
    return mark


def strike_row(table: Table, index: int) -> None:
    """Mark a whole row as struck out by a tracked change."""
    row = table.rows[index]._tr
    mark = OxmlElement("w:del")
    mark.set(qn("w:id"), "2")
    mark.set(qn("w:author"), "A B")
    row.get_or_add_trPr().append(mark)


def add_box(document: Document, before: str, ticked: bool, after: str) -> None:
    """A paragraph with an old form's tick box."""
    paragraph = document.add_paragraph(before)
    checked = '<w:checked w:val="1"/>' if ticked else '<w:default w:val="0"/>'
    paragraph._p.append(
        parse_xml(
            f'<w:r {nsdecls("w")}><w:fldChar w:fldCharType="begin"><w:ffData><w:name w:val="c"/><w:checkBox>'
            f"<w:sizeAuto/>{checked}</w:checkBox></w:ffData></w:fldChar></w:r>"
        )
    )
    paragraph.add_run(after)


def add_in_font(cell: _Cell, letters: str, font: str) -> None:
    """Letters in a font whose letters are signs."""
    run = cell.paragraphs[-1].add_run(letters)
    run.font.name = font


def add_symbol(cell: _Cell, font: str, char: str) -> None:
    """A symbol as Word's own dialogue puts it in."""
    cell.paragraphs[-1]._p.append(parse_xml(f'<w:r {nsdecls("w")}><w:sym w:font="{font}" w:char="{char}"/></w:r>'))


def xml(text: str):
    """A piece of a document's XML."""
    return parse_xml(text)


def add_xml(cell, text: str) -> None:
    """XML at the end of a cell's last paragraph; a paragraph, at the end of the cell."""
    element = parse_xml(text)
    place = getattr(cell, "_tc", cell)
    (place if element.tag.endswith("}p") else place.p_lst[-1]).append(element)


def tracked_mark(name: str):
    """A mark of a tracked change that is about a whole cell."""
    return parse_xml(f'<{name} {WORDS} w:id="7" w:author="A B"/>')


def by_libreoffice(content: bytes, folder: Path) -> bytes:
    """The document opened and saved by LibreOffice."""
    (folder / "plan.docx").write_bytes(content)
    command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "docx"]
    subprocess.run(
        [*command, "--outdir", str(folder / "out"), str(folder / "plan.docx")], check=True, capture_output=True
    )
    return (folder / "out" / "plan.docx").read_bytes()


def with_part(content: bytes, path: str, part: bytes) -> bytes:
    """The document with one part put in or replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name != path:
                new.writestr(name, old.read(name))
        new.writestr(path, part)
    return out.getvalue()


def part_of(content: bytes, path: str) -> bytes:
    """One part of the document."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(path)
