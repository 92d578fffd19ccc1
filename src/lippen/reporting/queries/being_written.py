"""The papers that wait for somebody, and on whose behalf a worker may look at each; not a word of any."""

from __future__ import annotations

from django.db import connection

Waiting = tuple[tuple[str, tuple[int, ...]], ...]
"""The reference of each, with the accounts in whose name it may be looked at."""


def papers_being_written() -> Waiting:
    """Those on which a line was agreed and that may still change."""
    return _found_by("lippen_papers_being_written")


def papers_to_confirm() -> Waiting:
    """Those that are not issued yet and whose route wants something confirmed."""
    return _found_by("lippen_papers_to_confirm")


def _found_by(function: str) -> Waiting:
    with connection.cursor() as cursor:
        cursor.execute(f"select paper_ref, account_ids from {function}()")
        return tuple((ref, tuple(account_ids)) for ref, account_ids in cursor.fetchall())
