from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from lippen.cli import running
from lippen.server import launcher
from lippen.server.processes import command_of

pytestmark = pytest.mark.prove

DEMO = """
import sys
from lippen.cli import __main__, demo
demo.load = lambda council: None
demo.tell = lambda port: demo.say("READY")
sys.argv = ["lippen", "demo", "--port", sys.argv[1]]
__main__.main()
"""


@dataclass
class Demo:
    """A running demonstration without its people."""

    folder: Path
    port: int
    process: subprocess.Popen[str]

    def answer(self) -> dict[str, str]:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5) as answer:
            return json.load(answer)

    def children(self) -> list[int]:
        """The site and the worker; a passing look at the database is a child too, for a moment."""
        path = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [number for number in map(int, path.read_text().split()) if is_kept(command_of(number))]

    @property
    def postmaster(self) -> int:
        number = launcher.written_pid(self.folder / "postgres" / "postmaster.pid")
        assert number
        return number


def is_kept(command: str) -> bool:
    return "lippen.config.wsgi" in command or "lippen.cli work" in command


def environment(folder: Path) -> dict[str, str]:
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("LIPPEN", "DATABASE"))}
    return plain | {"LIPPEN_DEMO_VAR": str(folder)}


def free_port() -> int:
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return tried.getsockname()[1]


def begin(folder: Path, port: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", DEMO, str(port)]
    return subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment(folder))


def wait_until_ready(process: subprocess.Popen[str]) -> list[str]:
    said: list[str] = []
    while "READY\n" not in said:
        said.append(process.stderr.readline())
        assert said[-1], "the demonstration ended"
    return said


@pytest.fixture
def demo(server_home: Path) -> Iterator[Demo]:
    folder, port = server_home / "demo", free_port()
    process = begin(folder, port)
    wait_until_ready(process)
    yield Demo(folder, port, process)
    process.kill()
    process.wait()
    launcher.stop_unused(folder / "postgres")


def test_kind_kill_stops_worker_site_and_database_and_leaves_no_note(demo: Demo) -> None:
    assert demo.answer()["nonce"]
    started = [demo.postmaster, *demo.children()]
    assert len(started) == 3

    demo.process.terminate()
    said = demo.process.communicate()[1]

    assert demo.process.returncode == 0
    assert said.index("Stopping:") < said.index("Your data are kept")
    assert [command_of(number) for number in started] == ["", "", ""]
    assert not running.pid_file(demo.folder).exists()


def test_second_demonstration_is_refused_and_the_first_goes_on(demo: Demo) -> None:
    nonce = demo.answer()["nonce"]
    second = begin(demo.folder, demo.port)
    said = second.communicate()[1]

    assert second.returncode == 1
    assert f"already running (process {demo.process.pid})" in said
    assert demo.answer()["nonce"] == nonce


def test_one_opened_while_the_other_stops_opens_after_it(demo: Demo) -> None:
    demo.process.terminate()
    while "Stopping:" not in demo.process.stderr.readline():
        pass
    second = begin(demo.folder, demo.port)
    wait_until_ready(second)
    second.terminate()

    assert demo.process.wait(timeout=60) == 0
    assert second.wait(timeout=60) == 0


def test_killed_database_site_and_worker_come_back(demo: Demo) -> None:
    before = [demo.postmaster, *demo.children()]
    for number in before:
        os.kill(number, signal.SIGKILL)

    for _ in range(300):
        time.sleep(0.1)
        try:
            if demo.answer()["status"] == "up" and len(demo.children()) == 2:
                break
        except OSError:
            continue
    assert demo.answer()["status"] == "up"
    assert not set(before) & {demo.postmaster, *demo.children()}


def test_killed_demonstration_takes_site_and_worker_with_it_and_the_next_one_opens(demo: Demo) -> None:
    left = demo.children()
    demo.process.kill()
    demo.process.communicate()

    assert all(launcher.wait_until_gone(number, seconds=20) for number in left)
    assert launcher.stop_unused(demo.folder / "postgres")
