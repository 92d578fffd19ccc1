"""The one gate for files that people send: what is it really, and is it safe to open? No Django here."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from enum import StrEnum

MOST_BYTES = 20 * 1024 * 1024
MOST_PARTS = 1_000
MOST_UNPACKED_BYTES = 100 * 1024 * 1024
MOST_TIMES_LARGER = 100
SMALL_ENOUGH_BYTES = 10 * 1024 * 1024
MOST_COLUMNS = 200
MOST_ROWS = 20_000
MOST_CELLS = 400_000
MOST_PARAGRAPHS = 20_000
MOST_TABLES = 500
MOST_CELL_CHARACTERS = 32_000

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OTHER_TYPES = (
    (b"%PDF", "is a PDF. Open it in Word, save it as a Word document (.docx) and bring that in"),
    (b"{\\rtf", "is a rich text file. Save it as a Word document (.docx) and bring that in"),
    (b"\x89PNG", "is a picture. Bring in the document that holds the plan's table"),
    (b"\xff\xd8\xff", "is a picture. Bring in the document that holds the plan's table"),
    (b"GIF8", "is a picture. Bring in the document that holds the plan's table"),
    (b"MZ", "is a program. Bring in a Word document, a CSV file or plain text"),
    (b"\x7fELF", "is a program. Bring in a Word document, a CSV file or plain text"),
    (b"\x1f\x8b", "is a compressed file. Unpack it and bring in the document inside"),
    (b"Rar!", "is a compressed file. Unpack it and bring in the document inside"),
    (b"7z\xbc\xaf", "is a compressed file. Unpack it and bring in the document inside"),
)


class Refused(Exception):
    """A file that cannot come in; the message is a sentence for the person who sent it."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class FileKind(StrEnum):
    """What a file is, by its content."""

    DOCX = "docx"
    TEXT = "text"


@dataclass(frozen=True)
class Shape:
    """How large one table is, to be held against the limits."""

    place: str
    rows: int
    columns: int


def check_size(name: str, size: int) -> None:
    """Refuse a file that is too large, before it is read."""
    if size > MOST_BYTES:
        megabytes = -(-size // (1024 * 1024))
        raise Refused(f"{name} is larger than 20 MB ({megabytes:,} MB). Split it, or take out its pictures.")
    if size == 0:
        raise Refused(f"{name} is empty. Choose the file again.")


def kind_of(name: str, content: bytes) -> FileKind:
    """What the file is, by its content and never by its name; refuses what cannot be read."""
    check_size(name, len(content))
    if content.startswith(_OLE):
        raise Refused(_old_office(name, content))
    for start, sentence in _OTHER_TYPES:
        if content.startswith(start):
            raise Refused(f"{name} {sentence}.")
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        open_docx(name, content).close()
        return FileKind.DOCX
    return FileKind.TEXT


def _old_office(name: str, content: bytes) -> str:
    if _ENCRYPTED in content:
        return f"{name} is locked with a password. Take the password off in Word and bring it in again."
    return f"{name} is in an old Office format. Open it in Word, save it as a Word document (.docx) and bring that in."


def open_docx(name: str, content: bytes) -> zipfile.ZipFile:
    """A Word document's parts, once every one has been looked at; refuses bombs, macros, locks and odd names."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        raise Refused(_damaged(name)) from None
    parts = archive.infolist()
    _check_names(name, parts)
    _check_expansion(name, parts, len(content))
    _check_word(name, {part.filename for part in parts})
    _check_types(name, archive)
    return archive


def _damaged(name: str) -> str:
    return f"{name} is damaged and cannot be opened. Open it in Word, save it again and bring that in."


def _check_names(name: str, parts: list[zipfile.ZipInfo]) -> None:
    seen: set[str] = set()
    for part in parts:
        path = part.filename
        if path.startswith("/") or "\\" in path or ":" in path or ".." in path.split("/") or path in seen:
            raise Refused(f"{name} holds a part with an unsafe name ({path[:60]!r}). Save it again in Word.")
        if part.flag_bits & 0x1:
            raise Refused(f"{name} is locked with a password. Take the password off and bring it in again.")
        seen.add(path)


def _check_expansion(name: str, parts: list[zipfile.ZipInfo], size: int) -> None:
    if len(parts) > MOST_PARTS:
        raise Refused(f"{name} holds {len(parts)} parts; the limit is {MOST_PARTS}. Save the plan as a smaller file.")
    unpacked = sum(part.file_size for part in parts)
    bomb = unpacked > SMALL_ENOUGH_BYTES and unpacked > MOST_TIMES_LARGER * size
    if unpacked > MOST_UNPACKED_BYTES or bomb:
        megabytes = unpacked / 1024 / 1024
        raise Refused(f"{name} unpacks to {megabytes:.0f} MB, too much for a plan. Save the plan's table on its own.")


def _check_word(name: str, paths: set[str]) -> None:
    lowered = {path.lower() for path in paths}
    if any(path.endswith("vbaproject.bin") for path in lowered):
        raise Refused(f"{name} holds macros. Save it as a Word document without macros (.docx) and bring that in.")
    if "xl/workbook.xml" in lowered:
        raise Refused(f"{name} is a spreadsheet. Save the sheet with the plan as CSV and bring that in.")
    if "content.xml" in lowered and "mimetype" in lowered:
        raise Refused(f"{name} is an OpenDocument file. Save it as a Word document (.docx) and bring that in.")
    if "word/document.xml" not in lowered or "[content_types].xml" not in lowered:
        raise Refused(f"{name} is a zip file and not a Word document. Unpack it and bring in the document inside.")


def _check_types(name: str, archive: zipfile.ZipFile) -> None:
    if b"macroenabled" in read_part(name, archive, "[Content_Types].xml").lower():
        raise Refused(f"{name} may run macros. Save it as a Word document without macros (.docx) and bring that in.")


def read_part(name: str, archive: zipfile.ZipFile, path: str) -> bytes:
    """One part's bytes, or a sentence: a part that is broken, or that declares entities of its own, is refused."""
    try:
        content = archive.read(path)
    except KeyError:
        return b""
    except Exception as problem:  # zlib, CRC, unknown compression: all mean damage
        raise Refused(_damaged(name)) from problem
    if path.endswith((".xml", ".rels")) and b"<!DOCTYPE" in content.upper()[:4096] + content[4096:]:
        raise Refused(f"{name} declares its own XML entities, which are not opened. Save it again in Word.")
    return content


def decoded(name: str, content: bytes) -> tuple[str, str]:
    """A text file's words and the encoding they were read in; refuses NUL and broken characters with their place."""
    text, encoding = _decode(name, content)
    if "\x00" in text:
        line, column = _line_and_column(text, text.index("\x00"))
        raise Refused(f"{name}, line {line}, character {column}: a NUL character. It is not plain text; save it again.")
    return text.replace("\r\n", "\n").replace("\r", "\n"), encoding


def _decode(name: str, content: bytes) -> tuple[str, str]:
    if content.startswith((b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")):
        raise Refused(f"{name} is written in UTF-32, which is not read here. Save it again as UTF-8 and bring that in.")
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return _strictly(name, content, encoding), encoding
    if guess := _unmarked_utf16(content):
        return _strictly(name, content, guess), guess
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as problem:
        return _windows(name, content, problem), "windows-1252"


def _unmarked_utf16(content: bytes) -> str | None:
    head = content[:400]
    if len(head) < 4 or len(content) % 2:
        return None
    if head[1::2].count(0) > 0.8 * len(head[1::2]) and not head[0::2].count(0):
        return "utf-16-le"
    if head[0::2].count(0) > 0.8 * len(head[0::2]) and not head[1::2].count(0):
        return "utf-16-be"
    return None


def _strictly(name: str, content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as problem:
        raise Refused(_unreadable(name, content, problem.start)) from None


def _windows(name: str, content: bytes, problem: UnicodeDecodeError) -> str:
    """Windows-1252, unless the file is UTF-8 with a broken place in it."""
    if re.search(rb"[\xc3-\xef][\x80-\xbf]{1,2}", content) or b"\x00" in content:
        raise Refused(_unreadable(name, content, problem.start))
    return _strictly(name, content, "windows-1252")


def _unreadable(name: str, content: bytes, position: int) -> str:
    line = content.count(b"\n", 0, position) + 1
    return f"{name}, line {line}: a character that cannot be read. Save it again as UTF-8 text and bring that in."


def _line_and_column(text: str, position: int) -> tuple[int, int]:
    line = text.count("\n", 0, position) + 1
    return line, position - text.rfind("\n", 0, position)


def check_shape(name: str, shape: Shape) -> None:
    """Refuse a table with more rows or columns than any plan has."""
    if shape.columns > MOST_COLUMNS:
        raise Refused(
            f"{name}, {shape.place}: {shape.columns:,} columns; the limit is {MOST_COLUMNS}. "
            "Keep only the plan's columns."
        )
    if shape.rows > MOST_ROWS:
        raise Refused(f"{name}, {shape.place}: {shape.rows:,} rows; the limit is {MOST_ROWS:,}. Split the file.")


def check_amount(name: str, *, cells: int, paragraphs: int) -> None:
    """Refuse a document that holds more than any paper or plan."""
    if cells > MOST_CELLS:
        raise Refused(
            f"{name} holds {cells:,} cells; the limit is {MOST_CELLS:,}. Keep only the plan's rows and columns."
        )
    if paragraphs > MOST_PARAGRAPHS:
        limit = f"{MOST_PARAGRAPHS:,}"
        raise Refused(
            f"{name} holds {paragraphs:,} paragraphs; the limit is {limit}. Save the plan's table on its own."
        )


def check_cell(name: str, place: str, text: str) -> None:
    """Refuse a cell that is longer than any cell of a plan, or that holds a NUL."""
    if len(text) > MOST_CELL_CHARACTERS:
        limit = f"{MOST_CELL_CHARACTERS:,}"
        raise Refused(f"{name}, {place}: {len(text):,} characters in one cell; the limit is {limit}. Shorten it.")
    if "\x00" in text:
        raise Refused(f"{name}, {place}: a NUL character. Delete it and bring the file in again.")
