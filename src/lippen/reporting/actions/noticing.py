"""What the plan's own changes ask of a paper that is being written: noticed from above, never called from below."""

from __future__ import annotations

from datetime import datetime

from django.db.transaction import atomic

from lippen.kernel import audit
from lippen.kernel.access import Actor
from lippen.organisation import queries as organisation
from lippen.reporting import queries
from lippen.reporting.actions.duties import SUBJECT, ask, leads_waited_for
from lippen.reporting.actions.guard import held
from lippen.reporting.vocabulary import PaperDuty


@atomic
def ask_leads_again(*, actor: Actor, paper_ref: str, at: datetime) -> bool:
    """Ask those leads whose agreed lines an update of the plan has overtaken. Gives whether anybody was asked anew."""
    row = held(actor, paper_ref)
    if not row.is_writable:
        return False
    waited_for = leads_waited_for(queries.records_of(actor, row, known_at=at))
    if waited_for <= organisation.holders_of_duty(PaperDuty.LINES, SUBJECT, row.ref):
        return False
    ask(PaperDuty.LINES, sorted(waited_for), row, at)
    audit.record(actor, "paper.lines_asked_again", (SUBJECT, row.ref))
    return True
