"""Kills from a seed, and how long nobody was served after each."""

from __future__ import annotations

import http.client
import json
import random
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial

import psycopg

from tests.prove.house import HOST, House, wait_for

SHARES = {"site process": 5, "site": 3, "worker": 5, "database": 4, "everything": 2}
BETWEEN = (1.0, 3.0)
UNRECOVERED = 0.25
BACK_SECONDS = 60
ASK_EVERY = 0.1


@dataclass
class Kill:
    """One kill, and when the site answered and a new worker was there."""

    kind: str
    at: float
    before: int
    followed: bool = False
    served: float | None = None
    worked: float | None = None

    @property
    def takes_worker(self) -> bool:
        """Whether the worker itself was killed."""
        return self.kind in {"worker", "everything"}


@dataclass
class Watch:
    """Asks the site and the database all the time, and notes for each kill when they were back."""

    house: House
    kills: list[Kill] = field(default_factory=list)
    finished: threading.Event = field(default_factory=threading.Event)
    newest_worker: int = 0

    def __post_init__(self) -> None:
        self.threads = [threading.Thread(target=self._ask_site), threading.Thread(target=self._ask_worker)]

    def begin(self) -> None:
        """Start asking."""
        for thread in self.threads:
            thread.start()

    def stop(self) -> None:
        """Stop asking."""
        self.finished.set()
        for thread in self.threads:
            if thread.is_alive():
                thread.join()

    @property
    def all_back(self) -> bool:
        """Whether everything that was killed serves again."""
        return all(kill.served and (kill.worked or not kill.takes_worker) for kill in self.kills)

    def _ask_site(self) -> None:
        while not self.finished.wait(ASK_EVERY):
            asked = time.time()
            if serves(self.house):
                for kill in self.kills:
                    if not kill.served and asked > kill.at:
                        kill.served = time.time()

    def _ask_worker(self) -> None:
        while not self.finished.wait(ASK_EVERY * 3):
            self.newest_worker = max(self.newest_worker, newest_worker(self.house))
            for kill in self.kills:
                if kill.takes_worker and not kill.worked and self.newest_worker > kill.before:
                    kill.worked = time.time()


def serves(house: House) -> bool:
    """Whether this house's site answers and reaches its database."""
    connection = http.client.HTTPConnection(HOST, house.port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        answer = connection.getresponse()
        return answer.status == 200 and json.loads(answer.read())["nonce"] == house.folder.name
    except (OSError, http.client.HTTPException, ValueError):
        return False
    finally:
        connection.close()


def newest_worker(house: House) -> int:
    """The number of the worker that signed in last; 0 while the database does not answer."""
    try:
        with psycopg.connect(house.server.url("postgres", house.database), connect_timeout=5) as connection:
            row = connection.execute("SELECT max(id) FROM procrastinate_workers").fetchone()
    except psycopg.Error:
        return 0
    return int(row[0] or 0) if row else 0


def go_on_killing(
    house: House,
    watch: Watch,
    *,
    seed: int,
    kills: int,
    shares: Mapping[str, int] = SHARES,
    between: tuple[float, float] = BETWEEN,
    served: Callable[[int], bool] = lambda kills: True,
) -> None:
    """A kill a few seconds after the last one was got over; every fourth time, before it was.

    What was got over is waited for until enough was `served` for so many kills: a slow machine takes longer, no less.
    """
    rng = random.Random(seed)
    for kind in plan_of(rng, kills, shares):
        if not watch.kills or not watch.kills[-1].followed:
            wait_for(partial(served, len(watch.kills)), BACK_SECONDS, "enough of the work between two kills")
        time.sleep(rng.uniform(*between))
        kill = Kill(kind, time.time(), watch.newest_worker, followed=rng.random() < UNRECOVERED)
        watch.kills.append(kill)
        strike(house, kind, rng.randrange(2))
        if not kill.followed:
            wait_for(lambda: watch.all_back, BACK_SECONDS, f"serving again after a kill of: {kind}")
        if house.fault:
            raise house.fault


def plan_of(rng: random.Random, kills: int, shares: Mapping[str, int]) -> list[str]:
    """Every kind in its share, in any order."""
    kinds = [kind for kind, share in shares.items() for _ in range(share)]
    told = [kinds[at % len(kinds)] for at in range(kills)]
    rng.shuffle(told)
    return told


def strike(house: House, kind: str, which: int) -> None:
    """Kill one, or all."""
    if kind == "site process":
        house.kill_site_process(which)
    elif kind == "everything":
        house.kill_everything(which)
    else:
        {"site": house.kill_site, "worker": house.kill_worker, "database": house.kill_database}[kind]()
