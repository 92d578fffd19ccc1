"""A child whose worker has left stands on the desk of whoever finds somebody else."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db.models import QuerySet
from django.db.transaction import atomic

from lippen.casework import rules
from lippen.casework.actions.front import leaders_of_teams
from lippen.casework.actions.writing import Pin, pin_duties
from lippen.casework.models import Involvement, Restriction
from lippen.casework.vocabulary import WORK_SUBJECT, Duty
from lippen.kernel import audit
from lippen.kernel.access import Actor, Permission, require
from lippen.kernel.clock import day_of
from lippen.organisation import queries as organisation
from lippen.organisation.queries import leavers

FOUND_WITHIN = timedelta(days=6)
"""Within a week, the day on which it is found counted in."""


@atomic
def ask_for_left_work(*, actor: Actor, authority_id: int, at: datetime) -> int:
    """Put each part in a child's record whose worker has left on a desk, once; gives how many were new."""
    require(actor, Permission.READ_RECORDS, at=[authority_id])
    today = day_of(at)
    asked = organisation.open_keys(Duty.LEFT_WORK.value, WORK_SUBJECT)
    pins = []
    for part in _left(actor, authority_id, today).exclude(ref__in=asked).order_by("id"):
        about = (Duty.LEFT_WORK.value, WORK_SUBJECT, part.ref)
        holders = _who_finds(part, today)
        pins += [Pin(*about, each, today, today + FOUND_WITHIN, rules.LEFT.key) for each in holders]
        audit.record(actor, "work.left", part, keys={"holders": len(holders)})
    pin_duties(pins, at=at)
    return len({pin.subject_key for pin in pins})


def _left(actor: Actor, authority_id: int, today: date) -> QuerySet[Involvement]:
    here = Involvement.objects.visible_to(actor).filter(authority_id=authority_id, ends_on__isnull=True)
    return here.filter(leavers.has_left("worker_id", on=today))


def _who_finds(part: Involvement, today: date) -> tuple[int, ...]:
    """Who leads that team, else who manages; of a restricted record those of them who are named, else all who are."""
    leaders = leaders_of_teams([part.team_id], part.authority_id, on=today, but=part.worker_id)
    last = Restriction.objects.filter(person_id=part.person_id).order_by("-id").first()
    if last is None or not last.officers:
        return leaders
    named = organisation.those_there(last.officers, on=today)
    return tuple(each for each in leaders if each in named) or tuple(sorted(named))
