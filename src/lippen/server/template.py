"""The tests' databases: one template made by the migrator and kept between runs, and a copy for each run."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

import psycopg
from psycopg import sql

from lippen.server.roles import OWNER, close_database, make_roles, prepare_roles

SOURCES = Path(__file__).resolve().parents[1]
MAKERS = (
    *("*/migrations/*.py", "kernel/locks.py", "kernel/squashed.py"),
    *("server/grants.py", "server/roles.py", "config/settings.py"),
)
LIBRARIES = ("django", "django-allauth", "procrastinate")
TEMPLATE, COPY = "lippen_template_", "lippen_test_"
KEPT_TEMPLATES = 3
ONE_AT_A_TIME = 7_401_002

Connection = psycopg.Connection[tuple[object, ...]]


def template_name() -> str:
    """A name that changes whenever the tables or their grants could."""
    digest = hashlib.sha256(os.environ.get("DJANGO_SETTINGS_MODULE", "").encode())
    for path in sorted(found for pattern in MAKERS for found in SOURCES.glob(pattern)):
        digest.update(str(path.relative_to(SOURCES)).encode() + path.read_bytes())
    for library in LIBRARIES:
        digest.update(f"{library} {version(library)}".encode())
    return TEMPLATE + digest.hexdigest()[:16]


def copy_name() -> str:
    """This process's own database."""
    return f"{COPY}{os.getpid()}"


@contextmanager
def one_at_a_time(admin_url: str) -> Iterator[Connection]:
    """A connection to the server while nobody else makes or copies a template."""
    with psycopg.connect(admin_url, autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [ONE_AT_A_TIME])
        yield connection


def make_copy(admin_url: str, name: str) -> None:
    """A fresh database of this name from the template, which is made first if need be."""
    template = template_name()
    with one_at_a_time(admin_url) as connection:
        drop_left_behind(connection)
        drop(connection, name)
        if not exists(connection, template):
            build(connection, admin_url, name)
            run(connection, "ALTER DATABASE {} RENAME TO {}", name, template)
            drop_old_templates(connection)
        make_roles(connection)
        run(connection, "CREATE DATABASE {} TEMPLATE {} OWNER {}", name, template, OWNER)
        close_database(connection, name)


def build(connection: Connection, admin_url: str, name: str) -> None:
    """Migrate and grant in the database that the settings point at; it becomes the template."""
    from django.db import connections

    from lippen.server.setup import grant, migrate

    prepare_roles(admin_url, name)
    try:
        migrate()
        grant()
    except BaseException:
        connections.close_all()
        drop(connection, name)
        raise
    connections.close_all()


def drop_copy(admin_url: str, name: str) -> None:
    """Remove this process's database."""
    with psycopg.connect(admin_url, autocommit=True) as connection:
        drop(connection, name)


def drop_left_behind(connection: Connection) -> None:
    """Databases of test runs that were killed."""
    for name in databases(connection, COPY):
        number = name.removeprefix(COPY)
        if number.isdigit() and not is_alive(int(number)):
            drop(connection, name)


def drop_old_templates(connection: Connection) -> None:
    """Keep the last few: branches and neighbours come back to them."""
    for name in databases(connection, TEMPLATE)[:-KEPT_TEMPLATES]:
        drop(connection, name)


def databases(connection: Connection, prefix: str) -> list[str]:
    """Databases whose names begin so, oldest first."""
    query = "SELECT datname FROM pg_database WHERE starts_with(datname, %s) ORDER BY oid"
    return [str(row[0]) for row in connection.execute(query, [prefix])]


def exists(connection: Connection, name: str) -> bool:
    """Whether there is a database of this name."""
    return connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is not None


def drop(connection: Connection, name: str) -> None:
    """Remove a database, whoever is still connected to it."""
    run(connection, "DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


def is_alive(number: int) -> bool:
    """Whether a process of this number runs."""
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def run(connection: Connection, words: str, *names: str) -> None:
    """Run a statement whose places are names."""
    connection.execute(sql.SQL(words).format(*map(sql.Identifier, names)))  # type: ignore[arg-type]
