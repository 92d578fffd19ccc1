"""The reference council: made once, kept in var/bench on a server of its own, made anew when it would differ."""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.reference import care, families, notes, staff, trail, work
from benchmarks.reference.loading import Loader

HERE = Path(__file__).resolve().parent
KEPT = HERE.parents[1] / "var" / "bench"
SOURCES = HERE.parents[1] / "src" / "lippen"
DATABASE = "lippen_reference"
FOR_BUILDING = {"shared_buffers": "1GB", "max_wal_size": "8GB", "work_mem": "64MB", "jit": "off"}
FINISHED = "lippen-reference.txt"


def opened(*, times: int = 1, audit_rows: int = trail.ROWS) -> Callable[[], object]:
    """A server with the reference council, so many times as large; the settings point at it. Answers what stops it."""
    folder = KEPT / f"{times}x"
    os.environ |= {"LIPPEN_TESTING": "1", "LIPPEN_VAR": str(folder / "var")}
    made_by = f"{_print()}, {times} times, {audit_rows} audit rows"
    if not _is_there(folder, made_by):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        _build(folder / "postgres", times, audit_rows)
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


def _build(folder: Path, times: int, audit_rows: int) -> None:
    server = _serve(folder, fast=True)
    began = time.monotonic()

    def say(words: str) -> None:
        print(f"{time.monotonic() - began:6.0f} s  {words}", file=sys.stderr, flush=True)

    loader, rng = Loader(server.url("postgres", DATABASE)), random.Random(2026)
    try:
        say(f"making the reference council, {times} times its size")
        employed = staff.employ(loader, rng, times=times)
        homes = families.settle(loader, rng, employed, times=times)
        say(f"{len(homes.everybody):,} people known")
        work.tell(loader, rng, employed, homes)
        say("referrals, waits, work, warnings")
        say(f"{care.look_after(loader, homes):,} children looked after")
        notes.write_notes(loader, rng, employed, homes, times=times)
        say("notes and visits")
        trail.write_trail(loader, rows=audit_rows, staff=400 * times)
        say(f"{audit_rows:,} audit rows")
        loader.set_numbers()
        loader.run("VACUUM ANALYZE")
        say("finished")
    finally:
        from django.db import connections

        loader.close()
        connections.close_all()
        server.stop()
