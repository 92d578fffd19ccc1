"""Read a Word paper: the words of its body in order, its lists' letters, and all that could hide or cover words."""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree

from .docx_lists import Lists
from .docx_looks import SECTION_END, body_traits, header_traits, style_traits
from .docx_parts import is_read, palette, part_traits
from .docx_pictures import pictures_of
from .reading import Reading, Trait, Unreadable, Word, pieces

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MOST_PARTS, MOST_BYTES = 500, 120_000_000
STAMPED = ("word/header", "word/footer")


def read_docx(data: bytes) -> Reading:
    """The words of the body; headers and footers are stamps."""
    names, parts, whole = _opened(data)
    if "word/document.xml" not in parts:
        raise Unreadable("This zip file is no Word document.")
    body = parts["word/document.xml"].find(f"{W}body")
    if body is None:
        raise Unreadable("This Word document has no text.")
    lists = Lists(parts.get("word/numbering.xml"), parts.get("word/styles.xml"))
    words: list[Word] = []
    traits: list[Trait] = []
    pictures = pictures_of(parts.get("word/_rels/document.xml.rels"), whole)
    _Walk(lists, words, traits, pictures).blocks(body)
    traits += style_traits(parts.get("word/styles.xml"))
    margins = [root for name, root in parts.items() if name.startswith(STAMPED)]
    traits += [trait for root in margins for trait in header_traits(root)]
    traits += part_traits(names, parts)
    stamps = [piece for root in margins for paragraph in root.iter(f"{W}p") for piece in pieces(_stamped(paragraph))]
    return Reading(tuple(words), tuple(stamps), tuple(traits), palette(parts))


def xml_parts(data: bytes) -> dict[str, Any]:
    """The XML parts that decide what a reader sees, parsed without entities, network or giant trees."""
    return _opened(data)[1]


def _opened(data: bytes) -> tuple[list[str], dict[str, Any], dict[str, bytes]]:
    """The names of all parts, those that are read, parsed, and all as bytes, unpacked whole and found undamaged."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = _names(archive)
            whole = {name: archive.read(name) for name in names}
    except Unreadable:
        raise
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError) as error:
        raise Unreadable("This Word document is damaged or locked and cannot be read.") from error
    except (zipfile.zlib.error, lzma.LZMAError, struct.error) as error:  # type: ignore[attr-defined]
        raise Unreadable("This Word document is damaged and cannot be unpacked.") from error
    return names, {name: _parsed(part, name) for name, part in whole.items() if is_read(name)}, whole


def _names(archive: zipfile.ZipFile) -> list[str]:
    entries = archive.infolist()
    names = [entry.filename for entry in entries]
    if len(entries) > MOST_PARTS or sum(entry.file_size for entry in entries) > MOST_BYTES:
        raise Unreadable("This Word document unpacks to more than any paper.")
    if len({name.casefold() for name in names}) != len(names):
        raise Unreadable("This Word document holds two parts of one name, so programs may show different texts.")
    return names


def _parsed(data: bytes, name: str) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=len(data) > 9_000_000, load_dtd=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise Unreadable(f"This Word document is damaged: {name} cannot be read.") from error
    if root.getroottree().docinfo.doctype:
        raise Unreadable(f"This Word document is unsafe: {name} declares entities.")
    return root


# Wrappers that print as what they hold, and marks that print as nothing.
THROUGH = {f"{W}{name}" for name in ("sdt", "sdtContent", "customXml", "smartTag")}
SILENT = {
    f"{W}{name}"
    for name in (
        "sectPr",
        "tblPr",
        "tblGrid",
        "trPr",
        "tcPr",
        "sdtPr",
        "sdtEndPr",
        "customXmlPr",
        "proofErr",
        "bookmarkStart",
        "bookmarkEnd",
    )
}


class _Walk:
    """Goes through the body in reading order, knowing the last heading and the cell it is in."""

    def __init__(self, lists: Lists, words: list[Word], traits: list[Trait], pictures: Mapping[str, str]) -> None:
        self.lists, self.words, self.traits, self.pictures = lists, words, traits, pictures
        self.heading, self.tables = "The top of the paper", 0

    def blocks(self, parent: Any, cell: str = "") -> None:
        """The paragraphs and tables of one container."""
        for child in self._parts(parent, ("p", "tbl"), cell):
            if child.tag == f"{W}p":
                self._paragraph(child, cell)
            else:
                self._table(child)

    def _parts(self, parent: Any, names: tuple[str, ...], place: str) -> Iterator[Any]:
        """The children of these names, also inside wrappers; anything else that could print is noted."""
        wanted = {f"{W}{name}" for name in names}
        for child in parent:
            if child.tag in wanted:
                yield child
            elif child.tag in THROUGH:
                yield from self._parts(child, names, place)
            elif child.tag not in SILENT and isinstance(child.tag, str):
                self.traits.append(Trait(self._where(place), f"something put in ({child.tag.rpartition('}')[2]})"))

    def _table(self, table: Any) -> None:
        self.tables += 1
        name = f"table {self.tables}"
        self.traits += body_traits(table.find(f"{W}tblPr"), self._where(name))
        for number, row in enumerate(self._parts(table, ("tr",), name), start=1):
            place = f"{name}, row {number}"
            self.traits += body_traits(row.find(f"{W}trPr"), self._where(place))
            for column, cell in enumerate(self._parts(row, ("tc",), place), start=1):
                where = f"{place}, column {column}"
                self.traits += body_traits(cell.find(f"{W}tcPr"), self._where(where))
                self.blocks(cell, where)

    def _paragraph(self, paragraph: Any, cell: str) -> None:
        label = self.lists.label(paragraph)
        text = text_of(paragraph)
        if not cell and self.lists.is_heading(paragraph) and text.strip():
            self.heading = f"Under “{' '.join(pieces(text))[:70]}”"
        where = self._where(cell)
        self.words.extend(Word(piece, where) for piece in (*pieces(label), *pieces(text)))
        self.traits += body_traits(paragraph, where, self.pictures)
        if text.strip() and self.lists.style_name(paragraph) == SECTION_END:
            self.traits.append(Trait(where, "tiny type"))

    def _where(self, cell: str) -> str:
        return f"{self.heading}, {cell}" if cell else self.heading


def text_of(paragraph: Any) -> str:
    """What a paragraph says, however its program cut it into runs."""
    return "".join(_said(element) for element in paragraph.iter())


def _stamped(paragraph: Any) -> str:
    """What a header or footer says, without the page numbers that each program counts anew."""
    said, depth = [], 0
    for element in paragraph.iter():
        if element.tag == f"{W}fldChar":
            depth += {"begin": 1, "end": -1}.get(element.get(f"{W}fldCharType", ""), 0)
        elif depth <= 0 and next(element.iterancestors(f"{W}fldSimple"), None) is None:
            said.append(_said(element))
    return "".join(said)


def _said(element: Any) -> str:
    if element.tag == f"{W}t":
        return element.text or ""
    if element.tag in (f"{W}tab", f"{W}br", f"{W}cr", f"{W}ptab") and element.getparent().tag == f"{W}r":
        return " "
    if element.tag == f"{W}noBreakHyphen":
        return "-"
    if element.tag == f"{W}sym":
        return f"[symbol {element.get(f'{W}char')}]"
    return ""


def custom_properties(root: Any) -> Iterator[tuple[str, str]]:
    """The names and values of a document's own properties."""
    for entry in root:
        yield entry.get("name", ""), "".join(entry.itertext())
