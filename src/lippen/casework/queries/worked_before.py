"""Who works with a child now, for whoever did before them: nothing of the record, and nothing they were not told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import connection

from lippen.organisation import queries as organisation


@dataclass(frozen=True)
class NextRow:
    """Who took the place of whoever asks; `name`: the child's, empty where it has changed since."""

    name: str
    worker: str
    team: str
    since: date


def next_workers(refs: Iterable[str]) -> dict[str, NextRow]:
    """Who took the reader's place, or their team's, by the references of children and offers: for 60 days."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select asked, name, worker_id, team_id, since from visible_worked_before(%s::text[])", [[*refs]]
        )
        rows = cursor.fetchall()
    if not rows:
        return {}
    names = organisation.person_names({row[2] for row in rows})
    teams = organisation.team_names({row[3] for row in rows if row[3]})
    return {ref: NextRow(name, names[worker], teams.get(team, ""), since) for ref, name, worker, team, since in rows}
