from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
import time
from datetime import datetime
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from lippen.cli import __main__, children, databases, demo, home, papers, ports, running
from lippen.cli.__main__ import app
from lippen.server import launcher
from lippen.server.problems import ServerProblem
from lippen.server.processes import command_of

COMMANDS = [
    *("import-plan", "build-paper", "verify-paper", "demo", "serve", "work"),
    *("verify-audit", "seal-audit", "sign-break"),
    *("setup-database", "backup", "restore", "stop", "clean", "manage"),
]


def lippen(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("LIPPEN", "DATABASE"))}
    command = [sys.executable, "-m", "lippen.cli", *words]
    return subprocess.run(command, capture_output=True, text=True, env=plain | environment)


@pytest.mark.parametrize("command", COMMANDS)
def test_command_explains_itself(command: str) -> None:
    shown = CliRunner().invoke(app, [command, "--help"])

    assert shown.exit_code == 0
    assert "Usage:" in shown.stdout


def test_command_without_a_database_says_how_to_make_one(tmp_path: Path) -> None:
    tried = lippen("backup", LIPPEN_VAR=str(tmp_path))

    assert tried.returncode == 1
    assert "Run: lippen setup-database" in tried.stderr
    assert "Traceback" not in tried.stderr


def test_place_that_cannot_be_used_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def app(prog_name: str) -> None:
        Path("/proc/nowhere").mkdir()

    monkeypatch.setattr(__main__, "app", app)
    with pytest.raises(SystemExit) as ended:
        __main__.main()

    assert ended.value.code == 1
    assert capsys.readouterr().err.startswith("lippen: /proc/nowhere cannot be used: No such file or directory.")


def test_backup_of_a_server_of_ones_own_points_at_its_own_backup() -> None:
    tried = lippen("backup", DATABASE_URL="postgres://council.example/lippen")

    assert tried.returncode == 2
    assert "its own backup applies" in tried.stderr


def test_restore_time_without_a_zone_is_the_councils() -> None:
    assert databases.moment_from("2026-07-01 12:00:00") == datetime.fromisoformat("2026-07-01T11:00:00+00:00")


@pytest.mark.parametrize("text", ["yesterday", "2026-13-01", ""])
def test_time_that_cannot_be_read_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(typer.BadParameter, match="Write it as"):
        databases.moment_from(text)
    with pytest.raises(typer.BadParameter, match="Write it as"):
        papers.day_from(text)


def test_port_in_use_is_refused_before_anything_starts() -> None:
    with socket.socket() as other:
        other.bind((demo.HOST, 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(ServerProblem, match=f"Port {port} is in use by another program"):
            ports.refuse_taken(demo.HOST, port)
    ports.refuse_taken(demo.HOST, port)


@pytest.mark.parametrize("port", [-1, 0, 65_536, 99_999_999])
def test_port_that_does_not_exist_is_refused_in_a_sentence(port: int) -> None:
    with pytest.raises(ServerProblem, match=f"There is no port {port}"):
        ports.refuse_taken(demo.HOST, port)


def test_pid_of_another_program_is_not_taken_for_the_demonstration(tmp_path: Path) -> None:
    running.pid_file(tmp_path).write_text("1")

    assert running.running_pid(tmp_path) is None
    running.refuse_second(tmp_path)


def test_demonstration_that_is_stopping_is_waited_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sleeper = [sys.executable, "-c", "import time; time.sleep(60)", "lippen demo"]
    with subprocess.Popen(sleeper) as stopping:
        while "lippen demo" not in command_of(stopping.pid):
            time.sleep(0.01)
        running.pid_file(tmp_path).write_text(f"{stopping.pid}")
        with pytest.raises(ServerProblem, match="already running"):
            running.refuse_second(tmp_path)

        running.pid_file(tmp_path).write_text(f"{stopping.pid} {running.STOPPING}")
        assert running.is_leaving(tmp_path)
        threading.Timer(0.5, stopping.kill).start()
        waiting = threading.Thread(target=stopping.wait)
        waiting.start()
        running.refuse_second(tmp_path)
        waiting.join()

    assert "still stopping: waiting for it" in capsys.readouterr().err


def test_commands_follow_the_demonstration_opened_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATABASE_URL", "LIPPEN_VAR", "LIPPEN_TODAY", "LIPPEN_DATABASE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(home, "data_folder", lambda: tmp_path / "postgres")
    monkeypatch.setenv("LIPPEN_DEMO_VAR", str(tmp_path / "demo"))
    monkeypatch.setenv("LIPPEN_DEMO", "0")
    monkeypatch.setattr(os, "environ", dict(os.environ))
    (tmp_path / "demo").mkdir()
    home.note_of(tmp_path / "demo").write_text(json.dumps(demo.SETTINGS[demo.Council.THEN]))

    home.choose()

    assert os.environ["LIPPEN_VAR"] == str(tmp_path / "demo")
    assert os.environ["LIPPEN_TODAY"] == "2012-10-17"
    assert home.database_name() == "lippen_2012"


def test_councils_own_database_is_never_left_for_the_demonstration(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setattr(home, "data_folder", lambda: tmp_path)
    monkeypatch.setenv("LIPPEN_DEMO_VAR", str(tmp_path))
    monkeypatch.setattr(os, "environ", {k: v for k, v in os.environ.items() if k not in {"LIPPEN_VAR", "LIPPEN_DEMO"}})
    home.note_of(tmp_path).write_text(json.dumps({"LIPPEN_DATABASE": "lippen_today"}))

    home.choose()

    assert "LIPPEN_DEMO" not in os.environ


def test_child_that_does_not_finish_is_killed(tmp_path: Path) -> None:
    stubborn = (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('on', flush=True); time.sleep(60)"
    )
    child = children.begin("worker", [sys.executable, "-c", stubborn], tmp_path / "log")
    while "on" not in child.log.read_text():
        assert not child.has_ended

    child.stop(seconds=0.1)

    assert child.has_ended


def test_child_ends_when_its_parent_is_killed(tmp_path: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; from lippen.cli import children\n"
        "sleep = [sys.executable, '-c', 'import time; time.sleep(60)']\n"
        f"child = children.begin('site', sleep, Path({str(tmp_path / 'log')!r}))\n"
        "print(child.process.pid, flush=True); time.sleep(60)"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    number = int(parent.stdout.readline())
    parent.kill()
    parent.communicate()

    from lippen.server.launcher import wait_until_gone

    assert wait_until_gone(number, seconds=5)


def test_clean_removes_the_demonstration_and_leaves_a_councils_own_data(
    server_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own, shown, tests = (server_home / name / "postgres" for name in ("own", "demo", "tests"))
    monkeypatch.setenv("LIPPEN_DEMO_VAR", str(shown.parent))
    monkeypatch.setattr(running, "servers", lambda: (own, shown, tests))
    for data in (own, shown):
        launcher.start(data, fast=True).stop()

    running.clean()

    assert (own / "PG_VERSION").exists()
    assert not shown.parent.exists()


def test_stop_refuses_while_a_database_is_in_use(server_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = server_home / "busy"
    monkeypatch.setenv("LIPPEN_DEMO_VAR", str(server_home))
    monkeypatch.setattr(running, "servers", lambda: (data,))
    with launcher.start(data, fast=True):
        with pytest.raises(ServerProblem, match="is in use"):
            running.stop(quiet=True)
        assert launcher.is_running(data)
