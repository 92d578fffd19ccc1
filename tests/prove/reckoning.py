"""What stands in the database when the killing is over, held against what was acknowledged."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import psycopg

from tests.prove.house import House

UPDATES = "SELECT paragraphs ->> 0 FROM improvement_update WHERE paragraphs ->> 0 LIKE 'Checked by %'"
EXPORTS = "SELECT subject_key, fields ->> 'state', fields ->> 'file' FROM kernel_draft WHERE form_key = 'export'"
FILES = "SELECT ref FROM kernel_storedfile WHERE name LIKE '%.csv'"
PAPERS = """
SELECT signed.paper_ref, file.kind FROM reporting_signedpaper signed
LEFT JOIN reporting_signedfile file ON file.signed_id = signed.id
"""
JOBS = "SELECT status::text, task_name FROM procrastinate_jobs WHERE task_name <> 'sweep'"
AGAIN = "SELECT count(*) FROM procrastinate_jobs WHERE task_name <> 'sweep' AND attempts > 1"
AUDIT = "SELECT count(*) FROM kernel_auditentry WHERE verb = %s"


@dataclass(frozen=True)
class Standing:
    """What stands."""

    updates: Counter[str]
    exports: dict[str, tuple[str, str]]
    files: Counter[str]
    papers: dict[str, list[str]]
    jobs: Counter[str]
    done_again: int
    exports_told: int
    files_told: int


def rows(house: House, query: str, *given: object) -> list[tuple]:
    """Read as the server's superuser, past all policies."""
    with psycopg.connect(house.server.url("postgres", house.database), connect_timeout=10) as connection:
        return connection.execute(query, given or None).fetchall()


def standing(house: House) -> Standing:
    """Read it all."""
    papers: dict[str, list[str]] = {}
    for ref, kind in rows(house, PAPERS):
        papers.setdefault(ref, []).append(kind)
    return Standing(
        updates=Counter(words for (words,) in rows(house, UPDATES)),
        exports={ref: (state, file) for ref, state, file in rows(house, EXPORTS)},
        files=Counter(ref for (ref,) in rows(house, FILES)),
        papers=papers,
        jobs=Counter(state for state, _ in rows(house, JOBS)),
        done_again=rows(house, AGAIN)[0][0],
        exports_told=rows(house, AUDIT, "plan.exported")[0][0],
        files_told=rows(house, AUDIT, "paper.file_kept")[0][0],
    )


def unfinished(house: House) -> int:
    """Jobs that wait or are being done."""
    try:
        return sum(1 for state, _ in rows(house, JOBS) if state in {"todo", "doing"})
    except psycopg.OperationalError:
        return -1
