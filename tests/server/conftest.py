from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from lippen.server import launcher, roles

OWNER_OPTIONS = f"-c role={roles.OWNER}"


@pytest.fixture(scope="module")
def server_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that PostgreSQL's system user can reach too."""
    home, temporary = tmp_path_factory.mktemp("server"), tmp_path_factory.getbasetemp()
    for folder in (home, temporary, temporary.parent):
        if folder.name.startswith(("server", "pytest-", "popen-")):
            folder.chmod(0o755)
    return home


@pytest.fixture(scope="module")
def fast_server(server_home: Path) -> Iterator[launcher.Server]:
    """A server of these tests' own, with roles and an empty database."""
    with launcher.start(server_home / "fast", fast=True) as server:
        roles.prepare_roles(server.admin_url, "lippen")
        yield server
