"""An edition that waits, beside its plan: what a page and the command show before anything is accepted."""

from __future__ import annotations

from datetime import datetime

from lippen.improvement import queries
from lippen.improvement.actions.editions import Beside, edition_beside
from lippen.improvement.adapters import Proposal
from lippen.improvement.models import ImportBatch
from lippen.improvement.queries import editions as found
from lippen.improvement.rows import BatchRow, EditionRow
from lippen.kernel.access import Actor
from lippen.kernel.errors import CannotDo


def compared(actor: Actor, batch: BatchRow, *, at: datetime) -> tuple[Beside | None, str]:
    """An edition beside its plan; or nothing, and the sentence that says why it cannot be compared yet."""
    kept = ImportBatch.objects.visible_to(actor).select_related("plan").get(pk=batch.id)
    try:
        return edition_beside(actor, kept, Proposal.from_dict(batch.proposal), at=at), ""
    except CannotDo as problem:
        return None, problem.sentence


def editions(actor: Actor, plan_id: int) -> tuple[EditionRow, ...]:
    """The editions that came into a plan, for those who see it."""
    return found.editions_of(queries.plan_by_id(actor, plan_id).id)


def waiting(actor: Actor, plan_ref: str) -> tuple[BatchRow, ...]:
    """The editions that stand beside a plan and have not come in, for those who see them."""
    return tuple(row for row in queries.waiting_imports(actor) if row.plan_ref == plan_ref)
