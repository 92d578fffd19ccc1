"""`lippen demo`: the demonstration council, from nothing to a site in the browser, and away again."""

from __future__ import annotations

import os
import secrets
import time
from enum import StrEnum
from typing import Annotated

import typer

from lippen.cli import home, running, site, supervise
from lippen.cli.console import progress, say, working
from lippen.cli.ports import refuse_taken
from lippen.cli.signals import until_stopped
from lippen.server.launcher import Server
from lippen.server.problems import ServerProblem

HOST = "127.0.0.1"
READY_SECONDS = 120
FAREWELL = "Stopped. Your data are kept: make demo opens them again, make clean removes them."


class Council(StrEnum):
    """Which demonstration."""

    TODAY = "today"
    THEN = "2012"


SETTINGS = {
    Council.TODAY: {"LIPPEN_DATABASE": "lippen_today", "LIPPEN_PUBLIC_PAGES": "1"},
    Council.THEN: {"LIPPEN_DATABASE": "lippen_2012", "LIPPEN_TODAY": "2012-10-17", "LIPPEN_PUBLIC_PAGES": "1"},
}


def demo(
    council: Annotated[Council, typer.Option(help="Made-up councils of today, or one of 2012.")] = Council.TODAY,
    port: Annotated[int, typer.Option(help="The port to answer on.")] = 8000,
    check: Annotated[bool, typer.Option("--check", help="Check it and stop.")] = False,
    calibration: Annotated[
        bool, typer.Option("--calibration", help="Print what its times in care come to beside published figures.")
    ] = False,
) -> None:
    """Open the demonstration council at http://localhost:8000 until Ctrl-C. The second time keeps its data."""
    if calibration:
        from lippen.demo.calibration import calibration as told

        for line in told():
            say(line)
        return
    folder = home.demo_home()
    running.refuse_second(folder)
    refuse_taken(HOST, port)
    home.open_demo(SETTINGS[council])
    ends = until_stopped(FAREWELL, leave=lambda: running.leave(folder))
    with running.noted(folder), ends, home.database(must_exist=False) as server:
        prepare(server.admin_url if server else os.environ.get("LIPPEN_ADMIN_URL"), council)
        open_site(port, server, check=check)


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

    with progress("Loading the demonstration council") as told:
        script.load(council.value, progress=told)


def open_site(port: int, server: Server | None, *, check: bool) -> None:
    """Start the site and the worker and keep them up (or check them), then stop them in order."""
    os.environ["LIPPEN_NONCE"] = nonce = secrets.token_hex(8)
    logs = home.demo_home()
    keeper = supervise.Keeper(supervise.site(HOST, port, logs), supervise.worker(logs), server=server)
    keeper.begin()
    try:
        wait_until_up(port, nonce, keeper)
        tell(port)
        if check:
            run_check(f"http://localhost:{port}")
        else:
            keeper.keep()
    finally:
        keeper.stop()


def wait_until_up(port: int, nonce: str, keeper: supervise.Keeper) -> None:
    """Ask until our own site answers: another's answer has not our nonce."""
    until = time.monotonic() + READY_SECONDS
    while time.monotonic() < until:
        keeper.refuse_ended()
        if running.answers(f"http://{HOST}:{port}/healthz", nonce):
            return
        time.sleep(0.2)
    raise ServerProblem(f"The site did not answer within {READY_SECONDS} s. Its log: {home.demo_home() / 'site.log'}")


def tell(port: int) -> None:
    """Where things are."""
    say(f"\nLippen is at http://localhost:{port}")
    from lippen.demo import script

    for line in script.where_things_are(f"http://localhost:{port}"):
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
