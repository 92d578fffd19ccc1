"""A sheet's own XML, read once from end to end: how far it reaches, what is merged, hidden or a formula."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, Any

from lxml import etree

from lippen.kernel.files import gate
from lippen.kernel.files.gate import Refused, Shape

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"
_CELL = re.compile(r"^\$?([A-Z]{1,3})\$?(\d{1,7})$")
_YES = frozenset({"1", "true", "on"})
MOST_COLUMNS_OF_A_SHEET = 16_384
Range = tuple[int, int, int, int]


@dataclass
class SheetScan:
    """What is known of a sheet before its values are read. Rows and columns count from 1, as the sheet shows them."""

    rows: tuple[int, int] = (0, 0)
    columns: tuple[int, int] = (0, 0)
    cells: int = 0
    merges: list[Range] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    formulas: dict[tuple[int, int], str] = field(default_factory=dict)
    without_value: set[tuple[int, int]] = field(default_factory=set)
    is_filtered: bool = False

    def meet(self, row: int, column: int) -> None:
        """Take note that a cell holds something."""
        self.cells += 1
        self.rows = (min(self.rows[0], row) if self.rows[0] else row, max(self.rows[1], row))
        self.columns = (min(self.columns[0], column) if self.columns[0] else column, max(self.columns[1], column))


def scan_sheet(name: str, place: str, source: IO[bytes]) -> SheetScan:
    """Read a sheet's XML; refuses one with more rows, columns or cells than any plan has, before it is opened whole."""
    found, number = SheetScan(), 0
    for element in _elements(source):
        tag = element.tag.rpartition("}")[2]
        if tag == "row":
            number = _number(element.get("r")) or number + 1
            _row(found, element, number)
            _check(name, place, found)
        elif tag == "mergeCell" and (area := area_of(element.get("ref") or "")):
            found.merges.append(area)
        elif tag == "col" and (element.get("hidden") or "") in _YES:
            found.hidden_columns.append((_number(element.get("min")), _number(element.get("max"))))
        elif tag == "autoFilter":
            found.is_filtered = len(element) > 0
    return found


def _elements(source: IO[bytes]) -> Iterator[Any]:
    """Rows, merged areas, columns and filters, each let go once it was looked at."""
    tags = [space + tag for space in (_S, _STRICT) for tag in ("row", "mergeCell", "col", "autoFilter")]
    for _, element in etree.iterparse(source, tag=tags, resolve_entities=False, no_network=True, load_dtd=False):
        yield element
        element.clear(keep_tail=False)
        while element.getprevious() is not None:
            del element.getparent()[0]


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 8 else 0


def _row(found: SheetScan, row: Any, number: int) -> None:
    filled = False
    column = 0
    for cell in row:
        if not isinstance(cell.tag, str) or not cell.tag.endswith("}c"):
            continue
        at = cell_at(cell.get("r") or "")
        column = at[1] if at else column + 1
        filled = _cell(found, cell, number, column) or filled
    if filled and (row.get("hidden") or "") in _YES:
        found.hidden_rows.append(number)


def _cell(found: SheetScan, cell: Any, row: int, column: int) -> bool:
    """Take note of one cell; says whether it holds anything."""
    parts = {part.tag.rpartition("}")[2]: part for part in cell if isinstance(part.tag, str)}
    has_value = "is" in parts or bool("v" in parts and parts["v"].text)
    if "f" in parts:
        found.formulas[row, column] = (parts["f"].text or "")[:200]
        if not has_value and cell.get("t") != "str":
            found.without_value.add((row, column))
    if has_value or "f" in parts:
        found.meet(row, column)
    return has_value or "f" in parts


def cell_at(reference: str) -> tuple[int, int] | None:
    """Row and column of 'F7'; None where it names no cell."""
    found = _CELL.match(reference)
    if found is None:
        return None
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]), column


def area_of(reference: str) -> Range | None:
    """First row, first column, last row and last column of 'A1:C2'; None where it names no area."""
    first, _, last = reference.partition(":")
    start, end = cell_at(first), cell_at(last or first)
    if start is None or end is None or end[0] < start[0] or end[1] < start[1]:
        return None
    return (*start, *end)


def _check(name: str, place: str, found: SheetScan) -> None:
    columns = found.columns[1] - found.columns[0] + 1
    rows = found.rows[1] - found.rows[0] + 1
    if columns > gate.MOST_COLUMNS or rows > gate.MOST_ROWS:
        gate.check_shape(name, Shape(place, rows, columns))
    gate.check_amount(name, cells=found.cells, paragraphs=0)


def clamped(found: SheetScan) -> list[Range]:
    """The merged areas inside what the sheet uses; refuses areas that lie over each other without end."""
    areas = []
    for top, left, bottom, right in found.merges:
        area = (
            max(top, found.rows[0]),
            max(left, found.columns[0]),
            min(bottom, found.rows[1]),
            min(right, found.columns[1]),
        )
        if area[0] <= area[2] and area[1] <= area[3]:
            areas.append(area)
    if sum((area[2] - area[0] + 1) * (area[3] - area[1] + 1) for area in areas) > gate.MOST_CELLS:
        raise Refused("")
    return areas
