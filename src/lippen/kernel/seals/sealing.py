"""Seals what was committed since the last block. Killed at any moment and begun again, it seals each row once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import psycopg

from lippen.kernel.seals import heads, reading
from lippen.kernel.seals.chain import Block, Folding, digest_of, is_odd
from lippen.kernel.seals.heads import Tip
from lippen.kernel.seals.problems import SealProblem
from lippen.kernel.seals.reading import CANONICAL, Connection

ONE_AT_A_TIME = 7_401_003
MOST_ROWS = 10_000
XMIN = "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint"
WAITING = f"""
    SELECT transaction, id, {CANONICAL}, at FROM kernel_auditentry
    WHERE transaction >= %s AND transaction < %s AND id > %s ORDER BY transaction, id
"""
KEEP = """
    INSERT INTO kernel_auditblock (number, sealed_at, floor_id, from_transaction, through_transaction, row_count,
        rows_hash, marks, odd_ids, previous_hash, hash)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""
SEE = "See what happened with: lippen verify-audit."
AHEAD = (
    "The heads outside the database know {head} blocks and the database has {kept}: its end is gone. {see} If you "
    "restored it yourselves, sign that with: lippen sign-break"
)
BEHIND = (
    "The database has {kept} blocks and the heads outside it know {head}. Put the file of heads back from its copy. "
    "If there is none, sign that with: lippen sign-break"
)
OTHER = "Block {kept} in the database is not the one that the heads outside know. {see}"
MOVED = (
    "The transactions of this database count lower than those sealed: it was loaded into another server. "
    "Sign that with: lippen sign-break"
)
Clock = Callable[[], datetime]


@dataclass(frozen=True)
class Places:
    """Where sealing reads, where it writes, and where the heads lie."""

    read_url: str
    write_url: str
    heads: Path


def seal(at: Places, *, now: Clock, most_rows: int = MOST_ROWS) -> int:
    """Seal all that was committed, block by block; how many rows. Nothing while another sealer is at it."""
    with psycopg.connect(at.write_url, autocommit=True) as writing, alone(writing) as is_alone:
        sealed = 0
        while is_alone and (made := seal_one(at, writing, now=now, most_rows=most_rows)):
            sealed += made.row_count
        return sealed


@contextmanager
def alone(writing: Connection) -> Iterator[bool]:
    """Whether nobody else seals meanwhile. The lock is let go by word: when the connection merely ends, the server
    takes it away a moment later, and a sealing that began in that moment would seal nothing."""
    found = writing.execute("SELECT pg_try_advisory_lock(%s)", [ONE_AT_A_TIME]).fetchone()
    is_alone = bool(found and found[0])
    try:
        yield is_alone
    finally:
        with suppress(psycopg.OperationalError):  # a connection that is gone holds no lock
            if is_alone:
                writing.execute("SELECT pg_advisory_unlock(%s)", [ONE_AT_A_TIME])


def seal_one(at: Places, writing: Connection, *, now: Clock, most_rows: int) -> Block | None:
    """The next block: kept in the database, then its head outside. None when nothing waits."""
    with reading.one_moment(at.read_url) as connection:
        last = reading.last_block(connection)
        tip = caught_up(at.heads, last)
        block = next_block(connection, last[0] if last else None, tip, sealed_at=now(), most_rows=most_rows)
    if block is None:
        return None
    writing.execute(KEEP, columns(block))
    heads.append(at.heads, heads.line_of(block))
    return block


def columns(block: Block) -> tuple[object, ...]:
    """A block as its table keeps it."""
    return (
        block.number,
        block.sealed_at,
        block.floor_id,
        block.from_transaction,
        block.through_transaction,
        block.row_count,
        block.rows_hash,
        block.marks,
        list(block.odd_ids),
        block.previous_hash,
        block.hash,
    )


def caught_up(path: Path, last: tuple[Block, str] | None) -> Tip:
    """What the next block hangs on. A head that a crash kept from being written is written now; any other
    difference between the database and its heads stops the sealing, loudly."""
    tip = heads.tip_of(path)
    block, kept_hash = last or (None, "")
    kept = block.number if block else 0
    if tip.number > kept:
        raise SealProblem(AHEAD.format(head=tip.number, kept=kept, see=SEE))
    if block is None or (tip.number == kept and (tip.is_break or tip.hash == kept_hash)):
        return tip
    if tip.number < kept - 1:
        raise SealProblem(BEHIND.format(head=tip.number, kept=kept))
    if tip.number == kept or block.previous_hash != tip.hash or block.hash != kept_hash:
        raise SealProblem(OTHER.format(kept=kept, see=SEE))
    heads.append(path, heads.line_of(block))
    return heads.tip_of(path)


def next_block(
    connection: Connection, last: Block | None, tip: Tip, *, sealed_at: datetime, most_rows: int
) -> Block | None:
    """Rows of all transactions that ended before the oldest one still open, cut between two transactions."""
    since, floor_id = (last.through_transaction, last.floor_id) if last else (0, 0)
    if tip.floor_id is not None:
        since, floor_id = 0, tip.floor_id
    found = connection.execute(XMIN).fetchone()
    through = int(found[0]) if found else 0
    if through < since:
        raise SealProblem(MOVED)
    folding, odd, before = Folding(), [], None
    for transaction, row_id, text, at in reading.stream(connection, "waiting", WAITING, (since, through, floor_id)):
        if folding.count >= most_rows and transaction != before:
            through = transaction
            break
        folding.add(row_id, digest_of(text))
        if is_odd(at, sealed_at=sealed_at, previous_at=last.sealed_at if last else None):
            odd.append(row_id)
        before = transaction
    if not folding.count:
        return None
    return Block(
        number=tip.number + 1,
        sealed_at=sealed_at,
        floor_id=floor_id,
        from_transaction=since,
        through_transaction=through,
        row_count=folding.count,
        rows_hash=folding.rows_hash,
        marks=bytes(folding.marks),
        odd_ids=tuple(odd),
        previous_hash=tip.hash,
    )
