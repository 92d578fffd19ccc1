"""150 people at work on plans and papers for ten minutes: each asks once in ten seconds, one request in ten writes.

The site, its worker, its database and the people share this machine's cores, as the promise says.
LIPPEN_LOAD_SECONDS makes a shorter trial. `pytest -s` shows the table.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.prove.browser import Browser
from tests.prove.house import House, wait_for
from tests.prove.killer import serves
from tests.prove.load import PEOPLE, WRITES, Form, Log, Person, rng_of, work_and_check

WRITERS = 130
pytestmark = pytest.mark.prove


@pytest.fixture
def house() -> Iterator[House]:
    folder = Path(tempfile.mkdtemp(prefix="lippen-prove-"))
    folder.chmod(0o755)
    made = House(folder)
    yield made
    made.stop()
    shutil.rmtree(folder)


def staff(house: House, told: dict[str, Any], log: Log) -> list[Person]:
    """Everybody: staff read plan, groups, partners and evidence, search, and write updates; members read papers."""
    plan, paper, actions = told["plan"], told["paper"], told["actions"]
    pages = [
        ("desk", "/"),
        ("plans", "/plans/"),
        *[("plan", f"/plans/{plan}{query}") for query in ("", "?page=2", "?standing=amber", "?words=action")],
        *[("action", f"/plans/actions/{ref}") for ref in actions[:40:5]],
        ("papers", "/papers/"),
        ("paper", f"/papers/{paper}"),
        ("groups", "/groups/"),
        ("groups", f"/groups/{told['group']}"),
        ("agenda", f"/groups/meetings/{told['sitting']}"),
        ("partners", "/partners/"),
        ("partners", f"/partners/{told['partner']}"),
        ("promises", "/partners/commitments"),
        ("library", "/evidence/"),
        ("search", "/search?q=thing"),
        ("search", "/search?q=audit+files"),
    ]
    members = [("desk", "/"), ("papers", "/papers/")]
    form = Form("update", [f"/plans/actions/{ref}/update" for ref in actions], update)
    often = WRITES * PEOPLE / WRITERS
    browsers = {session: Browser(house.port, session) for session in (*told["staff"], *told["members"])}
    writers = [Person(browsers[each], pages, rng_of(each), log, (form,), often) for each in told["staff"]]
    return [*writers, *(Person(browsers[each], members, rng_of(each), log) for each in told["members"])]


def update(number: int) -> dict[str, str]:
    """An update in words of its own."""
    return {"words": f"Checked for the {number}th time", "so_on": "today", "audience": "internal"}


def test_150_people_are_served_within_300_ms_and_without_an_error(house: House) -> None:
    told, log = house.filled_by("tests.prove.staff"), Log()
    house.begin()
    wait_for(lambda: serves(house), 120, "the site's first answer")
    everybody = staff(house, told, log)
    assert len(told["staff"]) == WRITERS
    work_and_check(everybody, log, {"update"})
