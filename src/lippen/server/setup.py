"""From an empty server to a database that the site can use; the second time it changes nothing."""

from __future__ import annotations

import os
from contextlib import nullcontext

import psycopg
from psycopg.conninfo import make_conninfo

from lippen.server.grants import apply_grants
from lippen.server.launcher import Server
from lippen.server.problems import ServerProblem
from lippen.server.roles import APP, MIGRATOR, OWNER, PUBLIC, READER, RETENTION, prepare_roles

SETTINGS = "lippen.config.settings"
URLS = {
    "DATABASE_URL": APP,
    "LIPPEN_MIGRATOR_URL": MIGRATOR,
    "LIPPEN_PUBLIC_URL": PUBLIC,
    "LIPPEN_READER_URL": READER,
    "LIPPEN_RETENTION_URL": RETENTION,
}


def point_settings_at(server: Server, database: str = "lippen") -> None:
    """Set the environment that the settings read, before they are read."""
    for name, role in URLS.items():
        os.environ[name] = server.url(role, database)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)


def point_settings_at_server(admin_url: str, database: str) -> None:
    """The same for a server of one's own: the administrator's address with each role's name and password."""
    for name, role in URLS.items():
        password = os.environ.get(f"{role.upper()}_PASSWORD")
        os.environ[name] = make_conninfo(admin_url, user=role, password=password, dbname=database)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)


def setup_database(admin_url: str | None, database: str = "lippen") -> None:
    """Roles, database, migrations, grants. Without an administrator's address the roles must be there already."""
    if admin_url:
        prepare_roles(admin_url, database)
    migrate()
    grant()


def migrate(verbosity: int = 0) -> None:
    """Run the migrations as the owner."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    migrator_url()
    import django
    from django.core.management import call_command

    django.setup()
    from lippen.kernel.squashed import all_together

    with all_together() if is_empty() else nullcontext():
        call_command("migrate", database="migrator", verbosity=verbosity, interactive=False)


def is_empty() -> bool:
    """Whether no migration has been here."""
    with as_owner() as connection:
        return connection.execute("SELECT to_regclass('django_migrations') IS NULL").fetchone() == (True,)


def grant() -> None:
    """Apply the declared grants as the owner."""
    with as_owner() as connection:
        apply_grants(connection)


def as_owner(autocommit: bool = False) -> psycopg.Connection[tuple[object, ...]]:
    """A connection of the migrator, acting as the owner."""
    return psycopg.connect(migrator_url(), options=f"-c role={OWNER}", autocommit=autocommit)


def migrator_url() -> str:
    """The migrator's address, or how to give it."""
    url = os.environ.get("LIPPEN_MIGRATOR_URL")
    if not url:
        raise ServerProblem("LIPPEN_MIGRATOR_URL is not set: give the address of the role lippen_migrator.")
    return url
