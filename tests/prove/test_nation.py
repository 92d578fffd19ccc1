"""A small nation of 32 councils: each finds its own rows and no other's, and the check sees it where a lock is gone."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from lippen.server.places import CHECKOUT
from tests.prove.house import NOT_OURS

pytestmark = pytest.mark.prove
SHARE = 0.02


def test_no_council_of_a_nation_finds_a_row_of_another() -> None:
    told = looked()
    assert told["councils"] == 32 and told["seen"] == 0 and told["people"] > 1_000
    assert told["without_a_lock"] > 0


def looked() -> dict[str, int]:
    """What the check finds, with every lock and without one, in a process of its own."""
    unset = [word for name in (*NOT_OURS, "DATABASE_URL") for word in ("-u", name)]
    command = ["/usr/bin/env", *unset, sys.executable, "-m", "tests.prove.nation", str(SHARE)]
    done = subprocess.run(command, cwd=CHECKOUT, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])
