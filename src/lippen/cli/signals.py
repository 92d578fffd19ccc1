"""Ctrl-C, a kind kill and a closed window: three ways of asking us to finish."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from lippen.cli.console import say

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(Exception):
    """Somebody asked us to finish."""


def finishing(leave: Callable[[], None]) -> Callable[[int, object], None]:
    """The first signal ends us; an impatient second one must not leave half of it running."""

    def finish(number: int, frame: object) -> None:
        for each in SIGNALS:
            signal.signal(each, signal.SIG_IGN)
        say("Stopping: what is under way is finished first, a few seconds.")
        leave()
        raise Stopped

    return finish


@contextmanager
def until_stopped(farewell: str, *, leave: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Run until somebody asks us to finish; say so at once, `leave`, put all in order, then say a last word."""
    for each in SIGNALS:
        signal.signal(each, finishing(leave))
    try:
        yield
    except Stopped:
        say(farewell)
