"""A document comes in as a plan: kept while it waits, brought in whole in one transaction, or set aside."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import F
from django.db.transaction import atomic

from lippen.improvement.actions import officers
from lippen.improvement.actions.bringing_in import Bringing
from lippen.improvement.actions.bulk import allow_long_work, copy_in
from lippen.improvement.actions.plans import new_plan
from lippen.improvement.actions.writing import already, require_for
from lippen.improvement.adapters.proposal import Proposal
from lippen.improvement.models import ImportBatch, Plan, RememberedLayout, SourceCell
from lippen.improvement.vocabulary import Audience, BatchState
from lippen.kernel import audit
from lippen.kernel.access import Actor, Permission, require
from lippen.kernel.errors import CannotDo, NotVisible
from lippen.kernel.ids import new_ref
from lippen.kernel.models import StoredFile

OTHER_TAB = "This import has changed in another tab or by somebody else since. Open it again."
NOT_WAITING = "This import is already {state}. Bring the file in again if you need it."
STATE_WORDS = {BatchState.APPLIED: "in the plan", BatchState.ABANDONED: "set aside"}


@atomic
def start_import(
    *,
    actor: Actor,
    authority_id: int,
    document: str,
    sha256: str,
    proposal: dict[str, Any],
    at: datetime,
    cells: Iterable[tuple[str, str]] = (),
    mapping: dict[str, Any] | None = None,
    layout_key: str = "",
    file: StoredFile | None = None,
    plan_title: str = "",
    plan_ref: str = "",
    token: UUID | str | None = None,
) -> ImportBatch:
    """Keep a document that was read, every cell word for word with its place, until it is confirmed."""
    require(actor, Permission.IMPORT_PLAN)
    if authority_id not in actor.authority_ids:
        raise NotVisible
    require(actor, Permission.IMPORT_PLAN, at=[authority_id])
    if made := already(ImportBatch, token, actor):
        return made
    made = ImportBatch.objects.create(
        ref=new_ref("import"),
        authority_id=authority_id,
        plan=_plan_for_edition(actor, plan_ref) if plan_ref else None,
        plan_title=plan_title.strip()[:240],
        document=document[:240],
        sha256=sha256,
        file=file,
        layout_key=layout_key[:120],
        mapping=mapping or {},
        proposal=proposal,
        token=token,
        recorded_at=at,
        recorded_by_id=actor.account_id,
    )
    kept = _keep_cells(made, cells)
    officers.ask_to_bring_in(made, by=actor.person_id, at=at)
    audit.record(actor, "import.started", made, keys={"sha256": sha256, "cells": kept})
    return made


def _plan_for_edition(actor: Actor, plan_ref: str) -> Plan:
    """The plan that a document is another edition of, where the actor may bring it in."""
    found = Plan.objects.visible_to(actor).filter(ref=plan_ref).first()
    if found is None:
        raise NotVisible
    require_for(found, actor, Permission.IMPORT_PLAN)
    return found


def _keep_cells(batch: ImportBatch, cells: Iterable[tuple[str, str]]) -> int:
    rows = (
        (batch.pk, order, place[:240], text.replace("\x00", "")) for order, (place, text) in enumerate(cells, start=1)
    )
    return copy_in(SourceCell._meta.db_table, ("batch_id", "order", "place", "text"), rows)


@atomic
def revise_import(
    *,
    actor: Actor,
    batch_ref: str,
    proposal: dict[str, Any],
    version: int,
    at: datetime,
    mapping: dict[str, Any] | None = None,
    layout_key: str | None = None,
    plan_title: str | None = None,
) -> ImportBatch:
    """Keep what the document comes to after columns were matched anew or doubts were answered."""
    batch = waiting(actor, batch_ref)
    changes: dict[str, Any] = {"proposal": proposal, "version": F("version") + 1}
    given = {"mapping": mapping, "layout_key": layout_key, "plan_title": plan_title}
    changes |= {name: value for name, value in given.items() if value is not None}
    if not ImportBatch.objects.filter(pk=batch.pk, version=version).update(**changes):
        raise CannotDo(OTHER_TAB)
    audit.record(actor, "import.revised", batch)
    return ImportBatch.objects.get(pk=batch.pk)


def waiting(actor: Actor, ref: str) -> ImportBatch:
    """The import with its row locked, or a refusal where it no longer waits."""
    require(actor, Permission.IMPORT_PLAN)
    batch = ImportBatch.objects.visible_to(actor).select_for_update(no_key=True).filter(ref=ref).first()
    if batch is None:
        raise NotVisible
    if batch.state != BatchState.WAITING:
        raise CannotDo(NOT_WAITING.format(state=STATE_WORDS[BatchState(batch.state)]))
    return batch


@atomic
def apply_import(
    *,
    actor: Actor,
    batch_ref: str,
    at: datetime,
    plan_title: str = "",
    also_for: Collection[int] = (),
    rhythm_days: int = 92,
    origin: str = "",
    agreed_on: date | None = None,
    audience: Audience = Audience.INTERNAL,
) -> Plan:
    """Bring a document in whole, or not at all. No state comes in that nobody confirmed; open doubts stay open."""
    batch = waiting(actor, batch_ref)
    if batch.plan_id is not None:
        raise CannotDo(f"{batch.document} is an edition of a plan that is here. Accept what is right of it instead.")
    allow_long_work()
    proposal = Proposal.from_dict(batch.proposal)
    if not proposal.actions:
        raise CannotDo(f"{batch.document} holds no action that could be read. Match its columns first.")
    title = plan_title.strip() or batch.plan_title or proposal.header.get("Subject", "") or batch.document
    plan = new_plan(
        actor,
        title=title,
        authority_id=batch.authority_id,
        also_for=also_for,
        origin=origin,
        agreed_on=agreed_on,
        rhythm_days=rhythm_days,
        at=at,
        permission=Permission.IMPORT_PLAN,
    )
    made = Bringing(actor=actor, plan=plan, batch=batch, proposal=proposal, audience=audience, at=at).done()
    ImportBatch.objects.filter(pk=batch.pk).update(state=BatchState.APPLIED.value, plan=plan)
    officers.brought_in(batch, at=at)
    officers.ask_to_answer(plan, at=at)
    audit.record(actor, "import.applied", batch, keys={"sha256": batch.sha256, "plan": plan.ref, **made})
    return plan


@atomic
def abandon_import(*, actor: Actor, batch_ref: str, at: datetime) -> None:
    """Set an import aside; nothing of it comes into a plan."""
    batch = waiting(actor, batch_ref)
    ImportBatch.objects.filter(pk=batch.pk).update(state=BatchState.ABANDONED.value)
    officers.brought_in(batch, at=at)
    audit.record(actor, "import.abandoned", batch)


@atomic
def remember_layout(
    *, actor: Actor, authority_id: int, key: str, mapping: dict[str, Any], at: datetime
) -> RememberedLayout:
    """Remember how a layout's columns were matched, for the next document like it."""
    require(actor, Permission.IMPORT_PLAN)
    if authority_id not in actor.authority_ids:
        raise NotVisible
    require(actor, Permission.IMPORT_PLAN, at=[authority_id])
    made = RememberedLayout.objects.create(
        authority_id=authority_id, key=key[:120], mapping=mapping, recorded_at=at, recorded_by_id=actor.account_id
    )
    audit.record(actor, "import.layout_remembered", ("improvement.layout", str(made.pk)))
    return made
