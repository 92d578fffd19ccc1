"""What a lead filled in in a spreadsheet is recorded: each row as its own update, state and date, all or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db.transaction import atomic

from lippen.improvement.actions.bulk import allow_long_work
from lippen.improvement.actions.dates import change_date
from lippen.improvement.actions.progress import write_update
from lippen.improvement.actions.states import change_state
from lippen.improvement.actions.writing import begin_plan
from lippen.improvement.filled_in import Recorded
from lippen.improvement.models import ActionDate, ActionState, Update
from lippen.improvement.vocabulary import Which
from lippen.kernel import audit
from lippen.kernel.access import Actor, Permission
from lippen.kernel.errors import CannotDo


@atomic
def record_filled_in(
    *, actor: Actor, plan_ref: str, rows: Sequence[Recorded], sha256: str, so_on: date, at: datetime
) -> int:
    """Record every row under the permissions of its own action; the same file again adds nothing. Says how many."""
    begin_plan(actor, Permission.WRITE_UPDATE, plan_ref, at=at)
    allow_long_work()
    count = 0
    for row in rows:
        try:
            count += _record(actor, row, sha256, so_on, at)
        except CannotDo as problem:
            raise CannotDo(f"{row.row.place}: {problem.sentence}") from problem
    audit.record(actor, "plan.filled_in", ("improvement.plan", plan_ref), keys={"sha256": sha256, "facts": count})
    return count


def _record(actor: Actor, row: Recorded, sha256: str, so_on: date, at: datetime) -> int:
    common = {"actor": actor, "action_ref": row.row.reference, "so_on": so_on, "at": at}
    made = 0
    if row.paragraphs and not _has(Update, token := row.token(sha256, "update")):
        write_update(paragraphs=row.paragraphs, token=token, **common)
        made += 1
    if row.period and not _has(ActionDate, token := row.token(sha256, "date")):
        given = {"reason": row.reason, "agreed_by": row.agreed_by, "period": row.period}
        change_date(which=Which.TARGET, token=token, **given, **common)
        made += 1
    if row.state and not _has(ActionState, token := row.token(sha256, "state")):
        change_state(state=row.state, reason=row.reason, agreed_by=row.agreed_by, token=token, **common)
        made += 1
    return made


def _has(model: type[Update] | type[ActionDate] | type[ActionState], token: object) -> bool:
    return model.objects.filter(token=token).exists()
