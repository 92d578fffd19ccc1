"""Signs that stand for words: ticks, crosses, boxes, and what is left where a sign was lost."""

from __future__ import annotations

TICKS = "✓✔☑√✅🗸🗹"
POINT_TICKS = "✓✔☑✅"
"""Ticks that begin a point of a list; the others stand in formulas too."""
_LOST = "\ufffd□▯?¿üþ"
"""A replacement, an empty frame, a question mark; and the letters under Wingdings' ticks."""
_LONGEST = 3

_BULLET, _BOX, _CROSS = "•", "☐", "✗"
_BY_FONT = {
    "wingdings": {0xFC: "✓", 0xFB: _CROSS, 0xFE: "☑", 0xFD: "☒", 0x6F: _BOX, 0xA8: _BOX, 0xB7: _BULLET, 0xA7: "▪"},
    "wingdings 2": {0x50: "✓", 0x4F: _CROSS, 0x52: "☑", 0x51: "☒", 0x53: "☒", 0x54: "☒", 0xA3: _BOX, 0x2A: _BOX},
    "webdings": {0x61: "✓", 0x72: _CROSS, 0x63: _BOX},
    "symbol": {0xD6: "√", 0xB7: _BULLET},
    "zapf dingbats": {0x33: "✓", 0x34: "✔", 0x37: _CROSS, 0x38: _CROSS},
}
_ALIASES = {"itc zapf dingbats": "zapf dingbats", "zapfdingbats": "zapf dingbats", "symbol mt": "symbol"}


def tick_in(text: str) -> str:
    """The first tick of some words; nothing where none stands."""
    return next((sign for sign in text if sign in TICKS), "")


def is_lost_mark(text: str) -> bool:
    """Whether a cell holds nothing but the trace of a sign that was lost."""
    bare = "".join(text.split())
    return 0 < len(bare) <= _LONGEST and all(sign in _LOST or _is_private(sign) for sign in bare)


def _is_private(sign: str) -> bool:
    return "\ue000" <= sign <= "\uf8ff"


def is_sign_font(font: str) -> bool:
    """Whether a font's letters are signs."""
    return _named(font) in _BY_FONT


def in_font(font: str, text: str) -> str:
    """The signs that letters of such a font show; one that is not known keeps its number, as a private character."""
    signs = _BY_FONT[_named(font)]
    return "".join(_sign(signs, letter) for letter in text)


def _sign(signs: dict[int, str], letter: str) -> str:
    number = ord(letter) - 0xF000 if _is_private(letter) else ord(letter)
    if letter.isspace() or not 0x20 < number <= 0xFF:
        return letter
    return signs.get(number) or chr(0xF000 + number)


def _named(font: str) -> str:
    bare = " ".join(font.lower().split())
    return _ALIASES.get(bare, bare)
