"""Alerts: what others recorded of the children whom somebody works with, and standards that were broken."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Cast

from lippen.casework import rules
from lippen.casework.models import (
    AlertSeen,
    BroughtIn,
    ChronologyEntry,
    FactWord,
    Involvement,
    Marker,
    PersonAddress,
    PersonDeath,
    Referral,
    StatusFact,
    VisitDone,
    Waiting,
)
from lippen.casework.models.sight import open_to
from lippen.casework.queries.people import people_rows, seen_ids
from lippen.casework.queries.wrong import is_wrong
from lippen.casework.rows import AlertRow, PersonRow
from lippen.casework.vocabulary import ALERT_WORDS, AlertKind, FactKind, FactStep, InvolvementKind, Significance
from lippen.kernel.access import Actor
from lippen.kernel.clock import day_of, end_of
from lippen.kernel.prepared import count_prepared, read_prepared
from lippen.organisation import queries as organisation

SOURCES: dict[AlertKind, tuple[Any, Q]] = {
    AlertKind.REFERRAL: (Referral, Q()),
    AlertKind.NOT_SEEN: (VisitDone, Q(is_seen=False)),
    AlertKind.MARKER: (Marker, Q()),
    AlertKind.ENTRY: (ChronologyEntry, Q(significance=Significance.HIGH.value)),
    AlertKind.STATUS: (StatusFact, Q()),
    AlertKind.ADDRESS: (PersonAddress, Q()),
    AlertKind.WRONG: (FactWord, Q(step=FactStep.WRONG.value)),
    AlertKind.DEATH: (PersonDeath, Q()),
    AlertKind.GIVEN: (Involvement, Q(kind=InvolvementKind.ALLOCATED.value, ends_on__isnull=True)),
}

CAN_BE_WRONG = {
    AlertKind.NOT_SEEN: FactKind.VISIT,
    AlertKind.ENTRY: FactKind.ENTRY,
    AlertKind.STATUS: FactKind.STATUS,
    AlertKind.ADDRESS: FactKind.ADDRESS,
}
"""Alerts of facts that may turn out wrong: then that it was wrong is told instead."""


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


def open_count(actor: Actor, *, today: date) -> int:
    """How many alerts wait for the actor, as `alerts` tells them: counted by the database, and none of them read."""
    work = list(open_to(actor).order_by("id").values_list("person_id", "worker_id"))
    if not work:
        return 0
    ids = sorted(seen_ids(actor, sorted({person for person, _ in work})))
    own = sorted({person for person, worker in work if worker == actor.person_id} & {*ids})
    raised_on = today - rules.ALERT_RAISED_IN
    days = (today, today - rules.ALERT_LASTS, raised_on, end_of(raised_on))
    return count_prepared(_waiting_for, actor, ids, own, *days) if ids else 0


def _waiting_for(
    actor: Actor,
    ids: Collection[int],
    own: Collection[int],
    today: date,
    since: date,
    raised_on: date,
    raised_before: datetime,
) -> tuple[QuerySet[Any], ...]:
    """Every fact that makes an alert which waits for somebody."""
    mine = Q(person_id__in=own)
    facts = (
        _not_seen(kind, _of_others(kind, ids, since, today)).filter(
            mine | Q(on__lte=raised_on, recorded_at__lt=raised_before)
        )
        for kind in SOURCES
        if kind is not AlertKind.GIVEN
    )
    given = _not_seen(AlertKind.GIVEN, _of_others(AlertKind.GIVEN, ids, since, today))
    given = given.exclude(recorded_by_id=actor.account_id)
    waits = _not_seen(AlertKind.WAITS, _late_waits(ids, today))
    return (
        *facts,
        given.filter(mine | Q(on__lte=raised_on, recorded_at__lt=raised_before)),
        waits.filter(mine | Q(due_on__lte=raised_on)),
    )


def _not_seen(kind: AlertKind, rows: QuerySet[Any]) -> QuerySet[Any]:
    has_ref = any(field.name == "ref" for field in rows.model._meta.concrete_fields)
    subject = OuterRef("ref") if has_ref else Cast(OuterRef("pk"), CharField())
    return rows.filter(~Exists(AlertSeen.objects.filter(kind=kind.value, subject=subject)))


def _late_waits(ids: Collection[int], today: date) -> QuerySet[Any]:
    alive = {"person__now__died_on__isnull": True}
    return Waiting.objects.filter(person_id__in=ids, is_open=True, due_on__lt=today, **alive).order_by("id")


def _is_for(row: AlertRow, today: date) -> bool:
    return row.is_own or row.on + rules.ALERT_RAISED_IN <= today


def _found(actor: Actor, ids: Collection[int], today: date) -> tuple[list[tuple[AlertKind, Any]], list[AlertSeen]]:
    """Every fact that makes an alert, with its kind, and what was said to be seen."""
    *facts, waiting, seen = read_prepared(_raised, ids, today, today - rules.ALERT_LASTS)
    found = [(kind, row) for kind, rows in zip(SOURCES, facts, strict=True) for row in rows]
    mine = [(kind, row) for kind, row in found if kind is not AlertKind.GIVEN or row.recorded_by_id != actor.account_id]
    return [*((AlertKind.WAITS, row) for row in waiting), *mine], seen


def _raised(ids: Collection[int], today: date, since: date) -> tuple[QuerySet[Any], ...]:
    return (
        *(_of_others(kind, ids, since, today) for kind in SOURCES),
        _late_waits(ids, today),
        AlertSeen.objects.filter(person_id__in=ids).order_by("id"),
    )


def _of_others(kind: AlertKind, ids: Collection[int], since: date, today: date) -> QuerySet[Any]:
    """Rows about these people of the last weeks; none that was wrong, none of somebody who works with the child.

    What came in with a file is left out: it was so in the earlier system, and nobody has done it now.
    """
    model, only = SOURCES[kind]
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
    if kind in CAN_BE_WRONG:
        rows = rows.filter(~is_wrong(CAN_BE_WRONG[kind]))
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
