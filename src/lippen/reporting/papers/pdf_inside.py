"""Inside a PDF: drawing instructions, fonts, pictures and tags, freed of all that saving a file again may change."""

from __future__ import annotations

import hashlib
import io
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from .reading import Unreadable

# What says how a stream is packed, when and by whom the file was saved; never what a reader sees or hears.
PACKING = frozenset({"Length", "Filter", "DecodeParms", "DL"})
STAMPED = frozenset({"Metadata", "Pages", "Version", "Extensions"})
KINDS = {
    "Font": "a font",
    "XObject": "a picture",
    "ColorSpace": "a colour",
    "ExtGState": "a way of drawing",
    "Pattern": "a pattern",
    "Shading": "a shading",
    "Properties": "a tag",
}
MOST_OBJECTS = 3_000_000


@dataclass(frozen=True)
class Layer:
    """Instructions that draw, and a digest of each resource that they name."""

    ink: bytes
    resources: Mapping[tuple[str, str], str]


@dataclass(frozen=True)
class PageInside:
    """A page's size and turn, its notes, and its layers: its own instructions, then those of each form it shows."""

    box: str
    notes: tuple[str, ...]
    layers: tuple[Layer, ...]


@dataclass(frozen=True)
class Inside:
    """A whole file: its pages, and a digest of tags, outline, language and all else that hangs on the catalogue."""

    pages: tuple[PageInside, ...]
    frame: str


def unlike_inside(original: bytes, given: bytes) -> tuple[str, str] | None:
    """Where two PDFs differ inside and what differs there; None where the second draws all that the first does."""
    before, after = inside(original), inside(given)
    if len(before.pages) != len(after.pages):
        return "The whole paper", "the number of pages"
    for number, (old, new) in enumerate(zip(before.pages, after.pages, strict=True), start=1):
        if what := _unlike_page(old, new):
            return f"Page {number}", what
    return None if before.frame == after.frame else ("The whole paper", "its tags, language, outline or actions")


def _unlike_page(old: PageInside, new: PageInside) -> str | None:
    if old.box != new.box:
        return "the size of the page"
    if not set(old.notes) <= set(new.notes):
        return "a link or note"
    own = old.layers[0]
    hosts = [layer for layer in new.layers if own.ink == layer.ink] or _hosts_word_by_word(own, new)
    if not hosts:
        return "the instructions that draw it"
    missing = [_missing(own, host) for host in hosts]
    return None if None in missing else missing[0]


def _hosts_word_by_word(own: Layer, new: PageInside) -> list[Layer]:
    """The layers with the same instructions, though a program has set them in other lines."""
    wanted = tokens(own.ink)
    return [layer for layer in new.layers if wanted in tokens(layer.ink)]


def _missing(own: Layer, host: Layer) -> str | None:
    """The first resource that the instructions name and that is another one in the host."""
    for (kind, name), digest in own.resources.items():
        if host.resources.get((kind, name)) != digest:
            return f"{KINDS.get(kind, kind)} ({name})"
    return None


@lru_cache(maxsize=2)
def inside(data: bytes) -> Inside:
    """The inside of a PDF."""
    try:
        return _Document(data).inside()
    except Unreadable:
        raise
    except Exception as error:  # the parser raises dozens of kinds on damaged files
        raise Unreadable(f"This PDF is damaged or locked and cannot be read ({type(error).__name__}).") from error


class _Document:
    """Walks the objects of one file."""

    def __init__(self, data: bytes) -> None:
        from pdfminer.pdfdocument import PDFDocument
        from pdfminer.pdfpage import PDFPage
        from pdfminer.pdfparser import PDFParser

        self.document = PDFDocument(PDFParser(io.BytesIO(data)))
        self.pages = list(PDFPage.create_pages(self.document))
        self.numbers = {page.pageid: number for number, page in enumerate(self.pages, start=1)}
        self.known: dict[int, str] = {}
        self.walked = 0

    def inside(self) -> Inside:
        catalogue = {name: value for name, value in self.document.catalog.items() if name not in STAMPED}
        return Inside(tuple(map(self._page, self.pages)), self._digest(catalogue))

    def _page(self, page: Any) -> PageInside:
        box = f"{page.mediabox} {page.cropbox} {page.rotate}"
        notes = tuple(self._digest(note) for note in _resolved(page.attrs.get("Annots")) or ())
        ink = b"\n".join(_data(_resolved(stream)) for stream in page.contents)
        layers = [Layer(ink, self._resources(page.resources))]
        layers += self._forms(page.resources, depth=0)
        return PageInside(box, notes, tuple(layers))

    def _forms(self, resources: Any, depth: int) -> Iterator[Layer]:
        """The forms that a page shows, and those inside them."""
        for form in _entries(_resolved(resources), "XObject").values():
            form = _resolved(form)
            if depth < 4 and str(_resolved(getattr(form, "attrs", {}).get("Subtype"))) == "/'Form'":
                own = form.attrs.get("Resources", {})
                yield Layer(_data(form), self._resources(own))
                yield from self._forms(own, depth + 1)

    def _resources(self, given: Any) -> dict[tuple[str, str], str]:
        whole = _resolved(given) or {}
        return {(kind, name): self._digest(thing) for kind in KINDS for name, thing in _entries(whole, kind).items()}

    def _digest(self, thing: Any) -> str:
        """A digest of an object and all that it leads to, whatever numbers the file gives them."""
        number = getattr(thing, "objid", None) if not hasattr(thing, "attrs") else None
        if number in self.known:
            return self.known[number]
        whole = hashlib.sha256()
        for said in self._said(thing):
            whole.update(said)
        if number is not None:
            self.known[number] = whole.hexdigest()
        return whole.hexdigest()

    def _said(self, thing: Any) -> Iterator[bytes]:
        """The object as a row of words; a thing met again is named by when it was first met."""
        seen: dict[int, int] = {}
        waiting = [thing]
        while waiting:
            self.walked += 1
            if self.walked > MOST_OBJECTS:
                raise Unreadable("This PDF holds more than any paper.")
            now = waiting.pop()
            number = getattr(now, "objid", None)
            if number is not None and not hasattr(now, "attrs"):
                if number in self.numbers:
                    yield b"page %d " % self.numbers[number]
                    continue
                if number in seen:
                    yield b"again %d " % seen[number]
                    continue
                seen[number] = len(seen)
                now = _resolved(now)
            if hasattr(now, "attrs"):
                yield b"stream " + hashlib.sha256(_data(now)).digest()
                now = {name: value for name, value in now.attrs.items() if name not in PACKING}
            if isinstance(now, dict):
                yield b"<<%d " % len(now)
                for name in sorted(now, reverse=True):
                    waiting += [now[name], name]
            elif isinstance(now, (list, tuple)):
                yield b"[%d " % len(now)
                waiting += reversed(now)
            else:
                yield _plain(now)


def _entries(resources: Any, kind: str) -> Mapping[str, Any]:
    found = _resolved(resources.get(kind)) if isinstance(resources, dict) else None
    return found if isinstance(found, dict) else {}


def _resolved(thing: Any) -> Any:
    from pdfminer.pdftypes import resolve1

    return resolve1(thing)


def _data(stream: Any) -> bytes:
    """What a stream holds, unpacked; a packing that is damaged is part of what it holds."""
    if not hasattr(stream, "get_data"):
        return b""
    raw = stream.get_rawdata()
    whole: bytes = stream.get_data()
    packed = [str(name) for name, _ in stream.get_filters()]
    if raw is not None and packed[:1] == ["/'FlateDecode'"] and stream.decipher is None and not _unpacks(raw):
        return b"damaged " + whole
    return whole


def _unpacks(raw: bytes) -> bool:
    try:
        reader = zlib.decompressobj()
        reader.decompress(raw)
        return reader.eof
    except zlib.error:
        return False


def _plain(thing: Any) -> bytes:
    if isinstance(thing, bytes):
        return b"(%d)" % len(thing) + thing
    if isinstance(thing, bool) or not isinstance(thing, (int, float)):
        return f"{thing!s} ".encode()
    return f"{float(thing)!r} ".encode()


def tokens(ink: bytes) -> bytes:
    """Drawing instructions word by word, whatever spaces and line ends stand between them."""
    from pdfminer.psparser import PSEOF, PSBaseParser

    parser, found = PSBaseParser(io.BytesIO(ink)), []
    while True:
        try:
            _, token = parser.nexttoken()
        except PSEOF:
            return b"\x00" + b"\x00".join(found) + b"\x00"
        found.append(_plain(token))
