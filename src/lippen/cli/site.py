"""`lippen serve` and `lippen work`: the site and the worker in the foreground."""

from __future__ import annotations

from typing import Annotated

import typer

from lippen.cli import home, supervise
from lippen.cli.console import say, working
from lippen.cli.ports import refuse_taken
from lippen.cli.signals import until_stopped
from lippen.server.places import CHECKOUT, var


def serve(
    port: Annotated[int, typer.Option(help="The port to answer on.")] = 8000,
    host: Annotated[str, typer.Option(help="The address to answer on.")] = "127.0.0.1",
) -> None:
    """Serve the site (gunicorn, two processes of four threads) until Ctrl-C."""
    refuse_taken(host, port)
    with until_stopped("The site is stopped."), home.database() as server:
        with home.django():
            collect_static()
        keeper = supervise.Keeper(supervise.site(host, port, var()), server=server)
        keeper.begin()
        say(f"Lippen is at http://{host}:{port}. Its log: {var() / 'site.log'}. Stop with Ctrl-C.")
        try:
            keeper.keep()
        finally:
            keeper.stop()


def work(
    concurrency: Annotated[int, typer.Option(help="How many jobs at the same time.")] = 2,
) -> None:
    """Do the jobs that the site asked for and seal the audit trail every few seconds, until Ctrl-C."""
    with home.django():
        from django.core.management import call_command

        from lippen.care.jobs import ask_where_missed
        from lippen.kernel import jobs
        from lippen.kernel.seals import ours

        jobs.ask_where_overdue()
        ask_where_missed()
        with ours.kept_sealed():
            call_command("procrastinate", "worker", concurrency=concurrency)


def collect_static() -> None:
    """Put scripts, styles and fonts where the site serves them from, when they have changed."""
    from django.conf import settings
    from django.core.management import call_command

    newest = newest_static()
    mark = settings.STATIC_ROOT / "staticfiles.json"
    if mark.exists() and mark.stat().st_mtime > newest:
        return
    with working("Collecting scripts, styles and fonts"):
        call_command("collectstatic", interactive=False, verbosity=0, clear=False)


def newest_static() -> float:
    """When a script, style or font of ours, or what brings them, last changed."""
    files = [path for path in (CHECKOUT / "src").glob("lippen/*/static/**/*") if path.is_file()]
    return max((path.stat().st_mtime for path in [CHECKOUT / "requirements.lock", *files] if path.exists()), default=0)
