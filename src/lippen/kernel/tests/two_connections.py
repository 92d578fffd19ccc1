"""Two people at once: the second begins while the first one's transaction is still open."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Thread

from django.db import connection, connections, transaction

PATIENCE_SECONDS = 5
WAITS = """
    select count(*) from pg_locks as waits where not granted and exists (
        select from pg_locks as held where held.pid = waits.pid
        and held.database = (select oid from pg_database where datname = current_database()))
"""
"""How many wait for a lock in this database, not in another test's; never a moment ago as pg_stat_activity."""


def outcome(ask: Callable[[], object]) -> object:
    """What came of it: the answer, or the refusal."""
    try:
        with transaction.atomic():
            return ask()
    except Exception as refusal:
        return refusal


def both(first: Callable[[], object], second: Callable[[], object]) -> tuple[object, object]:
    """The outcome of each; the first commits once the second waits for it, or is done."""
    answers: list[object] = []

    def begin() -> None:
        try:
            answers.append(outcome(second))
        finally:
            connections.close_all()

    other = Thread(target=begin, daemon=True)
    with transaction.atomic():
        mine = first()
        other.start()
        _until_it_waits(other)
    other.join(PATIENCE_SECONDS * 2)
    assert not other.is_alive(), "the second one still waits"
    return mine, answers[0]


def _until_it_waits(other: Thread) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while other.is_alive() and time.monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute(WAITS)
            if cursor.fetchone() != (0,):
                return
        time.sleep(0.02)
