"""So many people at work: each asks once in ten seconds, one request in ten writes; how long each request took."""

from __future__ import annotations

import os
import random
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from uuid import uuid4

from benchmarks.table import quantile

from tests.prove.browser import Answer, Browser, Lost

PEOPLE, EVERY_SECONDS, WRITES = 150, 10.0, 0.1
SECONDS = float(os.environ.get("LIPPEN_LOAD_SECONDS", "600"))
MOST_P95_MS = 300.0
SHARES = {"median": 0.5, "p95": 0.95, "p99": 0.99}
SEED = 150_10


@dataclass
class Log:
    """How long each request took, and what went wrong."""

    took_ms: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    wrong: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, kind: str, took_ms: float, wrong: str) -> None:
        """One request."""
        with self.lock:
            self.took_ms[kind].append(took_ms)
            if wrong:
                self.wrong.append(wrong)


@dataclass(frozen=True)
class Form:
    """Where somebody writes: the form's address, and what they write there; a number makes it their own words."""

    name: str
    paths: Sequence[str]
    words: Callable[[int], dict[str, str]]


@dataclass
class Person:
    """Somebody with a session, pages to look at, and perhaps forms to write in, so often of all that they ask."""

    browser: Browser
    pages: Sequence[tuple[str, str]]
    rng: random.Random
    log: Log
    forms: Sequence[Form] = ()
    writes: float = WRITES
    hidden: dict[str, dict[str, str]] = field(default_factory=dict)
    written: int = 0

    def arrive(self) -> None:
        """What comes before the measuring: each form once opened, whose page every one is sent from."""
        for form in self.forms:
            answer = self.browser.get(form.paths[0])
            assert answer.status == 200, answer.text[:500]
            self.hidden[form.name] = answer.hidden

    def one(self) -> None:
        """One request: something written, or a page."""
        if self.forms and self.rng.random() < self.writes:
            self.write(self.rng.choice(self.forms))
        else:
            kind, path = self.rng.choice(self.pages)
            self.timed(kind, lambda: self.browser.get(path), 200)

    def write(self, form: Form) -> None:
        """Words of its own, with a one-time token of its own."""
        self.written += 1
        given = {"form_token": str(uuid4()), **form.words(self.written)}
        path = self.rng.choice(form.paths)
        self.timed(form.name, lambda: self.browser.post(path, self.hidden[form.name] | given), 302)

    def timed(self, kind: str, ask: Callable[[], Answer], wanted: int) -> None:
        """Ask, and note how long it took and whether the answer is the one wanted."""
        began, wrong = time.perf_counter(), ""
        try:
            answer = ask()
        except Lost as lost:
            wrong = f"{kind}: no answer ({lost.__cause__!r})"
        else:
            if answer.status != wanted:
                wrong = f"{kind}: {answer.status} {answer.location} {answer.text[:200]}"
        self.log.note(kind, (time.perf_counter() - began) * 1000, wrong)


def rng_of(session: str) -> random.Random:
    """Somebody's own choices, the same ones each time."""
    return random.Random(f"{SEED}{session}")


def at_work(everybody: Sequence[Person], seconds: float) -> None:
    """Each person asks at their own moments, ten seconds apart more or less."""
    until = time.monotonic() + seconds

    def work(person: Person, offset: float) -> None:
        due = time.monotonic() + offset
        while due < until:
            time.sleep(max(0.0, due - time.monotonic()))
            person.one()
            due += EVERY_SECONDS * person.rng.uniform(0.8, 1.2)

    offsets = (EVERY_SECONDS * number / len(everybody) for number in range(len(everybody)))
    threads = [threading.Thread(target=work, args=pair) for pair in zip(everybody, offsets, strict=False)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def work_and_check(everybody: Sequence[Person], log: Log, writing: Collection[str]) -> None:
    """150 people work for as long as is asked: nothing goes wrong, one request in ten writes, and p95 is kept."""
    assert len(everybody) == PEOPLE
    for person in everybody:
        person.arrive()
    at_work(everybody, SECONDS)
    every = [took for each in log.took_ms.values() for took in each]
    show(log, every)
    assert log.wrong == []
    assert len(every) > 0.9 * PEOPLE * SECONDS / EVERY_SECONDS
    assert abs(sum(len(log.took_ms[each]) for each in writing) / len(every) - WRITES) < 0.03
    assert quantile(every, 0.95) <= MOST_P95_MS


def show(log: Log, every: Sequence[float]) -> None:
    """The table."""
    print(f"\n{len(every)} requests of {PEOPLE} people in {SECONDS:.0f} s, {len(log.wrong)} wrong")
    for kind, took in [*sorted(log.took_ms.items()), ("all", every)]:
        shares = "  ".join(f"{name} {quantile(took, share):6.0f} ms" for name, share in SHARES.items())
        print(f"{kind:>14}  {len(took):6d}  {shares}")
