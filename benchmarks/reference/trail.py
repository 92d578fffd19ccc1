"""The audit trail of such councils: who read which record, twenty million times for the reference council."""

from __future__ import annotations

from benchmarks.reference.loading import Loader

ROWS = 20_000_000
SECONDS = 6
ADD = """
    INSERT INTO kernel_auditentry (at, account_id, verb, subject_kind, subject_key, keys, request_key, transaction,
        authority_ids)
    SELECT '2022-11-28 09:00Z'::timestamptz + n * interval '{seconds} seconds',
           staffed.first + (n * 7919) % staffed.count,
           (ARRAY['known.read', 'known.read', 'known.chronology', 'known.list'])[1 + n % 4],
           'casework:child', known.ref, '{{}}'::jsonb, 'req-' || substr(md5(n::text), 1, 10), n,
           ARRAY[known.authority_id]
    FROM generate_series({first}::bigint, {last}::bigint) n
    JOIN casework_knownperson known ON known.id = 1 + (n % 7 * n * 104729) % {people}
    JOIN (
        SELECT authority_id, min(id) AS first, count(*) FROM organisation_person GROUP BY authority_id
    ) staffed ON staffed.authority_id = known.authority_id
"""
AT_ONCE = 1_000_000


def write_trail(loader: Loader, *, rows: int, seconds: int = SECONDS) -> None:
    """Rows without the trigger that says whose they are, which asks for each: they are the council's of the record.

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
        last = min(rows, first + AT_ONCE - 1)
        loader.run(ADD.format(people=people, seconds=seconds, first=first, last=last))
    loader.sent += rows
    loader.run("SET session_replication_role = origin")
    loader.run("SET maintenance_work_mem = '1GB'")
    for _, definition in indexes:
        loader.run(definition)
