"""Imports under way, the doubts they left, and layouts that were matched before."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import F, Q, QuerySet

from lippen.improvement.models import Doubt, DoubtAnswer, ImportBatch, Plan, RememberedLayout
from lippen.improvement.queries.plans import bare_plan, unanswered
from lippen.improvement.rows import BatchRow, DoubtRow
from lippen.improvement.vocabulary import BatchState
from lippen.kernel.access import Actor, Permission
from lippen.kernel.errors import NotVisible
from lippen.kernel.prepared import read_prepared
from lippen.organisation import queries as organisation


def import_batch(actor: Actor, ref: str) -> BatchRow:
    """One import, or NotVisible."""
    found = _batches(ImportBatch.objects.visible_to(actor).filter(ref=ref))
    if not found:
        raise NotVisible
    return found[0]


def waiting_imports(actor: Actor) -> tuple[BatchRow, ...]:
    """Imports that wait for answers, newest first."""
    return _batches(ImportBatch.objects.visible_to(actor).filter(state=BatchState.WAITING).order_by("-id"))


def _batches(found: Iterable[ImportBatch]) -> tuple[BatchRow, ...]:
    kept = list(found.select_related("plan", "file"))  # type: ignore[attr-defined]
    names = organisation.account_names({each.recorded_by_id for each in kept})
    return tuple(
        BatchRow(
            id=each.pk,
            ref=each.ref,
            document=each.document,
            sha256=each.sha256,
            state=each.state,
            layout_key=each.layout_key,
            mapping=each.mapping,
            proposal=each.proposal,
            plan_ref=each.plan.ref if each.plan else "",
            plan_title=each.plan.title if each.plan else each.plan_title,
            authority_id=each.authority_id,
            file_ref=each.file.ref if each.file else "",
            made_by=names.get(each.recorded_by_id or 0, ""),
            version=each.version,
            recorded_at=each.recorded_at,
        )
        for each in kept
    )


def doubts(actor: Actor, plan_id: int, *, only_open: bool = True) -> tuple[DoubtRow, ...]:
    """What an import left open in a plan, in the document's order."""
    plan = bare_plan(actor, plan_id)
    rows = _doubts(Doubt.objects.filter(plan_id=plan.id))
    return tuple(row for row in rows if row.answer is None) if only_open else rows


def doubts_about(actor: Actor, plan_id: int, action_id: int) -> tuple[DoubtRow, ...]:
    """What is open about one action, and which years its plan's dates mean: that touches every action."""
    (found,) = read_prepared(_open_about, actor, plan_id, action_id)
    return _rows(found, {})


def _open_about(actor: Actor, plan_id: int, action_id: int) -> tuple[QuerySet[Doubt]]:
    about = Q(action_id=action_id) | Q(plan_id=plan_id, kind="year")
    return (_whole(unanswered().filter(about, plan__in=Plan.objects.visible_to(actor).values("pk"))),)


def doubt(actor: Actor, ref: str) -> DoubtRow:
    """One doubt, or NotVisible."""
    found = Doubt.objects.filter(ref=ref)
    plan_id = found.values_list("plan_id", flat=True).first()
    if plan_id is None:
        raise NotVisible
    bare_plan(actor, plan_id)
    return _doubts(found)[0]


def _doubts(found: QuerySet[Doubt]) -> tuple[DoubtRow, ...]:
    kept = list(_whole(found))
    given = DoubtAnswer.objects.filter(doubt__in=kept).order_by("id").values_list("doubt_id", "answer")
    return _rows(kept, dict(given))


def _whole(found: QuerySet[Doubt]) -> QuerySet[Doubt]:
    """Doubts with the words of what they are about."""
    return found.annotate(**ABOUT).order_by("batch_id", "order")


ABOUT = {
    "batch_ref": F("batch__ref"),
    "document": F("batch__document"),
    "plan_ref": F("plan__ref"),
    "action_ref": F("action__ref"),
    "action_number": F("action__number"),
    "action_text": F("action__now__text"),
}


def _rows(kept: list[Any], answers: dict[int, Any]) -> tuple[DoubtRow, ...]:
    return tuple(
        DoubtRow(
            id=each.pk,
            ref=each.ref,
            kind=each.kind,
            place=each.place,
            sentence=each.sentence,
            key=each.key,
            proposal=each.proposal,
            choices=tuple(each.proposal.get("choices", ())),
            plan_ref=each.plan_ref or "",
            action_ref=each.action_ref or "",
            action_number=each.action_number or "",
            action_text=each.action_text or "",
            answer=answers.get(each.pk),
            batch_ref=each.batch_ref or "",
            document=each.document or "",
        )
        for each in kept
    )


def remembered_mapping(actor: Actor, key: str) -> dict[str, object] | None:
    """How a layout's columns were matched the last time, by an authority of the actor's."""
    reach = actor.reach_of(Permission.IMPORT_PLAN)
    found = RememberedLayout.objects.filter(authority_id__in=reach, key=key).order_by("-id").first()
    return found.mapping if found else None
