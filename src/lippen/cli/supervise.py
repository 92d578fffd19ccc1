"""Keeps the site, the worker and the embedded database up: what was killed is started again within seconds."""

from __future__ import annotations

import time
from collections import deque
from dataclasses import dataclass, field
from pathlib import Path

from lippen.cli import children
from lippen.cli.console import say
from lippen.server.launcher import Server
from lippen.server.problems import ServerProblem

LOOK_SECONDS = 0.5
MOST_RESTARTS = 8
RESTART_SECONDS = 60.0
STOP_SECONDS = {"worker": 10.0, "site": 12.0}


@dataclass
class Kept:
    """One program that should run, and when it had to be started again."""

    name: str
    command: list[str]
    log: Path
    child: children.Child | None = None
    restarts: deque[float] = field(default_factory=deque)

    def begin(self) -> None:
        """Start it."""
        self.child = children.begin(self.name, self.command, self.log)

    def look(self) -> None:
        """Start it again when it has ended; give up when that does not help."""
        if self.child is None or not self.child.has_ended:
            return
        now = time.monotonic()
        self.restarts.append(now)
        while self.restarts[0] < now - RESTART_SECONDS:
            self.restarts.popleft()
        if len(self.restarts) > MOST_RESTARTS:
            raise ended(self.child)
        say(f"The {self.name} ended and is started again. Its log: {self.log}")
        self.begin()


class Keeper:
    """The programs in the order of their start; they are stopped the other way round."""

    def __init__(self, *programs: Kept, server: Server | None) -> None:
        self.programs = programs
        self.server = server

    def begin(self) -> None:
        """Start them all."""
        for program in self.programs:
            program.begin()

    def look(self) -> None:
        """See that everything runs, the database first."""
        if self.server:
            self.server.revive(say)
        for program in self.programs:
            program.look()

    def refuse_ended(self) -> None:
        """While starting, a program that ends is a fault and not a misfortune."""
        for program in self.programs:
            if program.child and program.child.has_ended:
                raise ended(program.child)

    def keep(self) -> None:
        """Stay until somebody asks us to finish."""
        while True:
            self.look()
            time.sleep(LOOK_SECONDS)

    def stop(self) -> None:
        """Stop them, the last started first, each within its time."""
        for program in reversed(self.programs):
            if program.child:
                program.child.stop(seconds=STOP_SECONDS[program.name])


def ended(child: children.Child) -> ServerProblem:
    """Why a program ended, from its log."""
    return ServerProblem(f"The {child.name} ended. Its log, {child.log}, says:\n{child.last_words()}")


def site(host: str, port: int, logs: Path) -> Kept:
    """The site."""
    return Kept("site", children.site_command(host, port), logs / "site.log")


def worker(logs: Path) -> Kept:
    """The worker."""
    return Kept("worker", children.worker_command(), logs / "worker.log")
