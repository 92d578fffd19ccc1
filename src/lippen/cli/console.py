"""What the command prints: sentences on stderr, results on stdout, progress only for a person's terminal."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

Problem = tuple[type[BaseException], ...]


def say(sentence: str) -> None:
    """A sentence for the person at the keyboard; stdout stays free for results."""
    print(sentence, file=sys.stderr, flush=True)


def result(text: str) -> None:
    """What was asked for, on stdout."""
    print(text, flush=True)


@contextmanager
def working(what: str) -> Iterator[None]:
    """Show that something takes a while: a moving line on a terminal, one line with its time elsewhere."""
    began = time.monotonic()
    if sys.stderr.isatty():
        from rich.console import Console

        with Console(stderr=True).status(what):
            yield
    else:
        yield
    say(f"{what}: done in {time.monotonic() - began:.1f} s")


class Progress:
    """A bar for long work, given to whoever does it: call it with how much is done, of how much."""

    def __init__(self, what: str, *, shown: bool = True) -> None:
        self.what = what
        self.shown = shown and sys.stderr.isatty()

    def __enter__(self) -> Progress:
        if self.shown:
            from rich.console import Console
            from rich.progress import Progress as Bar

            self.bar = Bar(console=Console(stderr=True), transient=True)
            self.bar.start()
            self.task = self.bar.add_task(self.what, total=None)
        return self

    def __call__(self, done: int, total: int | None = None) -> None:
        """So much is done."""
        if self.shown:
            self.bar.update(self.task, completed=done, total=total)

    def __exit__(self, *error: object) -> None:
        if self.shown:
            self.bar.stop()
