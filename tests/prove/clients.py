"""The people of the council at work. What is acknowledged to them goes into the ledger; the rest is sent again."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.prove.browser import Answer, Browser, Lost

PAUSE = 0.2
KIND_WORDS = "Nothing was half saved."


@dataclass
class Ledger:
    """What the site said that it had done."""

    updates: list[str] = field(default_factory=list)
    exports: list[str] = field(default_factory=list)
    papers: list[str] = field(default_factory=list)
    sent_again: int = 0
    answers: Counter[int] = field(default_factory=Counter)
    strange: list[str] = field(default_factory=list)
    bare: list[str] = field(default_factory=list)


class Client(threading.Thread):
    """Somebody who does one thing after another until everybody goes home, and never leaves one half done."""

    def __init__(self, browser: Browser, ledger: Ledger, home_time: threading.Event, name: str) -> None:
        super().__init__(name=name, daemon=True)
        self.gone = threading.Event()
        self.browser = browser
        self.ledger = ledger
        self.home_time = home_time

    def run(self) -> None:
        """One thing after another."""
        number = 0
        while not self.home_time.is_set():
            self.one(number)
            number += 1

    def one(self, number: int) -> None:
        """One thing, from opening the form to the acknowledgement."""
        raise NotImplementedError

    def until(self, ask: Callable[[], Answer], done: Callable[[Answer], bool]) -> Answer:
        """Ask again and again, the very same, until it is answered as it should be."""
        while not self.gone.is_set():
            try:
                answer = ask()
            except Lost:
                self.ledger.sent_again += 1
            else:
                self.ledger.answers[answer.status] += 1
                if done(answer):
                    return answer
                if answer.status < 500:
                    self.ledger.strange.append(f"{self.name}: {answer.status} {answer.location} {answer.text[-2000:]}")
                elif KIND_WORDS not in answer.text:
                    self.ledger.bare.append(answer.text[:500])
                self.ledger.sent_again += 1
            time.sleep(PAUSE)
        raise SystemExit  # the test is over: the thread ends without a word

    def page(self, path: str) -> Answer:
        """A page, however long it takes."""
        return self.until(lambda: self.browser.get(path), lambda answer: answer.status == 200)

    def send(self, path: str, back: str, fields: dict[str, str] | None = None) -> Answer:
        """A form with its one-time token, until the site leads on to `back`."""
        given = {**self.page(path).hidden, **(fields or {})}
        return self.until(lambda: self.browser.post(path, given), lambda answer: is_redirect(answer, back))


def is_redirect(answer: Answer, to: str) -> bool:
    """Whether the site leads on to an address that begins so."""
    return answer.status == 302 and answer.location.startswith(to)


class Writer(Client):
    """A lead who writes updates, each in words of its own."""

    actions: tuple[str, ...] = ()

    def one(self, number: int) -> None:
        """One update."""
        words = f"Checked by {self.name} for the {number:05d}th time"
        action = self.actions[(number * 7 + len(self.name)) % len(self.actions)]
        fields = {"words": words, "so_on": "today", "audience": "internal"}
        self.send(f"/plans/actions/{action}/update", f"/plans/actions/{action}", fields)
        self.ledger.updates.append(words)


class Exporter(Client):
    """A performance officer who asks for the plan as CSV every few seconds."""

    plan: str = ""
    every: float = 1.5

    def one(self, number: int) -> None:
        """One export asked for; its form has no token, so what was lost may have been asked for twice."""
        given = {**self.page(f"/plans/{self.plan}").hidden, "kind": "csv"}
        asked = self.until(
            lambda: self.browser.post(f"/plans/{self.plan}/export", given),
            lambda answer: is_redirect(answer, "/plans/exports/"),
        )
        self.ledger.exports.append(asked.location.rsplit("/", 1)[-1])
        self.home_time.wait(self.every)


class Signer(Client):
    """The chief executive, who gives the last approval: it signs the paper, and the worker makes its files."""

    papers: tuple[str, ...] = ()
    every: float = 8.0

    def run(self) -> None:
        """Each paper once."""
        for ref in self.papers:
            self.send(f"/papers/{ref}/approve", f"/papers/{ref}")
            self.ledger.papers.append(ref)
            self.home_time.wait(self.every)
