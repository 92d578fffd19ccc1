"""Dates are set once and moved honestly."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db.transaction import atomic

from lippen.improvement import rules
from lippen.improvement.actions.plans import columns
from lippen.improvement.actions.writing import already, begin_own, check_day, refuse_lacks
from lippen.improvement.models import ActionDate
from lippen.improvement.vocabulary import WHICH_WORDS, DutyKind, Which
from lippen.kernel import audit
from lippen.kernel.access import Actor
from lippen.kernel.calendar import Period
from lippen.kernel.errors import CannotDo

DUTIES = {Which.REVIEW: {DutyKind.REVIEW}, Which.TARGET: {DutyKind.TARGET}}
"""The duty that follows a date."""


@atomic
def change_date(
    *,
    actor: Actor,
    action_ref: str,
    which: Which,
    period: Period,
    so_on: date,
    at: datetime,
    reason: str = "",
    agreed_by: str = "",
    agreed_by_id: int | None = None,
    reported_in: str = "",
    token: UUID | str | None = None,
) -> ActionDate:
    """Set a first date, or move one: a move is a slip, with its reason and who agreed. `begin_own` says who may."""
    writing = begin_own(actor, action_ref, at=at)
    if made := already(ActionDate, token, actor):
        return made
    last = writing.action.actiondates.filter(which=which.value).order_by("-so_on", "-id").first()
    check_day(so_on, at, after=last.so_on if last else None)
    if last is not None:
        _check_slip(last, period, which, reason.strip(), agreed_by.strip() or str(agreed_by_id or ""))
    made = ActionDate.objects.create(
        **writing.recorded,
        so_on=so_on,
        which=which.value,
        is_first=last is None,
        reason=reason.strip(),
        agreed_by_id=agreed_by_id,
        agreed_by_words=agreed_by.strip()[:200],
        reported_in=reported_in[:240],
        token=token,
        **columns(period),
    )
    writing.follow("dates", duties=DUTIES.get(which, ()))
    audit.record(actor, "action.date_set" if last is None else "action.date_slipped", writing.action)
    return made


def _check_slip(last: ActionDate, period: Period, which: Which, reason: str, agreed_by: str) -> None:
    if (last.starts_on, last.ends_on) == (period.starts_on, period.ends_on):
        raise CannotDo(f"The {WHICH_WORDS[which].lower()} is {last.text} already. Give another one.", field="period")
    refuse_lacks(rules.slip_lacks(reason, agreed_by))
