from __future__ import annotations

import shutil
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest

from lippen.server import backup, launcher, roles
from lippen.server.problems import ServerProblem


@pytest.fixture(scope="module")
def data(server_home: Path) -> Path:
    """A durable server's data with one backup, one row before a moment and one after."""
    folder = server_home / "council" / "postgres"
    with launcher.start(folder) as server:
        roles.prepare_roles(server.admin_url, "lippen")
        with psycopg.connect(server.admin_url, autocommit=True) as connection:
            connection.execute("CREATE TABLE noted (words text)")
            backup.backup(folder)
            connection.execute("INSERT INTO noted VALUES ('before')")
    return folder


def words(data: Path) -> list[str]:
    with launcher.start(data) as server, psycopg.connect(server.admin_url) as connection:
        return [row[0] for row in connection.execute("SELECT words FROM noted ORDER BY 1")]


def test_restore_brings_back_the_first_row_and_not_the_later_one(data: Path) -> None:
    time.sleep(0.05)
    moment = datetime.now(UTC)
    time.sleep(0.05)
    with launcher.start(data) as server, psycopg.connect(server.admin_url, autocommit=True) as connection:
        connection.execute("INSERT INTO noted VALUES ('later')")
    said: list[str] = []

    done = backup.restore(data, moment, say=said.append)

    assert words(data) == ["before"]
    assert (done.kept_aside / "PG_VERSION").exists()
    assert any("Replaying the log" in sentence for sentence in said)


def test_restored_server_takes_new_rows_and_can_be_restored_again(data: Path) -> None:
    with launcher.start(data) as server, psycopg.connect(server.admin_url, autocommit=True) as connection:
        connection.execute("INSERT INTO noted VALUES ('on the new line')")
    time.sleep(0.05)
    moment = datetime.now(UTC)
    with launcher.start(data) as server, psycopg.connect(server.admin_url, autocommit=True) as connection:
        connection.execute("DELETE FROM noted")

    backup.restore(data, moment)

    assert words(data) == ["before", "on the new line"]


def test_restore_while_the_database_is_used_is_refused_and_changes_nothing(data: Path) -> None:
    with launcher.start(data):
        with pytest.raises(ServerProblem, match="Stop the site first"):
            backup.restore(data, datetime.now(UTC))
        assert launcher.is_running(data)


def test_time_to_come_and_time_before_the_oldest_backup_are_refused(data: Path) -> None:
    with pytest.raises(ServerProblem, match="still to come"):
        backup.restore(data, datetime.now(UTC) + timedelta(hours=1))
    with pytest.raises(ServerProblem, match="The oldest backup can bring back"):
        backup.restore(data, datetime.now(UTC) - timedelta(days=1))


def test_restore_that_fails_puts_the_data_back(data: Path) -> None:
    now = words(data)
    moment = datetime.now(UTC)
    base = backup.finished_bases(data.parent / "backup")[-1][1]
    spoilt = base / "global" / "pg_control"
    kept = spoilt.read_bytes()
    spoilt.write_bytes(b"")
    try:
        with pytest.raises(ServerProblem, match="nothing was changed"):
            backup.restore(data, moment)
    finally:
        spoilt.write_bytes(kept)

    assert words(data) == now


def test_lost_data_folder_is_rebuilt_from_backup_and_kept_log(data: Path) -> None:
    with launcher.start(data) as server, psycopg.connect(server.admin_url, autocommit=True) as connection:
        connection.execute("SELECT pg_switch_wal()")
        time.sleep(1)
        moment = datetime.now(UTC)
        connection.execute("INSERT INTO noted VALUES ('after the moment')")
        connection.execute("SELECT pg_switch_wal()")
        wanted = connection.execute("SELECT last_archived_wal FROM pg_stat_archiver").fetchone()
    assert wanted
    shutil.rmtree(data)

    backup.restore(data, moment)

    assert words(data) == ["before", "on the new line"]
