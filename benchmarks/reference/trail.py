"""The audit trail of such a council: who read which record, twenty million times."""

from __future__ import annotations

from benchmarks.reference.loading import Loader

ROWS = 20_000_000
ADD = """
    INSERT INTO kernel_auditentry (at, account_id, verb, subject_kind, subject_key, keys, request_key, transaction,
        authority_ids)
    SELECT '2022-11-28 09:00Z'::timestamptz + n * interval '6 seconds',
           5 + (n * 7919) % {staff}, (ARRAY['known.read', 'known.read', 'known.chronology', 'known.list'])[1 + n % 4],
           'casework:child', known.ref, '{{}}'::jsonb, 'req-' || substr(md5(n::text), 1, 10), n, ARRAY[1]::bigint[]
    FROM generate_series({first}::bigint, {last}::bigint) n
    JOIN casework_knownperson known ON known.id = 1 + (n % 7 * n * 104729) % {people}
"""
AT_ONCE = 1_000_000


def write_trail(loader: Loader, *, rows: int, staff: int) -> None:
    """Rows without the trigger that says whose they are, which asks for each: they are all this council's.

    Their indexes are taken away meanwhile and made again as they were.
    """
    indexes = loader.connection.execute(
        b"SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'kernel_auditentry' AND indexname !~ '_pkey$'"
    ).fetchall()
    loader.run("SET session_replication_role = replica")
    for name, _ in indexes:
        loader.run(f"DROP INDEX {name}")
    people = loader.value("SELECT max(id) FROM casework_knownperson")
    for first in range(1, rows + 1, AT_ONCE):
        loader.run(ADD.format(staff=staff, people=people, first=first, last=min(rows, first + AT_ONCE - 1)))
    loader.run("SET session_replication_role = origin")
    loader.run("SET maintenance_work_mem = '1GB'")
    for _, definition in indexes:
        loader.run(definition)
