"""A nation of 32 councils in one database: how fast it is made by COPY, and one council's pages beside 31 others.

Sizes are published figures, names are made up (`reference/councils.py`). Checked first: every council's chief officer
finds all of their own council and not one row of another, in every table about people; records of other councils do
not exist for them; lists and boards count what the superuser counts in that council alone. Then pages of the largest
council and of a small one are held to the promises of one council alone: p95 of at most 300 ms, and 25 statements.

The nation is kept in var/bench. `LIPPEN_BENCH_NATION=0.05` makes one with a twentieth of the children.
"""

from __future__ import annotations

import json
import os
import random
import re
import sys
from collections.abc import Iterator
from dataclasses import asdict

from benchmarks import children
from benchmarks.children import CHIEF, HIDDEN, LEADER, LEADING, WORKER, Page, Reader, ask, at, of_care, of_child
from benchmarks.days import TODAY
from benchmarks.reference import building, councils
from benchmarks.table import Measure, measured_apart

SECONDS = 600
MEASURED, LOOKED_FOR = (1, 21), 12
"""The councils whose pages are measured, the largest and one of the smaller; how many records of others are tried."""
PAGES = (
    *(Page("My desk", role, at("/")) for role in LEADING if role in (CHIEF, LEADER)),
    *(Page("Children", role, at("/children/")) for role in (CHIEF, LEADER, WORKER)),
    *(Page("A team at a glance", role, at("/children/team")) for role in (CHIEF, LEADER)),
    *(Page("Plans for permanence", role, at("/care/permanence")) for role in (CHIEF, LEADER)),
    *(Page("What drifts", role, at("/care/permanence/drift")) for role in (CHIEF, LEADER)),
    *(Page("Reviews", role, at("/care/reviews")) for role in (CHIEF, LEADER)),
    *(Page("A child's page", role, of_child()) for role in (CHIEF, LEADER)),
    *(Page("A child's time in care", role, of_care("/care/{}")) for role in (CHIEF, LEADER)),
    *(Page("A child's plan", role, of_care("/care/permanence/{}", of="lines")) for role in (CHIEF, LEADER)),
)
SHOWN = re.compile(r"/(?:children|care(?:/permanence)?)/((?:known|permanence)-\w+)")
"""A record or plan that a page leads to."""


def run() -> list[Measure]:
    """In a process of its own."""
    return measured_apart("nation", os.environ.get("LIPPEN_BENCH_NATION", "1"))


def measure(share: float) -> Iterator[Measure]:
    """How long it took; that nobody sees another council's; how fast pages are."""
    made = building.made_in(building.folder_of_nation(share))
    fast = f"{made['rows']:,.0f} rows, {made['rows'] / made['seconds']:,.0f} a second"
    note = f"{fast}, processor {made['processor']:.0f} s, {_people()}"
    yield Measure("A nation of 32 councils is made", made["seconds"], SECONDS, "s", note)
    children.hurry()
    yield nothing_of_others(councils.nation(share))
    for council in MEASURED:
        readers = readers_of(council)
        for page in PAGES:
            yield _named(children.timed(page, readers[page.role]), council)


def _people() -> str:
    ((known, in_care),) = ask(
        "SELECT (SELECT count(*) FROM casework_knownperson WHERE is_child), "
        "(SELECT count(*) FROM care_episode WHERE is_current AND NOT is_wrong AND ends_on IS NULL)"
    )
    return f"{known:,} children, {in_care:,} looked after"


def _named(found: Measure, council: int) -> Measure:
    words = {1: "the largest council", 21: "a small council"}[council]
    return Measure(f"{found.name[: -len(', p95')]}, {words}, p95", found.value, found.limit, found.unit, found.note)


def readers_of(council: int) -> dict[str, Reader]:
    """Chief officer, leader and worker of a council, those with plans for permanence; what they see is checked."""
    found = {role: _with_plans(role, council) for role in (CHIEF, LEADER, WORKER)}
    children.check_boards(found[CHIEF])
    theirs = {ref for (ref,) in ask(OF_COUNCIL, council, council)}
    for reader in found.values():
        for address in ("/children/", "/children/team", "/care/permanence", "/care/permanence/drift", "/care/reviews"):
            if reader.role == WORKER and address == "/children/team":
                continue
            shown = set(SHOWN.findall(children.opened(reader, address).content.decode()))
            if not shown or not shown <= theirs:
                raise SystemExit(f"{address} leads the {reader.role} to no record, or to one of another council.")
    return found


OF_COUNCIL = """
    SELECT ref FROM casework_knownperson WHERE authority_id = %s
    UNION ALL SELECT ref FROM care_permanenceline WHERE authority_id = %s
"""


def _with_plans(role: str, council: int) -> Reader:
    """The first of a council in a role who has a plan to look at."""
    for reader in children.signed_in(role, council=council, most=40):
        children.check_own(reader, council=council)
        if reader.lines and reader.in_care:
            return reader
    raise SystemExit(f"No {role} of council {council} has a plan for permanence to look at.")


ABOUT_PEOPLE = """
    SELECT table_name FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
    WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND column_name IN ('person_id', 'authority_id')
    AND table_name ~ '^(casework|care)_' GROUP BY 1 HAVING count(*) = 2 ORDER BY 1
"""
"""Tables whose rows are about one person, and name their council."""
OWN = "SELECT id FROM casework_knownperson WHERE authority_id = %s AND id NOT IN ({})"


def nothing_of_others(nation: tuple[councils.Council, ...]) -> Measure:
    """Rows of other councils that any council's chief officer finds, in all tables about people: there are none."""
    tables = [name for (name,) in ask(ABOUT_PEOPLE)]
    seen = looked = 0
    for council in nation:
        (chief,) = children.signed_in(CHIEF, council=council.number)
        own = {number for (number,) in ask(OWN.format(HIDDEN), council.number, *[chief.account] * 4)}
        others, rows, found = _under_the_locks(chief, council.number, tables)
        if found != own:
            raise SystemExit(f"{council.name}: its chief officer finds {len(found)} people, and there are {len(own)}.")
        seen, looked = seen + others, looked + rows
        _nowhere(chief, council.number)
    note = f"{looked:,} own rows of {len(tables)} tables looked at by {len(nation)} chief officers"
    return Measure("Rows of another council that are seen", seen, 0, "rows", note)


def _under_the_locks(chief: Reader, council: int, tables: list[str]) -> tuple[int, int, set[int]]:
    """What the chief officer finds as the site's role: rows of others, rows of their own, and people."""
    from django.db import connection, transaction
    from psycopg import sql

    from lippen.kernel import access
    from lippen.organisation import queries

    counted = sql.SQL("SELECT count(*) FILTER (WHERE authority_id <> %s), count(*) FROM {}")
    others = rows = 0
    with transaction.atomic():
        access.identify(queries.actor_for(chief.account, on=TODAY), today=TODAY)
        with connection.cursor() as cursor:
            for table in tables:
                cursor.execute(counted.format(sql.Identifier(table)), [council])
                of_others, of_all = cursor.fetchone()
                others, rows = others + of_others, rows + of_all
            cursor.execute("SELECT id, authority_id FROM casework_knownperson")
            found = cursor.fetchall()
    others += sum(authority != council for _, authority in found)
    return others, rows, {number for number, _ in found}


def _nowhere(chief: Reader, council: int) -> None:
    """Records of other councils do not exist for the chief officer: neither the child, nor care, nor a plan."""
    rng = random.Random(council)
    known = ask("SELECT ref FROM casework_knownperson WHERE authority_id <> %s AND is_child AND id %% 89 = 3", council)
    lines = ask("SELECT ref FROM care_permanenceline WHERE authority_id <> %s AND id %% 7 = 3", council)
    for addresses, rows in ((("/children/{}", "/care/{}"), known), (("/care/permanence/{}",), lines)):
        for (ref,) in rng.sample(rows, min(LOOKED_FOR, len(rows))):
            for address in addresses:
                status = chief.client.get(address.format(ref)).status_code
                if status != 404:
                    raise SystemExit(f"A record of another council answers council {council} with {status}.")


def main(share: float) -> None:
    """Measure the nation and print each measure as a line."""
    stop = building.opened_nation(share=share)
    try:
        for found in measure(share):
            print(json.dumps(asdict(found)), flush=True)
    finally:
        from django.db import connections

        connections.close_all()
        stop()


if __name__ == "__main__":
    main(float(sys.argv[1]))
