"""Reading a file of records, of any size up to 2 GB, in the child process: surveyed first, then given out in parts.

A part is some thousand rows with the place in the file where the next one begins, so that reading goes on there after
it was cut short. No Django here.
"""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
import json
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta
from typing import IO, Any

from lippen.casework.adapters.cells import COUNTED
from lippen.kernel.files import gate
from lippen.kernel.files.gate import FileKind, Refused

MOST_BYTES = 2 * 1024 * 1024 * 1024
MOST_ROWS = 20_000_000
PART_ROWS = 1_000
PART_CHARACTERS = 1_000_000
MOST_LINE_BYTES = 4 * 1024 * 1024
BLOCK = 1024 * 1024
HEAD = 256 * 1024
MARKS = (",", ";", "\t", "|")
CSV, XLSX, ZIP = "csv", "xlsx", "zip"
COUNTED_FROM, COUNTED_TO = date(1950, 1, 1), date(2100, 1, 1)
"""Between which days a whole number of a spreadsheet may stand for a day: 18264 to 73050 where it counts from 1900."""
MOST_COUNTED = 100_000
_TWO_BYTES = re.compile(rb"[\xc3-\xef][\x80-\xbf]{1,2}")
_NO_RESULT = re.compile(rb"<f(?:\s[^>]*)?(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>")
_DIGITS = re.compile(r"\d{3,}")


@dataclass(frozen=True)
class Survey:
    """What a file is, before its rows are read. `begins_at` is the place of the first row under the headings."""

    kind: str
    sha256: str
    size_bytes: int
    encoding: str
    mark: str
    headings: tuple[str, ...]
    begins_at: int
    heading_row: int
    files: dict[str, int] = field(default_factory=dict)
    """How many rows each file of several holds."""


@dataclass(frozen=True)
class Part:
    """Rows that were read together. `read_to`: where the next part begins, in bytes, or in rows of a spreadsheet."""

    number: int
    first_row: int
    rows: int
    read_to: int
    last_row: int


def check_size(name: str, size: int, most: int = MOST_BYTES) -> None:
    """Refuse a file that is too large, before it is read."""
    if size > most:
        raise Refused(f"{name} is larger than 2 GB ({size / 1024**3:,.1f} GB). Split it by rows, headings in each.")
    if size == 0:
        raise Refused(f"{name} is empty. Choose the file again.")


def surveyed(file: IO[bytes], *, name: str) -> Iterator[bytes]:
    """What the file is, as one line: it is read through once, for its hash and its letters."""
    size = file.seek(0, io.SEEK_END)
    check_size(name, size)
    file.seek(0)
    kind = _kind(name, file, size)
    survey = _survey_workbook(name, file, size) if kind == XLSX else _survey_text(name, file, size)
    yield json.dumps(asdict(survey)).encode()


def _kind(name: str, file: IO[bytes], size: int) -> str:
    head = file.read(HEAD)
    is_packed = head.startswith((b"PK\x03\x04", b"PK\x05\x06"))
    if is_packed and size > gate.MOST_BYTES:
        raise Refused(f"{name} is a spreadsheet larger than 20 MB. Save it as CSV and bring that in.")
    found = gate.kind_of(name, head + file.read() if is_packed else head)
    if found is FileKind.XLSX:
        return XLSX
    if found in (FileKind.DOCX, FileKind.PDF, FileKind.HTML):
        raise Refused(f"{name} is not a table of rows. Save them as CSV or as a spreadsheet (.xlsx).")
    return CSV


def _survey_text(name: str, file: IO[bytes], size: int) -> Survey:
    sha256, encoding = _letters(name, file)
    file.seek(0)
    head = file.read(HEAD)
    mark = _mark(name, _decoded_head(head, encoding))
    lines = Lines(name, file, encoding)
    rows = csv.reader(lines, delimiter=mark, strict=True)
    for number, row in enumerate(_checked(name, rows), start=1):
        if any(cell.strip() for cell in row):
            headings = _headings(name, row)
            return Survey(CSV, sha256, size, encoding, mark, headings, lines.place, number)
    raise Refused(f"{name} holds no row of words. Choose the file again.")


def _letters(name: str, file: IO[bytes]) -> tuple[str, str]:
    """The file's hash, and whether its letters are UTF-8 or those of Windows; refuses what cannot be read."""
    file.seek(0)
    sha, utf8 = hashlib.sha256(), codecs.getincrementaldecoder("utf-8-sig")()
    lines, is_utf8, has_pairs = 0, True, False
    first = True
    while block := file.read(BLOCK):
        if first and block.startswith((b"\xff\xfe", b"\xfe\xff")):
            raise Refused(f"{name} is written in UTF-16. Save it again as CSV in UTF-8 and bring that in.")
        first = False
        if b"\x00" in block:
            line = lines + block.count(b"\n", 0, block.index(b"\x00")) + 1
            raise Refused(f"{name}, line {line:,}: a NUL character. It is not plain text; save it again.")
        sha.update(block)
        is_utf8, has_pairs = _still_utf8(name, utf8, block, lines, is_utf8, has_pairs)
        lines += block.count(b"\n")
    if is_utf8:
        try:
            utf8.decode(b"", final=True)
        except UnicodeDecodeError:
            raise Refused(_unreadable(name, lines + 1)) from None
    return sha.hexdigest(), "utf-8-sig" if is_utf8 else "windows-1252"


def _still_utf8(name: str, utf8: Any, block: bytes, lines: int, is_utf8: bool, has_pairs: bool) -> tuple[bool, bool]:
    if is_utf8:
        try:
            has_pairs |= len(utf8.decode(block)) < len(block) and not block.isascii()
            return True, has_pairs
        except UnicodeDecodeError as problem:
            if has_pairs or _TWO_BYTES.search(block):
                line = lines + block.count(b"\n", 0, max(problem.start, 0)) + 1
                raise Refused(_unreadable(name, line)) from None
    try:
        block.decode("windows-1252")
    except UnicodeDecodeError as problem:
        raise Refused(_unreadable(name, lines + block.count(b"\n", 0, problem.start) + 1)) from None
    return False, has_pairs


def _unreadable(name: str, line: int) -> str:
    return f"{name}, line {line:,}: a character that cannot be read. Save it again as UTF-8 text and bring that in."


def _decoded_head(head: bytes, encoding: str) -> str:
    whole = head[: head.rfind(b"\n") + 1] or head
    return whole.decode(encoding, "replace")


def _mark(name: str, text: str) -> str:
    """What separates the cells: the sign that divides the first rows most evenly, in the most cells."""
    csv.field_size_limit(gate.MOST_CELL_CHARACTERS)
    scores = {mark: _evenness(text, mark) for mark in MARKS}
    best = max(scores, key=lambda mark: scores[mark])
    if scores[best][1] < 2:
        raise Refused(f"{name} holds one column alone. Save the rows as CSV, with a heading over each column.")
    return best


def _evenness(text: str, mark: str) -> tuple[float, int]:
    widths: Counter[int] = Counter()
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=mark):
            if any(cell.strip() for cell in row):
                widths[len(row)] += 1
            if widths.total() >= 100:
                break
    except csv.Error:
        pass
    if not widths:
        return 0.0, 0
    width, count = widths.most_common(1)[0]
    return (count / widths.total() if width >= 2 else 0.0), width


def _headings(name: str, row: list[str]) -> tuple[str, ...]:
    cells = [" ".join(cell.split()) for cell in row]
    while cells and not cells[-1]:
        cells.pop()
    if len(cells) > gate.MOST_COLUMNS:
        limit = f"the limit is {gate.MOST_COLUMNS}. Keep the columns that are to come in."
        raise Refused(f"{name}: {len(cells):,} columns; {limit}")
    if sum(bool(_DIGITS.search(cell)) for cell in cells) * 2 > len(cells):
        raise Refused(f"{name}: the first row holds no headings. Put a heading over each column and bring it in again.")
    return tuple(cell[:120] for cell in cells)


class Lines:
    """The lines of a text file as they are asked for, and the place that reading has come to, in bytes."""

    def __init__(self, name: str, file: IO[bytes], encoding: str, place: int = 0) -> None:
        self.name, self.file, self.encoding, self.place, self.number = name, file, encoding, place, 0
        file.seek(place)

    def __iter__(self) -> Lines:
        return self

    def __next__(self) -> str:
        raw = self.file.readline(MOST_LINE_BYTES)
        if not raw:
            raise StopIteration
        self.number += 1
        if len(raw) == MOST_LINE_BYTES and not raw.endswith(b"\n"):
            raise Refused(f"{self.name}: a line of more than 4 MB. Save it again as CSV, one row to a line.")
        is_first = self.place == 0
        self.place += len(raw)
        return raw.decode(self.encoding if is_first else self.encoding.removesuffix("-sig"))


def _checked(name: str, rows: Any, before: int = 0) -> Iterator[list[str]]:
    """Rows as they are read; a quotation mark gone astray is refused, for it would swallow the rows after it."""
    number = before
    try:
        for row in rows:
            number += 1
            yield row
    except csv.Error as problem:
        row = f"row {number + 1:,}"
        if "field larger" in str(problem):
            limit = f"{gate.MOST_CELL_CHARACTERS:,}"
            what = f"a cell of more than {limit} characters, or a quotation mark that is never closed"
        else:
            what = "a quotation mark stands where none can, or is never closed"
        raise Refused(f"{name}, {row}: {what}. Look at the row before it too.") from None


def parts(
    file: IO[bytes],
    *,
    name: str,
    kind: str,
    encoding: str,
    mark: str,
    read_to: int,
    number: int,
    row: int,
    most_rows: int = MOST_ROWS,
) -> Iterator[bytes]:
    """The rows after a place, part by part: a line that says what the part is, then a line with its rows."""
    if kind == XLSX:
        file.seek(0)  # the file is handed over as its last reader left it
        found = _workbook_rows(name, file.read(), after=read_to)
        place = None
    else:
        csv.field_size_limit(gate.MOST_CELL_CHARACTERS)
        place = Lines(name, file, encoding, read_to)
        rows = csv.reader(place, delimiter=mark, strict=True)
        found = enumerate(_checked(name, rows, row), start=row + 1)
    yield from _packed(name, found, place, number, row, most_rows)


def _packed(
    name: str, found: Iterator[tuple[int, list[str]]], place: Lines | None, number: int, last: int, most_rows: int
) -> Iterator[bytes]:
    kept: list[tuple[int, list[str]]] = []
    characters = 0
    for last, cells in found:
        if last > most_rows:
            raise Refused(f"{name}: more than {most_rows:,} rows. Split the file, headings in each.")
        if any(cells):
            kept.append((last, cells))
            characters += sum(map(len, cells))
        if len(kept) >= PART_ROWS or characters >= PART_CHARACTERS:
            number += 1
            yield from _part(kept, number, place.place if place else last, last)
            kept, characters = [], 0
    if kept:
        number += 1
        yield from _part(kept, number, place.place if place else last, last)


def _part(kept: list[tuple[int, list[str]]], number: int, read_to: int, last: int) -> Iterator[bytes]:
    yield json.dumps(asdict(Part(number, kept[0][0], len(kept), read_to, last))).encode()
    yield json.dumps(kept, ensure_ascii=False, separators=(",", ":")).encode()


def _survey_workbook(name: str, file: IO[bytes], size: int) -> Survey:
    file.seek(0)
    content = file.read()
    for number, cells in _workbook_rows(name, content, after=0, is_survey=True):
        if any(cell.strip() for cell in cells):
            headings = _headings(name, cells)
            if len(headings) < 2:
                raise Refused(f"{name} holds one column alone. Put a heading over each column and bring it in again.")
            digest = hashlib.sha256(content).hexdigest()
            return Survey(XLSX, digest, size, "", "", headings, number, number)
    raise Refused(f"{name} holds no row of words. Choose the file again.")


def _workbook_rows(
    name: str, content: bytes, *, after: int, is_survey: bool = False
) -> Iterator[tuple[int, list[str]]]:
    """The rows of the one sheet that holds words, with their numbers there."""
    from openpyxl import load_workbook  # only where a spreadsheet is read

    gate.open_workbook(name, content).close()
    try:
        sheet = _sheet(name, load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False))
        written = None
        if not is_survey and _lacks_results(content, sheet):
            formulas = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
            written = formulas[sheet.title]
            written.reset_dimensions()
        sheet.reset_dimensions()
        days = None if is_survey else sheet.parent.epoch
        yield from _sheet_rows(name, sheet, written, after, days)
    except (Refused, MemoryError, RecursionError):
        raise
    except Exception as problem:  # the library fails in many ways on a broken part: all mean damage
        raise Refused(gate.damaged(name, "a spreadsheet program")) from problem


def _lacks_results(content: bytes, sheet: Any) -> bool:
    """Whether a formula of the sheet has no result beside it: then both are read, which takes twice as long."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return bool(_NO_RESULT.search(archive.read(sheet._worksheet_path.lstrip("/"))))


def _sheet(name: str, book: Any) -> Any:
    shown = [each for each in book.worksheets if each.sheet_state == "visible"]
    filled = [each for each in shown if _has_words(each)]
    if not filled:
        raise Refused(f"{name}: no sheet that is shown holds words. Show the sheet and bring it in again.")
    if len(filled) > 1:
        titles = ", ".join(f"“{str(each.title)[:40]}”" for each in filled[:6])
        raise Refused(f"{name} holds rows on several sheets ({titles}). Save the one to bring in on its own.")
    return filled[0]


def _has_words(sheet: Any) -> bool:
    sheet.reset_dimensions()
    rows = sheet.iter_rows(max_row=200, values_only=True)
    return any(any(cell not in (None, "") for cell in row) for row in rows)


def _values(sheet: Any) -> Iterator[tuple[object, ...]]:
    rows: Iterator[tuple[object, ...]] = sheet.iter_rows(values_only=True)
    return rows


def _sheet_rows(
    name: str, sheet: Any, formulas: Any, after: int, epoch: datetime | None
) -> Iterator[tuple[int, list[str]]]:
    cells = 0
    rows = _values(sheet)
    pairs = ((row, row) for row in rows) if formulas is None else zip(rows, _values(formulas), strict=False)
    for number, (row, written) in enumerate(pairs, start=1):
        cells += len(row)
        gate.check_shape(name, gate.Shape(f"row {number:,}", number, len(row)))
        gate.check_amount(name, cells=cells, paragraphs=0)
        if number > after:
            yield number, [_words(name, number, *each, epoch) for each in zip(row, written, strict=False)]


def _words(name: str, number: int, value: object, written: object, epoch: datetime | None) -> str:
    """A cell's words: days as 2012-10-25, whole numbers without a point; a formula without its result is refused.

    A number that may count the days of the calendar says which day: a column of days holds it where somebody took the
    form of a day off it. `epoch`: the day from which this workbook counts; None where no day is asked for.
    """
    if value is None:
        if isinstance(written, str) and written.startswith("="):
            raise Refused(
                f"{name}, row {number:,}: a formula has no result stored beside it. Open the file in a spreadsheet "
                "program, save it and bring it in again."
            )
        return ""
    if hasattr(value, "isoformat"):
        return str(value.isoformat()).removesuffix("T00:00:00")
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int) or (isinstance(value, float) and value.is_integer() and abs(value) < 1e15):
        return _counted(int(value), epoch)
    words = str(value)
    gate.check_cell(name, f"row {number:,}", words)
    return words


def _counted(number: int, epoch: datetime | None) -> str:
    """A whole number; of one that counts a day of these years from the workbook's first, that day behind it."""
    if epoch is None or not 0 < number < MOST_COUNTED:
        return str(number)
    day = (epoch + timedelta(days=number)).date()
    if not COUNTED_FROM <= day < COUNTED_TO:
        return str(number)
    return f"{COUNTED}{number}{COUNTED}{day.isoformat()}"
