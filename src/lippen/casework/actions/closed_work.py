"""Work with a record that is closed to whoever does it stands on the desk of whoever finds somebody else."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db.transaction import atomic

from lippen.casework import rules
from lippen.casework.actions.writing import Pin, close_duties, pin_duties
from lippen.casework.models import Involvement
from lippen.casework.queries import own_family
from lippen.casework.vocabulary import WORK_SUBJECT, Duty
from lippen.kernel import audit
from lippen.kernel.access import Actor, Permission, require
from lippen.kernel.clock import day_of
from lippen.organisation import queries as organisation

DAY = timedelta(days=1)


def ask_for_closed(parts: Collection[Involvement], at: datetime) -> list[Involvement]:
    """Ask for somebody else in the place of these parts, for today, once; gives those for which it was new."""
    if not parts:
        return []
    asked, today = set(organisation.open_keys(Duty.CLOSED_WORK.value, WORK_SUBJECT)), day_of(at)
    new = [part for part in _first(parts) if part.ref not in asked]
    pin_duties([pin for part in new for pin in _pins(part, today)], at=at)
    return new


def _first(parts: Collection[Involvement]) -> list[Involvement]:
    rests = {
        (part.person_id, part.worker_id): part
        for kind in reversed(own_family.RESTS)
        for part in parts
        if part.kind == kind
    }
    return [*rests.values(), *(part for part in parts if part.kind not in own_family.RESTS)]


def _pins(part: Involvement, today: date) -> list[Pin]:
    about, key = (Duty.CLOSED_WORK.value, WORK_SUBJECT, part.ref), rules.OWN_FAMILY.key
    return [Pin(*about, each, today, today + DAY, key) for each in own_family.finders_of(part, on=today)]


def close_opened(parts: Collection[Involvement], at: datetime) -> None:
    """Where a record is open again nobody has to find somebody else any more."""
    refs = [part.ref for part in parts if not own_family.closed_now(part.person_id, part.worker_id)]
    close_duties(kind=Duty.CLOSED_WORK.value, subject_kind=WORK_SUBJECT, subject_keys=refs, at=at)


def follow_tie(people: Collection[int], at: datetime) -> None:
    """What a tie between these two closes: sight follows ties."""
    parts = own_family.work_by_tie(people)
    ask_for_closed([part for part in parts if own_family.closed_now(part.person_id, part.worker_id)], at)


@atomic
def ask_for_closed_work(*, actor: Actor, authority_id: int, at: datetime) -> None:
    """The same of every record that the actor sees: what came in with a file too, or closed out of a writer's sight."""
    require(actor, Permission.READ_RECORDS, at=[authority_id])
    for person_id, officer_id in own_family.standing_ties(actor, authority_id):
        for part in ask_for_closed(own_family.work_near(person_id, officer_id), at):
            audit.record(actor, "work.closed", part)
