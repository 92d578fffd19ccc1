"""`make bench`: everything, or `make bench ARGS="imports"` for one part."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from benchmarks.table import Measure, show

PARTS = (
    "imports",
    "record_imports",
    "care_files",
    "plan_page",
    "papers",
    "audit_trail",
    "audit_export",
    "children",
    "nation",
)


def main(wanted: list[str]) -> int:
    """Run the parts asked for on a durable database of their own; exit code 1 when a limit is broken."""
    measures: list[Measure] = []
    with tempfile.TemporaryDirectory(prefix="lippen-bench-") as folder:
        stop = prepare(Path(folder))
        try:
            for part in wanted or PARTS:
                module = __import__(f"benchmarks.{part}", fromlist=["run"])
                measures.extend(module.run())
        finally:
            stop()
    show(measures)
    return 0 if all(measure.holds for measure in measures) else 1


def prepare(folder: Path):
    """A durable embedded server with an empty database, the settings pointing at it as the app's role."""
    os.environ |= {"LIPPEN_TESTING": "1", "LIPPEN_VAR": str(folder / "var")}
    from lippen.server import launcher, setup

    server = launcher.start(folder / "postgres")
    setup.point_settings_at(server, "lippen_bench")
    setup.setup_database(server.admin_url, "lippen_bench")
    return server.stop


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
