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
import resource, sys, time
import django; django.setup()
from pathlib import Path
from django.db import transaction
from benchmarks.council import AT, TODAY, performance_officer
from lippen.improvement import actions, adapters, queries
from lippen.kernel.access import identify
path = Path(sys.argv[1])
actor = performance_officer("Import Council")
began = time.perf_counter()
content = path.read_bytes()
document = adapters.read_document(path.name, content)
proposal = adapters.propose(document, adapters.guess_mapping(document), answers={}, known_initials=frozenset())
with transaction.atomic():
    identify(actor, today=TODAY)
    ref = actions.bring_in(actor=actor, name=path.name, content=content, proposal=proposal.to_dict(), title="Bench", at=AT)
took = time.perf_counter() - began
with transaction.atomic():
    identify(actor, today=TODAY)
    (count,) = [plan.actions for plan in queries.plans(actor)]
own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
print(count, took, max(own, child) / 1024)
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
        raise SystemExit(f"The import benchmark failed after {time.perf_counter() - began:.0f} s:\n{found.stderr[-2000:]}")
    count, took, megabytes = found.stdout.split()
    assert int(count) == ROWS, f"{count} of {ROWS} actions came in"
    return [
        Measure("import of 10,000 CSV rows", float(took), 20, "s"),
        Measure("memory of the importing process", float(megabytes), 300, "MB", "the larger of parent and child"),
    ]
