"""The site and the worker as children: they end with their parent, and write to their own logs."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

PR_SET_PDEATHSIG = 1


@dataclass(frozen=True)
class Child:
    """A running program of ours."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path

    @property
    def has_ended(self) -> bool:
        """Whether it is gone."""
        return self.process.poll() is not None

    def last_words(self) -> str:
        """The end of its log."""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-12:])

    def stop(self, *, seconds: float) -> None:
        """Ask it to finish, then kill it."""
        if self.has_ended:
            return
        self.process.terminate()
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def begin(name: str, command: list[str], log: Path) -> Child:
    """Start a child in its own process group, so that Ctrl-C reaches only us and we stop things in order."""
    with log.open("ab") as written:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=written,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=before_start(),
        )
    return Child(name, process, log)


def before_start() -> Callable[[], None] | None:
    """What a child does before it becomes its program: on Linux, tie itself to us."""
    return partial(end_with, os.getpid()) if sys.platform == "linux" else None


def end_with(parent: int) -> None:
    """Runs in the child: when the parent is killed, the kernel tells the child to finish."""
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:  # it ended before we asked
        os._exit(1)


SITE = {
    "worker-class": "lippen.web.serving.Worker",
    "workers": "2",
    "threads": "4",
    "graceful-timeout": "10",
    "max-requests": "20000",
    "max-requests-jitter": "2000",
}


APP = "lippen.config.wsgi:application"


def site_command(host: str, port: int) -> list[str]:
    """gunicorn with two processes of four threads; its control socket would lie in the person's home."""
    words = [f"--{name}={value}" for name, value in {**SITE, "bind": f"{host}:{port}"}.items()]
    return [sys.executable, "-m", "gunicorn", APP, "--no-control-socket", *words]


def worker_command() -> list[str]:
    """The worker that does what the site asked for."""
    return [sys.executable, "-m", "lippen.cli", "work"]
