"""The demonstration that runs: its pid file, whether it answers, and stopping it from elsewhere."""

from __future__ import annotations

import json
import os
import shutil
import signal
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from lippen.cli import home
from lippen.cli.console import say
from lippen.server import launcher
from lippen.server.places import CHECKOUT, places
from lippen.server.problems import ServerProblem
from lippen.server.processes import command_of

STOP_SECONDS = 60
STOPPING = "stopping"


def pid_file(folder: Path) -> Path:
    """Where the running demonstration writes its process number."""
    return folder / "demo.pid"


def running_pid(folder: Path) -> int | None:
    """The process of the demonstration, if it still is one."""
    try:
        number = int(pid_file(folder).read_text().split()[0])
    except (OSError, ValueError, IndexError):
        return None
    command = command_of(number)
    return number if "lippen" in command and " demo" in command else None


def is_leaving(folder: Path) -> bool:
    """Whether the demonstration that runs was asked to finish."""
    try:
        return running_pid(folder) is not None and STOPPING in pid_file(folder).read_text()
    except OSError:
        return False


def leave(folder: Path) -> None:
    """Write beside our process number that we are on our way out, for whoever opens the next one."""
    pid_file(folder).write_text(f"{os.getpid()} {STOPPING}")


def await_leaving(folder: Path) -> None:
    """The one before may still be putting things in order: wait for it rather than refuse."""
    if not is_leaving(folder):
        return
    say("The demonstration opened before is still stopping: waiting for it.")
    until = time.monotonic() + STOP_SECONDS
    while is_leaving(folder) and time.monotonic() < until:
        time.sleep(0.2)


def refuse_second(folder: Path) -> None:
    """One demonstration of a checkout at a time; one that is stopping is waited for."""
    await_leaving(folder)
    if number := running_pid(folder):
        raise ServerProblem(
            f"The demonstration is already running (process {number}). Stop it with Ctrl-C where it runs, "
            "or with: .venv/bin/lippen stop"
        )


@contextmanager
def noted(folder: Path) -> Iterator[None]:
    """Keep our process number while we run."""
    pid_file(folder).write_text(str(os.getpid()))
    try:
        yield
    finally:
        pid_file(folder).unlink(missing_ok=True)


def answers(url: str, nonce: str) -> bool:
    """Whether our own site answers here."""
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return bool(json.load(answer).get("nonce") == nonce)
    except (OSError, ValueError):
        return False


def stop(
    quiet: Annotated[bool, typer.Option("--quiet", help="Say nothing when all is well.")] = False,
) -> None:
    """Stop the demonstration by its pid file, and databases of this checkout that were left behind."""
    stop_demo(home.demo_home())
    for data in servers():
        if not launcher.stop_unused(data):
            raise ServerProblem(f"The database in {data} is in use. Stop what uses it, then try again.")
    if not quiet:
        say("Nothing of Lippen is running in this checkout.")


def clean() -> None:
    """Stop the demonstration and remove it, with the tests' database. A council's own data in var/ stay."""
    stop_demo(home.demo_home())
    _, shown, tests = servers()
    if not remove_server(shown):
        raise ServerProblem(f"The database in {shown} is in use. Stop what uses it, then run make clean again.")
    shutil.rmtree(home.demo_home(), ignore_errors=True)
    say("The demonstration is stopped and removed.")
    if not remove_server(tests):
        say("The tests' database stays: tests are running.")


def servers() -> tuple[Path, ...]:
    """Where this checkout's databases are: a council's own, the demonstration's, the tests'."""
    return home.data_folder(), home.demo_home() / "postgres", CHECKOUT / "var" / "postgres-test"


def stop_demo(folder: Path) -> None:
    """Ask the demonstration to finish and wait until it has."""
    number = running_pid(folder)
    if number is None:
        return
    os.kill(number, signal.SIGTERM)
    until = time.monotonic() + STOP_SECONDS
    while running_pid(folder) and time.monotonic() < until:
        time.sleep(0.2)
    if running_pid(folder):
        raise ServerProblem(f"The demonstration (process {number}) does not stop. End it, then run make clean again.")


def remove_server(data: Path) -> bool:
    """Stop a database that was left behind and remove it; one that is in use stays, and the answer is no."""
    if not data.parent.exists():
        return True
    if not launcher.stop_unused(data):
        return False
    at = places(data)
    for folder in (at.data, at.socket, at.backup if at.backup.parent == at.data.parent else at.data):
        shutil.rmtree(folder, ignore_errors=True)
    for left in (*at.asked.parent.glob(f"{at.asked.name}.*lock"), at.log):
        left.unlink(missing_ok=True)
    return True
