"""What is done for a whole council at once: a day's reads looked through, and every record whose time may be up."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from benchmarks.days import TODAY
from benchmarks.table import Measure

SECONDS = 5.0
"""For what is done once a day or once a year, in a council of ten thousand children."""
DAY = timedelta(days=1)
Asker = Callable[..., list[Any]]


def measures(ask: Asker, times: int) -> Iterator[Measure]:
    """Both, each held against what the superuser counts.

    In a council ten times as large the list of what is due takes longer than a statement may: it is not measured there.
    """
    yield looked_through(ask)
    if times == 1:
        yield due(ask)


def same(what: str, said: int, so: int) -> None:
    """Stop where what was found is not what there is."""
    if said != so:
        raise SystemExit(f"There are {so} {what}, and {said} were found.")


def looked_through(ask: Asker) -> Measure:
    """A day of the audit trail looked through by information governance: who read what, and what speaks for it."""
    from lippen.casework.queries.watching import reads_between
    from lippen.kernel.clock import end_of

    (last,) = ask("SELECT (max(at) - interval '3 days')::date FROM kernel_auditentry WHERE at < %s", TODAY)[0]
    since, before = end_of(last - DAY), end_of(last)
    ((so,),) = ask(READ_THAT_DAY, since, before)
    took, found = in_the_name_of("information_governance", lambda: reads_between(1, since, before))
    same("reads of a day", len(found), so)
    return Measure("A day's reads looked through", took, SECONDS, "s", f"{so:,} reads")


READ_THAT_DAY = """
    SELECT count(DISTINCT (entry.account_id, known.id)) FROM kernel_auditentry entry
    JOIN casework_knownperson known ON known.ref = entry.subject_key
    JOIN organisation_account account ON account.id = entry.account_id
    WHERE entry.at >= %s AND entry.at < %s AND entry.subject_kind LIKE 'casework:%%' AND entry.account_id IS NOT NULL
"""


def due(ask: Asker) -> Measure:
    """Every record with what decides how long it is kept, and those whose time is up, as a list of them is drawn."""
    from lippen.casework.queries import keeping

    def drawn() -> Any:
        records = keeping.kept_records(1)
        keeping.due_on(records, on=TODAY.replace(year=2040), years=keeping.years_kept(1, on=TODAY))
        return records

    ((so,),) = ask("SELECT count(*) FROM casework_knownperson")
    took, found = in_the_name_of("head_of_service", drawn)
    same("records", len(found), so)
    return Measure("Records whose time is up", took, SECONDS, "s", f"{so:,} records")


def in_the_name_of(role: str, do: Callable[[], Any]) -> tuple[float, Any]:
    """How many seconds something takes at the most of three times, in the name of somebody of a role; what it gives."""
    from django.db import transaction

    from lippen.kernel import access
    from lippen.organisation import queries
    from lippen.organisation.models import Account

    account = Account.objects.filter(person__holdings__post__role=role).order_by("pk").first()
    took = []
    for _ in range(3):
        with transaction.atomic():
            access.identify(queries.actor_for(account.pk, on=TODAY), today=TODAY)
            began = time.perf_counter()
            found = do()
            took.append(time.perf_counter() - began)
    return max(took), found
