"""One made-up plan as every kind of file that can be brought in; written for the tests."""

from __future__ import annotations

import csv
import html
import io
from collections.abc import Callable, Sequence
from datetime import date

import typst
from openpyxl import Workbook

from lippen.improvement.tests.word_files import new_document, plan_table, saved

HEADINGS = ("No", "Recommendation", "Action", "Lead", "Review date", "Target date", "Progress")
Row = tuple[str, ...]
ROWS: tuple[Row, ...] = (
    (
        "1",
        "Homes for children",
        "Find ten new carers in Braeside and in the villages round it",
        "AB",
        "September 2025",
        "31 March 2026",
        "Adverts are under way across Braeside, Strathlairn and the Islands.\nTwo families have come forward.",
    ),
    ("", "", "Paint the visiting room", "CdE", "July 2025", "", "In place"),
    ("2", "Steady staffing", "Fill the empty desks", "AB, CdE", "Sept / Oct 2025", "2026", "The first post is filled."),
    (
        "3",
        "Good practice",
        "• Yearly file check\n• Guide for new carers\n• Shared diary",
        "AB\nCdE\nAB CdE",
        "June 2025\nDecember 2025\nJanuary 2026",
        "",
        "• File check complete\n• Guide yet to be written\n• Diary being tried by Two Teams",
    ),
    ("4", "Telling people", "Meet carers every season", "", "November 2025", "", "Carers met in the Hall of Braeside"),
)


def as_csv(rows: Sequence[Row] = ROWS, headings: Row = HEADINGS, delimiter: str = ",") -> bytes:
    """The plan as CSV."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows((headings, *rows))
    return out.getvalue().encode()


def as_text(rows: Sequence[Row] = ROWS, headings: Row = HEADINGS) -> bytes:
    """The plan as lines of text with tabs; several lines of a cell as HTML, the way that such files come."""
    lines = ["\t".join(cell.replace("\n", "<br>") for cell in row) for row in (headings, *rows)]
    return "\n".join(["Subject: Plan for carers", "", "1.0 Purpose", "How the plan has moved.", "", *lines]).encode()


def as_docx(rows: Sequence[Row] = ROWS, headings: Row = HEADINGS) -> bytes:
    """The plan as a Word document."""
    document = new_document()
    plan_table(document, *(tuple(cell.replace("• ", "* ") for cell in row) for row in rows), headings=headings)
    return saved(document)


def as_html(rows: Sequence[Row] = ROWS, headings: Row = HEADINGS) -> bytes:
    """The plan as a web page whose layout is a table too."""
    body = "".join(f"<tr>{''.join(map(_html_cell, row))}</tr>" for row in rows)
    head = "".join(f"<th scope=col>{heading}</th>" for heading in headings)
    return (
        "<!DOCTYPE html><html><head><title>Plan</title></head><body><table><tr><td><a href='/'>Home</a></td><td>"
        f"<h1>Plan for carers</h1><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></td></tr></table>"
    ).encode()


def _html_cell(text: str) -> str:
    lines = text.split("\n")
    if text.startswith("• "):
        return f"<td><ul>{''.join(f'<li>{html.escape(line[2:])}</li>' for line in lines)}</ul></td>"
    if len(lines) > 1:
        return f"<td>{''.join(f'<p>{html.escape(line)}</p>' for line in lines)}</td>"
    return f"<td>{html.escape(text)}</td>"


def as_markdown(rows: Sequence[Row] = ROWS, headings: Row = HEADINGS) -> bytes:
    """The plan as a pipe table."""
    lines = ["# Plan for carers", "", f"| {' | '.join(headings)} |", f"|{'---|' * len(headings)}"]
    lines += [
        f"| {' | '.join(cell.replace('|', chr(92) + '|').replace(chr(10), '<br>') for cell in row)} |" for row in rows
    ]
    return "\n".join(lines).encode()


def as_xlsx(rows: Sequence[Sequence[object]] = ROWS, headings: Row = HEADINGS) -> bytes:
    """The plan as a spreadsheet with a title row."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Plan"
    sheet.append(["Plan for carers"])
    sheet.append([])
    for row in (headings, *rows):
        sheet.append([None if cell == "" else cell for cell in row])
    return workbook_bytes(book)


def workbook_bytes(book: Workbook) -> bytes:
    """A spreadsheet's bytes."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_pdf(
    rows: Sequence[Row] = ROWS, headings: Row = HEADINGS, *, height: str = "160mm", repeat: bool = True
) -> bytes:
    """The plan as a PDF over several pages, its headings again on each."""
    cells = "\n".join(f"[{_typst(cell)}]," for row in rows for cell in row)
    head = ", ".join(f"[{_typst(heading)}]" for heading in headings)
    top = f"table.header({head})" if repeat else head
    source = f"""#set page(width: 297mm, height: {height}, margin: 15mm)
#set page(footer: context [Page #counter(page).display()])
#set text(size: 9pt)
#text(size: 18pt)[Plan for carers]

Date of Meeting: 14 November 2024

#table(columns: (10mm, 1fr, 2fr, 16mm, 1fr, 1fr, 2fr), {top},
{cells}
)
"""
    return pdf_of(source)


def pdf_of(source: str) -> bytes:
    """A PDF from Typst's own language."""
    return typst.compile(source.encode())


def _typst(text: str) -> str:
    escaped = "".join(f"\\{sign}" if sign in "\\#$*_`<>@[]~/=" else sign for sign in text)
    return escaped.replace("\n", " \\\n")


MAKERS: dict[str, Callable[[], bytes]] = {
    "text": as_text,
    "docx": as_docx,
    "csv": as_csv,
    "xlsx": as_xlsx,
    "pdf": as_pdf,
    "html": as_html,
    "markdown": as_markdown,
}
DAY = date(2025, 5, 31)
