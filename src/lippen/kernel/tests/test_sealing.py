"""Rows are sealed once, in the order of their transactions, whatever happens to whoever seals them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from threading import Thread

import psycopg
import pytest

from lippen.kernel.seals import heads, sealing
from lippen.kernel.seals.problems import SealProblem
from lippen.kernel.seals.report import Verdict
from lippen.kernel.tests.sealed import Trail
from lippen.server.places import CHECKOUT

SLOWLY = """
import sys, time
from datetime import UTC, datetime
from pathlib import Path
from lippen.kernel.seals import heads, sealing
read_url, write_url, path = sys.argv[1:]
print("begun", flush=True)
while True:
    sealing.seal(sealing.Places(read_url, write_url, Path(path)), now=lambda: datetime.now(UTC), most_rows=3)
"""


def blocks(trail: Trail) -> list[tuple[int, int]]:
    with trail.as_superuser() as connection:
        return connection.execute("SELECT number, row_count FROM kernel_auditblock ORDER BY number").fetchall()


def test_what_was_committed_is_sealed_once_and_is_whole(trail: Trail) -> None:
    trail.write("plan-a", "plan-b", "plan-c")
    assert trail.seal() == 3
    assert trail.seal() == 0
    report = trail.verify()
    assert (report.verdict, report.rows, report.blocks, report.waiting) == (Verdict.WHOLE, 3, 1, 0)


def test_a_block_is_cut_between_two_transactions(trail: Trail) -> None:
    with psycopg.connect(trail.at.write_url) as connection:
        trail.write("plan-a", "plan-b", "plan-c", connection=connection)
    trail.write("plan-d")
    assert trail.seal(most_rows=2) == 4
    assert blocks(trail) == [(1, 3), (2, 1)]
    assert trail.verify().verdict is Verdict.WHOLE


def test_nothing_to_seal_makes_no_block(trail: Trail) -> None:
    assert trail.seal() == 0
    assert blocks(trail) == []
    assert trail.verify().verdict is Verdict.UNPROVED


def test_a_transaction_that_commits_late_is_waited_for_and_then_sealed_in_its_place(trail: Trail) -> None:
    with psycopg.connect(trail.at.write_url) as late:
        trail.write("plan-late", connection=late)
        trail.write("plan-a", "plan-b")
        assert trail.seal() == 0, "the rows after it wait, or it would come into a range that is sealed already"
        late.commit()
    assert trail.seal() == 3
    assert trail.told() == set()


def test_a_transaction_that_is_rolled_back_holds_nothing_up(trail: Trail) -> None:
    with psycopg.connect(trail.at.write_url) as gone:
        trail.write("plan-gone", connection=gone)
        trail.write("plan-a")
        gone.rollback()
    assert trail.seal() == 1
    assert trail.told() == set()


def test_two_sealers_at_once_seal_each_row_once(trail: Trail) -> None:
    faults: list[Exception] = []

    def seal() -> None:
        try:
            for _ in range(15):
                trail.seal(most_rows=2)
        except Exception as fault:
            faults.append(fault)

    both = [Thread(target=seal) for _ in range(2)]
    for thread in both:
        thread.start()
    for number in range(30):
        trail.write(f"plan-{number}")
    for thread in both:
        thread.join()
    trail.seal()
    report = trail.verify()
    assert faults == []
    assert (report.verdict, report.rows) == (Verdict.WHOLE, 30)


def test_a_sealer_that_is_killed_again_and_again_seals_each_row_once(trail: Trail) -> None:
    command = [sys.executable, "-c", SLOWLY, trail.at.read_url, trail.at.write_url, str(trail.at.heads)]
    environment = {**os.environ, "PYTHONPATH": str(CHECKOUT / "src")}
    written = 0
    for wait in (0.0, 0.004, 0.011, 0.019, 0.03, 0.05):
        sealer = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE)
        assert sealer.stdout and sealer.stdout.readline() == b"begun\n"
        trail.write(*(f"plan-{written + number}" for number in range(20)), at=datetime.now(UTC))
        written += 20
        time.sleep(wait)
        sealer.send_signal(signal.SIGKILL)
        sealer.wait()
    until = time.monotonic() + 10
    while trail.verify().rows < written and time.monotonic() < until:  # a killed one's lock goes with its connection
        sealing.seal(trail.at, now=lambda: datetime.now(UTC))
    report = trail.verify()
    assert (report.verdict, report.rows, report.waiting) == (Verdict.WHOLE, written, 0)
    assert blocks(trail)[-1][0] > 6


def test_a_head_that_a_crash_kept_from_being_written_is_written_by_the_next_sealing(trail: Trail, monkeypatch) -> None:
    trail.write("plan-a")
    with monkeypatch.context() as crash:
        crash.setattr(heads, "append", lambda path, line: (_ for _ in ()).throw(OSError("killed")))
        with pytest.raises(OSError, match="killed"):
            trail.seal()
    assert blocks(trail) == [(1, 1)] and not trail.at.heads.exists()
    assert trail.seal() == 0
    assert trail.told() == set() and trail.verify().verdict is Verdict.WHOLE


def test_a_head_that_a_crash_cut_in_two_is_written_again_after_it(trail: Trail) -> None:
    trail.write("plan-a")
    trail.seal()
    whole = trail.at.heads.read_bytes()
    trail.write("plan-b")
    trail.seal()
    second = trail.at.heads.read_bytes()[len(whole) :]
    trail.at.heads.write_bytes(whole + second[: len(second) // 2])
    trail.write("plan-c")
    assert trail.seal() == 1
    assert trail.verify().verdict is Verdict.WHOLE
    assert [json.loads(line)["block"] for line in trail.at.heads.read_bytes().splitlines() if line.endswith(b"}")] == [
        1,
        2,
        3,
    ]


def test_sealing_stops_loudly_where_the_database_lost_its_end(trail: Trail) -> None:
    trail.write("plan-a")
    trail.seal()
    trail.write("plan-b")
    trail.seal()
    trail.tamper("DELETE FROM kernel_auditblock WHERE number = 2")
    with pytest.raises(SealProblem, match="its end is gone"):
        trail.seal()


def test_sealing_stops_loudly_where_the_last_block_is_another(trail: Trail) -> None:
    trail.write("plan-a")
    trail.seal()
    trail.tamper("UPDATE kernel_auditblock SET hash = repeat('a', 64)")
    with pytest.raises(SealProblem, match="not the one that the heads"):
        trail.seal()


def test_sealing_stops_loudly_where_the_heads_are_gone(trail: Trail) -> None:
    for key in ("plan-a", "plan-b", "plan-c"):
        trail.write(key)
        trail.seal()
    trail.at.heads.unlink()
    with pytest.raises(SealProblem, match="Put the file of heads back"):
        trail.seal()


def test_the_site_can_neither_change_nor_remove_a_block(trail: Trail) -> None:
    trail.write("plan-a")
    trail.seal()
    for asked in ("UPDATE kernel_auditblock SET row_count = 2", "DELETE FROM kernel_auditblock"):
        with psycopg.connect(trail.at.write_url) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(asked)


def test_whoever_reads_to_seal_writes_nothing(trail: Trail) -> None:
    with psycopg.connect(trail.at.read_url) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("INSERT INTO kernel_auditblock (number) VALUES (1)")


def test_sealing_needs_one_statement_for_a_block_of_any_size(trail: Trail) -> None:
    with trail.as_superuser() as connection:
        connection.execute(
            "INSERT INTO kernel_auditentry (at, verb, subject_kind, subject_key, keys, request_key)"
            " SELECT '2026-11-28 09:00Z', 'plan.read', 'plan', 'plan-' || n, '{}', '' FROM generate_series(1, 25000) n"
        )
    assert trail.seal() == 25_000
    assert blocks(trail) == [(1, 25_000)], "one transaction is never cut in two"
    assert trail.verify().verdict is Verdict.WHOLE


def test_the_lock_of_sealing_is_its_own() -> None:
    from lippen.server import roles, template

    assert len({sealing.ONE_AT_A_TIME, roles.ONE_AT_A_TIME, template.ONE_AT_A_TIME}) == 3


def test_as_soon_as_a_sealing_is_over_the_next_one_may_begin(trail: Trail) -> None:
    """The lock goes with the sealing, not with the end of its connection, which the server sees a moment later."""
    with psycopg.connect(trail.at.write_url, autocommit=True) as other:
        for _ in range(30):
            trail.write("plan-a")
            assert trail.seal() == 1
            assert other.execute("SELECT pg_try_advisory_lock(%s)", [sealing.ONE_AT_A_TIME]).fetchone() == (True,)
            other.execute("SELECT pg_advisory_unlock(%s)", [sealing.ONE_AT_A_TIME])
