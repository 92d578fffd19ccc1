"""What the nation's check of the locks finds, with every lock in its place and with one taken away: a line of JSON."""

from __future__ import annotations

import json
import os
import sys

from benchmarks import children, nation
from benchmarks.reference import building, councils

LOCK = "ALTER TABLE care_careevent {} ROW LEVEL SECURITY"


def look(share: float) -> dict[str, float]:
    """Made small, looked at twice, the lock put back."""
    wanted = councils.nation(share)
    kept = nation.nothing_of_others(wanted)
    ((people,),) = children.ask("SELECT count(*) FROM casework_knownperson")
    alter(LOCK.format("DISABLE"))
    try:
        loose = nation.nothing_of_others(wanted)
    finally:
        alter(LOCK.format("ENABLE"))
    return {"councils": len(wanted), "seen": kept.value, "people": people, "without_a_lock": loose.value}


def alter(statement: str) -> None:
    """One statement of the superuser's."""
    import psycopg
    from psycopg.conninfo import make_conninfo

    from lippen.server import launcher

    with psycopg.connect(make_conninfo(os.environ["DATABASE_URL"], user=launcher.SUPERUSER)) as connection:
        connection.execute(statement.encode())


if __name__ == "__main__":
    stop = building.opened_nation(share=float(sys.argv[1]), audit_rows=10_000)
    try:
        print(json.dumps(look(float(sys.argv[1]))))
    finally:
        from django.db import connections

        connections.close_all()
        stop()
