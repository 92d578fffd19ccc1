"""20,000 placements of 800 children by a file of columns, and out again: in at most 60 s each way.

The limit is ours: a file of the largest size is in before whoever sent it has turned to something else.
"""

from __future__ import annotations

import contextlib
import io
import json
import random
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from benchmarks.days import TODAY
from benchmarks.table import Measure

CHILDREN, MOVES = 800, 25
BEGAN, STAYED = date(2020, 1, 6), timedelta(days=60)
LIMIT = 60
SYLLABLES = [first + then for first in "bdfghklmnprstvwz" for then in ("a", "ai", "e", "ee", "i", "o", "oo", "u")]
FILES = {
    "children": "Person ID,Forename,Surname,DOB",
    "episodes": "Child ID,Start date,End date,Reason ended,Destination details",
    "legal": "Child ID,Legal status,Start date,End date,Expires",
    "placements": "Child ID,Placement type,Carer,From,To,Reason for move",
}
KINDS_OF_PLACE = ("Foster care", "Kinship", "Children's house")


def rows_of(kind: str) -> Iterator[str]:
    """The rows of one file: a child, a time in care under one order, twenty-five placements that follow one another."""
    rng = random.Random(11)
    for number in range(CHILDREN):
        child = f"P{number:05d}"
        begins = BEGAN + timedelta(days=number % 400)
        if kind == "children":
            first, last = ("".join(rng.choices(SYLLABLES, k=count)).title() for count in (3, 5))
            yield f"{child},{first},{last},{date(2009, 1, 1) + timedelta(days=5 * number)}"
        elif kind == "episodes":
            yield f"{child},{begins},,,"
        elif kind == "legal":
            yield f"{child},S25,{begins},,"
        else:
            for move in range(MOVES):
                since, until = begins + STAYED * move, begins + STAYED * (move + 1)
                ends = until if move + 1 < MOVES else ""
                yield f"{child},{KINDS_OF_PLACE[move % 3]},,{since},{ends},"


def run() -> list[Measure]:
    """Each file through the command, as an office would; every row is in the record before the time counts.

    What leaves a gap waits with the child, so that a time in care and its order come in with the placements.
    """
    import django

    django.setup()
    from lippen.organisation.roles import Role
    from lippen.organisation.tests import factories

    who = factories.person(factories.authority("Benchmark care"), family="Benchcare")
    factories.actor(who.authority, Role.SERVICE_MANAGER, on=TODAY, who=who)
    took: dict[str, float] = {}
    for kind, headings in FILES.items():
        told, took[kind] = brought(kind, [headings, *rows_of(kind)], by=who.email)
    _holds(who, CHILDREN * MOVES)
    out = undone(who, told["ref"])
    _holds(who, 0)
    before = ", ".join(f"{kind} {took[kind]:.0f} s" for kind in FILES if kind != "placements")
    return [
        Measure("20,000 placements come in", took["placements"], LIMIT, "s", f"before them {before}"),
        Measure("20,000 placements are undone", out, LIMIT, "s", "whole, in one transaction"),
    ]


def brought(kind: str, lines: list[str], *, by: str) -> tuple[dict, float]:
    """The file in the record, what the command told of it, and its seconds."""
    from lippen.casework import command
    from lippen.casework.vocabulary import IntakeKind

    said = io.StringIO()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{kind}.csv"
        path.write_text("\n".join(lines) + "\n")
        began = time.perf_counter()
        with contextlib.redirect_stdout(said):
            given = {"by": by, "source": "Benchmark", "take_in": True, "without_refused": True, "as_json": True}
            command.import_records(path, kind=IntakeKind(kind), **given)
        took = time.perf_counter() - began
    return json.loads(said.getvalue()), took


def undone(who, ref: str) -> float:
    """The seconds in which the file is undone, as the worker does it."""
    from lippen.casework import intake
    from lippen.casework.actions import undoing
    from lippen.casework.queries import intake as queries
    from lippen.kernel import clock
    from lippen.organisation import queries as organisation
    from lippen.organisation.work import acting_for

    account_id = organisation.account_of(who.pk)
    with acting_for(account_id) as actor:
        version = queries.intake(actor, ref).version
        given = {"intake_ref": ref, "version": version, "at": clock.now()}
        undoing.begin_undoing(actor=actor, why="The wrong export was chosen.", **given)
    began = time.perf_counter()
    intake.undo(lambda: acting_for(account_id), ref, at=clock.now())
    return time.perf_counter() - began


def _holds(who, count: int) -> None:
    """Whether so many placements stand in the records of the council."""
    from lippen.care.models import Placement
    from lippen.care.queries import spans
    from lippen.organisation import queries as organisation
    from lippen.organisation.work import acting_for

    with acting_for(organisation.account_of(who.pk)) as actor:
        children = Placement.objects.values_list("person_id", flat=True).distinct()
        found = len(spans.current(actor, Placement, list(children)))
    if found != count:
        raise SystemExit(f"{found} placements stand in the records, not {count}")
