"""Evidence is offered by those who say that it is done and decided on by others."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db.models import Max
from django.db.transaction import atomic

from lippen.improvement import queries
from lippen.improvement.actions import officers
from lippen.improvement.actions.writing import Writing, already, begin, check_day, needed
from lippen.improvement.models import Evidence, EvidenceDecision
from lippen.improvement.vocabulary import DutyKind, EvidenceVerdict
from lippen.kernel import audit
from lippen.kernel.access import Actor, Permission, require
from lippen.kernel.errors import CannotDo, NotVisible
from lippen.kernel.ids import new_ref
from lippen.kernel.models import StoredFile
from lippen.organisation import queries as organisation


@atomic
def offer_evidence(
    *,
    actor: Actor,
    action_ref: str,
    title: str,
    so_on: date,
    at: datetime,
    note: str = "",
    link: str = "",
    file: StoredFile | None = None,
    token: UUID | str | None = None,
) -> Evidence:
    """Offer what bears out that an action is done: a file, a link, or words."""
    writing = begin(actor, Permission.WRITE_UPDATE, action_ref, at=at)
    if made := already(Evidence, token, actor):
        return made
    check_day(so_on, at)
    if not (note.strip() or link.strip() or file):
        raise CannotDo("Say what it shows, give its address, or add a file: one of them is enough.", field="note")
    made = Evidence.objects.create(
        **writing.recorded,
        so_on=so_on,
        ref=new_ref("evidence"),
        authority_id=queries.keeper_of(actor, writing.plan.pk, permission=Permission.WRITE_UPDATE),
        title=needed(title, "title", "Say what it is.")[:240],
        note=note.strip(),
        link=link.strip(),
        file=file,
        offered_by_id=actor.person_id,
        token=token,
    )
    officers.ask_to_look(made, at=writing.recorded_at)
    audit.record(actor, "evidence.offered", made)
    return made


@atomic
def decide_evidence(
    *,
    actor: Actor,
    evidence_ref: str,
    verdict: EvidenceVerdict,
    so_on: date,
    at: datetime,
    reason: str = "",
    is_first: bool = False,
    token: UUID | str | None = None,
) -> EvidenceDecision:
    """Accept evidence or return it, and record whether the one who decides stands outside the lead's line.

    A decision meant as the first is refused where somebody was quicker.
    """
    require(actor, Permission.ACCEPT_EVIDENCE)
    found = Evidence.objects.visible_to(actor).filter(ref=evidence_ref).select_related("action").first()
    if found is None:
        raise NotVisible
    writing = begin(actor, Permission.ACCEPT_EVIDENCE, found.action.ref, at=at)
    require(actor, Permission.ACCEPT_EVIDENCE, at=[found.authority_id])
    if made := already(EvidenceDecision, token, actor):
        return made
    check_day(so_on, at, after=found.decisions.aggregate(last=Max("so_on"))["last"] or found.so_on)
    if found.offered_by_id is not None and found.offered_by_id == actor.person_id:
        raise CannotDo("You offered this evidence yourself. Ask somebody else to look at it.")
    if is_first and found.decisions.exists():
        raise CannotDo("Somebody has decided on this meanwhile. The action's page says what and who.")
    if verdict is EvidenceVerdict.REFUSED:
        needed(reason, "reason", "Say what is missing.")
    made = EvidenceDecision.objects.create(
        **writing.recorded,
        so_on=so_on,
        evidence=found,
        verdict=verdict.value,
        reason=reason.strip(),
        outside_line=_outside_line(writing, so_on),
        decided_by_id=actor.person_id,
        token=token,
    )
    writing.follow("evidence", duties={DutyKind.SHOW})
    officers.looked_at(found, at=writing.recorded_at)
    audit.record(actor, f"evidence.{verdict.value}", found, keys={"outside_line": made.outside_line})
    return made


def _outside_line(writing: Writing, on: date) -> bool:
    """Whether the actor stands outside the line of every known lead; where no lead is known, nobody can say so."""
    leads = writing.lead_ids
    if not leads or writing.actor.person_id is None:
        return False
    return not organisation.in_same_line(writing.actor.person_id, leads, on=on)
