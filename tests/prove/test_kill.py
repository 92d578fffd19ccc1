"""Site, worker and database are killed at random while plans are edited and papers built.

Nothing acknowledged is lost, and each job's effect is there once. `pytest -s` shows the table of what happened.
"""

from __future__ import annotations

import shutil
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.prove.browser import Browser
from tests.prove.clients import Client, Exporter, Ledger, Signer, Writer
from tests.prove.house import House, wait_for
from tests.prove.killer import BACK_SECONDS, Kill, Watch, go_on_killing, serves
from tests.prove.reckoning import Standing, standing, unfinished

SEED, KILLS, WRITERS, PAPERS = 20121017, 20, 3, 3
FILES = ["docx", "html", "pdf"]
JOBS_SECONDS = 300  # a worker is silent for 60 s before its jobs are taken up, and the sweep comes each minute


@pytest.fixture
def house() -> Iterator[House]:
    """A folder that PostgreSQL's system user can reach, and a Lippen in it."""
    folder = Path(tempfile.mkdtemp(prefix="lippen-prove-"))
    folder.chmod(0o755)
    made = House(folder)
    yield made
    made.stop()
    shutil.rmtree(folder)


def clients(house: House, told: dict[str, object], ledger: Ledger, home_time: threading.Event) -> list[Client]:
    """The people of the council."""

    def made(kind: type[Client], session: str, name: str, **more: object) -> Client:
        client = kind(Browser(house.port, session), ledger, home_time, name)
        vars(client).update(more)
        return client

    return [
        *(
            made(Writer, session, f"writer {number}", actions=tuple(told["actions"]))
            for number, session in enumerate(told["writers"])
        ),
        made(Exporter, told["exporter"], "exporter", plan=told["plan"]),
        made(Signer, told["signer"], "signer", papers=tuple(told["papers"])),
    ]


@pytest.mark.prove
def test_nothing_acknowledged_is_lost_and_each_job_works_once_whatever_is_killed(house: House) -> None:
    told = house.prepare(PAPERS, WRITERS)
    house.begin()
    began = time.monotonic()
    wait_for(lambda: serves(house), 120, "the site's first answer")
    ledger, kills, rest = work_and_kill(house, told)

    stands = standing(house)
    show(ledger, stands, kills, rest, time.monotonic() - began)
    assert not ledger.strange, ledger.strange[:2]
    assert not ledger.bare, ledger.bare[:2]
    check_updates(ledger, stands)
    check_exports(ledger, stands)
    check_papers(ledger, stands, told)
    assert stands.jobs.keys() == {"succeeded"}


def work_and_kill(house: House, told: dict[str, object]) -> tuple[Ledger, list[Kill], float]:
    """Everybody works while things are killed; then what they began is finished. Gives how long the jobs took then."""
    ledger, home_time, watch = Ledger(), threading.Event(), Watch(house)
    people = clients(house, told, ledger, home_time)
    watch.begin()
    try:
        for client in people:
            client.start()
        go_on_killing(house, watch, seed=SEED, kills=KILLS)
        home_time.set()
        for client in people:
            client.join(BACK_SECONDS * 2)
            assert not client.is_alive(), f"{client.name} never got its answer"
        wait_for(lambda: watch.all_back, BACK_SECONDS, "everything back after the last kill")
        rest = wait_for(lambda: unfinished(house) == 0, JOBS_SECONDS, "all jobs done")
    finally:
        home_time.set()
        for client in people:
            client.gone.set()
        watch.stop()
    return ledger, watch.kills, rest


def check_updates(ledger: Ledger, stands: Standing) -> None:
    """Each stands once, and none that nobody wrote."""
    assert len(ledger.updates) > KILLS
    assert [words for words in ledger.updates if words not in stands.updates] == []
    assert [words for words, times in stands.updates.items() if times > 1] == []
    assert set(stands.updates) <= set(ledger.updates)


def check_exports(ledger: Ledger, stands: Standing) -> None:
    """Each asked for is ready, with one file of its own; a lost question may have been asked twice, and was done."""
    assert ledger.exports
    assert set(ledger.exports) <= set(stands.exports)
    assert {state for state, _ in stands.exports.values()} == {"ready"}
    assert Counter(file for _, file in stands.exports.values()) == stands.files
    assert stands.exports_told == len(stands.exports)


def check_papers(ledger: Ledger, stands: Standing, told: dict[str, object]) -> None:
    """Each is signed once and has its three files."""
    assert ledger.papers == told["papers"]
    assert {ref: sorted(kinds) for ref, kinds in stands.papers.items()} == dict.fromkeys(told["papers"], FILES)
    assert stands.files_told == len(FILES) * len(ledger.papers)


def show(ledger: Ledger, stands: Standing, kills: list[Kill], rest: float, took: float) -> None:
    """The table."""
    print(f"\n\nSeed {SEED}: {len(kills)} kills and all that followed in {took:.0f} s")
    print(f"{'killed':<16}{'times':>6}{'site back, worst':>20}{'worker back, worst':>20}")
    for kind in sorted({kill.kind for kill in kills}):
        each = [kill for kill in kills if kill.kind == kind]
        alone = [kill for kill in each if not kill.followed]
        served = max((kill.served - kill.at for kill in alone if kill.served), default=0)
        worked = [kill.worked - kill.at for kill in alone if kill.takes_worker and kill.worked]
        print(f"{kind:<16}{len(each):>6}{served:>18.1f} s" + (f"{max(worked):>18.1f} s" if worked else ""))
    lines = {
        "answers by status": dict(sorted(ledger.answers.items())),
        "sent again (no answer, or 5xx)": ledger.sent_again,
        "updates acknowledged / standing": f"{len(ledger.updates)} / {sum(stands.updates.values())}",
        "exports acknowledged / asked / files": f"{len(ledger.exports)} / {len(stands.exports)} / {len(stands.files)}",
        "papers signed / files": f"{len(ledger.papers)} / {sum(map(len, stands.papers.values()))}",
        "jobs by state": dict(stands.jobs),
        "jobs done again": stands.done_again,
        "all jobs done after the last kill": f"{rest:.0f} s",
    }
    for name, value in lines.items():
        print(f"{name:<38}{value}")
