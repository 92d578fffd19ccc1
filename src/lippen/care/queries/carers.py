"""The carers whom a council knows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from django.db import connection

from lippen.care.models import Carer, CarerApproval
from lippen.care.rows.living import ApprovalRow, CarerRow
from lippen.care.vocabulary import APPROVAL_WORDS, CARER_WORDS, ApprovalStep, CarerKind
from lippen.design.words import count_words, day_words
from lippen.kernel.access import Actor
from lippen.kernel.errors import NotVisible

FULL = "full"


class Full(NamedTuple):
    """How many children live with carers, and for how many they are approved."""

    children: int
    most: int


def carer_rows(actor: Actor, authority_id: int) -> tuple[CarerRow, ...]:
    """Every carer of a council by name, with the approval that stands and how many children live with them now."""
    carers = Carer.objects.visible_to(actor).filter(authority_id=authority_id).order_by("name", "id")
    last, lives = _approvals(actor, authority_id), _children_now(authority_id)
    return tuple(_row(carer, last.get(carer.pk), lives.get(carer.pk, 0)) for carer in carers)


def told_of(actor: Actor, carer: Carer) -> tuple[CarerRow, tuple[ApprovalRow, ...]]:
    """One of them as the list has it, and everything that was decided of them, the latest first."""
    decided = list(CarerApproval.objects.visible_to(actor).filter(carer=carer).order_by("-so_on", "-id"))
    row = _row(carer, decided[0] if decided else None, _children_now(carer.authority_id).get(carer.pk, 0))
    return row, tuple(
        ApprovalRow(
            _title(each),
            each.so_on,
            each.review_on,
            each.words,
            each.pk == decided[0].pk,
        )
        for each in decided
    )


def _title(approval: CarerApproval) -> str:
    """What was decided, and for how many children."""
    step = ApprovalStep(approval.step)
    if not approval.most_children or step is ApprovalStep.ENDED:
        return APPROVAL_WORDS[step]
    to = "to" if step is ApprovalStep.CHANGED else "for"
    return f"{APPROVAL_WORDS[step]} {to} {count_words(approval.most_children, 'child', 'children')}"


def _children_now(authority_id: int) -> Mapping[int, int]:
    """How many children live with which carers of a council now: those too whom the reader does not see."""
    with connection.cursor() as cursor:
        cursor.execute("select carer_id, children from visible_living_with(%s)", [authority_id])
        return dict(cursor.fetchall())


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
    kind, is_ended = CARER_WORDS[CarerKind(carer.kind)], approval is not None and approval.step == ApprovalStep.ENDED
    return CarerRow(carer.ref, carer.name, kind, carer.agency, words, most, children, is_ended)


def carer_of(actor: Actor, ref: str) -> Carer:
    """Carers by their reference, or NotVisible."""
    found = Carer.objects.visible_to(actor).filter(ref=ref).first()
    if found is None:
        raise NotVisible
    return found


def carer_choices(actor: Actor, authority_id: int) -> list[tuple[str, str]]:
    """Carers to choose from, by their reference; without those whose approval has ended. It is said who is full."""
    last, lives = _approvals(actor, authority_id), _children_now(authority_id)
    ended = {key for key, row in last.items() if row.step == ApprovalStep.ENDED}
    rows = Carer.objects.visible_to(actor).filter(authority_id=authority_id).exclude(pk__in=ended)
    return [
        (row.ref, _choice(row, _full(last.get(row.pk), lives.get(row.pk, 0)))) for row in rows.order_by("name", "id")
    ]


def _choice(carer: Carer, full: Full | None) -> str:
    words = f"{carer.name} ({CARER_WORDS[CarerKind(carer.kind)].lower()})"
    return f"{words}, {FULL}: {full.children} of {full.most}" if full else words


def full(actor: Actor, carer: Carer) -> Full | None:
    """Where as many children live with carers as they are approved for, or more: both numbers."""
    approval = _approvals(actor, carer.authority_id).get(carer.pk)
    return _full(approval, _children_now(carer.authority_id).get(carer.pk, 0))


def _full(approval: CarerApproval | None, children: int) -> Full | None:
    most = approval.most_children if approval else None
    return Full(children, most) if most and children >= most else None
