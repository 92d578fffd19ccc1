"""The carers whom a council knows."""

from __future__ import annotations

from django.db.models import Count, Q

from lippen.care.models import Carer, CarerApproval
from lippen.care.rows.living import CarerRow
from lippen.care.vocabulary import APPROVAL_WORDS, CARER_WORDS, ApprovalStep, CarerKind
from lippen.design.words import day_words
from lippen.kernel.access import Actor
from lippen.kernel.errors import NotVisible

LIVES_THERE = Q(placements__is_current=True, placements__is_wrong=False, placements__ends_on__isnull=True)


def carer_rows(actor: Actor, authority_id: int) -> tuple[CarerRow, ...]:
    """Every carer of a council by name, with the approval that stands and how many children live with them now.

    Children whom the reader does not see are not counted.
    """
    carers = Carer.objects.visible_to(actor).filter(authority_id=authority_id)
    told = carers.annotate(children=Count("placements", filter=LIVES_THERE)).order_by("name", "id")
    last = _approvals(actor, authority_id)
    return tuple(_row(carer, last.get(carer.pk), carer.children) for carer in told)


def _approvals(actor: Actor, authority_id: int) -> dict[int, CarerApproval]:
    rows = CarerApproval.objects.visible_to(actor).filter(authority_id=authority_id).order_by("so_on", "id")
    return {row.carer_id: row for row in rows}


def _row(carer: Carer, approval: CarerApproval | None, children: int) -> CarerRow:
    words = "Not approved yet"
    if approval is not None:
        words = f"{APPROVAL_WORDS[ApprovalStep(approval.step)]} {day_words(approval.so_on)}"
        if approval.review_on:
            words += f", reviewed by {day_words(approval.review_on)}"
        if approval.words:
            words += f". {approval.words}"
    most = approval.most_children if approval else None
    return CarerRow(carer.ref, carer.name, CARER_WORDS[CarerKind(carer.kind)], carer.agency, words, most, children)


def carer_of(actor: Actor, ref: str) -> Carer:
    """Carers by their reference, or NotVisible."""
    found = Carer.objects.visible_to(actor).filter(ref=ref).first()
    if found is None:
        raise NotVisible
    return found


def carer_choices(actor: Actor, authority_id: int) -> list[tuple[str, str]]:
    """Carers to choose from, by their reference; without those whose approval has ended."""
    ended = {key for key, row in _approvals(actor, authority_id).items() if row.step == ApprovalStep.ENDED}
    rows = Carer.objects.visible_to(actor).filter(authority_id=authority_id).exclude(pk__in=ended)
    return [
        (row.ref, f"{row.name} ({CARER_WORDS[CarerKind(row.kind)].lower()})") for row in rows.order_by("name", "id")
    ]
