"""A durable Lippen of its own: embedded server, site and worker as in service, kept up by a thread."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from lippen.cli import children, supervise
from lippen.server import launcher
from lippen.server.places import CHECKOUT
from lippen.server.setup import URLS

DATABASE = "lippen"
HOST = "127.0.0.1"
LOOK_SECONDS = 0.1
NOT_OURS = ("LIPPEN_TESTING", "LIPPEN_TEST_SERVER", "LIPPEN_DEMO", "LIPPEN_TODAY", "LIPPEN_ADMIN_URL")


@dataclass
class House:
    """A folder with a database in it, and what runs on it. Nothing here touches the tests' own server."""

    folder: Path
    port: int = field(default_factory=lambda: free_port())
    database: str = DATABASE
    app: str = ""
    """Another application than the site's own, for a fault that is planted."""

    def __post_init__(self) -> None:
        self.server = launcher.start(self.folder / "postgres")
        command = children.site_command(HOST, self.port)
        if self.app:
            command[command.index(children.APP)] = self.app
        self.site = supervise.Kept("site", self.as_ours(command), self.folder / "site.log")
        self.worker = supervise.Kept("worker", self.as_ours(children.worker_command()), self.folder / "worker.log")
        self.keeper = supervise.Keeper(self.site, self.worker, server=self.server)
        self.finished = threading.Event()
        self.thread = threading.Thread(target=self._keep, name="keeper")
        self.fault: BaseException | None = None

    def as_ours(self, command: list[str]) -> list[str]:
        """The command in this house's environment instead of the tests'."""
        given = {name: self.server.url(role, self.database) for name, role in URLS.items()}
        given |= {"LIPPEN_VAR": str(self.folder / "var"), "LIPPEN_NONCE": self.folder.name}
        given |= {"DJANGO_SETTINGS_MODULE": "lippen.config.settings"}
        unset = [word for name in NOT_OURS for word in ("-u", name)]
        return ["/usr/bin/env", *unset, *(f"{name}={value}" for name, value in given.items()), *command]

    def prepare(self, papers: int, writers: int) -> dict[str, object]:
        """Roles, tables and grants, and the council; what the clients need to know."""
        return self.filled_by("tests.prove.council", str(papers), str(writers))

    def filled_by(self, module: str, *words: str) -> dict[str, object]:
        """Roles, tables and grants, and what a module makes in them."""
        told = self.folder / "told.json"
        setup = f"from lippen.server import setup; setup.setup_database({self.server.admin_url!r}, {self.database!r})"
        self._run([sys.executable, "-c", setup])
        self._run([sys.executable, "-m", module, str(told), *words])
        return json.loads(told.read_text())

    def _run(self, command: list[str]) -> None:
        done = subprocess.run(self.as_ours(command), cwd=CHECKOUT, capture_output=True, text=True, timeout=600)
        assert done.returncode == 0, done.stdout + done.stderr

    def begin(self) -> None:
        """Start the site and the worker, and keep them up from now on."""
        self.thread.start()

    def _keep(self) -> None:
        """The children end with the thread that began them, so one thread begins and keeps them all."""
        try:
            self.keeper.begin()
            while not self.finished.wait(LOOK_SECONDS):
                for program in self.keeper.programs:
                    program.restarts.clear()  # whoever kills all the time is not given up
                self.keeper.look()
        except BaseException as fault:  # told by whoever waits
            self.fault = fault
        finally:
            self.keeper.stop()

    def stop(self) -> None:
        """Everything, the database last."""
        self.finished.set()
        if self.thread.is_alive():
            self.thread.join()
        self.server.stop()

    def kill_worker(self) -> None:
        """The process that does the jobs."""
        kill(pid_of(self.worker))

    def kill_site(self) -> None:
        """gunicorn's first process."""
        kill(pid_of(self.site))

    def kill_site_process(self, which: int) -> None:
        """One of the two processes that answer."""
        if answering := children_of(pid_of(self.site)):
            kill(answering[which % len(answering)])

    def kill_database(self) -> None:
        """PostgreSQL's first process: what its children had not written is lost with them."""
        kill(launcher.written_pid(self.server.at.data / "postmaster.pid"))

    def kill_everything(self, which: int) -> None:
        """As when the power goes."""
        self.kill_database()
        self.kill_site_process(which)
        self.kill_site()
        self.kill_worker()


def kill(number: int | None) -> None:
    """At once, without a word."""
    if number:
        with suppress(ProcessLookupError):
            os.kill(number, signal.SIGKILL)


def pid_of(kept: supervise.Kept) -> int | None:
    """The process, while it runs."""
    return kept.child.process.pid if kept.child and not kept.child.has_ended else None


def children_of(number: int | None) -> list[int]:
    """The processes that a process began."""
    with suppress(OSError):
        return [int(word) for word in Path(f"/proc/{number}/task/{number}/children").read_text().split()]
    return []


def free_port() -> int:
    """A port that nobody answers on."""
    with socket.socket() as asked:
        asked.bind((HOST, 0))
        return asked.getsockname()[1]


def wait_for(true: object, seconds: float, what: str) -> float:
    """How long it took to come true."""
    began = time.monotonic()
    while not true():  # type: ignore[operator]
        took = time.monotonic() - began
        assert took < seconds, f"{what}: not after {seconds:.0f} s"
        time.sleep(0.2)
    return time.monotonic() - began
