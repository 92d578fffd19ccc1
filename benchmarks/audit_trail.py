"""1,000,000 audit rows sealed and verified: at least 100,000 rows a second, in memory that does not grow with them."""

from __future__ import annotations

import os
import resource
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import psycopg

from benchmarks.table import Measure

ROWS, TO_A_TRANSACTION = 1_000_000, 2_000
ADD = """
    INSERT INTO kernel_auditentry (at, account_id, verb, subject_kind, subject_key, keys, request_key, transaction,
        authority_ids)
    SELECT '2026-11-28 09:00Z'::timestamptz + n * interval '1 millisecond', n %% 400, 'action.read',
           'improvement:action', 'action-' || md5((n %% 5000)::text)::varchar(10),
           jsonb_build_object('actions', n %% 90), 'req-' || md5(n::text)::varchar(10), n / %s, ARRAY[1, 2]
    FROM generate_series(1, %s) n
"""
TOUCHED = 777_777


def run() -> list[Measure]:
    """Seal, check that a verification finds all whole, and that it finds the one row that is then touched."""
    from lippen.kernel.seals import sealing, verifying
    from lippen.kernel.seals.sealing import Places

    own = owner_url()
    with psycopg.connect(own, autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute("TRUNCATE kernel_auditentry, kernel_auditblock, kernel_auditbreak RESTART IDENTITY")
        connection.execute(ADD % (TO_A_TRANSACTION, ROWS))
        connection.execute("ANALYZE kernel_auditentry")
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "bench.heads"
            at = Places(os.environ["LIPPEN_READER_URL"], os.environ["DATABASE_URL"], path)
            began = datetime.now(UTC)
            if sealing.seal(at, now=lambda: datetime(2026, 11, 28, 10, tzinfo=UTC)) != ROWS:
                raise SystemExit("Not every row was sealed.")
            sealed = (datetime.now(UTC) - began).total_seconds()
            with peak() as grown:
                report = verifying.verify(at.read_url, path, Path(folder) / "key")
            if (report.verdict, report.rows) != ("whole", ROWS):
                raise SystemExit(f"The verification is wrong: {report.sentence}")
            connection.execute("UPDATE kernel_auditentry SET account_id = 9 WHERE id = %s", [TOUCHED])
            told = verifying.verify(at.read_url, path, Path(folder) / "key")
            if [fault.row for fault in told.faults] != [TOUCHED]:
                raise SystemExit("The row that was touched is not the one that is named.")
        connection.execute("TRUNCATE kernel_auditentry, kernel_auditblock RESTART IDENTITY")
    speed = ROWS / report.seconds
    return [
        Measure(
            "1,000,000 audit rows verified", report.seconds, 10, "s", f"{speed:,.0f} rows a second, at least 100,000"
        ),
        Measure("memory that verifying them takes", grown[0], 64, "MB", "the process's growth while it reads"),
        Measure("1,000,000 audit rows sealed", sealed, 30, "s", f"{ROWS / sealed:,.0f} rows a second"),
    ]


def owner_url() -> str:
    """The server's superuser: rows of a million transactions are not written one by one."""
    from psycopg.conninfo import make_conninfo

    from lippen.server import launcher

    return make_conninfo(os.environ["DATABASE_URL"], user=launcher.SUPERUSER)


@contextmanager
def peak() -> Iterator[list[float]]:
    """By how many megabytes this process grew at most."""
    stop, grown, began = threading.Event(), [0.0], resident()

    def watch() -> None:
        while not stop.wait(0.05):
            grown[0] = max(grown[0], resident() - began)

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield grown
    finally:
        stop.set()
        watcher.join()


def resident() -> float:
    """Memory of this process now, in megabytes."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6
