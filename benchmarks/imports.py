"""Import of 10,000 CSV rows: in at most 20 s, and at most 300 MB in the importing process."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.council import csv_plan
from benchmarks.table import Measure

ROWS = 10_000
SCRIPT = """
import contextlib, io, resource, sys, time
import django; django.setup()
from pathlib import Path
from benchmarks.council import performance_officer
from lippen.improvement import command, queries
from lippen.organisation.work import acting_for
officer = performance_officer()
began = time.perf_counter()
with contextlib.redirect_stdout(io.StringIO()):
    code = command.import_plan(Path(sys.argv[1]), plan="Bench")
took = time.perf_counter() - began
with acting_for(officer.account_id) as actor:
    count = sum(plan.actions for plan in queries.plans(actor))
own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
print(code, count, took, own / 1024, child / 1024)
"""


def run() -> list[Measure]:
    """Import once in a process of its own; the result is checked before the time counts."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "plan.csv"
        path.write_bytes(csv_plan(ROWS))
        began = time.perf_counter()
        found = subprocess.run(
            [sys.executable, "-c", SCRIPT, str(path)], env=os.environ, capture_output=True, text=True, check=False
        )
    if found.returncode:
        raise SystemExit(
            f"The import benchmark failed after {time.perf_counter() - began:.0f} s:\n{found.stderr[-2000:]}"
        )
    code, count, took, own, child = found.stdout.split()
    if (int(code), int(count)) != (0, ROWS):
        raise SystemExit(f"{count} of {ROWS} actions came in, exit code {code}")
    return [
        Measure("import of 10,000 CSV rows", float(took), 20, "s", "read, proposed, written; nothing confirmed"),
        Measure("memory: the importing process", float(own), 300, "MB"),
        Measure("memory: the reading child", float(child), 300, "MB"),
    ]
