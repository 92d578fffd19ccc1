"""Names of what the duty board points at, for those who may see it."""

from __future__ import annotations

from collections.abc import Iterable

from lippen.improvement.models import Evidence, ImportBatch, Plan
from lippen.kernel.access import Actor


def plan_names(actor: Actor, refs: Iterable[str]) -> dict[str, str]:
    """Titles of the plans with these references that the actor sees."""
    return dict(Plan.objects.visible_to(actor).filter(ref__in=list(refs)).values_list("ref", "title"))


def batch_names(actor: Actor, refs: Iterable[str]) -> dict[str, str]:
    """Names of the files with these references that the actor may bring in."""
    return dict(ImportBatch.objects.visible_to(actor).filter(ref__in=list(refs)).values_list("ref", "document"))


def evidence_names(actor: Actor, refs: Iterable[str]) -> dict[str, tuple[str, str, str]]:
    """Action's number, title and action's reference of the evidence with these references that the actor sees."""
    found = Evidence.objects.visible_to(actor).filter(ref__in=list(refs))
    rows = found.values_list("ref", "action__number", "title", "action__ref")
    return {ref: (number, title, action_ref) for ref, number, title, action_ref in rows}
