"""A seeded maker of hostile and broken files: it edits inside the zip of a document, and in the bytes of every kind."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable

from lippen.improvement.tests.plan_files import MAKERS

SIGNS = (
    "\x00",
    "\ufffe",
    "\u202e",
    "=1+1",
    "<!DOCTYPE x [<!ENTITY a 'b'>]>",
    "]]>",
    "&#x0;",
    "&nope;",
    "9" * 400,
    "é" * 50,
)
NAMES = (
    "../../evil.xml",
    "/etc/passwd",
    "xl/vbaProject.bin",
    "word/vbaProject.bin",
    "docProps/app.xml",
    "C:x",
    "a" * 300,
)


TIME, THEN = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"), b"2012-10-17T12:00:00Z"
"""When a file was made stands in it, and another one for each run: the same seed gives the same file on any day."""


def mutated(kind: str, seed: int) -> bytes:
    """A file of this kind, spoilt in one to four ways, a zip first of all inside; the same for the same seed."""
    chance = random.Random(f"{kind} {seed}")
    content = MAKERS[kind]()
    is_zip = kind in ("xlsx", "docx")
    if is_zip:
        content = _zipped({name: TIME.sub(THEN, part) for name, part in _parts(content).items()})
    for number in range(chance.randint(1, 4)):
        ways = (INSIDE if number == 0 else (*INSIDE, _flip, _cut)) if is_zip else OUTSIDE
        content = chance.choice(ways)(content, chance)
    return content


def _cut(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randrange(len(content) + 1)]


def _flip(content: bytes, chance: random.Random) -> bytes:
    spoilt = bytearray(content)
    for _ in range(chance.randint(1, 40)):
        if spoilt:
            spoilt[chance.randrange(len(spoilt))] = chance.randrange(256)
    return bytes(spoilt)


def _repeat(content: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(content) + 1)
    piece = content[start : start + chance.randint(1, 200)]
    return content[:start] + piece * chance.randint(2, 300) + content[start:]


def _insert(content: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(content) + 1)
    return content[:start] + chance.choice(SIGNS).encode("utf-8", "surrogatepass") + content[start:]


def _swap(content: bytes, chance: random.Random) -> bytes:
    """Two pieces change places: rows out of order, tags across each other."""
    one, two = sorted(chance.randrange(len(content) + 1) for _ in range(2))
    length = min(chance.randint(1, 400), two - one)
    return (
        content[:one]
        + content[two : two + length]
        + content[one + length : two]
        + content[one : one + length]
        + content[two + length :]
    )


def _number(content: bytes, chance: random.Random) -> bytes:
    """A number becomes another: spans, rows, columns, lengths and offsets that cannot be."""
    places = [at for at, sign in enumerate(content) if 48 <= sign <= 57]
    if not places:
        return content
    at = chance.choice(places)
    wanted = chance.choice((b"0", b"-1", b"1048577", b"99999999999", b"1e309", b"2147483648", b"NaN"))
    return content[:at] + wanted + content[at + 1 :]


OUTSIDE: tuple[Callable[[bytes, random.Random], bytes], ...] = (_cut, _flip, _repeat, _insert, _swap, _number)


def _inside(edit: Callable[[bytes, random.Random], bytes]) -> Callable[[bytes, random.Random], bytes]:
    """The same edit in one part of the zip, which stays a sound zip."""

    def edited(content: bytes, chance: random.Random) -> bytes:
        parts = _parts(content)
        if not parts:
            return edit(content, chance)
        names = sorted(parts, key=lambda name: (not name.endswith(("sheet1.xml", "document.xml", "Strings.xml")), name))
        name = chance.choice(names[:3]) if chance.random() < 0.7 else chance.choice(names)
        parts[name] = edit(parts[name], chance)
        return _zipped(parts)

    return edited


def _parts(content: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return {name: archive.read(name) for name in archive.namelist()}
    except Exception:  # an earlier edit broke the zip itself
        return {}


def _zipped(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2012, 10, 17, 12, 0, 0)), part, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _lose(content: bytes, chance: random.Random) -> bytes:
    parts = _parts(content)
    if parts:
        del parts[chance.choice(sorted(parts))]
    return _zipped(parts)


def _add(content: bytes, chance: random.Random) -> bytes:
    return _zipped(_parts(content) | {chance.choice(NAMES): chance.choice(SIGNS).encode() * chance.randint(1, 5_000)})


INSIDE = (*map(_inside, OUTSIDE), *map(_inside, (_number, _swap, _insert)), _lose, _add)
