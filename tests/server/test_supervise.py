from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from lippen.cli import supervise
from lippen.server import launcher
from lippen.server.launcher import wait_until_gone
from lippen.server.problems import ServerProblem

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]
FAIL = [sys.executable, "-c", "raise SystemExit('the port is gone')"]


def program(tmp_path: Path, name: str, command: list[str] = SLEEP) -> supervise.Kept:
    return supervise.Kept(name, command, tmp_path / f"{name}.log")


def pid(kept: supervise.Kept) -> int:
    assert kept.child
    return kept.child.process.pid


def look_until(keeper: supervise.Keeper, true: Callable[[], bool]) -> None:
    for _ in range(200):
        keeper.look()
        if true():
            return
        time.sleep(0.05)
    raise AssertionError("it never came true")


def test_killed_program_is_started_again(tmp_path: Path) -> None:
    site = program(tmp_path, "site")
    keeper = supervise.Keeper(site, server=None)
    keeper.begin()
    first = pid(site)
    os.kill(first, signal.SIGKILL)
    try:
        look_until(keeper, lambda: pid(site) != first)
        assert not site.child.has_ended
    finally:
        keeper.stop()


def test_program_that_always_ends_is_given_up_with_its_last_words(tmp_path: Path) -> None:
    keeper = supervise.Keeper(program(tmp_path, "worker", FAIL), server=None)
    keeper.begin()

    with pytest.raises(ServerProblem, match="the port is gone"):
        look_until(keeper, lambda: False)


def test_program_that_ends_while_starting_is_a_fault(tmp_path: Path) -> None:
    site = program(tmp_path, "site", FAIL)
    keeper = supervise.Keeper(site, server=None)
    keeper.begin()
    site.child.process.wait()

    with pytest.raises(ServerProblem, match="The site ended"):
        keeper.refuse_ended()


def test_worker_is_stopped_before_the_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keeper = supervise.Keeper(program(tmp_path, "site"), program(tmp_path, "worker"), server=None)
    keeper.begin()
    stopped: list[str] = []
    ends = supervise.children.Child.stop
    monkeypatch.setattr(
        supervise.children.Child,
        "stop",
        lambda child, *, seconds: (stopped.append(child.name), ends(child, seconds=seconds)),
    )
    keeper.stop()

    assert stopped == ["worker", "site"]
    assert all(wait_until_gone(pid(kept), seconds=1) for kept in keeper.programs)


def test_killed_database_is_started_again_with_every_acknowledged_row(server_home: Path) -> None:
    with launcher.start(server_home / "kept") as server:
        with psycopg.connect(server.admin_url, autocommit=True) as connection:
            connection.execute("CREATE TABLE IF NOT EXISTS kept (number int)")
            connection.execute("INSERT INTO kept VALUES (1)")
            os.kill(launcher.written_pid(server.at.data / "postmaster.pid"), signal.SIGKILL)
        keeper = supervise.Keeper(server=server)
        look_until(keeper, lambda: launcher.is_running(server.at.asked))

        with psycopg.connect(server.admin_url) as connection:
            assert connection.execute("SELECT number FROM kept").fetchall() == [(1,)]
