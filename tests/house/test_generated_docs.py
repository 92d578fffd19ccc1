"""docs/generated/ says what the code says today."""

from __future__ import annotations

import re

import pytest

from lippen.server import handbook
from lippen.server.places import CHECKOUT
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


GUIDE = CHECKOUT / "docs" / "installation" / "README.md"
ASKED = re.compile(r'(?:os\.environ(?:\.get)?|flag)[\[(]"((?:LIPPEN|DATABASE)_[A-Z_]+)"')
NOT_FOR_A_SERVER = {"LIPPEN_DEMO", "LIPPEN_TESTING", "LIPPEN_TODAY", "LIPPEN_NONCE", "LIPPEN_MIGRATOR_URL"}
"""For tests, the demonstration and the set-up, whose own page of the guide gives it."""


def test_the_guides_table_names_each_setting_of_a_server_once() -> None:
    settings = (CHECKOUT / "src" / "lippen" / "config" / "settings.py").read_text(encoding="utf-8")
    asked = set(ASKED.findall(settings)) - NOT_FOR_A_SERVER
    table = GUIDE.read_text(encoding="utf-8").partition("## Settings")[2]
    named: list[str] = []
    for row in re.findall(r"^\| (`.*?) \|", table, re.M):
        for name in re.findall(r"`([A-Z_]+)`", row):
            named.append(name if not name.startswith("_") else f"{named[-1].rsplit('_', 1)[0]}{name}")
    assert "LIPPEN_SECRET_KEY" in asked
    assert asked - set(named) == set()
    assert [name for name in named if named.count(name) > 1] == []
