from __future__ import annotations

import os
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from lippen.design.tests import gallery
from lippen.design.tests.browsers import fits

PAGES = (*gallery.PAGES, "refused")
WIDTHS = {"desk": 1280, "phone": 390}


def look(page: Page, url: str, name: str, width: int) -> list[str]:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{url}/{name}.html")
    if folder := os.environ.get("LIPPEN_PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)
    return complaints


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("width", WIDTHS.values(), ids=WIDTHS)
def test_a_page_of_the_gallery_has_no_fault_that_axe_finds(page: Page, gallery_url: str, name: str, width: int) -> None:
    complaints = look(page, gallery_url, name, width)

    found = Axe().run(page).response["violations"]

    assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in found] == []
    assert complaints == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_never_scrolls_sideways_on_a_phone(page: Page, gallery_url: str, name: str) -> None:
    look(page, gallery_url, name, 390)

    fits(page)
