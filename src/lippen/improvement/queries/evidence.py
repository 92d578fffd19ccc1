"""Evidence and what was decided about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import F

from lippen.improvement import rules
from lippen.improvement.models import Action, Evidence, EvidenceDecision
from lippen.improvement.queries.reading import People
from lippen.improvement.rows import EvidenceRow
from lippen.improvement.vocabulary import EvidenceVerdict
from lippen.kernel.access import Actor
from lippen.kernel.errors import NotVisible
from lippen.kernel.files.store import stored_file
from lippen.kernel.models import StoredFile

FILES = {"file_ref": F("file__ref"), "file_name": F("file__name")}
"""What is annotated on evidence that is read together with other tables."""


def with_file(offered: Any) -> Evidence:
    """A piece of evidence that was read with FILES, with its file's name."""
    if offered.file_id is not None:
        offered.file = StoredFile(pk=offered.file_id, ref=offered.file_ref, name=offered.file_name)
    return offered  # type: ignore[no-any-return]


def named_in(offered: Iterable[Evidence], decided: Iterable[EvidenceDecision]) -> set[int | None]:
    """Who offered and who decided."""
    return {each.offered_by_id for each in offered} | {decision.decided_by_id for decision in decided}


def evidence_rows(
    offered: Iterable[Evidence], decided: Mapping[int, EvidenceDecision], people: People
) -> tuple[EvidenceRow, ...]:
    """Evidence as rows."""
    return tuple(_row(each, decided.get(each.pk), people) for each in offered)


def evidence_file(actor: Actor, ref: str) -> StoredFile:
    """A file that was given as evidence for an action that this actor sees, or NotVisible: no other file is."""
    offered = Evidence.objects.visible_to(actor).filter(file__ref=ref, action__in=Action.objects.visible_to(actor))
    if not offered.exists():
        raise NotVisible
    return stored_file(actor, ref)


def _row(each: Evidence, decision: EvidenceDecision | None, people: People) -> EvidenceRow:
    return EvidenceRow(
        id=each.pk,
        ref=each.ref,
        action_id=each.action_id,
        title=each.title,
        note=each.note,
        link=each.link,
        file_ref=each.file.ref if each.file else "",
        file_name=each.file.name if each.file else "",
        offered_by=people.names.get(each.offered_by_id or 0, ""),
        so_on=each.so_on,
        verdict=decision.verdict if decision else "",
        verdict_reason=decision.reason if decision else "",
        verdict_by=people.names.get(decision.decided_by_id or 0, "") if decision else "",
        verdict_on=decision.so_on if decision else None,
        outside_line=decision.outside_line if decision else None,
        words=verdict_words(decision),
        offered_by_id=each.offered_by_id,
    )


def verdict_words(decision: EvidenceDecision | None) -> str:
    """What the page says about a piece of evidence."""
    if decision is None:
        return "Nobody has looked at it yet"
    if decision.verdict == EvidenceVerdict.ACCEPTED:
        return rules.acceptance_words(decision.outside_line)
    return "Not accepted"
