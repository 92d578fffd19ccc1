"""The reference council, and a nation of 32: made once, kept in var/bench, each on a server of its own.

They are made anew when they would differ.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.reference import care, councils, families, notes, staff, trail, work
from benchmarks.reference.councils import Council
from benchmarks.reference.loading import Loader
from benchmarks.table import worked_until_now
from lippen.demo import lives

HERE = Path(__file__).resolve().parent
KEPT = HERE.parents[1] / "var" / "bench"
SOURCES = HERE.parents[1] / "src" / "lippen"
DATABASE = "lippen_reference"
FOR_BUILDING = {"shared_buffers": "1GB", "max_wal_size": "8GB", "work_mem": "64MB", "jit": "off"}
FINISHED, MADE = "lippen-reference.txt", "made.json"
NATIONS_ROWS, NATIONS_SECONDS = 2_000_000, 60
"""How long a nation's audit trail is, and how far apart its rows are: four years of it."""


def opened(*, times: int = 1, audit_rows: int = trail.ROWS) -> Callable[[], object]:
    """A server with the reference council, so many times as large; the settings point at it. Answers what stops it."""
    made_by = f"{_print()}, {times} times, {audit_rows} audit rows"
    return _opened(KEPT / f"{times}x", made_by, [councils.reference(times)], audit_rows, trail.SECONDS)


def opened_nation(*, share: float = 1.0, audit_rows: int = NATIONS_ROWS) -> Callable[[], object]:
    """The same of a nation of 32 councils, each with so large a share of its children."""
    made_by = f"{_print()}, nation, {share} of it, {audit_rows} audit rows"
    return _opened(folder_of_nation(share), made_by, councils.nation(share), audit_rows, NATIONS_SECONDS)


def folder_of_nation(share: float) -> Path:
    """Where the nation is kept."""
    return KEPT / ("nation" if share == 1 else f"nation-{share}")


def made_in(folder: Path) -> dict[str, float]:
    """How many seconds what is kept in a folder took to make, on the clock and of the processor, and how many rows."""
    return json.loads((folder / MADE).read_text())


def _opened(
    folder: Path, made_by: str, wanted: Sequence[Council], audit_rows: int, seconds: int
) -> Callable[[], object]:
    os.environ |= {"LIPPEN_TESTING": "1", "LIPPEN_VAR": str(folder / "var")}
    if not _is_there(folder, made_by):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        made = _build(folder / "postgres", wanted, audit_rows, seconds)
        (folder / MADE).write_text(json.dumps(made))
        (folder / FINISHED).write_text("\n".join([made_by, *_migrations()]))
    return _serve(folder / "postgres", fast=False).stop


def _serve(folder: Path, *, fast: bool):
    from lippen.server import launcher, setup

    server = launcher.start(folder, fast=fast, settings=FOR_BUILDING if fast else None)
    setup.point_settings_at(server, DATABASE)
    setup.setup_database(server.admin_url, DATABASE)
    return server


def _print() -> str:
    """What tells one way of making the council from another."""
    digest = hashlib.sha256()
    for path in sorted(HERE.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _is_there(folder: Path, made_by: str) -> bool:
    """Whether it is finished, made the same way, and no migration of it is gone from the code; new ones are run."""
    note = folder / FINISHED
    said, *migrations = note.read_text().splitlines() if note.exists() else [""]
    return said == made_by and set(migrations) <= set(_migrations())


def _migrations() -> list[str]:
    """The migrations of the code, by their places."""
    return sorted(str(path.relative_to(SOURCES)) for path in SOURCES.glob("*/migrations/0*.py"))


def _build(folder: Path, wanted: Sequence[Council], audit_rows: int, seconds: int) -> dict[str, float]:
    server = _serve(folder, fast=True)
    began = time.monotonic()

    def say(words: str) -> None:
        print(f"{time.monotonic() - began:6.0f} s  {words}", file=sys.stderr, flush=True)

    loader, rng, of_care = Loader(server.url("postgres", DATABASE)), random.Random(2026), random.Random(lives.SEED)
    before = worked_until_now(loader.connection.info.backend_pid)
    try:
        for council in wanted:
            say(f"making {council.name}, of {council.children:,} children")
            employed = staff.employ(loader, rng, council)
            homes = families.settle(loader, rng, employed)
            work.tell(loader, rng, employed, homes)
            looked_after = care.look_after(loader, of_care, homes)
            notes.write_notes(loader, rng, employed, homes)
            say(f"{len(homes.everybody):,} people known, {looked_after:,} children looked after")
        trail.write_trail(loader, rows=audit_rows, seconds=seconds)
        say(f"{audit_rows:,} audit rows")
        loader.set_numbers()
        loader.run("VACUUM ANALYZE")
        say(f"finished: {loader.sent:,} rows")
        worked = (worked_until_now(loader.connection.info.backend_pid) - before) / 1000
        return {"seconds": time.monotonic() - began, "processor": worked, "rows": loader.sent}
    finally:
        from django.db import connections

        loader.close()
        connections.close_all()
        server.stop()
