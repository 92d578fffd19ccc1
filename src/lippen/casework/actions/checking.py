"""The dry run: each row of a file is held against the record, part by part, and nothing of the record is written.

What cannot come in is refused with the cell and what to do; what is not clear becomes a doubt with the answers to it.
What is looked at of each kind of row stands in `looking`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.db.transaction import atomic

from lippen.casework.actions.comparing.against import Against, Rows
from lippen.casework.actions.comparing.people import look_at_people
from lippen.casework.actions.comparing.staff import look_at_staff
from lippen.casework.actions.comparing.waits import look_at_waits
from lippen.casework.actions.comparing.work import look_at_notes, look_at_parts, look_at_referrals, look_at_ties
from lippen.casework.actions.staging import own_intake
from lippen.casework.adapters.columns import missing
from lippen.casework.models import Intake, IntakeDoubt
from lippen.casework.queries import rooms
from lippen.casework.queries.intake import meanings, rows_to_bring
from lippen.casework.vocabulary import DoubtKind, IntakeKind, IntakeState
from lippen.kernel import audit
from lippen.kernel.access import Actor

MOST_REFUSED = 10_000
TOO_MANY = (
    "{refused:,} rows so far cannot come in, so the rest was not looked at. Match the columns otherwise, or put the "
    "file right."
)
CHECKS: dict[IntakeKind, Callable[[Against, Rows], None]] = {
    IntakeKind.STAFF: look_at_staff,
    IntakeKind.CHILDREN: look_at_people,
    IntakeKind.PEOPLE: look_at_people,
    IntakeKind.TIES: look_at_ties,
    IntakeKind.REFERRALS: look_at_referrals,
    IntakeKind.WAITS: look_at_waits,
    IntakeKind.ALLOCATIONS: look_at_parts,
    IntakeKind.ENTRIES: look_at_notes,
}


@atomic
def check_part(*, actor: Actor, intake_ref: str, today: date, at: datetime) -> Intake:
    """Hold the next part of a file against the record; what was found by an earlier try at it is found once."""
    intake = own_intake(actor, intake_ref, states=[state.value for state in IntakeState])
    kind = IntakeKind(intake.kind)
    is_over = intake.state != IntakeState.WAITING or intake.checked_to >= intake.parts or bool(intake.told)
    if is_over or missing(kind, intake.columns):
        return intake
    part = intake.checked_to + 1
    if (room := rooms.brings_in(kind)) is not None:
        return _look(room, actor, intake, part, today, at)
    rows = list(meanings(intake, today=today, after=part - 1, upto=part))
    before = () if kind is IntakeKind.ENTRIES else list(meanings(intake, today=today, upto=part - 1))
    against = Against(actor, intake, today, rows, before)
    for meant, cells in rows:
        for fault in cells.faults:
            against.refuse(meant.row, fault.column, fault.sentence)
    CHECKS[kind](against, [(meant, cells) for meant, cells in rows if not cells.faults])
    _keep(against, at)
    intake.checked_to = part
    intake.changed_at = at
    refused = {each.row for each in against.found if each.kind is DoubtKind.REFUSED}
    intake.refused += len(refused)
    intake.doubtful += len({each.row for each in against.found} - refused)
    if intake.refused > MOST_REFUSED:
        intake.told = TOO_MANY.format(refused=intake.refused)
    intake.save(update_fields=["checked_to", "changed_at", "refused", "doubtful", "told"])
    audit.record(actor, "intake.checked", intake, keys={"part": part, "found": sorted(against.seen)[:1000]})
    return intake


def _look(room: Any, actor: Actor, intake: Intake, part: int, today: date, at: datetime) -> Intake:
    """The same of a file that a room above brings in: it says which rows cannot come in."""
    refused, seen = room.look(actor, intake, rows_to_bring(intake, part), today)
    IntakeDoubt.objects.bulk_create(
        IntakeDoubt(
            intake=intake,
            authority_id=intake.authority_id,
            row=each.row,
            kind=DoubtKind.REFUSED.value,
            column=each.column[:120],
            sentence=each.sentence,
            words=each.rule,
            recorded_at=at,
            recorded_by_id=actor.account_id,
        )
        for each in refused
    )
    intake.checked_to, intake.changed_at = part, at
    intake.refused += len(refused)
    intake.save(update_fields=["checked_to", "changed_at", "refused"])
    audit.record(actor, "intake.checked", intake, keys={"part": part, "found": seen[:1000]})
    return intake


def _keep(against: Against, at: datetime) -> None:
    refused = {each.row for each in against.found if each.kind is DoubtKind.REFUSED}
    wanted = [each for each in against.found if each.kind is DoubtKind.REFUSED or each.row not in refused]
    IntakeDoubt.objects.bulk_create(
        [
            IntakeDoubt(
                intake=against.intake,
                authority_id=against.intake.authority_id,
                row=each.row,
                kind=each.kind.value,
                column=each.column[:120],
                sentence=each.sentence,
                choices=[list(choice) for choice in each.choices],
                wants_words=each.wants_words,
                answer=each.answer,
                recorded_at=at,
                recorded_by_id=against.actor.account_id,
            )
            for each in wanted
        ]
    )
