"""A filled-in spreadsheet on its way: kept, read, looked at again, and recorded by a job."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from datetime import date, datetime
from functools import lru_cache

from lippen.improvement import queries, rules, work
from lippen.improvement.adapters import read_document
from lippen.improvement.filled_in import FilledRow, Recorded, checked, filled_rows
from lippen.improvement.rows import ActionRow, PlanRow
from lippen.kernel.access import Actor, Permission, may
from lippen.kernel.errors import CannotDo
from lippen.kernel.files import gate
from lippen.kernel.files.gate import FileKind, Refused
from lippen.kernel.files.store import keep_file, stored_file
from lippen.kernel.ids import new_ref
from lippen.organisation.queries.cover import own_ids

KEPT_BYTES = 500_000
NONE = "{name} says nothing new: no cell to be filled in holds anything. Fill in what happened and send it again."


def own_actions(actor: Actor, plan: PlanRow, *, today: date) -> tuple[ActionRow, ...]:
    """The open actions that somebody leads or answers for; all open ones for whoever edits the plan and leads none."""
    rows = queries.plan_actions(actor, plan.id, today=today)
    open_rows = [row for row in rows if row.state not in rules.CLOSED]
    own = own_ids(actor, on=today)
    mine = tuple(row for row in open_rows if is_own(own, row))
    return mine or (tuple(open_rows) if may(actor, Permission.EDIT_PLAN, at=plan.authority_ids) else ())


def is_own(own: Collection[int], row: ActionRow) -> bool:
    """Whether an action is somebody's own, or of somebody for whom they cover."""
    leads = [lead.person_id for lead in row.leads]
    return rules.is_own(own, leads, row.accountable.person_id if row.accountable else None)


def rows_of(name: str, content: bytes) -> tuple[FilledRow, ...]:
    """What was filled in. A sheet of a usual size is read once for sending, looking and recording."""
    return _rows_kept(name, content) if len(content) <= KEPT_BYTES else tuple(filled_rows(read_document(name, content)))


@lru_cache(maxsize=8)
def _rows_kept(name: str, content: bytes) -> tuple[FilledRow, ...]:
    return tuple(filled_rows(read_document(name, content)))


def keep(actor: Actor, plan: PlanRow, name: str, content: bytes, kind: FileKind, *, at: datetime) -> str:
    """Keep a file that was filled in, once it was read; its reference."""
    rows = rows_of(name, content)
    if not rows:
        raise Refused(NONE.format(name=name))
    authority = plan.authority_id if plan.authority_id in actor.authority_ids else min(actor.authority_ids)
    media = gate.MEDIA_TYPES[kind]
    file = keep_file(actor=actor, name=name, content=content, media_type=media, authority_id=authority, at=at)
    ref = new_ref("filled")
    work.tell(actor, work.FILLED, ref, plan=plan.ref, file=file.ref, name=name)
    return ref


def looked_at(actor: Actor, plan: PlanRow, told: dict[str, str], *, today: date) -> tuple[Recorded, ...]:
    """What each row comes to, held against the plan as it is now."""
    content = bytes(stored_file(actor, told["file"]).content.content)
    try:
        rows = rows_of(told["name"], content)
    except Refused as refused:
        raise CannotDo(refused.sentence) from refused
    actions = {row.ref: row for row in queries.plan_actions(actor, plan.id, today=today)}
    edits = may(actor, Permission.EDIT_PLAN, at=plan.authority_ids)
    own = own_ids(actor, on=today)
    return checked(rows, actions, may_move=lambda row: edits or is_own(own, row), today=today)


def digest_of(actor: Actor, told: dict[str, str]) -> str:
    """The file's own hash."""
    return hashlib.sha256(bytes(stored_file(actor, told["file"]).content.content)).hexdigest()
