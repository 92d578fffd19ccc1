"""Children whom nobody has: on no desk and in no queue, or still with whoever brought them in with a file."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from lippen.casework.models import BroughtIn, Involvement, Referral, Waiting
from lippen.casework.vocabulary import IntakeKind, InvolvementKind, Status
from lippen.kernel.access import Actor

HAS = (InvolvementKind.ALLOCATED.value, InvolvementKind.DUTY.value)


def without_anybody() -> Q:
    """Of children as they stand: those with whom work is open, and whom nobody has.

    Nobody is allocated, took them in, or holds them while they wait. Work is open by a status, by somebody who works
    alongside, or by a referral that has still to be decided.
    """
    of = {"person_id": OuterRef("person_id")}
    parts = Involvement.objects.filter(ends_on__isnull=True, **of)
    waits = Waiting.objects.filter(is_open=True, **of)
    held = Q(Exists(parts.filter(kind=InvolvementKind.HOLDING.value))) & Q(Exists(waits))
    is_open = (
        ~Q(status__in=["", Status.NONE.value])
        | Q(Exists(parts))
        | Q(Exists(Referral.objects.filter(is_open=True, **of)))
    )
    return Q(died_on__isnull=True) & is_open & ~Q(Exists(parts.filter(kind__in=HAS))) & ~held


def brought_children(actor: Actor) -> QuerySet[Involvement]:
    """The actor's own parts by which children stand with them whom they brought in with a file, and nobody else has."""
    files = BroughtIn.objects.filter(kind=IntakeKind.CHILDREN.value, recorded_by_id=actor.account_id)
    others = Involvement.objects.filter(
        person_id=OuterRef("person_id"),
        ends_on__isnull=True,
        kind__in=(*HAS, InvolvementKind.HOLDING.value, InvolvementKind.OFFERED.value),
    ).exclude(worker_id=actor.person_id)
    mine = Involvement.objects.visible_to(actor).filter(worker_id=actor.person_id, ends_on__isnull=True)
    own = mine.filter(kind=InvolvementKind.DUTY.value, person_id__in=files.values("person_id"))
    return own.filter(~Q(Exists(others)), person__now__died_on__isnull=True)
