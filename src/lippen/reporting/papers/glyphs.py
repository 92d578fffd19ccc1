"""Words for the characters that a font lacks: a paper must never show an empty box or fail for one."""

from __future__ import annotations

import struct
import unicodedata
from functools import cache
from pathlib import Path

WORDS = {
    "✓": "[ticked]",
    "✔": "[ticked]",
    "☑": "[ticked]",
    "☒": "[crossed]",
    "✗": "[crossed]",
    "✘": "[crossed]",
    "☐": "[not ticked]",
    "□": "[not ticked]",
    "→": "->",
    "←": "<-",
    "⇒": "=>",
    "\u2011": "-",
}
SPACES = {"\t": " ", "\u2028": "\n", "\u2029": "\n"}
BREAK = "\u200b"
BREAKS_AFTER = "/-_@.,:;&=?"
WIDE = "MWmw@%—"
NEVER_BREAK_WITHIN = 3


def printable(text: str, have: frozenset[int]) -> str:
    """The text with each missing character replaced by the nearest that the font has, or by its name."""
    return text if text.isascii() and "\t" not in text else "".join(_shown(char, have) for char in text)


def without_a_form(text: str, have: frozenset[int]) -> str:
    """The letters of a text that would print as their names only, each once."""
    odd = (char for char in text if not char.isascii() and ord(char) not in have and char not in WORDS)
    return "".join(char for char in dict.fromkeys(odd) if _shown(char, have) == _name_of(char))


def breakable(text: str, limit: int) -> str:
    """The text with places to break inside words longer than the limit."""
    if all(len(word) <= limit // 2 for word in text.split()):
        return text
    return " ".join(_cut(word, limit) if sum(map(_width, word)) > limit else word for word in text.split(" "))


def _cut(word: str, limit: int) -> str:
    parts: list[str] = []
    part, width = "", 0.0
    for char in word:
        if part and width + _width(char) > limit:
            parts, part, width = [*parts, part], "", 0.0
        part, width = part + char, width + _width(char)
        if char in BREAKS_AFTER and len(part) > NEVER_BREAK_WITHIN:
            parts, part, width = [*parts, part], "", 0.0
    return BREAK.join([*parts, part] if part else parts)


def _width(char: str) -> float:
    """About how many ordinary letters wide this one is."""
    if char in WIDE:
        return 1.6
    return 1.25 if char.isupper() or not char.isascii() else 1.0


def _shown(char: str, have: frozenset[int]) -> str:
    if char == "\n" or (ord(char) in have and ord(char) >= 32):
        return char
    if char in SPACES:
        return SPACES[char]
    if unicodedata.category(char) in ("Zs",):
        return " "
    if unicodedata.category(char) in ("Cf", "Mn", "Me"):
        return ""
    return WORDS.get(char) or _simpler(char, have)


def _simpler(char: str, have: frozenset[int]) -> str:
    plain = "".join(part for part in unicodedata.normalize("NFKD", char) if ord(part) in have)
    return plain or _name_of(char)


def _name_of(char: str) -> str:
    return f"[{unicodedata.name(char, f'U+{ord(char):04X}').lower()}]"


@cache
def characters_of(font: Path) -> frozenset[int]:
    """The code points that a TrueType font can draw, from its cmap table."""
    data = font.read_bytes()
    start = _table(data, b"cmap")
    found: set[int] = set()
    for number in range(struct.unpack_from(">H", data, start + 2)[0]):
        platform, _, offset = struct.unpack_from(">HHI", data, start + 4 + 8 * number)
        if platform in (0, 3):
            found |= _subtable(data, start + offset)
    return frozenset(found)


def _table(data: bytes, tag: bytes) -> int:
    for number in range(struct.unpack_from(">H", data, 4)[0]):
        name, _, offset, _ = struct.unpack_from(">4sIII", data, 12 + 16 * number)
        if name == tag:
            return int(offset)
    raise ValueError("This font file has no character map.")


def _subtable(data: bytes, at: int) -> set[int]:
    form = struct.unpack_from(">H", data, at)[0]
    if form == 4:
        return _segments(data, at)
    if form == 12:
        count = struct.unpack_from(">I", data, at + 12)[0]
        groups = (struct.unpack_from(">II", data, at + 16 + 12 * number) for number in range(count))
        return {code for first, last in groups for code in range(first, last + 1)}
    return set()


def _segments(data: bytes, at: int) -> set[int]:
    size = struct.unpack_from(">H", data, at + 6)[0]
    ends = struct.unpack_from(f">{size // 2}H", data, at + 14)
    starts = struct.unpack_from(f">{size // 2}H", data, at + 16 + size)
    return {code for first, last in zip(starts, ends, strict=True) for code in range(first, last + 1) if code != 0xFFFF}
