"""Openings by break-glass: the last ones, one, and those that were found to be wrong."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection
from django.db.models import QuerySet

from lippen.casework.models import (
    BreakGlass,
)
from lippen.casework.queries.people import people_rows
from lippen.casework.rows import PersonRow
from lippen.casework.vocabulary import (
    GLASS_WORDS,
    GlassReason,
)
from lippen.kernel.access import Actor
from lippen.kernel.errors import NotVisible
from lippen.organisation import queries as organisation


@dataclass(frozen=True)
class GlassRow:
    """An opening by break-glass."""

    ref: str
    person: PersonRow
    by: str
    by_account_id: int | None
    at: datetime
    reason: str
    words: str
    verdict: str
    verdict_words: str


MOST_OPENINGS = 200


def openings(actor: Actor) -> tuple[GlassRow, ...]:
    """The last openings by break-glass of records that the actor sees, the newest first."""
    return _glass_rows(actor, BreakGlass.objects.visible_to(actor).order_by("-id")[:MOST_OPENINGS])


def _glass_rows(actor: Actor, wanted: QuerySet[BreakGlass]) -> tuple[GlassRow, ...]:
    found = list(wanted.select_related("review"))
    people = people_rows(actor, {row.person_id for row in found})
    names = organisation.account_names({row.recorded_by_id for row in found})
    return tuple(
        GlassRow(
            row.ref,
            people[row.person_id],
            names.get(row.recorded_by_id, ""),
            row.recorded_by_id,
            row.recorded_at,
            GLASS_WORDS[GlassReason(row.reason)],
            row.words,
            row.review.verdict if hasattr(row, "review") else "",
            row.review.words if hasattr(row, "review") else "",
        )
        for row in found
        if row.person_id in people
    )


@dataclass(frozen=True)
class WrongRow:
    """An opening that should not have been: which record by its reference, and never of whom."""

    ref: str
    record: str
    by: str
    at: datetime
    reason: str
    found_by: str
    found_on: date


def wrong_openings(actor: Actor) -> tuple[WrongRow, ...]:
    """The last openings that should not have been, for information governance and whoever manages: the newest first."""
    with connection.cursor() as cursor:
        cursor.execute("select ref, record, opened_by, at, reason, found_by, found_on from visible_wrong_openings()")
        found = cursor.fetchall()
    names = organisation.account_names({each for row in found for each in (row[2], row[5])})
    return tuple(
        WrongRow(ref, record, names.get(by, ""), at, GLASS_WORDS[GlassReason(reason)], names.get(found_by, ""), on)
        for ref, record, by, at, reason, found_by, on in found
    )


def opening(actor: Actor, ref: str) -> GlassRow:
    """One opening."""
    found = _glass_rows(actor, BreakGlass.objects.visible_to(actor).filter(ref=ref))
    if not found:
        raise NotVisible
    return found[0]
