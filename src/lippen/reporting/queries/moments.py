"""The moments in a plan's life that its papers rest on: the day of their data, and by when it was known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from lippen.kernel.access import Actor
from lippen.reporting.models import SignedPaper
from lippen.reporting.queries.papers import papers_on


@dataclass(frozen=True)
class MomentRow:
    """One paper's data: as at a day, and as known at its signing where it was signed."""

    ref: str
    subject: str
    committee_name: str
    meets_on: date
    as_at: date
    known_at: datetime | None


def paper_moments(actor: Actor, *, plan_ref: str) -> tuple[MomentRow, ...]:
    """The moments of the papers on a plan that this actor may read, the latest meeting first."""
    rows = papers_on(actor, plan_ref=plan_ref)
    signed = SignedPaper.objects.visible_to(actor).filter(paper_id__in=[row.id for row in rows])
    known = dict(signed.values_list("paper_id", "known_at"))
    return tuple(
        MomentRow(row.ref, row.subject, row.committee_name, row.days.meets_on, row.days.data_as_at, known.get(row.id))
        for row in rows
    )
