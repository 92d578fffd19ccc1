"""The heads of the sealed trail: one line for each block, in a file outside the database that is only added to.

A line holds all that the block holds, so that a row which was rewritten together with its seals can still be named.
"""

from __future__ import annotations

import fcntl
import json
import os
from array import array
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from lippen.kernel.seals import signing
from lippen.kernel.seals.chain import FIRST, Block, canonical, hash_of

Line = dict[str, Any]
ENDING = ".heads"
UNKNOWN = -1
"""Stands for a block that has no head outside."""


def place(given: str, var: Path, database: str) -> Path:
    """The file of a database's heads: in the folder named, or the file named, or under var/."""
    named = Path(given) if given else var / "audit"
    return named if named.suffix and not named.is_dir() else named / f"{database}{ENDING}"


@dataclass(frozen=True)
class Tip:
    """What the next block hangs on: the block kept last, and the hash of its line or of the break after it."""

    number: int = 0
    hash: str = FIRST
    is_break: bool = False
    floor_id: int | None = None


@dataclass(frozen=True)
class Given:
    """A break, and what was given up by it."""

    line: Line
    rows_given_up: int
    blocks_given_up: int


@dataclass
class Live:
    """Where the line of each block stands that counts; breaks; and what is wrong with the file itself."""

    path: Path
    offsets: array[int] = field(default_factory=lambda: array("q"))
    tip: Tip = field(default_factory=Tip)
    breaks: list[Given] = field(default_factory=list)
    wrong: list[tuple[int, str]] = field(default_factory=list)
    counts: array[int] = field(default_factory=lambda: array("q"))
    ends: dict[int, int] = field(default_factory=dict)

    @property
    def last(self) -> int:
        """The newest block that has a head."""
        return self.tip.number


def line_of(block: Block) -> str:
    """A block as a line of the heads."""
    fields = block.header() | {"marks": b64encode(block.marks).decode(), "hash": block.hash}
    return canonical(fields)


def block_in(line: Mapping[str, Any]) -> Block:
    """The block that a line tells of."""
    return Block(
        number=line["block"],
        sealed_at=datetime.fromisoformat(line["sealed_at"]),
        floor_id=line["floor"],
        from_transaction=line["from"],
        through_transaction=line["through"],
        row_count=line["rows"],
        rows_hash=line["rows_sha256"],
        marks=b64decode(line["marks"]),
        odd_ids=tuple(line["odd"]),
        previous_hash=line["previous"],
    )


def signed_part(line: Mapping[str, Any]) -> bytes:
    """What the signature of a break stands for."""
    return canonical({name: value for name, value in line.items() if name not in {"signature", "hash"}}).encode()


def hash_of_break(line: Mapping[str, Any]) -> str:
    """What the block after a break names as the hash before it."""
    return hash_of({name: value for name, value in line.items() if name != "hash"})


def append(path: Path, line: str) -> None:
    """Add one line and see it on the disk. A line that a crash cut short is ended first, and left as it is."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab") as opened:
        fcntl.flock(opened, fcntl.LOCK_EX)
        begin = "" if _ends_well(path) else "\n"
        opened.write(f"{begin}{line}\n".encode())
        opened.flush()
        os.fsync(opened.fileno())


def _ends_well(path: Path) -> bool:
    with path.open("rb") as opened:
        size = opened.seek(0, os.SEEK_END)
        if size == 0:
            return True
        opened.seek(size - 1)
        return opened.read(1) == b"\n"


def tip_of(path: Path) -> Tip:
    """The last whole line, read from the end of the file."""
    for line in _backwards(path):
        if (found := _parsed(line)) is not None:
            return _tip(found)
    return Tip()


def _tip(line: Line) -> Tip:
    if "break" in line:
        return Tip(line["kept"], line["hash"], is_break=True, floor_id=line.get("floor"))
    return Tip(line["block"], line["hash"])


def _backwards(path: Path, step: int = 1 << 16) -> Iterator[bytes]:
    """The file's lines, the last one first, without reading all of it."""
    if not path.exists():
        return
    with path.open("rb") as opened:
        at, rest = opened.seek(0, os.SEEK_END), b""
        while at > 0:
            size = min(step, at)
            at -= size
            opened.seek(at)
            first, *lines = (opened.read(size) + rest).split(b"\n")
            yield from reversed([line for line in lines if line])
            rest = first
        if rest:
            yield rest


def _parsed(line: bytes) -> Line | None:
    """A whole line; None for one that was cut short or is none of ours."""
    try:
        found = json.loads(line)
    except ValueError:
        return None
    return found if isinstance(found, dict) and "hash" in found and ("block" in found or "break" in found) else None


def live(path: Path, key: Path) -> Live:
    """Walk through the file once: which line counts for each block, after every signed break."""
    found = Live(path)
    with path.open("rb") as opened:
        offset = 0
        for place_in_file, raw in enumerate(opened, start=1):
            if raw.strip():
                _take(found, raw, offset, place_in_file, key, opened)
            offset += len(raw)
    return found


def _take(found: Live, raw: bytes, offset: int, place_in_file: int, key: Path, opened: IO[bytes]) -> None:
    line = _parsed(raw)
    if line is None:
        return  # cut short by a crash: the same block follows again, or is missed by its number
    if "break" in line:
        _take_break(found, line, place_in_file, key)
    elif line["block"] != found.tip.number + 1 or line["previous"] != found.tip.hash:
        found.wrong.append((line["block"], f"line {place_in_file} does not follow the line before it"))
    else:
        found.offsets.append(offset)
        found.counts.append(line["rows"])
        found.ends[line["floor"]] = max(line["through"], found.ends.get(line["floor"], 0))
        found.tip = Tip(line["block"], line["hash"])


def _take_break(found: Live, line: Line, place_in_file: int, key: Path) -> None:
    """A break counts only when our key signed it, over the very line before it."""
    if line.get("previous") != found.tip.hash:
        found.wrong.append((line["kept"], f"the break in line {place_in_file} does not follow the line before it"))
        return
    if hash_of_break(line) != line["hash"] or not signing.holds(key, signed_part(line), line.get("signature", "")):
        found.wrong.append((line["kept"], f"the break in line {place_in_file} is not signed by the key for breaks"))
        return
    kept, had = line["kept"], len(found.offsets)
    given_up = found.counts[kept:]
    found.breaks.append(Given(line, sum(given_up), max(had - kept, 0)))
    del found.offsets[kept:], found.counts[kept:]
    for _ in range(kept - had):
        found.offsets.append(UNKNOWN)
        found.counts.append(0)
    found.tip = Tip(kept, line["hash"], is_break=True, floor_id=line.get("floor"))


def blocks(found: Live) -> Iterator[tuple[int, Line | None]]:
    """The line that counts for each block, in order; None for a block without a head."""
    with found.path.open("rb") as opened:
        for number, offset in enumerate(found.offsets, start=1):
            if offset == UNKNOWN:
                yield number, None
                continue
            opened.seek(offset)
            yield number, _parsed(opened.readline())
