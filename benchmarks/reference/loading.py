"""Rows sent to tables by COPY, with every constraint and trigger on: a row that breaks one stops the building."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any

import psycopg
from psycopg import sql

LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"
SPACE = len(LETTERS) ** 10
STEP = 314_159_265_358_979 | 1  # shares no factor with the space: each number has its own letters
AT_ONCE = 200_000


def ref(prefix: str, number: int) -> str:
    """A reference as the house writes it, the same one for the same number."""
    left, letters = number * STEP % SPACE, []
    for _ in range(10):
        left, place = divmod(left, len(LETTERS))
        letters.append(LETTERS[place])
    return f"{prefix}-{''.join(letters)}"


class Loader:
    """The server's superuser, because COPY is not for those whom row-level security binds."""

    def __init__(self, url: str) -> None:
        self.connection = psycopg.connect(url, autocommit=True)
        self.last: Counter[str] = Counter()
        """The last number that was given out, by table."""
        self.sent = 0
        """How many rows were sent."""

    def number(self, table: str) -> int:
        """The next number of a table."""
        self.last[table] += 1
        return self.last[table]

    def copy(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
        """Send rows, so many to a transaction; how many there were."""
        sent, waiting = 0, iter(rows)
        while chunk := list(islice(waiting, AT_ONCE)):
            statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
                sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
            )
            with self.connection.cursor() as cursor, cursor.copy(statement) as copy:
                for row in chunk:
                    copy.write_row(row)
            sent += len(chunk)
        self.sent += sent
        return sent

    @contextmanager
    def together(self) -> Iterator[None]:
        """Several tables in one transaction: what the database asks of one it finds in the other."""
        with self.connection.transaction():
            yield

    def run(self, statement: str) -> None:
        """One statement."""
        self.connection.execute(statement.encode())

    def value(self, question: str) -> Any:
        """The one value of a question."""
        row = self.connection.execute(question.encode()).fetchone()
        return row[0] if row else None

    def set_numbers(self) -> None:
        """Let every table go on counting after the rows it has."""
        found = self.connection.execute(SERIAL).fetchall()
        for table, column, sequence in found:
            self.run(f"SELECT setval('{sequence}', (SELECT coalesce(max({column}), 0) + 1 FROM {table}), false)")

    def close(self) -> None:
        """Leave the database."""
        self.connection.close()


SERIAL = b"""
    SELECT c.table_name, c.column_name, pg_get_serial_sequence(c.table_name, c.column_name)
    FROM information_schema.columns c JOIN pg_class t ON t.relname = c.table_name AND t.relkind = 'r'
    WHERE c.table_schema = 'public' AND pg_get_serial_sequence(c.table_name, c.column_name) IS NOT NULL
"""
