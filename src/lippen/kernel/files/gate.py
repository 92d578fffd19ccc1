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
MOST_PAGES = 300

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OTHER_TYPES = (
    (b"{\\rtf", "is a rich text file. Save it as a Word document (.docx) and bring that in"),
    (b"\x89PNG", "is a picture. Bring in the document that holds the table"),
    (b"\xff\xd8\xff", "is a picture. Bring in the document that holds the table"),
    (b"GIF8", "is a picture. Bring in the document that holds the table"),
    (b"MZ", "is a program. Bring in a document, a spreadsheet, a CSV file or plain text"),
    (b"\x7fELF", "is a program. Bring in a document, a spreadsheet, a CSV file or plain text"),
    (b"\x1f\x8b", "is a compressed file. Unpack it and bring in the document inside"),
    (b"Rar!", "is a compressed file. Unpack it and bring in the document inside"),
    (b"7z\xbc\xaf", "is a compressed file. Unpack it and bring in the document inside"),
)


_ENTITIES = "{name} declares its own XML entities, which are not opened. Save it again in Word or as CSV."
_WORKBOOK = "xl/workbook.xml"
_HTML = re.compile(
    rb"(?:\s|<!--.{0,2000}?-->|<\?xml[^>]{0,200}>)*<(?:!doctype\s+html|html|head|body|meta|title)\b",
    re.IGNORECASE | re.DOTALL,
)
_MARKDOWN = re.compile(
    rb"^[ \t]{0,3}\|?[^\n|]*\|[^\n]*\r?\n[ \t]{0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)+\|?[ \t]*\r?$"
    rb"|^#{1,6}[ \t]+\S[^\n]*(?:\r?\n)(?:[^\n]*\n){0,40}?[ \t]{0,3}[-*+][ \t]+\S",
    re.MULTILINE,
)


class Refused(Exception):
    """A file that cannot come in; the message is a sentence for the person who sent it."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class FileKind(StrEnum):
    """What a file is, by its content."""

    DOCX = "docx"
    XLSX = "xlsx"
    PDF = "pdf"
    HTML = "html"
    MARKDOWN = "markdown"
    TEXT = "text"


MEDIA_TYPES = {
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileKind.PDF: "application/pdf",
    FileKind.HTML: "text/html; charset=utf-8",
    FileKind.MARKDOWN: "text/markdown; charset=utf-8",
    FileKind.TEXT: "text/plain; charset=utf-8",
}
"""What each kind is called where it is kept. Nothing of these kinds is ever shown in the browser as it came."""


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
        return _packed_kind(name, content)
    if b"%PDF-" in content[:1024]:
        return FileKind.PDF
    return _written_kind(content)


def _packed_kind(name: str, content: bytes) -> FileKind:
    with _opened(name, content) as archive:
        paths = {path.lower() for path in archive.namelist()}
    if _WORKBOOK in paths:
        open_workbook(name, content).close()
        return FileKind.XLSX
    open_docx(name, content).close()
    return FileKind.DOCX


def _written_kind(content: bytes) -> FileKind:
    """A web page by how it begins, Markdown by the rule under a table's headings; the rest is text."""
    start = content.removeprefix(b"\xef\xbb\xbf")[:4096]
    if b"\x00" in start[:400]:
        start = content[:8192].decode("utf-16", "replace").encode("utf-8", "replace")
    if _HTML.match(start):
        return FileKind.HTML
    return FileKind.MARKDOWN if _MARKDOWN.search(content) else FileKind.TEXT


def _old_office(name: str, content: bytes) -> str:
    if _ENCRYPTED in content:
        return f"{name} is locked with a password. Take the password off and bring it in again."
    new = "save it as a Word document (.docx) or a spreadsheet (.xlsx) and bring that in"
    return f"{name} is in an old Office format. Open it, {new}."


def open_docx(name: str, content: bytes) -> zipfile.ZipFile:
    """A Word document's parts, once every one has been looked at; refuses bombs, macros, locks and odd names."""
    archive = _opened(name, content)
    _check_word(name, {part.filename for part in archive.infolist()})
    _check_types(name, archive, "a Word document without macros (.docx)")
    return archive


def open_workbook(name: str, content: bytes) -> zipfile.ZipFile:
    """A spreadsheet's parts, once every one has been looked at; refuses bombs, macros, locks and entities."""
    archive = _opened(name, content)
    _check_macros(name, {path.lower() for path in archive.namelist()}, "a spreadsheet without macros (.xlsx)")
    _check_types(name, archive, "a spreadsheet without macros (.xlsx)")
    for part in archive.infolist():
        if part.filename.lower().endswith((".xml", ".rels")):
            _check_head(name, archive, part)
    return archive


def _opened(name: str, content: bytes) -> zipfile.ZipFile:
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        raise Refused(damaged(name)) from None
    parts = archive.infolist()
    _check_names(name, parts)
    _check_expansion(name, parts, len(content))
    return archive


def _check_head(name: str, archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """The beginning of a part: what declares entities of its own, before anything is parsed."""
    try:
        with archive.open(part) as source:
            head = source.read(8192)
    except Exception as problem:  # zlib, CRC, unknown compression: all mean damage
        raise Refused(damaged(name)) from problem
    if b"<!DOCTYPE" in head.upper().replace(b"\x00", b""):
        raise Refused(_ENTITIES.format(name=name))


def damaged(name: str, program: str = "the program it was made in") -> str:
    """What is said of a file that is broken inside."""
    return f"{name} is damaged and cannot be opened. Open it in {program}, save it again and bring that in."


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
        raise Refused(f"{name} unpacks to {megabytes:.0f} MB, too much to bring in. Save the table on its own.")


def _check_word(name: str, paths: set[str]) -> None:
    lowered = {path.lower() for path in paths}
    _check_macros(name, lowered, "a Word document without macros (.docx)")
    if "xl/workbook.bin" in lowered:
        raise Refused(f"{name} is a binary workbook. Save it as a spreadsheet (.xlsx) and bring that in.")
    if "content.xml" in lowered and "mimetype" in lowered:
        raise Refused(f"{name} is an OpenDocument file. Save it as a Word document (.docx) and bring that in.")
    if "word/document.xml" not in lowered or "[content_types].xml" not in lowered:
        raise Refused(f"{name} is a zip file and not a document. Unpack it and bring in the document inside.")


def _check_macros(name: str, lowered: set[str], instead: str) -> None:
    if any(path.endswith("vbaproject.bin") or path.startswith("xl/macrosheets/") for path in lowered):
        raise Refused(f"{name} holds macros. Save it as {instead} and bring that in.")


def _check_types(name: str, archive: zipfile.ZipFile, instead: str) -> None:
    if b"macroenabled" in read_part(name, archive, "[Content_Types].xml").lower():
        raise Refused(f"{name} may run macros. Save it as {instead} and bring that in.")


def read_part(name: str, archive: zipfile.ZipFile, path: str) -> bytes:
    """One part's bytes, or a sentence: a part that is broken, or that declares entities of its own, is refused."""
    try:
        content = archive.read(path)
    except KeyError:
        return b""
    except Exception as problem:  # zlib, CRC, unknown compression: all mean damage
        raise Refused(damaged(name)) from problem
    if path.endswith((".xml", ".rels")) and b"<!DOCTYPE" in content.upper()[:4096] + content[4096:]:
        raise Refused(_ENTITIES.format(name=name))
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
        raise Refused(f"{name} holds {paragraphs:,} paragraphs; the limit is {limit}. Save the table on its own.")


def check_pages(name: str, pages: int) -> None:
    """Refuse a document of more pages than any paper has."""
    if pages > MOST_PAGES:
        raise Refused(
            f"{name} has {pages:,} pages; the limit is {MOST_PAGES}. Save the pages with the plan on their own."
        )


def check_cell(name: str, place: str, text: str) -> None:
    """Refuse a cell that is longer than any cell of a plan, or that holds a NUL."""
    if len(text) > MOST_CELL_CHARACTERS:
        limit = f"{MOST_CELL_CHARACTERS:,}"
        raise Refused(f"{name}, {place}: {len(text):,} characters in one cell; the limit is {limit}. Shorten it.")
    if "\x00" in text:
        raise Refused(f"{name}, {place}: a NUL character. Delete it and bring the file in again.")
