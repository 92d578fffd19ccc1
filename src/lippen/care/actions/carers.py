"""Carers, and what is decided of them."""

from __future__ import annotations

from datetime import date, datetime

from django.db.transaction import atomic

from lippen.care.models import Carer, CarerApproval
from lippen.care.queries.carers import carer_of
from lippen.care.vocabulary import ApprovalStep, CarerKind
from lippen.casework.actions.writing import check_day, needed, reason_given
from lippen.kernel import audit
from lippen.kernel.access import Actor, Permission, require
from lippen.kernel.errors import CannotDo
from lippen.kernel.ids import new_ref

MOST = 40


@atomic
def add_carer(*, actor: Actor, authority_id: int, kind: CarerKind, name: str, at: datetime, agency: str = "") -> Carer:
    """Record carers of one household, or a house, school or unit, with whom children can be placed."""
    require(actor, Permission.WRITE_RECORDS, at=[authority_id])
    kept = needed(name, "name", "Give their name.")
    if Carer.objects.visible_to(actor).filter(authority_id=authority_id, kind=kind, name__iexact=kept).exists():
        raise CannotDo("Carers of this name are recorded already. Look for them in the list.", field="name")
    made = Carer.objects.create(
        ref=new_ref("carer"),
        authority_id=authority_id,
        kind=CarerKind(kind).value,
        name=kept[:120],
        agency=agency.strip()[:120],
        recorded_at=at,
        recorded_by_id=actor.account_id,
    )
    audit.record(actor, "carer.added", made)
    return made


@atomic
def say_approval(
    *,
    actor: Actor,
    carer_ref: str,
    step: ApprovalStep,
    so_on: date,
    at: datetime,
    review_on: date | None = None,
    most_children: int | None = None,
    words: str = "",
) -> CarerApproval:
    """Record what was decided of carers: approved for so many children, changed, ended with a reason."""
    require(actor, Permission.ALLOCATE)
    carer = carer_of(actor, carer_ref)
    require(actor, Permission.ALLOCATE, at=[carer.authority_id])
    check_day(so_on, at)
    if step is ApprovalStep.ENDED:
        words = reason_given(words, "words", "Say why the approval ended.")
    if review_on is not None and review_on < so_on:
        raise CannotDo("The review comes before the decision. Give a later day.", field="review_on")
    if most_children is not None and not 0 < most_children <= MOST:
        raise CannotDo(f"Give a number from 1 to {MOST}, or none.", field="most_children")
    made = CarerApproval.objects.create(
        authority_id=carer.authority_id,
        carer=carer,
        step=ApprovalStep(step).value,
        so_on=so_on,
        review_on=review_on,
        most_children=most_children,
        words=words.strip(),
        recorded_at=at,
        recorded_by_id=actor.account_id,
    )
    audit.record(actor, "carer.decided", carer, keys={"step": made.step})
    return made
