"""The letters and numbers that Word puts before list items: they are in no text, yet a reader sees them."""

from __future__ import annotations

import re
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


class Lists:
    """Counts each list as the paragraphs go by."""

    def __init__(self, numbering: Any, styles: Any) -> None:
        self._forms = _forms(numbering)
        self._shapes, self._restarts = _shapes(numbering)
        self._names, self._by_style = _styles(styles)
        self._at: dict[tuple[str, str], int] = {}

    def is_heading(self, paragraph: Any) -> bool:
        """Whether the paragraph has a heading's style."""
        return self.style_name(paragraph).lower().startswith("heading")

    def style_name(self, paragraph: Any) -> str:
        """The name of the paragraph's style."""
        return self._names.get(_style(paragraph), "")

    def label(self, paragraph: Any) -> str:
        """What stands before the paragraph: a bullet, "(b)", or nothing."""
        key, level = self._list_of(paragraph)
        form, words = self._forms.get((key, level), ("none", ""))
        if key in ("", "0") or form == "none":
            return ""
        number = self._next(key, level)
        if form == "bullet":
            return words if re.search(r"\w", words) and not _private(words) else "•"
        return words.replace(f"%{int(level) + 1}", _counted(form, number))

    def _next(self, key: str, level: str) -> int:
        """Lists of one shape count on together, unless a list says that it begins anew."""
        shape = (self._shapes.get(key, key), level)
        if key in self._restarts:
            self._restarts.discard(key)
            self._at[shape] = 0
        self._at[shape] = self._at.get(shape, 0) + 1
        return self._at[shape]

    def _list_of(self, paragraph: Any) -> tuple[str, str]:
        found = paragraph.find(f"{W}pPr/{W}numPr")
        if found is None:
            return self._by_style.get(_style(paragraph), ("", "0"))
        return _value(found, "numId"), _value(found, "ilvl") or "0"


def _private(words: str) -> bool:
    """Symbol fonts keep their bullets among the private characters."""
    return all("\ue000" <= char <= "\uf8ff" for char in words)


def _counted(form: str, number: int) -> str:
    letters = "abcdefghijklmnopqrstuvwxyz"
    if form == "lowerLetter":
        return letters[(number - 1) % 26] * ((number - 1) // 26 + 1)
    if form == "upperLetter":
        return (letters[(number - 1) % 26] * ((number - 1) // 26 + 1)).upper()
    return f"{number}" if form == "decimal" else f"{form}{number}"


def _forms(numbering: Any) -> dict[tuple[str, str], tuple[str, str]]:
    """Each list's form and text, by list and level."""
    if numbering is None:
        return {}
    shapes = {
        (abstract.get(f"{W}abstractNumId"), level.get(f"{W}ilvl")): (_value(level, "numFmt"), _value(level, "lvlText"))
        for abstract in numbering.iter(f"{W}abstractNum")
        for level in abstract.iter(f"{W}lvl")
    }
    found: dict[tuple[str, str], tuple[str, str]] = {}
    for number in numbering.iter(f"{W}num"):
        key, shape = number.get(f"{W}numId"), _value(number, "abstractNumId")
        found |= {(key, level): form for (abstract, level), form in shapes.items() if abstract == shape}
        for level in number.iter(f"{W}lvl"):
            found[key, level.get(f"{W}ilvl")] = (_value(level, "numFmt"), _value(level, "lvlText"))
    return found


def _shapes(numbering: Any) -> tuple[dict[str, str], set[str]]:
    """Each list's shape, and the lists that begin anew."""
    numbers = [] if numbering is None else list(numbering.iter(f"{W}num"))
    shapes = {number.get(f"{W}numId", ""): _value(number, "abstractNumId") for number in numbers}
    anew = {
        number.get(f"{W}numId", "") for number in numbers if number.find(f"{W}lvlOverride/{W}startOverride") is not None
    }
    return shapes, anew


def _styles(styles: Any) -> tuple[dict[str, str], dict[str, tuple[str, str]]]:
    """Each style's name, and its list where it has one."""
    names: dict[str, str] = {}
    lists: dict[str, tuple[str, str]] = {}
    for style in () if styles is None else styles.iter(f"{W}style"):
        key = style.get(f"{W}styleId", "")
        names[key] = _value(style, "name")
        if (found := style.find(f"{W}pPr/{W}numPr")) is not None:
            lists[key] = (_value(found, "numId"), _value(found, "ilvl") or "0")
    return names, lists


def _style(paragraph: Any) -> str:
    found = paragraph.find(f"{W}pPr/{W}pStyle")
    return "" if found is None else found.get(f"{W}val", "")


def _value(parent: Any, name: str) -> str:
    found = parent.find(f"{W}{name}")
    return "" if found is None else found.get(f"{W}val", "")
