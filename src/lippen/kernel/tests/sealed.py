"""A database of these tests' own with the real tables, so that nobody else's open transaction keeps rows from being
sealed; and somebody who may tamper with it as its superuser."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest

from lippen.kernel.seals import sealing, verifying
from lippen.kernel.seals.report import Kind, Report
from lippen.kernel.seals.sealing import Places
from lippen.server import launcher, roles, template
from lippen.server.places import plain_environment
from lippen.server.programs import programs
from lippen.server.pytest_database import ADMIN_URL

DATABASE = "lippen"
TABLES = "kernel_auditentry, kernel_auditblock, kernel_auditbreak"
ADD = """
    INSERT INTO kernel_auditentry (at, account_id, verb, subject_kind, subject_key, keys, request_key)
    VALUES (%s, %s, %s, 'improvement:plan', %s, %s, 'req-1')
"""


@dataclass
class Trail:
    """The audit trail in its own server, its heads and its key."""

    server: launcher.Server
    folder: Path
    clock: datetime = field(default_factory=lambda: datetime(2026, 11, 28, 9, tzinfo=UTC))

    @property
    def at(self) -> Places:
        """Where it is sealed."""
        return Places(
            self.server.url(roles.READER, DATABASE), self.server.url(roles.APP, DATABASE), self.folder / "trail.heads"
        )

    @property
    def key(self) -> Path:
        """What signs breaks."""
        return self.folder / "key"

    def now(self) -> datetime:
        """A clock that moves a second each time that somebody looks."""
        self.clock += timedelta(seconds=1)
        return self.clock

    @contextmanager
    def as_superuser(self) -> Iterator[psycopg.Connection[Any]]:
        """Somebody whom no lock and no trigger stops."""
        with psycopg.connect(self.server.url(launcher.SUPERUSER, DATABASE), autocommit=True) as connection:
            connection.execute("SET session_replication_role = replica")
            yield connection

    def write(self, *keys: str, at: datetime | None = None, connection: psycopg.Connection[Any] | None = None) -> None:
        """Rows as the site writes them, each in its own transaction unless one is given."""
        if connection is None:
            with psycopg.connect(self.at.write_url, autocommit=True) as own:
                return self.write(*keys, at=at, connection=own)
        for key in keys:
            connection.execute(ADD, [at or self.now(), 7, "plan.read", key, json.dumps({"actions": 3})])
        return None

    def seal(self, most_rows: int = sealing.MOST_ROWS) -> int:
        """Seal what waits."""
        return sealing.seal(self.at, now=self.now, most_rows=most_rows)

    def verify(self) -> Report:
        """Verify everything."""
        return verifying.verify(self.at.read_url, self.at.heads, self.key)

    def told(self) -> set[tuple[Kind, int | None]]:
        """What a verification tells: kind and row of each fault."""
        return {(fault.kind, fault.row) for fault in self.verify().faults}

    def rows(self) -> dict[str, int]:
        """The id of each row by its key."""
        with self.as_superuser() as connection:
            found = connection.execute("SELECT subject_key, id FROM kernel_auditentry ORDER BY id").fetchall()
        return dict(found)

    def tamper(self, query: str, *values: object) -> None:
        """Change the database as its superuser."""
        with self.as_superuser() as connection:
            connection.execute(query, values)


@pytest.fixture(scope="session")
def trail_server(request: pytest.FixtureRequest, django_db_setup: None) -> Iterator[launcher.Server]:
    """A server with the tables of this process's database and nothing in them."""
    if (admin_url := request.config.stash[ADMIN_URL]) is None:
        pytest.skip("Needs somebody who may read the tables' definitions: give LIPPEN_ADMIN_URL.")
    home = Path(tempfile.mkdtemp(prefix="lippen-trail-"))
    home.chmod(0o755)
    try:
        with launcher.start(home / "postgres", fast=True) as server:
            roles.prepare_roles(server.admin_url, DATABASE)
            copy_tables(admin_url, server)
            yield server
    finally:
        shutil.rmtree(home)


def copy_tables(admin_url: str, server: launcher.Server) -> None:
    """The definitions, with their locks, triggers and rights."""
    import subprocess

    source = psycopg.conninfo.make_conninfo(admin_url, dbname=template.copy_name())
    given = {"capture_output": True, "text": True, "env": plain_environment(), "check": True}
    dumped = subprocess.run([programs() / "pg_dump", "--schema-only", "--dbname", source], **given)
    target = server.url(launcher.SUPERUSER, DATABASE)
    subprocess.run([programs() / "psql", "-q", "-d", target], input=dumped.stdout, **given)


@pytest.fixture
def trail(trail_server: launcher.Server, tmp_path: Path) -> Trail:
    """An empty trail."""
    made = Trail(trail_server, tmp_path)
    made.tamper(f"TRUNCATE {TABLES} RESTART IDENTITY")
    return made
