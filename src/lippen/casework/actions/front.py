"""The front door: a referral step by step, and the children who wait for a social worker."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.transaction import atomic

from lippen.casework import rules
from lippen.casework.actions.ending import end_holding, end_if_over
from lippen.casework.actions.waits import close_owed, end_by, ended
from lippen.casework.actions.work import allocated, give, hand_over
from lippen.casework.actions.writing import (
    Pin,
    Writing,
    begin,
    check_day,
    close_duties,
    found_of,
    needed,
    pin_duties,
    reason_given,
    where_it_stays,
)
from lippen.casework.models import (
    Involvement,
    NewInformation,
    Referral,
    ReferralStep,
    SignOff,
    Waiting,
    WaitingEnd,
    WaitingFact,
)
from lippen.casework.queries import numbers
from lippen.casework.queries.days import closed_days
from lippen.casework.queries.standing_in import leaders_of_teams
from lippen.casework.vocabulary import (
    REFERRAL_SUBJECT,
    WAITING_SUBJECT,
    Duty,
    InvolvementKind,
    Level,
    Outcome,
    ReferralFrom,
    ReferralWhy,
    SignOffAnswer,
    Stage,
    WaitingEndKind,
)
from lippen.kernel import audit
from lippen.kernel.access import Actor, Permission
from lippen.kernel.clock import day_of
from lippen.kernel.errors import CannotDo, refusal
from lippen.kernel.ids import new_ref
from lippen.organisation import queries as organisation
from lippen.organisation.queries import stand_ins

DAY = timedelta(days=1)
WAITS_FOR_MANAGER = "An immediate risk goes on once a manager has agreed. Ask your team leader to sign it off first."
TOO_FAR = "At most 90 days ahead: somebody waits. Give a nearer day."


@dataclass(frozen=True)
class Wait:
    """How a child who waits stands: who holds, how concerned we are and why, the plan meanwhile, the next contact."""

    holder_id: int
    level: Level
    why: str
    plan: str
    next_contact_on: date


@atomic
def refer(
    *,
    actor: Actor,
    person_ref: str,
    received_on: date,
    source: ReferralFrom,
    why: ReferralWhy,
    words: str,
    at: datetime,
    source_words: str = "",
    is_immediate: bool = False,
    holder_id: int | None = None,
) -> Referral:
    """Record that somebody told us of a child; an immediate risk goes to a manager at once.

    What is next rests with whoever records it, or with `holder_id`.
    """
    writing = begin(actor, person_ref, at=at, when_opened=True)
    check_day(received_on, at, field="received_on")
    if not writing.person.is_child:
        raise CannotDo("A referral is about a child. Choose the child's page.")
    made = Referral.objects.create(
        ref=new_ref("referral"),
        source=source.value,
        source_words=source_words.strip()[:240],
        why=why.value,
        words=needed(words, "words", "Write what the worry is."),
        is_immediate=is_immediate,
        **writing.fact(received_on),
    )
    _pin_stage(writing, made, Stage.CONTACT, received_on, holder_id)
    if is_immediate:
        _ask_manager(writing, made)
    audit.record(actor, "referral.recorded", made, keys={"immediate": is_immediate})
    return made


def stage_of(referral: Referral) -> tuple[Stage, date]:
    """What has to be done next, and since when."""
    last = referral.steps.order_by("-id").first()
    outcome = Outcome(last.outcome) if last else None
    return rules.stage_after(outcome), last.so_on if last else referral.so_on


def due_of(writing: Writing, referral: Referral, stage: Stage, since: date) -> date:
    """The last day of a stage by the council's own standard."""
    figures = numbers.numbers(writing.actor, referral.authority_id, on=since)
    days = int(figures[rules.CLOCKS[stage][1]])
    closed = closed_days(writing.actor, referral.authority_id, around=since)
    return rules.stage_due(stage, received_on=referral.so_on, stage_on=since, days=days, closed=closed)


def _pin_stage(writing: Writing, referral: Referral, stage: Stage, since: date, holder_id: int | None = None) -> None:
    for _, _, kind in rules.CLOCKS.values():
        close_duties(kind=kind.value, subject_kind=REFERRAL_SUBJECT, subject_keys=[referral.ref], at=writing.at)
    if stage in rules.CLOCKS:
        rule, _, kind = rules.CLOCKS[stage]
        due = due_of(writing, referral, stage, since)
        holder = holder_id or writing.actor.person_id
        pin_duties([Pin(kind.value, REFERRAL_SUBJECT, referral.ref, holder, since, due + DAY, rule.key)], at=writing.at)


def managers_for(writing: Writing, *, but: int | None) -> tuple[int, ...]:
    """Who leads the writer's team, else who manages the council's records; without whoever asks.

    Other teams' leaders are left out: they do not see the record.
    """
    today, authority_id = day_of(writing.at), writing.person.authority_id
    team = organisation.team_of(writing.actor.person_id, authority_id, on=today)
    return leaders_of_teams([team], authority_id, on=today, but=but)


def leaders_of_work(writing: Writing, *, but: int | None) -> tuple[int, ...]:
    """Who leads those who work with somebody, else who manages the council's records; without whoever asks.

    Other teams' leaders are left out: they do not see the record.
    """
    work = Involvement.objects.filter(person=writing.person, ends_on__isnull=True).values_list("team_id", flat=True)
    today, authority_id = day_of(writing.at), writing.person.authority_id
    teams = list(work) or [organisation.team_of(writing.actor.person_id, authority_id, on=today)]
    return leaders_of_teams(teams, authority_id, on=today, but=but)


def own_refused(writing: Writing, sentence: str, others: Iterable[int]) -> CannotDo:
    """That somebody does not approve what is their own, and with whom it stands."""
    return CannotDo(stand_ins.stands_with(sentence, tuple(others), on=day_of(writing.at)))


def _ask_manager(writing: Writing, referral: Referral) -> None:
    today = day_of(writing.at)
    pins = [
        Pin(Duty.SIGN_OFF.value, REFERRAL_SUBJECT, referral.ref, holder, today, today + DAY, rules.SIGN_OFF.key)
        for holder in managers_for(writing, but=writing.actor.person_id)
    ]
    pin_duties(pins, at=writing.at)


@atomic
def sign_off(
    *, actor: Actor, referral_ref: str, answer: SignOffAnswer, words: str, so_on: date, at: datetime
) -> SignOff:
    """Say, as a manager, whether an immediate risk goes on as planned; nobody signs off what they recorded."""
    referral, writing = found_of(actor, Referral, referral_ref, at=at, permission=Permission.AGREE_RISK)
    check_day(so_on, at)
    if not referral.is_immediate:
        raise CannotDo("This referral was not recorded as an immediate risk.")
    if referral.recorded_by_id == actor.account_id:
        others = managers_for(writing, but=actor.person_id)
        raise own_refused(writing, "You recorded this yourself: somebody else signs it off.", others)
    made = SignOff.objects.create(
        referral=referral,
        answer=answer.value,
        words=reason_given(words, "words", "Say why, and what has to happen."),
        **writing.fact(so_on),
    )
    close_duties(kind=Duty.SIGN_OFF.value, subject_kind=REFERRAL_SUBJECT, subject_keys=[referral.ref], at=at)
    audit.record(actor, f"referral.{answer.value}", referral)
    return made


@atomic
def take_step(
    *,
    actor: Actor,
    referral_ref: str,
    outcome: Outcome,
    words: str,
    so_on: date,
    at: datetime,
    wait: Wait | None = None,
    holder_id: int | None = None,
) -> ReferralStep:
    """End the stage that a referral stands in; whoever needs a social worker is in the queue from that moment.

    Where nothing more is needed, nobody else works with the child and nothing is open, the work ends with it.
    Of a record that is put together with another the one that stays waits, which is the one that is allocated.
    """
    referral, writing = found_of(actor, Referral, referral_ref, at=at)
    check_day(so_on, at)
    stage, since = stage_of(referral)
    if stage is Stage.CLOSED or outcome not in rules.OFFERED[stage]:
        raise CannotDo("Somebody has taken this step already. Look at the referral again.")
    if so_on < since:
        raise CannotDo("The step before was taken later than this. Give that day or a later one.", field="so_on")
    last = referral.sign_offs.order_by("-id").first()
    if not rules.may_go_on(is_immediate=referral.is_immediate, answer=SignOffAnswer(last.answer) if last else None):
        raise CannotDo(WAITS_FOR_MANAGER)
    with refusal("each_stage_ends_once", "Somebody has just taken this step. Look at the referral again."):
        made = ReferralStep.objects.create(
            referral=referral,
            stage=stage.value,
            outcome=outcome.value,
            words=reason_given(words, "words", "Say why."),
            due_on=due_of(writing, referral, stage, since),
            **writing.fact(so_on),
        )
    _pin_stage(writing, referral, rules.stage_after(outcome), so_on, holder_id)
    if outcome is Outcome.ALLOCATE:
        _begin_wait(where_it_stays(writing), referral, wait, so_on)
    audit.record(actor, "referral.step_taken", referral, keys={"stage": stage.value, "outcome": outcome.value})
    if outcome is Outcome.NO_ACTION:
        end_if_over(writing, so_on, made.words)
    return made


def _begin_wait(writing: Writing, referral: Referral, wait: Wait | None, so_on: date) -> None:
    if wait is None:
        raise CannotDo("Say who holds the child while they wait, how concerned you are, and the plan until then.")
    figures = numbers.numbers(writing.actor, referral.authority_id, on=so_on)
    closed = closed_days(writing.actor, referral.authority_id, around=so_on)
    waiting = Waiting.objects.create(
        ref=new_ref("waiting"),
        referral=referral,
        due_on=rules.working_days_after(so_on, int(figures["allocation_days"]), closed),
        **writing.fact(so_on),
    )
    _say_how(writing, waiting, wait, so_on)
    team = organisation.team_of(wait.holder_id, referral.authority_id, on=so_on)
    leaders = organisation.leaders_of([team], on=so_on) or managers_for(writing, but=None)
    pins = [
        Pin(
            Duty.ALLOCATE.value,
            WAITING_SUBJECT,
            waiting.ref,
            leader,
            so_on,
            waiting.due_on + DAY,
            rules.ALLOCATION.key,
        )
        for leader in leaders
    ]
    pin_duties(pins, at=writing.at)


def is_too_far(next_contact_on: date, today: date) -> bool:
    """Whether the next contact is so far ahead that a child who waits would be lost from sight."""
    return next_contact_on > today + rules.NEXT_CONTACT_LONGEST


def _say_how(writing: Writing, waiting: Waiting, wait: Wait, so_on: date) -> WaitingFact:
    if wait.next_contact_on < so_on:
        raise CannotDo("The next contact is still to come. Give today or a later day.", field="next_contact_on")
    if is_too_far(wait.next_contact_on, day_of(writing.at)):
        raise CannotDo(TOO_FAR, field="next_contact_on")
    why = needed(wait.why, "why", "Say why this is the level of concern.")
    plan = needed(wait.plan, "plan", "Say what happens until the child has a social worker.")
    holding = writing.person.involvements.filter(kind=InvolvementKind.HOLDING, ends_on__isnull=True).first()
    changes = holding is None or holding.worker_id != wait.holder_id
    work = give(writing, wait.holder_id, InvolvementKind.HOLDING, so_on) if changes else None
    made = WaitingFact.objects.create(
        waiting=waiting,
        holder_id=wait.holder_id,
        level=wait.level.value,
        why=why,
        plan=plan,
        next_contact_on=wait.next_contact_on,
        **writing.fact(so_on),
    )
    close_owed(waiting, writing.at, Duty.NEXT_CONTACT, Duty.LOOK_AGAIN)
    contact = Pin(
        Duty.NEXT_CONTACT.value,
        WAITING_SUBJECT,
        waiting.ref,
        wait.holder_id,
        so_on,
        wait.next_contact_on + DAY,
        rules.WAITING.key,
    )
    pin_duties([contact], at=writing.at)
    if work is not None:
        hand_over(writing, work)
    return made


def _open_wait(actor: Actor, ref: str, at: datetime, permission: Permission) -> tuple[Waiting, Writing]:
    waiting, writing = found_of(actor, Waiting, ref, at=at, permission=permission)
    if WaitingEnd.objects.filter(waiting=waiting).exists():
        raise CannotDo("This child waits no longer. Look at the child's page.")
    return waiting, writing


@atomic
def look_again(*, actor: Actor, waiting_ref: str, wait: Wait, so_on: date, at: datetime) -> WaitingFact:
    """Say how a child who waits stands today, completely."""
    waiting, writing = _open_wait(actor, waiting_ref, at, Permission.WRITE_RECORDS)
    check_day(so_on, at)
    made = _say_how(writing, waiting, wait, so_on)
    audit.record(actor, "waiting.looked_at", waiting, keys={"level": wait.level.value})
    return made


@atomic
def review_queue(*, actor: Actor, waits: Iterable[tuple[str, Wait]], so_on: date, at: datetime) -> int:
    """Look at several children who wait in one sitting: an outcome and a plan for each, or for none."""
    count = 0
    for waiting_ref, wait in waits:
        waiting, writing = _open_wait(actor, waiting_ref, at, Permission.ALLOCATE)
        check_day(so_on, at)
        with _asked_of(waiting_ref):
            _say_how(writing, waiting, wait, so_on)
        audit.record(actor, "waiting.looked_at", waiting, keys={"level": wait.level.value, "in_review": True})
        count += 1
    if not count:
        raise CannotDo("Choose at least one child, and say how each stands.")
    return count


@contextmanager
def _asked_of(waiting_ref: str) -> Iterator[None]:
    """Say a refusal at the question of the child whom it is about: the same is asked of each."""
    try:
        yield
    except CannotDo as refused:
        field = f"{refused.field}_{waiting_ref}" if refused.field else None
        raise CannotDo(refused.sentence, field=field) from refused


@atomic
def tell_news(*, actor: Actor, waiting_ref: str, words: str, so_on: date, at: datetime) -> NewInformation:
    """Record new information about a child who waits: the holder looks at the level that same day."""
    waiting, writing = _open_wait(actor, waiting_ref, at, Permission.WRITE_RECORDS)
    check_day(so_on, at)
    made = NewInformation.objects.create(
        waiting=waiting, words=needed(words, "words", "Write what is new."), **writing.fact(so_on)
    )
    holder = waiting.facts.order_by("-id").values_list("holder_id", flat=True)[0]
    today = day_of(at)
    pin_duties(
        [
            Pin(Duty.LOOK_AGAIN.value, WAITING_SUBJECT, waiting.ref, holder, today, today + DAY, rules.REOPENS.key),
        ],
        at=at,
    )
    audit.record(actor, "waiting.news_told", waiting)
    return made


@atomic
def allocate_waiting(
    *, actor: Actor, waiting_ref: str, worker_id: int, so_on: date, at: datetime, over_limit_why: str = ""
) -> WaitingEnd:
    """Give a child who waits a social worker: the one way out of the queue besides a recorded ending."""
    waiting, writing = _open_wait(actor, waiting_ref, at, Permission.ALLOCATE)
    if so_on < waiting.so_on:
        raise CannotDo("The child began to wait after this day. Give that day or a later one.", field="so_on")
    work = allocated(writing, worker_id, so_on, over_limit_why)
    made = {each.waiting_id: each for each in end_by(writing, work)}
    audit.record(actor, "work.allocated", work, keys={"person": writing.person.ref, "over": bool(work.over_limit_why)})
    hand_over(writing, work)
    return made[waiting.pk]


@atomic
def end_waiting(
    *, actor: Actor, waiting_ref: str, kind: WaitingEndKind, words: str, so_on: date, at: datetime
) -> WaitingEnd:
    """Record that a child needs to wait no longer, and why; whoever held the child does so no more.

    Where nobody else works with the child and nothing is open, the work ends; what has still to be dealt with keeps
    the holder until work is closed or the child allocated.
    """
    waiting, writing = _open_wait(actor, waiting_ref, at, Permission.ALLOCATE)
    check_day(so_on, at)
    if kind is WaitingEndKind.ALLOCATED:
        raise CannotDo("Choose who works with the child, under “Allocate”.", field="kind")
    made = ended(writing, waiting, kind, so_on, words=reason_given(words, "words", "Say why."))
    audit.record(actor, "waiting.ended", waiting, keys={"kind": kind.value})
    if not Waiting.objects.filter(person=writing.person, end__isnull=True).exists():
        end_if_over(writing, so_on, made.words) or end_holding(writing, so_on)
    return made
