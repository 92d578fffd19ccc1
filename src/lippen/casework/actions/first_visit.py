"""Whoever is allocated a child sees the child within some working days: a duty of the allocation itself."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

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
from lippen.organisation.actions import close_duty_of


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
    if _open_keys(writing, [made.worker_id]) or _is_planned(made, due_on) or _is_made(made):
        return
    about = (Duty.FIRST_VISIT.value, WORK_SUBJECT, made.ref, made.worker_id)
    until, hours = due_on + timedelta(days=1), float(rules.hours_for(DeskWork.VISIT, own))
    pin_duties([Pin(*about, made.starts_on, until, rules.FIRST_VISIT.key, hours)], at=writing.at)


def ask_again(writing: Writing) -> None:
    """A visit was said to be wrong: where it had been the first one, that is due still."""
    every = list(_allocations(writing.person.pk).order_by("id"))
    if organisation.was_owed(Duty.FIRST_VISIT.value, WORK_SUBJECT, [each.ref for each in every]):
        for made in every:
            if made.ends_on is None:
                ask(writing, made)


def make(writing: Writing, done: VisitDone) -> None:
    """A visit at which the child was seen, by whoever owes the first one, is that one."""
    if not done.is_seen:
        return
    holders = {writing.actor.person_id, _makes(Visit.objects.filter(pk=done.visit_id)).get().makes}
    began = _allocations(writing.person.pk).filter(ends_on__isnull=True, starts_on__lte=done.so_on).exists()
    for key, holder in _open_keys(writing, holders) if began else ():
        about = {"kind": Duty.FIRST_VISIT.value, "subject_kind": WORK_SUBJECT, "subject_key": key}
        close_duty_of(**about, holder_id=holder, at=writing.at)


def _open_keys(writing: Writing, holder_ids: Iterable[int | None]) -> list[tuple[str, int]]:
    """The first visits that these people owe for the child: whose allocation asked for it, and who owes it now."""
    refs = set(_allocations(writing.person.pk).values_list("ref", flat=True))
    owed = organisation.open_duties([each for each in holder_ids if each is not None])
    return [
        (each.subject_key, each.holder_id)
        for each in owed
        if each.kind == Duty.FIRST_VISIT and each.subject_key in refs
    ]


def _allocations(person_id: int) -> QuerySet[Involvement]:
    return Involvement.objects.filter(person_id=person_id, kind=InvolvementKind.ALLOCATED)


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
