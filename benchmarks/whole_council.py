"""What is done for a whole council at once: a day's reads looked through, every record whose time is up."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

from benchmarks.days import TODAY
from benchmarks.table import Measure, worked_until_now

SECONDS = 5.0
"""For what is done once a day or once a year, in a council of ten thousand children and in one ten times as large."""
DAY = timedelta(days=1)
Asker = Callable[..., list[Any]]


def measures(ask: Asker, times: int) -> Iterator[Measure]:
    """All of them, each held against what the superuser finds."""
    yield looked_through(ask)
    yield due(ask, TODAY)
    yield due(ask, TODAY.replace(year=2040))
    yield searches(times)
    if times == 1:
        yield all_clocks(ask)


CLOCKS_SECONDS = 10.0
CHIEF = """
    SELECT account.id FROM organisation_account account JOIN organisation_postholding held USING (person_id)
    JOIN organisation_post post ON post.id = held.post_id WHERE post.role = 'chief_social_work_officer'
    ORDER BY account.id LIMIT 1
"""
IN_CARE = "SELECT array_agg(DISTINCT person_id) FROM care_episode WHERE is_current AND NOT is_wrong"


def all_clocks(ask: Asker) -> Measure:
    """Every clock of every child who was ever looked after, from the rows alone, in the chief officer's name."""
    from lippen.care.queries.clocks import clocks_of
    from lippen.organisation import queries as organisation

    ((ids,),) = ask(IN_CARE)
    (account,) = ask(CHIEF)[0]

    def every() -> dict[int, list[Any]]:
        return clocks_of(organisation.actor_for(account, on=TODAY), ids, today=TODAY)

    took, worked, found = in_the_name_of("chief_social_work_officer", every)
    note = f"{sum(map(len, found.values())):,} clocks of {len(found):,} children, processor {worked:.1f} s"
    return Measure("Every clock of every child in care", took, CLOCKS_SECONDS, "s", note)


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
    took, worked, found = in_the_name_of("information_governance", lambda: reads_between(1, since, before))
    same("reads of a day", len(found), so)
    return Measure("A day's reads looked through", took, SECONDS, "s", f"{so:,} reads, processor {worked:.1f} s")


READ_THAT_DAY = """
    SELECT count(DISTINCT (entry.account_id, known.id)) FROM kernel_auditentry entry
    JOIN casework_knownperson known ON known.ref = entry.subject_key
    JOIN organisation_account account ON account.id = entry.account_id
    WHERE entry.at >= %s AND entry.at < %s AND entry.subject_kind LIKE 'casework:%%' AND entry.account_id IS NOT NULL
"""


def due(ask: Asker, on: date) -> Measure:
    """Those whose time is up on a day, as a list of them is drawn: of a year to come, nearly all that are closed."""
    from lippen.casework import rules
    from lippen.casework.queries import keeping

    starts = [int(rules.LOCALS[key].start) for key in ("keep_protection_years", "keep_other_years")]
    so = {ref for (ref,) in ask(DUE_THAT_DAY, *starts, on)}
    took, worked, found = in_the_name_of("head_of_service", lambda: keeping.due(1, on=on))
    same("records due", len(found), len(so))
    if {row.ref for row in found} != so:
        raise SystemExit("Other records are due than those that were found.")
    note = f"{len(so):,} records, processor {worked:.1f} s"
    return Measure(f"Records whose time is up in {on.year}", took, SECONDS, "s", note)


DUE_THAT_DAY = """
    WITH told AS (
        SELECT person_id, max(day) AS last_on FROM (
            SELECT person_id, greatest(starts_on, ends_on) AS day FROM casework_involvement
            UNION ALL SELECT person_id, so_on FROM casework_statusfact
            UNION ALL SELECT person_id, so_on FROM casework_referral
            UNION ALL SELECT person_id, so_on FROM casework_referralstep
            UNION ALL SELECT person_id, so_on FROM casework_visitdone
            UNION ALL SELECT person_id, so_on FROM casework_chronologyentry
            UNION ALL SELECT id, so_on FROM casework_knownperson
        ) days GROUP BY 1
    ), had AS (
        SELECT person_id, bool_or(status IN ('at_home', 'away', 'court', 'aftercare')) AS looked_after,
            bool_or(status IN ('protection', 'pre_birth')) AS registered
        FROM casework_statusfact GROUP BY 1
    ), free AS (
        SELECT id, ref, is_child FROM casework_knownperson
        WHERE id NOT IN (SELECT person_id FROM casework_involvement WHERE ends_on IS NULL)
          AND id NOT IN (SELECT person_id FROM casework_waiting w
            WHERE NOT EXISTS (SELECT 1 FROM casework_waitingend e WHERE e.waiting_id = w.id))
          AND id NOT IN (SELECT person_id FROM casework_legalhold)
    ), kept AS (
        SELECT free.id, free.ref, CASE
            WHEN looked_after THEN now.born_on + interval '100 years'
            WHEN registered THEN last_on + make_interval(years => %s)
            ELSE last_on + make_interval(years => %s) END AS until
        FROM free JOIN casework_personnow now ON now.person_id = free.id JOIN told ON told.person_id = free.id
        LEFT JOIN had ON had.person_id = free.id WHERE free.is_child
    ), up AS MATERIALIZED (
        SELECT id, ref FROM kept WHERE until <= %s
    ), ties AS (
        SELECT t.person_id AS id, t.other_id AS child_id FROM casework_tie t
        UNION SELECT t.other_id, t.person_id FROM casework_tie t
    )
    SELECT ref FROM up UNION SELECT free.ref FROM free JOIN ties ON ties.id = free.id
    JOIN casework_knownperson child ON child.id = ties.child_id AND child.is_child
    LEFT JOIN up ON up.id = child.id WHERE NOT free.is_child
    GROUP BY free.ref HAVING bool_and(up.id IS NOT NULL)
"""


def searches(times: int) -> Measure:
    """The searches that go with those whose time is up, as retention asks for them in the night; then all is undone."""
    import psycopg
    from psycopg.conninfo import make_conninfo

    from lippen.server import launcher

    url, took = make_conninfo(os.environ["DATABASE_URL"], user=launcher.SUPERUSER), []
    with psycopg.connect(url) as connection:
        for statement in AGREED:
            connection.execute(statement.encode(), {"day": TODAY.replace(year=2036), "searches": SEARCHES * times})
        ((told, people),) = connection.execute(SEARCHED.encode()).fetchall()
        connection.execute("SET LOCAL ROLE lippen_retention")
        before = worked_until_now(connection.info.backend_pid)
        for _ in range(3):
            began = time.perf_counter()
            ((found,),) = connection.execute("SELECT condemned_searches()").fetchall()
            took.append(time.perf_counter() - began)
        worked = (worked_until_now(connection.info.backend_pid) - before) / 3000
        connection.rollback()
    wanted = {*told}
    same("searches more or fewer that go", len(wanted ^ {each for each in found if each in wanted or each > BESIDE}), 0)
    note = f"{len(wanted):,} of {SEARCHES * times:,} searches with {people:,} records, processor {worked:.1f} s"
    return Measure("Searches that go with records", max(took), SECONDS, "s", note)


SEARCHES = 20_000
"""Searches of a year that added nobody, to each ten thousand children."""
BESIDE = 900_000_000
"""The searches of pages that were measured before stay out of the count: they have lower numbers."""
LISTED = "INSERT INTO casework_destruction{} (recorded_at, recorded_by_id, authority_id, {}) "
AGREED = (
    "SET LOCAL session_replication_role = replica",
    "SELECT set_config('app.today', %(day)s::text, true)",
    LISTED.format("", "id, ref, as_at") + "VALUES (now(), 1, 1, 900000001, 'destruction-bench', %(day)s)",
    LISTED.format("step", "destruction_id, kind, words")
    + "SELECT now(), 1 + n, 1, 900000001, 'agreed', 'Looked' FROM generate_series(1, 2) n",
    LISTED.format("item", "destruction_id, record, known_id, line, due_on")
    + """SELECT now(), 1, 1, 900000001, ref, id, 'other', %(day)s FROM casework_knownperson known
    WHERE id %% 20 = 0 AND id NOT IN (SELECT person_id FROM casework_involvement WHERE ends_on IS NULL)
      AND id NOT IN (SELECT person_id FROM casework_waiting WHERE is_open)""",
    """INSERT INTO casework_searchrun (id, recorded_at, recorded_by_id, ref, authority_id, terms, found)
    SELECT 900000000 + n, now(), 1, 'search-bench' || n, 1, CASE WHEN n %% 4 = 0
            THEN jsonb_build_object('words', now.given_name || ' qq' || n)
            ELSE jsonb_build_object('given_name', now.family_name, 'family_name', now.given_name) END, 0
    FROM generate_series(1, %(searches)s) n
    JOIN casework_personnow now ON now.person_id = 1 + n * 7919::bigint %% (SELECT count(*) FROM casework_personnow)""",
    "ANALYZE casework_searchrun, casework_destructionitem",
)
"""A list that two agreed to, of one record in twenty with which nobody works; searches, their names turned round."""
SEARCHED = """
    WITH gone AS MATERIALIZED (
        SELECT known.* FROM casework_destructionitem item JOIN casework_knownperson known ON known.id = item.known_id
        WHERE item.destruction_id = 900000001
    ), names AS MATERIALIZED (
        SELECT DISTINCT lower(given_name) AS given, lower(family_name) AS family
        FROM casework_personname JOIN gone ON gone.id = person_id
    ), told AS (
        SELECT id, lower(terms ->> 'given_name') AS one, lower(terms ->> 'family_name') AS other,
            lower(terms ->> 'words') AS words
        FROM casework_searchrun WHERE id > 900000000
    ), runs AS (
        SELECT id FROM told JOIN names ON given = one AND family = other
        UNION SELECT id FROM told JOIN names ON given = other AND family = one
        UNION SELECT id FROM told JOIN names ON given = family AND given IN (one, other)
        UNION SELECT id FROM told JOIN (SELECT DISTINCT family FROM names) names ON position(family IN words) > 0
        UNION SELECT search_id FROM gone
    )
    SELECT (SELECT array_agg(id) FROM runs), (SELECT count(*) FROM gone)
"""


def in_the_name_of(role: str, do: Callable[[], Any]) -> tuple[float, float, Any]:
    """How many seconds something takes at the most of three times, in the name of somebody of a role; what it gives.

    The processor's seconds of site and database stand between: they tell what is slow from a busy machine.
    """
    from django.db import connection, transaction

    from lippen.kernel import access
    from lippen.organisation import queries
    from lippen.organisation.models import Account

    account = Account.objects.filter(person__holdings__post__role=role).order_by("pk").first()
    took, before = [], worked_until_now(connection.connection.info.backend_pid)
    for _ in range(3):
        with transaction.atomic():
            access.identify(queries.actor_for(account.pk, on=TODAY), today=TODAY)
            began = time.perf_counter()
            found = do()
            took.append(time.perf_counter() - began)
    worked = worked_until_now(connection.connection.info.backend_pid) - before
    return max(took), worked / 3000, found
