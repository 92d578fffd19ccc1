"""Item and page numbers on a copy of a signed PDF: written into its margins, outside what was hashed."""

from __future__ import annotations

import io
import re
from typing import Any

ITEM = re.compile(r"[0-9A-Za-z][0-9A-Za-z.() -]{0,11}")
MOST_PAGE = 99_999
POINTS = 10
FROM_TOP, FROM_FOOT, FROM_SIDE = 34.0, 26.0, 44.0
NAME = "/LippenStamp"


def why_not_stamp(item: str, first_page: int) -> str | None:
    """Why these numbers cannot be stamped, in words; None when they can."""
    if not ITEM.fullmatch(item.strip()):
        return "Give the item as it stands on the agenda, such as 7 or 7(b): at most 12 letters and figures."
    if not 1 <= first_page <= MOST_PAGE:
        return f"Give the number of the first page, from 1 to {MOST_PAGE:,}."
    return None


def stamped(pdf: bytes, *, item: str, first_page: int) -> bytes:
    """A copy with its item at the head and its page of the agenda at the foot of each page.

    The stamps are marked as artefacts, so that a screen reader passes over them and the paper's own structure stays.
    The same copy and numbers always give the same bytes.
    """
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf)))
    font = writer._add_object(_font())
    for place, page in enumerate(writer.pages):
        _stamp(writer, page, font, f"Item {item.strip()}", f"Page {first_page + place}")
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def _font() -> Any:
    from pypdf.generic import DictionaryObject, NameObject

    said = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica", "/Encoding": "/WinAnsiEncoding"}
    return DictionaryObject({NameObject(key): NameObject(value) for key, value in said.items()})


def _stamp(writer: Any, page: Any, font: Any, head: str, foot: str) -> None:
    """Both stamps of a page, in a stream of their own after the page's."""
    from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, NameObject

    _, bottom, right, top = (float(each) for each in page.mediabox)
    drawn = _drawn(head, right - FROM_SIDE, top - FROM_TOP) + _drawn(foot, right - FROM_SIDE, bottom + FROM_FOOT)
    stream = DecodedStreamObject()
    stream.set_data(b"Q\n" + drawn)
    before = DecodedStreamObject()
    before.set_data(b"q\n")
    contents = page["/Contents"].get_object() if "/Contents" in page else ArrayObject()
    given = list(contents) if isinstance(contents, ArrayObject) else [page.raw_get("/Contents")]
    added = [writer._add_object(before), *given, writer._add_object(stream)]
    page[NameObject("/Contents")] = ArrayObject(added)
    resources = page["/Resources"].get_object()
    fonts = resources.setdefault(NameObject("/Font"), DictionaryObject()).get_object()
    fonts[NameObject(NAME)] = font


def _drawn(words: str, right: float, up: float) -> bytes:
    """A stamp that ends at the right margin: about half a point's width to a letter."""
    across = right - len(words) * POINTS * 0.5
    safe = words.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    text = f"BT {NAME} {POINTS} Tf 0 g {across:.1f} {up:.1f} Td ({safe}) Tj ET"
    return f"/Artifact <</Type /Pagination>> BDC {text} EMC\n".encode("latin-1")
