"""Rows and blocks as the database gives them, in streams: a million rows need no more memory than a thousand."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg

from lippen.kernel.seals.chain import Block

Connection = psycopg.Connection[Any]
OPTIONS = "-c timezone=UTC -c statement_timeout=0"
AT_ONCE, BLOCKS_AT_ONCE = 5000, 20
CANONICAL = (
    "json_build_array(id, transaction, at, account_id, verb, subject_kind, subject_key, keys, request_key,"
    " authority_ids)::text"
)
"""A row's canonical text: a JSON array of all its columns as PostgreSQL writes them, in UTC; id and transaction first,
so that a row that was moved can be known again at its old place."""
ROWS = f"""
    SELECT transaction, id, {CANONICAL} FROM kernel_auditentry
    WHERE transaction >= %s AND transaction < %s AND id > %s AND id <= %s ORDER BY transaction, id
"""
SEALED_IN = """
    SELECT wanted.id, block.number, block.sealed_at, block.row_count, block.hash
    FROM unnest(%s::bigint[], %s::bigint[]) AS wanted (id, transaction)
    CROSS JOIN LATERAL (
        SELECT number, sealed_at, row_count, hash FROM kernel_auditblock
        WHERE floor_id = (SELECT max(floor_id) FROM kernel_auditblock WHERE floor_id < wanted.id)
          AND through_transaction > wanted.transaction
        ORDER BY through_transaction LIMIT 1
    ) block
"""
"""In which block each of these rows was sealed, by id and transaction; a row that still waits is left out. Transactions
count anew in another server, so that only blocks above the same floor are asked."""
BLOCKS = """
    SELECT number, sealed_at, floor_id, from_transaction, through_transaction, row_count, rows_hash, marks, odd_ids,
           previous_hash, hash
    FROM kernel_auditblock
"""


@contextmanager
def one_moment(url: str) -> Iterator[Connection]:
    """A connection that reads everything as it was at one moment, and writes nothing."""
    with psycopg.connect(url, options=OPTIONS) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        yield connection


def stream(
    connection: Connection, name: str, query: str, values: tuple[object, ...] = (), *, at_once: int = AT_ONCE
) -> Iterator[Any]:
    """A query's rows through a cursor at the server."""
    with connection.cursor(name=name, binary=True) as cursor:
        cursor.itersize = at_once
        cursor.execute(query, values)
        yield from cursor


def blocks(connection: Connection) -> Iterator[tuple[Block, str]]:
    """The kept blocks in order, each with the hash that is kept beside it."""
    for found in stream(connection, "blocks", f"{BLOCKS} ORDER BY number", at_once=BLOCKS_AT_ONCE):
        yield block_of(found), found[-1]


def last_block(connection: Connection) -> tuple[Block, str] | None:
    """The newest block, if any."""
    found = connection.execute(f"{BLOCKS} ORDER BY number DESC LIMIT 1").fetchone()
    return (block_of(found), found[-1]) if found else None


def block_numbered(connection: Connection, number: int) -> tuple[Block, str] | None:
    """One block."""
    found = connection.execute(f"{BLOCKS} WHERE number = %s", [number]).fetchone()
    return (block_of(found), found[-1]) if found else None


def block_of(found: tuple[Any, ...]) -> Block:
    """A row of the table as a block."""
    number, sealed_at, floor_id, since, through, count, rows_hash, marks, odd_ids, previous_hash, _ = found
    return Block(
        number=number,
        sealed_at=sealed_at,
        floor_id=floor_id,
        from_transaction=since,
        through_transaction=through,
        row_count=count,
        rows_hash=rows_hash,
        marks=bytes(marks),
        odd_ids=tuple(odd_ids),
        previous_hash=previous_hash,
    )
