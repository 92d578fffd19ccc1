"""The decisions that are wanted on a plan, with who asked for each; one of them for its own page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from lippen.improvement.models import DecisionWanted
from lippen.improvement.queries.agenda_reading import open_wanted
from lippen.improvement.vocabulary import LineOutcome
from lippen.kernel.access import Actor
from lippen.kernel.errors import NotVisible
from lippen.organisation import queries as organisation


@dataclass(frozen=True)
class WantedRow:
    """A decision that is wanted: of what, by whom, since when, and whether it was taken or withdrawn."""

    ref: str
    words: str
    plan_ref: str
    action_ref: str
    action_number: str
    asked_by_id: int | None
    asked_by: str
    so_on: date
    is_open: bool


def wanted_rows(actor: Actor, plan_id: int) -> tuple[WantedRow, ...]:
    """The decisions that are wanted on a plan and have been neither taken nor withdrawn, the oldest first."""
    return _rows(open_wanted(actor, [plan_id]).select_related("action", "plan"), is_open=True)


def wanted_row(actor: Actor, ref: str) -> WantedRow:
    """One decision that was wanted, or NotVisible."""
    found = DecisionWanted.objects.visible_to(actor).filter(ref=ref).select_related("action", "plan")
    ended = found.filter(minutes__outcome=LineOutcome.DECIDED.value) | found.filter(withdrawal__isnull=False)
    rows = _rows(found, is_open=not ended.exists())
    if not rows:
        raise NotVisible
    return rows[0]


def _rows(found: Iterable[DecisionWanted], *, is_open: bool) -> tuple[WantedRow, ...]:
    kept = list(found)
    people = {each.asked_by_id for each in kept} - {None}
    names = organisation.person_names(people) if people else {}
    return tuple(
        WantedRow(
            each.ref,
            each.words,
            each.plan.ref,
            each.action.ref if each.action else "",
            each.action.number if each.action else "",
            each.asked_by_id,
            names.get(each.asked_by_id or 0, ""),
            each.so_on,
            is_open,
        )
        for each in kept
    )
