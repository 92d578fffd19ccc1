"""The browser of the tests: Chromium without a window, in its lighter build where that is installed."""

from __future__ import annotations

import shutil

import pytest
from playwright.sync_api import Page

BUILDS = ("chromium-headless-shell", "chromium")


def launch_args() -> dict[str, object]:
    """How Playwright starts it; the test is skipped where there is none."""
    found = next(filter(None, map(shutil.which, BUILDS)), None)
    if found is None:
        pytest.skip("Chromium is not installed: apt-get install chromium-headless-shell")
    return {"executable_path": found, "args": ["--no-sandbox"]}


def fits(page: Page) -> None:
    """The page, once it is there whole, is no wider than its window (pixels); works without JavaScript, too."""
    page.wait_for_load_state("load")
    wide = page.locator("html").evaluate("html => html.scrollWidth")
    assert wide <= page.viewport_size["width"], f"{page.url} is {wide} pixels wide"
