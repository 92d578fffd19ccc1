"""Whatever is written, rolled back, sealed, killed half way, restored or signed, in any order: the trail stays whole,
and a row that is touched at any time is named."""

from __future__ import annotations

from contextlib import suppress
from unittest.mock import patch

import psycopg
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from lippen.kernel.seals import breaking, heads, sealing
from lippen.kernel.seals.breaking import Why
from lippen.kernel.seals.report import Kind, Verdict
from lippen.kernel.tests.sealed import Trail

STEPS = settings(
    max_examples=3, stateful_step_count=10, deadline=None, suppress_health_check=list(HealthCheck), database=None
)


def machine(trail: Trail) -> type[RuleBasedStateMachine]:
    """A walk on this trail."""

    class Walk(RuleBasedStateMachine):
        @initialize()
        def begin(self) -> None:
            trail.tamper("TRUNCATE kernel_auditentry, kernel_auditblock, kernel_auditbreak RESTART IDENTITY")
            trail.at.heads.unlink(missing_ok=True)
            self.late: psycopg.Connection | None = None

        @rule(number=st.integers(1, 3))
        def write(self, number: int) -> None:
            trail.write(*(f"plan-{each}" for each in range(number)))

        @precondition(lambda self: self.late is None)
        @rule()
        def begin_late(self) -> None:
            self.late = psycopg.connect(trail.at.write_url)
            trail.write("plan-late", connection=self.late)

        @precondition(lambda self: self.late is not None)
        @rule(keep=st.booleans())
        def end_late(self, keep: bool) -> None:
            self.late.commit() if keep else self.late.rollback()
            self.late.close()
            self.late = None

        @rule(most_rows=st.sampled_from([1, 3, 100]))
        def seal(self, most_rows: int) -> None:
            trail.seal(most_rows=most_rows)

        @rule()
        def be_killed_before_the_head(self) -> None:
            with patch.object(heads, "append", side_effect=OSError("killed")), suppress(OSError):
                trail.seal()

        @precondition(lambda self: self.late is None)
        @rule(back=st.integers(0, 2))
        def restore(self, back: int) -> None:
            trail.seal()  # what a restore brings back was committed with its head, or its head follows
            (kept,) = one(trail, "SELECT greatest(count(*) - %s, 0) FROM kernel_auditblock", back)
            trail.tamper("DELETE FROM kernel_auditblock WHERE number > %s", kept)
            trail.tamper(
                "DELETE FROM kernel_auditentry WHERE transaction >="
                " coalesce((SELECT max(through_transaction) FROM kernel_auditblock), 0)"
            )
            with trail.as_superuser() as connection:
                why = Why("operator", trail.now(), restored_to=trail.clock)
                breaking.sign_break(connection, trail.at.heads, trail.key, why)

        @invariant()
        def nothing_is_accused(self) -> None:
            report = trail.verify()
            assert report.faults == [], report.faults
            assert report.verdict is Verdict.WHOLE or not report.blocks or report.unproved

        @precondition(lambda self: one(trail, "SELECT count(*) FROM kernel_auditblock") != (0,) and self.late is None)
        @rule(place=st.integers(0, 1000))
        def touch_and_put_back(self, place: int) -> None:
            trail.seal()
            count = one(trail, "SELECT count(*) FROM kernel_auditentry")[0]
            row = one(trail, "SELECT id FROM kernel_auditentry ORDER BY id OFFSET %s LIMIT 1", place % count)[0]
            trail.tamper("UPDATE kernel_auditentry SET account_id = account_id + 1 WHERE id = %s", row)
            assert trail.told() == {(Kind.EDIT, row)}
            trail.tamper("UPDATE kernel_auditentry SET account_id = account_id - 1 WHERE id = %s", row)

        def teardown(self) -> None:
            if getattr(self, "late", None) is not None:
                self.late.close()

    return Walk


def one(trail: Trail, query: str, *values: object) -> tuple:
    with trail.as_superuser() as connection:
        return connection.execute(query, values or None).fetchone()


def test_the_trail_stays_whole_on_every_walk(trail: Trail) -> None:
    run_state_machine_as_test(machine(trail), settings=STEPS)


def test_the_walk_catches_a_sealer_that_does_not_wait_for_open_transactions(trail: Trail, monkeypatch) -> None:
    monkeypatch.setattr(sealing, "XMIN", "SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint")
    walk = machine(trail)()
    walk.begin()
    walk.begin_late()
    walk.write(1)
    walk.seal(100)
    walk.end_late(keep=True)
    with pytest.raises(AssertionError, match="was put in after block"):
        walk.nothing_is_accused()
