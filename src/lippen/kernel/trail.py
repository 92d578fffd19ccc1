"""Reads of the audit trail, from the actor: who looked, who wrote, who was refused."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Min, Q
from django.db.models.expressions import RawSQL

from lippen.kernel.access import Actor
from lippen.kernel.models import AuditEntry, AuditQuery
from lippen.kernel.seals.reading import CANONICAL

MOST_COUNTED = 100_000
REFUSED = "refused."


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


def oldest_first(actor: Actor, wanted: Wanted, *, most: int) -> Iterator[AuditEntry]:
    """The rows wanted as they came, each with its canonical text as `sealed_text`; a stream, no more than `most`."""
    found = entries(actor, wanted).order_by("at", "id").annotate(sealed_text=RawSQL(CANONICAL, []))
    yield from found[:most].iterator(chunk_size=2000)


def totals(actor: Actor, wanted: Wanted) -> Totals:
    """Totals of the rows wanted, counted no further than to a limit: past it the days should be fewer."""
    counted = entries(actor, wanted)[: MOST_COUNTED + 1].aggregate(
        rows=Count("id"),
        people=Count("account_id", distinct=True),
        refused=Count("id", filter=Q(verb__startswith=REFUSED)),
    )
    is_more = counted["rows"] > MOST_COUNTED
    return Totals(min(counted["rows"], MOST_COUNTED), counted["people"], counted["refused"], is_more)


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
