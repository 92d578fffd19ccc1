"""A picture that stands in a line of a Word file: what it shows dot by dot, how large, and its words."""

from __future__ import annotations

import hashlib
import io
import posixpath
from collections.abc import Iterator, Mapping
from typing import Any

R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
# What every program writes round a picture, and what decides nothing of how it looks.
PLAIN = {
    "drawing",
    "inline",
    "extent",
    "effectExtent",
    "docPr",
    "cNvGraphicFramePr",
    "graphicFrameLocks",
    "graphic",
    "graphicData",
    "pic",
    "nvPicPr",
    "cNvPr",
    "cNvPicPr",
    "picLocks",
    "blipFill",
    "blip",
    "stretch",
    "fillRect",
    "srcRect",
    "spPr",
    "xfrm",
    "off",
    "ext",
    "prstGeom",
    "avLst",
    "noFill",
    "ln",
    "extLst",
    "useLocalDpi",
}
TURNED = ("rot", "flipH", "flipV")
MOST_DOTS = 40_000_000
TENTH_OF_A_MILLIMETRE = 3_600


def picture_words(drawing: Any, pictures: Mapping[str, str]) -> str:
    """What a drawing is, where it is a plain picture in the line and nothing else; else nothing."""
    if [_name(child) for child in drawing] != ["inline"]:
        return ""
    elements = [child for child in drawing.iter() if isinstance(child.tag, str)]
    if any(_name(child) not in PLAIN or _is_changed(child) for child in elements):
        return ""
    blips = [child for child in elements if _name(child) == "blip"]
    called = blips[0].get(f"{R}embed", "") if len(blips) == 1 else ""
    if called not in pictures:
        return ""
    size = next((child for child in elements if _name(child) == "extent"), None)
    alt = next((child.get("descr", "") for child in elements if _name(child) == "docPr"), "")
    across, down = (_rounded(size, side) for side in ("cx", "cy"))
    return f"a picture ({pictures[called]}, {across} by {down}, said as “{' '.join(alt.split())}”)"


def _is_changed(element: Any) -> bool:
    """Whether a picture is turned, cut, or given another shape."""
    if any(element.get(name, "0") not in ("0", "false") for name in TURNED):
        return True
    if _name(element) in ("srcRect", "fillRect"):
        return any(value not in ("0", "") for value in element.attrib.values())
    return _name(element) == "prstGeom" and element.get("prst") != "rect"


def pictures_of(relations: Any, whole: Mapping[str, bytes]) -> dict[str, str]:
    """A digest of the dots of each picture that the body may show, by the name that it is called by."""
    return dict(_digests(relations, whole)) if relations is not None else {}


def _digests(relations: Any, whole: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    for road in relations:
        name = posixpath.normpath(posixpath.join("word", str(road.get("Target", "")).removeprefix("/word/")))
        if str(road.get("Type", "")).endswith("/image") and road.get("TargetMode") != "External" and name in whole:
            yield str(road.get("Id", "")), _digest(whole[name])


def _digest(data: bytes) -> str:
    """By its dots, since a program that saves a file again may pack them otherwise; else by its bytes."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data), formats=["PNG"]) as picture:
            if picture.width * picture.height > MOST_DOTS:
                raise ValueError("larger than any chart")
            dots = picture.convert("RGBA")
            said = f"{dots.width} {dots.height} ".encode() + dots.tobytes()
    except (OSError, ValueError, SyntaxError):
        said = b"unread " + data
    return hashlib.sha256(said).hexdigest()[:16]


def _rounded(element: Any, name: str) -> int:
    value = "0" if element is None else element.get(name, "0")
    return round(int(value) / TENTH_OF_A_MILLIMETRE) if value.isascii() and value.isdigit() else 0


def _name(element: Any) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
