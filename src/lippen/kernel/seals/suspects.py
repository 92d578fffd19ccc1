"""Rows that are not as they were sealed: which, and what was done to each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from lippen.kernel.seals.chain import MARK_BYTES, Block, Folding, digest_of, marks_in
from lippen.kernel.seals.reading import CANONICAL, Connection
from lippen.kernel.seals.report import Fault, Kind

MOST_KEPT = 20_000
MOST_COMPARED = 60
MOST_TRANSACTIONS = 4_000
FOUND = f"SELECT id, transaction, {CANONICAL} FROM kernel_auditentry WHERE id = ANY(%s)"


@dataclass(frozen=True)
class Mark:
    """What is expected of a row or was found of it, and in which block."""

    mark: bytes
    block: int
    is_rewrite: bool
    place: int


@dataclass(frozen=True)
class Text:
    """A suspect row as it stands: its transaction, and its canonical text after id and transaction."""

    transaction: int
    rest: str

    def as_if(self, row_id: int, transaction: int) -> bytes:
        """The mark that it would have at another place."""
        return digest_of(f"[{row_id}, {transaction}, {self.rest}")[:MARK_BYTES]


class Suspects:
    """Gathers what differs while the rows go by, and says at the end what was done."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.wanted: dict[int, Mark] = {}
        self.found: dict[int, Mark] = {}
        self.spans: dict[int, tuple[int, int]] = {}
        self.beyond = 0
        self.doubled: list[tuple[int, int]] = []
        self.last_present = (0, 0)

    def present(self, block: Block) -> None:
        """A block whose rows are all as they were sealed."""
        self.last_present = (block.number, block.row_count)

    def hold(self, block: Block, folding: Folding, *, is_rewrite: bool) -> None:
        """A block of which some row differs."""
        wanted, found = dict(block.expected()), dict(marks_in(bytes(folding.marks)))
        places = {row_id: place for place, row_id in enumerate(wanted, start=1)}
        self.spans[block.number] = (block.from_transaction, block.through_transaction)
        for row_id in [row_id for row_id, mark in wanted.items() if found.get(row_id) != mark]:
            self._keep(self.wanted, row_id, Mark(wanted[row_id], block.number, is_rewrite, places[row_id]))
        for row_id in [row_id for row_id, mark in found.items() if wanted.get(row_id) != mark]:
            self._keep(self.found, row_id, Mark(found[row_id], block.number, is_rewrite, 0))
        if folding.count != len(found):
            counts = Counter(row_id for row_id, _ in marks_in(bytes(folding.marks)))
            self.doubled += [(row_id, block.number) for row_id, times in counts.items() if times > 1]
        still = [places[row_id] for row_id in wanted if row_id in found]
        if still:
            self.last_present = (block.number, max(still))

    def _keep(self, kept: dict[int, Mark], row_id: int, mark: Mark) -> None:
        if len(kept) < MOST_KEPT:
            kept[row_id] = mark
        else:
            self.beyond += 1

    def faults(self) -> Iterator[Fault]:
        """Each row that was touched, with what was done to it."""
        moved = self._moved()
        for row_id in sorted(self.wanted.keys() | self.found.keys()):
            wanted, found = self.wanted.get(row_id), self.found.get(row_id)
            yield self._fault(row_id, wanted, found, moved.get(row_id))
        for row_id, block in self.doubled:
            yield Fault(Kind.INSERT, block, f"Row {row_id} is there twice (block {block}).", row_id)
        if self.beyond:
            yield Fault(Kind.BLOCK, 0, f"{self.beyond:,} more rows are not as they were sealed.")

    def _fault(self, row_id: int, wanted: Mark | None, found: Mark | None, came_from: int | None) -> Fault:
        kind, words = self._kind(row_id, wanted, found, came_from)
        mark = wanted or found
        assert mark is not None
        if mark.is_rewrite or (found is not None and found.is_rewrite):
            return Fault(Kind.REWRITE, mark.block, f"{words}, and everything after it was sealed anew.", row_id)
        return Fault(kind, mark.block, f"{words}.", row_id)

    def _kind(self, row_id: int, wanted: Mark | None, found: Mark | None, came_from: int | None) -> tuple[Kind, str]:
        if wanted is None and found is not None:
            return Kind.INSERT, f"Row {row_id} was put in after block {found.block} was sealed"
        assert wanted is not None
        if found is None:
            if (wanted.block, wanted.place) > self.last_present:
                return Kind.CUT, f"Row {row_id} of block {wanted.block} is gone: the trail was cut at its end"
            return Kind.DELETE, f"Row {row_id} of block {wanted.block} was deleted"
        if came_from is not None and came_from != row_id:
            return Kind.REORDER, f"Row {row_id} of block {wanted.block} holds what row {came_from} held"
        if came_from == row_id:
            return Kind.REORDER, f"Row {row_id} of block {wanted.block} was moved to another place in the order"
        return Kind.EDIT, f"Row {row_id} was changed after block {wanted.block} was sealed"

    def _moved(self) -> dict[int, int]:
        """Rows that hold what another row held when it was sealed, or that stand at another transaction."""
        suspects = [row_id for row_id in self.wanted if row_id in self.found][:MOST_COMPARED]
        texts = {row[0]: _text(row) for row in self.connection.execute(FOUND, [suspects])} if suspects else {}
        marks = {self.wanted[row_id].mark: row_id for row_id in suspects}
        transactions = {text.transaction for text in texts.values()}
        found: dict[int, int] = {}
        for row_id, text in texts.items():
            came_from = self._came_from(row_id, text, suspects, transactions, marks)
            if came_from is not None:
                found[row_id] = came_from
        return found

    def _came_from(
        self, row_id: int, text: Text, suspects: list[int], transactions: set[int], marks: dict[bytes, int]
    ) -> int | None:
        for other in suspects:
            for transaction in transactions:
                if marks.get(text.as_if(other, transaction)) == other:
                    return other
        since, through = self.spans[self.wanted[row_id].block]
        if through - since <= MOST_TRANSACTIONS:
            for transaction in range(since, through):
                if text.as_if(row_id, transaction) == self.wanted[row_id].mark:
                    return row_id
        return None


def _text(row: tuple[int, int, str]) -> Text:
    return Text(row[1], row[2].split(", ", 2)[2])
