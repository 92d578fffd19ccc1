"""docs/generated/ says what the code says today."""

from __future__ import annotations

import pytest

from lippen.server import handbook
from lippen.server.setup import as_owner

HOW = "Make it anew: .venv/bin/python -m lippen.server.handbook"


@pytest.fixture(scope="module")
def pages(django_db_setup, django_db_blocker) -> dict[str, str]:
    with django_db_blocker.unblock(), as_owner() as connection:
        return handbook.pages(connection)


@pytest.mark.parametrize("name", ["rules.md", "permissions.md", "tables.md"])
def test_a_generated_page_is_current(name: str, pages: dict[str, str]) -> None:
    assert (handbook.PLACE / name).read_text(encoding="utf-8") == pages[name], HOW


def test_nothing_else_is_kept_among_the_generated_pages(pages: dict[str, str]) -> None:
    assert {path.name for path in handbook.PLACE.iterdir()} == set(pages)


def test_every_table_of_ours_says_what_it_is_for(pages: dict[str, str]) -> None:
    assert "\n\n\n" not in pages["tables.md"], "a table whose model has no docstring"
