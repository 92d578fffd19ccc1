"""150 people on the children's pages of the reference council for ten minutes, one request in ten writes.

The council is built once (see `benchmarks/reference`) and copied for this, so that what is written here stays here.
LIPPEN_LOAD_SECONDS makes a shorter trial. `pytest -s` shows the table.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from benchmarks.reference import building

from lippen.server.places import CHECKOUT
from tests.prove.browser import Browser
from tests.prove.house import NOT_OURS, House, wait_for
from tests.prove.killer import serves
from tests.prove.load import PEOPLE, WRITES, Form, Log, Person, rng_of, work_and_check

pytestmark = pytest.mark.prove
BUILD = "from benchmarks.reference import building; building.opened()()"
BORN = {"born_on_day": "3", "born_on_month": "4", "born_on_year": "2019"}


@pytest.fixture
def house() -> Iterator[House]:
    """A site on a copy of the reference council, under a folder that PostgreSQL's system user can reach."""
    unset = [word for name in (*NOT_OURS, "DATABASE_URL") for word in ("-u", name)]
    subprocess.run(["/usr/bin/env", *unset, sys.executable, "-c", BUILD], cwd=CHECKOUT, check=True)
    folder = Path(tempfile.mkdtemp(prefix="lippen-prove-"))
    folder.chmod(0o755)
    copy = ["cp", "-a", "--reflink=auto", str(building.KEPT / "1x" / "postgres"), str(folder)]
    subprocess.run(copy, check=True)
    made = House(folder, database=building.DATABASE)
    yield made
    made.stop()
    shutil.rmtree(folder)


OF_A_CHILD = (
    *(("child", ""), ("child", ""), ("child", ""), ("chronology", "/chronology"), ("who looked", "/who-looked")),
    *(("known", "/known"), ("family drawn", "/family/drawn"), ("visit form", "/visits/record")),
)
OF_ALL = (("desk", "/"), ("children", "/children/"), ("queue", "/children/queue"), ("alerts", "/children/alerts"))
OF_LEADERS = (("team", "/children/team"), ("review", "/children/queue/review"), ("openings", "/children/openings"))


def staff(house: House, told: list[dict[str, Any]], log: Log) -> list[Person]:
    """Everybody: workers on their own children, leaders on their team's, managers on the council's."""
    writers = sum(each["writes"] for each in told)
    return [somebody(house, each, log, WRITES * PEOPLE / writers) for each in told]


def somebody(house: House, told: dict[str, Any], log: Log, often: float) -> Person:
    """One of them: half of what they open are pages of one child."""
    of_all = OF_ALL + (OF_LEADERS if told["leads"] else ())
    of_children = [(kind, f"/children/{ref}{ending}") for ref in told["children"] for kind, ending in OF_A_CHILD]
    pages = [*of_children, *(of_all * (len(of_children) // len(of_all)))]
    forms = (
        Form("entry", [f"/children/{ref}/chronology/add" for ref in told["children"]], entry),
        Form("search", ["/children/search"], search),
    )
    browser, rng = Browser(house.port, told["session"]), rng_of(told["session"])
    return Person(browser, pages, rng, log, forms if told["writes"] else (), often)


def entry(number: int) -> dict[str, str]:
    """Something for the chronology."""
    return {"so_on": "today", "words": f"The school rang for the {number}th time", "significance": "some"}


def search(number: int) -> dict[str, str]:
    """A search for somebody, before they are added."""
    return {"given_name": "Skye", "family_name": f"Abernethy{'e' * (number % 3)}", **BORN}


def test_150_people_are_served_on_childrens_pages_within_300_ms_and_without_an_error(house: House) -> None:
    told, log = house.filled_by("tests.prove.children_staff"), Log()
    house.begin()
    wait_for(lambda: serves(house), 120, "the site's first answer")
    work_and_check(staff(house, told["people"], log), log, {"entry", "search"})
