"""What every change of a paper begins with: one at a time, on a paper that may be changed, by who may change it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import connection

from lippen.kernel.access import Actor, Permission, require
from lippen.kernel.clock import day_of
from lippen.kernel.errors import CannotDo, refusal
from lippen.reporting import queries, rules
from lippen.reporting.models import PaperState
from lippen.reporting.queries.letters import unprintable
from lippen.reporting.rows import PaperRow
from lippen.reporting.rules import printed
from lippen.reporting.vocabulary import STEP_WORDS, PaperStep

CHANGED_MEANWHILE = "Somebody has taken this paper a step further since you opened it. Open it again."


class NotReady(CannotDo):
    """Several things stand in the way; each has its own sentence."""

    def __init__(self, sentences: Sequence[str]) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = tuple(sentences)


class AlreadyOpened(CannotDo):
    """There is such a paper already; its reference leads there."""

    def __init__(self, row: PaperRow) -> None:
        super().__init__(
            f"There is a paper on this plan for this meeting and period already: {row.subject}. "
            "Go on with it, or choose another period.",
            field="plan",
        )
        self.ref, self.subject = row.ref, row.subject


def refuse(sentences: Sequence[str]) -> None:
    """Refuse when anything stands in the way."""
    if sentences:
        raise NotReady(sentences)


def held(actor: Actor, ref: str, *, permission: Permission = Permission.READ_PAPER) -> PaperRow:
    """The paper of a council where the actor has the permission, ours alone until the transaction ends.

    So no text slips in behind a signature.
    """
    require(actor, permission)
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"reporting.paper:{ref}"])
    row = queries.paper_row(actor, ref)
    require(actor, permission, at=[row.authority_id])
    return row


def writable(actor: Actor, ref: str, at: datetime, *, permission: Permission = Permission.WRITE_PAPER) -> PaperRow:
    """The paper, if its text may still change and this actor may change it."""
    row = held(actor, ref, permission=permission)
    text_is_open(row, at)
    return row


def text_is_open(row: PaperRow, at: datetime) -> None:
    """Refuse where the paper's text does not change any more."""
    if not row.is_writable:
        raise CannotDo(f"This paper is {STEP_WORDS[row.state].lower()}, so its text cannot change.")
    closed_on = row.days.text_closed_on
    if day_of(at) > closed_on:
        raise CannotDo(f"The text of this paper closed on {printed(closed_on)}. Move that day first.")


def printable(words: str, field: str) -> str:
    """The words on one line; refused where the PDF cannot print them."""
    said = " ".join(words.split())
    if letters := unprintable(said):
        raise CannotDo(f"The PDF cannot print {', '.join(letters[:12])}. Write it in other letters.", field=field)
    return said


def take_step(actor: Actor, row: PaperRow, then: PaperStep, at: datetime) -> None:
    """Take the paper a step further; the second of two who try is told so."""
    if why := rules.why_not_step(row.state, then):
        raise CannotDo(why)
    with refusal("paper_takes_one_step_at_a_time", CHANGED_MEANWHILE):
        PaperState.objects.create(
            paper_id=row.id, number=row.state_number + 1, state=then, **owned(actor, row.authority_id, at)
        )


def owned(actor: Actor, authority_id: int, at: datetime) -> dict[str, object]:
    """What every fact carries: whose it is, when it was recorded and by whom."""
    return {"authority_id": authority_id, "recorded_at": at, "recorded_by_id": actor.account_id}
