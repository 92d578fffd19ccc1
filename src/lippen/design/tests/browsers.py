"""The browser of the tests: Chromium without a window, in its lighter build where that is installed."""

from __future__ import annotations

import shutil

import pytest

BUILDS = ("chromium-headless-shell", "chromium")


def launch_args() -> dict[str, object]:
    """How Playwright starts it; the test is skipped where there is none."""
    found = next(filter(None, map(shutil.which, BUILDS)), None)
    if found is None:
        pytest.skip("Chromium is not installed: apt-get install chromium-headless-shell")
    return {"executable_path": found, "args": ["--no-sandbox"]}
