"""Staging of a 1 GB CSV of records: in at most 120 s, and at most 200 MB in the importing process and its child."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.record_file import write
from benchmarks.table import Measure

SIZE = 1024**3
SCRIPT = """
import contextlib, io, json, sys, time
import django; django.setup()
from pathlib import Path
from lippen.casework import command
from lippen.casework.vocabulary import IntakeKind
from lippen.organisation.roles import Role
from lippen.organisation.tests import factories
from benchmarks.council import TODAY
who = factories.person(factories.authority("Benchmark records"), family="Benchrecords")
factories.actor(who.authority, Role.SERVICE_MANAGER, on=TODAY, who=who)
said = io.StringIO()
began = time.perf_counter()
with contextlib.redirect_stdout(said):
    code = command.import_records(
        Path(sys.argv[1]), kind=IntakeKind.ENTRIES, by=who.email, source="Benchmark", stage_only=True, as_json=True
    )
took = time.perf_counter() - began
print(json.dumps({"code": code, "rows": json.loads(said.getvalue() or "{}").get("rows"), "took": took}))
"""


def run() -> list[Measure]:
    """Stage once in a process of its own; the rows are counted before the time counts."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "notes.csv"
        rows = write(path, SIZE)
        process = subprocess.Popen(
            [sys.executable, "-c", SCRIPT, str(path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        peaks: dict[int, float] = {}
        while process.poll() is None:
            for pid in (process.pid, *children_of(process.pid)):
                peaks[pid] = max(peaks.get(pid, 0.0), peak_mb(pid))
            time.sleep(0.05)
        said, errors = process.communicate()
    if process.returncode:
        raise SystemExit(f"Staging failed:\n{errors[-2000:]}")
    told = json.loads(said)
    if (told["code"], told["rows"]) != (0, rows):
        raise SystemExit(f"{told['rows']} of {rows} rows are staged, exit code {told['code']}")
    own = peaks.pop(process.pid)
    child = max(peaks.values())
    return [
        Measure("staging of a 1 GB CSV of records", told["took"], 120, "s", f"{rows:,} rows, checked for shape"),
        Measure("memory: importing process and its child", own + child, 200, "MB", f"{own:.0f} and {child:.0f} MB"),
    ]


def children_of(pid: int) -> list[int]:
    """The processes that a process has begun and that still run."""
    try:
        return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def peak_mb(pid: int) -> float:
    """The most resident memory that a process has had since it was begun; nothing of one that has ended.

    Not getrusage: that of a child counts what its parent held when it was begun.
    """
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM")), 0.0)
