"""The bodies that a council works with, by the names that they had on a day."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime

from lippen.improvement.models import Partner, PartnerNaming
from lippen.improvement.rows import PartnerRow
from lippen.improvement.vocabulary import PARTNER_KIND_WORDS, PartnerKind
from lippen.kernel.access import Actor
from lippen.kernel.errors import NotVisible


def partners(
    actor: Actor,
    *,
    authority_ids: Collection[int] | None = None,
    as_at: date | None = None,
    known_at: datetime | None = None,
) -> tuple[PartnerRow, ...]:
    """The partners of the councils whose plans the actor reads, by name; retired ones are marked."""
    found = Partner.objects.visible_to(actor).known_at(known_at)
    if authority_ids is not None:
        found = found.filter(authority_id__in=authority_ids)
    rows = _rows(list(found), as_at, known_at).values()
    return tuple(sorted(rows, key=lambda row: (row.name.lower(), row.id)))


def _rows(kept: list[Partner], as_at: date | None, known_at: datetime | None) -> dict[int, PartnerRow]:
    return named_partners(kept, _latest(kept, as_at, known_at))


def named_partners(kept: Iterable[Partner], latest: Mapping[int, PartnerNaming]) -> dict[int, PartnerRow]:
    """Partners by id, with the latest that was said of each; for what a plan that the actor has read says of them."""
    return {each.pk: _row(each, latest.get(each.pk)) for each in kept}


def partner(actor: Actor, ref: str) -> PartnerRow:
    """One partner as it is called now, or NotVisible."""
    found = Partner.objects.visible_to(actor).filter(ref=ref).first()
    if found is None:
        raise NotVisible
    return _row(found, _latest([found], None, None).get(found.pk))


def _latest(kept: list[Partner], as_at: date | None, known_at: datetime | None) -> dict[int, PartnerNaming]:
    namings = PartnerNaming.objects.filter(partner__in=kept).known_at(known_at)
    if as_at is not None:
        namings = namings.filter(so_on__lte=as_at)
    ordered = namings.order_by("partner_id", "-so_on", "-id").distinct("partner_id")
    return {naming.partner_id: naming for naming in ordered}


def _row(found: Partner, naming: PartnerNaming | None) -> PartnerRow:
    called = naming or found
    return PartnerRow(
        id=found.pk,
        ref=found.ref,
        name=called.name,
        kind=called.kind,
        kind_words=PARTNER_KIND_WORDS[PartnerKind(called.kind)],
        authority_id=found.authority_id,
        is_retired=naming is not None and naming.is_retired,
    )
