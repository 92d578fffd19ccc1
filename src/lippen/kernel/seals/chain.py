"""Blocks and how they hang together. Values in, answers out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

FIRST = "0" * 64
"""What the first block names as the hash before it."""
ID_BYTES, MARK_BYTES = 8, 16
STEP = ID_BYTES + MARK_BYTES
ODD = timedelta(hours=1)


@dataclass(frozen=True)
class Row:
    """An audit row as it is sealed: its place, its own time, and its canonical text."""

    transaction: int
    id: int
    text: str

    @property
    def digest(self) -> bytes:
        """SHA-256 of the canonical text's bytes."""
        return digest_of(self.text)


@dataclass(frozen=True)
class Block:
    """Rows of the transactions from one (included) to another (not included), with ids above the floor."""

    number: int
    sealed_at: datetime
    floor_id: int
    from_transaction: int
    through_transaction: int
    row_count: int
    rows_hash: str
    marks: bytes
    odd_ids: tuple[int, ...]
    previous_hash: str

    @property
    def hash(self) -> str:
        """What the next block and the heads outside name this block by."""
        return hash_of(self.header())

    def header(self) -> dict[str, object]:
        """Everything that the hash stands for; the marks by their own hash."""
        return {
            "block": self.number,
            "sealed_at": instant(self.sealed_at),
            "floor": self.floor_id,
            "from": self.from_transaction,
            "through": self.through_transaction,
            "rows": self.row_count,
            "rows_sha256": self.rows_hash,
            "marks_sha256": hashlib.sha256(self.marks).hexdigest(),
            "odd": list(self.odd_ids),
            "previous": self.previous_hash,
        }

    def expected(self) -> Iterator[tuple[int, bytes]]:
        """Each row's id and the beginning of its hash, in order."""
        return marks_in(self.marks)


def digest_of(text: str) -> bytes:
    """SHA-256 of a row's canonical text."""
    return hashlib.sha256(text.encode()).digest()


def hash_of(fields: dict[str, object]) -> str:
    """SHA-256 over fields as JSON with sorted keys and no spaces."""
    return hashlib.sha256(canonical(fields).encode()).hexdigest()


def canonical(fields: dict[str, object]) -> str:
    """Fields as one line."""
    return json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def instant(moment: datetime) -> str:
    """A moment as the header writes it: UTC, to the microsecond."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def mark_of(row_id: int, digest: bytes) -> bytes:
    """A row's id and the beginning of its hash."""
    return row_id.to_bytes(ID_BYTES) + digest[:MARK_BYTES]


def marks_in(marks: bytes) -> Iterator[tuple[int, bytes]]:
    """The ids and beginnings of hashes in a block's marks."""
    for at in range(0, len(marks), STEP):
        yield int.from_bytes(marks[at : at + ID_BYTES]), marks[at + ID_BYTES : at + STEP]


class Folding:
    """Rows folded one by one into a block's hash and marks."""

    def __init__(self) -> None:
        self.count = 0
        self.marks = bytearray()
        self._rows = hashlib.sha256()

    def add(self, row_id: int, digest: bytes) -> None:
        """One more row, in order."""
        self.count += 1
        self.marks += row_id.to_bytes(ID_BYTES) + digest[:MARK_BYTES]
        self._rows.update(digest)

    @property
    def rows_hash(self) -> str:
        """SHA-256 over the rows' hashes, one after the other."""
        return self._rows.hexdigest()


def is_odd(at: datetime, *, sealed_at: datetime, previous_at: datetime | None) -> bool:
    """Whether a row's own time does not fit: over an hour before the last sealing, or after its own.

    The last sealing took up everything that had been committed, so a row that says it is older was written later than
    it says, unless its transaction stayed open for that long.
    """
    return at > sealed_at + ODD or (previous_at is not None and at < previous_at - ODD)


def folded(rows: Iterable[Row]) -> Folding:
    """Rows folded, in the order given."""
    folding = Folding()
    for row in rows:
        folding.add(row.id, row.digest)
    return folding
