"""Starts and stops the embedded PostgreSQL. Everybody who uses a server holds a shared lock beside its data,
so two starts make one server, and whoever leaves last stops it."""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import IO
from urllib.parse import quote

from lippen.server import configuration
from lippen.server.places import Places, places, prepare_socket_folder
from lippen.server.problems import ServerProblem
from lippen.server.processes import command_of
from lippen.server.programs import version

PORT = 5432
SUPERUSER = "postgres"
READY, NO_ANSWER = 0, 2
READY_SECONDS = 300  # a long recovery after a crash is not an error
STOP_SECONDS = 20
LEFT_OVER_SECONDS = 20
LEFT_OVER = ("shared memory", "already exists")


class Server:
    """A running embedded server, and this process's part in it."""

    def __init__(self, at: Places, *, started_here: bool, in_use: IO[str], fast: bool = False) -> None:
        self.at = at
        self.fast = fast
        self.started_here = started_here
        self._in_use = in_use

    def url(self, role: str, database: str = "lippen") -> str:
        """The connection string for a role."""
        return f"postgres://{role}@{quote(str(self.at.socket), safe='')}:{PORT}/{database}"

    @property
    def admin_url(self) -> str:
        """The connection string of the server's superuser, for set-up and nothing else."""
        return self.url(SUPERUSER, "postgres")

    def revive(self, say: Callable[[str], None]) -> bool:
        """Start the server again when it was killed under us. Says whether it had to."""
        if answer(self.at) != NO_ANSWER:
            return False
        with starting_or_stopping(self.at):
            if answer(self.at) != NO_ANSWER:
                return False
            say("The database ended and is started again.")
            launch(self.at, fast=self.fast, settings=None)
        return True

    def stop(self) -> bool:
        """Leave the server, and stop it when nobody else is using it. Says whether it was stopped."""
        if self._in_use.closed:
            return False
        with starting_or_stopping(self.at):
            last = take_alone(self._in_use)
            if last:
                stop_server(self.at)
            self._in_use.close()
        return last

    def __enter__(self) -> Server:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def start(data: Path, *, fast: bool = False, settings: dict[str, str] | None = None) -> Server:
    """Start the server with this data folder, or join the one that runs. `fast` may lose data: for tests only."""
    at = places(data)
    with starting_or_stopping(at):
        in_use = beside(at, "users")
        fcntl.flock(in_use, fcntl.LOCK_SH)
        stop_orphan(at)
        running = is_ready(at)
        if not running:
            create_data(at)
            launch(at, fast=fast, settings=settings)
    return Server(at, started_here=not running, in_use=in_use, fast=fast)


def is_running(data: Path) -> bool:
    """Whether a server with this data folder answers."""
    return is_ready(places(data))


def beside(at: Places, name: str) -> IO[str]:
    """A lock file next to the data folder, open."""
    return at.asked.with_name(f"{at.asked.name}.{name}.lock").open("a")


@contextmanager
def starting_or_stopping(at: Places) -> Iterator[None]:
    """One process at a time may start or stop this server."""
    with beside(at, "start") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def take_alone(lock: IO[str]) -> bool:
    """Whether nobody else holds the shared lock any more."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def is_ready(at: Places) -> bool:
    """Whether the server accepts connections: pg_ctl's status is wrong just after a kill."""
    return answer(at) == READY


def answer(at: Places) -> int:
    """What pg_isready says: 0 ready, 1 there but not yet (or no longer) ready, 2 nobody there."""
    words = ["-q", "-h", str(at.socket), "-p", str(PORT), "-U", SUPERUSER, "-d", "postgres"]
    return at.run("pg_isready", *words).returncode


def create_data(at: Places) -> None:
    """Make the data folder, whole or not at all: an interrupted first start is begun again."""
    if (at.data / "PG_VERSION").exists():
        refuse_other_version(at)
        return
    if at.data.exists() and any(at.data.iterdir()):
        raise ServerProblem(f"{at.data} holds files that are not PostgreSQL's. Move them away and start again.")
    half = at.data.with_name(f"{at.data.name}.new")
    shutil.rmtree(half, ignore_errors=True)
    at.folder(half)
    # --no-sync: just after an installation, flushing the whole disk has taken 40 seconds
    words = ["--no-sync", "-U", SUPERUSER, "-A", "trust", "-E", "UTF8", "--locale=C", "--wal-segsize=4"]
    done = at.run("initdb", *words, "-D", half)
    if done.returncode:
        raise ServerProblem(f"The database could not be made in {at.data}:\n{done.stderr.strip()}")
    with (half / "postgresql.conf").open("a") as written:
        written.write(f"include '{configuration.FILE}'\n")
    if at.data.exists():
        at.data.rmdir()
    half.rename(at.data)


def refuse_other_version(at: Places) -> None:
    """Data of another major version would not start, and the log's words for it are hard."""
    made_by = (at.data / "PG_VERSION").read_text().strip()
    running = version(at.programs)
    if running.split(".")[0] != made_by:
        raise ServerProblem(
            f"The data in {at.data} was made by PostgreSQL {made_by}; these programs are {running}. "
            f"Set LIPPEN_PG_BIN to PostgreSQL {made_by}, or restore a dump into a new folder."
        )


def launch(at: Places, *, fast: bool, settings: dict[str, str] | None) -> None:
    """Start the server's process and wait until it answers."""
    prepare_socket_folder(at)
    if not fast:
        for folder in (at.backup, at.backup / "wal"):
            at.folder(folder)
    configuration.write(at, fast=fast, more=settings)
    at.log.touch()
    at.give(at.log)
    until = time.monotonic() + LEFT_OVER_SECONDS
    while said := run_postmaster(at):
        # after kill -9 of the postmaster it and its children take a moment to be gone
        if not any(words in said for words in LEFT_OVER) or time.monotonic() > until:
            raise ServerProblem(f"The database did not start. Its log, {at.log}, says:\n{said}")
        time.sleep(0.3)


def run_postmaster(at: Places) -> str:
    """Start the process: nothing when it answers, or the end of its log."""
    for lock in (at.data / "postmaster.pid", socket_lock(at)):
        remove_stale(lock, at)
    began = at.log.stat().st_size
    done = at.run("pg_ctl", "start", "-s", "-w", "-t", str(READY_SECONDS), "-D", at.data, "-l", at.log)
    if done.returncode == 0 and answers_soon(at):
        return ""
    return last_lines(at.log, began) or done.stderr.strip() or "nothing"


def answers_soon(at: Places) -> bool:
    """Wait a little for pg_isready, whatever pg_ctl said."""
    for _ in range(100):
        if is_ready(at):
            return True
        time.sleep(0.05)
    return False


def last_lines(log: Path, since: int) -> str:
    """The end of what was logged since a place in the file."""
    with log.open(errors="replace") as text:
        text.seek(since)
        return "".join(text.readlines()[-8:]).strip()


def socket_lock(at: Places) -> Path:
    """Where the server that answers on the socket has written its number."""
    return at.socket / f".s.PGSQL.{PORT}.lock"


def remove_stale(lock: Path, at: Places) -> None:
    """After a crash the old number may belong to somebody else's process, and PostgreSQL would refuse to start."""
    number = written_pid(lock)
    if number and not is_server(number, at.data):
        lock.unlink(missing_ok=True)


def written_pid(path: Path) -> int | None:
    """The process number on the first line of a PostgreSQL lock file."""
    try:
        return abs(int(path.read_text().split("\n")[0]))
    except (OSError, ValueError):
        return None


def is_server(number: int, data: Path) -> bool:
    """Whether this process is a PostgreSQL that works on this data folder."""
    command = command_of(number)
    return "postgres" in command and str(data) in command


def stop_orphan(at: Places) -> None:
    """A server whose data folder was deleted keeps its socket and answers with errors: stop it first."""
    number = written_pid(socket_lock(at))
    if number and not (at.data / "postmaster.pid").exists() and is_server(number, at.data):
        os.kill(number, signal.SIGQUIT)
        if not wait_until_gone(number, seconds=10):
            os.kill(number, signal.SIGKILL)


def stop_server(at: Places) -> None:
    """Stop the server and take its socket's folder away."""
    end_postmaster(at)
    with suppress(OSError):  # after a kill the socket is still there, and the next start uses it
        at.socket.rmdir()


def end_postmaster(at: Places) -> None:
    """Kindly, then at once, then by force."""
    number = written_pid(at.data / "postmaster.pid")
    for mode in ("fast", "immediate"):
        limit = str(STOP_SECONDS if mode == "fast" else 5)
        if at.run("pg_ctl", "stop", "-s", "-w", "-m", mode, "-t", limit, "-D", at.data).returncode == 0:
            return
        if number is None or not is_server(number, at.data):
            return
    os.kill(number, signal.SIGKILL)  # type: ignore[arg-type]
    wait_until_gone(number, seconds=5)  # type: ignore[arg-type]


def stop_unused(data: Path) -> bool:
    """Stop a server that somebody left behind, unless it is in use. Says whether none runs any more."""
    if not data.parent.exists():
        return True
    at = places(data)
    if not at.data.exists():
        return True
    with starting_or_stopping(at), beside(at, "users") as in_use:
        if not take_alone(in_use):
            return False
        if is_ready(at):
            stop_server(at)
    return True


def wait_until_gone(number: int, *, seconds: float) -> bool:
    """Whether a process ended within the time."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if not command_of(number):
            return True
        time.sleep(0.05)
    return False
