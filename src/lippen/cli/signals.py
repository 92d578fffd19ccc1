"""Ctrl-C, a kind kill and a closed window: three ways of asking us to finish."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager

from lippen.cli.console import say

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(Exception):
    """Somebody asked us to finish."""


def finish(number: int, frame: object) -> None:
    """The first signal ends us; an impatient second one must not leave half of it running."""
    for each in SIGNALS:
        signal.signal(each, signal.SIG_IGN)
    raise Stopped


@contextmanager
def until_stopped(farewell: str) -> Iterator[None]:
    """Run until somebody asks us to finish, then say a last word."""
    for each in SIGNALS:
        signal.signal(each, finish)
    try:
        yield
    except Stopped:
        say(farewell)
