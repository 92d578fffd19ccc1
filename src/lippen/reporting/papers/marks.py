"""The marks that say which paper a file is: reference, hash and state, from its properties or else as printed."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from typing import Any

from .difference import READERS
from .furniture import DRAFT
from .reading import Unreadable
from .reading_docx import custom_properties, xml_parts

MOST_BYTES = 40_000_000
KEYWORDS = re.compile(
    r"lippen-paper,\s*ref=(?P<ref>[a-z0-9-]{3,80}),\s*sha256=(?P<hash>[0-9a-f]{64}),\s*state=(?P<state>signed|draft)"
)
PRINTED_REF = re.compile(r"Its reference is ([a-z][a-z0-9]*(?:-[a-z0-9]+)+)\b")
PRINTED_HASH = re.compile(r"\b((?:[0-9a-f]{8} ){7}[0-9a-f]{8})\b")
HTML_META = re.compile(
    rb"<meta[^>]{0,40}name=[\"']?keywords[\"']?[^>]{0,40}content=[\"']([^\"'<>]{1,400})", re.IGNORECASE
)


@dataclass(frozen=True)
class Marks:
    """Which paper a file says it is."""

    kind: str
    ref: str
    hash: str
    state: str


@dataclass(frozen=True)
class NoMarks:
    """Why a file is no paper."""

    reason: str


def read_marks(name: str, data: bytes) -> Marks | None:
    """The file's marks, or None where it is no Lippen paper."""
    found = marks_or_reason(name, data)
    return found if isinstance(found, Marks) else None


def marks_or_reason(name: str, data: bytes) -> Marks | NoMarks:
    """The file's marks, or why it has none; the file's content decides its kind, never its name."""
    if not data:
        return NoMarks(f"{name or 'This file'} is empty.")
    if len(data) > MOST_BYTES:
        return NoMarks(too_large(name))
    kind = kind_of(data)
    if kind is None:
        return NoMarks(f"{name or 'This file'} is not a PDF, a Word document or a web page.")
    try:
        keywords = _KEYWORDS[kind](data)
        return (
            _from_keywords(kind, keywords)
            or _as_printed(kind, data)
            or NoMarks(f"{name or 'This file'} carries no Lippen mark.")
        )
    except Unreadable as error:
        return NoMarks(str(error))


def too_large(name: str) -> str:
    """Why a large file is no paper."""
    return f"{name or 'This file'} is larger than {MOST_BYTES // 1_000_000} MB, which no paper is."


def kind_of(data: bytes) -> str | None:
    """pdf, docx or html, by what the file holds."""
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data[:4] == b"PK\x03\x04":
        return "docx" if _holds_document(data) else None
    start = data[:4096].lower().removeprefix(b"\xef\xbb\xbf").lstrip()
    return "html" if start.startswith((b"<!doctype html", b"<html", b"<!--")) or b"<main" in data.lower() else None


def _holds_document(data: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return "word/document.xml" in archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return True  # a damaged zip is refused with its own sentence


def _from_keywords(kind: str, keywords: str) -> Marks | None:
    found = KEYWORDS.search(keywords)
    return Marks(kind, found["ref"], found["hash"], found["state"]) if found else None


def _as_printed(kind: str, data: bytes) -> Marks | None:
    """The marks from the check at the end: a program that re-saves may drop properties."""
    reading = READERS[kind](data)
    words = " ".join(word.text for word in reading.words)
    ref, whole = PRINTED_REF.search(words), PRINTED_HASH.search(words)
    if not ref or not whole:
        return None
    state = "draft" if DRAFT in words or DRAFT in " ".join(reading.stamps) else "signed"
    return Marks(kind, ref[1], whole[1].replace(" ", ""), state)


def _pdf_keywords(data: bytes) -> str:
    import pdfplumber

    try:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            return str(pdf.metadata.get("Keywords", ""))
    except Exception as error:  # the parser raises dozens of kinds on damaged files
        raise Unreadable(f"This PDF is damaged or locked and cannot be read ({type(error).__name__}).") from error


def _docx_keywords(data: bytes) -> str:
    parts = xml_parts(data)
    own = dict(custom_properties(parts["docProps/custom.xml"])) if "docProps/custom.xml" in parts else {}
    if {"LippenPaper", "LippenSha256", "LippenState"} <= own.keys():
        return f"lippen-paper, ref={own['LippenPaper']}, sha256={own['LippenSha256']}, state={own['LippenState']}"
    return " ".join(_texts(parts.get("docProps/core.xml")))


def _texts(root: Any) -> list[str]:
    return [] if root is None else list(root.itertext())


def _html_keywords(data: bytes) -> str:
    found = HTML_META.search(data)
    return found[1].decode("utf-8", "replace") if found else ""


_KEYWORDS = {"pdf": _pdf_keywords, "docx": _docx_keywords, "html": _html_keywords}
