"""Updates are written and, by new ones, corrected."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.transaction import atomic

from lippen.improvement.actions.writing import Writing, already, begin, check_day, may_for
from lippen.improvement.models import Update
from lippen.improvement.vocabulary import Audience, DutyKind
from lippen.kernel import audit
from lippen.kernel.access import Actor, Permission
from lippen.kernel.errors import CannotDo, NotVisible, refusal
from lippen.kernel.ids import new_ref
from lippen.kernel.typed import UNSEEN, says_something
from lippen.organisation.actions.subscriptions import announce
from lippen.organisation.vocabulary import Event

SAME_WITHIN = timedelta(minutes=15)
"""The same words about the same day, sent again by the same person in so short a time, are one update."""
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
    """Say what happened to an action; the next update is due one rhythm later.

    The same words sent from a second tab are not said twice: the update that stands is given back, with the token of
    the form that made it.
    """
    writing = begin(actor, Permission.WRITE_UPDATE, action_ref, at=at)
    if made := already(Update, token, actor):
        return made
    check_day(so_on, at)
    if made := _said_before(writing, paragraphs, so_on, audience):
        return made
    made = _said(writing, paragraphs, so_on=so_on, audience=audience.value, token=token)
    writing.follow("updates", duties={DutyKind.UPDATE})
    audit.record(actor, "action.update_written", writing.action, keys={"update": made.ref})
    _tell(writing, made)
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
    if found.recorded_by_id != actor.account_id and not may_for(writing.plan, actor, Permission.EDIT_PLAN):
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
    _tell(writing, made)
    return made


def _tell(writing: Writing, made: Update) -> None:
    """Let the systems that want to be told know that there is an update: which, of which action, of which plan."""
    councils = {writing.plan.authority_id, *writing.plan.authorities.values_list("id", flat=True)}
    keys = {"plan": writing.plan.ref, "action": writing.action.ref, "update": made.ref}
    announce(Event.UPDATE_WRITTEN, writing.action.ref, authority_ids=councils, keys=keys, at=writing.recorded_at)


def _said_before(writing: Writing, paragraphs: Sequence[str], so_on: date, audience: Audience) -> Update | None:
    """The update in which this person has just said the same; the plan is locked, so two tabs cannot both miss it."""
    since = writing.recorded_at - SAME_WITHIN
    same = {"so_on": so_on, "audience": audience.value, "paragraphs": kept(paragraphs), "corrects": None}
    mine = writing.action.updates.filter(recorded_by_id=writing.actor.account_id, recorded_at__gte=since, **same)
    return mine.order_by("-id").first()


def kept(paragraphs: Sequence[str]) -> list[str]:
    """The paragraphs, or none where not one of them says something; a line that nobody can see is left out."""
    if not any(says_something(words) for words in paragraphs):
        return []
    return [words.strip() for words in paragraphs if words.strip(UNSEEN)]


def _said(writing: Writing, paragraphs: Sequence[str], **columns: object) -> Update:
    said = kept(paragraphs)
    if not said:
        raise CannotDo("Write what happened, even one sentence.", field="words")
    return Update.objects.create(**writing.recorded, ref=new_ref("update"), paragraphs=said, **columns)
