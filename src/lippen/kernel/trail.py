"""Reads of the audit trail, from the actor: who looked, who wrote, who was refused."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Count, Max, Min, Q
from django.db.models.expressions import RawSQL
from django.db.models.functions import ExtractHour, ExtractIsoWeekDay, TruncDate

from lippen.kernel.access import Actor
from lippen.kernel.clock import COUNCIL_ZONE
from lippen.kernel.models import AuditEntry, AuditQuery
from lippen.kernel.seals.exports import Sealed
from lippen.kernel.seals.reading import CANONICAL, SEALED_IN

MOST_COUNTED = 100_000
AT_ONCE = 2000
REFUSED = "refused."
USUAL_FROM, USUAL_UNTIL = 7, 19
"""Hours of a weekday at which people usually work; what lies outside is an odd hour."""


@dataclass(frozen=True)
class Wanted:
    """Which rows: somebody's, about one record, of some verbs (None: of all) and not of others, refusals alone or
    none of them, from a moment, before another."""

    account_id: int | None = None
    record: str = ""
    verbs: Collection[str] | None = None
    but: Collection[str] = ()
    refused: bool | None = None
    since: datetime | None = None
    before: datetime | None = None


@dataclass(frozen=True)
class Totals:
    """How many rows, by how many people, how many of them refusals; `is_more` where there are more than are counted."""

    rows: int
    people: int
    refused: int
    is_more: bool


@dataclass(frozen=True)
class Looker:
    """Somebody who looked at a record: how often, first and last, and how often they were refused."""

    account_id: int | None
    times: int
    first_at: datetime
    last_at: datetime
    refused: int


def entries(actor: Actor, wanted: Wanted | None = None) -> AuditQuery:
    """The newest first."""
    wanted = wanted or Wanted()
    found = AuditEntry.objects.visible_to(actor).order_by("-at", "-id")
    if wanted.account_id is not None:
        found = found.filter(account_id=wanted.account_id)
    if wanted.record:
        found = found.filter(subject_key=wanted.record)
    if wanted.verbs is not None:
        found = found.filter(verb__in=list(wanted.verbs))
    if wanted.but:
        found = found.exclude(verb__in=list(wanted.but))
    if wanted.refused is not None:
        refusals = Q(verb__startswith=REFUSED)
        found = found.filter(refusals if wanted.refused else ~refusals)
    if wanted.since is not None:
        found = found.filter(at__gte=wanted.since)
    if wanted.before is not None:
        found = found.filter(at__lt=wanted.before)
    return found


def oldest_first(
    actor: Actor, wanted: Wanted, *, most: int, after: tuple[datetime, int] | None = None
) -> Iterator[AuditEntry]:
    """The rows wanted as they came, each with its canonical text as `sealed_text`; a stream, no more than `most`.

    With `after`, the moment and the id of a row, those that come behind it.
    """
    found = entries(actor, wanted).order_by("at", "id").annotate(sealed_text=RawSQL(CANONICAL, []))
    if after is not None:
        at, row_id = after
        found = found.filter(Q(at__gt=at) | Q(at=at, id__gt=row_id), at__gte=at)
    yield from found[:most].iterator(chunk_size=AT_ONCE)


def counted(actor: Actor, wanted: Wanted, *, most: int) -> int:
    """How many rows are wanted, counted one by one and no further than one past `most`: for a job, not for a page."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '5min'")
    return entries(actor, wanted).order_by()[: most + 1].count()


def sealed_in(found: Iterable[AuditEntry]) -> dict[int, Sealed]:
    """The block in which each of these rows was sealed, by its id; those that still wait are left out."""
    rows = [(entry.pk, entry.transaction) for entry in found]
    with connection.cursor() as cursor:
        cursor.execute(SEALED_IN, [list(column) for column in zip(*rows, strict=True)] or [[], []])
        return {row[0]: Sealed(*row[1:]) for row in cursor.fetchall()}


def totals(actor: Actor, wanted: Wanted) -> Totals:
    """Totals of the rows wanted, counted no further than to a limit: past it the days should be fewer."""
    counted = entries(actor, wanted)[: MOST_COUNTED + 1].aggregate(
        rows=Count("id"),
        people=Count("account_id", distinct=True),
        refused=Count("id", filter=Q(verb__startswith=REFUSED)),
    )
    is_more = counted["rows"] > MOST_COUNTED
    return Totals(min(counted["rows"], MOST_COUNTED), counted["people"], counted["refused"], is_more)


def days_and_odd_days(
    actor: Actor, account_ids: Collection[int], *, since: datetime, before: datetime
) -> dict[int, tuple[int, int]]:
    """On how many days each of these people did something, and on how many of them at night or at a weekend."""
    hour, weekday = ExtractHour("at", tzinfo=COUNCIL_ZONE), ExtractIsoWeekDay("at", tzinfo=COUNCIL_ZONE)
    found = AuditEntry.objects.visible_to(actor).filter(account_id__in=account_ids, at__gte=since, at__lt=before)
    odd = Q(hour__lt=USUAL_FROM) | Q(hour__gte=USUAL_UNTIL) | Q(weekday__gte=6)
    on = TruncDate("at", tzinfo=COUNCIL_ZONE)
    rows = (
        found.annotate(hour=hour, weekday=weekday)
        .order_by()
        .values("account_id")
        .annotate(days=Count(on, distinct=True), odd_days=Count(on, distinct=True, filter=odd))
    )
    return {row["account_id"]: (row["days"], row["odd_days"]) for row in rows}


def lookers(actor: Actor, record: str) -> tuple[Looker, ...]:
    """Who looked at a record, the latest first; a refusal is counted apart."""
    grouped = (
        entries(actor, Wanted(record=record))
        .order_by()
        .values("account_id")
        .annotate(
            times=Count("id", filter=~Q(verb__startswith=REFUSED)),
            first_at=Min("at"),
            last_at=Max("at"),
            refused=Count("id", filter=Q(verb__startswith=REFUSED)),
        )
        .order_by("-last_at", "account_id")
    )
    return tuple(Looker(**row) for row in grouped)
