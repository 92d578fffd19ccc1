"""Which Lippen a command works on: a server of your own, this checkout's, or the demonstration opened last.

The demonstration keeps its things in var/demo, apart from a council's own in var/: make clean removes the first only.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from lippen.server import launcher, setup
from lippen.server.places import CHECKOUT, var
from lippen.server.problems import ServerProblem

DATABASE = "lippen"


def demo_home() -> Path:
    """Where the demonstration keeps everything."""
    return Path(os.environ.get("LIPPEN_DEMO_VAR") or CHECKOUT / "var" / "demo")


def data_folder() -> Path:
    """The embedded server's data."""
    return var() / "postgres"


def is_external() -> bool:
    """Whether the database is a server of one's own."""
    return bool(os.environ.get("DATABASE_URL"))


def note_of(home: Path) -> Path:
    """Where the demonstration writes which council is open."""
    return home / "opened.json"


def open_demo(settings: dict[str, str]) -> None:
    """Make the demonstration this process's Lippen, and remember it for the commands that follow."""
    home = demo_home()
    home.mkdir(parents=True, exist_ok=True)
    note_of(home).write_text(json.dumps(settings))
    use_demo(settings)


def use_demo(settings: dict[str, str]) -> None:
    """Point this process at the demonstration."""
    os.environ["LIPPEN_VAR"] = str(demo_home())
    os.environ["LIPPEN_DEMO"] = "1"
    os.environ.update(settings)


def choose() -> None:
    """Where no database of one's own was set up, commands work on the demonstration that was opened last."""
    note = note_of(demo_home())
    if is_external() or "LIPPEN_VAR" in os.environ or data_folder().exists() or not note.exists():
        return
    use_demo(json.loads(note.read_text()))


def database_name() -> str:
    """The database on the embedded server."""
    return os.environ.get("LIPPEN_DATABASE", DATABASE)


@contextmanager
def database(*, must_exist: bool = True) -> Iterator[launcher.Server | None]:
    """The running database, with the settings pointed at it. Stops the embedded server if nobody else uses it."""
    choose()
    if is_external():
        yield None
        return
    if must_exist and not data_folder().exists():
        raise ServerProblem("There is no database yet. Run: lippen setup-database (or make demo to look round).")
    with launcher.start(data_folder()) as server:
        setup.point_settings_at(server, database_name())
        if must_exist:
            refuse_missing(server)
        yield server


def refuse_missing(server: launcher.Server) -> None:
    """Say what to do where the server is there and the database is not."""
    with psycopg.connect(server.admin_url) as connection:
        query = "SELECT 1 FROM pg_database WHERE datname = %s"
        if connection.execute(query, [database_name()]).fetchone() is None:
            raise ServerProblem(f"There is no database {database_name()} yet. Run: lippen setup-database")


@contextmanager
def django(*, must_exist: bool = True) -> Iterator[None]:
    """The running database and Django, ready for a command's own imports."""
    with database(must_exist=must_exist):
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", setup.SETTINGS)
        import django
        from django.db import connections

        django.setup()
        try:
            yield
        finally:
            connections.close_all()
