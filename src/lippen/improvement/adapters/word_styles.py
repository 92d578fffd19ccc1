"""What a Word paragraph is: a heading, a bullet, a number; said on the paragraph or by its style."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LIST_LEVEL = re.compile(r"^list \w+ ([2-9])$", re.IGNORECASE)
_HEADING = re.compile(r"^heading\s*(\d)$", re.IGNORECASE)


def value(element: Any) -> str:
    """The w:val of an element."""
    return element.get(W + "val") or ""


@dataclass
class Style:
    """One paragraph style, as far as it matters here."""

    name: str
    based_on: str
    list_id: str | None
    level: int


@dataclass
class Styles:
    """A document's styles and list formats."""

    styles: dict[str, Style] = field(default_factory=dict)
    formats: dict[tuple[str, int], str] = field(default_factory=dict)

    def list_of(self, paragraph: Any) -> tuple[str, int]:
        """('bullet', 0), ('number', 1), or ('', 0) for a plain paragraph."""
        list_id, level = self._list_id(paragraph)
        level_shown = max(level, self._level_by_name(self._style_of(paragraph)))
        if not list_id or list_id == "0":
            return "", 0
        form = self.formats.get((list_id, level), "bullet")
        return ("" if form == "none" else "bullet" if form == "bullet" else "number"), level_shown

    def _level_by_name(self, key: str) -> int:
        """'List Bullet 2' is a point under a point, whatever level it is stored with."""
        found = _LIST_LEVEL.match(self.styles[key].name) if key in self.styles else None
        return int(found[1]) - 1 if found else 0

    def _list_id(self, paragraph: Any) -> tuple[str, int]:
        found = paragraph.find(f"{W}pPr/{W}numPr")
        style = self._style_of(paragraph)
        if found is None:
            return self._from_style(style)
        list_id, level = found.find(W + "numId"), found.find(W + "ilvl")
        number = _whole(value(level)) if level is not None else 0
        return (value(list_id), number) if list_id is not None else (self._from_style(style)[0], number)

    def _from_style(self, key: str) -> tuple[str, int]:
        for _ in range(10):
            style = self.styles.get(key)
            if style is None:
                return "", 0
            if style.list_id is not None:
                return style.list_id, style.level
            key = style.based_on
        return "", 0

    def heading_of(self, paragraph: Any) -> int:
        """The level of a heading; 0 for other paragraphs."""
        key = self._style_of(paragraph)
        for _ in range(10):
            style = self.styles.get(key)
            if style is None:
                return 0
            if found := _HEADING.match(style.name):
                return int(found[1])
            key = style.based_on
        return 0

    def is_title(self, paragraph: Any) -> bool:
        """Whether this is the document's title, by its style."""
        found = self.styles.get(self._style_of(paragraph))
        return found is not None and found.name.casefold() == "title"

    @staticmethod
    def _style_of(paragraph: Any) -> str:
        found = paragraph.find(f"{W}pPr/{W}pStyle")
        return value(found) if found is not None else ""


def read_styles(styles: Any, numbering: Any) -> Styles:
    """Styles and list formats from their two parts; either may be missing."""
    found = Styles()
    for style in styles.iterfind(W + "style") if styles is not None else ():
        found.styles[style.get(W + "styleId") or ""] = _style(style)
    if numbering is not None:
        found.formats = _formats(numbering)
    return found


def _style(style: Any) -> Style:
    name, based_on = style.find(W + "name"), style.find(W + "basedOn")
    number = style.find(f"{W}pPr/{W}numPr/{W}numId")
    level = style.find(f"{W}pPr/{W}numPr/{W}ilvl")
    return Style(
        value(name) if name is not None else "",
        value(based_on) if based_on is not None else "",
        value(number) if number is not None else None,
        _whole(value(level)) if level is not None else 0,
    )


def _formats(numbering: Any) -> dict[tuple[str, int], str]:
    shapes = {}
    for shape in numbering.iterfind(W + "abstractNum"):
        for level in shape.iterfind(W + "lvl"):
            form = level.find(W + "numFmt")
            key = (shape.get(W + "abstractNumId"), _whole(level.get(W + "ilvl") or "0"))
            shapes[key] = value(form) if form is not None else "decimal"
    formats = {}
    for number in numbering.iterfind(W + "num"):
        link = number.find(W + "abstractNumId")
        for (shape_id, level), form in shapes.items():
            if link is not None and shape_id == value(link):
                formats[number.get(W + "numId") or "", level] = form
    return formats


def _whole(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 3 else 0
