"""The site is killed at random while children's pages are read: every page that was shown is in the audit trail.

A page counts as shown when all of it arrived. It is told by a row of its own: of that reader, of that page and child,
written between the asking and the answer. A site that writes its audit after the answer is caught by the same test.
"""

from __future__ import annotations

import random
import shutil
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.prove.browser import Answer, Browser
from tests.prove.clients import Client, Ledger
from tests.prove.house import House, wait_for
from tests.prove.killer import BACK_SECONDS, Watch, go_on_killing, serves
from tests.prove.reckoning import rows

SEED, KILLS, KILLS_OF_THE_FAULT = 20121018, 32, 12
OF_THE_SITE = {"site process": 3, "site": 1}
BETWEEN = (0.3, 1.2)
SHOWN_A_KILL = 12
READ = """
    SELECT account_id, subject_kind, subject_key, at FROM kernel_auditentry
    WHERE subject_kind LIKE ANY (ARRAY['casework:%%', 'care:%%']) AND verb NOT LIKE 'refused.%%' ORDER BY at
"""
pytestmark = pytest.mark.prove


@dataclass(frozen=True)
class Shown:
    """A page that arrived whole: to whom, which and about whom, and between which moments."""

    account: int
    kind: str
    key: str
    asked: datetime
    answered: datetime


@dataclass
class Read(Ledger):
    """What was shown."""

    shown: list[Shown] = field(default_factory=list)
    pages: list[tuple[str, str, str]] = field(default_factory=list)
    """Where each page stands, and by which kind and key the audit trail names it."""


class Reader(Client):
    """Somebody who opens one page after the other."""

    account: int = 0
    pages: tuple[tuple[str, str, str], ...] = ()

    def one(self, number: int) -> None:
        """One page, however often it takes."""
        page = self.pages[number % len(self.pages)]
        self.until(lambda: self.opened(*page), lambda answer: answer.status == 200)

    def opened(self, path: str, kind: str, key: str) -> Answer:
        """One asking, noted where all of the answer came."""
        asked = datetime.now(UTC)
        answer = self.browser.get(path)
        if answer.status == 200:
            shown = Shown(self.account, kind, key, asked, datetime.now(UTC))
            self.ledger.shown.append(shown)  # type: ignore[attr-defined]
        return answer


@pytest.fixture
def house_of() -> Iterator[Callable[..., House]]:
    """Makes a Lippen in a folder that PostgreSQL's system user can reach; perhaps with another application."""
    made: list[House] = []

    def make(app: str = "") -> House:
        folder = Path(tempfile.mkdtemp(prefix="lippen-prove-"))
        folder.chmod(0o755)
        made.append(House(folder, app=app))
        return made[-1]

    yield make
    for house in made:
        house.stop()
        shutil.rmtree(house.folder)


def in_any_order(pages: list[tuple[str, str, str]], account: int) -> list[tuple[str, str, str]]:
    """The pages in an order of each reader's own, the same each time."""
    return random.Random(SEED + account).sample(pages, len(pages))


def read_and_kill(house: House, kills: int) -> tuple[Read, int]:
    """Everybody reads while the site is killed. Gives what was shown, and how many kills there were."""
    told = house.filled_by("tests.prove.children_read")
    house.begin()
    wait_for(lambda: serves(house), 120, "the site's first answer")
    ledger, home_time, watch, readers = Read(), threading.Event(), Watch(house), []
    ledger.pages = told["pages"]
    for each in told["readers"]:
        reader = Reader(Browser(house.port, each["session"]), ledger, home_time, f"reader {each['account']}")
        reader.account, reader.pages = each["account"], tuple(in_any_order(told["pages"], each["account"]))
        readers.append(reader)
    watch.begin()
    try:
        for reader in readers:
            reader.start()
        served = {"served": lambda so_far: len(ledger.shown) >= SHOWN_A_KILL * so_far}
        go_on_killing(house, watch, seed=SEED, kills=kills, shares=OF_THE_SITE, between=BETWEEN, **served)
        home_time.set()
        for reader in readers:
            reader.join(BACK_SECONDS * 2)
            assert not reader.is_alive(), f"{reader.name} never got its answer"
    finally:
        home_time.set()
        for reader in readers:
            reader.gone.set()
        watch.stop()
    time.sleep(1)  # what a fault writes late may still be written
    return ledger, len(watch.kills)


def not_told(house: House, shown: list[Shown]) -> list[Shown]:
    """The pages of which no row tells that was written while they were asked for; each row tells of one page."""
    written: dict[tuple[int, str, str], list[datetime]] = defaultdict(list)
    for account, kind, key, at in rows(house, READ):
        written[account, kind, key].append(at)
    missing = []
    for page in sorted(shown, key=lambda page: page.answered):
        times = written[page.account, page.kind, page.key]
        fitting = next((at for at in times if page.asked <= at <= page.answered), None)
        if fitting is None:
            missing.append(page)
        else:
            times.remove(fitting)
    return missing


def show(ledger: Read, kills: int, missing: list[Shown]) -> None:
    """What happened."""
    print(f"\n{kills} kills, {len(ledger.shown)} pages shown, {ledger.sent_again} asked for again")
    print(f"answers by status: {dict(sorted(ledger.answers.items()))}; not in the audit trail: {len(missing)}")
    print(f"kinds of pages: {len({page.kind for page in ledger.shown})}")


def test_every_childs_page_that_was_shown_is_in_the_audit_however_the_site_is_killed(house_of) -> None:
    house = house_of()
    ledger, kills = read_and_kill(house, KILLS)
    missing = not_told(house, ledger.shown)
    show(ledger, kills, missing)
    assert kills >= 30
    assert ledger.sent_again >= kills / 2, "the kills met nobody at work"
    assert len(ledger.shown) > 10 * kills, "the readers were hardly served"
    assert not ledger.strange, ledger.strange[:2]
    assert missing == []
    assert {page.kind for page in ledger.shown} >= {kind for _, kind, _ in ledger.pages}, "some pages were never shown"


def test_a_site_that_writes_its_audit_after_the_answer_is_caught(house_of) -> None:
    house = house_of("tests.prove.late_audit:application")
    ledger, kills = read_and_kill(house, KILLS_OF_THE_FAULT)
    never = never_told(house, ledger.shown)
    show(ledger, kills, never)
    assert never, "the fault was planted, and nothing was missed"


def never_told(house: House, shown: list[Shown]) -> list[tuple[int, str, str]]:
    """By reader, page and child, where more were shown than rows tell of, whenever these were written."""
    count: dict[tuple[int, str, str], int] = defaultdict(int)
    for page in shown:
        count[page.account, page.kind, page.key] += 1
    for account, kind, key, _ in rows(house, READ):
        count[account, kind, key] -= 1
    return [each for each, missing in count.items() if missing > 0]
