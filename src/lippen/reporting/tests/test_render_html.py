from __future__ import annotations

import copy
import os
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from bs4 import BeautifulSoup
from playwright.sync_api import Page

from lippen.design.tests.browsers import fits, launch_args
from lippen.reporting.papers.canonical import content_hash, groups_of_eight

from .example import PAPER_REF, example_content
from .rendering import example_draft, example_file, rendered


def page_of(data: bytes) -> BeautifulSoup:
    return BeautifulSoup(data, "html.parser")


def test_the_same_content_gives_the_same_page_bytes() -> None:
    assert rendered("html", example_content()) == example_file("html")


def test_the_page_fetches_and_runs_nothing() -> None:
    page = page_of(example_file("html"))

    assert not page.find_all(["script", "link", "img", "iframe"])
    assert "url(" not in page.style.text
    assert not page.find_all(style=True)


def test_headings_never_skip_a_level() -> None:
    levels = [int(tag.name[1]) for tag in page_of(example_file("html")).find_all(["h1", "h2", "h3", "h4", "h5", "h6"])]

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_every_header_cell_says_what_it_heads() -> None:
    page = page_of(example_file("html"))

    assert page.html["lang"] == "en-GB"
    assert all(cell.get("scope") in ("col", "row", "rowgroup") for cell in page.find_all("th"))
    assert len(page.find_all("th", scope="rowgroup")) == 10


def test_a_tick_is_told_in_words() -> None:
    choices = page_of(example_file("html")).find_all("ul", class_="options")

    assert [item.get_text(" ", strip=True) for item in choices[0].find_all("li")] == ["Not ticked: Yes", "Ticked: No"]


def test_the_marks_are_in_the_head_and_printed() -> None:
    whole, page = content_hash(example_content()), page_of(example_file("html"))

    assert page.find("meta", attrs={"name": "lippen-paper"})["content"] == PAPER_REF
    assert page.find("meta", attrs={"name": "lippen-sha256"})["content"] == whole
    assert groups_of_eight(whole) in page.main.get_text()


def test_only_a_draft_says_that_it_is_one() -> None:
    assert page_of(example_draft("html")).find("header", class_="draft-mark").text == "Draft, not signed"
    assert b"Draft, not signed" not in example_file("html")


def test_a_text_with_tags_is_shown_and_never_run() -> None:
    content = copy.deepcopy(example_content())
    content["parts"][1]["blocks"][2]["text"] = '<script>alert("x")</script>'
    page = page_of(rendered("html", content))

    assert not page.find_all("script")
    assert '<script>alert("x")</script>' in page.main.get_text()


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # the browser's loop lives on beside other tests
    return launch_args()


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("file", [example_file, example_draft])
def test_the_page_is_accessible_and_never_wider_than_its_window(
    file: Any, width: int, page: Page, tmp_path: Path
) -> None:
    path = tmp_path / "paper.html"
    path.write_bytes(file("html"))
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(path.as_uri())

    assert [problem["id"] for problem in Axe().run(page).response["violations"]] == []
    fits(page)
