"""What in a Word file can hide, cover, strike or move words; a paper has none of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from .docx_pictures import picture_words
from .reading import Trait

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DRAWN = {
    "drawing": "a picture or box",
    "pict": "a picture or box",
    "object": "an object",
    "AlternateContent": "a picture or box",
}
TRACKED = {
    "ins": "a tracked change",
    "del": "a tracked change",
    "moveFrom": "a tracked change",
    "moveTo": "a tracked change",
}
ADDED = {
    "footnoteReference": "a footnote",
    "endnoteReference": "an endnote",
    "framePr": "a moved frame",
    "instrText": "a field",
    "fldSimple": "a field",
    "tblpPr": "a floating table",
    "object": "an object",
    "subDoc": "another document",
    "altChunk": "another document",
    "commentReference": "a comment",
    "ruby": "words above words",
}
SEEN = DRAWN | TRACKED | ADDED
SWITCHES = {
    "vanish": "hidden words",
    "webHidden": "hidden words",
    "specVanish": "hidden words",
    "strike": "struck words",
    "dstrike": "struck words",
    "hidden": "a hidden row",
    "bidiVisual": "turned columns",
    "bidi": "turned words",
    "rtl": "turned words",
    "vMerge": "merged cells",
}
# Newer programs' wishes about letter forms; every other part in a foreign language is noted.
HARMLESS = {"ligatures", "numForm", "numSpacing", "stylisticSets", "cntxtAlts"}
PALE, DARK, TINY = 200, 110, 8
SQUEEZED, FAR = -60, 500
SECTION_END = "Section end"
NO_PICTURES: Mapping[str, str] = MappingProxyType({})
SYMBOLS = {"wingdings", "wingdings 2", "wingdings 3", "webdings", "symbol"}


def body_traits(element: Any, place: str, pictures: Mapping[str, str] = NO_PICTURES) -> Iterator[Trait]:
    """Everything suspicious under this element; `pictures` tells those of the file apart by what calls them."""
    if element is None:
        return
    inside: set[Any] = set()
    for child in element.iter():
        if child.tag == f"{W}drawing" and (words := picture_words(child, pictures)):
            inside.update(child.iter())
            yield Trait(place, words)
        if child not in inside and isinstance(child.tag, str) and (words := _suspicious(child)):
            yield Trait(place, words)


def style_traits(styles: Any) -> list[Trait]:
    """Styles that hide, strike, pale or shrink words; the style that only ends a section holds none."""
    if styles is None:
        return []
    found = list(body_traits(styles.find(f"{W}docDefaults"), "The document's own look"))
    for style in styles.iter(f"{W}style"):
        name = style.find(f"{W}name")
        said = "" if name is None else name.get(f"{W}val", "")
        if said != SECTION_END:
            found += list(body_traits(style, f"Style “{said}”"))
    return found


def header_traits(root: Any) -> Iterator[Trait]:
    """Boxes in a header or footer that float, and so may lie over the content; a logo in the line may stay."""
    for child in root.iter():
        name = _name(child)
        if name in ("anchor", "framePr", "tblpPr") or (
            name in ("shape", "rect", "group") and "absolute" in child.get("style", "")
        ):
            yield Trait("The top or foot of each page", "a floating box")


def _suspicious(element: Any) -> str:
    name = _name(element)
    if name in SEEN:
        return SEEN[name]
    if not element.tag.startswith(W) and name not in HARMLESS:
        return f"something put in ({name})"
    if name in SWITCHES and element.get(f"{W}val", "true") not in ("0", "false", "off"):
        return SWITCHES[name]
    return _measured(name, element)


def _measured(name: str, element: Any) -> str:
    value = element.get(f"{W}val", "")
    if name == "color" and _grey(value, 0) > PALE:
        return "words in pale type"
    if name in ("sz", "w") and element.getparent().tag == f"{W}rPr" and value.isdigit() and int(value) < TINY:
        return "tiny type"
    if name == "shd" and _grey(element.get(f"{W}fill", ""), 255) < DARK:
        return "a dark ground"
    if name == "highlight" and value in ("black", "darkBlue", "darkRed", "darkGray", "darkGreen", "darkMagenta"):
        return "a dark ground"
    if name == "rFonts" and SYMBOLS & {font.lower() for font in element.attrib.values()}:
        return "words in a font of symbols"
    return _placed(name, element)


def _placed(name: str, element: Any) -> str:
    exact = element.get(f"{W}lineRule") == "exact" or element.get(f"{W}hRule") == "exact"
    if name in ("spacing", "trHeight") and exact:
        return "lines of fixed height"
    if name == "spacing" and element.getparent().tag == f"{W}rPr" and _number(element, "val") < SQUEEZED:
        return "squeezed words"
    far = name == "ind" and not -FAR < max((_number(element, side) for side in ("left", "start")), key=abs) < FAR * 10
    return "words moved off the page" if far else ""


def _number(element: Any, name: str) -> int:
    try:
        return int(element.get(f"{W}{name}", "0"))
    except ValueError:
        return 0


def _grey(colour: str, otherwise: int) -> int:
    try:
        red, green, blue = bytes.fromhex(colour)
    except ValueError:
        return otherwise
    return (299 * red + 587 * green + 114 * blue) // 1000


def _name(element: Any) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
