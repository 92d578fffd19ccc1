"""Consultees of a paper: asked by its authors, and answering with a comment or with none."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db.transaction import atomic

from lippen.kernel import audit
from lippen.kernel.access import Actor, Permission
from lippen.kernel.clock import day_of
from lippen.kernel.errors import CannotDo
from lippen.organisation.actions import Pin, close_duty, pin_duties
from lippen.organisation.actions.covering import is_own
from lippen.reporting import queries
from lippen.reporting.actions.duties import BEFORE_ISSUE, SUBJECT
from lippen.reporting.actions.guard import held, owned
from lippen.reporting.models import ConsulteeAsked, ConsulteeComment
from lippen.reporting.queries.written import written_on
from lippen.reporting.rows import ConsulteeRow, PaperRow
from lippen.reporting.vocabulary import FROZEN, STEP_WORDS, CommentKind, PaperDuty

ONE_DAY = timedelta(days=1)


@atomic
def ask_consultees(*, actor: Actor, paper_ref: str, at: datetime) -> tuple[str, ...]:
    """Ask every consultee of the route who was not asked yet; gives their names."""
    row = _open(actor, paper_ref, Permission.WRITE_PAPER)
    waiting = [each for each in written_on(row.id).consultees if each.asked_at is None]
    if not waiting:
        raise CannotDo("Everybody on the route who is consulted was asked already.")
    due_on = _due_on(actor, row, day_of(at))
    fact = owned(actor, row.authority_id, at)
    ConsulteeAsked.objects.bulk_create(
        ConsulteeAsked(paper_id=row.id, route_step_id=each.step_id, due_on=due_on, **fact) for each in waiting
    )
    ask_to_comment(row, written_on(row.id).consultees, at)
    audit.record(actor, "paper.consultees_asked", (SUBJECT, row.ref), keys={"asked": len(waiting)})
    return tuple(each.name for each in waiting)


def _due_on(actor: Actor, row: PaperRow, today: date) -> date:
    """By when: as the meeting's cycle says, else by the day on which the text closes; never a day that is past."""
    moved = queries.moved_days(actor, row.meeting_ref)
    return max(min(moved[0].days.consultees_due_on if moved else row.days.text_closed_on, row.days.issue_on), today)


def ask_to_comment(row: PaperRow, consultees: tuple[ConsulteeRow, ...], at: datetime) -> None:
    """The duty to comment lies with whoever was asked and has not answered, and with nobody else."""
    close_duty(kind=PaperDuty.COMMENT, subject_kind=SUBJECT, subject_key=row.ref, at=at)
    starts_on = day_of(at)
    waiting = {each.person_id: each for each in consultees if each.asked_at and not each.answered}
    pins = [
        Pin(
            PaperDuty.COMMENT,
            SUBJECT,
            row.ref,
            person_id,
            starts_on,
            max(each.due_on or starts_on, starts_on) + ONE_DAY,
            BEFORE_ISSUE,
        )
        for person_id, each in waiting.items()
    ]
    pin_duties(pins, at=at)


@atomic
def comment(*, actor: Actor, paper_ref: str, subject: str, words: str, at: datetime) -> CommentKind:
    """A consultee, or whoever covers for them, says what they have to say of the paper; nothing means no comment."""
    row = _open(actor, paper_ref, Permission.READ_PAPER)
    written = written_on(row.id)
    asked = [each for each in written.consultees if each.subject == subject]
    about = (SUBJECT, row.ref)
    mine = [each for each in asked if each.person_id == actor.person_id] or [
        each for each in asked if is_own(actor, [each.person_id], subject=about, at=at)
    ]
    if not mine:
        raise CannotDo("You are not asked to comment on this paper. Ask its author to put you on the route.")
    if mine[0].asked_at is None:
        raise CannotDo("Its author has not asked for comments yet.")
    kind = CommentKind.COMMENTED if words.strip() else CommentKind.NO_COMMENT
    ConsulteeComment.objects.create(
        paper_id=row.id,
        route_step_id=mine[0].step_id,
        kind=kind,
        words=words.strip(),
        **owned(actor, row.authority_id, at),
    )
    ask_to_comment(row, written_on(row.id).consultees, at)
    audit.record(actor, "paper.commented", (SUBJECT, row.ref), keys={"kind": kind.value})
    return kind


def _open(actor: Actor, ref: str, permission: Permission) -> PaperRow:
    """The paper, if comments on it can still matter."""
    row = held(actor, ref, permission=permission)
    if row.state in FROZEN:
        raise CannotDo(f"This paper is {STEP_WORDS[row.state].lower()}, so comments come too late for it.")
    return row
