"""250,000 audit rows exported as files: rows a second, and memory that does not grow with them."""

from __future__ import annotations

import os
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import psycopg

from benchmarks.audit_trail import owner_url, peak
from benchmarks.table import Measure

ROWS, TO_A_TRANSACTION = 250_000, 500
ADD = """
    INSERT INTO kernel_auditentry (at, account_id, verb, subject_kind, subject_key, keys, request_key, transaction,
        authority_ids)
    SELECT '2026-11-02 09:00Z'::timestamptz + n * interval '2 seconds', %s, 'action.read',
           'improvement:action', 'action-' || md5((n %% 5000)::text)::varchar(10),
           jsonb_build_object('actions', n %% 90), 'req-' || md5(n::text)::varchar(10), n / %s, ARRAY[%s]
    FROM generate_series(1, %s) n
"""
ASKED = {"wishes": "since=2026-11-01&until=2026-11-30", "wish": "November"}


def run() -> list[Measure]:
    """Fill and seal a trail, export it as its reader does, then prove every file by its list and the heads."""
    import lippen.config.wsgi  # noqa: F401 - Django, as a process of the site has it
    from lippen.kernel.seals import exports, sealing
    from lippen.organisation.roles import Role
    from lippen.organisation.tests import factories

    council = factories.authority("Braeside Council")
    actor = factories.actor(council, Role.INFORMATION_GOVERNANCE)
    with psycopg.connect(owner_url(), autocommit=True) as connection, tempfile.TemporaryDirectory() as folder:
        connection.execute("SET session_replication_role = replica")
        connection.execute("TRUNCATE kernel_auditentry, kernel_auditblock, kernel_auditbreak RESTART IDENTITY")
        connection.execute(ADD, [actor.account_id, TO_A_TRANSACTION, council.pk, ROWS])
        connection.execute("ANALYZE kernel_auditentry")
        heads = Path(folder) / "bench.heads"
        at = sealing.Places(os.environ["LIPPEN_READER_URL"], os.environ["DATABASE_URL"], heads)
        sealing.seal(at, now=lambda: datetime(2026, 12, 1, tzinfo=UTC))
        counted, made, grown = exported(actor.account_id)
        listed = fetched(actor.account_id, Path(folder))
        proof = exports.prove_all(listed, heads, Path(folder) / "key")
        if (proof.exit_code, proof.lines, proof.unsealed) != (0, ROWS, 0):
            raise SystemExit(f"The export is wrong: {proof.sentence} {proof.wrong[:3]}")
    return [
        Measure("250,000 audit rows exported", made, 60, "s", f"{ROWS / made:,.0f} rows a second, in 3 files"),
        Measure("memory that exporting them takes", grown, 96, "MB", "the process's growth while it writes"),
        Measure("the same counted before it begins", counted, 10, "s", "with the size that its asker is told"),
    ]


def exported(account_id: int) -> tuple[float, float, float]:
    """Count, go on, and make the files: seconds of both, and the growth in MB of the making."""
    from lippen.improvement import work
    from lippen.organisation.work import acting_for
    from lippen.web import jobs, trail_csv

    with acting_for(account_id) as actor:
        work.tell(actor, trail_csv.EXPORT, "trail-bench", state=work.WAITING, words="", **ASKED)
    began = time.perf_counter()
    jobs.export_trail(account_id=account_id, ref="trail-bench")
    counted = time.perf_counter() - began
    with acting_for(account_id) as actor:
        told = work.told(actor, trail_csv.EXPORT, "trail-bench")
        if told["state"] != trail_csv.SIZED or told["rows"] != str(ROWS):
            raise SystemExit(f"The export was not counted right: {told}")
        work.tell(actor, trail_csv.EXPORT, "trail-bench", state=work.WAITING, words="")
    began = time.perf_counter()
    with peak() as grown:
        jobs.export_trail(account_id=account_id, ref="trail-bench")
    return counted, time.perf_counter() - began, grown[0]


def fetched(account_id: int, folder: Path) -> Path:
    """The files as their reader keeps them, and their list."""
    from lippen.kernel import trail_files
    from lippen.organisation.work import acting_for

    with acting_for(account_id) as actor:
        parts = trail_files.parts_of(actor, "trail-bench")
        for part in parts:
            (folder / part.name).write_bytes(trail_files.export_file(actor, "trail-bench", part.number).content)
    listed = folder / "trail-bench.json"
    listed.write_text(trail_files.contents("trail-bench", parts))
    return listed
