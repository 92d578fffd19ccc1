"""Writes the plan as the Word file that a council would hold: an appendix with one wide table."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO, StringIO

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import Table, _Cell, _Row

from lippen.demo.dates import Dates
from lippen.demo.plan_kinds import ActionWords, ThemeWords, said
from lippen.demo.plan_words import THEMES
from lippen.demo.small_words import SMALL_PLAN

HEADINGS = ("Recommendation", "", "Action", "Lead", "Review Date", "Progress")
WIDTHS = (0.9, 3.6, 6.2, 1.6, 2.4, 11.0)


def plan_as_word(council: str, dates: Dates) -> bytes:
    """The plan's appendix as the bytes of a DOCX."""

    def say(words: str) -> str:
        return dates.say(said(words, council))

    document = _page(council, dates)
    table = document.add_table(rows=1, cols=len(HEADINGS))
    table.style = "Table Grid"
    _headings(table)
    for number, theme in enumerate(THEMES, start=1):
        _theme(table, number, theme, say)
    _widths(table)
    return _bytes(document, dates.period_end)


def _page(council: str, dates: Dates) -> WordDocument:
    document = Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = Cm(2)
    document.styles["Normal"].font.size = Pt(10)
    document.add_heading("Appendix 1", level=1)
    end = dates.period_end
    document.add_paragraph(f"Braeside Council and Strathlairn Council: position at {end.day} {end:%B %Y}")
    return document


def _headings(table: Table) -> None:
    row = table.rows[0]
    for cell, words in zip(row.cells, HEADINGS, strict=True):
        cell.text = words
        for run in cell.paragraphs[0].runs:
            run.bold = True
    _merged(row.cells[0], row.cells[1], HEADINGS[0])
    mark = OxmlElement("w:tblHeader")
    row._tr.get_or_add_trPr().append(mark)


def _theme(table: Table, number: int, theme: ThemeWords, say: Callable[[str], str]) -> None:
    rows = []
    actions = list(theme.actions)
    for run in theme.runs:
        rows.append(_action_row(table, actions[:run], say))
        del actions[:run]
    _merged(rows[0].cells[0], rows[-1].cells[0], str(number))
    _merged(rows[0].cells[1], rows[-1].cells[1], say(theme.title))


def _action_row(table: Table, actions: list[ActionWords], say: Callable[[str], str]) -> _Row:
    """One row; where it holds several actions, each has its place in every cell."""
    row = table.add_row()
    _lines(row.cells[2], [say(action.text) for action in actions], bullets=True)
    _lines(row.cells[3], [action.leads for action in actions])
    _lines(row.cells[4], [say(action.review) for action in actions])
    paragraphs = [say(words) for action in actions for words in action.progress]
    _lines(row.cells[5], paragraphs, bullets=len(actions) == 1 and len(paragraphs) > 2)
    return row


def _lines(cell: _Cell, lines: list[str], *, bullets: bool = False) -> None:
    for place, words in enumerate(lines):
        paragraph = cell.paragraphs[0] if place == 0 else cell.add_paragraph()
        if bullets:
            paragraph.style = "List Bullet"
        paragraph.add_run(words)


def _merged(first: _Cell, last: _Cell, words: str) -> None:
    """Merge a block of cells and leave these words alone in it."""
    block = first.merge(last)
    for paragraph in block.paragraphs[1:]:
        paragraph._p.getparent().remove(paragraph._p)
    block.paragraphs[0].text = words


def _widths(table: Table) -> None:
    table.autofit = False
    for place, width in enumerate(WIDTHS):
        table.columns[place].width = Cm(width)
    for tc, width in ((tc, width) for row in table.rows for tc, width in zip(row._tr.tc_lst, WIDTHS, strict=False)):
        if tc.grid_span == 1:
            tc.get_or_add_tcPr().get_or_add_tcW().set(qn("w:w"), str(Cm(width).twips))


def _bytes(document: WordDocument, day: object) -> bytes:
    """The file, with its day as the day of the plan and nobody's name in it."""
    properties = document.core_properties
    properties.author = "Braeside Council"
    properties.title = "Improvement plan, Appendix 1"
    moment = datetime(day.year, day.month, day.day, 16, tzinfo=UTC).replace(tzinfo=None)
    properties.created = properties.modified = moment
    written = BytesIO()
    document.save(written)
    return written.getvalue()


def small_plan_as_csv(council: str, dates: Dates) -> bytes:
    """The kinship carers' plan as a spreadsheet program saves it: CSV with a byte-order mark."""
    written = StringIO()
    rows = csv.writer(written)
    rows.writerow(("No.", "Recommendation", "Action", "Lead", "Review Date", "Progress"))
    themes = list(dict.fromkeys(row.theme for row in SMALL_PLAN))
    for row in SMALL_PLAN:
        said_row = (row.theme, row.action, row.lead, row.review, row.progress)
        rows.writerow((themes.index(row.theme) + 1, *(dates.say(said(words, council)) for words in said_row)))
    return written.getvalue().encode("utf-8-sig")
