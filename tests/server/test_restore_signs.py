"""`lippen restore` signs where it cut the audit trail, on a real server with its log."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest

from lippen.kernel.seals import sealing, verifying
from lippen.kernel.seals.report import Kind, Report, Verdict
from lippen.kernel.seals.sealing import Places
from lippen.kernel.tests.sealed import ADD, copy_tables
from lippen.server import audit_break, backup, launcher, roles
from lippen.server.problems import ServerProblem
from lippen.server.pytest_database import ADMIN_URL


@pytest.fixture(scope="module")
def data(request: pytest.FixtureRequest, server_home: Path, django_db_setup: None) -> Iterator[Path]:
    """A durable server with the real tables, its heads and key under a var/ of its own, and one backup."""
    if (admin_url := request.config.stash[ADMIN_URL]) is None:
        pytest.skip("Needs somebody who may read the tables' definitions: give LIPPEN_ADMIN_URL.")
    folder = server_home / "council" / "postgres"
    with pytest.MonkeyPatch.context() as environment, launcher.start(folder) as server:
        environment.setenv("LIPPEN_VAR", str(server_home / "council"))
        environment.delenv("LIPPEN_AUDIT_HEADS", raising=False)
        environment.delenv("LIPPEN_AUDIT_KEY", raising=False)
        roles.prepare_roles(server.admin_url, "lippen")
        copy_tables(admin_url, server)
        backup.backup(folder)
        server.stop()
        yield folder


def now() -> datetime:
    return datetime.now(UTC)


def write_and_seal(data: Path, *keys: str) -> None:
    with launcher.start(data) as server, psycopg.connect(server.url(roles.APP), autocommit=True) as connection:
        for key in keys:
            connection.execute(ADD, [now(), 7, "plan.read", key, "{}"])
        at = Places(server.url(roles.READER), server.url(roles.APP), audit_break.heads_path("lippen"))
        assert sealing.seal(at, now=now) >= len(keys)


def verified(data: Path) -> Report:
    with launcher.start(data) as server:
        path, key = audit_break.heads_path("lippen"), audit_break.key_path()
        return verifying.verify(server.url(roles.READER), path, key)


def test_a_restore_signs_a_break_that_is_not_told_as_tampering_and_sealing_goes_on(data: Path) -> None:
    write_and_seal(data, "plan-a", "plan-b")
    time.sleep(0.05)
    moment = now()
    time.sleep(0.05)
    write_and_seal(data, "plan-lost")

    done = backup.restore(data, moment)

    assert done.breaks_signed == ("lippen",)
    report = verified(data)
    assert (report.verdict, report.rows, report.faults) == (Verdict.WHOLE, 2, [])
    assert "was restored to" in report.breaks[0] and "given up by it: 1 block with 1 row" in report.breaks[0]
    write_and_seal(data, "plan-after")
    assert (verified(data).verdict, verified(data).rows) == (Verdict.WHOLE, 3)


def test_a_restore_that_cannot_sign_says_so_and_the_trail_is_told_as_cut_until_it_is_signed(data: Path) -> None:
    time.sleep(0.05)
    moment = now()
    time.sleep(0.05)
    write_and_seal(data, "plan-lost-again")
    key = audit_break.key_path()
    kept = key.rename(key.with_name("elsewhere"))

    with pytest.raises(ServerProblem, match="the break of its audit trail is not signed"):
        backup.restore(data, moment)

    assert {fault.kind for fault in verified(data).faults} == {Kind.CUT}
    kept.rename(key)
    with launcher.start(data) as server:
        assert audit_break.sign_breaks(server.at, moment) == ("lippen",)
    assert verified(data).verdict is Verdict.WHOLE
