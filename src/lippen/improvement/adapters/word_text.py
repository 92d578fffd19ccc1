"""The words of a Word paragraph: tracked changes taken as accepted, tick boxes as signs, fields by their result."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from lippen.improvement.adapters.document import Note
from lippen.improvement.adapters.fragments import clean
from lippen.improvement.adapters.marks import in_font, is_sign_font
from lippen.improvement.adapters.word_styles import W

_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_PLAIN = {W + "tab": " ", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-", W + "softHyphen": ""}
_LEFT_OUT = {W + "del", W + "moveFrom", W + "instrText", W + "pPr", W + "rPr", W + "delText", _MC + "Fallback"}
_MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_TEXTS = (W + "t", _MATHS + "t")
_QUOTED = 80


@dataclass
class Changes:
    """Tracked changes that were met: where, what was put in, what was struck out."""

    places: dict[str, tuple[list[str], list[str]]] = field(default_factory=dict)
    rows: list[str] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)
    through: dict[str, list[str]] = field(default_factory=dict)

    def put_in(self, place: str, words: str) -> None:
        """Words that a tracked change put in."""
        self.places.setdefault(place, ([], []))[0].append(words)

    def struck_out(self, place: str, words: str) -> None:
        """Words that a tracked change struck out."""
        self.places.setdefault(place, ([], []))[1].append(words)

    def row_left_out(self, place: str) -> None:
        """A whole row that a tracked change struck out."""
        self.rows.append(place)

    def cell_changed(self, place: str) -> None:
        """A cell that a tracked change puts in, strikes out or merges; its words are kept."""
        self.cells.append(place)

    def struck_through(self, place: str, words: str) -> None:
        """Words with a line through them, by their looks and not by a tracked change; they are kept."""
        self.through.setdefault(place, []).append(words)

    def notes(self) -> list[Note]:
        """One note for each place."""
        found = [
            Note("tracked change", f"tracked:{place}", place, _sentence(*changes))
            for place, changes in self.places.items()
        ]
        rows = "A row was struck out in tracked changes and is left out. Accept or reject the change in Word."
        found += [Note("tracked change", f"tracked:{place}", place, rows) for place in self.rows]
        cells = "Tracked changes put this cell in, strike it out or merge it. It is kept as it stands: look at it."
        found += [Note("tracked change", f"tracked:{place}", place, cells) for place in self.cells]
        return found + [
            Note("struck through", f"struck:{place}", place, _THROUGH.format(words=_short(words)))
            for place, words in self.through.items()
        ]


_THROUGH = "“{words}” has a line through it in the document and is kept. Look whether it still counts."


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


def _collect(element: Any, parts: list[str], changes: Changes, place: str, *, is_inside: bool = False) -> None:
    for child in element:
        tag = child.tag
        if tag in _TEXTS:
            parts.append(child.text or "")
        elif tag in _PLAIN:
            parts.append(_PLAIN[tag])
        elif tag == W + "sym":
            parts.append(_symbol(child))
        elif tag == W + "r" and not is_inside and _is_struck_through(child):
            _struck_through(child, parts, changes, place)
        elif tag == W + "r" and (font := _sign_font(child)):
            _in_sign_font(child, font, parts, changes, place)
        elif tag == W + "sdt" and (box := child.find(f"{W}sdtPr/{_W14}checkbox")) is not None:
            parts.append(_box(box.find(_W14 + "checked"), _W14))
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
    return _box(mark if mark is not None else box.find(W + "default"), W) + " "


def _box(mark: Any, space: str) -> str:
    """A tick box by what is stored of it, whatever sign was chosen to show it."""
    return "☑" if mark is not None and (mark.get(space + "val") or "1") not in ("0", "false", "off") else "☐"


def _is_struck_through(run: Any) -> bool:
    marks = (run.find(f"{W}rPr/{W}{name}") for name in ("strike", "dstrike"))
    return any(mark is not None and (mark.get(W + "val") or "1") not in ("0", "false", "off") for mark in marks)


def _struck_through(run: Any, parts: list[str], changes: Changes, place: str) -> None:
    inside: list[str] = []
    _collect([run], inside, changes, place, is_inside=True)
    if "".join(inside).strip():
        changes.struck_through(place, "".join(inside))
    parts.extend(inside)


def _symbol(element: Any) -> str:
    """A symbol put in by its font and number; one of a font that is not known keeps its number."""
    char = element.get(W + "char") or ""
    try:
        sign = chr(int(char, 16))
    except (ValueError, OverflowError):
        return "\ufffd"
    font = element.get(W + "font") or ""
    shown = in_font(font, sign) if is_sign_font(font) else sign
    return shown if shown.isprintable() or "\ue000" <= shown <= "\uf8ff" else "\ufffd"


def _sign_font(run: Any) -> str:
    """The font of a run whose letters are signs; nothing where they are letters."""
    fonts = run.find(f"{W}rPr/{W}rFonts")
    named = [fonts.get(W + name) or "" for name in ("ascii", "hAnsi", "cs")] if fonts is not None else []
    return next((font for font in named if is_sign_font(font)), "")


def _in_sign_font(run: Any, font: str, parts: list[str], changes: Changes, place: str) -> None:
    inside: list[str] = []
    _collect(run, inside, changes, place)
    parts.append(in_font(font, "".join(inside)))
