"""What in a Word file can hide, cover, strike or move words; a paper has none of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

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
}
SEEN = DRAWN | TRACKED | ADDED
SWITCHES = {
    "vanish": "hidden words",
    "webHidden": "hidden words",
    "specVanish": "hidden words",
    "strike": "struck words",
    "dstrike": "struck words",
    "hidden": "a hidden row",
}
PALE, DARK, TINY = 200, 110, 8


def body_traits(element: Any, place: str) -> Iterator[Trait]:
    """Everything suspicious under this element."""
    if element is None:
        return
    for child in element.iter():
        if isinstance(child.tag, str) and (words := _suspicious(child)):
            yield Trait(place, words)


def style_traits(styles: Any) -> list[Trait]:
    """Styles that hide, strike, pale or shrink words; the style that only ends a section holds none."""
    found = []
    for style in () if styles is None else styles.iter(f"{W}style"):
        name = style.find(f"{W}name")
        said = "" if name is None else name.get(f"{W}val", "")
        if said != "Section end":
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
    exact = element.get(f"{W}lineRule") == "exact" or element.get(f"{W}hRule") == "exact"
    return "lines of fixed height" if name in ("spacing", "trHeight") and exact else ""


def _grey(colour: str, otherwise: int) -> int:
    try:
        red, green, blue = bytes.fromhex(colour)
    except ValueError:
        return otherwise
    return (299 * red + 587 * green + 114 * blue) // 1000


def _name(element: Any) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
