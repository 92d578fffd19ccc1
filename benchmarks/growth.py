"""The children's room in the reference council and in one ten times as large, page beside page.

A machine is quicker in one minute than in the next, by more than what is looked for. So both councils stand open at
once, each in a process of its own, and each page is asked of them in turn, over and over: a slow minute falls on both.
Whoever leads a team is, in the larger council, somebody whose team has about as many children and as many who wait:
what grows is the council and not their own work.

A page may take at most half as long again, by its p95. The processor's time stands beside it.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from typing import Any

from benchmarks import children
from benchmarks.children import CLEAR, LEADER, PAGES, ROLES, WORDS, Page, Reader
from benchmarks.reference import trail
from benchmarks.table import Measure, quantile

GROWTH, WARM, REQUESTS = 1.5, 8, 100
SIZES = (1, 10)
CANDIDATES = 200
"""Of how many who lead a team one is chosen whose team has about as much to do."""
COUNT_THE_COUNCIL = ("Plans for permanence", "What drifts", "Reviews")
"""Boards that count everybody in care of the whole council, as they must: held to their own limit (`children.py`)."""


def run() -> Iterator[Measure]:
    """Each page in both councils."""
    small, large = (Council(times) for times in SIZES)
    try:
        sizes = small.say("open", None)
        large.say("open", sizes)
        for number, page in enumerate(PAGES):
            if page.name not in COUNT_THE_COUNCIL:
                yield compared(number, page, small, large)
    finally:
        small.end()
        large.end()


def compared(number: int, page: Page, small: Council, large: Council) -> Measure:
    """One page, asked of both councils in turn; whoever was asked first is asked second the next time."""
    both = (small, large)
    for council in both:
        council.say("warm", number)
    took: dict[Council, list[Sequence[float]]] = {council: [] for council in both}
    for turn in range(REQUESTS):
        for council in both if turn % 2 else both[::-1]:
            took[council].append(council.say("ask", number))
    ((p95, median, worked), (p95_large, median_large, worked_large)) = (told(took[council]) for council in both)
    note = f"{p95:.0f} and {p95_large:.0f} ms, medians {median:.0f} and {median_large:.0f}"
    note += f", processor {worked:.0f} and {worked_large:.0f}"
    return Measure(f"10x: {page.name} ({WORDS[page.role]})", p95_large / max(p95, CLEAR), GROWTH, "x", note)


def told(took: Sequence[Sequence[float]]) -> tuple[float, float, float]:
    """The p95 and the median on the clock, and the mean of the processor's time, in milliseconds."""
    clock, worked = [each[0] for each in took], [each[1] for each in took]
    return quantile(clock, 0.95), quantile(clock, 0.5), sum(worked) / len(worked)


class Council:
    """A process with one council, which answers what it is asked."""

    def __init__(self, times: int) -> None:
        command = [sys.executable, "-m", "benchmarks.growth", str(times)]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)

    def say(self, what: str, given: Any) -> Any:
        """Ask for something and wait for what is answered."""
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(json.dumps([what, given]) + "\n")
        for line in self.process.stdout:
            if line.startswith("answer "):
                return json.loads(line.removeprefix("answer "))
        raise SystemExit(f"The council's process ended with {self.process.wait()}.")

    def end(self) -> None:
        """Let the process stop its server."""
        self.process.communicate()


class Opened:
    """What a process does with its council."""

    def __init__(self) -> None:
        self.readers: dict[str, Reader] = {}
        self.rng = random.Random(7)

    def open(self, like: dict[str, Sequence[int]] | None) -> dict[str, Sequence[int]]:
        """Sign in somebody of each role, with as much to do as is named; answer how much that is."""
        for role in ROLES:
            self.readers[role] = chosen(role, (like or {}).get(role))
        children.hurry()
        children.check(self.readers)
        return {LEADER: todo(self.readers[LEADER].account)}

    def warm(self, number: int) -> None:
        """Open a page until PostgreSQL has settled on its plans."""
        self.rng = random.Random(7)
        for _ in range(WARM):
            self.ask(number)

    def ask(self, number: int) -> tuple[float, float]:
        """Open a page: milliseconds on the clock, and of the processor."""
        page = PAGES[number]
        before, began = children.worked(), time.perf_counter()
        page.ask(self.readers[page.role], self.rng)
        return (time.perf_counter() - began) * 1000, children.worked() - before


def chosen(role: str, like: Sequence[int] | None) -> Reader:
    """The first of a role; or of many who lead a team the one whose team has as much to do."""
    if like is None:
        return children.signed_in(role)[0]
    readers = children.signed_in(role, most=CANDIDATES)
    return min(readers, key=lambda reader: sum(abs(a - b) for a, b in zip(todo(reader.account), like, strict=True)))


TODO = """
    WITH own AS (
        SELECT person_id FROM casework_involvement WHERE ends_on IS NULL AND team_id IN (
            SELECT post.team_id FROM organisation_post post JOIN organisation_postholding held ON held.post_id = post.id
            JOIN organisation_account account ON account.person_id = held.person_id WHERE account.id = %s))
    SELECT (SELECT count(DISTINCT person_id) FROM own),
        (SELECT count(*) FROM casework_waiting WHERE is_open AND person_id IN (SELECT person_id FROM own)),
        (SELECT count(*) FROM organisation_duty duty JOIN organisation_account account
            ON account.person_id = duty.holder_id WHERE account.id = %s AND closed_at IS NULL)
"""


def todo(account: int) -> Sequence[int]:
    """How many children the team of whoever leads it has; how many of them wait; how many duties the leader has."""
    return children.ask(TODO, account, account)[0]


def main(times: int) -> None:
    """Open one council and answer until nothing more is asked."""
    from benchmarks.reference import building

    rows = int(os.environ.get("LIPPEN_BENCH_AUDIT_ROWS", trail.ROWS))
    stop, opened = building.opened(times=times, audit_rows=rows), Opened()
    try:
        for line in sys.stdin:
            what, given = json.loads(line)
            answer = {"open": opened.open, "warm": opened.warm, "ask": opened.ask}[what](given)
            print("answer", json.dumps(answer), flush=True)
    finally:
        from django.db import connections

        connections.close_all()
        stop()


if __name__ == "__main__":
    main(int(sys.argv[1]))
