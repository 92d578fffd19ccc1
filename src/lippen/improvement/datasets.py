"""A plan's actions as a table for analysis: keys, dates, codes and counts; never a name or free text.

What reads it: the export for analysis today, measures and the analysis core when they are built. Each column says what
it holds and in which unit, so that whoever counts with it need not ask.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date

from lippen.improvement.rows import ActionRow
from lippen.kernel.calendar import Period

COLUMNS: dict[str, str] = {
    "action_ref": "Key of the action",
    "number": "Number of the action in its plan",
    "theme_number": "Number of its theme or recommendation",
    "kind": "Code: finish, keep_going",
    "priority": "Code: high, medium, low; empty where none was given",
    "added_on": "Day on which it came into the plan",
    "state": "Code of its state; unconfirmed where nobody has confirmed one",
    "state_on": "Day since when it is in this state",
    "standing": "Code: blue, grey, red, amber, green",
    "standing_by_rule": "Code: the standing by the rule; differs where somebody overrode it",
    "first_target_from": "First day of its first target date",
    "first_target_to": "Last day of its first target date",
    "target_from": "First day of its target date now",
    "target_to": "Last day of its target date now",
    "target_precision": "Code: day, month, range, year",
    "target_slips": "How often the target date moved [times]",
    "review_to": "Last day of its review date now",
    "review_slips": "How often the review date moved [times]",
    "revisit_on": "Day to look again at what was postponed or blocked",
    "known_leads": "Leads who are people of a council here [people]",
    "other_leads": "Leads of whom only the document's words are known [leads]",
    "has_accountable": "Whether somebody answers for it",
    "updates": "Updates that stand [updates]",
    "last_update_on": "Day of the last update",
    "evidence_accepted": "Whether any evidence was accepted",
    "accepted_outside_line": "Whether somebody outside the lead's line accepted it",
    "open_doubts": "Doubts left from bringing it in [doubts]",
}


@dataclass(frozen=True)
class ActionFacts:
    """One action on a day, as known at a moment: one line of the table, in the order of COLUMNS."""

    action_ref: str
    number: str
    theme_number: int
    kind: str
    priority: str
    added_on: date
    state: str
    state_on: date | None
    standing: str
    standing_by_rule: str
    first_target_from: date | None
    first_target_to: date | None
    target_from: date | None
    target_to: date | None
    target_precision: str
    target_slips: int
    review_to: date | None
    review_slips: int
    revisit_on: date | None
    known_leads: int
    other_leads: int
    has_accountable: bool
    updates: int
    last_update_on: date | None
    evidence_accepted: bool
    accepted_outside_line: bool
    open_doubts: int

    def values(self) -> tuple[str | int | date | None, ...]:
        """The line's cells, in the order of COLUMNS."""
        return tuple(getattr(self, field.name) for field in fields(self))


def action_facts(rows: Iterable[ActionRow]) -> tuple[ActionFacts, ...]:
    """The actions that a reader was given by `queries.plan_actions`, as a table without names and words."""
    return tuple(_facts(row) for row in rows)


def _facts(row: ActionRow) -> ActionFacts:
    known = sum(1 for lead in row.leads if lead.person_id is not None)
    return ActionFacts(
        action_ref=row.ref,
        number=row.number,
        theme_number=row.theme_number,
        kind=str(row.kind),
        priority=str(row.priority or ""),
        added_on=row.added_on,
        state=str(row.state),
        state_on=row.state_on,
        standing=str(row.standing),
        standing_by_rule=str(row.overridden_from or row.standing),
        first_target_from=_first_day(row.first_target),
        first_target_to=_last_day(row.first_target),
        target_from=_first_day(row.target),
        target_to=_last_day(row.target),
        target_precision=row.target.precision.value if row.target else "",
        target_slips=row.slips,
        review_to=_last_day(row.review),
        review_slips=row.review_slips,
        revisit_on=row.postponed.revisit_on if row.postponed else None,
        known_leads=known,
        other_leads=len(row.leads) - known,
        has_accountable=row.accountable is not None,
        updates=row.updates_count,
        last_update_on=row.last_update_on,
        evidence_accepted=row.evidence_accepted,
        accepted_outside_line=row.evidence_outside_line,
        open_doubts=row.doubts_open,
    )


def _first_day(period: Period | None) -> date | None:
    return period.starts_on if period else None


def _last_day(period: Period | None) -> date | None:
    return period.last_day if period else None
