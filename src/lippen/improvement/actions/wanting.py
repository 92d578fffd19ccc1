"""A decision that is wanted no longer is withdrawn, for a reason."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db.transaction import atomic

from lippen.improvement import rules
from lippen.improvement.actions.on_plan import begin_part
from lippen.improvement.actions.writing import already, check_day, may_for, needed
from lippen.improvement.models import DecisionWanted, WantedWithdrawal
from lippen.improvement.vocabulary import LineOutcome
from lippen.kernel import audit
from lippen.kernel.access import Actor, Permission
from lippen.kernel.errors import CannotDo, NotAllowed, refusal
from lippen.organisation.actions.covering import is_own

ENDED = "This question was withdrawn already. Ask it again if a decision is wanted after all."


@atomic
def withdraw_wanted(
    *, actor: Actor, wanted_ref: str, reason: str, so_on: date, at: datetime, token: UUID | str | None = None
) -> WantedWithdrawal:
    """Say that a decision is wanted no longer, and why: it stands on no agenda after that.

    Whoever asked for it may, whoever covers for them, and those who edit the plan.
    """
    found, writing = begin_part(actor, DecisionWanted, wanted_ref, Permission.WRITE_UPDATE, at=at)
    edits = may_for(writing.plan, actor, Permission.EDIT_PLAN)
    if not (edits or is_own(actor, [found.asked_by_id], subject=found, at=at)):
        raise NotAllowed(rules.SETTLED_AGENDA.key)
    if made := already(WantedWithdrawal, token, actor):
        return made
    check_day(so_on, at, after=found.so_on)
    if found.minutes.filter(outcome=LineOutcome.DECIDED.value).exists():
        raise CannotDo("This has been decided, so nothing is left to withdraw.")
    if WantedWithdrawal.objects.filter(wanted=found).exists():
        raise CannotDo(ENDED)
    words = needed(reason, "reason", "Say why it is wanted no longer.")
    with refusal("improvement_wantedwithdrawal_wanted_id_key", ENDED):
        made = WantedWithdrawal.objects.create(wanted=found, reason=words, **writing.fact(so_on, token))
    audit.record(actor, "decision.wanted_no_longer", found)
    return made
