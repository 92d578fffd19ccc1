"""The papers that are being written, and on whose behalf a worker may look at each; not a word of any."""

from __future__ import annotations

from django.db import connection


def papers_being_written() -> tuple[tuple[str, tuple[int, ...]], ...]:
    """The reference of each on which a line was agreed, with the accounts in whose name it may be looked at."""
    with connection.cursor() as cursor:
        cursor.execute("select paper_ref, account_ids from lippen_papers_being_written()")
        return tuple((ref, tuple(account_ids)) for ref, account_ids in cursor.fetchall())
