"""Who owes a paper what, and by when: authors its text, leads their lines, approvers a decision, clerks its issue."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from lippen.kernel.access import Permission
from lippen.kernel.clock import day_of
from lippen.organisation import queries as organisation
from lippen.organisation.actions import Pin, close_duty, pin_duties
from lippen.organisation.roles import Role, permissions_of
from lippen.reporting.papers.drafting import changed_since, lines_of, who_agrees
from lippen.reporting.papers.records import PaperRecords
from lippen.reporting.rows import PaperRow
from lippen.reporting.vocabulary import LineStep, PaperDuty

SUBJECT = "reporting.paper"
BEFORE_ISSUE, BEFORE_MEETING = "paper.nothing_after_issue", "paper.issued_before_the_meeting"


def ask(kind: PaperDuty, holders: Iterable[int], row: PaperRow, at: datetime) -> None:
    """Put a duty on these people's desks, and take it off everybody else's."""
    clear(kind, row, at)
    starts_on = day_of(at)
    rule_key = BEFORE_MEETING if kind is PaperDuty.ISSUE else BEFORE_ISSUE
    ends_on = max(_due_on(kind, row), starts_on) + timedelta(days=1)
    pins = [Pin(kind, SUBJECT, row.ref, holder, starts_on, ends_on, rule_key) for holder in dict.fromkeys(holders)]
    pin_duties(pins, at=at)


def clear(kind: PaperDuty, row: PaperRow, at: datetime) -> None:
    """Take a duty off every desk."""
    close_duty(kind=kind, subject_kind=SUBJECT, subject_key=row.ref, at=at)


def _due_on(kind: PaperDuty, row: PaperRow) -> date:
    return row.days.text_closed_on if kind in {PaperDuty.WRITE, PaperDuty.LINES} else row.days.issue_on


def leads_waited_for(records: PaperRecords) -> frozenset[int]:
    """The leads who have a line to agree that nobody has to edit first."""
    lines = lines_of(records)
    waiting = (
        action
        for action in records.actions
        if action.id in lines
        and (lines[action.id].step != LineStep.AGREED or changed_since(action, records))
        and not lines[action.id].to_be_edited
    )
    return frozenset(lead.person_id for action in waiting for lead in who_agrees(action) if lead.person_id is not None)


def ask_leads(records: PaperRecords, at: datetime, *, before: PaperRecords | None = None) -> None:
    """Put the lines on the desks of the leads who have any to agree; nothing moves while these are the same people."""
    now = leads_waited_for(records)
    if before is None or now != leads_waited_for(before):
        ask(PaperDuty.LINES, sorted(now), records.paper, at)


def ask_clerks(row: PaperRow, at: datetime) -> None:
    """Ask the council's committee clerks to issue the paper; where there is none, all who may."""
    ask(PaperDuty.ISSUE, issuers(row, at), row, at)


def issuers(row: PaperRow, at: datetime) -> tuple[int, ...]:
    """The council's committee clerks by person; where there is none, all who may issue its papers."""
    held = organisation.holders_by_role(row.authority_id, on=day_of(at))
    able = [people for role, people in held.items() if Permission.ISSUE_PAPER in permissions_of({Role(role)})]
    return tuple(held.get(Role.COMMITTEE_CLERK) or (one for people in able for one in people))
