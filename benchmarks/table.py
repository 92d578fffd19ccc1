"""One row of the table and how it is printed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True)
class Measure:
    """What was measured, what came out, and the limit that it is held against."""

    name: str
    value: float
    limit: float
    unit: str
    note: str = ""

    @property
    def holds(self) -> bool:
        """Whether the limit is kept."""
        return self.value <= self.limit


def quantile(values: Sequence[float], share: float) -> float:
    """The nearest-rank quantile."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def measured_apart(part: str, *given: object) -> list[Measure]:
    """What a part measures in a process of its own, since a process has one database: a line of JSON each."""
    command = [sys.executable, "-m", f"benchmarks.{part}", *map(str, given)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    return [Measure(**json.loads(line)) for line in done.stdout.splitlines() if line.startswith("{")]


def show(measures: Sequence[Measure]) -> None:
    """Print the table."""
    table = Table(title="Measured against their limits")
    for heading in ("measure", "value", "limit", "", "note"):
        table.add_column(heading, justify="right" if heading in {"value", "limit"} else "left")
    for m in measures:
        table.add_row(
            m.name, f"{m.value:.2f} {m.unit}", f"{m.limit:g} {m.unit}", "holds" if m.holds else "BROKEN", m.note
        )
    Console(width=120).print(table)


def worked_until_now(backend_pid: int) -> float:
    """Milliseconds of the processor that this process and a server process of the database's have used."""
    backend = Path(f"/proc/{backend_pid}/stat").read_text().rpartition(")")[2].split()
    ticks = int(backend[11]) + int(backend[12])
    return time.process_time() * 1000 + ticks * 1000 / os.sysconf("SC_CLK_TCK")
