"""A child is offered to another worker, who takes over or says why not; until then the worker before stays."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db.transaction import atomic

from lippen.casework import rules
from lippen.casework.actions import work
from lippen.casework.actions.front import leaders_of_teams
from lippen.casework.actions.offers import clear, close_left, say_step, standing
from lippen.casework.actions.writing import Pin, Writing, begin, check_day, found_of, needed, pin_duties, reason_given
from lippen.casework.models import Handover, HandoverFact, Involvement, Waiting
from lippen.casework.queries.seen import seen_one
from lippen.casework.vocabulary import HANDOVER_SUBJECT, Duty, HandoverStep, InvolvementKind
from lippen.kernel import audit
from lippen.kernel.access import Actor, Permission, may, require
from lippen.kernel.clock import day_of
from lippen.kernel.errors import CannotDo, refusal
from lippen.kernel.ids import new_ref
from lippen.organisation import queries as organisation
from lippen.organisation.actions import close_duty_of

DAY = timedelta(days=1)
NOT_ALLOCATED = "Nobody is allocated to this child yet. Allocate the child instead."
WAITS = "This child waits for a social worker. Allocate the child from the queue instead."
NOT_YOURS_TO_OFFER = "The allocated worker offers the child to somebody else, or whoever leads the team does."
NOT_YOURS_TO_ANSWER = "It was offered to somebody else: they answer it."
NOT_YOURS_TO_TAKE_BACK = "Whoever offered the child takes the offer back, or whoever leads the team does."
ASK_LEADER = "Ask whoever leads the team to offer the child with a reason, or say that you do not take over."


@atomic
def offer(
    *,
    actor: Actor,
    person_ref: str,
    worker_id: int,
    note: str,
    from_on: date,
    so_on: date,
    at: datetime,
    over_limit_why: str = "",
    besides: int = 0,
) -> Handover:
    """Offer an allocated child to another worker, who sees the record from now on and answers.

    Past the limit only whoever leads or manages offers, with a reason; `besides`: children whom they are asked to take
    as well, which count too.
    """
    writing = begin(actor, person_ref, at=at)
    check_day(so_on, at)
    allocation = _to_be_offered(writing, worker_id)
    if not so_on <= from_on <= so_on + rules.HANDOVER_LONGEST:
        raise CannotDo("Give today or a day within three months.", field="from_on")
    why = _why_past_limit(writing, worker_id, so_on, over_limit_why, besides)
    words = needed(note, "note", "Write what the other has to know: how things stand, what comes next.")
    earlier = list(Handover.objects.filter(work=allocation).values_list("ref", flat=True))
    part = work.give(writing, worker_id, InvolvementKind.OFFERED, so_on)
    with refusal("a_child_is_offered_one_by_one", "Somebody has just offered this child."):
        made = Handover.objects.create(
            ref=new_ref("handover"),
            work=allocation,
            part=part,
            number=len(earlier) + 1,
            worker_id=worker_id,
            note=words,
            from_on=from_on,
            over_limit_why=why,
            **writing.fact(so_on),
        )
    clear(earlier, at)
    _pin(writing, made, Duty.ANSWER_HANDOVER, so_on, so_on + rules.HANDOVER_ANSWERED_IN)
    audit.record(actor, "handover.offered", made, keys={"person": writing.person.ref})
    return made


def _to_be_offered(writing: Writing, worker_id: int) -> Involvement:
    """The allocation that is offered; refused where it is not the actor's to offer, or not this worker's to take."""
    actor, person = writing.actor, writing.person
    found = Involvement.objects.filter(person=person, kind=InvolvementKind.ALLOCATED, ends_on__isnull=True).first()
    if found is None:
        raise CannotDo(NOT_ALLOCATED)
    if actor.person_id != found.worker_id and not may(actor, Permission.ALLOCATE, at=[person.authority_id]):
        raise CannotDo(NOT_YOURS_TO_OFFER)
    if Waiting.objects.filter(person=person, end__isnull=True).exists():
        raise CannotDo(WAITS)
    if worker_id == found.worker_id:
        raise CannotDo("They are the allocated worker already. Choose somebody else.", field="worker")
    if standing(person.pk):
        raise CannotDo("This child is offered to somebody already. Take that back first.")
    work.check_open_to(writing, worker_id)
    return found


def _why_past_limit(writing: Writing, worker_id: int, so_on: date, why: str, besides: int) -> str:
    worker, alone = work.with_this_child(writing, worker_id, so_on)
    load = alone.with_more(besides)
    if not load.is_over or (worker.decision and not why.strip()):
        return ""
    said = work.past_limit(worker.name, load, worker.terms)
    if not may(writing.actor, Permission.ALLOCATE, at=[writing.person.authority_id]):
        raise CannotDo(f"{said} Choose somebody else, or ask whoever leads the team.", field="worker")
    work.check_not_own(writing, worker_id, load)
    return reason_given(why, "over_limit_why", f"{said} {work.OTHERWISE}")


def _pin(writing: Writing, handover: Handover, duty: Duty, starts_on: date, until: date) -> None:
    about = (duty.value, HANDOVER_SUBJECT, handover.ref, handover.worker_id)
    pin_duties([Pin(*about, starts_on, until + DAY, rules.HANDOVER.key)], at=writing.at)


@atomic
def answer(
    *, actor: Actor, handover_ref: str, is_accepted: bool, so_on: date, at: datetime, words: str = ""
) -> HandoverFact:
    """Say whether one takes over. The allocation changes on the agreed day; refused, whoever leads the team decides."""
    handover, writing = _offered_to(actor, handover_ref, so_on, at)
    if not is_accepted:
        return _refuse(writing, handover, so_on, words)
    worker, load = work.with_this_child(writing, handover.worker_id, so_on)
    if load.is_over and not (handover.over_limit_why or worker.decision):
        raise CannotDo(f"{work.past_limit('You', load)} {ASK_LEADER}")
    made = say_step(writing, handover, HandoverStep.ACCEPTED, so_on, words)
    audit.record(actor, "handover.accepted", handover)
    if handover.from_on <= so_on:
        return _take(writing, handover, rules.takes_over_on(handover.from_on, so_on))
    _pin(writing, handover, Duty.TAKE_OVER, handover.from_on, handover.from_on)
    return made


def _held(
    actor: Actor, ref: str, at: datetime, permission: Permission = Permission.WRITE_RECORDS
) -> tuple[Handover, Writing]:
    """An offer that nobody else answers meanwhile. Whoever wrote before us may have closed the record to us."""
    _, writing = found_of(actor, Handover, ref, at=at, permission=permission)
    return seen_one(actor, Handover, ref), writing


def _offered_to(actor: Actor, ref: str, so_on: date, at: datetime) -> tuple[Handover, Writing]:
    handover, writing = _held(actor, ref, at)
    check_day(so_on, at)
    if handover.worker_id != actor.person_id:
        raise CannotDo(NOT_YOURS_TO_ANSWER)
    return handover, writing


def _refuse(writing: Writing, handover: Handover, so_on: date, words: str) -> HandoverFact:
    why = reason_given(words, "words", "Say why you do not take over.")
    made = say_step(writing, handover, HandoverStep.REFUSED, so_on, why)
    today = day_of(writing.at)
    leaders = leaders_of_teams([handover.work.team_id], handover.authority_id, on=today)
    about = (Duty.FIND_WORKER.value, HANDOVER_SUBJECT, handover.ref)
    until = today + rules.HANDOVER_ANSWERED_IN + DAY
    pin_duties([Pin(*about, each, today, until, rules.HANDOVER.key) for each in leaders], at=writing.at)
    audit.record(writing.actor, "handover.refused", handover)
    _end_part(writing, handover, so_on)
    return made


def _end_part(writing: Writing, handover: Handover, so_on: date) -> None:
    """Whoever was asked sees the record no longer by that: last of all, as the writer may be it."""
    ended = {"ends_on": so_on, "ended_at": writing.at, "ended_by_id": writing.actor.account_id}
    part = Involvement.objects.filter(pk=handover.part_id, ends_on__isnull=True)
    close_left(part, writing.at)
    part.update(**ended)


@atomic
def take_over(*, actor: Actor, handover_ref: str, so_on: date, at: datetime) -> HandoverFact:
    """Take over a child that one has accepted, from the agreed day on."""
    handover, writing = _offered_to(actor, handover_ref, so_on, at)
    if so_on < handover.from_on:
        raise CannotDo("The day that was agreed has not come yet. You take over then, without doing anything more.")
    return _take(writing, handover, handover.from_on)


def _take(writing: Writing, handover: Handover, day: date) -> HandoverFact:
    """The new worker has the child from that day, with what the one before owed."""
    made = say_step(writing, handover, HandoverStep.TAKEN, day)
    taken = work.allocated(writing, handover.worker_id, day, handover.over_limit_why, is_agreed=True)
    audit.record(writing.actor, "handover.taken", handover, keys={"over": bool(taken.over_limit_why)})
    _tell_leaders_before(writing, handover, taken)
    work.hand_over(writing, taken)
    return made


def _tell_leaders_before(writing: Writing, handover: Handover, taken: Involvement) -> None:
    """Whoever leads the team that the child leaves is told at once: the record is closed to them the same minute."""
    team, today = handover.work.team_id, day_of(writing.at)
    if team is None or team == taken.team_id:
        return
    know = {*organisation.leaders_of([taken.team_id], on=today)}
    know |= {handover.recorded_by.person_id} if handover.recorded_by else set()
    told = leaders_of_teams([team], handover.authority_id, on=today)
    about = (Duty.CHILD_MOVED.value, HANDOVER_SUBJECT, handover.ref)
    until = today + rules.HANDOVER_ANSWERED_IN + DAY
    pins = [Pin(*about, each, today, until, rules.HANDOVER.key) for each in told if each not in know]
    pin_duties(pins, at=writing.at)


@atomic
def see_move(*, actor: Actor, handover_ref: str, at: datetime) -> None:
    """Say, as who leads the team that a child left, that one has seen it."""
    require(actor, Permission.WRITE_RECORDS)
    about = {"kind": Duty.CHILD_MOVED.value, "subject_kind": HANDOVER_SUBJECT, "subject_key": handover_ref}
    if actor.person_id not in organisation.holders_of_duty(*about.values()):
        raise CannotDo("You have said this already.")
    close_duty_of(**about, holder_id=actor.person_id, at=at)
    audit.record(actor, "handover.move_seen", ("casework.handover", handover_ref))


@atomic
def take_back(*, actor: Actor, handover_ref: str, words: str, so_on: date, at: datetime) -> HandoverFact:
    """Take an offer back, which stands or is accepted for a day to come: whoever made it, or whoever leads."""
    handover, writing = _held(actor, handover_ref, at)
    check_day(so_on, at)
    offered_it = handover.recorded_by_id == actor.account_id or handover.work.worker_id == actor.person_id
    if not (offered_it or may(actor, Permission.ALLOCATE, at=[handover.authority_id])):
        raise CannotDo(NOT_YOURS_TO_TAKE_BACK)
    why = reason_given(words, "words", "Say why, for whoever was asked.")
    made = say_step(writing, handover, HandoverStep.WITHDRAWN, so_on, why)
    audit.record(actor, "handover.withdrawn", handover)
    _end_part(writing, handover, so_on)
    return made


@atomic
def keep(*, actor: Actor, handover_ref: str, words: str, so_on: date, at: datetime) -> HandoverFact:
    """Say, of a child whom somebody did not take over, that the worker stays."""
    handover, writing = _held(actor, handover_ref, at, Permission.ALLOCATE)
    check_day(so_on, at)
    why = reason_given(words, "words", "Say why the worker stays, and what helps them.")
    made = say_step(writing, handover, HandoverStep.KEPT, so_on, why)
    audit.record(actor, "handover.kept", handover)
    return made
