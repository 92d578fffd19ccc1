"""Alerts: what others recorded of the children whom somebody works with, and standards that were broken."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from lippen.casework import rules
from lippen.casework.models import (
    AlertSeen,
    BroughtIn,
    ChronologyEntry,
    FactWord,
    Involvement,
    Marker,
    PersonAddress,
    Referral,
    StatusFact,
    VisitDone,
    Waiting,
)
from lippen.casework.models.sight import open_to
from lippen.casework.queries.records import people_rows
from lippen.casework.rows import AlertRow, PersonRow
from lippen.casework.vocabulary import ALERT_WORDS, AlertKind, FactStep, InvolvementKind, Significance
from lippen.kernel.access import Actor
from lippen.kernel.clock import day_of
from lippen.kernel.together import read_together
from lippen.organisation import queries as organisation

SOURCES: dict[AlertKind, tuple[Any, Q]] = {
    AlertKind.REFERRAL: (Referral, Q()),
    AlertKind.NOT_SEEN: (VisitDone, Q(is_seen=False)),
    AlertKind.MARKER: (Marker, Q()),
    AlertKind.ENTRY: (ChronologyEntry, Q(significance=Significance.HIGH.value)),
    AlertKind.STATUS: (StatusFact, Q()),
    AlertKind.ADDRESS: (PersonAddress, Q()),
    AlertKind.WRONG: (FactWord, Q(step=FactStep.WRONG.value)),
    AlertKind.GIVEN: (Involvement, Q(kind=InvolvementKind.ALLOCATED.value, ends_on__isnull=True)),
}


@dataclass(frozen=True)
class Alerts:
    """What nobody has seen yet, one's own first, and what was seen lately."""

    open: tuple[AlertRow, ...]
    seen: tuple[AlertRow, ...]


def alerts(actor: Actor, *, today: date) -> Alerts:
    """Alerts of the last 60 days about the children whom the actor works with; of those whom they lead, what waits.

    A leader is told what nobody who works with the child has seen for two days. One's own doings are no alert.
    """
    work = list(open_to(actor).order_by("id").values_list("person_id", "worker_id"))
    own = {person for person, worker in work if worker == actor.person_id}
    ids = sorted({person for person, _ in work})
    if not ids:
        return Alerts((), ())
    people = people_rows(actor, ids)
    found, seen = _found(actor, ids, today)
    names = organisation.account_names({row.recorded_by_id for _, row in found} | {s.recorded_by_id for s in seen})
    told = {(each.kind, each.subject): each for each in seen}
    rows = [_row(kind, row, people, own, names) for kind, row in found if row.person_id in people]
    answered = [_answered(row, told[row.kind, row.subject], names) for row in rows if (row.kind, row.subject) in told]
    waits = [row for row in rows if (row.kind, row.subject) not in told and _is_for(row, today)]
    return Alerts(
        tuple(sorted(waits, key=lambda row: (not row.is_own, row.on, row.person.name, row.key))),
        tuple(sorted(answered, key=lambda row: (row.seen_on, row.on, row.key), reverse=True)),
    )


def _is_for(row: AlertRow, today: date) -> bool:
    return row.is_own or row.on + rules.ALERT_RAISED_IN <= today


def _found(actor: Actor, ids: Collection[int], today: date) -> tuple[list[tuple[AlertKind, Any]], list[AlertSeen]]:
    """Every fact that makes an alert, with its kind, and what was said to be seen."""
    since = today - rules.ALERT_LASTS
    *facts, waiting, seen = read_together(
        *(_of_others(model, only, ids, since, today) for model, only in SOURCES.values()),
        Waiting.objects.filter(person_id__in=ids, end__isnull=True, due_on__lt=today).order_by("id"),
        AlertSeen.objects.filter(person_id__in=ids).order_by("id"),
    )
    found = [(kind, row) for kind, rows in zip(SOURCES, facts, strict=True) for row in rows]
    mine = [(kind, row) for kind, row in found if kind is not AlertKind.GIVEN or row.recorded_by_id != actor.account_id]
    return [*((AlertKind.WAITS, row) for row in waiting), *mine], seen


def _of_others(model: Any, only: Q, ids: Collection[int], since: date, today: date) -> QuerySet[Any]:
    """Rows about these people of the last weeks, but those recorded by who works with the same child.

    What came in with a file is left out: it was so in the earlier system, and nobody has done it now.
    """
    working = Involvement.objects.filter(
        person_id=OuterRef("person_id"), ends_on__isnull=True, worker_id=OuterRef("recorded_by__person_id")
    )
    brought = BroughtIn.objects.filter(
        person_id=OuterRef("person_id"),
        recorded_at=OuterRef("recorded_at"),
        recorded_by_id=OuterRef("recorded_by_id"),
    )
    day = "starts_on" if model is Involvement else "so_on"
    when = {f"{day}__gt": since, f"{day}__lte": today}
    rows = model.objects.filter(only, ~Exists(brought), person_id__in=ids, **when).annotate(on=F(day))
    return (rows if model is Involvement else rows.filter(~Exists(working))).order_by("id")


def _row(
    kind: AlertKind, row: Any, people: Mapping[int, PersonRow], own: Collection[int], names: Mapping[int, str]
) -> AlertRow:
    subject = getattr(row, "ref", "") or str(row.pk)
    on = row.due_on if kind is AlertKind.WAITS else max(row.on, day_of(row.recorded_at))
    by = "" if kind is AlertKind.WAITS else names.get(row.recorded_by_id or 0, "")
    who = people[row.person_id]
    return AlertRow(kind.value, subject, ALERT_WORDS[kind], who, on, by, row.person_id in own)


def _answered(row: AlertRow, seen: AlertSeen, names: Mapping[int, str]) -> AlertRow:
    return replace(row, seen_by=names.get(seen.recorded_by_id or 0, ""), seen_on=seen.so_on)
