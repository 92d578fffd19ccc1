"""The bodies that a council works with are recorded, renamed and let go."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db.models import Max
from django.db.transaction import atomic

from lippen.improvement.actions.writing import already, check_day, needed
from lippen.improvement.models import Partner, PartnerNaming
from lippen.improvement.vocabulary import PartnerKind
from lippen.kernel import audit
from lippen.kernel.access import Actor, Permission, require
from lippen.kernel.errors import NotVisible, refusal
from lippen.kernel.ids import new_ref


@atomic
def record_partner(
    *,
    actor: Actor,
    authority_id: int,
    name: str,
    kind: PartnerKind,
    at: datetime,
    token: UUID | str | None = None,
) -> Partner:
    """Record a body that a council works with, once for each name."""
    require(actor, Permission.EDIT_PLAN)
    if authority_id not in actor.authority_ids:
        raise NotVisible
    require(actor, Permission.EDIT_PLAN, at=[authority_id])
    if made := already(Partner, token, actor):
        return made
    name = needed(name, "name", "Give the partner's name.")[:200]
    with refusal("partner_named_once", f"“{name}” is recorded already. Choose it from the list.", field="name"):
        made = Partner.objects.create(
            ref=new_ref("partner"),
            authority_id=authority_id,
            name=name,
            kind=PartnerKind(kind).value,
            token=token,
            recorded_at=at,
            recorded_by_id=actor.account_id,
        )
    audit.record(actor, "partner.recorded", made)
    return made


@atomic
def rename_partner(
    *,
    actor: Actor,
    partner_ref: str,
    name: str,
    kind: PartnerKind,
    so_on: date,
    at: datetime,
    is_retired: bool = False,
    token: UUID | str | None = None,
) -> PartnerNaming:
    """Say what a partner is called from a day on, or that the council no longer works with it."""
    require(actor, Permission.EDIT_PLAN)
    found = Partner.objects.visible_to(actor).filter(ref=partner_ref).first()
    if found is None:
        raise NotVisible
    require(actor, Permission.EDIT_PLAN, at=[found.authority_id])
    if made := already(PartnerNaming, token, actor):
        return made
    check_day(so_on, at, after=found.namings.aggregate(last=Max("so_on"))["last"])
    made = PartnerNaming.objects.create(
        partner=found,
        so_on=so_on,
        name=needed(name, "name", "Give the partner's name.")[:200],
        kind=PartnerKind(kind).value,
        is_retired=is_retired,
        token=token,
        recorded_at=at,
        recorded_by_id=actor.account_id,
    )
    audit.record(actor, "partner.retired" if is_retired else "partner.renamed", found)
    return made
