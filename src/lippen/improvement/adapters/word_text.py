"""The words of a Word paragraph: tracked changes taken as accepted, tick boxes as signs, fields by their result."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from lippen.improvement.adapters.document import Note
from lippen.improvement.adapters.fragments import clean
from lippen.improvement.adapters.word_styles import W, value

_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_PLAIN = {W + "tab": " ", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-", W + "softHyphen": ""}
_LEFT_OUT = {W + "del", W + "moveFrom", W + "instrText", W + "pPr", W + "rPr", W + "delText", _MC + "Fallback"}
_SIGNS = {"f0fe": "☒", "f0fd": "☒", "f0fc": "✓", "f052": "☑", "f0a8": "☐", "f06f": "☐", "f0b7": "•", "f0a7": "▪"}
_QUOTED = 80


@dataclass
class Changes:
    """Tracked changes that were met: where, what was put in, what was struck out."""

    places: dict[str, tuple[list[str], list[str]]] = field(default_factory=dict)
    rows: list[str] = field(default_factory=list)

    def put_in(self, place: str, words: str) -> None:
        """Words that a tracked change put in."""
        self.places.setdefault(place, ([], []))[0].append(words)

    def struck_out(self, place: str, words: str) -> None:
        """Words that a tracked change struck out."""
        self.places.setdefault(place, ([], []))[1].append(words)

    def row_left_out(self, place: str) -> None:
        """A whole row that a tracked change struck out."""
        self.rows.append(place)

    def notes(self) -> list[Note]:
        """One note for each place."""
        found = [
            Note("tracked change", f"tracked:{place}", place, _sentence(*changes))
            for place, changes in self.places.items()
        ]
        rows = "A row was struck out in tracked changes and is left out. Accept or reject the change in Word."
        return found + [Note("tracked change", f"tracked:{place}", place, rows) for place in self.rows]


def _sentence(put_in: list[str], struck_out: list[str]) -> str:
    parts = []
    if words := _short(put_in):
        parts.append(f"“{words}” was put in and is kept")
    if words := _short(struck_out):
        parts.append(f"“{words}” was struck out and is left out")
    return f"Tracked changes are taken as accepted: {'; '.join(parts)}."


def _short(parts: list[str]) -> str:
    words = clean(" ".join(parts))
    return words if len(words) <= _QUOTED else words[:_QUOTED].rsplit(" ", 1)[0] + "…"


def text_of(paragraph: Any, changes: Changes, place: str) -> str:
    """A paragraph's words as they stand once every change is accepted."""
    parts: list[str] = []
    _collect(paragraph, parts, changes, place)
    return "".join(parts)


def _collect(element: Any, parts: list[str], changes: Changes, place: str) -> None:
    for child in element:
        tag = child.tag
        if tag == W + "t":
            parts.append(child.text or "")
        elif tag in _PLAIN:
            parts.append(_PLAIN[tag])
        elif tag == W + "sym":
            parts.append(_SIGNS.get((child.get(W + "char") or "").lower(), "\ufffd"))
        elif tag == W + "ffData":
            parts.append(_form_box(child))
        elif tag in _LEFT_OUT:
            _left_out(child, changes, place)
        elif tag in (W + "ins", W + "moveTo"):
            _inserted(child, parts, changes, place)
        elif tag == W + "p":
            parts.append("\n")
            _collect(child, parts, changes, place)
        else:
            _collect(child, parts, changes, place)


def _left_out(element: Any, changes: Changes, place: str) -> None:
    words = "".join(part.text or "" for part in element.iter(W + "delText", W + "t"))
    if element.tag in (W + "del", W + "moveFrom") and words.strip():
        changes.struck_out(place, words)


def _inserted(element: Any, parts: list[str], changes: Changes, place: str) -> None:
    added: list[str] = []
    _collect(element, added, changes, place)
    if "".join(added).strip():
        changes.put_in(place, "".join(added))
    parts.extend(added)


def _form_box(data: Any) -> str:
    """A tick box of an old form: its mark is in its data, not in its text."""
    box = data.find(W + "checkBox")
    if box is None:
        return ""
    mark = box.find(W + "checked")
    mark = mark if mark is not None else box.find(W + "default")
    return "☒ " if mark is not None and value(mark) not in ("0", "false") else "☐ "
