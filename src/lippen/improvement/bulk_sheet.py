"""A lead's actions as a spreadsheet to be filled in. Values in, bytes out: no tables, clock or request."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

from lippen.improvement.exports import Column, people, period_in_words, plain
from lippen.improvement.filled_in import AGREED, DATE, REASON, SAID, STATE, STATES_WORDS
from lippen.improvement.rows import ActionRow

AS_IT_IS = (
    Column("Number", 9, lambda row: row.number),
    Column("Theme", 24, lambda row: row.theme_title),
    Column("Action", 50, lambda row: row.text),
    Column("Leads", 24, lambda row: people(row.leads)),
    Column("State now", 14, lambda row: str(row.state).replace("_", " ").capitalize()),
    Column("Target date now", 18, lambda row: period_in_words(row.target)),
    Column("Last update", 40, lambda row: row.last_update_text),
)
TO_FILL_IN = ((SAID, 50), (STATE, 14), (DATE, 18), (REASON, 30), (AGREED, 24))


def built(rows: Sequence[ActionRow], *, title: str) -> bytes:
    """The sheet: what is so now on the left, what is to be filled in on the right, the reference last."""
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"title": title})
        _fill(book, rows)
    return out.getvalue()


def _fill(book: object, rows: Iterable[ActionRow]) -> None:
    sheet = book.add_worksheet("My actions")
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    empty = book.add_format({"text_wrap": True, "valign": "top", "bg_color": "#FFFBE6", "border": 1, "num_format": "@"})
    widths = [*((each.heading, each.width) for each in AS_IT_IS), *TO_FILL_IN, ("Reference in Lippen", 20)]
    for at, (heading, width) in enumerate(widths):
        sheet.set_column(at, at, width)
        sheet.write_string(0, at, heading, bold)
    sheet.freeze_panes(1, 3)
    first = len(AS_IT_IS)
    for line, row in enumerate(rows, 1):
        for at, column in enumerate(AS_IT_IS):
            sheet.write_string(line, at, plain(str(column.read(row) or "")), wrapped)
        for at in range(first, first + len(TO_FILL_IN)):
            sheet.write_blank(line, at, None, empty)
        sheet.data_validation(line, first + 1, line, first + 1, {"validate": "list", "source": list(STATES_WORDS)})
        sheet.write_string(line, len(widths) - 1, row.ref, wrapped)
