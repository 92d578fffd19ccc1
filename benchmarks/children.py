"""The children's room on the reference council: 10,000 children, 400 staff, a million notes, 20 million audit rows.

Every page as the site answers it, signed in as the app's role under row-level security: p95 of at most 300 ms and 25
statements, 600 ms for a chronology of 2,000 entries. What a page says is held against the superuser's SQL first.

`LIPPEN_BENCH_AUDIT_ROWS` makes the audit trail shorter; `LIPPEN_BENCH_TIMES=1,10` adds a council ten times as large
(what growth costs, page beside page: `growth.py`). The councils are kept in var/bench and take minutes to make.

Beside the pages stands what is done for a whole council: a day's reads looked through, every record whose time is up,
and the searches that go with those who are destroyed.
"""

from __future__ import annotations

import json
import os
import random
import re
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any
from uuid import uuid4

from benchmarks import whole_council
from benchmarks.days import TODAY
from benchmarks.reference import trail
from benchmarks.table import Measure, measured_apart, quantile, worked_until_now

REQUESTS, LIMIT, LONG_LIMIT, STATEMENTS = 100, 300, 600, 25
NOT_COUNTED = ("SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK", "BEGIN", "COMMIT")
MOST_COUNTED = 10_000
"""Children of one list; of more a page says that there are more."""
CLEAR = 20.0
"""Below so many milliseconds one council's page is not told from another's: noise."""


def run() -> list[Measure]:
    """Each size in a process of its own, since a process has one database."""
    sizes = os.environ.get("LIPPEN_BENCH_TIMES", "1").split(",")
    return [measure for times in sizes for measure in measured_apart("children", times)]


@dataclass
class Reader:
    """Somebody signed in, with the children whom they see."""

    role: str
    account: int
    client: Any
    own: list[str] = field(default_factory=list)
    longest: str = ""
    """The one of their children with the longest chronology, of a social worker; not among their own."""
    in_care: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Page:
    """One kind of page: who opens it, at which address each time, how long it may take."""

    name: str
    role: str
    ask: Callable[[Reader, random.Random], Any]
    limit: int = LIMIT
    requests: int = 1
    """How many requests it takes: a search is sent, then shown."""


def measure(times: int) -> Iterator[Measure]:
    """Check that pages say what is so, then open each of them often."""
    readers = {role: signed_in(role)[0] for role in ROLES}
    hurry()
    check(readers)
    for page in PAGES:
        yield timed(page, readers[page.role])
    yield from whole_council.measures(ask, times)


ROLES = ("chief_social_work_officer", "service_manager", "team_leader", "social_worker")


def signed_in(role: str, *, council: int = 1, most: int = 1) -> list[Reader]:
    """Those first of a council who have a role: a social worker of fifteen children, who leads that team, and so on."""
    from django.conf import settings
    from django.test import Client

    import lippen.config.wsgi  # noqa: F401 - a process of the site, as it begins
    from lippen.organisation.models import Account
    from lippen.organisation.tests.entering import with_second_factors

    settings.LIPPEN_TODAY = TODAY
    with_second_factors()
    found = []
    accounts = Account.objects.filter(person__holdings__post__role=role, person__authority_id=council)
    for account in accounts.order_by("pk")[:most]:
        client = Client()
        client.force_login(account, settings.AUTHENTICATION_BACKENDS[0])
        found.append(Reader(role, account.pk, client))
    return found


def ask(question: str, *given: object) -> list[Any]:
    """The rows that the superuser finds, whom no lock binds."""
    import psycopg
    from psycopg.conninfo import make_conninfo

    from lippen.server import launcher

    with psycopg.connect(make_conninfo(os.environ["DATABASE_URL"], user=launcher.SUPERUSER)) as connection:
        return connection.execute(question.encode(), given or None).fetchall()


HIDDEN = """
    SELECT person_id FROM casework_restriction r WHERE cardinality(officers) > 0 AND NOT %s = ANY (officers)
    UNION SELECT person_id FROM casework_owntie WHERE officer_id = %s AND kind <> 'none'
    UNION SELECT t.person_id FROM casework_tie t JOIN casework_owntie o ON o.person_id = t.other_id
        WHERE o.officer_id = %s
    UNION SELECT t.other_id FROM casework_tie t JOIN casework_owntie o ON o.person_id = t.person_id
        WHERE o.officer_id = %s
"""
SEEN = f"SELECT ref FROM casework_knownperson k WHERE is_child AND {{}} AND id NOT IN ({HIDDEN}) ORDER BY id"
WORKED = "id IN (SELECT person_id FROM casework_involvement w WHERE ends_on IS NULL AND {})"
OF_ROLE = {
    "social_worker": WORKED.format("worker_id = %s"),
    "team_leader": WORKED.format("(worker_id = %s OR team_id = (SELECT team_id FROM organisation_post WHERE id = %s))"),
}


HURRIED = """
    INSERT INTO casework_localnumber (recorded_at, authority_id, key, number, so_on, why)
    SELECT now(), id, 'lookup_records', 100000, '2012-01-01', 'One reader asks here for many'
    FROM organisation_authority
    WHERE NOT EXISTS (SELECT 1 FROM casework_localnumber n WHERE n.key = 'lookup_records' AND n.number >= 100000)
    RETURNING id
"""


def hurry() -> None:
    """Let one reader open many records in a row, as many readers would; how fast they go is still looked at."""
    ask(HURRIED)


def check(readers: dict[str, Reader]) -> None:
    """What each reader's list, queue and longest chronology say, against the superuser's own count."""
    for reader in readers.values():
        check_own(reader)
    chief, worker = readers["chief_social_work_officer"], readers["social_worker"]
    check_boards(chief)
    said = _number(chief.client.get("/children/queue").content.decode(), r"([\d,]+) children wait\.")
    _same("children who wait", said, ask(WAITING, chief.own)[0][0])
    said = _number(chief.client.get("/children/").content.decode(), REFERRALS_FOUND)
    _same("referrals to be decided", said, ask(TO_BE_DECIDED, chief.own)[0][0])
    ((long_told, entries),) = ask(LONGEST)
    worker.own.remove(long_told)  # it is measured by itself: among fifteen it would be the p95, or not, by chance
    worker.longest = long_told
    shown = worker.client.get(f"/children/{long_told}/chronology").content.decode()
    _same("entries of the chronology", shown.count('<th scope="row">'), entries)
    _same("people who stand as their facts say", _follow_their_facts(chief), SAMPLE)


def check_own(reader: Reader, *, council: int = 1) -> None:
    """Which children of the council the reader sees, who of them is in care or has a plan; the list counts as many."""
    where = OF_ROLE.get(reader.role, f"authority_id = {council}")
    marks = where.count("%s") + HIDDEN.count("%s")
    reader.own = [ref for (ref,) in ask(SEEN.format(where), *([reader.account] * marks))]
    reader.in_care = [ref for (ref,) in ask(IN_CARE, reader.own)]
    reader.lines = [ref for (ref,) in ask(LINES, reader.own)]
    said = _number(reader.client.get("/children/").content.decode(), CHILDREN_FOUND)
    _same(f"children of the {reader.role}", said, min(len(reader.own), MOST_COUNTED))


def check_boards(reader: Reader) -> None:
    """The board and the reviews count what there is of the reader's own children."""
    board = reader.client.get("/care/permanence").content.decode()
    _same("plans for permanence", _number(board, r"lippen-lead\">([\d,]+) plans?"), len(reader.lines))
    reviews = reader.client.get("/care/reviews").content.decode()
    asked = ask(REVIEWS_ASKED, list(reader.own))[0][0]
    _same("reviews that are asked for", _number(reviews, r"([\d,]+) (?:is|are) asked for"), asked)


IN_CARE = """
    SELECT known.ref FROM care_episode episode JOIN casework_knownperson known ON known.id = episode.person_id
    WHERE known.ref = ANY (%s) AND episode.is_current AND NOT episode.is_wrong AND episode.ends_on IS NULL ORDER BY 1
"""
LINES = """
    SELECT line.ref FROM care_permanenceline line JOIN casework_knownperson known ON known.id = line.person_id
    WHERE known.ref = ANY (%s) AND NOT EXISTS (SELECT 1 FROM care_lineend e WHERE e.line_id = line.id) ORDER BY 1
"""
REVIEWS_ASKED = """
    SELECT count(*) FROM organisation_duty WHERE subject_kind = 'care.child' AND closed_at IS NULL
      AND subject_key = ANY (%s) AND kind LIKE 'care.lac\\_r\\_%%' OR closed_at IS NULL AND kind IN
      ('care.lac_em_2', 'care.lac_em_3') AND subject_key = ANY (SELECT ref FROM casework_knownperson)
"""
SAMPLE = 40


def _follow_their_facts(chief: Reader) -> int:
    """How many of a sample are left as they are when the site lets `now` follow from the facts once more."""
    from django.db import transaction

    from lippen.casework.actions.now import follow
    from lippen.casework.models import PersonNow
    from lippen.kernel import access
    from lippen.organisation import queries

    unchanged = 0
    with transaction.atomic():
        access.identify(queries.actor_for(chief.account, on=TODAY), today=TODAY)
        for ref in random.Random(3).sample(chief.own, SAMPLE):
            before = PersonNow.objects.select_related("person").get(person__ref=ref)
            follow(before.person)
            unchanged += PersonNow.objects.filter(pk=before.pk).values().get() == _columns(before)
        transaction.set_rollback(True)
    return unchanged


def _columns(row: Any) -> dict[str, Any]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


WAITING = """
    SELECT count(*) FROM casework_waiting w
    WHERE person_id IN (SELECT id FROM casework_knownperson WHERE ref = ANY (%s))
      AND NOT EXISTS (SELECT 1 FROM casework_waitingend e WHERE e.waiting_id = w.id)
"""
TO_BE_DECIDED = """
    SELECT count(*) FROM casework_referral r
    WHERE person_id IN (SELECT id FROM casework_knownperson WHERE ref = ANY (%s))
      AND NOT EXISTS (
        SELECT 1 FROM casework_referralstep s WHERE s.referral_id = r.id AND s.outcome NOT IN ('assess', 'assessed'))
"""
CHILDREN_FOUND = r"Children <span[^>]*>\((?:more than )?([\d,]+)\)"
REFERRALS_FOUND = r"Referrals to be decided <span[^>]*>\(([\d,]+)\)"
LONGEST = """
    WITH longest AS (SELECT person_id FROM casework_chronologyentry GROUP BY 1 ORDER BY count(*) DESC LIMIT 1)
    SELECT (SELECT ref FROM casework_knownperson WHERE id = person_id), (
        SELECT sum(n) FROM (
            SELECT count(*) n FROM casework_chronologyentry e WHERE e.person_id = longest.person_id
            UNION ALL SELECT count(*) FROM casework_visitdone e WHERE e.person_id = longest.person_id
            UNION ALL SELECT count(*) FROM casework_statusfact e WHERE e.person_id = longest.person_id
            UNION ALL SELECT count(*) FROM casework_referral e WHERE e.person_id = longest.person_id
            UNION ALL SELECT count(*) FROM casework_referralstep e WHERE e.person_id = longest.person_id
            UNION ALL SELECT count(*) FROM casework_waitingfact e WHERE e.person_id = longest.person_id
            UNION ALL SELECT count(*) FROM casework_waitingend e WHERE e.person_id = longest.person_id
            UNION ALL SELECT count(*) FROM casework_marker e WHERE e.person_id = longest.person_id
            UNION ALL SELECT count(*) FROM casework_markerfact e WHERE e.person_id = longest.person_id
            UNION ALL SELECT count(*) FROM casework_involvement e WHERE e.person_id = longest.person_id
            UNION ALL SELECT count(ends_on) FROM casework_involvement e WHERE e.person_id = longest.person_id
            UNION ALL SELECT count(*) + count(ends_on) FROM care_episode e WHERE e.person_id = longest.person_id
            UNION ALL SELECT count(*) FROM care_placement e WHERE e.person_id = longest.person_id
            UNION ALL SELECT count(*) FROM care_legalreason e WHERE e.person_id = longest.person_id
            UNION ALL SELECT count(*) FROM care_careevent e WHERE e.person_id = longest.person_id
            UNION ALL SELECT count(*) FROM care_permanenceline e WHERE e.person_id = longest.person_id
        ) all_of_them)::int
    FROM longest
"""


def _number(page: str, pattern: str) -> int:
    found = re.search(pattern, page)
    return int(found[1].replace(",", "")) if found else -1


def _same(what: str, said: int, so: int) -> None:
    if said != so:
        raise SystemExit(f"A page says {said} {what}, and there are {so}.")


def timed(page: Page, reader: Reader) -> Measure:
    """Often enough to be warm, once to count statements, then often enough for a p95.

    The processor's time of site and database stands beside the clock's: it tells a slow page from a busy machine.
    """
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    rng, took = random.Random(7), []
    for _ in range(8):  # PostgreSQL settles on a plan after five
        page.ask(reader, rng)
    with CaptureQueriesContext(connection) as asked:
        page.ask(reader, rng)
    count = sum(not each["sql"].startswith(NOT_COUNTED) for each in asked)
    if count > STATEMENTS * page.requests:
        raise SystemExit(f"{page.name} asks {count} statements; the most is {STATEMENTS}.")
    before = worked()
    for _ in range(REQUESTS):
        began = time.perf_counter()
        page.ask(reader, rng)
        took.append((time.perf_counter() - began) * 1000)
    spent = (worked() - before) / REQUESTS
    note = f"median {quantile(took, 0.5):.0f} ms, processor {spent:.0f} ms, {count} statements"
    return Measure(f"{page.name} ({WORDS[page.role]}), p95", quantile(took, 0.95), page.limit, "ms", note)


def worked() -> float:
    """Milliseconds of the processor that site and database have used."""
    from django.db import connection

    return worked_until_now(connection.connection.info.backend_pid)


def at(address: str) -> Callable[[Reader, random.Random], Any]:
    """A page at one address."""
    return lambda reader, rng: opened(reader, address)


def of_child(ending: str = "", *, longest: bool = False) -> Callable[[Reader, random.Random], Any]:
    """A page of one of the reader's children, another each time; or of the one with the longest chronology."""
    return lambda reader, rng: opened(
        reader, f"/children/{reader.longest if longest else rng.choice(reader.own)}{ending}"
    )


def of_care(address: str, *, of: str = "in_care") -> Callable[[Reader, random.Random], Any]:
    """A page about one of the reader's children in care, or one of their lines, another each time."""
    return lambda reader, rng: opened(reader, address.format(rng.choice(getattr(reader, of))))


def opened(reader: Reader, address: str) -> Any:
    """The page, or the end of the measuring."""
    answer = reader.client.get(address)
    if answer.status_code != 200:
        raise SystemExit(f"{address}: {answer.status_code}")
    return answer


def searched(reader: Reader, rng: random.Random) -> Any:
    """A search for somebody who is known, one letter wrong, up to the page of what was found."""
    given, family, born = rng.choice(_known())
    spoilt = family[:2] + family[3:]
    day = {"born_on_day": born.day, "born_on_month": born.month, "born_on_year": born.year}
    sent = {"given_name": given, "family_name": spoilt, **day, "form_token": str(uuid4())}
    answer = reader.client.post("/children/search", sent)
    if answer.status_code != 302:
        raise SystemExit(f"The search is refused: {answer.status_code}")
    return opened(reader, answer.url)


def searched_by_family(reader: Reader, rng: random.Random) -> Any:
    """A search for a family name alone, up to the page of what was found."""
    _, family, _ = rng.choice(_known())
    answer = reader.client.post("/children/search", {"family_name": family, "form_token": str(uuid4())})
    if answer.status_code != 302:
        raise SystemExit(f"The search is refused: {answer.status_code}")
    return opened(reader, answer.url)


def looked_up(reader: Reader, rng: random.Random) -> Any:
    """The search box, for a family name as it sounds, up to the page of what was found."""
    _, family, _ = rng.choice(_known())
    answer = reader.client.post("/search", {"q": family[:2] + family[3:]})
    if answer.status_code != 302:
        raise SystemExit(f"The search box refuses: {answer.status_code}")
    return opened(reader, answer.url)


KNOWN: list[Any] = []


def _known() -> list[Any]:
    if not KNOWN:
        KNOWN.extend(
            ask(
                "SELECT given_name, family_name, born_on FROM casework_personnow WHERE person_id % 97 = 0 ORDER BY 1, 2"
            )
        )
    return KNOWN


WORDS = {
    "chief_social_work_officer": "chief officer",
    "service_manager": "manager",
    "team_leader": "team leader",
    "social_worker": "social worker",
}
CHIEF, MANAGER, LEADER, WORKER = WORDS
EVERYBODY, LEADING = (CHIEF, MANAGER, LEADER, WORKER), (CHIEF, MANAGER, LEADER)
PAGES = (
    *(Page("My desk", role, at("/")) for role in EVERYBODY),
    *(Page("Children", role, at("/children/")) for role in EVERYBODY),
    *(Page("A child's page", role, of_child()) for role in EVERYBODY),
    *(Page("Who waits", role, at("/children/queue")) for role in EVERYBODY),
    *(Page("A team at a glance", role, at("/children/team")) for role in LEADING),
    *(Page("Review of all who wait", role, at("/children/queue/review")) for role in LEADING),
    *(Page("Search before adding", role, searched, requests=2) for role in (CHIEF, LEADER, WORKER)),
    *(Page("Search by a family name alone", role, searched_by_family, requests=2) for role in (CHIEF, LEADER, WORKER)),
    *(Page("The search box", role, looked_up, requests=2) for role in EVERYBODY),
    *(Page("A chronology", role, of_child("/chronology")) for role in (CHIEF, WORKER)),
    *(Page("The longest child's page", role, of_child(longest=True)) for role in (WORKER,)),
    *(
        Page("2,000 entries of a chronology", role, of_child("/chronology", longest=True), LONG_LIMIT)
        for role in (WORKER,)
    ),
    *(Page("Who looked at a record", role, of_child("/who-looked")) for role in (CHIEF, WORKER)),
    *(Page("Allocate a child", role, of_child("/allocate")) for role in LEADING),
    *(Page("Record a visit", role, of_child("/visits/record")) for role in (CHIEF, WORKER)),
    *(Page("Somebody of the family", role, of_child("/family")) for role in (CHIEF, WORKER)),
    *(Page("The same person as another", role, of_child("/same")) for role in (CHIEF, LEADER)),
    *(Page("Plans for permanence", role, at("/care/permanence")) for role in EVERYBODY),
    *(Page("What drifts", role, at("/care/permanence/drift")) for role in EVERYBODY),
    *(Page("Reviews", role, at("/care/reviews")) for role in EVERYBODY),
    *(Page("A child's time in care", role, of_care("/care/{}")) for role in (CHIEF, LEADER)),
    *(
        Page("A child's plan for permanence", role, of_care("/care/permanence/{}", of="lines"))
        for role in (CHIEF, LEADER)
    ),
    *(Page("Records opened outside own work", role, at("/children/openings")) for role in LEADING),
)


def main(times: int) -> None:
    """Measure one council and print each measure as a line."""
    from benchmarks.reference import building

    rows = int(os.environ.get("LIPPEN_BENCH_AUDIT_ROWS", trail.ROWS))
    stop = building.opened(times=times, audit_rows=rows)
    try:
        for found in measure(times):
            print(json.dumps(asdict(found)), flush=True)
    finally:
        from django.db import connections

        connections.close_all()
        stop()


if __name__ == "__main__":
    main(int(sys.argv[1]))
