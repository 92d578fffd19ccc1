"""A plan as a spreadsheet or as comma-separated values. Values in, bytes out: no tables, clock or request."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from lippen.design.words import period_words
from lippen.improvement import datasets
from lippen.improvement.rows import ActionRow, LeadRow
from lippen.improvement.source_rows import NO_TIES, Ties
from lippen.kernel.calendar import Period

CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MEDIA_TYPES = {"csv": CSV_TYPE, "xlsx": XLSX_TYPE, "data": CSV_TYPE}
ENDINGS = {"csv": ".csv", "xlsx": ".xlsx", "data": "-data.csv"}
WORDS = {
    "csv": "comma-separated values (CSV)",
    "xlsx": "spreadsheet (XLSX)",
    "data": "data for analysis (CSV of dates, codes and counts, without names or words)",
}
_DANGEROUS = re.compile(r"^'*[=+\-@\t\r]")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]")
MOST_IN_A_CELL = 32_000
Cell = str | int | date | None
Tied = Mapping[int, Ties]
NONE_TIED: Tied = MappingProxyType({})
Tick = Callable[[int], None]


@dataclass(frozen=True)
class TieColumn:
    """One column of the export about how an action hangs together with others."""

    heading: str
    width: int
    read: Callable[[Ties], Cell]


@dataclass(frozen=True)
class Column:
    """One column of the export: its heading, its width in characters and what stands in it."""

    heading: str
    width: int
    read: Callable[[ActionRow], Cell]


def people(leads: Sequence[LeadRow]) -> str:
    """People with their posts, in one cell."""
    return "; ".join(f"{lead.name}, {lead.post_title}" if lead.post_title else lead.name for lead in leads)


def period_in_words(period: Period | None) -> str:
    return period_words(period) if period else ""


def _yes(claim: bool) -> str:
    return "Yes" if claim else "No"


COLUMNS = (
    Column("Number", 9, lambda row: row.number),
    Column("Theme", 30, lambda row: row.theme_title),
    Column("Action", 60, lambda row: row.text),
    Column("Kind", 14, lambda row: "To be kept going" if row.kind == "keep_going" else "To be finished"),
    Column("Intent", 40, lambda row: row.intent),
    Column("Priority", 10, lambda row: str(row.priority or "")),
    Column("Leads", 40, lambda row: people(row.leads)),
    Column("Accountable", 30, lambda row: people([row.accountable]) if row.accountable else ""),
    Column("Councils", 24, lambda row: "; ".join(row.authorities)),
    Column("State", 14, lambda row: str(row.state).replace("_", " ").capitalize()),
    Column("In this state since", 16, lambda row: row.state_on),
    Column("Reason for the state", 40, lambda row: row.state_reason),
    Column("Standing", 10, lambda row: str(row.standing).capitalize()),
    Column("Why", 40, lambda row: row.standing_reason),
    Column("First target date", 18, lambda row: period_in_words(row.first_target)),
    Column("Target date now", 18, lambda row: period_in_words(row.target)),
    Column("Target date now, last day", 16, lambda row: row.target.last_day if row.target else None),
    Column("Times the date moved", 10, lambda row: row.slips),
    Column("Review date", 18, lambda row: period_in_words(row.review)),
    Column("Last update on", 16, lambda row: row.last_update_on),
    Column("Last update", 60, lambda row: row.last_update_text),
    Column("Evidence accepted", 12, lambda row: _yes(row.evidence_accepted)),
    Column("Accepted outside the lead's line", 14, lambda row: _yes(row.evidence_outside_line)),
    Column("Open doubts", 10, lambda row: row.doubts_open),
    Column("Reference in Lippen", 20, lambda row: row.ref),
)

TIE_COLUMNS = (
    TieColumn("Answers", 40, lambda ties: "; ".join(label.words for label in ties.answers)),
    TieColumn("Waits on", 10, lambda ties: ties.waits_on.number if ties.waits_on else ""),
    TieColumn("What is late about that", 24, lambda ties: ties.waits_on.late_words if ties.waits_on else ""),
    TieColumn("Goes on as part of", 10, lambda ties: ties.into.number if ties.into else ""),
    TieColumn("Carried by", 30, lambda ties: ties.carrier.plan_title if ties.carrier else ""),
)
HEADINGS = (*((column.heading, column.width) for column in COLUMNS), *((c.heading, c.width) for c in TIE_COLUMNS))


def _cells(row: ActionRow, tied: Tied) -> Iterator[Cell]:
    """What stands in a row's line."""
    ties = tied.get(row.id, NO_TIES)
    yield from (column.read(row) for column in COLUMNS)
    yield from (column.read(ties) for column in TIE_COLUMNS)


def as_text(value: Cell) -> Cell:
    """
    Text that a spreadsheet would run as a formula leaves with an apostrophe before it, so that it stays text.

    Text that begins with an apostrophe before such a sign gets one more, so that reading the file gives the same words.
    """
    if isinstance(value, str):
        kept = plain(value)
        return f"'{kept}" if _DANGEROUS.match(kept) else kept
    return value


def plain(words: str) -> str:
    """Words as every spreadsheet can hold them: one kind of line end, no control signs."""
    return _CONTROL.sub("", words.replace("\r\n", "\n").replace("\r", "\n"))[:MOST_IN_A_CELL]


def built(
    kind: str, rows: Sequence[ActionRow], *, title: str, tied: Tied = NONE_TIED, tick: Tick = lambda done: None
) -> bytes:
    """The plan as a file of the kind asked for."""
    if kind == "xlsx":
        return plan_xlsx(rows, title=title, tied=tied, tick=tick)
    return plan_csv(rows, tied=tied, tick=tick) if kind == "csv" else plan_data(rows, tick=tick)


def plan_data(rows: Iterable[ActionRow], *, tick: Tick = lambda done: None) -> bytes:
    """The plan's dataset as plain CSV for programs: its columns by their own names, without names and words."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(datasets.COLUMNS)
    for done, facts in enumerate(datasets.action_facts(rows), 1):
        writer.writerow(csv_cell(value) for value in facts.values())
        tick(done)
    return out.getvalue().encode()


def plan_csv(rows: Iterable[ActionRow], *, tied: Tied = NONE_TIED, tick: Tick = lambda done: None) -> bytes:
    """The plan as CSV that every spreadsheet program opens: UTF-8 with its mark, one action a line."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(heading for heading, _ in HEADINGS)
    for done, row in enumerate(rows, 1):
        writer.writerow(csv_cell(cell) for cell in _cells(row, tied))
        tick(done)
    return out.getvalue().encode("utf-8-sig")


def csv_cell(value: Cell) -> str:
    """A cell as CSV holds it: nothing that a spreadsheet would run, days as 2012-10-25."""
    kept = as_text(value)
    if kept is None:
        return ""
    return kept.isoformat() if isinstance(kept, date) else str(kept)


def plan_xlsx(
    rows: Iterable[ActionRow], *, title: str, tied: Tied = NONE_TIED, tick: Tick = lambda done: None
) -> bytes:
    """The plan as a spreadsheet with a heading row that stays, filters and dates as dates."""
    return sheet_of("Plan", HEADINGS, (_cells(row, tied) for row in rows), title=title, tick=tick)


def sheet_of(
    name: str,
    headings: Sequence[tuple[str, int]],
    lines: Iterable[Iterable[Cell]],
    *,
    title: str,
    tick: Tick = lambda done: None,
) -> bytes:
    """Lines of cells as a spreadsheet: headings with their widths, text as text, days as days."""
    import xlsxwriter

    out = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"title": title})
        _fill(book, name, headings, lines, tick)
    return out.getvalue()


def values_of(headings: Sequence[tuple[str, int]], lines: Iterable[Iterable[Cell]]) -> bytes:
    """Lines of cells as CSV that every spreadsheet program opens: UTF-8 with its mark."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(heading for heading, _ in headings)
    writer.writerows([csv_cell(cell) for cell in line] for line in lines)
    return out.getvalue().encode("utf-8-sig")


def _fill(
    book: object, name: str, headings: Sequence[tuple[str, int]], lines: Iterable[Iterable[Cell]], tick: Tick
) -> None:
    sheet = book.add_worksheet(name)
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    day = book.add_format({"num_format": "d mmmm yyyy", "align": "left", "valign": "top"})
    for at, (heading, width) in enumerate(headings):
        sheet.set_column(at, at, width)
        sheet.write_string(0, at, heading, bold)
    sheet.freeze_panes(1, 1)
    done = 0
    for done, line in enumerate(lines, 1):
        for at, cell in enumerate(line):
            _write(sheet, done, at, cell, day, wrapped)
        tick(done)
    sheet.autofilter(0, 0, max(done, 1), len(headings) - 1)


def _write(sheet: object, row: int, column: int, value: Cell, day: object, wrapped: object) -> None:
    if value is None:
        return
    if isinstance(value, date):
        sheet.write_datetime(row, column, value, day)
    elif isinstance(value, int):
        sheet.write_number(row, column, value, wrapped)
    else:
        sheet.write_string(row, column, plain(str(value)), wrapped)


def file_name(title: str, kind: str) -> str:
    """A file name from the plan's title that every system takes."""
    plain = "".join(letter if letter.isalnum() else " " for letter in title)
    return f"{'-'.join(plain.split())[:80] or 'plan'}{ENDINGS[kind]}"
