"""A child who is offered to another worker: how it stands, and what goes with the child."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django.db.models import BigIntegerField, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from lippen.casework import rules
from lippen.casework.models import Handover, HandoverFact, Involvement, Visit, VisitHanded
from lippen.casework.queries.owed import owed_for, words_of
from lippen.casework.queries.people import people_rows
from lippen.casework.queries.seen import seen_one
from lippen.casework.rows import HandoverRow, OwedRow, PersonRow, SaidRow
from lippen.casework.vocabulary import (
    HANDOVER_STEP_WORDS,
    HANDOVER_SUBJECT,
    Duty,
    HandoverStep,
    InvolvementKind,
)
from lippen.kernel.access import Actor
from lippen.kernel.errors import NotVisible
from lippen.kernel.prepared import read_prepared
from lippen.organisation import queries as organisation

DAY = timedelta(days=1)
NOT_TAKEN_UP = frozenset({HandoverStep.REFUSED, HandoverStep.KEPT, HandoverStep.WITHDRAWN})


def handover(actor: Actor, ref: str) -> HandoverRow:
    """One offer of a child, with what the worker owes for the child now, or NotVisible."""
    found = seen_one(actor, Handover, ref)
    people = people_rows(actor, [found.person_id])
    if found.person_id not in people:
        raise NotVisible
    (row,) = _rows(actor, [found], people)
    return row


def last_offer(actor: Actor, person: PersonRow) -> HandoverRow | None:
    """The last offer of a child to be spoken of: it stands, or was not taken up, and what was decided then."""
    (found,) = read_prepared(_offers, actor, person.id)
    rows = _rows(actor, found[-1:], {person.id: person}, with_owed=False)
    return next((row for row in rows if row.is_offered or row.last in NOT_TAKEN_UP), None)


def _offers(actor: Actor, person_id: int) -> tuple[QuerySet[Any], ...]:
    return (Handover.objects.visible_to(actor).filter(person_id=person_id, work__ends_on=None).order_by("id"),)


def allocation(actor: Actor, person: PersonRow) -> tuple[int, int | None] | None:
    """Who the allocated worker is, and in which team."""
    work = Involvement.objects.visible_to(actor).filter(
        person_id=person.id, kind=InvolvementKind.ALLOCATED, ends_on=None
    )
    return work.values_list("worker_id", "team_id").first()


def owed_by(actor: Actor, person_id: int, worker_id: int) -> tuple[OwedRow, ...]:
    """What somebody owes for a child, the earliest first."""
    owed = owed_for(actor, [person_id], [worker_id])[person_id]
    return tuple(OwedRow(words_of(each), each.ends_on - DAY) for each in owed)


def to_write_up(actor: Actor, person_id: int, worker_id: int, *, on: date) -> tuple[tuple[str, date], ...]:
    """The visits to a child that somebody was to make by a day and has not written up, by reference and day."""
    handed = VisitHanded.objects.filter(visit=OuterRef("pk")).order_by("-id").values("worker_id")[:1]
    planned = Visit.objects.visible_to(actor).filter(person_id=person_id, planned_on__lte=on, done__isnull=True)
    makes = Coalesce(Subquery(handed), F("worker_id"), output_field=BigIntegerField())
    theirs = planned.annotate(makes=makes).filter(makes=worker_id)
    return tuple(theirs.order_by("planned_on", "id").values_list("ref", "planned_on"))


def waits_to_be_seen(actor: Actor, ref: str) -> bool:
    """Whether the actor has still to say that they have seen a child leave their team by this offer."""
    return actor.person_id in organisation.holders_of_duty(Duty.CHILD_MOVED.value, HANDOVER_SUBJECT, ref)


def _rows(
    actor: Actor, found: Iterable[Handover], people: dict[int, PersonRow], *, with_owed: bool = True
) -> list[HandoverRow]:
    rows = []
    for each in found:
        facts = list(HandoverFact.objects.filter(handover=each).order_by("number"))
        said = facts[-1] if facts else None
        last = HandoverStep(said.step) if said else None
        worker = Involvement.objects.filter(pk=each.work_id).values_list("worker_id", flat=True)[0]
        names = organisation.person_names({worker, each.worker_id})
        by = organisation.account_names([each.recorded_by_id, *(fact.recorded_by_id for fact in facts)])
        owes = with_owed and rules.is_offered(last)
        rows.append(
            HandoverRow(
                each.ref,
                people[each.person_id],
                worker,
                names[worker],
                each.worker_id,
                names[each.worker_id],
                each.note,
                each.from_on,
                each.so_on,
                by.get(each.recorded_by_id or 0, ""),
                each.recorded_by_id,
                each.over_limit_why,
                last,
                HANDOVER_STEP_WORDS[last] if last else "Offered",
                said.words if said else "",
                rules.is_offered(last),
                owed_by(actor, each.person_id, worker) if owes else (),
                tuple(_said(fact, by) for fact in facts),
            )
        )
    return rows


def _said(fact: HandoverFact, by: Mapping[int, str]) -> SaidRow:
    step = HANDOVER_STEP_WORDS[HandoverStep(fact.step)]
    return SaidRow(step, fact.words, fact.so_on, by.get(fact.recorded_by_id or 0, ""))
