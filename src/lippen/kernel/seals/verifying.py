"""Reads every sealed row again and holds it against its block and the block against its head outside the database."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import Any

from lippen.kernel.seals import heads, reading
from lippen.kernel.seals.chain import FIRST, Block, Folding, digest_of
from lippen.kernel.seals.heads import UNKNOWN, Given, Live
from lippen.kernel.seals.reading import CANONICAL, Connection
from lippen.kernel.seals.report import Fault, Kind, Report, counted
from lippen.kernel.seals.suspects import Suspects

NO_HEADS = "There are no heads outside the database at {path}, and a rewrite of the whole does not show without them."
NO_BLOCKS = "Nothing has been sealed yet. The worker seals every few seconds: start it with lippen work."
BEHIND = "The heads outside the database end at block {head}; the database has {kept}."
MOST_IDS = 2**63 - 1
TELL_EVERY = 20_000
ROWS = f"""
    SELECT transaction, id, {CANONICAL} FROM kernel_auditentry
    WHERE transaction < %s AND id > %s AND id <= %s ORDER BY transaction, id
"""
Progress = Callable[[int, int], None]


def quiet(done: int, of: int) -> None:
    """Says nothing."""


@dataclass(frozen=True)
class Pair:
    """A block as the database keeps it and as the heads know it; one of the two may be missing."""

    number: int
    kept: Block | None
    kept_hash: str
    head: Block | None

    @property
    def trusted(self) -> Block | None:
        """What the rows are held against: the head, or the database's own block where there is none."""
        return self.head or self.kept


@dataclass(frozen=True)
class Stretch:
    """Rows whose transactions counted in one server: by the ids that they lie between."""

    floor_id: int
    through: int
    ceiling_id: int


def verify(read_url: str, path: Path, key: Path, *, progress: Progress = quiet) -> Report:
    """Everything sealed, as it is at one moment, in one pass and bounded memory."""
    began = time.perf_counter()
    report = Report(heads=str(path))
    with reading.one_moment(read_url) as connection:
        found = heads.live(path, key) if path.exists() else None
        _Verification(connection, found, report, progress).run()
        if found is None:
            report.unproved.append(NO_HEADS.format(path=path))
        if not report.blocks and not report.fault_count:
            report.unproved.append(NO_BLOCKS)
    report.seconds = round(time.perf_counter() - began, 3)
    return report


class _Verification:
    """One pass: blocks and heads in step, and the rows that fall between their ends."""

    def __init__(self, connection: Connection, found: Live | None, report: Report, progress: Progress) -> None:
        self.connection = connection
        self.found = found
        self.report = report
        self.progress = progress
        self.suspects = Suspects(connection)
        self.total = 0
        self.last_kept = 0
        self.number = 0
        self.previous_hash = FIRST
        self.rewritten = False

    def run(self) -> None:
        """Everything, block by block."""
        last = reading.last_block(self.connection)
        self.last_kept = last[0].number if last else 0
        self.total = self._rows_sealed()
        self._tell_of_heads(self.last_kept)
        stretches = {stretch.floor_id: stretch for stretch in self._stretches()}
        rows: Iterator[Any] = iter(())
        ahead: Any = None
        floor_id = None
        for pair in self._pairs():
            block = pair.trusted
            if block is None:
                continue  # its head is lost, as a signed break says, and so is the block
            if block.floor_id != floor_id:
                floor_id = block.floor_id
                rows, ahead = self._rows(stretches[floor_id]), None
            folding, ahead = self._fold(rows, ahead, block)
            self._hold(pair, block, folding)
        for fault in self.suspects.faults():
            self.report.tell(fault)
        self.report.faults.sort(key=lambda fault: (fault.block, fault.row or 0))
        self.report.waiting = self._waiting()

    def _rows_sealed(self) -> int:
        found = self.connection.execute("SELECT coalesce(sum(row_count), 0) FROM kernel_auditblock").fetchone()
        return max(int(found[0]) if found else 0, sum(self.found.counts) if self.found else 0)

    def _tell_of_heads(self, kept: int) -> None:
        if self.found is None:
            return
        for block, sentence in self.found.wrong:
            self.report.tell(Fault(Kind.HEADS, block, f"The heads were changed: {sentence} ({self.found.path})."))
        self.report.breaks = [_told(given) for given in self.found.breaks]
        if kept > self.found.last + 1:
            self.report.unproved.append(BEHIND.format(head=self.found.last, kept=kept))
        if unknown := sum(offset == UNKNOWN for offset in self.found.offsets):
            self.report.breaks.append(f"{counted(unknown, 'block')} without a head outside, since the heads were lost.")

    def _pairs(self) -> Iterator[Pair]:
        """Blocks of both, by number; the heads are counted through from one."""
        kept, outside = reading.blocks(self.connection), heads.blocks(self.found) if self.found else iter(())
        waiting = next(kept, None)
        for number, line in outside:
            block, kept_hash = waiting if waiting and waiting[0].number == number else (None, "")
            yield Pair(number, block, kept_hash, heads.block_in(line) if line else None)
            waiting = waiting if block is None else next(kept, None)
        while waiting:
            yield Pair(waiting[0].number, *waiting, None)
            waiting = next(kept, None)

    def _stretches(self) -> list[Stretch]:
        """One for each server that the database lived in; its rows end where its last block ends."""
        query = "SELECT floor_id, max(through_transaction) FROM kernel_auditblock GROUP BY floor_id"
        ends = dict(self.found.ends) if self.found else {}
        for floor_id, through in self.connection.execute(query):
            ends[floor_id] = max(through, ends.get(floor_id, 0))
        floors = sorted(ends)
        ceilings = [*floors[1:], MOST_IDS][: len(floors)]
        return [Stretch(floor, ends[floor], ceiling) for floor, ceiling in zip(floors, ceilings, strict=True)]

    def _rows(self, stretch: Stretch) -> Iterator[Any]:
        values = (stretch.through, stretch.floor_id, stretch.ceiling_id)
        return reading.stream(self.connection, f"rows{stretch.floor_id}", ROWS, values)

    def _fold(self, rows: Iterator[Any], ahead: Any, block: Block) -> tuple[Folding, Any]:
        """The rows up to the block's end; the first row after it is kept for the next block."""
        folding, through = Folding(), block.through_transaction
        since = block.from_transaction if block.number > self.number + 1 else None  # a block before it is not known
        add = folding.add
        rest = rows if ahead is None else chain([ahead], rows)
        ahead = None
        for row in rest:
            if row[0] >= through:
                ahead = row
                break
            if since is None or row[0] >= since:
                add(row[1], digest_of(row[2]))
        self._count(folding)
        return folding, ahead

    def _count(self, folding: Folding) -> None:
        before = self.report.rows // TELL_EVERY
        self.report.rows += folding.count
        if self.report.rows // TELL_EVERY != before:
            self.progress(self.report.rows, self.total)

    def _hold(self, pair: Pair, block: Block, folding: Folding) -> None:
        """The rows against the block, and the database's block against its head."""
        self.report.blocks += 1
        self.report.sealed_through = block.sealed_at.isoformat()
        is_same = folding.marks == block.marks and folding.rows_hash == block.rows_hash
        if is_same:
            self.suspects.present(block)
        else:
            is_rewrite = pair.head is not None and pair.kept is not None and folding.marks == pair.kept.marks
            self.rewritten = self.rewritten or is_rewrite
            self.suspects.hold(block, folding, is_rewrite=is_rewrite)
        if fault := self._of_block(pair, block, is_same=is_same):
            self.report.tell(fault)
        for row_id in block.odd_ids:
            words = f"Row {row_id} was written into the trail later than its own time says (block {block.number})."
            self.report.tell(Fault(Kind.BACKDATED, block.number, words, row_id))
        self.number, self.previous_hash = pair.number, pair.kept_hash

    def _of_block(self, pair: Pair, block: Block, *, is_same: bool) -> Fault | None:
        """What is wrong with the block itself, where its rows do not tell it already."""
        number, kept = pair.number, pair.kept
        if kept is None:
            return self._gone(number) if is_same else None
        if pair.head is not None:
            if (pair.kept_hash == block.hash and kept.hash == block.hash) or self.rewritten:
                return None  # after a row that was rewritten all blocks were sealed anew: that row is named
            return Fault(Kind.BLOCK, number, f"Block {number} was changed in the database: the heads know another one.")
        if kept.hash != pair.kept_hash:
            return Fault(Kind.BLOCK, number, f"Block {number} was changed: its hash is not that of its parts.")
        if number != self.number + 1 or kept.previous_hash not in self._links():
            return Fault(Kind.BLOCK, number, f"Block {number} does not hang on the block before it: one was replaced.")
        return None

    def _gone(self, number: int) -> Fault:
        if number > self.last_kept:
            return Fault(Kind.CUT, number, f"Block {number} is gone: the trail was cut at its end.")
        return Fault(Kind.BLOCK, number, f"Block {number} is gone from the database.")

    def _links(self) -> set[str]:
        """What a block without a head may hang on: the one before it, or a break after that one."""
        if self.found is not None and self.found.tip.number == self.number:
            return {self.found.tip.hash}
        query = "SELECT hash FROM kernel_auditbreak WHERE kept_block = %s"
        return {self.previous_hash} | {row[0] for row in self.connection.execute(query, [self.number])}

    def _waiting(self) -> int:
        last = reading.last_block(self.connection)
        since, floor_id = (last[0].through_transaction, last[0].floor_id) if last else (0, 0)
        query = "SELECT count(*) FROM kernel_auditentry WHERE transaction >= %s AND id > %s"
        found = self.connection.execute(query, [since, floor_id]).fetchone()
        return int(found[0]) if found else 0


def _told(given: Given) -> str:
    """A break in a sentence."""
    line = given.line
    signed = f"signed by {line['by']} on {_moment(line['signed_at'])}"
    why = f": {line['reason']}" if line["reason"] else ""
    if line["break"] == "restore":
        lost = f"; given up by it: {counted(given.blocks_given_up, 'block')} with {counted(given.rows_given_up, 'row')}"
        return f"The database was restored to {_moment(line['restored_to'])}, {signed}{why}{lost}."
    words = {"moved": "The database was loaded into another server", "heads": "The heads outside were lost"}
    return f"{words.get(line['break'], 'The trail was broken on purpose')} after block {line['kept']}, {signed}{why}."


def _moment(text: str) -> str:
    return f"{datetime.fromisoformat(text):%d %B %Y %H:%M:%S} UTC"
