"""Whoever is allocated a child sees the child within some working days: a duty of the allocation itself."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import BigIntegerField, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from lippen.casework import rules
from lippen.casework.actions.writing import Pin, Writing, pin_duties
from lippen.casework.models import Involvement, Visit, VisitDone, VisitHanded
from lippen.casework.queries import numbers
from lippen.casework.queries.closing import still_planned
from lippen.casework.queries.days import closed_days
from lippen.casework.queries.wrong import wrong_about
from lippen.casework.vocabulary import WORK_SUBJECT, DeskWork, Duty, FactKind, InvolvementKind
from lippen.organisation import queries as organisation
from lippen.organisation.actions import close_these


def ask(writing: Writing, made: Involvement) -> None:
    """Put the first visit on the new worker's desk; not where it went along with the child, is planned or was made.

    Nothing is asked for a child who has died, or where the council has set the figure to nothing.
    """
    own = numbers.numbers(writing.actor, made.authority_id, on=made.starts_on)
    days = int(own["first_visit_days"])
    if not days or writing.person.now.died_on is not None:
        return
    closed = closed_days(writing.actor, made.authority_id, around=made.starts_on)
    due_on = rules.working_days_after(made.starts_on, days, closed)
    owes = _owed(_allocations([writing.person.pk]).values("ref")).filter(holder_id=made.worker_id).exists()
    if owes or _is_planned(made, due_on) or _is_made(made):
        return
    about = (Duty.FIRST_VISIT.value, WORK_SUBJECT, made.ref, made.worker_id)
    until, hours = due_on + timedelta(days=1), float(rules.hours_for(DeskWork.VISIT, own))
    pin_duties([Pin(*about, made.starts_on, until, rules.FIRST_VISIT.key, hours)], at=writing.at)


def ask_again(writing: Writing) -> None:
    """A visit was said to be wrong: where it had been the first one, that is due still."""
    every = list(_allocations([writing.person.pk]).order_by("id"))
    if organisation.was_owed(Duty.FIRST_VISIT.value, WORK_SUBJECT, [each.ref for each in every]):
        for made in every:
            if made.ends_on is None:
                ask(writing, made)


def make(done: Sequence[tuple[Writing, VisitDone]]) -> None:
    """A visit at which a child was seen, by whoever owes the first one, is that one; of several children read once."""
    seen = [(writing, each) for writing, each in done if each.is_seen]
    parts = list(_allocations([writing.person.pk for writing, _ in seen])) if seen else []
    owed = list(_owed([part.ref for part in parts])) if parts else []
    if not owed:
        return
    makers = dict(_makes(Visit.objects.filter(pk__in=[each.visit_id for _, each in seen])).values_list("pk", "makes"))
    made: list[int] = []
    for writing, each in seen:
        own = [part for part in parts if part.person_id == writing.person.pk]
        if any(part.ends_on is None and part.starts_on <= each.so_on for part in own):
            refs, holders = {part.ref for part in own}, {writing.actor.person_id, makers[each.visit_id]}
            made += [row.pk for row in owed if row.subject_key in refs and row.holder_id in holders]
    if made:
        close_these(made, at=seen[0][0].at)


def _owed(refs: Any) -> Any:
    """The first visits that stand on desks for these allocations."""
    return organisation.duties_among(Duty.FIRST_VISIT.value, WORK_SUBJECT, refs)


def _allocations(person_ids: Collection[int]) -> QuerySet[Involvement]:
    return Involvement.objects.filter(person_id__in=person_ids, kind=InvolvementKind.ALLOCATED)


def _makes(visits: QuerySet[Visit]) -> QuerySet[Visit]:
    """Visits with who makes them: whoever they were handed to last, else whoever they were planned for."""
    handed = VisitHanded.objects.filter(visit=OuterRef("pk")).order_by("-id").values("worker_id")[:1]
    return visits.annotate(makes=Coalesce(Subquery(handed), F("worker_id"), output_field=BigIntegerField()))


def _is_planned(made: Involvement, due_on: date) -> bool:
    planned = Visit.objects.filter(still_planned(), person_id=made.person_id, planned_on__lte=due_on)
    return _makes(planned).filter(makes=made.worker_id).exists()


def _is_made(made: Involvement) -> bool:
    """Whether the worker has seen the child since the day of the allocation, where that day lies back."""
    wrong = wrong_about([made.person_id], FactKind.VISIT).values("fact")
    seen = Q(done__is_seen=True, done__so_on__gte=made.starts_on) & ~Q(done__in=wrong)
    return _makes(Visit.objects.filter(seen, person_id=made.person_id)).filter(makes=made.worker_id).exists()
