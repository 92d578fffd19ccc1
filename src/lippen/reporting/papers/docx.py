"""A paper as a Word file: real headings, lists and repeated table headers, written as XML (cell by cell is slow)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from .canonical import Content
from .charting import drawing_of
from .docx_package import pack
from .docx_xml import LANDSCAPE, PORTRAIT, Cell, paragraph, picture_run, run, table, tick_run, width_of
from .furniture import (
    CHECK_TITLE,
    DRAFT,
    Furniture,
    columns_of,
    furnish,
    grouped,
    is_numbered,
    is_wide,
    levelled,
    trend_table,
)
from .picture import png_of, size_of
from .schema import STANDINGS

SHAPES = {"blue": "\u25c9", "grey": "\u25cb", "red": "\u25c6", "amber": "\u25b2", "green": "\u25cf"}
COLOURS = {"blue": "0B5CAD", "grey": "5E5E5E", "red": "A30B0B", "amber": "7A4F00", "green": "1B6B38"}
HANG = 737
STANDING_HANG, LONG_STANDING_HANG, LONG_WORD = 1247, 2154, 6
SHORT_LABEL = 12
DATE_COLUMNS = 3
BULLETS = 1
KEEP_TOGETHER = 700
LONGEST_BAR = 16
PICTURE_SHARE = 0.92


@dataclass(frozen=True)
class Place:
    """Where a block stands: heading level, whether its part hangs on numbers or lies across, its list's number,
    the last picture's number and its size in dots."""

    level: int
    numbered: bool
    wide: bool
    lettered: int
    picture: int = 0
    size: tuple[int, int] = (1, 1)

    @property
    def indent(self) -> int:
        return HANG if self.numbered else 0


def render_docx(content: Content, *, signed_at: datetime | None, fonts: Path) -> bytes:
    """The paper as a Word file; the same content, moment and fonts always give the same bytes."""
    furniture = furnish(content, signed_at)
    blocks = [block for part in content["parts"] for block in part["blocks"]]
    lettered = sum(block["kind"] == "lettered" for block in blocks)
    pictures = [png_of(drawing_of(block), fonts) for block in blocks if block["kind"] == "trend"]
    body = "".join(_body(content, furniture, [size_of(picture) for picture in pictures]))
    return pack(body, furniture, lettered_lists=lettered, pictures=pictures)


def _body(content: Content, furniture: Furniture, sizes: Sequence[tuple[int, int]]) -> Iterator[str]:
    yield from _masthead(furniture)
    parts, lettered, pictures = content["parts"], BULLETS, 0
    for index, part in enumerate(parts):
        wide = is_wide(part)
        yield paragraph(run(part["title"]), "Heading1", page_break=index > 0 and wide == is_wide(parts[index - 1]))
        for block, level in levelled(part["blocks"]):
            lettered += block["kind"] == "lettered"
            pictures += block["kind"] == "trend"
            size = sizes[pictures - 1] if pictures else (1, 1)
            place = Place(level, is_numbered(part), wide, lettered, pictures, size)
            yield from WRITERS[block["kind"]](block, place)
        if index + 1 < len(parts) and wide != is_wide(parts[index + 1]):
            yield paragraph("", "SectionEnd", section=LANDSCAPE if wide else PORTRAIT)
    yield from _check(furniture)
    yield LANDSCAPE if is_wide(parts[-1]) else PORTRAIT


def _masthead(furniture: Furniture) -> Iterator[str]:
    yield paragraph(run(furniture.authority), "Authority")
    yield paragraph(run(furniture.title), "Title")
    if not furniture.signed:
        yield paragraph(run(f"{DRAFT}."), "Alarm")
    if furniture.notice:
        yield paragraph(run(furniture.notice), "Notice")
    yield _dates(furniture.dates)
    yield paragraph("", "Gap")
    yield paragraph("", "Gap")


def _dates(dates: tuple[tuple[str, str], ...]) -> str:
    """The dates as a grid of three columns, each label over its value."""
    cells = [Cell(pair, "DateLabel", others="DateValue") for pair in dates]
    cells += [Cell(("",), "DateLabel")] * (-len(cells) % DATE_COLUMNS)
    rows = [cells[at : at + DATE_COLUMNS] for at in range(0, len(cells), DATE_COLUMNS)]
    widths = [width_of(wide=False) // DATE_COLUMNS] * DATE_COLUMNS
    return table(widths, head=[], body=[(row, True) for row in rows], style="DateTable")


def _check(furniture: Furniture) -> Iterator[str]:
    yield paragraph(run(CHECK_TITLE), "Heading2")
    for words in furniture.check:
        yield paragraph(run(words), "BodyText", keep=True)
    yield paragraph(run(furniture.hash_groups), "HashCode")


def _heading(block: dict[str, Any], place: Place) -> Iterator[str]:
    style = f"Heading{min(place.level, 6)}"
    if number := block.get("number"):
        yield paragraph(run(f"{number}\t{block['text']}"), style, hang=HANG)
    else:
        yield paragraph(run(block["text"]), style)


def _paragraph(block: dict[str, Any], place: Place) -> Iterator[str]:
    yield _said(block["text"], block.get("number"), place)


def _said(words: str, number: str | None, place: Place, *, keep: bool = False) -> str:
    if number:
        return paragraph(run(f"{number}\t{words}"), "BodyText", hang=HANG, keep=keep)
    return paragraph(run(words), "BodyText", left=place.indent, keep=keep)


def _bullets(block: dict[str, Any], place: Place) -> Iterator[str]:
    for item in block["items"]:
        yield paragraph(run(item), "ListBullet", listed=BULLETS, left=place.indent + 397, hanging=397)


def _lettered(block: dict[str, Any], place: Place) -> Iterator[str]:
    for item in block["items"]:
        yield paragraph(run(item), "ListNumber", listed=place.lettered, left=place.indent + 454, hanging=454)


def _choice(block: dict[str, Any], place: Place) -> Iterator[str]:
    yield _said(block["question"], block.get("number"), place, keep=True)
    left = HANG if block.get("number") else place.indent
    for line in _lines_of_options(block["options"]):
        runs = run("\u2003\u2003").join(
            tick_run(option["ticked"]) + run(option["label"], bold=option["ticked"]) for option in line
        )
        yield paragraph(runs, "BodyText", left=left, keep=bool(block.get("note")))
    if block.get("note"):
        yield paragraph(run(block["note"]), "Note", left=left)


def _lines_of_options(options: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Short answers beside each other, long ones below each other."""
    if all(len(option["label"]) < SHORT_LABEL for option in options):
        return [list(options)] if options else []
    return [[option] for option in options]


def _standing(block: dict[str, Any], place: Place) -> Iterator[str]:
    key = STANDINGS[block["word"]]
    colour = COLOURS[key]
    word = run(SHAPES[key] + " ", colour=colour, symbol=True) + run(block["word"] + "\t", bold=True, colour=colour)
    yield paragraph(
        word + run(block["text"]),
        "BodyText",
        hang=LONG_STANDING_HANG if len(block["word"]) > LONG_WORD else STANDING_HANG,
    )


def _facts(block: dict[str, Any], place: Place) -> Iterator[str]:
    yield from _fact_rows(block["rows"])
    yield paragraph("", "Gap")


def _fact_rows(rows: Any) -> Iterator[str]:
    """Facts as a table of two columns, each row's label being its header."""
    cells = [[Cell((label,), "TableHead"), Cell((value,), "TableText")] for label, value in rows]
    if cells:
        yield table([2150, width_of(wide=False) - 2150], head=[], body=[(row, True) for row in cells])


def _people(block: dict[str, Any], place: Place) -> Iterator[str]:
    yield paragraph(run(block["heading"]), "Heading2")
    yield _plain_table(block["columns"], block["rows"])
    yield paragraph("", "Gap")


def _signatures(block: dict[str, Any], place: Place) -> Iterator[str]:
    rows = [(row["name"], row["designation"], row["signed_on"] or "Not yet signed") for row in block["rows"]]
    yield _plain_table(("Approved by", "Designation", "Signed"), rows)
    yield paragraph("", "Gap")


def _plain_table(columns: Any, rows: Any) -> str:
    widths = [width_of(wide=False) // len(columns)] * len(columns)
    body = [([Cell((words,), "TableText") for words in row], True) for row in rows]
    return table(widths, head=[[Cell((words,), "TableHead") for words in columns]], body=body)


def _table(block: dict[str, Any], place: Place) -> Iterator[str]:
    groups = grouped(block)
    columns = columns_of(block, groups)
    total = sum(column["share"] for column in columns)
    widths = [int(width_of(wide=place.wide) * column["share"] / total) for column in columns]
    yield paragraph(run(block["caption"]), "Caption", keep=True)
    if not block["rows"]:
        yield paragraph(run("There is nothing to list here yet."), "Note")
    heading = [Cell((column["heading"],), "TableHead", right=bool(column.get("numbers"))) for column in columns]
    numbers = [bool(column.get("numbers")) for column in columns]
    for group in groups:
        # One table for each group: Word repeats only a table's first rows, and the group's title must come back too.
        title = [[Cell(group.title, "GroupHead", span=len(columns))]] if group.title else []
        body = [_row(row, numbers, is_total=place in group.totals) for place, row in enumerate(group.rows)]
        yield table(widths, head=[*title, heading], body=body)
        yield paragraph("", "Gap")


def _chart(block: dict[str, Any], place: Place) -> Iterator[str]:
    """A chart as the table behind it, with a bar drawn in each row."""
    yield paragraph(run(block["title"], bold=True), "BodyText", keep=True)
    yield paragraph(run(block["subtitle"]), "Note")
    most = max((max(bar["value"], bar.get("of", 0)) for bar in block["bars"]), default=0) or 1
    body = [
        ([Cell((bar["label"],), "TableText"), _bar_cell(bar["value"] / most), Cell((bar["words"],), "TableText")], True)
        for bar in block["bars"]
    ]
    heading = [Cell((words,), "TableHead") for words in (block["heading"], "", "Actions")]
    whole = width_of(wide=place.wide)
    widths = [int(whole * 0.4), int(whole * 0.42), whole - int(whole * 0.4) - int(whole * 0.42)]
    yield table(widths, head=[heading], body=body)
    yield paragraph("", "Gap")


def _trend(block: dict[str, Any], place: Place) -> Iterator[str]:
    """A line chart as a picture with its words for those who cannot see it, and its figures as a table beneath."""
    yield paragraph(run(block["title"], bold=True), "BodyText", keep=True)
    yield paragraph(run(block["subtitle"]), "Note", keep=True)
    across = int(width_of(wide=False) * PICTURE_SHARE)
    down = across * place.size[1] // place.size[0]
    yield paragraph(picture_run(place.picture, across, down, block["alt"]), "BodyText", keep=True)
    headings, rows = trend_table(block)
    yield _plain_table(headings, rows)
    yield paragraph("", "Gap")


def _bar_cell(share: float) -> Cell:
    return Cell(("",), "TableText", bar=max(1, round(LONGEST_BAR * share)) if share else 0)


def _row(row: Any, numbers: Sequence[bool], *, is_total: bool) -> tuple[list[Cell], bool]:
    together = max(sum(map(len, cell)) for cell in row) <= KEEP_TOGETHER
    style = "TableHead" if is_total else "TableText"
    return [Cell(tuple(cell), style, right=right) for cell, right in zip(row, numbers, strict=True)], together


def _page_break(block: dict[str, Any], place: Place) -> Iterator[str]:
    yield paragraph("", "Gap", page_break=True)


WRITERS: dict[str, Callable[[dict[str, Any], Place], Iterator[str]]] = {
    "heading": _heading,
    "paragraph": _paragraph,
    "bullets": _bullets,
    "lettered": _lettered,
    "choice": _choice,
    "standing": _standing,
    "facts": _facts,
    "people": _people,
    "signatures": _signatures,
    "table": _table,
    "chart": _chart,
    "trend": _trend,
    "page_break": _page_break,
}
