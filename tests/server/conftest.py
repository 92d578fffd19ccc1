from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from lippen.server import launcher, roles

OWNER_OPTIONS = f"-c role={roles.OWNER}"


@pytest.fixture(scope="module")
def server_home() -> Iterator[Path]:
    """A folder that PostgreSQL's system user can reach: pytest closes its own whenever a session begins."""
    home = Path(tempfile.mkdtemp(prefix="lippen-tests-"))
    home.chmod(0o755)
    yield home
    shutil.rmtree(home)


@pytest.fixture(scope="module")
def fast_server(server_home: Path) -> Iterator[launcher.Server]:
    """A server of these tests' own, with roles and an empty database."""
    with launcher.start(server_home / "fast", fast=True) as server:
        roles.prepare_roles(server.admin_url, "lippen")
        yield server
