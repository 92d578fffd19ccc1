"""What stands on the performance officer's desk: doubts, files that wait, evidence that nobody has looked at."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from lippen.improvement import rules
from lippen.improvement.models import Evidence, ImportBatch, Plan
from lippen.improvement.queries.plans import unanswered
from lippen.improvement.vocabulary import BATCH_SUBJECT, EVIDENCE_SUBJECT, PLAN_SUBJECT, OfficerDuty
from lippen.kernel.clock import day_of
from lippen.organisation import queries as organisation
from lippen.organisation.actions import Pin, close_duties, pin_duties
from lippen.organisation.roles import Role

KEEPERS = (Role.PERFORMANCE_OFFICER, Role.HEAD_OF_SERVICE, Role.CHIEF_SOCIAL_WORK_OFFICER)
"""Who keeps a plan honest: the first of these that somebody holds. Nobody is asked to look at their own evidence."""


def keepers(authority_id: int, *, on: date, but: int | None = None) -> tuple[int, ...]:
    """The people of a council who keep its plans honest, by person id."""
    holders = organisation.holders_by_role(authority_id, on=on)
    for role in KEEPERS:
        if found := tuple(person_id for person_id in holders.get(role, ()) if person_id != but):
            return found
    return ()


def ask_to_answer(plan: Plan, *, at: datetime) -> None:
    """Doubts are on the desk of the plan's keepers while there are any."""
    if unanswered().filter(plan=plan).exists():
        _ask(OfficerDuty.DOUBTS, PLAN_SUBJECT, plan.ref, keepers(plan.authority_id, on=day_of(at)), at)
    else:
        _done(OfficerDuty.DOUBTS, PLAN_SUBJECT, plan.ref, at)


def still_to_answer(plan: Plan, *, at: datetime) -> None:
    """With the last doubt answered, they are off the desk."""
    if not unanswered().filter(plan=plan).exists():
        _done(OfficerDuty.DOUBTS, PLAN_SUBJECT, plan.ref, at)


def ask_to_bring_in(batch: ImportBatch, *, by: int | None, at: datetime) -> None:
    """A file that waits is on the desk of whoever began with it."""
    holders = (by,) if by is not None else keepers(batch.authority_id, on=day_of(at))
    _ask(OfficerDuty.IMPORT, BATCH_SUBJECT, batch.ref, holders, at)


def brought_in(batch: ImportBatch, *, at: datetime) -> None:
    """A file that was brought in or set aside waits for nobody."""
    _done(OfficerDuty.IMPORT, BATCH_SUBJECT, batch.ref, at)


def ask_to_look(evidence: Evidence, *, at: datetime) -> None:
    """Evidence is on the desk of the plan's keepers until somebody has decided on it."""
    holders = keepers(evidence.authority_id, on=day_of(at), but=evidence.offered_by_id)
    _ask(OfficerDuty.EVIDENCE, EVIDENCE_SUBJECT, evidence.ref, holders, at)


def looked_at(evidence: Evidence, *, at: datetime) -> None:
    """Evidence that was decided on is off the desk."""
    _done(OfficerDuty.EVIDENCE, EVIDENCE_SUBJECT, evidence.ref, at)


def _ask(kind: OfficerDuty, subject_kind: str, key: str, holders: Iterable[int], at: datetime) -> None:
    starts_on = day_of(at)
    ends_on = starts_on + timedelta(days=rules.OFFICER_DAYS + 1)
    pins = [
        Pin(kind.value, subject_kind, key, holder, starts_on, ends_on, rules.OFFICER_DUTIES.key) for holder in holders
    ]
    pin_duties(pins, at=at)


def _done(kind: OfficerDuty, subject_kind: str, key: str, at: datetime) -> None:
    close_duties(kind=kind.value, subject_kind=subject_kind, subject_keys=[key], at=at)
