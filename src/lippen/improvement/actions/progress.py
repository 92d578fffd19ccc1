"""Updates are written and, by new ones, corrected."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db.transaction import atomic

from lippen.improvement.actions.writing import Writing, already, begin, check_day
from lippen.improvement.models import Update
from lippen.improvement.vocabulary import Audience, DutyKind
from lippen.kernel import audit
from lippen.kernel.access import Actor, Permission, may
from lippen.kernel.errors import CannotDo, NotVisible, refusal
from lippen.kernel.ids import new_ref

CORRECTED = "Somebody has corrected this update already. Correct that one instead."


@atomic
def write_update(
    *,
    actor: Actor,
    action_ref: str,
    paragraphs: Sequence[str],
    so_on: date,
    at: datetime,
    audience: Audience = Audience.INTERNAL,
    token: UUID | str | None = None,
) -> Update:
    """Say what happened to an action; the next update is due one rhythm later."""
    writing = begin(actor, Permission.WRITE_UPDATE, action_ref, at=at)
    if made := already(Update, token, actor):
        return made
    check_day(so_on, at)
    made = _said(writing, paragraphs, so_on=so_on, audience=audience.value, token=token)
    writing.follow("updates", duties={DutyKind.UPDATE})
    audit.record(actor, "action.update_written", writing.action, keys={"update": made.ref})
    return made


@atomic
def correct_update(
    *,
    actor: Actor,
    update_ref: str,
    paragraphs: Sequence[str],
    at: datetime,
    so_on: date | None = None,
    audience: Audience | None = None,
    token: UUID | str | None = None,
) -> Update:
    """Put an update right with a new one beside it: by its writer, or by someone who edits the plan."""
    found = Update.objects.filter(ref=update_ref).select_related("action").first()
    if found is None:
        raise NotVisible
    writing = begin(actor, Permission.WRITE_UPDATE, found.action.ref, at=at)
    if made := already(Update, token, actor):
        return made
    if found.recorded_by_id != actor.account_id and not may(actor, Permission.EDIT_PLAN):
        raise CannotDo("This update is somebody else's. Ask them, or write one of your own.")
    if so_on is not None:
        check_day(so_on, at)
    with refusal("update_corrected_once", CORRECTED):
        made = _said(
            writing,
            paragraphs,
            so_on=so_on or found.so_on,
            reported_in=found.reported_in,
            reported_on=found.reported_on,
            audience=audience.value if audience else found.audience,
            corrects=found,
            token=token,
        )
    writing.follow("updates", duties={DutyKind.UPDATE})
    audit.record(actor, "action.update_corrected", writing.action, keys={"update": made.ref, "corrects": found.ref})
    return made


def _said(writing: Writing, paragraphs: Sequence[str], **columns: object) -> Update:
    kept = [words.strip() for words in paragraphs if words.strip()]
    if not kept:
        raise CannotDo("Write what happened, even one sentence.", field="words")
    return Update.objects.create(**writing.recorded, ref=new_ref("update"), paragraphs=kept, **columns)
