"""How a child's record began: told of, assessed, in the queue, with a social worker; for the rooms above."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import QuerySet

from lippen.casework.models import Involvement, Referral, ReferralStep, Waiting
from lippen.casework.vocabulary import InvolvementKind, Outcome
from lippen.kernel.access import Actor
from lippen.kernel.prepared import read_prepared

REFERRED, ASSESSED, QUEUED, ALLOCATED = "referred", "assessed", "queued", "allocated"


def began(actor: Actor, person_ids: Collection[int]) -> dict[int, list[tuple[str, date]]]:
    """What happened to these children before a plan was made, by id: the name of it and its day."""
    referrals, steps, waits, parts = read_prepared(_before, actor, tuple(person_ids))
    found: dict[int, list[tuple[str, date]]] = defaultdict(list)
    for row in referrals:
        found[row.person_id].append((REFERRED, row.so_on))
    for row in steps:
        if row.outcome == Outcome.ASSESSED:
            found[row.person_id].append((ASSESSED, row.so_on))
    for row in waits:
        found[row.person_id].append((QUEUED, row.so_on))
    for row in parts:
        if row.kind == InvolvementKind.ALLOCATED:
            found[row.person_id].append((ALLOCATED, row.starts_on))
    return found


def _before(actor: Actor, ids: Collection[int]) -> tuple[QuerySet[Any], ...]:
    models: tuple[Any, ...] = (Referral, ReferralStep, Waiting, Involvement)
    return tuple(model.objects.visible_to(actor).filter(person_id__in=ids).order_by("id") for model in models)
