"""The parts of a Word file: which a paper may have, what leads to which, and its page sizes, colours and fonts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from .reading import Trait

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# The paper's own parts, and those that Word and LibreOffice add of themselves when they save.
USUAL = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|docProps/[^/]+|customXml/.+|word/_rels/[^/]+\.rels|word/theme/[^/]+\.xml"
    r"|word/media/[^/]+"
    r"|word/(document|styles|numbering|settings|fontTable|webSettings|footnotes|endnotes|(header|footer)\d*)\.xml"
)
ROADS = {"officeDocument": "word/document.xml", "styles": "styles.xml", "numbering": "numbering.xml"}
READ = re.compile(r"word/(document|styles|numbering|fontTable|(header|footer)\d*)\.xml|docProps/.+\.xml|.*\.rels")
FILE = "The file"
THEMED = ("themeColor", "themeFill", "asciiTheme", "hAnsiTheme", "cstheme", "eastAsiaTheme")


def is_read(name: str) -> bool:
    """Whether a part decides what a reader sees, and so is parsed."""
    return bool(READ.fullmatch(name))


def part_traits(names: list[str], parts: Mapping[str, Any]) -> Iterator[Trait]:
    """Parts that no paper has, roads that lead elsewhere, embedded fonts, pages of another size."""
    for name in sorted(names):
        if not USUAL.fullmatch(name) and not name.endswith("/"):
            yield Trait(FILE, f"a part that no paper has ({name})")
    for name in sorted(parts):
        if name.endswith(".rels"):
            yield from _roads(parts[name])
    fonts = parts.get("word/fontTable.xml")
    if fonts is not None and any("embed" in _name(child) for child in fonts.iter()):
        yield Trait(FILE, "an embedded font")
    yield from _pages(parts["word/document.xml"])


def _roads(relations: Any) -> Iterator[Trait]:
    for road in relations:
        kind, target = str(road.get("Type", "")).rpartition("/")[2], str(road.get("Target", ""))
        if road.get("TargetMode") == "External":
            yield Trait(FILE, f"something fetched from elsewhere ({kind})")
        elif kind in ROADS and target.removeprefix("/").removeprefix("word/") != ROADS[kind].removeprefix("word/"):
            yield Trait(FILE, f"another part as {kind} ({target})")


def _pages(document: Any) -> Iterator[Trait]:
    for child in document:
        if _name(child) not in ("body", ""):
            yield Trait(FILE, f"something put in ({_name(child)})")
    for section in document.iter(f"{W}sectPr"):
        size, columns = section.find(f"{W}pgSz"), section.find(f"{W}cols")
        across, down = (_rounded(size, side) for side in ("w", "h"))
        count = "1" if columns is None else columns.get(f"{W}num", "1")
        yield Trait(FILE, f"pages of {across} by {down} in {count} column(s)")


def palette(parts: Mapping[str, Any]) -> frozenset[str]:
    """Every colour, ground and font that the paper's words are set in."""
    document, styles = parts["word/document.xml"], parts.get("word/styles.xml")
    found = {*_colours(document), *_fonts(document)}
    if styles is not None:
        found.update(_colours(styles))
        for style in (styles.find(f"{W}docDefaults"), *_used(document, styles)):
            found.update(() if style is None else _fonts(style))
    return frozenset(found)


def _colours(root: Any) -> Iterator[str]:
    for child in root.iter(f"{W}color", f"{W}shd", f"{W}highlight"):
        name = "fill" if _name(child) == "shd" else "val"
        value = child.get(f"{W}{name}", "auto").upper()
        if value not in ("AUTO", "NONE", "CLEAR"):
            yield f"the colour {value}"
        yield from (f"a colour of the theme ({key})" for key in THEMED[:2] if child.get(f"{W}{key}"))


def _fonts(root: Any) -> Iterator[str]:
    for child in root.iter(f"{W}rFonts"):
        for key in ("ascii", "hAnsi"):
            if value := child.get(f"{W}{key}"):
                yield f"the font {value}"
        yield from (f"a font of the theme ({key})" for key in THEMED[2:4] if child.get(f"{W}{key}"))


def _used(document: Any, styles: Any) -> Iterator[Any]:
    """The styles that the body names."""
    named = {child.get(f"{W}val") for child in document.iter(f"{W}pStyle", f"{W}rStyle", f"{W}tblStyle")}
    return (style for style in styles.iter(f"{W}style") if style.get(f"{W}styleId") in named)


def _rounded(element: Any, name: str) -> int:
    value = "0" if element is None else element.get(f"{W}{name}", "0")
    return round(int(value), -2) if value.isascii() and value.isdigit() else 0


def _name(element: Any) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
