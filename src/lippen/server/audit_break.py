"""After a restore: sign, for each database of the server, where its audit trail was cut."""

from __future__ import annotations

import getpass
import os
from datetime import UTC, datetime
from pathlib import Path

import psycopg

from lippen.kernel.seals import breaking, heads, reading
from lippen.kernel.seals.problems import SealProblem
from lippen.server import launcher
from lippen.server.places import Places, var
from lippen.server.problems import ServerProblem

DATABASES = "SELECT datname FROM pg_database WHERE datallowconn AND NOT datistemplate ORDER BY datname"
UNSIGNED = (
    "The database is restored, but the break of its audit trail is not signed: {why} Until it is, nothing more is "
    "sealed. Then sign it with: lippen sign-break --reason restored --restored-to '{to}'"
)


def sign_breaks(at: Places, to_time: datetime) -> tuple[str, ...]:
    """Sign the break of every trail on this server; the names of their databases."""
    with launcher.start(at.asked) as server:
        with psycopg.connect(server.admin_url, autocommit=True) as connection:
            databases = [str(row[0]) for row in connection.execute(DATABASES)]
        try:
            return tuple(name for name in databases if sign_one(server, name, to_time))
        except (SealProblem, OSError) as why:
            raise ServerProblem(UNSIGNED.format(why=why, to=to_time.isoformat(sep=" "))) from why


def sign_one(server: launcher.Server, database: str, to_time: datetime) -> bool:
    """Sign the break of one database; whether it has a trail that was ever sealed."""
    path = heads_path(database)
    why = breaking.Why(getpass.getuser(), datetime.now(UTC), "", to_time)
    with psycopg.connect(server.url(launcher.SUPERUSER, database), options=reading.OPTIONS) as connection:
        if not breaking.has_trail(connection) or not (path.exists() or reading.last_block(connection)):
            return False
        breaking.sign_break(connection, path, key_path(), why)
    return True


def heads_path(database: str) -> Path:
    """The file of a database's heads, as the settings name it."""
    return heads.place(os.environ.get("LIPPEN_AUDIT_HEADS", ""), var(), database)


def key_path() -> Path:
    """The key that signs, as the settings name it."""
    return Path(os.environ.get("LIPPEN_AUDIT_KEY") or var() / "audit" / "key")
