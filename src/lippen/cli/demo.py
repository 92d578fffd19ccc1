"""`lippen demo`: the demonstration council, from nothing to a site in the browser, and away again."""

from __future__ import annotations

import os
import secrets
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import Annotated

import typer

from lippen.cli import children, home, running, site
from lippen.cli.console import say, working
from lippen.cli.ports import refuse_taken
from lippen.server.problems import ServerProblem

HOST = "127.0.0.1"
READY_SECONDS = 60


class Council(StrEnum):
    """Which demonstration."""

    TODAY = "today"
    THEN = "2012"


SETTINGS = {
    Council.TODAY: {"LIPPEN_DATABASE": "lippen_today"},
    Council.THEN: {"LIPPEN_DATABASE": "lippen_2012", "LIPPEN_TODAY": "2012-10-17"},
}


def demo(
    council: Annotated[Council, typer.Option(help="Made-up councils of today, or one of 2012.")] = Council.TODAY,
    port: Annotated[int, typer.Option(help="The port to answer on.")] = 8000,
    check: Annotated[bool, typer.Option("--check", help="Check it and stop.")] = False,
) -> None:
    """Open the demonstration council at http://localhost:8000 until Ctrl-C. The second time keeps its data."""
    refuse_taken(HOST, port)
    running.refuse_second(home.demo_home())
    home.open_demo(SETTINGS[council])
    with running.noted(home.demo_home()), until_stopped(), home.database(must_exist=False) as server:
        prepare(server.admin_url if server else os.environ.get("LIPPEN_ADMIN_URL"), council)
        open_site(port, check=check)


class Stopped(Exception):
    """Somebody asked us to finish."""


SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def finish(number: int, frame: object) -> None:
    """The first signal ends the demonstration; an impatient second one must not leave half of it running."""
    for each in SIGNALS:
        signal.signal(each, signal.SIG_IGN)
    raise Stopped


@contextmanager
def until_stopped() -> Iterator[None]:
    """Turn Ctrl-C, a kind kill and a closed window into the end of the demonstration."""
    for each in SIGNALS:
        signal.signal(each, finish)
    try:
        yield
    except Stopped:
        say("Stopped. Your data are kept: make demo opens them again, make clean removes them.")


def prepare(admin_url: str | None, council: Council) -> None:
    """Database, people, plan and paper; all but the first time this only looks that they are there."""
    from lippen.server import setup

    with working("Setting up the database"):
        setup.setup_database(admin_url, home.database_name())
    load(council)
    site.collect_static()
    from django.db import connections

    connections.close_all()


def load(council: Council) -> None:
    """Run the demonstration's script."""
    from lippen.demo import script

    with working("Loading the demonstration council"):
        script.load(council.value)


def open_site(port: int, *, check: bool) -> None:
    """Start the site and the worker, then wait (or check), then stop them in order."""
    os.environ["LIPPEN_NONCE"] = nonce = secrets.token_hex(8)
    log = home.demo_home()
    the_site = children.begin("site", children.site_command(HOST, port), log / "site.log")
    worker = children.begin("worker", children.worker_command(), log / "worker.log")
    try:
        wait_until_up(port, nonce, (the_site, worker))
        tell(port)
        if check:
            run_check(f"http://localhost:{port}")
        else:
            watch((the_site, worker))
    finally:
        worker.stop(seconds=10)
        the_site.stop(seconds=12)


def wait_until_up(port: int, nonce: str, started: tuple[children.Child, ...]) -> None:
    """Ask until our own site answers: another's answer has not our nonce."""
    until = time.monotonic() + READY_SECONDS
    while time.monotonic() < until:
        refuse_ended(started)
        if running.answers(f"http://{HOST}:{port}/healthz", nonce):
            return
        time.sleep(0.2)
    raise ServerProblem(f"The site did not answer within {READY_SECONDS} s. Its log: {started[0].log}")


def refuse_ended(started: tuple[children.Child, ...]) -> None:
    """A child that ended says why in its log."""
    for child in started:
        if child.has_ended:
            raise ServerProblem(f"The {child.name} ended. Its log, {child.log}, says:\n{child.last_words()}")


def tell(port: int) -> None:
    """Where things are."""
    say(f"\nLippen is at http://localhost:{port}")
    from lippen.demo import script

    for line in script.where_things_are(f"http://localhost:{port}") if hasattr(script, "where_things_are") else ():
        say(line)
    say("Stop with Ctrl-C.")


def run_check(url: str) -> None:
    """Check the running demonstration from outside; problems end in exit code 1."""
    from lippen.demo import check

    if problems := check.run(url):
        for problem in problems:
            say(f"- {problem}")
        raise ServerProblem("The demonstration is not as it should be: see above.")
    say("The demonstration is as it should be.")


def watch(started: tuple[children.Child, ...]) -> None:
    """Stay until somebody asks us to finish; a child that ends ends all."""
    while True:
        refuse_ended(started)
        time.sleep(0.5)
