"""The proper officer accepts a signed paper for its meeting, or rejects it with a reason."""

from __future__ import annotations

from datetime import datetime

from django.db.transaction import atomic

from lippen.kernel import audit
from lippen.kernel.access import Actor, Permission
from lippen.kernel.clock import day_of
from lippen.kernel.errors import CannotDo, refusal
from lippen.organisation import queries as organisation
from lippen.organisation.roles import Role
from lippen.reporting import queries, route_rules
from lippen.reporting.actions.duties import SUBJECT, ask, ask_clerks, clear, issuers
from lippen.reporting.actions.guard import held, owned
from lippen.reporting.models import OfficerDecision, Paper
from lippen.reporting.rows import PaperRow
from lippen.reporting.vocabulary import OfficerVerdict, PaperDuty

DECIDED = "The proper officer has just decided on this paper."


def ask_officer(row: PaperRow, at: datetime) -> None:
    """Put the decision on the desks of the council's proper officers; where there is none, ask its clerks for one."""
    officers = organisation.holders_by_role(row.authority_id, on=day_of(at)).get(Role.PROPER_OFFICER, ())
    ask(PaperDuty.ACCEPT, officers, row, at)
    ask(PaperDuty.NAME_OFFICER, () if officers else issuers(row, at), row, at)


@atomic
def accept_paper(*, actor: Actor, paper_ref: str, reason: str = "", at: datetime) -> None:
    """Accept a signed paper: from now on it may be issued. What was rejected is accepted only for a reason."""
    row = _decide(actor, paper_ref, OfficerVerdict.ACCEPTED, reason.strip(), at)
    clear(PaperDuty.REPLACE, row, at)
    ask_clerks(row, at)
    audit.record(actor, "paper.accepted", (SUBJECT, row.ref))


@atomic
def reject_paper(*, actor: Actor, paper_ref: str, reason: str, at: datetime) -> None:
    """Reject a signed paper with a reason: it is never issued, and whoever opened it is asked to replace it."""
    if not reason.strip():
        raise CannotDo("Say why the paper is rejected, so that a better one can replace it.", field="reason")
    row = _decide(actor, paper_ref, OfficerVerdict.REJECTED, reason.strip(), at)
    for kind in (PaperDuty.ISSUE, PaperDuty.CONFIRM):
        clear(kind, row, at)
    opened_by = Paper.objects.filter(pk=row.id, recorded_by__person__isnull=False)
    ask(PaperDuty.REPLACE, opened_by.values_list("recorded_by__person_id", flat=True), row, at)
    audit.record(actor, "paper.rejected", (SUBJECT, row.ref))


def _decide(actor: Actor, ref: str, verdict: OfficerVerdict, reason: str, at: datetime) -> PaperRow:
    row = held(actor, ref, permission=Permission.ACCEPT_PAPER)
    before = queries.course(actor, row, on=day_of(at)).officer
    if why := route_rules.why_not_decide(row.state, before.verdict if before else "", verdict, reason):
        raise CannotDo(why, field="reason" if before else None)
    with refusal("officer_decides_once_at_a_time", DECIDED):
        OfficerDecision.objects.create(
            paper_id=row.id,
            number=before.number + 1 if before else 1,
            verdict=verdict,
            reason=reason,
            person_id=actor.person_id,
            name=actor.name,
            designation=actor.post_title,
            **owned(actor, row.authority_id, at),
        )
    clear(PaperDuty.ACCEPT, row, at)
    clear(PaperDuty.NAME_OFFICER, row, at)
    return row
