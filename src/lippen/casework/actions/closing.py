"""Close the work with a child, by two: asked for with its reason and a summary, and agreed by somebody else, or not."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db.transaction import atomic

from lippen.casework import rules
from lippen.casework.actions.ending import AT_THE_DOOR, end_everything, first_day, open_parts
from lippen.casework.actions.front import leaders_of_work, own_refused
from lippen.casework.actions.writing import Pin, Writing, begin, check_day, close_duties, pin_duties, reason_given
from lippen.casework.models import Closing, ClosingStep
from lippen.casework.queries.closing import first_of, standing
from lippen.casework.vocabulary import (
    CLOSING_SUBJECT,
    CLOSING_WORDS,
    ClosingFirst,
    ClosingReason,
    ClosingSaid,
    Duty,
    InvolvementKind,
    Status,
    WaitingEndKind,
)
from lippen.kernel import audit
from lippen.kernel.access import Actor, Permission, may
from lippen.kernel.clock import day_of
from lippen.kernel.errors import CannotDo, refusal
from lippen.kernel.ids import new_ref

DAY = timedelta(days=1)
HAS_THE_CHILD = AT_THE_DOOR | {InvolvementKind.ALLOCATED}
FIRST_WORDS = {
    ClosingFirst.REFERRAL: "A referral has still to be decided. Decide on it first.",
    ClosingFirst.STATUS: "The child is on the register, looked after or in court. Change the status first.",
    ClosingFirst.OFFER: "The child is offered to another worker. Take the offer back or have it answered first.",
    ClosingFirst.DEATH: "No death is recorded. Record the death first.",
}
ASKED = "Somebody has asked for this already, and it waits for an answer. Look at the child's page."
MEANWHILE = "Somebody has just answered this. Look at the child's page."
NOT_YOURS = "Whoever has the child asks for this, or whoever leads or manages the work."
NOTHING_OPEN = "No work with this child is open."
ENDS_A_WAIT = {
    ClosingReason.ELSEWHERE: WaitingEndKind.HELPED_ELSEWHERE,
    ClosingReason.MOVED: WaitingEndKind.MOVED_AWAY,
}


@atomic
def close_work(
    *,
    actor: Actor,
    person_ref: str,
    reason: ClosingReason,
    words: str,
    so_on: date,
    at: datetime,
    has_seen: bool = False,
) -> Closing:
    """Ask that work with a child is closed; whoever leads or manages and does not work with the child closes it.

    `has_seen`: that the actor was shown what ends with it.
    """
    writing = begin(actor, person_ref, at=at)
    check_day(so_on, at)
    leads = may(actor, Permission.ALLOCATE, at=[writing.person.authority_id])
    own = {kind for kind, worker in _check_open(writing) if worker == actor.person_id}
    if not leads and not own & HAS_THE_CHILD:
        raise CannotDo(NOT_YOURS)
    if standing(actor, writing.person.pk).exists():
        raise CannotDo(ASKED)
    _check_first(writing, reason)
    if (earliest := first_day(writing)) and so_on < earliest:
        raise CannotDo("Something of the work began after this day. Give that day or a later one.", field="so_on")
    if not has_seen:
        raise CannotDo("Tick that you have seen what ends with it.", field="has_seen")
    made = Closing.objects.create(
        ref=new_ref("closing"),
        reason=ClosingReason(reason).value,
        words=reason_given(words, "words", "Sum up what was done, and why it ends."),
        **writing.fact(so_on),
    )
    if leads and not own:
        _say(writing, made, ClosingSaid.AT_ONCE, "")
        _close(writing, made)
    else:
        _ask(writing, made)
    return made


def _check_open(writing: Writing) -> list[tuple[InvolvementKind, int]]:
    """Who works with the child; refused where no work is open."""
    parts = open_parts(writing)
    if not writing.person.is_child or not (parts or writing.person.now.status not in {"", Status.NONE.value}):
        raise CannotDo(NOTHING_OPEN)
    return [(kind, worker) for kind, worker in parts if kind is not InvolvementKind.OFFERED]


def _check_first(writing: Writing, reason: ClosingReason) -> None:
    """Refuse what has to be dealt with first."""
    for each in first_of(writing.actor, writing.person.pk, ClosingReason(reason)):
        raise CannotDo(FIRST_WORDS[each], field="reason" if each is ClosingFirst.DEATH else None)


def _ask(writing: Writing, made: Closing) -> None:
    """Put it on the desks of those who lead the work, else of those who manage the council's records."""
    holders = leaders_of_work(writing, but=writing.actor.person_id)
    if not holders:
        raise own_refused(writing, "Somebody else agrees that work is closed.", holders)
    today = day_of(writing.at)
    until = today + rules.CLOSING_AGREED_IN + DAY
    about = (Duty.AGREE_CLOSING.value, CLOSING_SUBJECT, made.ref)
    pin_duties([Pin(*about, each, today, until, rules.CLOSING.key) for each in holders], at=writing.at)
    audit.record(writing.actor, "known.closing_asked", writing.person, keys={"reason": made.reason})


@atomic
def answer_closing(*, actor: Actor, person_ref: str, is_agreed: bool, words: str, at: datetime) -> ClosingStep:
    """Agree that work with a child is closed, or say why not; nobody answers what they asked for themselves."""
    writing = begin(actor, person_ref, at=at, permission=Permission.ALLOCATE)
    made = standing(actor, writing.person.pk).first()
    if made is None:
        raise CannotDo(MEANWHILE)
    if made.recorded_by_id == actor.account_id:
        others = leaders_of_work(writing, but=actor.person_id)
        raise own_refused(writing, "You asked for this yourself: somebody else agrees it.", others)
    if not is_agreed:
        said = reason_given(words, "words", "Say why the work goes on.")
        step = _say(writing, made, ClosingSaid.REFUSED, said)
        audit.record(actor, "known.closing_refused", writing.person)
        return step
    _check_first(writing, ClosingReason(made.reason))
    step = _say(writing, made, ClosingSaid.AGREED, words.strip())
    _close(writing, made)
    return step


def _say(writing: Writing, made: Closing, kind: ClosingSaid, words: str) -> ClosingStep:
    with refusal("casework_closingstep_closing_id_key", MEANWHILE):
        step = ClosingStep.objects.create(
            closing=made, kind=kind.value, words=words, **writing.fact(day_of(writing.at))
        )
    about = {"kind": Duty.AGREE_CLOSING.value, "subject_kind": CLOSING_SUBJECT}
    close_duties(subject_keys=[made.ref], at=writing.at, **about)
    return step


def _close(writing: Writing, made: Closing) -> None:
    """Everything ends on the day that was asked for, or on the last on which something of it began since."""
    reason = ClosingReason(made.reason)
    audit.record(writing.actor, "known.work_closed", writing.person, keys={"reason": reason.value})
    so_on = max(made.so_on, first_day(writing) or made.so_on)
    words = f"Work with the child was closed: {CLOSING_WORDS[reason][0].lower()}{CLOSING_WORDS[reason][1:]}."
    end_everything(writing, so_on, words, ENDS_A_WAIT.get(reason, WaitingEndKind.NOT_NEEDED))
