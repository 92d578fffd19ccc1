"""A first start makes all tables together; a database that came step by step is the very same."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

NOT_OURS = ("DATABASE_URL", "LIPPEN_MIGRATOR_URL", "LIPPEN_PUBLIC_URL", "LIPPEN_READER_URL", "LIPPEN_TEST_SERVER")


def schema(way: str) -> list[str]:
    given = {name: value for name, value in os.environ.items() if name not in NOT_OURS}
    done = subprocess.run(
        [sys.executable, "-m", "tests.prove.schema_of", way], env=given, capture_output=True, text=True, check=True
    )
    return done.stdout.split("\n")


@pytest.mark.prove
def test_tables_made_together_are_those_that_the_steps_make() -> None:
    together, steps = schema("together"), schema("steps")
    assert len(together) > 1000
    assert sorted(set(steps) ^ set(together)) == []
