"""What the command prints: sentences on stderr, results on stdout, progress only for a person's terminal."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager


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


@contextmanager
def progress(what: str) -> Iterator[Callable[[int, int], None]]:
    """A bar for long work on a terminal, given to whoever does it: call it with how much is done, of how much."""
    if not sys.stderr.isatty():
        with working(what):
            yield lambda done, of: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, of: bar.update(task, completed=done, total=of)
