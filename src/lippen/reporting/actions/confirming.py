"""Who confirms legality, equalities or finance of a paper: whoever holds the post that its route names is asked."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db.transaction import atomic

from lippen.kernel import audit
from lippen.kernel.access import Actor, Permission, may, require
from lippen.kernel.clock import day_of
from lippen.kernel.errors import CannotDo
from lippen.organisation import queries as organisation
from lippen.organisation.actions import Pin, pin_duties
from lippen.organisation.actions.covering import is_own
from lippen.reporting import queries
from lippen.reporting.actions.duties import BEFORE_ISSUE, SUBJECT, clear
from lippen.reporting.actions.guard import held, owned, printable, text_is_open
from lippen.reporting.course_rows import Course
from lippen.reporting.models import PaperConfirmation
from lippen.reporting.queries.confirming import confirmers
from lippen.reporting.rows import ConfirmationAsked, PaperRow
from lippen.reporting.rules import printed
from lippen.reporting.vocabulary import ConfirmedBefore, ConfirmedSubject, OfficerVerdict, PaperDuty, PaperStep

ONE_DAY = timedelta(days=1)
NOT_YOURS = "Somebody else confirms this. Ask them, or ask the paper's author to record what they said."


def ask_to_confirm(actor: Actor, row: PaperRow, at: datetime) -> None:
    """The duty to confirm lies with whoever holds the posts that the route names, until it is recorded.

    A post that may not read drafts is asked by the author, who records what it said.
    """
    clear(PaperDuty.CONFIRM, row, at)
    starts_on = day_of(at)
    pins = [
        Pin(PaperDuty.CONFIRM, SUBJECT, row.ref, holder, starts_on, max(due_on, starts_on) + ONE_DAY, BEFORE_ISSUE)
        for holder, due_on in _asked(queries.course(actor, row, on=starts_on), row, starts_on).items()
    ]
    pin_duties(pins, at=at)


@atomic
def ask_confirmers_again(*, actor: Actor, paper_ref: str, at: datetime) -> bool:
    """Ask whoever has taken up a post that has to confirm something. Gives whether anybody was asked anew.

    Where a post has fallen vacant the duty stays with whoever left, and so with their manager.
    """
    row, on = held(actor, paper_ref), day_of(at)
    course = queries.course(actor, row, on=on)
    if row.state is PaperStep.ISSUED or course.verdict == OfficerVerdict.REJECTED:
        return False
    if _asked(course, row, on).keys() <= organisation.holders_of_duty(PaperDuty.CONFIRM, SUBJECT, row.ref):
        return False
    ask_to_confirm(actor, row, at)
    audit.record(actor, "paper.confirmation_asked_again", (SUBJECT, row.ref))
    return True


def _asked(course: Course, row: PaperRow, on: date) -> dict[int, date]:
    """Who confirms what is not confirmed yet, and by when; who confirms several things, by the earliest day."""
    who = confirmers(course.unconfirmed, on=on)
    latest_first = sorted(course.unconfirmed, key=lambda each: _due_on(each, row), reverse=True)
    return {who[each.subject]: _due_on(each, row) for each in latest_first if each.subject in who}


def _due_on(asked: ConfirmationAsked, row: PaperRow) -> date:
    return row.days.text_closed_on if asked.before == ConfirmedBefore.SIGNING else row.days.issue_on


def _confirmable(actor: Actor, ref: str, subject: ConfirmedSubject, at: datetime) -> tuple[PaperRow, list[int]]:
    """The paper, if this may be confirmed now, and who confirms it by the route."""
    row = held(actor, ref)
    require(actor, Permission.READ_PLAN, at=[row.authority_id])
    course = queries.course(actor, row, on=day_of(at))
    asked = [each for each in course.asked if each.subject == subject]
    if row.state is not PaperStep.SIGNED:
        text_is_open(row, at)
    elif not asked:
        raise CannotDo("This paper is signed, and its issue does not wait for this. Nothing more is confirmed in it.")
    return row, list(confirmers(asked, on=day_of(at)).values())


@atomic
def confirm_paper(
    *,
    actor: Actor,
    paper_ref: str,
    subject: ConfirmedSubject,
    confirmer_id: int,
    so_on: date,
    note: str = "",
    at: datetime,
) -> None:
    """Record who confirmed legality, equalities or finance of a paper, and when.

    Whoever writes papers records it for anybody; whom the route asks, or covers for them, for themselves alone. What
    stands there at signing is printed in the paper; afterwards only what its issue waits for is recorded.
    """
    row, asked = _confirmable(actor, paper_ref, subject, at)
    _check_whose(actor, row, asked if confirmer_id == actor.person_id else [], at)
    if so_on > day_of(at):
        raise CannotDo(f"{printed(so_on)} has not come yet.", field="so_on")
    known = {person.id: person for person in organisation.people_of(actor.authority_ids, on=day_of(at))}
    if confirmer_id not in known:
        raise CannotDo("Choose who confirmed it.", field="confirmer")
    who = known[confirmer_id]
    PaperConfirmation.objects.create(
        paper_id=row.id,
        subject=subject,
        confirmer_id=confirmer_id,
        name=printable(who.name, "confirmer"),
        designation=printable(who.post_title, "confirmer"),
        so_on=so_on,
        note=note.strip()[:400],
        person_id=actor.person_id,
        **owned(actor, row.authority_id, at),
    )
    ask_to_confirm(actor, row, at)
    audit.record(actor, "paper.confirmed", (SUBJECT, row.ref), keys={"subject": subject.value})


def _check_whose(actor: Actor, row: PaperRow, holders: list[int], at: datetime) -> None:
    if may(actor, Permission.WRITE_PAPER, at=[row.authority_id]):
        return
    if not is_own(actor, holders, subject=(SUBJECT, row.ref), at=at):
        raise CannotDo(NOT_YOURS)


@atomic
def take_back_confirmation(*, actor: Actor, paper_ref: str, subject: ConfirmedSubject, note: str, at: datetime) -> None:
    """Record that a confirmation does not hold any more, such as after the words have changed."""
    row, asked = _confirmable(actor, paper_ref, subject, at)
    latest = PaperConfirmation.objects.filter(paper_id=row.id, subject=subject).order_by("-id").first()
    _check_whose(actor, row, asked, at)
    if latest is None or latest.is_taken_back:
        raise CannotDo("Nobody has confirmed this yet.")
    if not note.strip():
        raise CannotDo("Say why it does not hold any more.", field="note")
    PaperConfirmation.objects.create(
        paper_id=row.id,
        subject=subject,
        confirmer_id=latest.confirmer_id,
        name=latest.name,
        designation=latest.designation,
        so_on=day_of(at),
        note=note.strip()[:400],
        is_taken_back=True,
        person_id=actor.person_id,
        **owned(actor, row.authority_id, at),
    )
    ask_to_confirm(actor, row, at)
    audit.record(actor, "paper.confirmation_taken_back", (SUBJECT, row.ref), keys={"subject": subject.value})
